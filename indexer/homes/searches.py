"""Searches that notmuch does not know: ``hashtag:WORD`` and ``asked:"SUBJECT"``.

The first finds conversations with a message that has a hashtag, in its subject or clean text as far
as that was worked out; the second those whose first message has a subject, without its marks of
answering. Each becomes the threads that the cache knows of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer import subjects
from indexer.homes import hashtags

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.cache import Cache

# A quoted phrase is left alone, unless it is what such a term asks for.
_TERM: Final = re.compile(r'(?<![\w:/])(hashtag|asked):("[^"]*"|[^\s()"]+)|"[^"]*"', re.IGNORECASE)
_WORD: Final = re.compile(r"[a-z0-9]+")


def expand(cache: Cache, asked: str) -> str:
    """The search with threads in place of its terms that only the cache can answer."""

    def threads(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        wanted = match[2].strip('"')
        find = with_hashtag if match[1].lower() == "hashtag" else with_subject
        return _any_of(find(cache, wanted))

    return _TERM.sub(threads, asked)


def with_hashtag(cache: Cache, wanted: str) -> set[str]:
    """The threads with a hashtag."""
    tag = hashtags.fold(wanted)
    found = cache.threads_with_hashtag(tag)
    for sign in hashtags.SIGNS:
        found |= {t for t, subject in cache.subjects(sign) if tag in hashtags.of(subject)}
    return found


def with_subject(cache: Cache, wanted: str) -> set[str]:
    """The threads whose first message has a base subject."""
    base = subjects.base(wanted)
    first: dict[str, str] = {}
    for thread, subject in cache.subjects_like(max(_WORD.findall(base), key=len, default="")):
        if _alike(subject, base):
            first.setdefault(thread, subject)
    return {t for t in first if _alike(cache.first_subject(t), base)}


def _alike(subject: str, base: str) -> bool:
    # A search cannot hold a double quote within one.
    return subjects.base(subject).replace('"', "'") == base


def _any_of(threads: Iterable[str]) -> str:
    return "(" + (" or ".join(f"thread:{t}" for t in sorted(threads)) or "thread:none") + ")"
