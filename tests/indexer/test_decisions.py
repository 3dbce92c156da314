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


def test_conversations_go_with_those_like_them_though_lists_drift() -> None:
    went: dict[str, splitting.Went] = {}
    for n in range(40):
        # At each conversation one of a hundred leaves and one joins; 70 of them are on both.
        both = range(n, n + 70)
        went[f"west{n}"] = frozenset((*both, *range(1000 + n, 1030 + n)))
        went[f"east{n}"] = frozenset((*both, *range(2000 + n, 2030 + n)))
    went["stray"] = frozenset((1, 2, 9000))
    goes, stays = splitting.divide(went, ["east30"])
    assert goes == [f"east{n}" for n in range(40)]
    assert len(stays) == 41
    # Where all are alike, only what was named goes.
    west = {key: people for key, people in went.items() if key.startswith("west")}
    assert splitting.divide(west, ["west3", "west9"])[0] == ["west3", "west9"]

    def examples(keys: list[str]) -> tuple[splitting.Went, ...]:
        return tuple(went[key] for key in splitting.spread(keys, 5))

    side = splitting.Side(
        "east", frozenset({"here"}), frozenset({"there"}), examples(goes), examples(stays)
    )
    sides = {"all": (side,), "east": ()}

    def place(thread: str, people: splitting.Went) -> str:
        return splitting.place("all", thread, people, sides.__getitem__, lambda _: ())

    assert all(place(key, went[key]) == "east" for key in goes)
    assert {place(key, went[key]) for key in stays} == {"all"}
    assert place("x", frozenset()) == "all"
    assert (place("here", went["west1"]), place("there", went["east1"])) == ("east", "all")
