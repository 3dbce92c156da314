"""Lists, found in what mail shows: real lists, distribution addresses, and cc lists."""

from __future__ import annotations

from indexer.lists.audience import audience as audience
from indexer.lists.finder import Finder as Finder
from indexer.lists.values import (
    Group as Group,
    Promotion as Promotion,
    Seen as Seen,
    Store as Store,
    Suggestion as Suggestion,
)
