"""The composer on the screen: below what is read, and all of a screen too low for two."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from indexer import IndexerError
from outbox import OutboxError
from tui import keys
from tui.background import begin
from tui.early import passed
from tui.levels import Panes
from tui.outgoing import Outgoing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from indexer import Client
    from tui.composer import Composer
    from tui.composing import Letter
    from tui.editing import Edit
    from tui.settings import Settings

LOW = 12
"""Rows below which the composer has all of the screen."""
LEAST = 7
"""Rows of the composer, at least, where there is more than it on the screen."""


class Beside(Outgoing, inherit_bindings=False):
    """One message is written at a time; keys typed while its composer opens are for it."""

    def __init__(self, client: Client, settings: Settings, title: str) -> None:
        super().__init__(client, settings, title)
        self.composer: Composer | None = None
        self.editor: Edit | None = None

    # How it opens

    def begin(self, opening: Coroutine[Any, Any, None]) -> Awaitable[None]:
        """Hold what is typed from this moment on, until the composer can take it."""
        if self.composer is not None:
            opening.close()
            with self.opening():
                self.composer.display = True
                self.set_focus(self.composer.resting)
            return asyncio.sleep(0)
        asked = self.hold()
        way = tuple((self.app.focused or self.app.screen).ancestors_with_self)

        async def begun() -> None:
            try:
                # What the keys before opened is what is meant.
                await passed(way)
                await opening
            finally:
                self.let_go(asked)

        return begun()

    async def compose_letter(
        self, make: Callable[[], Awaitable[Letter]], *, addressed: bool = False
    ) -> None:
        """Open the composer at once, and give it its letter when that is there."""
        from tui.composer import Composer

        if self.composer is not None:
            return
        composer = self.composer = Composer(
            self.post.save,
            limit=self.settings.outbox.many_people,
            editor=self.editor,
            addressed=addressed,
            keymap=self.keymap,
        )
        with self.opening():
            self.place()
            await self.mount(composer, before=self.keys)
            self.set_focus(composer.first)
        self.place()
        trouble = ""
        try:
            letter = await make()
        except (OutboxError, IndexerError) as error:
            trouble = error.text
            if not composer.body.text.strip() or self.composer is not composer:
                await self._refuse(composer, trouble)
                return
            # Something was typed already: it is not lost with the answer that there is not.
            try:
                letter = await self.post.new()
            except (OutboxError, IndexerError):
                await self._refuse(composer, trouble)
                return
        if self.composer is composer:
            composer.open(letter)
            if trouble:
                composer.foot.say(trouble, danger=True)
            elif letter.key:
                self.status_says("going on with the draft")
            if composer.hurried.is_set():
                await composer.action_keep()

    async def _refuse(self, composer: Composer, trouble: str) -> None:
        if self.composer is composer:
            # What is typed is for what there is not.
            self.let_go()
            await self._put_away()
        self.status_says(trouble, danger=True)

    # What becomes of it

    @property
    def is_writing(self) -> bool:
        """Whether the keys go to the composer."""
        return self.composer is not None and self.composer.has_focus_within

    async def on_sheet_done(self, event: Any) -> None:  # noqa: ANN401 - loaded when first written
        """It is closed; its draft is where it says."""
        event.stop()
        key = self.composer.saver.key if self.composer else ""
        with self.opening():
            await self._put_away()
        if event.words:
            self.status_says(event.words)
        if key:
            begin(self, partial(self._shelve, key), "draft")

    async def _shelve(self, key: str) -> None:
        try:
            await self.post.shelve(key)
        except (OutboxError, IndexerError):
            # It is on the disk, and the next index finds it there.
            return
        await self.mail_touched()

    async def on_composer_send_wanted(self, event: Any) -> None:  # noqa: ANN401
        """Queue it; it stays in the composer until it is."""
        from tui.composing import in_short

        event.stop()
        letter: Letter = event.letter
        with self.opening():
            try:
                entry = await self.post.submit(letter)
            except (OutboxError, IndexerError) as error:
                if self.composer is not None:
                    self.composer.refused(error)
                return
            await self._put_away()
            self.goes(entry, in_short(letter))
        await self.look_into_queue()
        self._name_address(letter)

    def _name_address(self, letter: Letter) -> None:
        """An address that was named for a list without one may be the list's from now on."""
        from tui.composing import named_for_list

        address, name = named_for_list(letter), letter.list
        if address and name:

            async def remember() -> None:
                words = f"{letter.title} is at {address}"
                await self.decide(lambda: self.client.set_list(name, "address", address), words)

            asked = f"Is {address} the address of {letter.title} from now on?"
            self.wait_for(keys.question(asked, {"y": remember}))

    def on_entering_aside(self, event: Any) -> None:  # noqa: ANN401
        """The keys go to what is answered; a key that writes comes back."""
        event.stop()
        self.focus_pane()

    def on_entering_known_wanted(self, event: Any) -> None:  # noqa: ANN401
        """Addresses are typed: have those who are known, once."""
        event.stop()
        if self.composer is not None and not self.composer.known:
            begin(self, partial(self._know, self.composer), "known", exclusive=True)

    async def _know(self, composer: Composer) -> None:
        import asyncio

        from tui.people import known

        first = composer.letter.list if composer.letter else None
        is_new = not composer.known
        try:
            composer.known = await asyncio.to_thread(known, self.client, first)
        except (IndexerError, TimeoutError):
            return
        # Among what is offered already somebody may be choosing.
        if is_new:
            composer.offer_again()

    def know_again(self) -> None:
        """The mail changed: more people may be known now."""
        if self.composer is not None and self.composer.known:
            begin(self, partial(self._know, self.composer), "known", exclusive=True)

    async def _put_away(self) -> None:
        composer, self.composer = self.composer, None
        self.place()
        self.focus_pane()
        if composer is not None:
            await composer.remove()

    async def on_unmount(self) -> None:
        """What is being written outlives the reader."""
        if self.composer is not None:
            await self.composer.save()

    # Where it is

    def on_resize(self) -> None:
        """The lower half; all of a screen that is too low for two."""
        self.place()

    def on_descendant_focus(self) -> None:
        """Its keys stand in its own last line."""
        self.place()

    def place(self) -> None:
        """Give the composer its place, and what is read the rest."""
        composer, panes = self.composer, self.query_one(Panes)
        height = self.app.size.height
        low = height < LOW
        if composer is None:
            panes.display = True
            self.keys.display = self.prompt is None
            return
        mine = self.is_writing or not composer.is_attached
        composer.display = mine or not low
        panes.display = not (low and mine)
        composer.styles.height = "1fr" if low else max(LEAST, height // 2)
        self.keys.display = not mine and self.prompt is None
