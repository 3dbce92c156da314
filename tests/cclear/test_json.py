"""The JSON that other programs rely on: keys in order, values, one ASCII line as soon as known."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from cclear.commands.clean import raw_of, recognised, whole
from cclear.output import iso, mailbox as as_mailbox
from indexer.model.people import Person
from tests.support.mailbox import LONG, Mailbox
from tests.support.messages import ME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

THREAD = [
    "id",
    "subject",
    "lists",
    "messages",
    "unread",
    "people",
    "first",
    "last",
    "tags",
    "muted",
    "storm",
    "followed",
]
ENTRY = [
    *("id", "parent", "depth", "evidence", "from", "date", "people", "audience", "tags", "chat"),
]
LIST = [
    "name",
    "title",
    "kind",
    "address",
    "members",
    "messages",
    "conversations",
    "unread",
    "last",
]


def rows(mailbox: Mailbox, *words: str, status: int = 0) -> list[dict[str, Any]]:
    """Each line of standard output; all of it is ASCII and JSON."""
    done = mailbox.cclear("--json", *words)
    assert done.returncode == status, done.stderr
    assert done.stdout.isascii()
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_dated(value: str) -> bool:
    return dt.datetime.fromisoformat(value).tzinfo is not None


def test_mail_in_and_out(mailbox: Mailbox, tmp_path: Path) -> None:
    """Import, lists, threads, show: one flow on one mailbox."""
    headers = {"List-Id": "Cafe <web.otterley.example>", "List-Post": "<mailto:web@o.example>"}
    asked = mailbox.message(
        id="asked@x", subject="Café maps", body="Who?\n\n-- \nJane\n", headers=headers, to=[ME]
    )
    answer = mailbox.message(
        id="answer@x",
        sender='"Patel, Rhys" <rhys@ripley.example>',
        reply_to_message=asked,
        body="We do, é.\n\n> Who?\n",
        headers=headers,
    )
    box = tmp_path / "box"
    box.write_bytes(
        b"".join(
            b"From x Mon Mar  4 09:00:00 2024\n" + m.as_bytes() + b"\n"
            for m in (asked, answer, asked)
        )
    )

    first, second = rows(mailbox, "import", str(box))
    assert list(first.items()) == [
        ("file", str(box)),
        ("messages", 3),
        ("new", 2),
        ("duplicates", 1),
        ("unreadable", 0),
    ]
    assert list(second) == ["files", "added", "removed", "moved", "unreadable", "lists", "seconds"]
    assert (second["added"], second["removed"], second["moved"], second["lists"]) == (2, 0, 0, 1)
    assert second["unreadable"] == []
    assert isinstance(second["seconds"], float)

    (index,) = rows(mailbox, "index")
    assert index["added"] == 0
    (rebuilt,) = rows(mailbox, "index", "--rebuild")
    assert list(rebuilt) == list(index)

    (web,) = rows(mailbox, "lists")
    assert list(web) == LIST
    assert (web["kind"], web["address"], web["messages"]) == ("list-id", "web@o.example", 2)
    assert (web["conversations"], web["unread"]) == (1, 2)
    assert is_dated(web["last"])
    (with_roster,) = rows(mailbox, "lists", "--roster")
    assert list(with_roster) == [*LIST, "roster"]
    for member in with_roster["roster"]:
        assert list(member) == [
            *("address", "name", "messages", "first", "last", "left", "bounced"),
            *("role", "organisation", "phone", "sources"),
        ]
        assert is_dated(member["first"])
    assert "rhys@ripley.example" in {member["address"] for member in with_roster["roster"]}
    (renamed,) = rows(mailbox, "lists", "set", web["name"], "title=Web teams")
    assert list(renamed) == LIST
    assert renamed["title"] == "Web teams"

    (thread,) = rows(mailbox, "threads")
    assert list(thread) == THREAD
    assert (thread["subject"], thread["lists"]) == ("Café maps", [web["name"]])
    assert (thread["messages"], thread["unread"], thread["people"]) == (2, 2, 2)
    assert (thread["first"], thread["last"]) == (
        "2024-03-04T10:00:00+00:00",
        "2024-03-04T11:00:00+00:00",
    )
    assert f"list/{web['name']}" in thread["tags"]
    assert thread["muted"] is False

    (tree,) = rows(mailbox, "threads", "--tree", "id:answer@x")
    assert list(tree) == [*THREAD, "tree"]
    root, child = tree["tree"]
    assert list(root) == list(child) == ENTRY
    assert (root["id"], root["parent"], root["depth"], root["evidence"]) == (
        "asked@x",
        None,
        0,
        None,
    )
    assert (child["id"], child["parent"], child["depth"], child["evidence"]) == (
        "answer@x",
        "asked@x",
        1,
        "in-reply-to",
    )
    assert child["from"] == '"Patel, Rhys" <rhys@ripley.example>'
    assert child["audience"] in ("list", "some", "private")

    for named in (thread["id"], "id:answer@x", "<asked@x>"):
        (shown,) = rows(mailbox, "show", named)
        assert list(shown) == [*THREAD, "tree"]
        assert [list(entry) for entry in shown["tree"]] == [[*ENTRY, "clean", "zones"]] * 2
        assert shown["tree"][1]["clean"] == "We do, é."
        assert [zone["kind"] for zone in shown["tree"][1]["zones"]] == ["new", "quote"]
        assert "\n".join(z["text"] for z in shown["tree"][0]["zones"]).startswith("Who?")

    assert rows(mailbox, "mute", thread["id"]) == []
    (muted,) = rows(mailbox, "threads", "tag:muted")
    assert (muted["id"], muted["muted"], muted["unread"]) == (thread["id"], True, 0)
    assert rows(mailbox, "mute", "--undo", thread["id"]) == []
    assert rows(mailbox, "threads", "tag:muted") == []
    assert rows(mailbox, "show", "id:none@x", status=1) == []


def test_threads_are_paged_newest_first_each_once(mailbox: Mailbox) -> None:
    for number in range(130):
        mailbox.add(mailbox.message(id=f"{number}@x", subject=f"Number {number}"))
    mailbox.index()
    found = rows(mailbox, "threads", "--limit", "0", "--tree")
    assert [row["tree"][0]["id"] for row in found] == [f"{n}@x" for n in reversed(range(130))]
    assert len(rows(mailbox, "threads")) == 50
    assert [row["id"] for row in rows(mailbox, "threads", "--limit", "75")] == [
        row["id"] for row in found[:75]
    ]
    assert len(rows(mailbox, "threads", "--limit", "1", "subject:7")) == 1


def test_dates_and_people_as_json_has_them() -> None:
    assert iso(0) == "1970-01-01T00:00:00+00:00"
    assert iso(None) is None
    for far in (10**15, -(10**15)):
        value = iso(far)
        assert value is not None
        assert is_dated(value)
    assert as_mailbox(Person("", "a@b.example")) == "a@b.example"
    assert as_mailbox(Person("Jane Khan", "a@b.example")) == "Jane Khan <a@b.example>"
    assert as_mailbox(Person('J "K", x', "a@b.example")) == '"J \\"K\\", x" <a@b.example>'


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"From: a@b.example\nSubject: x\n\nhi\n", "eml"),
        (b"From a@b.example Mon Mar  4 09:00:00 2024\nSubject: x\n\nhi\n", "eml"),
        (b"Content-Type: text/html\n\n<p>hi", "eml"),
        (b"<!DOCTYPE html><p>hi</p>", "html"),
        (b"\n <div>hi</div>", "html"),
        (b"\xef\xbb\xbfhello\n", "text"),
        (b"Note: this is no header\n\nhi\n", "text"),
        (b"caf\xe9\n", "text"),
    ],
)
def test_what_a_file_is(data: bytes, form: str) -> None:
    assert recognised(data)[0] == form


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("From: a\n\nplain", b"From: a\n\nplain"),
        ("From: a\n\nr\u00e9 \u2014", "From: a\n\nré —".encode()),
        ("From: a\n\nr\u00c3\u00a9", "From: a\n\nré".encode()),
        ("From: a\n\nr\u00e9", "From: a\n\nré".encode()),
        ("Content-Type: text/plain; charset=latin1\n\nr\u00e9", b"r\xe9"),
        ("Content-Type: text/plain; charset=utf-8\n\nr\u00e9", "ré".encode()),
        ("From: a\n\nr\udce9 \u2014", b"r\xe9 \xe2\x80\x94"),
        ("From: a\n\n\ud83d\ude00", "\U0001f600".encode()),
        ("From: a\n\n\ud83d", "\ufffd".encode()),
    ],
)
def test_raw_messages_in_json(text: str, raw: bytes) -> None:
    assert raw_of(text).encode("latin-1").endswith(raw)


def test_halves_of_pairs() -> None:
    assert whole("a\ud83d\ude00b\ud83dc") == "a\U0001f600b\ufffdc"


class Batch:
    """``cclear clean --batch``: a line in, a line out."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "cclear", "clean", "--batch", "--json"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="ascii",
        )
        assert self.process.stdin
        assert self.process.stdout
        self._in, self._out = self.process.stdin, self.process.stdout

    def ask(self, *lines: str) -> list[dict[str, Any]]:
        self._in.write("".join(line + "\n" for line in lines))
        self._in.flush()
        return [json.loads(self._out.readline()) for _ in lines]

    def workers(self) -> list[int]:
        task = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        with open(task, encoding="ascii") as file:  # noqa: PTH123
            return [int(pid) for pid in file.read().split()]

    def end(self) -> int:
        self._in.close()
        return self.process.wait(LONG)


@pytest.fixture
def batch() -> Iterator[Batch]:
    made = Batch()
    yield made
    made.process.kill()
    made.process.wait()
    made._in.close()
    made._out.close()


def row(name: object, text: str, form: str = "text") -> str:
    return json.dumps({"id": name, "format": form, "input": text})


def zones(answer: dict[str, Any]) -> Sequence[tuple[str, str]]:
    return [(zone["kind"], zone["text"]) for zone in answer["zones"]]


def test_a_batch_answers_line_by_line(batch: Batch) -> None:
    (one,) = batch.ask(row("a", "Yes.\n\n> No?"))
    assert list(one) == ["id", "clean", "zones"]
    assert one["clean"] == "Yes."
    assert "\n".join(text for _, text in zones(one)) == "Yes.\n\n> No?"
    many = batch.ask(*(row(n, f"Number {n}") for n in range(40)))
    assert [(each["id"], each["clean"]) for each in many] == [(n, f"Number {n}") for n in range(40)]
    (eml,) = batch.ask(row(None, "From: a@b.example\nSubject: x\n\nHé — you\n", "eml"))
    assert (eml["id"], eml["clean"]) == (None, "Hé — you")
    (html,) = batch.ask(row({"k": 1}, "<p>Hi</p>", "html"))
    assert (html["id"], html["clean"]) == ({"k": 1}, "Hi")
    assert batch.end() == 0


def test_broken_rows_are_answered_and_passed(batch: Batch) -> None:
    broken = [
        "nonsense",
        '{"id": 1',
        "[]",
        '"x"',
        '{"id": 2}',
        '{"id": 3, "format": "pdf", "input": ""}',
        '{"id": 4, "format": "text", "input": 5}',
        '{"id": 5, "format": ["text"], "input": ""}',
        '{"id": ' + "[" * 100_000,
        "\x00",
    ]
    answers = batch.ask(*broken, row("good", "Yes."))
    assert [list(answer) for answer in answers[:-1]] == [["id", "error"]] * len(broken)
    assert [answer["id"] for answer in answers[:-1]] == [None] * 4 + [2, 3, 4, 5, None, None]
    assert answers[-1]["clean"] == "Yes."
    assert batch.ask("\n" + row("after a blank line", "Yes."))[0]["clean"] == "Yes."


def test_a_worker_that_is_killed_is_survived(batch: Batch) -> None:
    assert batch.ask(row(1, "Yes."))[0]["clean"] == "Yes."
    for _ in range(3):
        (worker,) = batch.workers()
        os.kill(worker, signal.SIGKILL)
        answers = batch.ask(*(row(n, f"Again {n}") for n in range(10)))
        assert [answer["clean"] for answer in answers] == [f"Again {n}" for n in range(10)]
    assert batch.end() == 0


def test_one_message_from_a_file_or_standard_input(mailbox: Mailbox, tmp_path: Path) -> None:
    path = tmp_path / "x.eml"
    path.write_bytes(mailbox.message(body="Yes, é.\n\n-- \nJane\n").as_bytes())
    bare = [sys.executable, "-P", "-m", "cclear", "clean", "--json"]
    for command, stdin in (([*bare, str(path)], b""), (bare, path.read_bytes())):
        done = subprocess.run(command, input=stdin, capture_output=True, check=True)
        answer = json.loads(done.stdout)
        assert list(answer) == ["clean", "zones"]
        assert answer["clean"] == "Yes, é."
        assert zones(answer)[-1][0] == "signature"
