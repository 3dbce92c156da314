"""Messages that are known from quotes alone: when they are shown, where, and when they are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given, settings, strategies as st

from indexer import envelope, headers, texts
from indexer.joining import Hand, Joiner, Leaf, Letter, Memory, Recovered, build, letter
from indexer.joining.ghosts import MOST
from indexer.joining.writers import named
from indexer.model.bodies import Zone
from indexer.zones import cited

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOON = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
QUESTION = "How much salt do you keep for a winter like the last one, and where does it lie dry?"
ANSWER = "We keep forty tons of it in the old barn behind the yard, and that was not enough."
LONGER = f"{ANSWER}\nThe year before we had thirty, and bought more in the first week of March."
THANKS = "That helps a lot, and I shall ask our own people for a barn of that size."


@dataclass(frozen=True)
class Mail:
    """A message as the joiner takes it, and its zones."""

    letter: Letter
    zones: tuple[Zone, ...]


def mail(
    number: int,
    text: str,
    *head: str,
    subject: str = "Re: Salt",
    sender: str = "Ann Ash <ann@x.example>",
    clock: int = 0,
) -> Mail:
    """A message ten minutes after the one before it, through the parsers that read real ones."""
    when = NOON + timedelta(minutes=10 * number + clock)
    fields = [
        f"From: {sender}", "To: all@x.example", f"Subject: {subject}",
        f"Message-ID: <{number}@x.example>", f"Date: {when:%a, %d %b %Y %H:%M:%S} +0000",
        *head, "Content-Type: text/plain; charset=utf-8",
    ]  # fmt: skip
    raw = ("\n".join(fields) + f"\n\n{text}\n").encode()
    env = envelope.parse(envelope.head(raw))
    zones = texts.work_out(env.id or "", raw, env.subject)[0].zones
    return Mail(letter(env, headers.author(env, env.sender), zones), zones)


def wrote(who: str, minutes: int, text: str) -> str:
    """A text as it stands in an answer, with the attribution that programs put above it."""
    when = NOON + timedelta(minutes=minutes)
    lines = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    return f"On {when:%a, %d %b %Y at %H:%M} +0000, {who} wrote:\n{lines}"


def over(text: str, *quoted: str) -> str:
    """A text above what it quotes."""
    return "\n\n".join((text, *quoted))


def recovered(*mails: Mail, joiner: Joiner | None = None) -> Recovered:
    """What is found in the conversation of the last one."""
    if joiner is None:
        joiner = Joiner(Memory())
        joiner.take(one.letter for one in mails)
    zones = {one.letter.id: one.zones for one in mails}
    return joiner.recovered(mails[-1].letter.id, zones.__getitem__)


ASKED = mail(0, QUESTION, subject="Salt")
BO = "Bo Beech <bo@x.example>"
FIRST = wrote("Ann Ash", 0, QUESTION)
TEXT = over(THANKS, wrote(BO, 10, over(ANSWER, FIRST)))
TO_ALL = mail(
    3, TEXT, "In-Reply-To: <private@x.example>",
    "References: <0@x.example> <private@x.example>",
)  # fmt: skip
TO_ALL_BARE = mail(3, TEXT)


@pytest.mark.parametrize("late", [TO_ALL, TO_ALL_BARE])
def test_an_answer_to_the_asker_alone_comes_back_where_it_was_given(late: Mail) -> None:
    found = recovered(ASKED, late)
    (ghost,) = found.ghosts
    assert (ghost.name, ghost.address, ghost.text) == ("Bo Beech", "bo@x.example", ANSWER)
    assert ghost.date == int(NOON.timestamp()) + 600
    assert (ghost.parent, ghost.found_in, ghost.evidence) == (
        "0@x.example", "3@x.example", "quote",
    )  # fmt: skip
    assert ghost.stands_for == ("private@x.example" if late is TO_ALL else None)
    assert ghost.id.endswith("@recovered.invalid")
    assert found.parents == {"3@x.example": ghost.id}


def test_the_real_message_takes_its_place() -> None:
    # What was sent differs from what was quoted, but its Message-ID says that it is the one.
    text = "Something else entirely, as it was sent, with no word of what was quoted from it."
    other = mail(1, text, sender=BO)
    real = Mail(msgspec.structs.replace(other.letter, id="private@x.example"), other.zones)
    assert recovered(ASKED, real, TO_ALL) == Recovered()
    # Where no header names it, its words and its minute do, on whatever list it is.
    assert recovered(ASKED, mail(1, ANSWER, sender=BO, subject="Barns"), TO_ALL_BARE) == Recovered()


def test_what_several_quote_is_one_and_the_most_of_it_is_shown() -> None:
    names = "In-Reply-To: <private@x.example>"
    one = mail(3, over("Good.", wrote(BO, 10, ANSWER)), names)
    more = mail(4, over("Very good.", wrote("Bo Beech", 10, LONGER)), names)
    plain = mail(5, "And so said I.", names)
    (ghost,) = recovered(one, more, plain).ghosts
    assert (ghost.text, ghost.found_in, ghost.parent) == (LONGER, "4@x.example", None)
    assert set(recovered(one, plain).parents.values()) == {ghost.id}
    assert recovered(one, more, plain).parents.keys() == {f"{n}@x.example" for n in (3, 4, 5)}
    # One that lost its header quotes it, too: the same author, the same minute.
    told = "References: <0@x.example> <private@x.example>"
    bare = mail(6, over("Oh.", wrote(BO, 10, over(f"{LONGER}\nAll wet.", FIRST))))
    found = recovered(ASKED, mail(2, "And I.", told), one, bare)
    (both,) = found.ghosts
    assert (both.id, both.parent, both.found_in) == (ghost.id, "0@x.example", "6@x.example")
    assert found.parents == dict.fromkeys((f"{n}@x.example" for n in (2, 3, 6)), ghost.id)
    # Two who say that different people wrote it are not to be believed.
    liar = mail(4, over("Very good.", wrote("Cy Cedar <cy@x.example>", 10, LONGER)), names)
    assert recovered(one, liar).ghosts == ()


def test_a_trail_of_two_that_are_missing() -> None:
    inner = wrote(BO, 10, over(LONGER, FIRST))
    late = mail(
        5,
        over("Yes.", wrote("Cy Cedar", 20, over(THANKS, inner))),
        "In-Reply-To: <second@x.example>",
        "References: <0@x.example> <first@x.example> <second@x.example>",
    )
    found = recovered(ASKED, late)
    second, first = sorted(found.ghosts, key=lambda g: g.date or 0, reverse=True)
    assert (first.stands_for, second.stands_for) == ("first@x.example", "second@x.example")
    assert (first.name, second.name) == ("Bo Beech", "Cy Cedar")
    assert (first.parent, second.parent) == ("0@x.example", first.id)
    assert found.parents == {"5@x.example": second.id}
    assert (first.text, second.text) == (LONGER, THANKS)


NAMES = "In-Reply-To: <gone@x.example>"
ORIGINAL = f"-----Original Message-----\nFrom: {BO}\nSent: Wednesday, May 1, 2024 12:10\n"


@pytest.mark.parametrize(
    "late",
    [
        mail(3, over("Good.", wrote(BO, 10, "Yes, so it is.")), NAMES),
        mail(3, f"Good.\n\n> {ANSWER}", NAMES),
        mail(3, f"Good.\n\nThey wrote:\n> {ANSWER}", NAMES),
        mail(3, over("Good.", wrote("all@x.example", 10, ANSWER)), NAMES),
        mail(3, over("Good.", wrote(BO, 10, QUESTION)), NAMES),
        mail(3, over("Good.", wrote(BO, 10, ANSWER)), subject="Barns"),
        mail(3, f"Good.\n\nBo Beech <bo@x.example> wrote:\n> {ANSWER}"),
        mail(3, over("Good.", wrote(BO, 90, ANSWER).replace("2024", "2034"))),
        mail(3, f"See.\n\n{ORIGINAL}To: ann\nSubject: Salt\n\n{ANSWER}", subject="Fwd: Salt"),
        mail(3, over("Good.", wrote(BO, 10, ANSWER), wrote("Cy Cedar", 20, LONGER)), NAMES),
        mail(3, over("Away.", wrote(BO, 10, ANSWER)), NAMES, "Auto-Submitted: auto-replied"),
    ],
    ids=["few words", "nobody named", "no name", "a list", "known text", "no answer", "no date",
         "later than itself", "forward", "two side by side", "a program"],
)  # fmt: skip
def test_doubt_means_no_ghost(late: Mail) -> None:
    found = recovered(ASKED, late)
    assert found == Recovered()


def test_what_the_user_said_stays() -> None:
    alone = Mail(msgspec.structs.replace(TO_ALL.letter, hand=Hand("alone")), TO_ALL.zones)
    assert recovered(ASKED, alone) == Recovered()


def test_part_of_a_long_message_is_known() -> None:
    words = " ".join(f"word{n} stands{n * 7} here{n * 3}" for n in range(600))
    part = " ".join(words.split()[900:915])
    long = mail(1, words, sender="Dee Dogwood <dee@x.example>")
    late = mail(
        3, over("Good.", wrote("Someone Else", 1, part)), NAMES, "References: <1@x.example>"
    )
    assert recovered(long, late) == Recovered()


def test_no_message_has_a_ghosts_id() -> None:
    (ghost,) = recovered(ASKED, TO_ALL).ghosts
    forged = mail(2, "I am it.")
    forged = Mail(msgspec.structs.replace(forged.letter, id=ghost.id), forged.zones)
    (other,) = recovered(forged, ASKED, TO_ALL).ghosts
    assert other.id != ghost.id


def test_a_hostile_message_makes_few_ghosts_and_its_text_is_gated() -> None:
    nested = "\n".join(
        f"{'>' * n} On Wed, 1 May 2024 at 11:{n % 60:02} +0000, P{chr(65 + n % 26)}x Qy wrote:\n"
        f"{'>' * (n + 1)} {n} {ANSWER}"
        for n in range(10_000)
    )
    flat = "\n".join(
        f"On Wed, 1 May 2024 at 11:{n % 60:02}, P{chr(65 + n % 26)}x Qy wrote:\n> {n} {ANSWER}\n"
        for n in range(2_000)
    )
    many = " ".join(f"<{n}@many.example>" for n in range(90))
    for text in (nested, flat):
        late = mail(3, f"Oh.\n\n{text}", "In-Reply-To: <gone@x.example>", f"References: {many}")
        assert len(recovered(ASKED, late).ghosts) <= 3
    raw = (Zone("new", "Oh."), Zone("attribution", wrote(BO, 10, "").partition("\n")[0]),
           Zone("quote", f"> {ANSWER}\x1b]52;c;eA==\x07"))  # fmt: skip
    (ghost,) = recovered(Mail(TO_ALL.letter, raw)).ghosts
    assert "\x1b" not in ghost.text
    crowd = [
        mail(n, over("Oh.", wrote(BO, 10, f"{n} {ANSWER}")), f"In-Reply-To: <g{n}@x.example>",
             "References: <root@x.example>")
        for n in range(3, 3 + MOST + 5)
    ]  # fmt: skip
    assert len(recovered(*crowd).ghosts) <= MOST


# What stands above a quote, the name in it, the address in it.
WRITERS = """
On Tue, Apr 30, 2019 at 12:31:31PM +0200, Jane Doe wrote: | Jane Doe | -
On 25 Apr 2019, at 10:04, J. Bo Doe wrote: | J. Bo Doe | -
Am 01.05.2024 um 12:10 schrieb Jane von Doe: | Jane von Doe | -
Le mer. 1 mai 2024 à 12:10, Jane Doe <Jane@x.example> a écrit : | Jane Doe | jane@x.example
Jane Doe skrev den 1 maj 2024 10:10: | Jane Doe | -
9 Oca 2020 Per 21:54 tarihinde Sam Doe <sam@x.example> şunu yazdı: | Sam Doe | sam@x.example
El mié, 1 may 2024 a las 12:10, Jane Doe (<jane@x.example>) escribió: | Jane Doe | jane@x.example
2024年5月1日(水) 12:10 山田太郎 <y@x.example>: | 山田太郎 | y@x.example
On 1 May 2024, at 10:10, Doe, Jane (UK) <jane@x.example> wrote: | Jane Doe | jane@x.example
On 04/29/2019 03:28 PM, jane doe via Salt wrote: | jane doe | -
On 1 May 2024 Jane Doe via Salt <salt@x.example> wrote: | Jane Doe | -
From: Doe, Jane [mailto:jane@x.example]/nSent: 1 May 2024 12:10/nTo: x | Jane Doe | jane@x.example
From: Salt <s@x.example> On Behalf Of Jane Doe/nSent: 1 May 2024 12:10/nTo: x | Jane Doe | -
as the manual that I read last year writes: | - | -
On 1 May 2024 J?ne D\ufffde wrote: | - | -
On 1 May 2024 a@x.example and b@x.example wrote: | - | -
"""


@pytest.mark.parametrize("row", WRITERS.strip().split("\n"))
def test_who_an_attribution_names(row: str) -> None:
    said, name, address = (cell.strip() for cell in row.split("|"))
    writer = named(cited.read(said.replace("/n", "\n")))
    assert (writer.name or "-", writer.address or "-") == (name, address)


PEOPLE = [BO, "Cy Cedar", "Dee Dogwood <dee@x.example>"]
IDS = [f"{n}@x.example" for n in range(8)]


@st.composite
def conversations(draw: st.DrawFn) -> tuple[Mail, ...]:
    """Messages that name and quote one another, and some that are not here."""
    found = []
    for number in range(draw(st.integers(2, 6))):
        text = draw(st.sampled_from([QUESTION, ANSWER, THANKS, "Good."]))
        for _ in range(draw(st.integers(0, 1))):
            inner = draw(st.sampled_from([QUESTION, ANSWER, LONGER, THANKS]))
            if draw(st.booleans()):
                deeper = draw(st.sampled_from([QUESTION, ANSWER, LONGER]))
                inner = over(inner, wrote(draw(st.sampled_from(PEOPLE)), 0, deeper))
            minutes = draw(st.sampled_from([0, 10, 20]))
            text = over(text, wrote(draw(st.sampled_from(PEOPLE)), minutes, inner))
        line = draw(st.lists(st.sampled_from(IDS), max_size=3, unique=True))
        line = [name for name in line if name != IDS[number]]
        head = [f"References: {' '.join(f'<{name}>' for name in line)}"] if line else []
        sender = draw(st.sampled_from(["Ann Ash <ann@x.example>", BO]))
        found.append(mail(number, text, *head, sender=sender))
    return tuple(found)


def everything(joiner: Joiner, mails: Iterable[Mail]) -> set[Recovered]:
    zones = {one.letter.id: one.zones for one in mails}
    names = {joiner.conversation(message) for message in zones}
    found = [joiner.recovered(name, zones.__getitem__) for name in names if name]
    return {Recovered(r.ghosts, tuple(sorted(r.parents.items()))) for r in found}  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(conversations(), st.data())
def test_any_order_gives_the_same_ghosts_in_a_tree_without_circles(
    mails: tuple[Mail, ...], data: st.DataObject
) -> None:
    first, other = Joiner(Memory()), Joiner(Memory())
    first.take(one.letter for one in mails)
    for one in data.draw(st.permutations(mails)):
        other.take([one.letter])
    assert everything(first, mails) == everything(other, mails)
    quotes = sum(one.letter.quotes for one in mails)
    ghosts = [ghost for found in everything(first, mails) for ghost in found.ghosts]
    assert len(ghosts) <= 3 * quotes
    for name in {first.conversation(one.letter.id) for one in mails}:
        assert name is not None
        whole(first, name, mails)
    if not (named := [ghost for ghost in ghosts if ghost.stands_for]):
        return
    gone = data.draw(st.sampled_from(named))
    plain = mail(9, "Something else.", sender="Eve Elm <eve@x.example>")
    first.take([msgspec.structs.replace(plain.letter, id=gone.stands_for)])
    mails += (Mail(msgspec.structs.replace(plain.letter, id=gone.stands_for), plain.zones),)
    left = [ghost.id for found in everything(first, mails) for ghost in found.ghosts]
    assert gone.id not in left


def whole(joiner: Joiner, name: str, mails: Sequence[Mail]) -> None:
    """Messages and ghosts stand in one tree, each once, each below what it hangs below."""
    found = joiner.recovered(name, {m.letter.id: m.zones for m in mails}.__getitem__)
    above: dict[str, str | None] = {ghost.id: ghost.parent for ghost in found.ghosts}
    for message in joiner.members(name):
        join = joiner.join(message)
        above[message] = found.parents.get(message, join.parent if join else None)
    assert set(found.parents.values()) <= above.keys()
    assert all(ghost.parent is None or ghost.parent in above for ghost in found.ghosts)
    assert all(ghost.found_in in above for ghost in found.ghosts)
    leaves = [Leaf(one, 0, parent, "quote") for one, parent in above.items()]
    tree = build(leaves)
    assert sorted(branch.leaf.id for branch in tree) == sorted(above)
    for ghost in found.ghosts:
        # Headers may name one another in a circle; a ghost closes none.
        seen: set[str] = set()
        at = ghost.parent
        while at is not None and at not in seen:
            assert at != ghost.id
            seen.add(at)
            at = above[at]
