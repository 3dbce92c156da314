"""Searches that notmuch does not know: ``hashtag:WORD``, ``asked:"SUBJECT"``, ``suggested:NAME``.

The first finds conversations with a message that has a hashtag, in its subject or clean text as far
as that was worked out; the second those whose first message has a subject, without its marks of
answering; the third those that would be on a list which is only suggested. Each becomes the
conversations that the cache knows of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer import query, subjects
from indexer.homes import hashtags

if TYPE_CHECKING:
    from indexer.cache import Cache

# A quoted phrase is left alone, unless it is what such a term asks for.
_TERM: Final = re.compile(
    r'(?<![\w:/])(hashtag|asked|suggested):("[^"]*"|[^\s()"]+)|"[^"]*"', re.IGNORECASE
)
_WORD: Final = re.compile(r"[a-z0-9]+")


def expand(cache: Cache, own: frozenset[str], asked: str) -> str:
    """The search with conversations in place of its terms that only the cache can answer.

    ``own`` are one's own addresses.
    """

    def found(term: re.Match[str]) -> str:
        if term[1] is None:
            return term[0]
        kind, wanted = term[1].lower(), term[2].strip('"')
        if kind == "suggested":
            return _any_of(cache, of_suggestion(cache, own, wanted))
        find = with_hashtag if kind == "hashtag" else with_subject
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


def suggested(key: str) -> str:
    """The search for the conversations of a suggestion, by its group's key."""
    return f'suggested:"{key}"'


def of_suggestion(cache: Cache, own: frozenset[str], wanted: str) -> set[str]:
    """The labels of the conversations of a suggestion: by the name that it has now, or by its key.

    Its group's key finds them also when it has another name since, or was answered.
    """
    # The finder of lists is loaded where it is needed: a list's home is counted without it.
    from indexer.lists import Lists

    lists = Lists(cache, own=own)
    key = wanted
    if ":" not in wanted:
        named = (one.key for one in lists.suggestions() if one.slug == wanted.lower())
        key = next(named, "")
    return {label for _, label, _ in cache.of_groups(lists.one_with(key))}


def _alike(subject: str, base: str) -> bool:
    # A search cannot hold a double quote within one.
    return subjects.base(subject).replace('"', "'") == base


def _any_of(cache: Cache, labels: set[str]) -> str:
    """Their threads, so that new mail in them is found; where others are in one, their messages."""
    threads = cache.labels(cache.threads(labels))
    terms = {f"thread:{thread}" for thread, here in threads.items() if len(here) == 1}
    beside = {label for here in threads.values() if len(here) > 1 for label in here} & labels
    terms |= {query.one(row.id) for rows in cache.rows(beside).values() for row in rows}
    return "(" + (" or ".join(sorted(terms)) or "thread:none") + ")"
