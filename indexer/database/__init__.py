"""The one package that imports notmuch2: opens, locks, reads and writes the database.

libnotmuch objects must not outlive the loop that made them (reading one afterwards ends the
process), so everything here is copied into plain values before it is handed out, and a
:class:`Reading` or :class:`Writing` lives for one short job. Whatever the library raises becomes
an :class:`~indexer.errors.IndexerError` that says what to do.
"""

from __future__ import annotations

from indexer.database.making import embedded as embedded
from indexer.database.reading import Reading as Reading
from indexer.database.values import (
    Filed as Filed,
    Known as Known,
    Place as Place,
    Retag as Retag,
)
from indexer.database.waiting import locked as locked, wait as wait
from indexer.database.writing import Writing as Writing
