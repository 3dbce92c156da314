"""Whatever is wrong outside: one clear line or screen, never a traceback, never a hang."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.mailbox import Mailbox, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.terminal import Terminal, Terminals

CCLEAR = [sys.executable, "-P", "-m", "cclear"]

# Root may write anywhere until it lays that power down.
ORDINARY = (
    []
    if os.geteuid()
    else ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
)


def one_line(text: str, *words: str) -> None:
    assert text.startswith("cclear: ")
    assert text.count("\n") == 1
    assert "Traceback" not in text
    for word in words:
        assert word in text


def refused(mailbox: Mailbox, words: list[str], *said: str) -> None:
    done = run([*ORDINARY, *mailbox.command(*words)])
    assert done.returncode == 1, done.stdout
    assert done.stdout == ""
    one_line(done.stderr, *said)


def leave(term: Terminal) -> None:
    """By the keys, from wherever one is."""
    term.keys("ctrl+c").wait_for("Leave").keys("y")
    assert term.exit_status() == 0
    assert b"Traceback" not in term.written


@pytest.fixture
def full(mailbox: Mailbox) -> Mailbox:
    """Three conversations, indexed."""
    for number in range(3):
        mailbox.add(mailbox.message(id=f"{number}@x", subject=f"Number {number}", body="Yes.\n"))
    mailbox.index()
    mailbox.close()
    return mailbox


def index_of(mailbox: Mailbox) -> Path:
    """Where Xapian keeps the database."""
    (found,) = mailbox.path.with_name(f"{mailbox.path.name}.cclear").rglob("postlist.glass")
    return found.parent


@pytest.mark.parametrize("words", [["threads"], []], ids=["command", "reader"])
@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("[mail]\n\nfetsch = 1\n", ("line 3", "fetsch", "did you mean fetch?")),
        ("[reader]\ntheme = 'pink'\n", ("line 2", "theme", "terminal, dark, light")),
        ("nonsense\n", ("line 1", "TOML")),
    ],
)
def test_a_mistake_in_the_configuration(
    full: Mailbox, tmp_path: Path, words: list[str], source: str, said: tuple[str, ...]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(source)
    refused(full, [*words, "--config", str(config)], str(config), *said)


def test_a_mistake_in_the_keys(full: Mailbox, tmp_path: Path, terminal: Terminals) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[keys]\nmute = "M"\narchve = "e"\n')
    term = terminal(full.command("--config", str(config)), cols=200)
    assert term.exit_status() == 1
    assert f"cclear: {config}, line 3: [keys] archve" in term.text
    assert "did you mean archive?" in term.text


def test_mail_directories_that_are_not_there(full: Mailbox, tmp_path: Path) -> None:
    refused(full, ["--mail", str(tmp_path / "no" / "Mail"), "threads"], "is not there; make it")
    (tmp_path / "file").touch()
    refused(full, ["--mail", str(tmp_path / "file"), "index"], "is a file")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    refused(full, ["--mail", str(closed / "Mail"), "index"], "may not be written to")
    shutil.rmtree(full.path)
    refused(full, ["index"], "bring the mail back")


def test_no_mail_is_set_up(home: Path, terminal: Terminals) -> None:
    for command in (["threads"], ["index"], ["lists"], ["show", "id:x@y"], ["import", "/dev/null"]):
        done = run([*CCLEAR, *command])
        assert (done.returncode, done.stdout) == (1, "")
        one_line(done.stderr, "no mail is set up yet; run:")
    done = run(CCLEAR)
    assert (done.returncode, done.stdout) == (1, "")
    one_line(done.stderr, "no mail is set up yet: cclear setup")
    terminal(CCLEAR).wait_for("Where is your mail?").keys("q")


def test_a_notmuch_configuration_that_names_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "notmuch-config"
    config.write_text(f"[database]\npath={tmp_path / 'gone'}\n")
    monkeypatch.setenv("NOTMUCH_CONFIG", str(config))
    for command in (["threads"], ["index"]):
        done = run([*CCLEAR, *command])
        assert (done.returncode, done.stdout) == (1, "")
        one_line(done.stderr)


@pytest.mark.parametrize("words", [["index"], ["mute", "id:1@x"]], ids=["index", "mute"])
def test_a_locked_database_is_waited_for(
    full: Mailbox, terminal: Terminals, words: list[str]
) -> None:
    with (index_of(full) / "flintlock").open("r+b") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        assert full.cclear("threads").returncode == 0
        term = terminal(full.command(*words))
        if words == ["index"]:
            term.wait_for("another program is writing")
    assert term.exit_status() == 0
    assert re.search(r"nothing new|Muted: Number 1", term.text)


def test_waiting_for_a_lock_ends_with_ctrl_c(full: Mailbox, terminal: Terminals) -> None:
    with (index_of(full) / "flintlock").open("r+b") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        term = terminal(full.command("index")).wait_for("another program is writing")
        term.keys("ctrl+c")
        assert term.exit_status() == 130
        assert b"Traceback" not in term.written


def test_a_read_only_database_is_read_and_not_written(full: Mailbox) -> None:
    home = full.path.with_name(f"{full.path.name}.cclear")
    everything = [home, *home.rglob("*")]
    try:
        for path in everything:
            path.chmod(0o500 if path.is_dir() else 0o400)
        done = run([*ORDINARY, *full.command("threads")])
        assert done.returncode == 0, done.stderr
        assert "Number 2" in done.stdout
        refused(full, ["index"], "cannot be written to")
        refused(full, ["mute", "id:1@x"], "cannot be written to")
    finally:
        for path in everything:
            path.chmod(0o700)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def scrambled(path: Path) -> None:
    path.write_bytes(bytes((byte * 7 + n) % 256 for n, byte in enumerate(path.read_bytes())))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize("harm", [emptied, scrambled, cut])
def test_a_damaged_database(full: Mailbox, harm: Callable[[Path], None]) -> None:
    """Some damage is read past; what is not says what it is, and never that somebody locks it."""
    for name in ("postlist.glass", "termlist.glass", "iamglass"):
        path = index_of(full) / name
        whole = path.read_bytes()
        harm(path)
        for words in (["threads"], ["show", "id:1@x"], ["index"]):
            done = full.cclear(*words)
            assert done.returncode in (0, 1)
            if done.returncode:
                one_line(done.stderr)
                assert "another program" not in done.stderr
                assert re.search(r"cannot be read|no index|try again", done.stderr)
        path.write_bytes(whole)


def test_a_damaged_database_in_the_reader(full: Mailbox, terminal: Terminals) -> None:
    emptied(index_of(full) / "postlist.glass")
    leave(terminal(full.command(), cols=120).wait_for("cannot be read"))


def test_a_database_of_a_newer_notmuch(full: Mailbox, terminal: Terminals) -> None:
    """Features that this notmuch does not know are how a newer one says so."""
    path = index_of(full) / "postlist.glass"
    data = path.read_bytes()
    assert b"relative directory paths" in data
    path.write_bytes(data.replace(b"relative directory paths", b"relative directory pathz"))
    for words in (["threads"], ["index"], ["mute", "id:1@x"]):
        refused(full, words, "newer notmuch", "upgrade")
    leave(terminal(full.command(), cols=120).wait_for("newer notmuch"))


def test_a_damaged_cache_is_made_anew(full: Mailbox) -> None:
    before = full.cclear("threads", "--json").stdout
    home = full.path.with_name(f"{full.path.name}.cclear")
    for path in home.glob("cache.sqlite*"):
        path.unlink()
    (home / "cache.sqlite").write_bytes(os.urandom(9000))
    assert full.cclear("threads", "--json").stdout == before


def test_mail_files_that_cannot_be_read(full: Mailbox) -> None:
    (full.path / "cur" / "empty:2,").touch()
    (full.path / "cur" / "binary:2,").write_bytes(bytes(range(256)) * 40)
    full.add(full.message(id="closed@x", subject="Closed"))
    full.files["closed@x"].chmod(0)
    full.add(full.message(id="good@x", subject="Good"))
    done = run([*ORDINARY, *full.command("index")])
    assert "Traceback" not in done.stderr
    assert "Good" in full.cclear("threads").stdout
    full.files["good@x"].unlink()
    done = full.cclear("show", "id:good@x")
    assert "Traceback" not in done.stderr
    assert done.returncode == 0 or done.stderr.startswith("cclear: ")


def test_files_to_clean_that_cannot_be_read(full: Mailbox, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    for path in (tmp_path / "empty", tmp_path / "missing", tmp_path):
        done = run([*CCLEAR, "clean", str(path)])
        assert (done.returncode, done.stdout) == (1, "")
        one_line(done.stderr, str(path))


def test_the_reader_where_there_is_no_terminal_for_it(full: Mailbox, terminal: Terminals) -> None:
    refused(full, [], "needs a terminal")
    for term in ("dumb", ""):
        seen = terminal(full.command(), env={"TERM": term})
        assert seen.exit_status() == 1
        assert "cclear: this terminal" in seen.text


@pytest.mark.parametrize(
    "env", [{"NO_COLOR": "1"}, {"LC_ALL": "C"}, {"LANG": "C"}, {"TERM": "vt100"}], ids=str
)
def test_the_reader_on_poor_terminals(
    full: Mailbox, terminal: Terminals, env: dict[str, str]
) -> None:
    term = terminal(full.command(), env=env).wait_for("Number 2")
    leave(term)
    if "NO_COLOR" in env:
        styles = re.findall(rb"\x1b\[([0-9;:]*)m", term.written)
        assert styles
        assert not any(re.search(rb"\b([349][0-7]|[34]8[;:])", style) for style in styles)
    if "C" in env.values():
        assert term.written.isascii()


def test_the_reader_at_20_by_5_and_through_resizes(full: Mailbox, terminal: Terminals) -> None:
    term = terminal(full.command(), cols=20, rows=5).wait_for("Number 2")
    term.keys("enter").wait_for("Yes.")
    for cols, rows in ((300, 100), (20, 5), (1, 1), (79, 24), (120, 3), (100, 30)):
        term.resize(cols, rows)
    term.wait_for("Yes.")
    leave(term)


def test_the_reader_resized_while_it_opens(full: Mailbox, terminal: Terminals) -> None:
    term = terminal(full.command(), cols=20, rows=5)
    term.resize(120, 40).resize(30, 8).resize(100, 30)
    leave(term.wait_for("Number 2"))
