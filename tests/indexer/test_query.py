"""Searches: list:NAME, and what libnotmuch would silently take for nothing."""

from __future__ import annotations

import pytest

from indexer import query
from indexer.errors import IndexerError


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("", "*"),
        ("list:comms-net", "(tag:list/comms-net)"),
        ("from:jane and (list:a.b or list:C)", "from:jane and ((tag:list/a.b) or (tag:list/c))"),
        ('subject:"list:x (" list:x', 'subject:"list:x (" (tag:list/x)'),
        ("mailinglist:x", "mailinglist:x"),
        ("tag:list/x", "tag:list/x"),
        ("a\n  b", "a b"),
    ],
)
def test_translate(asked: str, wanted: str) -> None:
    assert query.translate(asked) == wanted


@pytest.mark.parametrize("asked", ["(", "a )(", '"open', "(a (b)"])
def test_broken_searches_are_said(asked: str) -> None:
    with pytest.raises(IndexerError) as error:
        query.translate(asked)
    assert error.value.kind == "query"


@pytest.mark.parametrize(
    ("asked", "does"),
    [
        ("folder:Drafts", True),
        ('from:me and (path:"My Drafts/**")', True),
        ("not folder:Drafts", False),
        ("from:me and -folder:Drafts", False),
        ('subject:"folder:Drafts"', False),
        ("subfolder:x", False),
        ("*", False),
    ],
)
def test_a_folder_that_is_searched_is_asked_for_all_that_lies_in_it(asked: str, does: bool) -> None:
    assert query.asks_for_unsent(asked) is does


def test_one_quotes_what_an_id_may_hold() -> None:
    assert query.one('a" OR tag:inbox') == 'id:"a"" OR tag:inbox"'
