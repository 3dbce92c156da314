"""The sample mailbox as of one Wednesday, rendered and parsed once for the tests of it."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cclear.sample import render
from indexer import envelope

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

NOW = datetime(2025, 3, 12, 14, 0, tzinfo=UTC)
MESSAGES = {m.key: m for m in render.messages(NOW)}
PARSED: dict[str, EmailMessage] = {
    key: email.message_from_bytes(m.data, policy=email.policy.default)
    for key, m in MESSAGES.items()
}


def part(key: str, kind: str) -> str:
    for found in PARSED[key].walk():
        if found.get_content_type() == kind:
            content = found.get_content()
            assert isinstance(content, str)
            return content
    raise LookupError(f"{key} has no {kind}")


def plain(key: str) -> str:
    return part(key, "text/plain")


def texts() -> Iterator[str]:
    for message in PARSED.values():
        for found in message.walk():
            if found.get_content_maintype() == "text":
                yield found.get_content()


def recipients(key: str) -> set[str]:
    seen = envelope.parse(envelope.head(MESSAGES[key].data))
    return {person.address for person in (*seen.to, *seen.cc)}


def named(*keys: str) -> frozenset[str]:
    return frozenset(f"id:{MESSAGES[key].id}" for key in keys)
