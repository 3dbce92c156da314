"""Whom a delivery report says a message could not be delivered to, for good. Pure.

A report's own part tells first (RFC 3464); where there is none, the forms that mail servers wrote
before: Postfix, Exim, Exchange, qmail and Gmail name the address on a line that begins with it, or
say so. What is delayed (4.x.x) has not failed (RFC 3463, section 2).

Anybody can forge a report: all that comes of one is a mark on a roster.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer import charset, envelope, gate, structure

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 50
"""Addresses that one report is believed of."""

_READ: Final = 1 << 16
_status = re.compile(r"\s*([245])\.\d{1,3}\.\d{1,3}")
_address = re.compile(r"[^\s<>\"'(),;:]{1,100}@[^\s<>\"'(),;:]{1,150}")
_line = re.compile(
    r"^[ \t>*•]*(?:to:[ \t]*|recipient:[ \t]*|(?:final|original)[- ]recipient:[ \t]*rfc822;[ \t]*)?"
    r"<?([^\s<>\"'(),;:]{1,100}@[^\s<>\"'(),;:]{1,150})>?[ \t]*:?(?:[ \t]|$)",
    re.MULTILINE | re.IGNORECASE,
)
_said = re.compile(
    r"(?:wasn't|was not|couldn't be|could not be|not) delivered to\s*:?\s*<?"
    r"([^\s<>\"'(),;:]{1,100}@[^\s<>\"'(),;:]{1,150})|your message to\s+<?"
    r"([^\s<>\"'(),;:]{1,100}@[^\s<>\"'(),;:]{1,150})>?\s+(?:couldn't|could not|wasn't|has not)",
    re.IGNORECASE,
)
_permanent = re.compile(
    r"\b5\.\d{1,3}\.\d{1,3}\b|\b55[0-9]\b|permanent|user unknown|unknown user|does not exist"
    r"|no such (?:user|mailbox|recipient|address)|address not found|mailbox unavailable"
    r"|recipient (?:rejected|not found)|couldn't be (?:found|delivered)|could not be delivered",
    re.IGNORECASE,
)
_delayed = re.compile(
    r"\bdelayed\b|will (?:be )?(?:keep trying|retried|retry)|still being retried"
    r"|only a warning|\b4\.\d{1,3}\.\d{1,3}\b",
    re.IGNORECASE,
)
_copied = re.compile(
    r"^-{2,}.{0,40}(?:copy of|original|returned|your message).{0,60}$|^(?:received|return-path):",
    re.IGNORECASE | re.MULTILINE,
)


def failed(raw: bytes) -> tuple[str, ...]:
    """The addresses, in lower case, that a report's bytes say are failed for good; each once."""
    raw = envelope.newlines(raw)
    entities, _ = structure.read(raw)
    status = [one for one in entities if one.type.endswith("/delivery-status")]
    if status:
        found = [address for one in status for address in _by_status(one.decode(raw, _READ))]
    else:
        found = list(_by_form(raw, entities))
    kept = dict.fromkeys(filter(None, map(_clean, found)))
    return tuple(kept)[:MOST]


def _by_status(data: bytes) -> Iterator[str]:
    """Per-recipient fields (RFC 3464, section 2.3): a group of lines each."""
    for group in data.replace(b"\r", b"").split(b"\n\n")[:200]:
        fields = {name: envelope.unfold(value) for name, value in envelope.fields(group)}
        action = fields.get(b"action", "").strip().lower()
        status = _status.match(fields.get(b"status", ""))
        if action != "failed" or (status and status[1] != "5"):
            continue
        # The address that the sender wrote is the one that the roster knows.
        for name in (b"original-recipient", b"final-recipient"):
            address = fields.get(name, "").partition(";")[2].strip().strip("<>")
            if address:
                yield address


def _by_form(raw: bytes, entities: list[structure.Entity]) -> Iterator[str]:
    block, _ = envelope.split(raw)
    for name, value in envelope.fields(block):
        if name == b"x-failed-recipients":
            yield from _address.findall(envelope.unfold(value))
    for one in entities:
        if one.type != "text/plain" or one.children:
            continue
        text = charset.decode(one.decode(raw, _READ), one.charset or "utf-8")
        text = text.replace("\r", "").replace("\u2019", "'")
        copied = _copied.search(text)
        told = text[: copied.start()] if copied else text
        if _permanent.search(told) and not _delayed.search(told):
            yield from (match[1] for match in _line.finditer(told))
            yield from (match[1] or match[2] for match in _said.finditer(told))
        return


def _clean(address: str) -> str:
    kept = gate.address(address.rstrip(".,:;"))
    low = (kept or "").lower()
    return "" if low.startswith(("mailer-daemon@", "postmaster@")) else low
