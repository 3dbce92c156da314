"""Searches: any notmuch query, and ``list:NAME`` besides.

libnotmuch takes a query that it cannot read as one that matches nothing; what can be seen to be
broken is said here instead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.errors import IndexerError
from indexer.model.tags import UNSENT

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIST = re.compile(r'(?<![\w:"/])list:([a-z0-9.-]+)', re.IGNORECASE)
_FOLDER = re.compile(r"(?<![\w:/-])(?<!\bnot )(?:folder|path):", re.IGNORECASE)


def translate(query: str, merged: Mapping[str, str] | None = None) -> str:
    """The query as notmuch understands it; raises IndexerError ``query`` for a broken one.

    Quoted phrases are left alone. An empty query matches everything. ``merged`` are lists that are
    part of others now, by name.
    """
    known = merged or {}

    def tag(match: re.Match[str]) -> str:
        name = match[1].lower()
        return f"(tag:list/{known.get(name, name)})"

    query = " ".join(query.split())
    if not query:
        return "*"
    pieces = query.split('"')
    if len(pieces) % 2 == 0:
        raise IndexerError("query", 'a " is never closed in this search; add one, or take it away')
    depth = 0
    for piece in pieces[::2]:
        for char in piece:
            depth += (char == "(") - (char == ")")
            if depth < 0:
                raise IndexerError("query", "a ) in this search has no ( before it")
    if depth:
        raise IndexerError("query", "a ( in this search is never closed; add a )")
    pieces[::2] = [_LIST.sub(tag, p) for p in pieces[::2]]
    return '"'.join(pieces)


def asks_for_unsent(query: str) -> bool:
    """Whether a search names a folder (``folder:``, ``path:``) to be looked in.

    Who does so asks for what lies there, drafts and queued messages too, which other searches leave
    out unless they name their tags. A folder after ``not`` or ``-`` is none to be looked in.
    """
    return any(_FOLDER.search(piece) for piece in query.split('"')[::2])


def one(message: str) -> str:
    """A query for one Message-ID, whatever characters it has."""
    return 'id:"' + message.replace('"', '""') + '"'


def sent(wanted: str) -> str:
    """A query for what matches and is no draft and in no queue."""
    return f"({wanted}) and not (" + " or ".join(f"tag:{tag}" for tag in UNSENT) + ")"


def threads(ids: list[str]) -> str:
    """A query for all messages of threads."""
    return "(" + " or ".join(f"thread:{t}" for t in ids) + ")"
