"""Every message is on some row or counted by a fold, and no row is wider than its window."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import HealthCheck, given, settings

from indexer import Body, Card, Entry, Fact, Headers, Part, Person, Recipients, Zone
from tests.tui import trees
from tests.tui.trees import NOW, chain, fan, scenes, zipper
from tui.bodies import Context, Hidden, Said, digest
from tui.folds import Folds, all_open, shape
from tui.glyphs import ASCII, UTF8
from tui.heads import Look
from tui.layout import Extras, Stop, layout, rows
from tui.outline import Item, plan
from tui.words import count
from tui.wrap import cells


def look(width: int = 100) -> Look:
    return Look(width, NOW, UTC, UTF8, "Gritting")


def text(
    entries: tuple[Entry, ...], folds: Folds, width: int = 100, body: Body | None = None
) -> list[str]:
    digests = {body.id: digest(body)} if body else {}
    return [
        row.text.rstrip() for row in layout(entries, shape(entries), folds, digests, look(width))
    ]


def opened(*zones: tuple[str, str], parts: tuple[Part, ...] = (), width: int = 80) -> list[str]:
    """The rows of one open message, without its first."""
    (one,) = trees.tree([None])
    body = Body(one.id, tuple(Zone(kind, said) for kind, said in zones), parts)  # type: ignore[arg-type]
    digests = {one.id: digest(body)}
    made = layout((one,), shape((one,)), Folds(frozenset((one.id,))), digests, look(width))
    return [row.text.strip() for row in made[1:]]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(scenes())
def test_no_row_is_wider_than_the_window(
    scene: tuple[tuple[Entry, ...], Folds, dict[str, Body], Look],
) -> None:
    entries, folds, bodies, at = scene
    digests = {message: digest(body) for message, body in bodies.items()}
    for row in layout(entries, shape(entries), folds, digests, at):
        assert sum(cells(span.text) for span in row.spans) <= max(1, at.width - 1), row.text
        assert not set(row.text) & set("\t\n\r")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(scenes())
def test_every_message_stands_on_a_row_or_is_counted_by_one(
    scene: tuple[tuple[Entry, ...], Folds, dict[str, Body], Look],
) -> None:
    entries, folds, bodies, at = scene
    items = list(plan(entries, shape(entries), folds, at))
    assert [one for item in items for one in item.covered] == list(entries)
    digests = {message: digest(body) for message, body in bodies.items()}
    made = layout(entries, shape(entries), folds, digests, at)
    heads = [row.stop.message for row in made if row.stop and row.stop.kind == "message"]
    assert heads == [item.entry.id for item in items]
    for item in items:
        if item.folded and at.width >= 40:
            row = next(row for row in made if row.message == item.entry.id)
            sent = [one for one in item.covered if not one.unsent]
            assert count(len(sent), "message") in row.text


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(trees.ZONES)
def test_every_line_of_every_zone_is_shown_or_counted(zones: tuple[Zone, ...]) -> None:
    made = digest(Body("m@x.example", zones))
    held: list[str] = []
    counted = 0
    for block in made.blocks:
        if isinstance(block, Hidden):
            held += [line for _kind, lines in block.zones for line in lines]
            counted += block.lines
            assert block.lines == sum(
                int(word.replace(",", "")) for word in block.words.split() if word[0].isdigit()
            )
        elif isinstance(block, Said | Context):
            held += block.lines
            counted += sum(1 for line in block.lines if line.strip())
    lines = [line for zone in zones for line in zone.text.split("\n") if line.strip()]
    assert [line.rstrip() for line in held if line.strip()] == [line.rstrip() for line in lines]
    assert counted == len(lines)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(trees.ZONES)
def test_unfolded_every_letter_is_on_the_screen(zones: tuple[Zone, ...]) -> None:
    (one,) = trees.tree([None])
    folds = Folds(frozenset((one.id,)), frozenset(), frozenset((one.id, n) for n in range(20)))
    item = Item(one, (one,), "", "", open=True, folded=False)
    made = rows(item, digest(Body(one.id, zones)), folds, look(60))
    shown = "".join("".join(row.text for row in made).split()).replace("│", "")
    for zone in zones:
        for line in zone.text.split("\n"):
            bare = "".join(line.split()).replace("│", "").lstrip(">")
            assert bare[:12] in shown


def test_a_short_message_stands_on_one_line_where_that_says_all_of_it() -> None:
    def made(body: str, width: int = 100, **entry: object) -> list[str]:
        one = trees.entry(0, None, **entry)
        ids = frozenset((one.id,))
        zones = (Zone("new", body), Zone("quote", "> one\n> two"))
        digests = {one.id: digest(Body(one.id, zones))}
        shown = layout((one,), shape((one,)), Folds(ids, brief=ids), digests, look(width))
        assert any(row.said for row in shown)
        return [row.text.strip() for row in shown]

    (line,) = made("Hi all,\n\nPlease stop.\n\nJane\n")
    assert "Jane Khan  Otterley" in line
    assert "Hi all, Please stop. Jane  ⋯ 2 lines" in line
    assert made("Hi all,\n\nPlease stop.\n\nJane\n", 30)[2:] == [
        "Hi all,",
        "Please stop.",
        "Jane  ⋯ 2 lines quoted",
    ]
    assert len(made("Please stop.", audience="private")) > 1, "whom it went to is to be said"
    assert len(made("Please stop.", audience="some", dropped=3)) > 1
    assert len(made("Please stop.", subject="Another subject")) > 1
    assert len(made("- one\n- two")) > 1, "its lines mean something"
    assert len(made("Please stop. " * 9)) > 1


def test_a_chain_of_any_length_stands_straight() -> None:
    made = text(chain(300), Folds(), 40)
    assert len(made) == 300
    assert len({len(line) - len(line.lstrip(" ")) for line in made}) == 1


def test_a_wide_fan_is_one_branch_deep() -> None:
    made = text(fan(500), Folds(), 40)
    assert len(made) == 500
    assert all(line.lstrip(" ●").startswith("├ ▸ ") for line in made[1:-1])
    assert made[-1].lstrip(" ●").startswith("└ ▸ ")


def test_branches_within_branches_leave_room_for_names() -> None:
    for width in (20, 40, 80):
        made = text(zipper(301), Folds(), width)
        assert all(line.find("▸") < width // 2 for line in made)


def test_only_what_branches_is_indented() -> None:
    #  0 ─┬ 1 ─ 2
    #     └ 3
    made = text(trees.tree([None, 0, 1, 0]), Folds())
    assert [line[: line.index("▸") + 1].strip() for line in made] == ["▸", "├ ▸", "│ ▸", "└ ▸"]


def test_a_folded_branch_says_how_many_and_who() -> None:
    entries = tuple(
        trees.entry(n, p, tags=("unread",) if n == 2 else (), sender=Person(name, f"{n}@x.example"))
        for n, p, name in (
            (0, None, "Jane K"),
            (1, 0, "Ben B"),
            (2, 1, "Carol C"),
            (3, 0, "Dave D"),
        )
    )
    made = text(entries, Folds(closed=frozenset((entries[1].id,))))
    assert len(made) == 3
    assert "├ ⋯ 2 messages, 1 new  Ben, Carol" in made[1]
    assert made[1].startswith("●")


def test_a_collapsed_line_says_who_of_what_and_what_they_wrote() -> None:
    one = trees.entry(0, tags=("unread",), snippet="About £4k a year.")
    (line,) = text((one,), Folds())
    assert line.startswith("● ▸ Jane Khan  Otterley   ")
    assert "About £4k a year." in line
    assert line.endswith("Mon")


def test_an_open_head_says_whom_it_went_to() -> None:
    one = trees.entry(0, people=302, joined=1, dropped=0)
    body = Body(one.id, (Zone("new", "Hello."),))
    made = text((one,), Folds(frozenset((one.id,))), body=body)
    assert "to 302 people · +1 −0" in made[0]
    narrow = text((one,), Folds(frozenset((one.id,))), 36, body=body)
    assert narrow[1].strip() == "to 302 people · +1 −0"


def test_a_private_answer_is_seen_to_be_one() -> None:
    one = trees.entry(0, people=1, audience="private", dropped=300)
    body = Body(one.id, (Zone("new", "Hello."),))
    assert "private, to 1 person" in text((one,), Folds(frozenset((one.id,))), body=body)[0]
    assert "private: What number 0 said." in text((one,), Folds())[0]


def test_a_message_whose_text_is_not_there_yet_is_one_line() -> None:
    one = trees.entry(0)
    assert len(text((one,), Folds(frozenset((one.id,))))) == 1


def test_what_is_hidden_is_counted_where_it_was() -> None:
    made = opened(
        ("new", "About £4k a year.\n"),
        ("signature", "-- \nRhys\nRipley Council"),
        ("disclaimer", "This email is private.\n"),
        ("attribution", "On Monday Jane wrote:"),
        ("quote", "\n".join(f"> line {n}" for n in range(211))),
    )
    assert made == ["About £4k a year.", "⋯ 212 lines quoted · 4 lines signature, disclaimer"]


def test_an_answer_between_the_quotes_keeps_what_it_answers_in_sight() -> None:
    quote = "\n".join(f"> line {n}" for n in range(9))
    made = opened(("quote", quote), ("new", "\nYes.\n"), ("quote", "> short"), ("new", "No."))
    assert made == [
        "⋯ 6 lines quoted",
        "│ line 6",
        "│ line 7",
        "│ line 8",
        "Yes.",
        "",
        "│ short",
        "No.",
    ]


def test_a_message_of_nothing_but_a_quote_is_not_empty() -> None:
    assert opened(("quote", "> one\n> two")) == ["⋯ 2 lines quoted"]
    assert opened(("new", "")) == ["(empty message)"]
    assert opened() == ["(empty message)"]


def test_parts_are_a_line_each_with_honest_words() -> None:
    made = opened(
        ("new", "See attached."),
        parts=(
            Part(2, "attachment", "gritting-costs.csv", "text/csv", 12_345),
            Part(
                3, "invitation", "invite.ics", "text/calendar", 900, "Invitation: Thu 10:00, Room 4"
            ),
            Part(4, "encrypted", "", "application/pgp-encrypted", 900),
            Part(5, "winmail", "winmail.dat", "application/ms-tnef", 900),
        ),
    )
    assert made[1] == "◫ gritting-costs.csv  text/csv  12 KB   S save · enter open"
    assert made[2].startswith("◫ Invitation: Thu 10:00, Room 4  invite.ics")
    assert made[3].startswith("◫ Encrypted: ")
    assert any(line.startswith("◫ Outlook's own format") for line in made[4:])


@pytest.mark.parametrize(
    ("address", "said"), [("j@otterley.gov.example", "Otterley"), ("j@gmail.com", "County Council")]
)
def test_where_the_address_is_a_provider_s_the_signature_says_for_whom(
    address: str, said: str
) -> None:
    (one,) = trees.tree([None])
    one = replace(one, sender=Person("Jane Khan", address), organisation="County Council")
    item = Item(one, (one,), "", "", open=False, folded=False)
    (row,) = rows(item, None, Folds(), look())
    assert f"Jane Khan  {said}" in row.text


def test_headers_and_recipients_stand_in_place() -> None:
    (one,) = trees.tree([None])
    folds = Folds(frozenset((one.id,)), headed=frozenset((one.id,)), addressed=frozenset((one.id,)))
    extras = Extras(
        Headers((("X-Mailer", "Hand"),)),
        Recipients(
            to=(Person("Jane Khan", "j@x.example"),),
            cc=(),
            joined=(Person("", "new@x.example"),),
            dropped=(),
            sender=Person("Rhys Patel", "r@x.example"),
            card=Card(role=Fact("Editor", "a"), phone=Fact("01632 960 415", "b")),
        ),
    )
    item = Item(one, (one,), "", "", open=True, folded=False)
    made = rows(item, digest(Body(one.id, (Zone("new", "Hi."),))), folds, look(), extras)
    said = [row.text.strip() for row in made[1:]]
    assert said == [
        "From: Rhys Patel <r@x.example> · Editor · 01632 960 415",
        "To: Jane Khan <j@x.example>",
        "Came: new@x.example",
        "X-Mailer: Hand",
        "",
        "Hi.",
    ]


def test_another_subject_is_shown_the_same_one_is_not() -> None:
    for subject, shown in (
        ("Re: [comms] RE: Gritting", False),
        ("gritting", False),
        ("Buses", True),
    ):
        one = trees.entry(0, subject=subject)
        made = text((one,), Folds(frozenset((one.id,))), body=Body(one.id, ()))
        assert any("Subject" in line for line in made) is shown, subject


def test_the_cursor_rests_on_messages_on_what_is_hidden_and_on_parts() -> None:
    (one,) = trees.tree([None])
    zones = (Zone("new", "Hi."), Zone("quote", "> a\n> b"))
    body = Body(one.id, zones, (Part(2, "image", "a.png", "image/png", 1),))
    made = layout(
        (one,), shape((one,)), Folds(frozenset((one.id,))), {one.id: digest(body)}, look()
    )
    stops = [row.stop for row in made if row.stop]
    assert stops == [Stop(one.id), Stop(one.id, "hidden", 0), Stop(one.id, "part", 2)]
    assert [row.said for row in made] == [False, True, False, False]


def test_ascii_has_no_other_letters() -> None:
    one = trees.entry(0, people=302, joined=1, tags=("unread", "flagged"))
    body = Body(one.id, (Zone("new", "Hi."), Zone("quote", "> a\n> b"), Zone("footer", "x")))
    folds = Folds(frozenset((one.id,)), frozenset(), frozenset(((one.id, 0),)))
    at = Look(60, NOW, UTC, ASCII, "Gritting")
    for row in layout((one,), shape((one,)), folds, {one.id: digest(body)}, at):
        assert row.text.isascii(), row.text


@pytest.mark.parametrize(
    "entries", [chain(2000), fan(2000), zipper(2001)], ids=["chain", "fan", "zip"]
)
def test_a_big_tree_is_planned_quickly(entries: tuple[Entry, ...]) -> None:
    began = time.process_time()
    layout(entries, shape(entries), all_open(Folds(), shape(entries)), {}, look(80))
    assert time.process_time() - began < 20
