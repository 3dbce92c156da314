from __future__ import annotations

from hypothesis import given, settings
from hypothesis.strategies import dictionaries, lists, sampled_from, text, tuples

from indexer.lists import decisions, splitting

THERE = ("a", "b", "c.d", "e-2")
NAMES = sampled_from(THERE)
FIELDS = sampled_from(
    ["title", "address", "merged", "split", "stays", "accepted", "not", "known", "key", "undo", "x"]
)
VALUES = text(max_size=12) | NAMES | sampled_from(["a 1", "yes", "no", "a@x.example", "%41 %zz"])


@settings(max_examples=150)
@given(dictionaries(tuples(NAMES, FIELDS).map(".".join) | text(max_size=9), VALUES, max_size=9))
def test_any_values_are_read(config: dict[str, str]) -> None:
    said = decisions.parse(config)
    assert all(line.isprintable() for line in said.complaints)
    for name in said.said:
        assert said.of(said.whole(name, THERE)).merged not in THERE
        said.family(name)
    assert decisions.decode(decisions.encode(said)).said == said.said
    assert decisions.next_number(config) > 0
    decisions.undo(config)


@settings(max_examples=100)
@given(lists(tuples(NAMES, sampled_from(["title", "merged", "not"]), text(max_size=5)), max_size=9))
def test_what_was_said_is_taken_back_step_by_step(
    steps: list[tuple[str, str, str]],
) -> None:
    config: dict[str, str] = {}
    past = []
    for name, field, value in steps:
        if changes := decisions.say(config, name, {field: value}):
            past.append((config, name))
            config = {k: v for k, v in (config | changes).items() if v}
    for before, name in reversed(past):
        undone = decisions.undo(config)
        assert undone
        assert undone.name == name
        config = {k: v for k, v in (config | dict(undone.changes)).items() if v}
        assert config == before
    assert decisions.undo(config) is None


@given(lists(text(min_size=1, max_size=9), max_size=4))
def test_message_ids_are_kept_whatever_they_are(ids: list[str]) -> None:
    written = decisions.write_ids(ids)
    assert written.isascii()
    assert decisions.read_ids(written) == tuple(ids)


def test_a_conversation_goes_where_its_recipients_are_nearer() -> None:
    def went(*people: int) -> frozenset[int | str]:
        return frozenset(people)

    off = (went(1, 2, 3, 7),)
    # A stray one, least like them, is not what the others are compared to.
    others = {f"far{n}": went(1, 2, 4, 5, n) for n in range(10, 16)}
    others |= {f"near{n}": went(1, 2, 3, 7, n) for n in range(10, 13)}
    others["stray"] = went(1, 40, 50)
    stays = splitting.choose_stays(off, others)
    assert stays == (*(f"far{n}" for n in range(10, 16)), "stray")
    assert splitting.choose_stays(off, dict.fromkeys("ab", off[0])) == ("a", "b")
    side = splitting.Side("new", frozenset({"t"}), off, tuple(others[key] for key in stays))
    sides = {"old": (side,), "new": ()}

    def place(thread: str, people: frozenset[int | str]) -> str:
        return splitting.place("old", thread, people, sides.__getitem__)

    assert place("x", others["near10"]) == "new"
    assert place("x", went(1, 4, 5)) == "old"
    assert place("x", went()) == "old"
    assert place("t", went(1, 4, 5)) == "new"
