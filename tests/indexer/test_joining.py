"""Whom a message answers, by each kind of evidence, read from messages as programs write them."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from indexer import bodies, envelope, headers, texts
from indexer.joining import Hand, Joiner, Leaf, Letter, Memory, build, ground, letter, parents
from indexer.zones import cited

NOON = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
QUESTION = "How much salt do you keep for a winter like the last one, and where does it lie dry?"
ANSWER = "We keep forty tons of it in the old barn behind the yard, and that was not enough."
BOB = "Bob Birch <bob@x.example>"
CEM = "Cem Cedar <cem@x.example>"
INDEX = bytes([1]) + bytes(range(21))


def mail(
    number: int,
    text: str,
    *head: str,
    subject: str = "Salt",
    sender: str = "Ann Ash <ann@x.example>",
    to: str = "all@x.example",
    minutes: int | None = None,
) -> Letter:
    """A message as the joiner takes it, through the parsers that read real ones."""
    when = NOON + timedelta(minutes=10 * number if minutes is None else minutes)
    fields = [
        f"From: {sender}", f"To: {to}", f"Subject: {subject}", f"Message-ID: <{number}@x.example>",
        f"Date: {when:%a, %d %b %Y %H:%M:%S} +0000", *head,
        "Content-Type: text/plain; charset=utf-8",
    ]  # fmt: skip
    raw = ("\n".join(fields) + f"\n\n{text}\n").encode()
    env = envelope.parse(envelope.head(raw))
    body, _ = texts.work_out(env.id or "", raw, env.subject)
    return letter(env, headers.author(env, env.sender), body.zones)


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def decided(*letters: Letter) -> dict[str, tuple[str | None, str | None]]:
    """Parent and evidence of each, by the number in its id."""
    joiner = Joiner(Memory())
    joiner.take(letters)
    found: dict[str, tuple[str | None, str | None]] = {}
    for one in letters:
        join = joiner.join(one.id)
        assert join is not None
        parent = join.parent.partition("@")[0] if join.parent else None
        found[one.id.partition("@")[0]] = (parent, join.evidence)
    return found


def test_headers_come_first_and_what_they_name_need_not_be_here() -> None:
    asked = mail(1, QUESTION)
    twice = mail(2, ANSWER, "In-Reply-To: <1@x.example>", "References: <0@x.example> <1@x.example>")
    older = mail(3, "So it is.", "References: <1@x.example> <gone@x.example>", subject="Re: Salt")
    assert decided(asked, twice, older) == {
        "1": (None, None), "2": ("1", "in-reply-to"), "3": ("1", "references"),
    }  # fmt: skip


def test_a_reference_that_says_otherwise_is_believed() -> None:
    wrote = "On Wed, 1 May 2024 at 12:10, Ann Ash <ann@x.example> wrote:"
    reply = f"Indeed.\n\n{wrote}\n{quoted(QUESTION)}"
    asked = mail(1, QUESTION)
    elsewhere = mail(2, reply, "In-Reply-To: <other@x.example>", subject="Re: Salt")
    assert decided(asked, elsewhere)["2"] == (None, None)


def test_two_that_name_the_same_missing_message_are_one_conversation() -> None:
    joiner = Joiner(Memory())
    joiner.take([mail(1, "One.", "In-Reply-To: <gone@x.example>")])
    joiner.take([mail(2, "Two.", "References: <gone@x.example> <gone2@x.example>")])
    assert joiner.members("1@x.example") == ("1@x.example", "2@x.example")
    assert joiner.conversation("2@x.example") == "1@x.example"


def test_an_answer_that_kept_its_headers_says_what_the_one_before_answered() -> None:
    lost = mail(2, "Yes.", subject="Re: Salt", sender="Bo Beech <bo@x.example>")
    kept = mail(3, "Thanks.", "References: <1@x.example> <2@x.example>", subject="Re: Salt")
    assert decided(mail(1, QUESTION), lost, kept)["2"] == ("1", "references")


def test_a_quote_says_what_the_line_of_an_answer_left_out() -> None:
    wrote = "On Wed, 1 May 2024 at 12:20, Bob Birch <bob@x.example> wrote:"
    asked, told = mail(1, QUESTION), mail(2, ANSWER, "References: <1@x.example>", sender=BOB)
    lost = mail(3, f"Oh.\n\n{wrote}\n{quoted(ANSWER)}", subject="Re: Salt", sender=CEM)
    below = mail(4, "So it is.", "References: <1@x.example> <3@x.example>", subject="Re: Salt")
    assert decided(asked, told, lost, below)["3"] == ("2", "quote")
    # Without the text that is quoted, the line is all that is known.
    assert decided(asked, lost, below)["3"] == ("1", "references")


def test_an_index_that_begins_a_conversation_wants_a_sure_quote() -> None:
    begins = f"Thread-Index: {base64.b64encode(INDEX).decode()}"
    loose = f"Indeed.\n\nOn Wed, 1 May 2024, Ann Ash wrote:\n{quoted(QUESTION)}"
    exact = f"Indeed.\n\nOn Wed, 1 May 2024 at 12:10, Ann Ash wrote:\n{quoted(QUESTION)}"
    asked = mail(1, QUESTION)
    for text, head, parent in ((loose, begins, None), (exact, begins, "1"), (loose, "X: y", "1")):
        answer = mail(2, text, head, subject="Re: Salt", sender=BOB)
        joiner = Joiner(Memory())
        joiner.take((asked, answer))
        assert decided(asked, answer)["2"] == (parent, "quote")
        assert joiner.conversation(answer.id) == asked.id


@pytest.mark.parametrize(
    "attribution",
    [
        "On Wed, 1 May 2024 at 12:10, Ann Ash <ann@x.example> wrote:",
        "Am 01.05.2024 um 14:10 schrieb Ann Ash:",
        "Ann Ash wrote:",
        "Le mer. 1 mai 2024 à 12:10, Ann Ash <ann@x.example> a écrit :",
        "",
    ],
)
def test_a_quote(attribution: str) -> None:
    text = f"{ANSWER}\n\n{attribution}\n\n{quoted(QUESTION)}"
    other = mail(2, "What does a ton of it cost you these days, carriage paid?")
    bare = mail(3, text, subject="AW: Salt", sender="Bo Beech <bo@x.example>")
    assert decided(mail(1, QUESTION), other, bare)["3"] == ("1", "quote")


def test_parents_are_named_nearest_first_and_once() -> None:
    assert parents(("p",), ("root", "mid", "p")) == ("ip", "rmid", "rroot")
    assert parents((), ("root", "mid")) == ("rmid", "rroot")


def test_the_words_that_a_join_rests_on() -> None:
    wrote = "On Wed, 1 May 2024 at 12:10, Ann Ash <ann@x.example> wrote:"
    text = f"{ANSWER}\n\n{wrote}\n> Dear all,\n>\n{quoted(QUESTION)}"
    child = bodies.clean("text", text).zones
    found = ground.of(child, bodies.clean("text", f"Dear all,\n\n{QUESTION}").zones)
    assert found == ground.Ground(wrote, QUESTION)
    assert ground.of(child, bodies.clean("text", ANSWER).zones) == ground.Ground(wrote)
    assert ground.of(bodies.clean("text", ANSWER).zones, child) == ground.Ground()


def test_a_forward_and_an_answer_from_a_forwarded_copy() -> None:
    copied = (
        "From: Ann Ash <ann@x.example>\nDate: Wed, 1 May 2024 at 12:10\nSubject: Salt\n"
        f"To: <all@x.example>\n\n{QUESTION}"
    )
    forward = mail(
        2, f"FYI\n\n---------- Forwarded message ---------\n{copied}", subject="Fwd: Salt",
        sender="Bo Beech <bo@x.example>",
    )  # fmt: skip
    assert decided(mail(1, QUESTION), forward)["2"] == ("1", "quote")
    block = "From: Bo Beech <bo@x.example>\nSent: 1 May 2024 12:15\nTo: Cy\nSubject: FW: Salt"
    answer = mail(
        3, f"In sacks.\n\n-----Original Message-----\n{block}\n\nAny idea?\n\n"
        f"-----Original Message-----\n{copied}", subject="RE: FW: Salt",
        sender="Cy Cole <cy@y.example>",
    )  # fmt: skip
    assert decided(mail(1, QUESTION), answer)["3"] == ("1", "quote")


def test_outlook_s_trail_of_two() -> None:
    first = mail(1, QUESTION)
    block = "From: {}\nSent: Wednesday, 1 May 2024 {}\nTo: all@x.example\nSubject: {}\n\n{}"
    ruled = "\n\n________________________________\n"
    trail = block.format("Ann Ash <ann@x.example>", "12:10", "Salt", QUESTION)
    second = mail(2, ANSWER + ruled + trail, subject="RE: Salt", sender="Bo Beech <bo@x.example>")
    both = block.format("Bo Beech <bo@x.example>", "12:20", "RE: Salt", ANSWER + ruled + trail)
    third = mail(3, "Ours is in sacks." + ruled + both, subject="RE: [EXTERNAL] Salt")
    found = decided(third, second, first)
    assert found == {"1": (None, None), "2": ("1", "quote"), "3": ("2", "quote")}
    # Without the second, the first is the nearest that is here.
    assert decided(third, first)["3"] == ("1", "quote")


def test_a_conversation_index() -> None:
    def index(*blocks: int) -> str:
        data = INDEX + b"".join(bytes([n] * 5) for n in blocks)
        return f"Thread-Index: {base64.b64encode(data).decode()}"

    asked = mail(1, QUESTION, index())
    answer = mail(2, ANSWER, index(1), subject="RE: Salt")
    deep = mail(3, "And ours.", index(1, 2, 3), subject="RE: Salt")
    other = mail(4, "Not mine.", index(7)[:-4], subject="RE: Salt")
    assert decided(other, deep, answer, asked) == {
        "1": (None, None), "2": ("1", "thread-index"), "3": ("2", "thread-index"),
        "4": (None, None),
    }  # fmt: skip


def test_a_root_index_contradicts_a_quote_that_is_not_sure() -> None:
    root = f"Thread-Index: {base64.b64encode(bytes([1]) + bytes(21)).decode()}"
    text = f"{ANSWER}\n\nAnn Ash wrote:\n\n{quoted(QUESTION)}"
    bare = mail(2, text, subject="RE: Salt")
    assert decided(mail(1, QUESTION), bare)["2"] == ("1", "quote")
    begun = mail(2, text, root, subject="RE: Salt")
    joiner = Joiner(Memory())
    joiner.take([mail(1, QUESTION), begun])
    join = joiner.join(begun.id)
    assert join is not None
    assert (join.parent, join.under) == (None, "1@x.example")


def test_answers_to_what_is_not_here_are_one_conversation_by_their_indices() -> None:
    one, two = (
        mail(n, said, f"Thread-Index: {base64.b64encode(INDEX + bytes([n] * 5)).decode()}")
        for n, said in ((1, "Ours is in sacks."), (2, "Ours is not."))
    )
    joiner = Joiner(Memory())
    joiner.take([one, two])
    assert joiner.members("2@x.example") == ("1@x.example", "2@x.example")
    renamed = mail(3, "Ours.", f"Thread-Index: {base64.b64encode(INDEX + bytes(5)).decode()}",
                   "Thread-Topic: Salt", subject="Barns")  # fmt: skip
    joiner.take([renamed])
    assert joiner.members("3@x.example") == ("3@x.example",)


def test_a_series_of_patches_and_the_one_before_it() -> None:
    def patch(number: int, place: str, minutes: int) -> Letter:
        return mail(number, f"diff {number}", subject=f"[PATCH v2 {place}] it", minutes=minutes)

    found = decided(
        patch(1, "0/2", 0), patch(2, "1/2", 1), patch(3, "2/2", 2), patch(4, "1/2", 900),
        mail(5, "diff", subject="[PATCH v3 1/2] it", minutes=3),
    )  # fmt: skip
    assert found == {
        "1": (None, None), "2": ("1", "series"), "3": ("1", "series"), "4": (None, None),
        "5": (None, None),
    }  # fmt: skip
    uncovered = decided(patch(2, "1/2", 1), patch(3, "2/2", 2))
    assert uncovered == {"2": (None, None), "3": ("2", "series")}


def test_a_subject_joins_only_with_people_and_days() -> None:
    asked = mail(1, QUESTION)
    bo = "Bo Beech <bo@x.example>"
    meant = mail(2, "Forty tons.", subject="Re: Salt", sender=bo, to="ann@x.example")
    assert decided(asked, meant)["2"] == ("1", "subject")
    alone = mail(2, "Forty tons.", subject="Re: Salt", sender=bo)
    assert decided(asked, alone)["2"] == (None, None)
    late = mail(2, "Tons.", subject="Re: Salt", sender=bo, to="ann@x.example", minutes=60_000)
    assert decided(asked, late)["2"] == (None, None)
    fresh = mail(2, "Forty tons.", sender=bo, to="ann@x.example")
    assert decided(asked, fresh)["2"] == (None, None)


def test_a_hijacked_thread_ends_where_the_subject_turns() -> None:
    bo, head = "Bo Beech <bo@x.example>", "In-Reply-To: <1@x.example>"
    new = "Hello all,\n\nwho of you has a rota for the snow ploughs that works?"
    joiner = Joiner(Memory())
    turned = mail(2, new, head, subject="Rota for ploughs", sender=bo)
    below = mail(
        3, "We have.", "References: <1@x.example> <2@x.example>", subject="Re: Rota for ploughs"
    )
    joiner.take([below, turned, mail(1, QUESTION)])
    join = joiner.join("2@x.example")
    assert join is not None
    assert (join.parent, join.left) == (None, "1@x.example")
    assert joiner.members("1@x.example") == ("1@x.example",)
    assert joiner.members("2@x.example") == ("3@x.example", "2@x.example")
    # True answers: one that quotes, one whose author goes on, one about the same, one that tells.
    for letter_ in (
        mail(2, f"{new}\n\n{quoted(QUESTION)}", head, subject="Rota for ploughs", sender=bo),
        mail(2, new, head, subject="Rota for ploughs"),
        mail(2, "Is forty enough?", head, subject="Salt in winter", sender=bo),
        mail(2, "Here is the page on salt.", head, subject="Manual", sender=bo),
        mail(2, new, head, subject="Re: Rota for ploughs", sender=bo),
    ):
        assert decided(mail(1, QUESTION), letter_)["2"] == ("1", "in-reply-to")


def test_what_the_user_said_wins_and_is_taken_back() -> None:
    import msgspec

    asked, other = mail(1, QUESTION), mail(2, ANSWER, subject="Barns")
    bare = mail(3, "Yes.", "In-Reply-To: <1@x.example>", subject="Re: Salt")
    joiner = Joiner(Memory())
    joiner.take([asked, other, bare])
    for hand, parent, company in (
        (Hand("answers", "2@x.example"), "2@x.example", 2),
        (Hand("joins", "2@x.example"), None, 2),
        (Hand("alone"), None, 1),
        (None, "1@x.example", 2),
    ):
        joiner.take([msgspec.structs.replace(bare, hand=hand)])
        join = joiner.join("3@x.example")
        assert join is not None
        assert join.parent == parent
        assert len(joiner.members("3@x.example")) == company


def test_a_chain_of_any_length_and_a_circle() -> None:
    chain = [Leaf(str(n), n, str(n - 1) if n else None, "quote") for n in range(20_000)]
    built = build(reversed(chain))
    assert [b.leaf.id for b in built] == [leaf.id for leaf in chain]
    assert built[-1].depth == len(chain) - 1
    circle = [Leaf("a", 2, "b", "in-reply-to"), Leaf("b", 1, "a", "quote"), Leaf("c", 3, "a")]
    assert [(b.leaf.id, b.parent) for b in build(circle)] == [("b", None), ("a", "b"), ("c", "a")]


@pytest.mark.parametrize(
    ("text", "days", "minute", "offset"),
    [
        ("On Mon, Apr 29, 2019 at 10:06 PM Dan wrote:", {"2019-04-29"}, 22 * 60 + 6, None),
        ("On 4/5/2019 1:02 AM, X wrote:", {"2019-04-05", "2019-05-04"}, 62, None),
        ("* X <x@y.example> [2019-04-29 10:06:51 +0200]:", {"2019-04-29"}, 606, 120),
        ("2019年4月29日(月) 下午10:06 X <x@y.example>:", {"2019-04-29"}, 1326, None),
        ("El 29 de abril de 2019, 10.06, X escribió:", {"2019-04-29"}, 606, None),
        ("понедельник, 29 апреля 2019 г., 10:06 от X:", {"2019-04-29"}, 606, None),
        ("On Sat, Apr 27 2019, X wrote:", {"2019-04-27"}, None, None),
        ("X wrote:", set(), None, None),
    ],
)
def test_dates_of_attributions(
    text: str, days: set[str], minute: int | None, offset: int | None
) -> None:
    found = cited.read(text).moments
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    assert {f"{epoch + timedelta(days=m.day):%Y-%m-%d}" for m in found} == days
    assert {(m.minute, m.offset) for m in found} <= {(minute, offset)}


def test_a_header_block_says_who_when_and_about_what() -> None:
    found = cited.read(
        "-----Ursprüngliche Nachricht-----\nVon: Ann Ash [mailto:ann@x.example]\n"
        "Gesendet: Mittwoch, 1. Mai 2024 14:10\nAn: alle@x.example\nBetreff: AW: [EXTERN] Salz"
    )
    assert found.block
    assert found.author == "Ann Ash [mailto:ann@x.example]"
    assert found.subject == "salz"
    assert [m.minute for m in found.moments] == [850]
