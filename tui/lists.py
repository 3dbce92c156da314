"""The first level: inbox, everything, searches, drafts; under them the lists."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message
from textual.strip import Strip

from tui import views
from tui.asking import ask
from tui.clock import LOCAL, now
from tui.glyphs import glyphs
from tui.line import NONE, Line
from tui.messages import ChoiceWanted, KeysWanted, ReadAllWanted, StatusWanted
from tui.pane import Pane
from tui.words import DATE_WIDTH, number, sparkline, when
from tui.wrap import cells

if TYPE_CHECKING:
    from rich.style import Style

    from indexer import Call, Client, Count, IndexerError, MailList, Search, Suggested
    from tui.start import Start
    from tui.views import View


KEPT = ("drafts", "outbox", "followed")
LATER = 0.5
"""Seconds after the first picture at which it is asked what may be lists."""


class Chosen(Message):
    """The cursor is on a view."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view


class Entered(KeysWanted):
    """A view is to be gone to."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view


class ListsPane(Pane):
    """The views that there are, one a row; a blank row parts the lists from the rest."""

    place = "lists"

    class Fresh(Message):
        """Lists or counts came anew."""

    def __init__(self, client: Client) -> None:
        super().__init__("lists")
        self.client = client
        self.lists: tuple[MailList, ...] | None = None
        self.searched: View | None = None
        self.judged: View | None = None
        self.waiting = 0
        self.stuck = False
        self.suggested = 0
        self._saved: tuple[Search, ...] = ()
        self._counts: dict[str, Count] = {}
        self._rows: list[View | None] = [views.INBOX, views.ALL, views.DRAFTS]
        self._calls: dict[str, Call[object]] = {}

    # What there is

    def again(self) -> None:
        """Ask for lists, searches and counts anew."""
        self._ask("lists", self.client.lists(), self._got_lists)
        self._ask("searches", self.client.searches(), self._got_searches)
        self._count()
        self._suggest()

    def _suggest(self) -> None:
        self._ask("suggestions", self.client.suggestions(), self._got_suggestions)

    def begin(self, start: Start) -> None:
        """Take what was asked for before there was a screen, and ask for the rest."""
        self._ask(
            "counts True",
            start.counts,
            lambda counts: self._got_counts(dict(zip(start.counted, counts, strict=True))),
        )
        self._count_these([views.FOLLOWED.query, views.DRAFTS.query], unread=False)
        self._ask("lists", start.lists, self._got_lists)
        self._ask("searches", self.client.searches(), self._got_searches)
        self.set_timer(LATER, self._suggest)

    def _ask(self, name: str, call, done) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        if old := self._calls.pop(name, None):
            old.cancel()
        self._calls[name] = call
        ask(self, call, done, self._failed)

    def _count(self) -> None:
        shown = [
            view
            for view in self._rows
            if view and view.kind not in ("list", "suggested", "followed")
        ]
        # Whether anything is followed at all says its count.
        shown.append(views.FOLLOWED)
        # Of mail that is kept for later all counts; elsewhere what is new, which is quick to count.
        self._count_these([v.query for v in shown if v.kind not in KEPT], unread=True)
        self._count_these([v.query for v in shown if v.kind in KEPT], unread=False)

    def _count_these(self, queries: list[str], *, unread: bool) -> None:
        self._ask(
            f"counts {unread}",
            self.client.counts(*queries, unread=unread),
            lambda counts: self._got_counts(dict(zip(queries, counts, strict=True))),
        )

    def _failed(self, error: IndexerError) -> None:
        self.post_message(StatusWanted(error.text, danger=True))

    def _got_lists(self, lists: tuple[MailList, ...]) -> None:
        if self.has_focus and self.lists:
            # The order is the newest first; under the user's hands it stays as it was.
            order = {given.name: at for at, given in enumerate(self.lists)}
            lists = tuple(sorted(lists, key=lambda given: order.get(given.name, len(order))))
        self.lists = lists
        self._arrange()

    def _got_searches(self, searches: tuple[Search, ...]) -> None:
        if searches != self._saved:
            self._saved = searches
            self._arrange()
            self._count()

    def _got_counts(self, counts: dict[str, Count]) -> None:
        self._counts = {**self._counts, **counts}
        self._arrange()

    def _got_suggestions(self, found: tuple[Suggested, ...]) -> None:
        if len(found) != self.suggested:
            self.suggested = len(found)
            self._arrange()

    def search(self, query: str) -> View:
        """The view of a search; it stands here until the next one."""
        self.searched = views.search(query)
        self._arrange()
        self._count()
        return self.searched

    def judge(self, given: Suggested | None) -> View | None:
        """The view of what may be a list; it stands here while it is judged, until None."""
        self.judged = views.of_suggestion(given) if given else None
        self._arrange()
        if given:
            self._count()
        return self.judged

    def show_outbox(self, waiting: int, *, stuck: bool) -> None:
        """How many messages are in the queue; ``stuck`` where one has to be seen to."""
        if (waiting, stuck) != (self.waiting, self.stuck):
            self.waiting, self.stuck = waiting, stuck
            self._arrange()

    def _arrange(self) -> None:
        above = [views.INBOX, views.ALL]
        followed = self._counts.get(views.FOLLOWED.query)
        if followed and followed.messages:
            above.append(views.FOLLOWED)
        if self.searched:
            above.append(self.searched)
        above += [views.saved(search) for search in self._saved]
        above.append(views.DRAFTS)
        counted = [views.counted(view, self._counts.get(view.query)) for view in above]
        if self.waiting:
            counted.append(replace(views.OUTBOX, messages=self.waiting))
        below = [views.of_list(given) for given in self.lists or ()]
        if self.suggested:
            below.append(views.suggested(self.suggested))
        if self.judged:
            below.append(views.counted(self.judged, self._counts.get(self.judged.query)))
        key, place = self.key, self.cursor - self.top
        self._rows = [*counted, None, *below] if below else [*counted]
        at = self._index(key)
        self.cursor = at if at is not None else min(self.cursor, len(self._rows) - 1)
        self.top = max(0, min(self.cursor - place, self.count - self.fitting))
        self.redraw()
        self.post_message(self.Fresh())

    @property
    def count(self) -> int:
        """How many rows there are, the blank one included."""
        return len(self._rows)

    @property
    def current(self) -> View | None:
        """The view under the cursor."""
        return self._rows[self.cursor]

    @property
    def views(self) -> tuple[View, ...]:
        """All views there are that have conversations."""
        return tuple(view for view in self._rows if view and view.kind != "suggested")

    @property
    def key(self) -> str:
        """The key of the view under the cursor."""
        return self.current.key if self.current else ""

    def view(self, key: str) -> View | None:
        """A view by its key."""
        at = self._index(key)
        return self._rows[at] if at is not None else None

    def _index(self, key: str) -> int | None:
        for at, view in enumerate(self._rows):
            if view and view.key == key:
                return at
        return None

    def put(self, key: str) -> None:
        """Put the cursor on a view."""
        at = self._index(key)
        if at is not None:
            self.go(at)

    def can_rest(self, index: int) -> bool:
        """Everywhere but on the blank row."""
        return self._rows[index] is not None

    # Drawing

    def draw(self, index: int, part: int) -> Strip:  # noqa: ARG002
        """A view: its title, how busy it is, whom it reaches, what is unread."""
        view = self._rows[index]
        width = self.size.width
        if view is None:
            return Strip.blank(width)
        palette, signs = self.palette, glyphs()
        focus = self.has_focus
        here = index == self.cursor
        base = (palette.cursor if focus else palette.resting) if here else NONE
        line = Line(width, base, signs.ellipsis)
        if here:
            line.add(signs.cursor, palette.accent if focus else palette.faint)
        line.to(3 if view.kind == "suggestion" else 1)
        facts = self._facts(view, width)
        end = width - 1 - sum(wide + 1 for wide, _text, _style in facts)
        style = palette.quiet if view.kind == "suggested" else palette.text
        line.add(view.title, palette.strong if view.unread else style, end - 1)
        line.to(end)
        for wide, text, style in facts:
            line.to(line.used + 1 + max(0, wide - cells(text))).add(text, style, wide)
        return line.strip()

    def _facts(self, view: View, width: int) -> list[tuple[int, str, Style]]:
        """What stands right of a title: width, text and style, as much as there is room for."""
        palette, signs = self.palette, glyphs()
        news = number(view.unread) if view.unread else ""
        style = palette.accent
        if view.kind == "drafts" and view.messages:
            news, style = number(view.messages), palette.quiet
        elif view.kind == "outbox":
            news = number(self.waiting)
            style = palette.danger if self.stuck else palette.accent
        wide = max((len(number(row.unread)) for row in self._rows if row), default=1)
        facts: list[tuple[int, str, Style]] = [(max(3, wide), news, style)]
        given = view.list
        if width >= 48:
            date = when(given.last, now(), LOCAL).strip() if given and given.last else ""
            facts.insert(0, (DATE_WIDTH, date, palette.quiet))
        if width >= 28 and given:
            who = (
                (number(given.members) if given.members else "")
                if given.kind == "cc"
                else signs.address
            )
            facts.insert(0, (5, who, palette.quiet))
        if (
            width >= 28
            and given
            and any(any(row.list.weeks) for row in self._rows if row and row.list)
        ):
            bars = 4 if width < 48 else 8 if width < 80 else 12
            spark = sparkline(given.weeks, bars, signs.bars) if any(given.weeks) else ""
            facts.insert(0, (bars, spark, palette.quiet))
        return facts

    def draw_head(self, y: int) -> Strip:  # noqa: ARG002
        """There is no head."""
        return Strip.blank(self.size.width)

    # Commands

    def moved(self) -> None:
        """What the cursor is on is shown beside."""
        if self.current:
            self.post_message(Chosen(self.current))

    def opened(self) -> None:
        """Go to the view's conversations."""
        if self.current:
            self.post_message(Entered(self.current))

    def action_next_unread(self) -> None:
        """To the next view with something unread."""
        self._seek(1)

    def action_previous_unread(self) -> None:
        """To the view before with something unread."""
        self._seek(-1)

    def _seek(self, step: int) -> None:
        ways = range(self.cursor + step, self.count if step > 0 else -1, step)
        for at in ways:
            view = self._rows[at]
            if view and view.unread:
                self.go(at)
                return
        self.post_message(
            StatusWanted("nothing new further on" if step > 0 else "nothing new before")
        )

    def action_read_all(self) -> None:
        """Mark all of the view read."""
        if self.current:
            self.post_message(ReadAllWanted(self.current))

    def action_forget_search(self) -> None:
        """Forget the saved search."""
        view = self.current
        if view is None or view.kind != "saved":
            self.post_message(StatusWanted("the cursor is on no saved search"))
            return
        self.post_message(
            ChoiceWanted(f"Forget the search {view.title}?", {"y": lambda: self._forget(view)})
        )

    def _forget(self, view: View) -> None:
        def done(_none: None) -> None:
            self.post_message(StatusWanted(f"forgot {view.title}"))
            self._ask("searches", self.client.searches(), self._got_searches)

        ask(self, self.client.save_search(view.title, ""), done, self._failed)
