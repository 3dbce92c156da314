"""The reader's way to the outbox: drafts and the queue, always off the event loop.

Raises OutboxError and IndexerError as the outbox does.
"""

from __future__ import annotations

import asyncio
import mimetypes
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from outbox import (
    Attachment,
    OutboxError,
    Work,
    cancel,
    discard_draft,
    drop,
    fetch,
    find_drafts,
    finish,
    get_draft,
    new_id,
    new_key,
    places,
    queue_entries,
    save_draft,
    send_due,
    submit,
)
from tui import answers
from tui.composing import addressed, as_it_is
from tui.leaving import Rounds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indexer import Client
    from outbox import Entry, Event, Kind, Saved, Settings
    from tui.composing import Held, Letter


class Post:
    """Everything the screen asks of the outbox for one client's mail.

    ``attach`` is the key that takes a file along or off, in words.
    """

    def __init__(self, client: Client, settings: Settings, attach: str) -> None:
        self._client = client
        self._attach = attach
        self.settings = settings
        self._gone: dict[str, list[str]] = {}
        self.rounds = Rounds()

    # Letters to write

    async def reply(self, kind: Kind, named: str, lines: Sequence[str] = ()) -> Letter:
        """An answer, quoting just the given lines where there are any."""
        return await asyncio.to_thread(
            answers.reply, self._client, self.settings, kind, named, lines
        )

    async def passage(self, named: str, lines: Sequence[str]) -> str:
        """Lines of a message, quoted."""
        return await asyncio.to_thread(answers.passage, self._client, named, lines)

    async def new(self) -> Letter:
        """A new message."""
        return await asyncio.to_thread(answers.new, self._client, self.settings)

    async def forward(self, named: str) -> Letter:
        """A message for somebody else."""
        return await asyncio.to_thread(answers.forward, self._client, self.settings, named)

    async def summary(self, named: str) -> Letter:
        """What a conversation's answers add up to."""
        return await asyncio.to_thread(answers.summary, self._client, self.settings, named)

    # Drafts

    async def save(self, letter: Letter) -> str:
        """Save a draft; its key, once it is on the disk."""
        work = _work(letter, letter.key or new_key())
        saved = await asyncio.to_thread(self._save, work)
        self._gone.setdefault(work.key, []).extend(saved.replaced)
        return work.key

    def _save(self, work: Work) -> Saved:
        return save_draft(self._drafts(), work)

    async def shelve(self, key: str) -> None:
        """Let the index know of a draft that is left; it need not, to be found again."""
        await asyncio.to_thread(self._shelve, key)

    def _shelve(self, key: str) -> None:
        saved = get_draft(self._drafts(), key)
        if saved is not None:
            gone = tuple(self._gone.pop(key, ()))
            self._client.take_file(saved.path, add=("draft",), instead_of=gone).result(60)

    async def discard(self, key: str) -> None:
        """Throw a draft away."""

        def throw() -> None:
            gone = (*discard_draft(self._drafts(), key), *self._gone.pop(key, ()))
            self._client.take_file("", instead_of=gone).result(60)

        await asyncio.to_thread(throw)

    async def drafts(self) -> tuple[Saved, ...]:
        """All drafts, the one saved last first."""
        return await asyncio.to_thread(lambda: find_drafts(self._drafts()))

    async def resume(self, saved: Saved) -> Letter:
        """A draft to go on with."""
        return await asyncio.to_thread(answers.resume, self._client, saved, self._attach)

    # The queue

    async def submit(self, letter: Letter) -> Entry:
        """Queue a message; once this returns it is on the disk."""
        return await asyncio.to_thread(self._submit, letter)

    def _submit(self, letter: Letter) -> Entry:
        attachments = tuple(self._attached(held) for held in letter.files)
        draft = replace(addressed(letter), attachments=attachments)
        when = datetime.now().astimezone()
        finished = finish(draft, new_id(draft.sender.address), when)
        work = replace(_work(letter, letter.key or new_key()), draft=draft)
        entry = submit(self.settings, self._client, finished, work)
        if gone := tuple(self._gone.pop(work.key, ())):
            self._client.take_file("", instead_of=gone).result(60)
        return entry

    def _attached(self, held: Held) -> Attachment:
        return fetch(self._client, held.enclosure) if held.enclosure else _file(held)

    async def cancel(self, message: str) -> Saved | None:
        """Take a message back; the draft it is again."""
        return await asyncio.to_thread(cancel, self.settings, self._client, message)

    async def drop(self, message: str) -> None:
        """Let go of recipients that refused a message which all others have."""
        await asyncio.to_thread(drop, self.settings, self._client, message)

    async def entries(self) -> tuple[Entry, ...]:
        """What waits, and what has failed."""
        return await asyncio.to_thread(lambda: queue_entries(self._queue()))

    async def send(self, told: Callable[[Event], None], only: str | None = None) -> None:
        """Send what is due; ``told`` hears of each step, in the event loop."""

        def send(tell: Callable[[Event], None]) -> None:
            send_due(self.settings, self._client, tell, only=only)

        await self.rounds.run(send, told)

    def _drafts(self) -> Path:
        return places(self.settings, self._client).drafts

    def _queue(self) -> Path:
        return places(self.settings, self._client).queue


def _work(letter: Letter, key: str) -> Work:
    """A letter as a draft is kept, its To as far as it is typed."""
    kind: str = letter.choices[letter.at][0] if letter.choices else "new"
    if letter.purpose in ("forward", "summary"):
        kind = letter.purpose
    return Work(
        key, as_it_is(letter), kind, letter.parent, letter.list, letter.identity,
        tuple(one.path for one in letter.files if one.enclosure is None),
        tuple(one.enclosure for one in letter.files if one.enclosure is not None),
        letter.typed is not None and bool(letter.choices),
    )  # fmt: skip


def _file(held: Held) -> Attachment:
    path = Path(held.path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OutboxError("enclosure", f"{held.name} cannot be read any more") from error
    kind, packed = mimetypes.guess_type(path.name)
    return Attachment(held.name, kind if kind and not packed else "application/octet-stream", data)
