"""Writing to config.toml: the owner's comments stay, and a bad file is never put in its place."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from cclear.account import settle
from cclear.config import ConfigError, load

if TYPE_CHECKING:
    from pathlib import Path

MINE = """\
# My own words.
[reader]
theme = "dark"   # at night

[mail]
# who I am
addresses = [
    "sam@here.example",  # at work
]

[outbox]
signature = '''
Sam
Here'''
transport = "sendmail"
"""


def test_single_settings_are_put_in_and_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(MINE, encoding="utf-8")
    path.chmod(0o640)
    read = settle(
        path,
        {
            "mail": {
                "fetch": "mbsync -c '/a b/rc' -a",
                "addresses": ("sam@here.example", "s@x.example"),
            },
            "outbox": {
                "transport": "smtp",
                "host": "smtp.here.example",
                "port": 465,
                "command": None,
            },
            "identity.club": {"address": "sam@club.example"},
            "identity.work": {"address": "sam@work.example", "name": 'Sam "the" \\ Reader'},
            "keys": {"archive": None},
        },
    )
    assert read == load(path)
    assert read.mail.fetch == "mbsync -c '/a b/rc' -a"
    assert read.mail.addresses == ("sam@here.example", "s@x.example")
    assert (read.outbox.transport, read.outbox.port) == ("smtp", 465)
    assert read.outbox.signature == "Sam\nHere"
    assert [(one.identity, one.address) for one in read.outbox.identities] == [
        ("club", "sam@club.example"),
        ("work", "sam@work.example"),
    ]
    text = path.read_text(encoding="utf-8")
    for mine in ("# My own words.", "# at night", "# who I am", "signature = '''\nSam\nHere'''"):
        assert mine in text
    assert "[keys]" not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    settle(path, {"outbox": {"transport": None, "host": None, "port": None}})
    assert load(path).outbox.transport == ""
    # Once more the same, and nothing is added.
    before = path.read_bytes()
    settle(path, {"identity.club": {"address": "sam@club.example"}})
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["config.toml"]


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "not" / "yet" / "config.toml"
    assert settle(path, {"mail": {"fetch": "true"}}).mail.fetch == "true"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "config.toml"
    real.write_text("# mine\n", encoding="utf-8")
    link.symlink_to(real)
    settle(link, {"reader": {"theme": "light"}})
    assert link.is_symlink()
    assert "# mine" in real.read_text(encoding="utf-8")
    assert "light" in real.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "changes", "says"),
    [
        ("[mail\n", {"mail": {"fetch": "x"}}, "line 1: this is not TOML"),
        ("[outbox]\n", {"outbox": {"transport": "pigeon"}}, "[outbox] transport is one of"),
        ("# x\n", {"outbox": {"hots": "x"}}, "did you mean host?"),
    ],
)
def test_what_would_be_a_mistake_is_not_written(
    tmp_path: Path, before: str, changes: dict[str, dict[str, str]], says: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(before, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        settle(path, changes)
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"{path}")
    assert path.read_text(encoding="utf-8") == before
    assert [file.name for file in tmp_path.iterdir()] == ["config.toml"]
