"""Parts of a message that go along when it is forwarded: named now, read when they are sent.

A draft keeps where a part is and no copy of it, so that saving one while somebody types costs the
same whatever goes along. Waits for the indexer's answers, so a screen calls it off its event loop.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import IndexerError, gate
from outbox.model import SECONDS, Attachment, Enclosure, OutboxError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer import Client, Part

_DETACHED = (
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
)  # fmt: skip
"""Signatures that hold nothing but themselves: apart from what they sign they say nothing."""


def enclosures(message: str, parts: Sequence[Part]) -> tuple[Enclosure, ...]:
    """What goes along when a message is forwarded: all of its parts that are not its text. Pure.

    ``message`` is its bare Message-ID. Detached signatures stay behind, and so do notes of what
    stands in the text itself (inline PGP).
    """
    return tuple(
        Enclosure(message, part.number, part.name, part.type, part.size)
        for part in parts
        if part.type not in _DETACHED
        and not (part.kind in ("signature", "encrypted") and part.type.startswith("text/"))
    )


def fetch(client: Client, enclosure: Enclosure) -> Attachment:
    """A part as an attachment. Raises OutboxError ``enclosure``, which names it."""
    with tempfile.TemporaryDirectory(prefix="cclear-") as directory:
        try:
            path = Path(
                client.save_part(enclosure.message, enclosure.number, directory).result(SECONDS)
            )
            # Another file of the same Message-ID may have other parts.
            is_it = path.name == enclosure.name
            data = path.read_bytes() if is_it else b""
        except (IndexerError, OSError) as error:
            raise _unreadable(enclosure) from error
    if not is_it:
        raise _unreadable(enclosure)
    return Attachment(enclosure.name, enclosure.type, data)


def _unreadable(enclosure: Enclosure) -> OutboxError:
    name = gate.line(enclosure.name, 80)
    return OutboxError("enclosure", f"{name} cannot be read out of its message")
