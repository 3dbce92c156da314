"""``cclear outbox`` and ``cclear reply --send``, through the program, to real servers."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest

from outbox import drafts, queue
from tests.outbox.servers import HOST, Arrived, real
from tests.support.ports import free_port

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.support.mailbox import Mailbox

KEYS = ["id", "subject", "to", "state", "tries", "last_error", "queued"]
ME = "sam@here.example"


class Program:
    """cclear on a mailbox, with an [outbox] of one's own."""

    def __init__(self, mailbox: Mailbox, config: Path) -> None:
        self.mailbox = mailbox
        self._config = config

    def configure(self, outbox: str) -> None:
        self._config.write_text(f'[mail]\naddresses = ["{ME}"]\n[outbox]\nname = "Sam"\n{outbox}')

    def smtp(self, port: int) -> None:
        self.configure(f'transport = "smtp"\nhost = "{HOST}"\nport = {port}\nsecurity = "none"\n')

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.mailbox.cclear("--config", str(self._config), *words)

    def say(self, *words: str) -> str:
        done = self.run(*words)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def rows(self, *words: str) -> list[dict[str, Any]]:
        done = self.run("--json", *words)
        assert done.stdout.isascii()
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def program(mailbox: Mailbox, tmp_path: Path) -> Program:
    """cclear with one message to answer, and nothing that says how to send."""
    mailbox.add(mailbox.message(id="1@mail.example", subject="Who uses it?", body="Who does?\n"))
    mailbox.index()
    made = Program(mailbox, tmp_path / "config.toml")
    made.configure("")
    return made


@pytest.fixture
def body(tmp_path: Path) -> str:
    """A file with what is to be said."""
    (tmp_path / "body").write_text("We do, “daily”.\n")
    return str(tmp_path / "body")


def test_a_reply_is_sent_and_named(program: Program, body: str) -> None:
    arrived = Arrived()
    with real(arrived) as port:
        program.smtp(port)
        said = program.say("reply", "id:1@mail.example", "--send", "--body", body)
    ((sender, recipients, data),) = arrived.mail
    seen = message_from_bytes(data, policy=default)
    assert seen["Message-ID"] == f"<{said.strip()}>"
    assert (sender, recipients) == (ME, ("jane@otterley.example",))
    assert seen["In-Reply-To"] == "<1@mail.example>"
    assert seen["Subject"] == "Re: Who uses it?"
    assert seen.get_content().startswith("We do, “daily”.")
    (copy,) = (program.mailbox.path / "Sent/cur").iterdir()
    assert copy.read_bytes().replace(b"\n", b"\r\n") == data
    assert drafts.find(program.mailbox.path / "Drafts") == ()
    assert program.rows("outbox") == []
    assert program.say("outbox") == "Nothing waits to be sent.\n"
    found = program.mailbox.notmuch("search", "--output=messages", "tag:replied or tag:sent")
    assert sorted(found.split()) == sorted([f"id:{said.strip()}", "id:1@mail.example"])


def test_one_line_where_nothing_says_how_to_send(program: Program, body: str) -> None:
    done = program.run("reply", "id:1@mail.example", "--send", "--body", body)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "below [outbox]" in done.stderr
    assert not (program.mailbox.path / "Drafts").exists()


def test_what_waits_is_listed_sent_later_or_taken_back(program: Program, body: str) -> None:
    program.smtp(free_port())
    done = program.run("reply", "id:1@mail.example", "--send", "--body", body)
    assert done.returncode == 1
    assert "not sent yet, but queued: 127.0.0.1 cannot be reached" in done.stderr
    message = done.stdout.strip()
    (row,) = program.rows("outbox")
    assert list(row) == KEYS
    assert (row["id"], row["subject"], row["to"]) == (
        message, "Re: Who uses it?", ["jane@otterley.example"]
    )  # fmt: skip
    assert (row["state"], row["tries"]) == ("queued", 1)
    assert "cannot be reached" in row["last_error"]
    assert row["queued"].endswith("+00:00")
    shown = program.say("outbox")
    assert "queued" in shown
    assert f"id:{message}" in shown
    assert "Re: Who uses it?" in shown
    assert program.say("outbox", "send") == "Nothing is due to be sent.\n"
    arrived = Arrived()
    with real(arrived) as port:
        program.smtp(port)
        (row,) = program.rows("outbox", "send", f"id:{message}")
        assert (list(row), row["state"], row["last_error"]) == (KEYS, "sent", None)
        done = program.run("reply", "id:1@mail.example", "--send", "--body", body)
        assert done.returncode == 0
    assert len(arrived.mail) == 2


def test_taken_back(program: Program, body: str) -> None:
    program.smtp(free_port())
    message = program.run("reply", "1@mail.example", "--send", "--body", body).stdout.strip()
    assert "a draft again" in program.say("outbox", "cancel", f"<{message}>")
    (draft,) = drafts.find(program.mailbox.path / "Drafts")
    assert draft.work.draft.text.startswith("We do")
    assert draft.work.parent == "1@mail.example"
    assert program.rows("outbox") == []
    done = program.run("outbox", "cancel", message)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no such message" in done.stderr


def test_refused_recipients_are_named_and_given_up(program: Program, body: str) -> None:
    cc = "Rhys <rhys@ripley.example>"
    program.mailbox.add(program.mailbox.message(id="2@mail.example", cc=cc))
    program.mailbox.index()
    arrived = Arrived(refuse={"rhys@ripley.example": "550 no such user"})
    with real(arrived) as port:
        program.smtp(port)
        words = ("reply", "id:2@mail.example", "--to", "all", "--send", "--body", body)
        done = program.run(*words)
    assert done.returncode == 1
    assert "refused: rhys@ripley.example (550 no such user)" in done.stderr
    (row,) = program.rows("outbox")
    assert (row["state"], row["to"]) == ("failed", ["rhys@ripley.example"])
    assert "Given up" in program.say("outbox", "cancel", row["id"])
    assert program.rows("outbox") == []
    assert len(list((program.mailbox.path / "Sent/cur").iterdir())) == 1


def test_many_people_want_their_number(program: Program, body: str) -> None:
    cc = [f"p{n}@county.example" for n in range(14)]
    program.mailbox.add(program.mailbox.message(id="3@mail.example", cc=cc))
    program.mailbox.index()
    arrived = Arrived()
    with real(arrived) as port:
        program.smtp(port)
        words = ("reply", "id:3@mail.example", "--to", "all", "--send", "--body", body)
        for more in ((), ("--people", "14")):
            done = program.run(*words, *more)
            assert done.returncode == 2
            assert "this goes to 15 people; say so: --people 15" in done.stderr
        assert not arrived.mail
        program.say(*words, "--people", "15")
    assert len(arrived.mail[0][1]) == 15


def test_left_in_a_folder_for_another_program(program: Program, body: str) -> None:
    program.configure('transport = "drafts"\n')
    done = program.run("reply", "id:1@mail.example", "--send", "--body", body)
    assert (done.returncode, "left in Drafts" in done.stderr) == (0, True)
    (left,) = (program.mailbox.path / "Drafts/cur").iterdir()
    assert done.stdout.strip() in left.read_text()
    assert queue.entries(program.mailbox.path / "cclear/queue") == ()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("outbox", "cancel"), 2),
        (("outbox", "sned"), 2),
        (("outbox", "send", "none@here.example"), 1),
        (("outbox", "cancel", "\x1b[2J@x"), 1),
    ],
)
def test_wrong_usage_is_one_line(program: Program, words: tuple[str, ...], status: int) -> None:
    done = program.run(*words)
    assert done.returncode == status
    assert done.stderr.count("\n") == 1
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("outbox", "words"),
    [
        ('transport = "pigeon"', "is one of: smtp, sendmail, drafts"),
        ('transport = "smtp"', "needs host"),
        ('sent = "../Sent"', "is a folder below the mail's"),
        ('sent = "Drafts"', "has the name of another folder"),
        ("port = 70000", "is a port"),
        ('security = "ssl"', "is one of: tls, starttls, none"),
        ("undo_seconds = -1", "is a number from 0"),
    ],
)
def test_mistakes_in_the_configuration(program: Program, outbox: str, words: str) -> None:
    program.configure(f"{outbox}\n")
    done = program.run("outbox")
    assert (done.returncode, words in done.stderr) == (1, True), done.stderr
    assert "line 5" in done.stderr
