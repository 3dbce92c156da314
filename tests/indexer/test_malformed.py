"""Every broken message beside the checkout, and a sample of real mail, is read without a fault."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from indexer import body, envelope, gate, limits, parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indexer.model.people import Person

SECONDS = 60
"""A thousand times what the slowest of these takes."""


def look(raw: bytes) -> body.Text:
    """Read a message in all ways there are, and hold what came out against the gate."""
    with limits.deadline(SECONDS):
        head = envelope.parse(envelope.head(raw))
        fields = envelope.headers(envelope.head(raw))
        text = body.read(raw)
        saved = {part.number: parts.part(raw, part.number) for part in text.parts}
    people: tuple[Person, ...] = (head.sender, *head.to, *head.cc, *head.reply_to)
    lines = [head.subject, head.list_title, head.list_id or "", head.precedence, text.trouble]
    lines += [each.name for each in people] + [each.address for each in people]
    lines += [name for name, _ in fields] + [part.note for part in text.parts]
    lines += [part.type for part in text.parts]
    for each in lines:
        assert gate.line(each) == each
    for _, value in fields:
        assert gate.line(value, len(value)) == value
    for each in (*head.references, *head.in_reply_to, *([head.id] if head.id else [])):
        assert gate.message_id(each) == each
    assert gate.block(text.text) == text.text
    for part in text.parts:
        name, data = saved[part.number]
        assert (name, len(data)) == (part.name, part.size)
        assert gate.file_name(name) == name
    return text


SUITES = [
    "alot", "astroid", "cpython", "enmime", "mu", "notmuch-corpora", "perceval", "public-inbox-t",
    "ruby-mail", "stalwart-mail-parser", "sup",
]  # fmt: skip


@pytest.mark.parametrize("suite", SUITES)
def test_broken_messages(shared: Path, suite: str) -> None:
    files = sorted(path for path in (shared / "malformed" / suite).rglob("*") if path.is_file())
    if not files:
        pytest.skip(f"no messages of {suite} beside the checkout")
    for path in files:
        raw = path.read_bytes()
        try:
            text = look(raw)
        except (Exception, limits.TooSlow) as error:
            error.add_note(str(path))
            raise
        # What was written is shown or listed: only a scaffold of empty parts shows nothing.
        if not text.text and not text.parts:
            rest = raw[envelope.split(envelope.newlines(raw))[1] :].split(b"\n")
            written = [
                each for each in rest if not each.lower().startswith((b"--", b"content-", b"\t"))
            ]
            assert not b"".join(written).strip() or b"<" in b"".join(written), path


def sampled(path: Path, step: int) -> Iterator[bytes]:
    """Every ``step``-th message of an archive."""
    with gzip.open(path) as stream:
        lines: list[bytes] = []
        count = 0
        for line in stream:
            if line.startswith(b"From ") and (not lines or lines[-1] in (b"\n", b"\r\n")):
                if lines and count % step == 0:
                    yield b"".join(lines)
                lines = []
                count += 1
            lines.append(line)
        if lines:
            yield b"".join(lines)


@pytest.mark.parametrize("name", ["enron", "linux-api", "openbmc", "usrp-users", "util-linux"])
def test_real_mail(shared: Path, name: str) -> None:
    path = shared / "mail" / f"{name}.mbox.gz"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the checkout")
    looked = 0
    for raw in sampled(path, 60):
        text = look(raw)
        assert text.text or text.parts
        looked += 1
    assert looked > 30
