"""Whom one message went to: the list, some, or the asker alone."""

from __future__ import annotations

import pytest

from indexer.lists import Group, audience

OWN = frozenset({"me@x.example", "me@y.example"})
HERD = frozenset(f"p{n}@x.example" for n in range(100)) | {"me@x.example"}
CC = Group("cc:1", "herd", "Herd", "cc", None, 101, 0)
REAL = Group("id:a", "a", "A", "list-id", "a@lists.example", 5, 0)
P1, P2, ME = "p1@x.example", "p2@x.example", "me@x.example"


@pytest.mark.parametrize(
    ("recipients", "sender", "asker", "group", "expected"),
    [
        (HERD - {P1}, P1, P1, CC, "list"),
        (frozenset(sorted(HERD)[:80]), P1, P1, CC, "list"),
        (frozenset(sorted(HERD)[:40]), P1, P2, CC, "some"),
        (HERD | {"new@x.example"}, P1, P2, CC, "list"),
        ({P1, P2, "p3@x.example"}, ME, P2, CC, "some"),
        ({P2}, P1, P2, CC, "private"),
        ({P2, P1}, P1, P2, CC, "private"),
        ({P1}, P2, P2, CC, "some"),
        ({ME}, P1, ME, CC, "private"),
        ({ME, "me@y.example"}, P1, ME, CC, "private"),
        ({ME, P2}, P1, ME, CC, "some"),
        ({ME}, P1, P2, CC, "some"),
        ({ME}, P1, P1, None, "some"),
        ({P2}, ME, P2, None, "private"),
        ({"me@y.example"}, ME, ME, CC, "some"),
        (set(), P1, P2, CC, "some"),
        ({"a@lists.example"}, P1, P2, REAL, "list"),
        ({"a@lists.example", P2}, P1, P2, REAL, "list"),
        ({P2}, P1, P2, REAL, "private"),
        ({P2, "p3@x.example"}, P1, P2, REAL, "some"),
    ],
)
def test_audience(
    recipients: set[str], sender: str, asker: str, group: Group | None, expected: str
) -> None:
    present = HERD if group is CC else frozenset[str]()
    assert audience(frozenset(recipients), sender, asker, OWN, group, present) == expected
