"""What the first screen shows, asked for at the first moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.views import ALL, INBOX

if TYPE_CHECKING:
    from indexer import Call, Client, Count, MailList, Mark, Page, State

FIRST_PAGE = 60


class Start:
    """The first page of the inbox, and of everything in case the inbox is empty; the lists.

    ``mark`` is of a moment before them all, ``state`` of one after.
    """

    def __init__(self, client: Client) -> None:
        # Before all that is shown: what another program changes from here on is noticed by it.
        self.mark: Call[Mark] = client.mark()
        self.inbox: Call[Page] = client.rows(INBOX.query, None, FIRST_PAGE)
        # Counts before lists: how much is new is the first thing that the eye looks for.
        self.counted = tuple(view.query for view in (INBOX, ALL))
        self.counts: Call[tuple[Count, ...]] = client.counts(*self.counted, unread=True)
        self.lists: Call[tuple[MailList, ...]] = client.lists()
        # Last: counting all mail takes longer than all of the above.
        self.state: Call[State] = client.look()
        self.client = client

    def everything(self) -> Call[Page]:
        """The first page of everything."""
        return self.client.rows(ALL.query, None, FIRST_PAGE)
