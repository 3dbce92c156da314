"""Joining holds whatever comes, in whatever order: the same trees, each message once in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings, strategies as st

from indexer import subjects
from indexer.joining import Citation, Hand, Joiner, Leaf, Letter, Memory, build, fingerprints
from indexer.zones import cited

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

IDS = [f"{n}@x.example" for n in range(9)]
SUBJECTS = [
    "Salt",
    "Re: Salt",
    "Who sweeps the snow?",
    "[PATCH 0/2] a",
    "[PATCH 1/2] b",
    "[PATCH 2/2] c",
]
TEXTS = [
    "we keep the salt in the old barn by the river",
    "nobody keeps the salt in the old barn any more but we do",
    "thanks",
    "how do you handle salt where it never snows at all?",
]
PEOPLE = [("Ann Ash", "ann@x.example"), ("Bo Beech", "bo@x.example")]
INDICES = [b"", bytes(22), bytes(27), bytes(32)]


@st.composite
def letters(draw: st.DrawFn) -> tuple[Letter, ...]:
    """A handful of messages that quote and name one another, and some that are not here."""
    found = []
    for message in IDS[: draw(st.integers(2, 7))]:
        name, address = draw(st.sampled_from(PEOPLE))
        subject, text = draw(st.sampled_from(SUBJECTS)), draw(st.sampled_from(TEXTS))
        named = draw(st.lists(st.sampled_from(IDS), max_size=3, unique=True))
        quoted = draw(st.lists(st.sampled_from(TEXTS), max_size=2))
        who, minute = draw(st.sampled_from(PEOPLE))[0], draw(st.integers(0, 3))
        said = draw(st.sampled_from(("", f"On 1 May 2024 at 10:0{minute}, {who} wrote:")))
        hand = draw(
            st.none()
            | st.builds(Hand, st.sampled_from(["answers", "joins"]), st.sampled_from(IDS))
            | st.just(Hand("alone"))
        )
        found.append(
            Letter(
                id=message, date=1714557600 + 60 * draw(st.integers(0, 3)), offset=0, name=name,
                address=address, to=(PEOPLE[0][1],), subject=subject, base=subjects.base(subject),
                marked=subjects.is_reply(subject),
                named=tuple(draw(st.sampled_from("ir")) + n for n in named if n != message),
                index=draw(st.sampled_from(INDICES)),
                quotes=bool(quoted), asks="something" if "?" in text else "",
                said=fingerprints.of(text),
                citations=tuple(Citation(cited.read(said), fingerprints.of(q)) for q in quoted)
                if not named
                else (),
                hand=hand if draw(st.integers(0, 9)) == 0 else None,
            )
        )  # fmt: skip
    return tuple(found)


def outcome(joiner: Joiner, known: Iterable[Letter]) -> object:
    """Every join, and who is with whom."""
    ids = [letter.id for letter in known]
    return {i: joiner.join(i) for i in ids}, {i: frozenset(joiner.members(i)) for i in ids}


def whole(joiner: Joiner, known: Sequence[Letter]) -> None:
    """Each message is once in one tree, below its parent."""
    dates = {letter.id: letter.date for letter in known}
    seen: list[str] = []
    for name in {joiner.conversation(i) for i in dates}:
        assert name is not None
        leaves = []
        for i in joiner.members(name):
            join = joiner.join(i)
            assert join is not None
            leaves.append(Leaf(i, dates[i], join.parent, join.evidence))
        place: dict[str, int] = {}
        for branch in build(leaves):
            assert branch.leaf.id not in place
            place[branch.leaf.id] = branch.depth
            assert branch.depth == (0 if branch.parent is None else place[branch.parent] + 1)
        seen += place
    assert sorted(seen) == sorted(dates)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(letters(), st.data())
def test_any_order_and_batches_give_the_same_trees(
    known: tuple[Letter, ...], data: st.DataObject
) -> None:
    first = Joiner(Memory())
    first.take(known)
    whole(first, known)
    other = Joiner(Memory())
    order = data.draw(st.permutations(known))
    cut = data.draw(st.integers(0, len(order)))
    other.take(order[:cut])
    other.take(order[cut:])
    assert outcome(other, known) == outcome(first, known)
    # What goes and comes back, and what comes twice, leaves no trace.
    gone = data.draw(st.lists(st.sampled_from(known), max_size=3))
    other.drop(letter.id for letter in gone)
    left = [letter for letter in known if letter not in gone]
    fresh = Joiner(Memory())
    fresh.take(left)
    assert outcome(other, left) == outcome(fresh, left)
    other.take((*gone, *known))
    assert outcome(other, known) == outcome(first, known)


@settings(max_examples=15, deadline=None)
@given(letters(), st.data())
def test_splitting_and_joining_back_changes_nothing(
    known: tuple[Letter, ...], data: st.DataObject
) -> None:
    import msgspec

    joiner = Joiner(Memory())
    joiner.take(known)
    before = outcome(joiner, known)
    one = data.draw(st.sampled_from(known))
    joiner.take([msgspec.structs.replace(one, hand=Hand("alone"))])
    join = joiner.join(one.id)
    assert join is not None
    assert (join.parent, join.under, join.evidence) == (None, None, "hand")
    joiner.take([one])
    assert outcome(joiner, known) == before
