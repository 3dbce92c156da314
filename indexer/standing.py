"""What muting and following a conversation changes: one takes the other back.

Each is to be given the conversations that it is done to (``dataclasses.replace``).
"""

from __future__ import annotations

from indexer.marks import MUTED, WOKEN
from indexer.model.tags import TagChange

MUTE = TagChange(add=(MUTED,), remove=("inbox", "unread", *WOKEN), follow=False)
UNMUTE = TagChange(remove=(MUTED, *WOKEN))
FOLLOW = TagChange(remove=(MUTED, *WOKEN), follow=True)
UNFOLLOW = TagChange(follow=False)
