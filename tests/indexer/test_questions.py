"""What came of a question: who answered it, who asks the same, whether it is settled, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.asking import asks, sentences
from indexer.errors import IndexerError
from indexer.homes.values import File
from indexer.model.people import Person
from indexer.questions import card, links, words
from indexer.questions.card import Said
from indexer.questions.echoes import echoes
from tests.support.mailbox import LONG
from tests.support.messages import ME, bare_id, crowd

if TYPE_CHECKING:
    from indexer.questions.values import Question
    from tests.support.mailbox import Mailbox

JANE = Person("Jane Khan", "jane@otterley.example")
RHYS = Person("Rhys Patel", "rhys@ripley.example")
NADIA = Person("Nadia Xu", "nadia@derwent.example")
TOM = Person("Tom Lloyd", "tom@marlow.example")
ASKED = "Hi all,\n\nOur contract is up. How do you handle gritting, and what do you pay?\n\nJane"
YES = "About £4k a year, and it paid for itself."


def said(
    number: int, author: Person, text: str | None, subject: str = "Re: Gritting", **more: object
) -> Said:
    return Said(f"{number}@x", author, subject, text, **more)  # type: ignore[arg-type]


def told(
    *rest: tuple[Person, str] | Said, asked: str = ASKED, subject: str = "Gritting"
) -> Question:
    given = [one if isinstance(one, Said) else said(n, *one) for n, one in enumerate(rest, 1)]
    return card.question([said(0, JANE, asked, subject), *given])


def test_the_card_of_a_conversation() -> None:
    found = told(
        (RHYS, YES),
        (TOM, "+1"),
        said(3, NADIA, "A map: https://derwent.example/grit.", private=True),
        (NADIA, "Could you please share the responses with me too?"),
        (TOM, "We had a look at https://map.example/ and left it."),
        said(6, JANE, None),
        said(7, RHYS, "Out of office", auto=True),
    )
    assert found.asker == JANE
    assert found.asked == ("How do you handle gritting, and what do you pay?",)
    assert [(v.person, v.message) for v in found.answered] == [(RHYS, "1@x"), (TOM, "5@x")]
    assert found.privately == ("3@x",)
    assert found.me_too == ()
    assert [(one.url, one.private) for one in found.links] == [
        ("https://derwent.example/grit", True), ("https://map.example/", False)
    ]  # fmt: skip
    assert (found.settled, found.unread) == (None, 1)


def test_what_asks_nothing_has_only_what_it_brings() -> None:
    told_of = "The new rota is up: https://rota.example/2024.\n\nNadia"
    files = [File("0@x", 2, "rota.pdf", "application/pdf", 9, 0, JANE, 1)]
    found = card.question([said(0, JANE, told_of, "Rota"), said(1, TOM, "Great!")], files)
    assert (found.asked, found.answered, found.settled) == ((), (), None)
    assert [one.url for one in found.links] == ["https://rota.example/2024"]
    assert [one.name for one in found.files] == ["rota.pdf"]
    for subject in ("[PATCH v2 1/3] x: is it set?", "SUMMARY: Gritting", "[ANNOUNCE] Is it out?"):
        assert told((RHYS, YES), subject=subject).asked == (), subject
    assert told((RHYS, YES), asked="Ok?\n\ndiff --git a/x b/x\n").asked == ()
    assert told(asked="See the subject.", subject="Who pays?").asked == ("Who pays?",)
    assert card.question([said(0, JANE, None)]).unread == 1


SETTLED = [
    ("thanks", [(RHYS, YES), (JANE, "Thanks Rhys!")]),
    ("thanks", [(RHYS, YES), (NADIA, "None."), (JANE, "Thank you all, I will go with the map.")]),
    ("thanks", [(RHYS, YES), (JANE, "Vielen Dank für die Antworten, das hilft sehr.")]),
    ("thanks", [(RHYS, YES), (NADIA, "No."), (JANE, "Merci à tous pour vos réponses !")]),
    ("", [(JANE, "Thanks everyone.")]),
    ("", [(RHYS, YES), (JANE, "Thanks Rhys, but does it send texts?")]),
    ("", [(RHYS, YES), (JANE, "Many thanks in advance for more.")]),
    ("", [(RHYS, YES), (JANE, "Thanks for the answers so far.")]),
    ("", [(RHYS, YES), (NADIA, "No."), said(3, JANE, "Thanks Rhys, good to know.", to=RHYS)]),
    ("thanks", [(RHYS, YES), (NADIA, "No."), said(3, JANE, "Thanks Rhys and Nadia.", to=RHYS)]),
    ("", [(RHYS, YES), (NADIA, "Thanks all.")]),
    ("said", [(RHYS, YES), (JANE, "All sorted now.")]),
    ("said", [(JANE, "Found it: that's all I need, no more please.")]),
    ("said", [(JANE, "Hat sich erledigt.")]),
    ("said", [(JANE, "C'est réglé, merci.")]),
    ("said", [(JANE, "Ya está resuelto.")]),
    ("said", [(JANE, "Problema risolto!")]),
    ("said", [(JANE, "Het is inmiddels opgelost.")]),
    ("said", [(JANE, "Problem rozwiązany.")]),
    ("said", [(JANE, "Já tenho a resposta.")]),
    ("said", [(JANE, "Det har löst sig.")]),
    ("", [(JANE, "It is still not sorted.")]),
    ("", [(JANE, "Our list is sorted by name.")]),
    ("", [(RHYS, "That's sorted with us.")]),
    ("", [(JANE, "All sorted."), (JANE, "One more: who pays for the salt?")]),
    ("said", [(JANE, "Who else?"), (JANE, "Solved.")]),
    ("summary", [said(1, JANE, "Rhys pays £4k?", "SUMMARY: Gritting")]),
    ("summary", [said(1, TOM, "Rhys pays £4k.", "Zusammenfassung: Gritting")]),
    ("", [said(1, TOM, "Good one.", "Re: SUMMARY: Gritting")]),
    ("said", [said(1, JANE, "It was the salt.", "Re: [SOLVED] Gritting")]),
    ("", [said(1, TOM, "It was the salt.", "Re: [SOLVED] Gritting")]),
]


@pytest.mark.parametrize(("kind", "rest"), SETTLED)
def test_a_question_is_settled_when_its_asker_says_so(
    kind: str, rest: list[tuple[Person, str] | Said]
) -> None:
    settled = told(*rest).settled
    assert (settled.kind if settled else "") == kind
    assert settled is None or settled.message == f"{len(rest)}@x"


@pytest.mark.parametrize(
    ("only", "text"),
    [
        (True, "We have the same question. Please share any answers with me, thanks."),
        (True, "Hi Jane,\n\nInterested in the results too.\n\nTom"),
        (True, "I'd be very interested to hear what others say."),
        (True, "Could you share the responses you get, please?"),
        (True, "Bitte teilen Sie die Antworten auch mit uns."),
        (True, "Dieselbe Frage haben wir auch. Danke!"),
        (True, "Merci de partager les réponses avec nous."),
        (True, "Me interesan las respuestas también."),
        (True, "Ci interessano anche le risposte."),
        (True, "Wij zijn ook benieuwd naar de reacties."),
        (True, "Proszę o przesłanie odpowiedzi."),
        (True, "Também gostaria de conhecer as respostas."),
        (True, "Vi är också intresserade av svaren."),
        (False, "Could you share the template, please?"),
        (False, "We use a form, and I would be interested in the answers."),
        (False, "Same problem here until we changed the supplier."),
        (False, "Please share this answer: 4000 a year."),
        (False, "Let me know if that answers it. We pay by the mile."),
        (False, "Interested to hear the results, see https://x.example/"),
    ],
)
def test_who_only_wishes_for_the_answers(only: bool, text: str) -> None:
    assert echoes(text, frozenset(("jane",)), sender="Tom Lloyd") is only


def test_each_phrase_can_be_found() -> None:
    for language in words.languages():
        for field in ("wish", "answers", "same", "settled", "yet"):
            for phrase in getattr(language, field):
                assert words.folded(phrase) == phrase
                assert words.at(words.words(phrase), phrase) == 0, phrase


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ours (https://x.example/a_(b)).", [("https://x.example/a_(b)", "")]),
        ("We use Acme Gritting <https://acme.example/g>, it works.",
         [("https://acme.example/g", "We use Acme Gritting")]),
        ("See www.x.example/a and http://X.example/b/, or https://x.example/b?utm_source=y",
         [("http://www.x.example/a", ""), ("http://x.example/b/", "")]),
        ("https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Ffoo.example%2Fx&data=1",
         [("https://foo.example/x", "")]),
        ("https://user:secret@foo.example/ and mailto:a@b.example", [("https://foo.example/", "")]),
        ("> https://quoted.example/\nUnsubscribe <https://x.example/1>", []),
        ("https://x.example/unsubscribe?u=1 https://a.list-manage.com/track/click?u=1", []),
        ("ask me@www.x.example or https://localhost/", []),
    ],
)  # fmt: skip
def test_links_lead_where_they_say(text: str, found: list[tuple[str, str]]) -> None:
    assert [tuple(one) for one in links.found(text)] == found


def test_the_page_of_an_office_under_a_name_is_no_link_that_is_given() -> None:
    text = "See https://a.example\n\nTom Lloyd\nMarlow\nwww.b.example\nPS: https://c.example/d"
    found = [one.url for one in links.given(text, "Tom Lloyd")]
    assert found == ["https://a.example", "https://c.example/d"]


def test_the_sentences_that_ask() -> None:
    text = (
        "It is up.\nWho pays\nfor it? Thanks. Does anyone have a form\n\n- What of it?\n1. And it?"
    )
    assert sentences(text) == (
        "Who pays for it?",
        "Does anyone have a form",
        "What of it?",
        "And it?",
    )
    assert sentences("Hi Jane, how are you? Fine.") == ()
    assert asks(text)


def test_a_card_is_told_from_the_mail(mailbox: Mailbox) -> None:
    people = crowd(12)
    asked = mailbox.message(
        subject="Gritting", sender=ME, to=people, body=f"{ASKED}\n",
        attachments=[("ours.csv", b"a\n", "text/csv")],
    )  # fmt: skip
    logo = b"\x89PNG\r\n\x1a\n" + b"x" * 500
    html = (
        '<p>See <a href="https://map.example/x?utm_source=y">our map</a>, and <a'
        ' href="https://a.list-manage.com/track/click?u=1">this</a>.<img src="cid:logo"></p>'
        '<div class="gmail_signature">Bo Ash<br><a href="https://bo.example/me">me</a></div>'
    )
    answer = mailbox.message(reply_to_message=asked, sender=people[1], to=ME, cc=people, body="",
                             html=html)  # fmt: skip
    answer.make_mixed()
    answer.add_attachment(logo, maintype="image", subtype="png", filename="logo.png",
                          disposition="inline", cid="<logo>")  # fmt: skip
    answer.add_attachment(b"a,b\n", maintype="text", subtype="csv", filename="costs.csv")
    private = mailbox.message(
        reply_to_message=asked, sender=people[2], to=ME, body="Alone: https://cy.example/a\n",
        attachments=[("terms.pdf", b"%PDF-", "application/pdf")],
    )  # fmt: skip
    away = mailbox.message(
        reply_to_message=asked, sender=people[3], to=ME, body="I am away. See https://away.example/x\n",
        headers={"Auto-Submitted": "auto-replied"},
    )  # fmt: skip
    for one in (asked, answer, private, away):
        mailbox.add(one, "S")
    mailbox.index()
    client = mailbox.client()
    ids = [bare_id(one) for one in (asked, answer, private, away)]
    before = client.question(f"id:{ids[1]}").result(LONG)
    assert before.message == ids[0]
    client.bodies(tuple(ids), lambda _: None).result(LONG)
    found = client.question(f"id:{ids[1]}").result(LONG)
    assert found.unread == 0
    assert found.asked == ("How do you handle gritting, and what do you pay?",)
    assert [voice.message for voice in found.answered] == [ids[1]]
    assert found.privately == (ids[2],)
    assert [(one.url, one.text, one.private) for one in found.links] == [
        ("https://map.example/x?utm_source=y", "See our map", False),
        ("https://cy.example/a", "", True),
    ]
    assert [(one.name, one.message, one.private) for one in found.files] == [
        ("costs.csv", ids[1], False), ("terms.pdf", ids[2], True)
    ]  # fmt: skip
    with pytest.raises(IndexerError):
        client.question("0123456789abcdef").result(LONG)
