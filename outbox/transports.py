"""Handing a finished message over: what each way of doing so needs, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from outbox.model import OutboxError

if TYPE_CHECKING:
    from pathlib import Path

    from outbox.queue import Refused
    from outbox.settings import Transport

Result = Literal["accepted", "later", "refused", "unsure"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a transport did with a message, and why, in words.

    ``accepted`` by it, for all but ``not_taken``; to be tried ``later``; ``refused`` for good, or
    until somebody mends something; ``unsure``: it may have it, and nobody can tell.
    """

    result: Result
    text: str = ""
    not_taken: tuple[Refused, ...] = ()


class HandOver(Protocol):
    """Called once, at the point of no return, with the recipients that were refused.

    What it raises stops the exchange, and the message is not sent then.
    """

    def __call__(self, refused: tuple[Refused, ...] = ()) -> None:
        """Record it."""


def check(transport: Transport) -> None:
    """Raise OutboxError ``no-transport`` where nothing says how to send."""
    if not transport.transport:
        raise OutboxError(
            "no-transport",
            "nothing says how to send; in config.toml, below [outbox], set transport = "
            '"sendmail" with command = "msmtp", or "smtp" with host and user, or "drafts"',
        )


def send(
    transport: Transport,
    message: Path,
    sender: str,
    recipients: tuple[str, ...],
    hand_over: HandOver,
) -> Outcome:
    """Send the finished message in a file, by ``smtp`` or ``sendmail``. Blocks to its deadline.

    ``hand_over`` is called before the transport can have the whole message. Raises what that
    raises, and OSError where the file cannot be read.
    """
    if transport.transport == "smtp":
        from outbox import transports_smtp

        return transports_smtp.send(transport, message.read_bytes(), sender, recipients, hand_over)
    from outbox import transports_sendmail

    return transports_sendmail.send(transport, message, sender, recipients, hand_over)
