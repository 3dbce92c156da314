"""What the user says of lists: renamed, merged, taken apart, none; and what may be one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on

from indexer import Decided, IndexerError, Moved
from tui import messages
from tui.background import begin
from tui.carding import Carding
from tui.lists import Chosen, Entered
from tui.views import INBOX
from tui.words import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer import Call, MailList
    from tui.acting import Acting
    from tui.palette import Choice

NO_LIST = "the cursor is on no list"


class Deciding(Carding, inherit_bindings=False):
    """Each says in the status what it did, and can be undone."""

    async def decide(
        self, ask: Callable[[], Call[Decided]], words: str | Callable[[Decided], str]
    ) -> Decided | None:
        """Say something of a list, in ``words`` once it is done; None where that failed."""
        done = await self.writing.decide(ask, words if callable(words) else lambda _: words)
        if done:
            await self._decided(done)
        return done

    async def action_undo(self) -> None:
        """Undo the last change of tags, what was last said of a list, or the last move."""
        done = await self.writing.undo()
        if isinstance(done, Decided):
            await self._decided(done)
            return
        if isinstance(done, Moved) and done.later:
            await self.catch_up()
        await self.mail_touched()

    async def _decided(self, done: Decided) -> None:
        # A title or an address changes no message.
        self.lists.again()
        if done.later:
            await self.catch_up()
        await self.mail_touched()

    def _list(self) -> MailList | None:
        """The list that is meant: under the cursor, or that of what is shown."""
        given = self._list_here()
        if given is None:
            self.status_says(NO_LIST)
        return given

    def action_rename_list(self) -> None:
        """Give the list another title."""
        if (given := self._list()) is None:
            return

        async def answer(title: str) -> str | None:
            title = title.strip()
            words = (
                f"{given.title} is called {title}" if title else f"{given.name} has its own title"
            )
            await self.decide(lambda: self.client.set_list(given.name, "title", title), words)
            return None

        self.post_message(messages.PromptWanted("title: ", answer, value=given.title))

    def action_merge_list(self) -> None:
        """Make the list a part of another, to be chosen."""
        from tui.palette import Choice, Palette

        if (given := self._list()) is None:
            return
        others = [
            Choice(view.title, "", view.what, partial(self._merge, view.list, given))
            for view in self.lists.views
            if view.list and view.list.name != given.name
        ]
        if not others:
            self.status_says("there is no other list to merge it into")
            return

        def chosen(choice: Choice | None) -> None:
            if choice is not None:
                choice.run()

        self.app.push_screen(Palette(others, "merge into: "), chosen)

    def _merge(self, into: MailList, given: MailList) -> None:
        async def merge() -> None:
            words = f"{given.title} merged into {into.title}"
            if await self.decide(lambda: self.client.merge_lists(into.name, given.name), words):
                self._leave_list(given, f"list:{into.name}")

        begin(self, merge, "deciding")

    async def action_drop_list(self) -> None:
        """Say that it is no list: its mail stays, and is as all other mail."""
        if (given := self._list()) is not None:
            words = f"{given.title} is no list"
            if await self.decide(lambda: self.client.drop_list(given.name), words):
                self._leave_list(given, INBOX.key)

    def _leave_list(self, given: MailList, key: str) -> None:
        """Show another view where that of a list was shown which is no more."""
        shown = self.rows.view
        view = self.lists.view(key)
        if shown and shown.list and shown.list.name == given.name and view:
            self.rows.show(view)
            self.lists.put(view.key)

    async def action_split_list(self) -> None:
        """Take the selected conversations, and those like them, out of the list."""
        pane: Acting = self.rows
        view, rows = pane.view, pane.targets()
        if view is None or view.list is None:
            self.status_says("go to the list first")
            return
        if not rows:
            return
        given = view.list
        pane.unselect()
        ids = tuple(row.id for row in rows)

        def words(done: Decided) -> str:
            went = count(done.conversations, "conversation")
            return f"{went} taken out of {given.title}, as {done.name}"

        await self.decide(lambda: self.client.split_list(given.name, ids), words)

    # Suggestions

    @on(Chosen)
    def _suggestions_chosen(self, event: Chosen) -> None:
        if event.view.kind == "suggested":
            event.stop()
            # Textual calls the handlers of the classes above as well.
            event.prevent_default()

    @on(Entered)
    def _suggestions_entered(self, event: Entered) -> None:
        if event.view.kind != "suggested":
            return

        async def enter() -> None:
            with self.opening():
                await self.action_suggestions()

        event.stop()
        event.prevent_default()
        begin(self, enter, "deciding")

    async def action_suggestions(self) -> None:
        """Show what may be lists, to be accepted or not."""
        from tui.suggestions import Suggestions

        try:
            found = await self.client.suggestions()
        except IndexerError as error:
            self.status_says(error.text, danger=True)
            return
        if found:
            self.app.push_screen(Suggestions(found, self))
        else:
            self.status_says("no suggestions: every group that keeps coming is a list, or none")
