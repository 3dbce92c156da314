"""Searches that notmuch does not know: ``hashtag:WORD`` and ``asked:"SUBJECT"``.

The first finds conversations with a message that has a hashtag, in its subject or clean text as far
as that was worked out; the second those whose first message has a subject, without its marks of
answering. Each becomes the conversations that the cache knows of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer import query, subjects
from indexer.homes import hashtags

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.cache import Cache

# A quoted phrase is left alone, unless it is what such a term asks for.
_TERM: Final = re.compile(r'(?<![\w:/])(hashtag|asked):("[^"]*"|[^\s()"]+)|"[^"]*"', re.IGNORECASE)
_WORD: Final = re.compile(r"[a-z0-9]+")


def expand(cache: Cache, asked: str) -> str:
    """The search with conversations in place of its terms that only the cache can answer."""

    def found(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        wanted = match[2].strip('"')
        find = with_hashtag if match[1].lower() == "hashtag" else with_subject
        return _any_of(cache, find(cache, wanted))

    return _TERM.sub(found, asked)


def with_hashtag(cache: Cache, wanted: str) -> set[str]:
    """The labels of the conversations with a hashtag."""
    tag = hashtags.fold(wanted)
    found = cache.labels_with_hashtag(tag)
    for sign in hashtags.SIGNS:
        found |= {one for one, subject in cache.subjects(sign) if tag in hashtags.of(subject)}
    return found


def with_subject(cache: Cache, wanted: str) -> set[str]:
    """The labels of the conversations whose first message has a base subject."""
    base = subjects.base(wanted)
    first: dict[str, str] = {}
    for label, subject in cache.subjects_like(max(_WORD.findall(base), key=len, default="")):
        if _alike(subject, base):
            first.setdefault(label, subject)
    return {label for label in first if _alike(cache.first_subject(label), base)}


def _alike(subject: str, base: str) -> bool:
    # A search cannot hold a double quote within one.
    return subjects.base(subject).replace('"', "'") == base


def _any_of(cache: Cache, labels: Iterable[str]) -> str:
    """Their threads, so that new mail in them is found; where others are in one, their messages."""
    terms: set[str] = set()
    for label in labels:
        threads = cache.labels(cache.threads([label]))
        if all(here == [label] for here in threads.values()):
            terms.update(f"thread:{thread}" for thread in threads)
        else:
            terms.update(query.one(row.id) for row in cache.rows([label])[label])
    return "(" + (" or ".join(sorted(terms)) or "thread:none") + ")"
