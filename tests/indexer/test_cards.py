"""What signatures say of people: read by structure, kept with the message that says it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from indexer.cards import Signed, of_message, read_signature
from indexer.model.people import Fact, Person
from indexer.zones import split
from tests.support.messages import crowd

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox

JANE = Person("Jane Khan", "jane.khan@otterley.gov.example")
HOME = Person("Jane Khan", "jane@gmail.com")
BLOCK = "Jane Khan\nHead of Communications\nOtterley Borough Council\nTel: 01632 960 415"


@pytest.mark.parametrize(
    ("lines", "sender", "said"),
    [
        (
            f"-- \n{BLOCK} | Mob: 07700 900123\nFax: 01632 960 416\nwww.otterley.gov.example",
            JANE,
            Signed("Jane Khan", "Head of Communications", "Otterley Borough Council",
                   ("01632 960 415", "07700 900123")),
        ),
        (
            "*Jane Khan* (she/her) | Webredakteurin | Stadt Otterley\n+49 (0)30 901820-4, Raum 3",
            Person("Khan, Jane (Presse)", JANE.address),
            Signed("Jane Khan", "Webredakteurin", "Stadt Otterley", ("+49 (0)30 901820-4",)),
        ),
        (
            "Jane Khan, CEO\nAcme Widgets Ltd.\n415-555-0100",
            HOME,
            Signed("Jane Khan", "CEO", "Acme Widgets Ltd", ("415-555-0100",)),
        ),
        (
            "山田太郎\n広報課長\n株式会社カワウソ商事\nTEL 03-1234-5678",
            Person("山田 太郎", "yamada@kawauso.example"),
            Signed("山田太郎", "広報課長", "", ("03-1234-5678",)),
        ),
        # One line of two can be either: only what the address or a legal form says is believed.
        ("Jane Khan\nOtterley Council\nTel 01632 960 415", JANE,
         Signed("Jane Khan", "", "Otterley Council", ("01632 960 415",))),
        ("Jane Khan\nPaston\nTel 0163 960", HOME, Signed("Jane Khan", "", "", ("0163 960",))),
        # First names by hand are known already; what stands below them is not.
        ("Jane\nWeb editor\nhttps://otterley.gov.example", JANE, Signed("", "Web editor")),
        # A slogan, a sentence, a label, a registration or a date is neither title nor phone.
        (
            "Jane Khan\nDo read this far!\nUSt-IdNr.: 123 456 789\nOpen: 2024-05-12\nTX 77002-7361",
            JANE,
            Signed("Jane Khan"),
        ),
        # Somebody else's signature, and that of nobody by name.
        ("Rhys Patel\nEditor\nRipley Council\nTel 01632 960 999", JANE, Signed()),
        ("Head of Roads\nTel 01632 960 999", JANE, Signed()),
        ("Sent from my iPhone", JANE, Signed()),
    ],
)  # fmt: skip
def test_structure_says_what_a_line_is(lines: str, sender: Person, said: Signed) -> None:
    assert read_signature(lines.split("\n"), sender) == said


def test_only_the_senders_own_signature_is_read() -> None:
    own = f"The pool opens on Monday.\n\n-- \n{BLOCK}"
    assert of_message(split(own), JANE).role == "Head of Communications"
    rhys = Person("Rhys Patel", "rhys@ripley.example")
    assert of_message(split(own), rhys) == Signed()
    quoted = "\n".join(f"> {line}" for line in own.split("\n"))
    assert of_message(split(f"Thanks!\n\nOn Monday Jane Khan wrote:\n{quoted}"), JANE) == Signed()
    forward = f"---------- Forwarded message ---------\nFrom: Jane Khan\nSubject: Pool\n\n{own}"
    assert of_message(split(forward, "Fwd: Pool"), JANE) == Signed()
    list_s_own = Person("Jane Khan via Web teams", "web-teams@lists.example")
    assert of_message(split(own), list_s_own) == Signed()


def test_a_name_that_was_left_to_the_text_counts() -> None:
    text = "Hello.\n\nKind regards,\nJane Khan\n\n-- \nHead of Communications\nTel: 01632 960 415"
    said = of_message(split(text), JANE)
    assert (said.role, said.phones) == ("Head of Communications", ("01632 960 415",))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(BLOCK.split("\n")) | st.text(max_size=80), max_size=12),
    st.sampled_from(
        (JANE, HOME, Person("", "x@y.example"), Person("J", "j.khan@otterley.example"))
    ),
)
def test_whatever_stands_there_is_read_or_left(lines: list[str], sender: Person) -> None:
    said = read_signature(lines, sender)
    joined = " ".join(" ".join(lines).split())
    assert all(len(each) <= 80 for each in (said.name, said.role, said.organisation))
    assert all(sum(sign.isdigit() for sign in phone) >= 7 for phone in said.phones)
    assert not said.phones or any(line.strip() for line in lines)
    assert said == Signed() or joined


def signed(*lines: str) -> str:
    return "Noted.\n\n-- \n" + "\n".join(("Ann Ash", *lines))


def test_the_roster_knows_what_its_people_sign_with(mailbox: Mailbox) -> None:
    """The newest message that says a thing wins, whatever came first and whatever goes."""
    everybody = crowd(4)
    on_list = {"List-Id": "Roads <roads.lists.example>", "List-Post": "<mailto:roads@x.example>"}

    def add(body: str, subject: str, sender: str = everybody[0]) -> str:
        return mailbox.add(
            mailbox.message(
                subject=subject, sender=sender, to="roads@x.example", body=body, headers=on_list
            )
        )

    first = add(signed("Clerk", "County Council", "Tel: 01632 960 001"), "Snow")
    for n in range(1, 4):
        add(f"What of topic {n}?\n", f"Topic {n} of the winter", everybody[n])
    newest = add(signed("Head of Roads", "County Council"), "Ice")
    mailbox.index()

    def roster() -> dict[str, dict[str, object]]:
        done = mailbox.cclear("lists", "--roster", "--json")
        assert done.returncode == 0, done.stderr
        (one,) = [json.loads(line) for line in done.stdout.splitlines()]
        return {member["address"]: member for member in one["roster"]}

    at_first = roster()
    known = at_first["ann.0@county.example"]
    assert (known["role"], known["organisation"]) == ("Head of Roads", "County Council")
    assert known["phone"] == "01632 960 001"
    assert known["sources"] == {"role": newest, "organisation": newest, "phone": first}
    assert at_first["bo.1@county.example"]["role"] == ""
    # Worked out in another order, in a cache made anew, it is the same.
    client = mailbox.client()
    client.index(rebuild=True).result(60)
    client.bodies((first, newest), lambda _: None).result(60)
    name = client.lists().result(60)[0].name
    (card,) = [m.card for m in client.roster(name, exact=True).result(60) if m.name == "Ann Ash"]
    assert (card.role, card.phone) == (Fact("Head of Roads", newest), Fact("01632 960 001", first))
    assert roster() == at_first
    # The reader says it on the line of whom the message went to.
    whom = client.recipients(first).result(60)
    assert (whom.sender, whom.card) == (Person("Ann Ash", "ann.0@county.example"), card)
    # With the message goes what it said.
    mailbox.files[newest].unlink()
    mailbox.index()
    known = roster()["ann.0@county.example"]
    assert (known["role"], known["sources"]) == ("Clerk", dict.fromkeys(
        ("role", "organisation", "phone"), first))  # fmt: skip
