"""What the user says of lists: renamed, merged, taken apart, none; and what may be one."""

from __future__ import annotations

from dataclasses import dataclass
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
    from collections.abc import Awaitable, Callable

    from indexer import Call, Client, MailList, Suggested
    from tui.acting import Acting
    from tui.commands import Place
    from tui.palette import Choice
    from tui.settings import Settings
    from tui.views import View

NO_LIST = "the cursor is on no list"


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where one is: the level, the key in the lists, the view, the conversation where one reads."""

    level: Place
    key: str
    view: View
    conversation: str


class Deciding(Carding, inherit_bindings=False):
    """Each says in the status what it did, and can be undone."""

    def __init__(self, client: Client, settings: Settings, title: str) -> None:
        super().__init__(client, settings, title)
        self._suggested: tuple[Suggested, ...] = ()
        self._judged_from: _Stand | None = None

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

        self.lay_over(Palette(others, "merge into: "), chosen)

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

        event.stop()
        event.prevent_default()
        begin(self, self._show_suggestions, "deciding")

    def action_suggestions(self) -> Awaitable[None]:
        """Show what may be lists, to be accepted or not."""
        self.hold()
        return self._show_suggestions()

    async def _show_suggestions(self) -> None:
        with self.opening():
            try:
                found = await self.client.suggestions()
            except IndexerError as error:
                self.status_says(error.text, danger=True)
                return
            if found:
                self._suggest(found)
            else:
                self.status_says("no suggestions: every group that keeps coming is a list, or none")

    def _suggest(self, found: tuple[Suggested, ...], at: str = "") -> None:
        from tui.suggestions import Suggestions

        screen = Suggestions(found, self, at)

        def left(chosen: Suggested | None) -> None:
            self._suggested = screen.rows.found
            self._judge(chosen)

        self.lay_over(screen, left)

    def _judge(self, chosen: Suggested | None) -> None:
        """Show the mail of a suggestion, if one was chosen."""
        shown, reading = self.rows.view, self.reading
        if chosen is None or shown is None:
            return
        if shown.kind != "suggestion":
            named = reading.conversation if reading and self.level == "conversation" else ""
            self._judged_from = _Stand(self.level, self.lists.key, shown, named)
        if view := self.lists.judge(chosen):
            self.visit(view)

    def action_back(self) -> None:
        """A level back; to the suggestions, from the mail of one."""
        view = self.rows.view
        judged = view if view and view.kind == "suggestion" else None
        if judged is None or self.level != "conversations" or self.rows.selected:
            super().action_back()
        else:
            self._stand_where_it_was()
            self._suggest(self._suggested, judged.query)

    def _stand_where_it_was(self) -> None:
        """Be below the suggestions as before the mail of one was shown."""
        before = self._judged_from or _Stand("lists", INBOX.key, INBOX, "")
        self.lists.judge(None)
        self.visit(before.view)
        self.lists.put(before.key)
        if before.level == "conversation":
            begin(self, partial(self.read, before.conversation), "reading")
        else:
            self.go_to(before.level)
