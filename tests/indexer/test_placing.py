"""What an import leaves to the index: tags of what was sent or archived, whatever comes between."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from indexer.maildir import JOURNAL, note
from tests.support.imports import join, raw

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.mailbox import Mailbox


def labelled(number: int, labels: str) -> bytes:
    return raw(number, f"X-Gmail-Labels: {labels}\n".encode())


def inbox(mailbox: Mailbox) -> set[str]:
    return set(mailbox.notmuch("search", "--output=messages", "tag:inbox").split())


def test_ended_anywhere_the_next_index_goes_on(mailbox: Mailbox, tmp_path: Path) -> None:
    path = tmp_path / "a.mbox"
    path.write_bytes(join(labelled(1, "Archived"), labelled(2, "Spam"), labelled(3, "Inbox")))
    done = mailbox.cclear("import", "--json", str(path))
    assert json.loads(done.stdout.splitlines()[0]) == {
        "file": str(path), "messages": 2, "new": 2, "duplicates": 0, "unreadable": 0,
    }  # fmt: skip
    assert inbox(mailbox) == {"id:3@x.example"}
    maildir = mailbox.path / "imported"
    # Cut short by a full disk; with an id whose file comes later; and one that never comes.
    note(maildir, ["archive 3@x.exa"])
    note(maildir, ["archive 3@x.example", "archive 4@x.example", "archive 5@x.example"])
    (maildir / "tmp" / JOURNAL).rename(maildir / "tmp" / f"{JOURNAL}.due")
    mailbox.index()
    assert inbox(mailbox) == set()
    assert (maildir / "tmp" / JOURNAL).read_text().split() == [
        "archive?", "3@x.exa", "archive?", "4@x.example", "archive?", "5@x.example",
    ]  # fmt: skip
    (maildir / "new" / "4").write_bytes(raw(4))
    (maildir / "new" / "6").write_bytes(raw(6))
    mailbox.index()
    assert inbox(mailbox) == {"id:6@x.example"}
    assert not list((maildir / "tmp").iterdir())
    again = mailbox.cclear("import", str(path))
    assert "2 messages, 0 new, 2 here already, 1 deleted or spam, left there" in again.stdout
    assert inbox(mailbox) == {"id:6@x.example"}


def test_a_journal_that_is_none_is_passed_over(mailbox: Mailbox) -> None:
    mailbox.index()
    maildir = mailbox.path / "imported"
    (maildir / "tmp").mkdir(parents=True)
    (maildir / "tmp" / JOURNAL).write_bytes(b"\xff\xfe \n\n evil x\narchive\nsent \n")
    mailbox.index()
    assert not list((maildir / "tmp").iterdir())
