"""Mail out: how it is sent, whether that works, and what waits."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING

from cclear.doctor.check import Check, broken, fine, unset
from cclear.doctor.system import install

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cclear.config import Config
    from indexer import Client
    from outbox import Transport


SECONDS = 15
"""For each login."""


def checks(config: Config) -> Iterator[Check]:
    """Each way to send: the first one's, and those of the identities that have their own."""
    yield _way("sending", config.outbox)
    for identity in config.outbox.identities:
        if identity.transport:
            yield _way(f"sending as {identity.identity}", identity)


def _way(name: str, transport: Transport) -> Check:
    if not transport.transport:
        return unset(name, "nothing says how to send: drafts can be written", "cclear setup")
    if transport.transport == "drafts":
        return fine(name, "messages are left in Drafts, for another program to send")
    if transport.transport == "sendmail":
        program = (shlex.split(transport.command) or [""])[0]
        if shutil.which(program):
            return fine(name, f"through {transport.command}")
        return broken(name, f"{program} is not here", install(program or "msmtp"))
    return _smtp(name, transport)


def _smtp(name: str, transport: Transport) -> Check:
    from dataclasses import replace

    from outbox import OutboxError, check_login

    try:
        outcome = check_login(replace(transport, deadline_seconds=SECONDS))
    except OutboxError as error:
        return broken(name, error.text, "cclear setup")
    if outcome.result != "accepted":
        return broken(name, outcome.text, "cclear setup")
    who = f" as {transport.user}" if transport.user else ""
    return fine(name, f"{transport.host} takes mail{who}")


def waiting(config: Config, client: Client) -> Iterator[Check]:
    """What is in the queue and should not be any more."""
    from indexer import IndexerError
    from outbox import places, queue_entries

    try:
        found = queue_entries(places(config.outbox, client).queue)
    except IndexerError as error:
        yield broken("outbox", error.text, "cclear index")
        return
    stuck = [one for one in found if one.state in ("failed", "unsure")]
    if stuck:
        yield broken("outbox", f"{len(stuck)} messages could not be sent", "cclear outbox")
    elif found:
        yield unset("outbox", f"{len(found)} messages wait to be sent", "cclear outbox send")
    else:
        yield fine("outbox", "nothing waits")
