"""The homes of lists: who is on one, what goes on there, what is asked, which files went round.

Everything is worked out from the mail, as it is now: :mod:`~indexer.homes.tally` is pure and
counts, :mod:`~indexer.homes.hashtags` and :mod:`~indexer.homes.files` say what one message adds,
:mod:`~indexer.homes.searches` leads from a count back to its conversations, and
:mod:`~indexer.homes.reading` puts a home together from the cache.
"""

from __future__ import annotations
