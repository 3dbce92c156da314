"""Words are found wherever their letters are, broken over rows or not."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from indexer import Body, Zone
from tests.tui import trees
from tests.tui.test_layout import look
from tui.bodies import digest
from tui.find import Found, find, folded_case, spans
from tui.folds import Folds
from tui.layout import Row, rows
from tui.outline import Item


def made(
    text: str, width: int = 60, *, brief: bool = False
) -> tuple[str, tuple[Row, ...], dict[str, object]]:
    (one,) = trees.tree([None])
    body = digest(Body(one.id, (Zone("new", text), Zone("quote", "> the words again"))))
    item = Item(one, (one,), "", "", open=True, folded=False)
    ids = frozenset((one.id,))
    shown = rows(item, body, Folds(ids, brief=ids if brief else frozenset()), look(width))
    return one.id, shown, {one.id: body}


def marked(shown: tuple[Row, ...], words: str) -> list[str]:
    found = spans(folded_case(words), shown)
    pieces: dict[int, str] = {}
    for y, marks in sorted(found.items()):
        for begin, end, nth in marks:
            pieces[nth] = f"{pieces.get(nth, '')} {shown[y].text[begin:end]}".strip()
    return [pieces[nth] for nth in sorted(pieces)]


def test_a_phrase_is_found_over_the_end_of_a_line() -> None:
    one, shown, digests = made("About four thousand pounds a year,\nand it paid for itself.", 30)
    found = find("YEAR, and  it", (one,), digests)  # type: ignore[arg-type]
    assert found.hits == ((one, 1),)
    assert marked(shown, found.words) == ["year, and it"]


def test_words_are_found_beside_what_is_counted() -> None:
    one, shown, digests = made("Jane khan pays.\n\nThanks, Jane", 60)
    assert shown[-1].text.strip() == "Thanks, Jane  ⋯ 1 line quoted"
    found = find("jane", (one,), digests)  # type: ignore[arg-type]
    assert found.hits == ((one, 2),)
    assert marked(shown, found.words) == ["Jane", "Jane"]
    _one, (line,), _digests = made("Jane khan pays.\n\nThanks, Jane", 110, brief=True)
    assert "Jane Khan" in line.text, "who wrote it"
    assert marked((line,), found.words) == ["Jane", "Jane"]
    assert not marked((line,), "quoted")
    assert line.text[line.text.index("Jane khan") :].startswith(
        "Jane khan pays. Thanks, Jane  ⋯ 1 line"
    )


def test_what_is_hidden_is_not_found() -> None:
    one, _shown, digests = made("Nothing here.")
    assert find("the words again", (one,), digests).total == 0  # type: ignore[arg-type]
    assert find("  ", (one,), digests).total == 0  # type: ignore[arg-type]


@given(
    st.lists(st.text(st.sampled_from("abİß日"), min_size=1, max_size=9), min_size=1, max_size=40),
    st.text(st.sampled_from("ab İß日"), min_size=1, max_size=3),
)
def test_every_hit_is_marked_on_the_rows(text: list[str], words: str) -> None:
    one, shown, digests = made(" ".join(text), 24)
    found = find(words, (one,), digests)  # type: ignore[arg-type]
    pieces = marked(shown, found.words) if found.words else []
    assert all(folded_case("".join(p.split())) == "".join(found.words.split()) for p in pieces)
    assert len(pieces) == found.total


def test_hits_are_walked_round_the_ends() -> None:
    found = Found("x", (("a", 2), ("c", 1)))
    assert found.step(None, 1, ("b", "c")) == ("c", 0)
    assert found.step(None, 1, ("d",)) == ("a", 0)
    assert found.step(("a", 0), 1, ()) == ("a", 1)
    assert found.step(("a", 1), 1, ()) == ("c", 0)
    assert found.step(("c", 0), 1, ()) == ("a", 0)
    assert found.step(("a", 0), -1, ()) == ("c", 0)
    assert found.step(("c", 0), -1, ()) == ("a", 1)
    assert found.before("c", 0) == 2
    with pytest.raises(LookupError):
        Found("x", ()).step(None, 1, ())
