"""config.toml fills the rooms' settings; each mistake is named by line and key."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from cclear import config
from cclear.config import Config, ConfigError, has_notmuch, line_of, load, where
from indexer.settings import Settings, Where

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
# Mine
[mail]
addresses = ["sam@here.example", "sam@there.example"]
cc_list_people = 25
fetch = "mbsync -a"
fetch_minutes = 0
background = false
maildir = "~/Mail"

[reader]
theme = "dark"
wide = 120

[keys]
archive = "e"
mute = "z m, &"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_a_whole_file(file: Path, home: Path) -> None:
    file.write_text(GOOD)
    found = load(file)
    assert found.mail == Settings(
        ("sam@here.example", "sam@there.example"), 25, "mbsync -a", 0, background=False
    )
    assert found.maildir == home / "Mail"
    reader = found.reader_settings()
    assert (reader.theme, reader.wide, reader.fetch, reader.fetch_minutes) == (
        "dark",
        120,
        "mbsync -a",
        0,
    )
    assert reader.keys == {"archive": "e", "mute": "z m, &"}


def test_the_outboxs_tables(file: Path) -> None:
    file.write_text(
        '[outbox]\nname = \'Sam\'\nsignature = """\nSam\nHere"""\nmany_people = 20\n'
        "[identity.work]\naddress = 'sam@work.example'\nlists = ['comms']\n"
    )
    found = load(file).outbox
    assert (found.name, found.signature, found.many_people) == ("Sam", "Sam\nHere", 20)
    (work,) = found.identities
    assert (work.identity, work.address, work.lists) == ("work", "sam@work.example", ("comms",))


def test_the_users_own_file_may_be_missing_and_is_found(home: Path) -> None:
    assert load() == Config(home / ".config" / "cclear" / "config.toml")
    path = config.default_path()
    path.parent.mkdir(parents=True)
    path.write_text("[mail]\nfetch_minutes = 9\n", encoding="utf-8-sig")
    assert load().mail.fetch_minutes == 9


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("[mail]\nfetch = \n", 2, "this is not TOML"),
        ("[mail]\nfetch = 'x", 2, "this is not TOML"),
        ("[mail\n", 1, "this is not TOML"),
        ("[mail]\n[mail]\n", 2, "this is not TOML"),
        ("a = " + "[" * 5000, 1, "this is not TOML"),
        ("[mail]\nfetsch = 'x'\n", 2, "[mail] has no fetsch; did you mean fetch?"),
        ("[mail]\n\n'fetsch' = 'x'\n", 3, "did you mean fetch?"),
        ("[mail]\nzzz = 1\n", 2, "there are: addresses, archive"),
        ("mail.zzz = 1\n", 1, "[mail] has no zzz"),
        ("mail = { zzz = 1 }\n", 1, "[mail] has no zzz"),
        ("[mail]\n[mail.zzz]\na = 1\n", 2, "[mail] has no zzz"),
        ("[mial]\nfetch = 'x'\n", 1, "there is no [mial]; did you mean mail?"),
        ("\nfetch = 'x'\n", 2, "there is no [fetch]"),
        ("mail = 3\n", 1, "mail is a table; write [mail]"),
        ("[[mail]]\n", 1, "mail is a table; write [mail]"),
        ("[mail]\nfetch_minutes = '5'\n", 2, "[mail] fetch_minutes is a whole number"),
        ("[mail]\nfetch_minutes = true\n", 2, "is a whole number"),
        ("[mail]\nfetch_minutes = -1\n", 2, "is a number from 0 up"),
        ("[mail]\ncc_list_people = 1\n", 2, "is a number from 2 up"),
        ("[mail]\nfetch = 5\n", 2, "is text"),
        ("[mail]\nbackground = 'yes'\n", 2, "is true or false"),
        ("[mail]\naddresses = 'a@b.example'\n", 2, "is a list of texts"),
        ("[mail]\naddresses = ['a@b.example', 3]\n", 2, "is a list of texts"),
        ("[mail]\naddresses = ['a@b.example', 'nobody']\n", 2, "'nobody', which is no address"),
        ("[mail]\nmaildir = 3\n", 2, "is a directory in quotes"),
        ("[reader]\n# dark\ntheme = 'drak'\n", 3, "is one of: terminal, dark, light"),
        ("[reader]\nkeys = {}\n", 2, "[reader] has no keys"),
        ("[keys]\narchive = 3\n", 2, "[keys] archive is keys in quotes"),
        ("[keys]\narchive = ' '\n", 2, "[keys] archive is keys in quotes"),
        ("[outbox]\nsignatur = 'x'\n", 2, "[outbox] has no signatur; did you mean signature?"),
        ("[outbox]\nidentities = []\n", 2, "[outbox] has no identities"),
        ("[outbox]\ntransport = 'pigeon'\n", 2, "is one of: smtp, sendmail, drafts"),
        ("[outbox]\nport = '25'\n", 2, "[outbox] port is a whole number"),
        ("[outbox]\nmany_people = 0\n", 2, "is a number from 1 up"),
        ("[identity.work]\n\naddress = 'x'\n", 3, "[identity.work] address is an address"),
        ("[identity.work]\nidentity = 'x'\n", 2, "[identity.work] has no identity"),
        ("[identity.work]\ntransport = 'smtp'\n", 2, "needs host"),
        ("[identity]\nwork = 'x'\n", 2, "is a table; write [identity.work]"),
    ],
)
def test_mistakes_are_named_by_line_and_key(file: Path, source: str, line: int, words: str) -> None:
    file.write_text(source)
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert str(caught.value).startswith(f"{file}, line {line}: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_read(file: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is not there"):
        load(file)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)
    file.write_bytes(b"[mail]\n\nfetch = '\xff'\n")
    with pytest.raises(ConfigError, match="line 3: this is not UTF-8"):
        load(file)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["addresses", "fetch", "fetch_minutes", "zzz", "a b"]),
        st.integers() | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=5),
        max_size=3,
    )
)
def test_every_key_of_a_plain_table_is_found(table: dict[str, object]) -> None:
    lines = [f'"{key}" = {value!r}' for key, value in table.items() if "\\" not in repr(value)]
    source = "\n".join(["[mail]", *lines, "[keys]", 'zzz = "q"'])
    for key in tomllib.loads(source)["mail"]:
        number = line_of(source, "mail", key)
        assert number is not None
        assert source.splitlines()[number - 1].startswith(f'"{key}"')


def test_config_is_read_without_loading_the_screens(file: Path) -> None:
    file.write_text(GOOD)
    code = (
        "import sys; from pathlib import Path; from cclear.config import load;"
        f"load(Path({str(file)!r})).reader_settings();"
        "sys.exit(any(n.split('.')[0] in ('textual', 'notmuch2', 'rich') for n in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-P", "-c", code], check=False).returncode == 0


def test_whose_mail_it_is(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = Config(tmp_path / "c", maildir=tmp_path / "Mail")
    assert where(str(tmp_path / "x"), named) == Where(mail=tmp_path / "x")
    monkeypatch.chdir(tmp_path)
    assert where("x", named) == Where(mail=tmp_path / "x")
    assert where(None, named) == Where(mail=tmp_path / "Mail")
    assert where(None, Config(tmp_path / "c")) == Where()
    (home / ".notmuch-config").touch()
    assert where(None, named) == Where()


def test_a_notmuch_of_ones_own(tmp_path: Path) -> None:
    def made(name: str) -> bool:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        found = has_notmuch(environ, tmp_path)
        path.unlink()
        return found

    environ: dict[str, str] = {}
    assert not has_notmuch(environ, tmp_path)
    assert made(".notmuch-config")
    assert made(".config/notmuch/default/config")
    assert made(".local/share/notmuch/default")
    assert made("mail/.notmuch")
    environ = {"NOTMUCH_PROFILE": "work", "XDG_CONFIG_HOME": str(tmp_path / "xdg")}
    assert made(".notmuch-config.work")
    assert made("xdg/notmuch/work/config")
    assert not made(".notmuch-config")
    assert has_notmuch({"NOTMUCH_CONFIG": "anything"}, tmp_path)


def test_directories_that_cannot_hold_mail(tmp_path: Path) -> None:
    none = Config(tmp_path / "c")
    (tmp_path / "file").touch()
    (tmp_path / "gone.cclear").mkdir()
    for name, words in (
        ("", "names no directory"),
        (str(tmp_path / "no" / "Mail"), f"{tmp_path / 'no'} is not there; make it"),
        (str(tmp_path / "file"), "is a file; --mail is a directory"),
        (str(tmp_path / "file" / "Mail"), "is not there"),
        (str(tmp_path / "gone"), "bring the mail back"),
        (os.fsdecode(os.fsencode(tmp_path) + b"/\xff"), "is not UTF-8"),
        (str(tmp_path / ("x" * 300)), "cannot be used"),
    ):
        with pytest.raises(ConfigError, match=words):
            where(name, none)
