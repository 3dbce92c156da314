"""``cclear outbox``: what waits to be sent; send it now; take a message back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cclear.commands import configuration, open_client
from cclear.errors import PlainError, UsageError
from cclear.output import complain, fit, iso, json_line, style, when, width, write
from indexer.gate import line
from outbox import OutboxError, cancel, drop, places, queue_entries, send_due

if TYPE_CHECKING:
    from argparse import Namespace

    from indexer import Client
    from outbox import Entry, Event, Settings

_STATE_WIDTH = 7


def run(options: Namespace) -> int:
    """List the queue, or act on it."""
    settings = configuration(options).outbox
    try:
        with open_client(options) as client:
            if options.action == "send":
                return _send(client, settings, options)
            if options.action == "cancel":
                return _cancel(client, settings, options)
            if options.id is not None:
                raise UsageError("an ID goes with send or cancel; see: cclear outbox --help")
            _list(client, settings, options)
    except OutboxError as error:
        raise PlainError(error.text) from error
    return 0


def bare(given: str) -> str:
    """A Message-ID as the queue knows it: without ``id:`` and angle brackets."""
    return given.strip().removeprefix("id:").removeprefix("<").removesuffix(">")


def row(entry: Entry) -> dict[str, Any]:
    """A message of the queue as JSON has it; ``to`` are all whom it still has to reach."""
    return {
        "id": entry.id,
        "subject": line(entry.subject),
        "to": list(entry.recipients),
        "state": entry.state,
        "tries": entry.tries,
        "last_error": entry.error or None,
        "queued": iso(entry.queued),
    }


def _list(client: Client, settings: Settings, options: Namespace) -> None:
    found = queue_entries(places(settings, client).queue)
    for entry in found:
        if options.json:
            json_line(row(entry))
        else:
            _say(entry)
    if not found and not options.json:
        write("Nothing waits to be sent.")


def _say(entry: Entry) -> None:
    state = style(f"{entry.state:{_STATE_WIDTH}}", "bold")
    room = width() - _STATE_WIDTH - 2
    about = f"{when(entry.queued)}  {_whom(entry)}  {line(entry.subject)}"
    write(f"{state}  {fit(about, room).rstrip()}")
    indent = " " * (_STATE_WIDTH + 2)
    write(style(f"{indent}id:{line(entry.id)}", "dim"))
    if entry.error:
        write(f"{indent}{line(entry.error)}")


def _whom(entry: Entry) -> str:
    from tui.words import people

    return entry.recipients[0] if len(entry.recipients) == 1 else people(len(entry.recipients))


def _send(client: Client, settings: Settings, options: Namespace) -> int:
    folder = places(settings, client).queue
    before = {entry.id: entry for entry in queue_entries(folder)}
    only = bare(options.id) if options.id is not None else None
    if only is not None and only not in before:
        raise PlainError(f"there is no message {only!a:.80} in the queue; see: cclear outbox")

    def tell(event: Event) -> None:
        if event.state != "sending" and not options.json:
            write(f"{event.state:{_STATE_WIDTH}}  {line(event.subject, 60)}: {line(event.text)}")

    done = send_due(settings, client, tell, only=only)
    if options.json:
        after = {entry.id: entry for entry in queue_entries(folder)}
        for event in done:
            entry = after.get(event.id) or replace(
                before[event.id], state=event.state, tries=before[event.id].tries + 1, error=""
            )
            json_line(row(entry))
    elif not done:
        write("Nothing is due to be sent.")
    left = [event for event in done if event.state != "sent"]
    if left:
        complain(f"{line(left[0].text)}; see: cclear outbox")
    return 1 if left else 0


def _cancel(client: Client, settings: Settings, options: Namespace) -> int:
    if options.id is None:
        raise UsageError("cancel what? cclear outbox cancel ID; see: cclear outbox")
    message = bare(options.id)
    known = {entry.id: entry for entry in queue_entries(places(settings, client).queue)}
    entry = known.get(message)
    if entry and entry.draft is None and entry.state != "sent":
        drop(settings, client, message)
        said = "Given up: {} never reaches those who were refused"
    else:
        cancel(settings, client, message)
        said = "Not sent, and a draft again: {}"
    if not options.json:
        write(said.format(line(entry.subject) if entry else message))
    return 0
