"""The part that every way ends with: mail is taken in, counted, and what was done is said."""

from __future__ import annotations

import queue
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tui.interview import Finished, Tell, Working

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from cclear.setup.places import Setup
    from indexer import Call, Client, Imported, MailList, Progress, Where
    from tui.interview import Interview

R = TypeVar("R")

LISTS = 4
"""How many lists are named."""

_PHASES = {
    "new": "Looking for mail",
    "headers": "Reading headers",
    "joins": "Joining conversations",
    "lists": "Finding lists",
    "tags": "Tagging",
    "bodies": "Reading text",
}


def working(
    start: Callable[[Callable[[object], None]], Call[R]], words: Callable[[object], Working]
) -> Generator[Working, str, R]:
    """Show how a call of the indexer gets on; its result. Raises IndexerError."""
    items: queue.SimpleQueue[object] = queue.SimpleQueue()
    end = object()
    call = start(items.put)
    call.future.add_done_callback(lambda _: items.put(end))
    try:
        while (item := items.get()) is not end:
            yield words(item)
    finally:
        call.cancel()
    return call.result()


def progress_words(item: object) -> Working:
    """What taking in says of itself."""
    progress: Progress = item  # type: ignore[assignment] # the call's own kind of item
    return Working(progress.waiting or _PHASES[progress.phase], progress.done, progress.total)


def import_words(item: object) -> Working:
    """What an import says of itself."""
    got: Imported = item  # type: ignore[assignment] # the call's own kind of item
    return Working(f"Copying messages from {Path(got.file).name}", got.messages)


def take_in(client: Client) -> Generator[Working, str, None]:
    """Index what lies in the mail folder."""
    yield from working(client.index, progress_words)


@contextmanager
def opened(setup: Setup, where: Where) -> Iterator[Client]:
    """A client on mail, with what the configuration says by now."""
    from dataclasses import replace

    from cclear import config
    from indexer import Client

    found = config.load(setup.config) if setup.config.exists() else config.Config(setup.config)
    with Client(where, replace(found.mail, background=False)) as client:
        yield client


def end(client: Client, did: tuple[str, ...]) -> Interview:
    """Say how many messages there are, which lists were found, and what was done on disk."""
    total = client.counts("*").result()[0].messages or 0
    lists = client.lists(exact=True).result()
    own = client.own().result()
    for line in did:
        yield Tell(line)
    return Finished(summary(total, lists, own), opens="mail")


def summary(total: int, lists: tuple[MailList, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """What there is now. Pure."""
    from tui.words import count, people

    if not total:
        return ("There is no mail yet. It is looked for again whenever cclear is open.",)
    first = f"{count(total, 'message')}, {count(len(lists), 'list') if lists else 'no list yet'}."
    lines = [first]
    lines += [
        f"{found.title}: {people(found.members)}" if found.members else found.title
        for found in lists[:LISTS]
    ]
    if len(lists) > LISTS:
        lines.append(f"and {len(lists) - LISTS} more")
    if own:
        lines.append(f"You are {', '.join(own[:3])}.")
    return tuple(lines)
