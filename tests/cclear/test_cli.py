"""The command line as people use it: words, exit status, one line when something is wrong."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

import cclear
from cclear.__main__ import COMMANDS, main
from cclear.commands import conversation_named
from cclear.commands.lists import decision
from cclear.commands.threads import hidden_line
from cclear.errors import UsageError
from cclear.options import parse
from indexer.model.bodies import Zone
from tests.support.mailbox import ROOT, Mailbox, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.terminal import Terminals

CCLEAR = [sys.executable, "-P", "-m", "cclear"]


def one_line(text: str) -> str:
    assert text.startswith("cclear: ")
    assert text.endswith("\n")
    assert text.count("\n") == 1
    assert "Traceback" not in text
    return text


def fill(mailbox: Mailbox) -> None:
    """A list, a conversation on it, and a private message with hostile words."""
    headers = {"List-Id": "Web teams <web.otterley.example>", "List-Post": "<mailto:web@o.example>"}
    asked = mailbox.message(
        id="asked@x", subject="Maps", body="Who has one?\n\n-- \nJane\n01\n", headers=headers
    )
    mailbox.add(asked, "S")
    mailbox.add(
        mailbox.message(
            id="answer@x",
            sender="Rhys Patel <rhys@ripley.example>",
            reply_to_message=asked,
            body="We do.\n\nOn Mon, 4 Mar 2024, Jane Khan wrote:\n> Who has one?\n",
            headers=headers,
        )
    )
    mailbox.add(
        mailbox.message(
            id="bad@x",
            sender='"\x1b]0;owned\x07" <mallory@x.example>',
            subject="[@click=app.quit] \x1b[31mred\u202e",
            body="Look: \x1b]52;c;YQ==\x07 \x9b31m done\n",
        )
    )
    mailbox.index()


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == cclear.__version__
    for place in (["--version"], ["--json", "--version"]):
        done = run([*CCLEAR, *place])
        assert (done.returncode, done.stdout) == (0, f"cclear {cclear.__version__}\n")


def test_help_names_every_command_and_loads_nothing() -> None:
    done = run([sys.executable, "-X", "importtime", *CCLEAR[1:], "--help"])
    assert done.returncode == 0
    for name in COMMANDS:
        assert name is None or re.search(rf"^    {name} ", done.stdout, re.MULTILINE)
    heavy = {"textual", "rich", "notmuch2", "msgspec", "asyncio", "email", "platformdirs", "json"}
    loaded = set(re.findall(r"\| +([\w.]+)$", done.stderr, re.MULTILINE))
    assert "argparse" in loaded
    assert not loaded & heavy


@pytest.mark.parametrize("command", [name for name in COMMANDS if name])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert "--mail DIR" in capsys.readouterr().out


def test_options_stand_before_or_after_the_command() -> None:
    for words in (
        ["--mail", "D", "--config", "C", "--json", "threads", "x"],
        ["threads", "x", "--mail", "D", "--config", "C", "--json"],
        ["--json", "threads", "--mail=D", "x", "--config=C"],
    ):
        options = parse(words)
        assert (options.mail, options.config, options.json) == ("D", "C", True)
        assert (options.command, options.query, options.limit) == ("threads", ["x"], 50)


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["--nonsense"],
        ["--mail"],
        ["show"],
        ["import"],
        ["threads", "--limit", "-1"],
        ["threads", "--limit", "many"],
        ["index", "now"],
        ["--json"],
        ["demo", "--json"],
        ["demo", "--mail", "D"],
        ["lists", "get", "x"],
        ["lists", "set", "x"],
        ["lists", "set", "x", "colour=red"],
        ["thr"],
        ["forward", "id:x"],
        ["reply"],
        ["reply", "id:x", "--to", "nobody"],
    ],
)
def test_wrong_usage_is_2_and_one_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    one_line(said.err)


def test_ids_as_people_give_them() -> None:
    for given, wanted in (
        ("id:a@b", "id:a@b"),
        ("<a@b>", "id:a@b"),
        ("a@b", "id:a@b"),
        (" 0123456789abcdef ", "0123456789abcdef"),
    ):
        assert conversation_named(given) == wanted


def test_what_is_hidden_is_counted() -> None:
    zones = (
        Zone("new", "Yes.\n"),
        Zone("attribution", "Jane wrote:"),
        Zone("quote", "> a\n> b\n"),
        Zone("signature", "-- \nJane"),
        Zone("disclaimer", "Secret."),
        Zone("footer", "\n"),
    )
    assert hidden_line(zones) == "⋯ 3 lines quoted · 3 lines signature, disclaimer"
    assert hidden_line(zones[:1]) == ""


def test_reading_on_the_command_line(mailbox: Mailbox) -> None:
    assert mailbox.cclear("threads").stdout.startswith("There is no mail yet")
    assert mailbox.cclear("lists").stdout.startswith("No lists yet")
    fill(mailbox)

    done = mailbox.cclear("threads")
    assert (done.returncode, done.stderr) == (0, "")
    rows = done.stdout.splitlines()
    assert len(rows) == 2
    assert "red" in rows[0]
    assert re.match(r"[0-9a-f]{16}  +\S+ ● +1/2  Jane Khan +Maps +web$", rows[1])
    assert mailbox.cclear("threads", "from:nobody").stdout == "Nothing matches.\n"
    assert len(mailbox.cclear("threads", "list:web", "from:rhys").stdout.splitlines()) == 1

    tree = mailbox.cclear("threads", "--tree", "list:web").stdout.splitlines()
    assert [line.split("to")[0].rstrip() for line in tree[1:]] == [
        "    Jane Khan",
        "    ● Rhys Patel",
    ]

    shown = mailbox.cclear("show", "id:answer@x").stdout
    assert shown.splitlines()[:2] == ["Maps", "web · 2 messages, 2 people"]
    assert "  Who has one?\n  ⋯ 3 lines signature\n" in shown
    assert "    We do.\n    ⋯ 2 lines quoted\n" in shown

    lists = mailbox.cclear("lists").stdout
    assert "Web teams (web)" in lists
    assert "1 unread" in lists
    assert "rhys@ripley.example" in mailbox.cclear("lists", "--roster").stdout

    for command in (("threads",), ("show", "id:bad@x"), ("threads", "--tree")):
        said = mailbox.cclear(*command).stdout
        assert "red" in said or "done" in said
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)


def test_deciding_on_the_command_line(mailbox: Mailbox) -> None:
    fill(mailbox)
    assert mailbox.cclear("mute", "id:answer@x").stdout == "Muted: Maps (2 messages)\n"
    assert mailbox.notmuch("search", "--output=messages", "tag:muted").split() == [
        "id:answer@x",
        "id:asked@x",
    ]
    assert mailbox.notmuch("count", "tag:muted and (tag:unread or tag:inbox)") == "0\n"
    assert mailbox.cclear("mute", "--undo", "answer@x").stdout.startswith("No longer muted: Maps")
    assert mailbox.notmuch("count", "tag:muted") == "0\n"
    assert mailbox.cclear("follow", "id:answer@x").stdout == "Followed: Maps (2 messages)\n"
    assert mailbox.notmuch("count", "property:cclear.followed=yes") == "2\n"
    assert mailbox.cclear("mute", "id:asked@x").stdout.startswith("Muted, no longer followed: Maps")

    named = mailbox.cclear("lists", "set", "web", "title=The web = ours")
    assert (named.returncode, named.stderr) == (0, "")
    assert named.stdout.startswith("The web = ours (web)")
    assert mailbox.notmuch("config", "get", "cclear.list.web.title") == "The web = ours\n"
    assert mailbox.cclear("lists", "set", "web", "title=").stdout.startswith("Web teams (web)")

    said = mailbox.cclear("lists", "drop", "web").stdout
    assert said == "Web is no list; cclear lists undo takes that back\n"
    assert mailbox.cclear("lists").stdout.startswith("No lists yet")
    undone = json.loads(mailbox.cclear("--json", "lists", "undo", "web").stdout)
    assert (undone["act"], undone["name"], undone["undone"]) == ("drop", "web", True)
    assert mailbox.cclear("lists").stdout.startswith("Web teams (web)")
    assert mailbox.cclear("lists", "--suggested").stdout.startswith("No suggestions")

    for words, status in (
        (("mute", "id:none@x"), 1),
        (("show", "0000000000000000"), 1),
        (("lists", "set", "none", "title=x"), 1),
        (("lists", "split", "web", "id:answer@x"), 2),
        (("lists", "drop", "none"), 1),
        (("lists", "set", "web", "address=x y"), 2),
        (("threads", "("), 1),
    ):
        done = mailbox.cclear(*words)
        assert (done.returncode, done.stdout) == (status, "")
        one_line(done.stderr)


@pytest.mark.parametrize(
    "words",
    [
        "rename web", "set web", "set web colour=red", "merge web", "merge a b c", "split web",
        "drop", "accept a b", "undo a b", "split",
    ],
)  # fmt: skip
def test_a_wrong_decision_about_a_list_is_told_how_it_is_written(words: str) -> None:
    with pytest.raises(UsageError, match=r"write: cclear lists \w+") as told:
        decision(words.split())
    assert "1 names" not in str(told.value)


def test_importing_goes_on_after_a_file_that_fails(mailbox: Mailbox, tmp_path: Path) -> None:
    good, empty = tmp_path / "good.eml", tmp_path / "empty.mbox"
    good.write_bytes(mailbox.message(id="good@x").as_bytes())
    empty.touch()
    missing = tmp_path / "missing"
    done = mailbox.cclear("import", str(empty), str(missing), str(good))
    assert done.returncode == 1
    assert f"{good}: 1 message, 1 new\n" in done.stdout
    assert "1 message added" in done.stdout
    first, second = done.stderr.splitlines()
    assert first == f"cclear: {empty} is empty; nothing was imported from it"
    assert second.startswith(f"cclear: {missing} is not there")
    again = mailbox.cclear("import", str(good))
    assert again.returncode == 0
    assert "0 new, 1 here already" in again.stdout


def test_output_that_nobody_reads(mailbox: Mailbox) -> None:
    fill(mailbox)
    reader, writer = os.pipe()
    os.close(reader)
    for words in (("threads", "--json"), ("threads",), ("--version",)):
        done = subprocess.run(
            mailbox.command(*words), stdout=writer, stderr=subprocess.PIPE, check=False
        )
        assert (done.returncode, done.stderr) == (141, b"")
    os.close(writer)
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            mailbox.command("threads"), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    one_line(done.stderr.decode())
    closed = ["sh", "-c", '"$@" >&- 2>&- <&-', "sh", *mailbox.command("threads")]
    assert subprocess.run(closed, check=False).returncode == 0


def test_ctrl_c_is_quiet(terminal: Terminals) -> None:
    """While it waits for a row of a batch that never comes."""
    term = terminal([*CCLEAR, "clean", "--batch"])
    term.keys('{"id":1,"format":"text","input":"x"}', "enter").wait_for('"clean": "x"')
    term.keys("ctrl+c")
    assert term.exit_status() == 130
    assert "Traceback" not in term.text
    assert "cclear:" not in term.text


def test_colours_and_bars_are_for_terminals(mailbox: Mailbox, terminal: Terminals) -> None:
    fill(mailbox)
    plain = mailbox.cclear("threads").stdout
    assert "\x1b" not in plain

    def written(**env: str) -> bytes:
        term = terminal(mailbox.command("threads"), env=env)
        assert term.exit_status() == 0
        assert "Maps" in term.text
        return term.written

    assert b"\x1b[1m" in written()
    assert b"\x1b" not in written(NO_COLOR="1")
    assert b"\x1b" not in written(TERM="dumb")
    ascii_only = written(LC_ALL="C", NO_COLOR="1").decode("ascii")
    assert "*      1/2  Jane Khan" in ascii_only

    term = terminal(mailbox.command("index"))
    assert term.exit_status() == 0
    assert "looking for mail" in term.written.decode()
    assert term.text.strip().startswith("nothing new; 1 list")


def test_a_fault_of_our_own_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> int:
        raise LookupError("\x1b[31m")

    monkeypatch.setattr("cclear.commands.clean.run", broken)
    assert main(["clean"]) == 1
    assert re.fullmatch(
        r"cclear: a fault of its own, LookupError at test_cli\.py:\d+; report it\n",
        capsys.readouterr().err,
    )
