"""Files of one's own making, taken in the moment they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer import IndexerError
from tests.support.mailbox import LONG, Mailbox

if TYPE_CHECKING:
    from pathlib import Path


def write(mailbox: Mailbox, folder: str, name: str, message: bytes) -> Path:
    for each in ("cur", "new", "tmp"):
        (mailbox.path / folder / each).mkdir(parents=True, exist_ok=True)
    path = mailbox.path / folder / "cur" / name
    path.write_bytes(message)
    return path


def test_a_file_is_known_at_once_with_its_tags_alone(mailbox: Mailbox) -> None:
    mailbox.index()
    client = mailbox.client()
    path = write(mailbox, "Sent", "one:2,S", mailbox.message(id="one@here.example").as_bytes())
    assert client.mail_root().result(LONG) == str(mailbox.path)
    assert client.take_file(str(path), add=("sent",)).result(LONG) == "one@here.example"
    assert mailbox.notmuch("search", "--output=tags", "*").split() == ["sent"]
    assert mailbox.index().added == 0
    assert mailbox.notmuch("search", "--output=tags", "*").split() == ["sent"]
    assert len(client.rows("tag:sent").result(LONG).rows) == 1


def test_a_file_takes_the_place_of_one_that_is_gone(mailbox: Mailbox) -> None:
    mailbox.index()
    client = mailbox.client()
    message = mailbox.message(id="one@here.example").as_bytes()
    queued = write(mailbox, "queue", "one:2,S", message)
    client.take_file(str(queued), add=("queued",)).result(LONG)
    sent = write(mailbox, "Sent", "one:2,S", message)
    queued.unlink()
    client.take_file(
        str(sent), add=("sent",), remove=("queued",), instead_of=(str(queued),)
    ).result(LONG)
    assert mailbox.notmuch("search", "--output=files", "*").split() == [str(sent)]
    assert mailbox.notmuch("search", "--output=tags", "*").split() == ["sent"]
    sent.unlink()
    assert client.take_file("", instead_of=(str(sent),)).result(LONG) == ""
    assert mailbox.notmuch("count", "*").strip() == "0"


def test_a_file_that_is_there_is_never_forgotten(mailbox: Mailbox) -> None:
    mailbox.index()
    path = write(mailbox, "", "one:2,S", mailbox.message().as_bytes())
    client = mailbox.client()
    client.take_file(str(path), add=("sent",), instead_of=(str(path),)).result(LONG)
    assert mailbox.notmuch("count", "*").strip() == "1"


def test_a_file_elsewhere_is_refused(mailbox: Mailbox, tmp_path: Path) -> None:
    mailbox.index()
    (tmp_path / "one").write_bytes(mailbox.message().as_bytes())
    for path, kind in (("one", "usage"), ("mail/none", "missing")):
        with pytest.raises(IndexerError) as caught:
            mailbox.client().take_file(str(tmp_path / path)).result(LONG)
        assert caught.value.kind == kind
