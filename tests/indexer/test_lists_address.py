"""Distribution addresses: found by people who answer though nobody named them."""

from __future__ import annotations

import random
from typing import Any

import pytest

from indexer.model.people import Person
from tests.indexer.crowd import ME, START, Post, people

CELL = Person("Comms cell", "comms-cell@pennerdale.example")
TEAM = people(8)


def discuss(post: Post, to: Person, *, rounds: int = 3) -> None:
    for n in range(rounds):
        asker, *others = TEAM[n : n + 3]
        thread = f"about {n}"
        post.send(asker, [to], f"Subject number {n}", thread=thread)
        for person in others:
            post.send(person, [to, asker], f"Re: Subject number {n}", thread=thread, answers=asker)


def test_an_address_that_people_answer_through_is_a_list() -> None:
    post = Post()
    discuss(post, CELL)
    found = post.lists()["comms-cell"]
    assert (found.kind, found.address, found.title) == ("address", CELL.address, "Comms cell")
    assert found.members == 5
    assert all(post.keys[i] for i in post.keys)


def test_one_conversation_is_not_enough() -> None:
    post = Post()
    discuss(post, CELL, rounds=1)
    assert not post.lists()


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_in_any_order_every_message_to_it_is_on_it(seed: int, *, own: bool) -> None:
    """One's own copies too, and a person whom everybody copies is no list beside it."""
    rng = random.Random(seed)
    boss = Person("", "boss@pennerdale.example")
    mail: list[tuple[int, Person, list[Person], str, str, Person | None]] = []
    for n in range(8):
        asker, *others = TEAM[n % 5 : n % 5 + 4]
        mail.append((9 * n, asker, [CELL, boss], f"Subject number {n}", f"{n}", None))
        for m, person in enumerate(others):
            to = [CELL, asker, boss]
            subject = f"Re: Subject number {n}"
            mail.append((9 * n + m + 1, person, to, subject, f"{n}", asker))
        mail.append((9 * n + 8, ME, [CELL], f"Of mine {n}", f"mine {n}", None))
    rng.shuffle(mail)
    post = Post() if own else Post(own=frozenset())
    seen = []
    for hour, sender, to, subject, thread, answers in mail:
        post.clock = START + hour * 3600
        seen.append(post.send(sender, to, subject, thread=thread, answers=answers, hours=0))
        if len(seen) % 10 == 0:
            post.again()
    assert set(post.lists()) == {"comms-cell"}
    assert all(post.on(each) == {"comms-cell"} for each in seen)


def test_an_archive_that_gets_a_copy_of_everything_is_no_list() -> None:
    post = Post()
    archive = Person("", "archive@pennerdale.example")
    for n in range(4):
        post.send(TEAM[n], [archive, TEAM[n + 2]], f"Between us {n}")
        asker, *others = TEAM[n : n + 3]
        post.send(asker, [CELL, archive], f"Subject number {n}", thread=f"{n}")
        for person in others:
            post.send(
                person, [CELL, archive], f"Re: Subject number {n}", thread=f"{n}", answers=asker
            )
    assert set(post.lists()) == {"comms-cell"}


@pytest.mark.parametrize("house", ["council{}.example", "otterley.example"])
@pytest.mark.parametrize("own", [True, False])
def test_a_help_desk_that_its_agents_answer_for_is_no_list(house: str, *, own: bool) -> None:
    """Many ask, a few answer with a copy to the address, and who asks does not answer."""
    post = Post() if own else Post(own=frozenset())
    desk = Person("IT", "helpdesk@otterley.example")
    agents = people(4, start=60, domain="otterley.example")
    for n in range(30):
        asker = people(40, start=100, domain=house)[n]
        post.send(asker, [desk], f"Broken printer {n}", thread=f"{n}")
        post.send(agents[n % 4], [asker, desk], f"Re: Broken printer {n}", thread=f"{n}",
                  answers=asker)  # fmt: skip
        if n % 15 == 0:
            # Now and then one of them asks the others.
            post.send(agents[1], [desk], f"Holidays {n}", thread=f"h{n}")
            post.send(agents[2], [desk], f"Re: Holidays {n}", thread=f"h{n}", answers=agents[1])
    assert not post.lists()


@pytest.mark.parametrize("own", [True, False])
def test_a_second_address_of_ones_own_or_a_silent_colleague_is_no_list(*, own: bool) -> None:
    """Who answers there was named; now and then somebody is added whom nobody named."""
    post = Post() if own else Post(own=frozenset())
    second = Person("", "nia.fairley@home.example")
    for n in range(24):
        asker, *others = TEAM[n % 4 : n % 4 + 4]
        post.send(asker, [second, *others], f"Plan {n}", thread=f"{n}")
        for person in others:
            to = [second, *(p for p in (asker, *others) if p != person)]
            post.send(person, to, f"Re: Plan {n}", thread=f"{n}", answers=asker)
        if n % 8 == 0:
            added = people(3, start=70)[n // 8]
            post.send(added, [second, asker], f"Re: Plan {n}", thread=f"{n}", answers=asker)
        blast = people(1, start=80)[0]
        post.send(blast, [blast], f"To all {n}")
    assert not post.lists()


def test_a_shared_mailbox_that_answers_is_no_list() -> None:
    post = Post()
    desk = Person("Press office", "press@otterley.example")
    for n in range(12):
        asker, other = TEAM[n % 8], TEAM[(n + 1) % 8]
        post.send(asker, [desk], f"Story {n}", thread=f"{n}")
        post.send(other, [desk, asker], f"Re: Story {n}", thread=f"{n}", answers=asker)
        post.send(desk, [asker, other], f"Re: Story {n}", thread=f"{n}", answers=asker)
    assert not post.lists()


def test_what_stands_for_nobody_is_no_list() -> None:
    post = Post()
    for address in ("undisclosed-recipients@mx.example", "noreply@pennerdale.example"):
        discuss(post, Person("", address))
    assert not post.lists()


def test_mail_forged_in_its_name_does_not_hide_it() -> None:
    post = Post()
    post.send(CELL, [], "Win a prize")
    discuss(post, CELL)
    assert set(post.lists()) == {"comms-cell"}


def test_once_found_every_message_to_it_is_on_it() -> None:
    post = Post()
    discuss(post, CELL)
    to_both = post.send(TEAM[0], [*people(30, start=50), ME, CELL], "Long")
    assert post.lists()["comms-cell"].key in post.keys[to_both.id]


def test_an_address_that_sends_is_a_persons() -> None:
    post = Post()
    post.send(CELL, [ME], "Hello")
    discuss(post, CELL)
    assert not post.lists()


def test_ones_own_address_is_no_list() -> None:
    post = Post()
    discuss(post, ME)
    assert not post.lists()


def test_someone_whose_mail_reaches_us_because_we_are_named_is_no_list() -> None:
    post = Post()
    boss = Person("", "boss@otterley.example")
    for n in range(9):
        asker, other = TEAM[n % 8], TEAM[(n + 1) % 8]
        post.send(asker, [boss, ME], f"Plan {n}", thread=f"{n}")
        post.send(other, [boss, ME, asker], f"Re: Plan {n}", thread=f"{n}", answers=asker)
    assert not post.lists()


def test_someone_who_is_written_to_in_blind_copies_of_ours_is_no_list() -> None:
    """Many write to them and answer what they wrote; nobody answers one another."""
    post = Post()
    boss = Person("", "boss@otterley.example")
    for n in range(20):
        post.send(TEAM[n % 8], [boss], f"Re: Plan {n % 5}")
    assert not post.lists()


def test_a_role_address_that_customers_write_to_is_no_list() -> None:
    post = Post()
    support = Person("Support", "support@otterley.example")
    for n in range(20):
        post.send(people(20, start=100)[n], [support], f"Broken thing {n}", thread=f"{n}")
        post.send(ME, people(20, start=100)[n : n + 1], f"Re: Broken thing {n}", thread=f"{n}")
    assert not post.lists()


def test_people_of_one_strange_house_are_a_relays_customers() -> None:
    post = Post()
    relay = people(8, domain="dating.example")
    person = Person("", "paul@work.example")
    for n in range(8):
        post.send(relay[n % 4], [person], "You have got mail", thread=f"{n % 4}")
        post.send(relay[(n + 1) % 8], [person], "Re: You have got mail", thread=f"{n % 4}")
    assert not post.lists()


def test_notices_to_an_address_that_nobody_answers_are_no_list() -> None:
    post = Post()
    for n in range(30):
        post.send(TEAM[n % 8], [CELL], f"Notice {n % 6}")
    assert not post.lists()


def test_automatic_answers_are_nobodys() -> None:
    post = Post()
    for n in range(12):
        asker, other = TEAM[n % 8], TEAM[(n + 1) % 8]
        post.send(asker, [CELL], f"Notice {n}", thread=f"{n}")
        post.send(other, [CELL, asker], f"Re: Notice {n}", thread=f"{n}", answers=asker, auto=True)
    assert not post.lists()


def test_mail_of_a_real_list_says_nothing_of_addresses() -> None:
    post = Post()
    for n in range(12):
        asker, other = TEAM[n % 8], TEAM[(n + 1) % 8]
        through: dict[str, Any] = {"list_id": "a.b.example", "list_post": "a@b.example"}
        post.send(asker, [CELL], f"Patch {n}", thread=f"{n}", **through)
        post.send(other, [CELL], f"Re: Patch {n}", thread=f"{n}", answers=asker, **through)
    assert set(post.lists()) == {"a"}


@pytest.mark.parametrize("restart", [1, 2, 5])
def test_it_is_found_across_restarts(restart: int) -> None:
    post = Post()
    for n in range(6):
        asker, other = TEAM[n], TEAM[n + 1]
        post.send(asker, [CELL], f"Subject {n}", thread=f"{n}")
        if n % restart == 0:
            post.again()
        post.send(other, [CELL], f"Re: Subject {n}", thread=f"{n}", answers=asker)
    assert set(post.lists()) == {"comms-cell"}


def test_a_real_list_found_later_behind_a_known_address_stays_one_list() -> None:
    post = Post()
    discuss(post, CELL)
    name = set(post.lists())
    post.send(TEAM[0], [CELL], list_id="cell.pennerdale.example", list_post=CELL.address)
    assert set(post.lists()) == name
