"""The one cache: a SQLite file of what would be slow to work out twice.

It belongs to one database (its UUID) at one revision and can be deleted at any moment: the next
round of taking in fills it again and every answer is the same. No other module keeps state of its
own between runs. Rows here are plain values; what they mean is said by the modules that put them:
:mod:`indexer.takein` (messages, groups), :mod:`indexer.views` (what is asked).
"""

from __future__ import annotations

from indexer.cache.bodies import Bodies
from indexer.cache.contents import Contents
from indexer.cache.deciding import Deciding
from indexer.cache.failures import Failures
from indexer.cache.file import file_for
from indexer.cache.joined import Postings
from indexer.cache.messages import Messages, News, Row, identify
from indexer.cache.signatures import Signatures

__all__ = ["Cache", "News", "Postings", "Row", "file_for", "identify"]


class Cache(Messages, Deciding, Bodies, Signatures, Failures, Contents):
    """An open cache, all of its tables."""
