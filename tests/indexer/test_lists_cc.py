"""Cc lists: the same people again and again, who answer one another before all of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from indexer.model.people import Person
from tests.indexer.crowd import DAY, ME, Post, people

if TYPE_CHECKING:
    from collections.abc import Sequence

HERD = people(60)
ALL = [ME, *HERD]


def establish(post: Post, members: Sequence[Person], topic: str = "Snow and ice") -> str:
    """Two answered conversations of the members; the key of their circle."""
    for n, what in enumerate(("closures page", "contracts for gritting")):
        seen = post.talk(members[n + 1 : n + 4], members, f"{topic} {what}")
    return post.keys[seen[-1].id][-1] if post.keys[seen[-1].id] else ""


def test_people_who_answer_one_another_are_a_list() -> None:
    post = Post()
    key = establish(post, ALL)
    (found,) = post.lists().values()
    assert (found.key, found.kind, found.address, found.members) == (key, "cc", None, 61)
    assert set(post.keys.values()) == {(key,)}
    assert post.finder.present(key) == {p.address for p in ALL}


def test_a_blast_is_none_however_many_answer() -> None:
    post = Post()
    post.talk(HERD[:40], ALL, "You are invited to our garden party")
    post.send(HERD[3], ALL, "RE: You are invited to our garden party - new time")
    post.send(HERD[4], ALL, "Re: you are invited to our garden party", hours=99)
    post.talk(HERD[:9], ALL, "Reminder: You are invited to our garden party", hours=99)
    assert not post.lists()


def test_announcements_and_reports_are_none() -> None:
    post = Post()
    for n in range(12):
        post.send(HERD[0], ALL, f"Announcement {n}")
        post.send(HERD[n % 4], people(30, start=200), f"Report of day {n}", hours=24)
        # Two send the same report; nobody answers it.
        post.send(HERD[n % 3], people(30, start=200), f"Report of day {n}", hours=1)
    assert not post.lists()


def test_one_person_who_answers_everything_is_no_list() -> None:
    post = Post()
    for n in range(6):
        post.talk([HERD[n], HERD[30]], ALL, f"Request number {n} for a new thing")
    assert not post.lists()


def test_one_day_is_not_enough() -> None:
    post = Post(clock=19_675 * DAY)
    for n in range(3):
        post.talk(HERD[n : n + 3], ALL, f"Topic {n} of the day", hours=0.1)
    assert not post.lists()
    post.talk(HERD[7:10], ALL, "The day after", hours=24)
    assert len(post.lists()) == 1


def test_fewer_than_the_setting_are_a_handful_of_friends() -> None:
    post = Post(least=20)
    establish(post, people(19))
    assert not post.lists()
    establish(post, people(20, start=100))
    assert len(post.lists()) == 1


def test_automatic_answers_are_nobodys() -> None:
    post = Post()
    for n in range(5):
        post.send(HERD[0], ALL, f"News {n} of the town", thread=f"{n}")
        for person in HERD[n + 1 : n + 4]:
            post.send(person, ALL, f"Re: News {n} of the town", thread=f"{n}", auto=True)
    assert not post.lists()


def test_replies_to_a_few_are_left_to_their_conversation() -> None:
    post = Post()
    key = establish(post, ALL)
    few = post.send(HERD[1], HERD[2:4], "Re: Snow and ice closures page")
    assert key not in post.keys[few.id]


def test_the_forgotten_and_the_added_change_nothing() -> None:
    post = Post()
    key = establish(post, ALL)
    shorter = post.send(HERD[5], ALL[:55], "Re: Snow and ice closures page")
    longer = post.send(HERD[5], [*ALL, *people(3, start=300)], "Bins")
    assert post.keys[shorter.id] == post.keys[longer.id] == (key,)


def test_two_lists_that_share_half_their_people_stay_two() -> None:
    post = Post()
    one, other = people(80), people(80, start=40)
    first, second = establish(post, one, "Snow"), establish(post, other, "Elections")
    for n in range(10):
        seen = [post.talk(m[n : n + 3], m, f"Topic {n} of all") for m in (one, other)]
        assert [{post.keys[s.id] for s in talk} for talk in seen] == [{(first,)}, {(second,)}]
    assert len(post.lists()) == 2


@pytest.mark.parametrize("size", [15, 60, 300])
def test_a_list_that_changes_a_tenth_with_every_mail_stays_one(size: int) -> None:
    rng, post = random.Random(size), Post()
    members, strangers = people(size), people(2_000, start=size)
    keys = set()
    for n in range(60):
        asker, *others = rng.sample(members, 3)
        for seen in post.talk([asker, *others], members, f"Subject {n} of {size}"):
            keys.add(post.keys[seen.id])
        members = members[size // 10 + 1 :] + [strangers.pop() for _ in range(size // 10 + 1)]
    assert len(keys) == 1
    assert len(post.lists()) == 1


def test_old_mail_that_comes_late_finds_its_list() -> None:
    post = Post()
    old = people(60)
    key = establish(post, old)
    early = post.clock
    now = list(old)
    for n in range(12):
        now = now[4:] + people(4, start=500 + 4 * n)
        post.talk(now[:3], now, f"Topic {n} of the year", hours=200)
    present = post.finder.present(key)
    post.clock = early
    late = post.send(old[0], old, "Found in an archive")
    assert post.keys[late.id] == (key,)
    assert post.finder.present(key) == present == {p.address for p in now}


def changing(times: int, changes: int = 6) -> list[list[Person]]:
    """Who is on a list at each of some times, a tenth others at each."""
    members, strangers = people(60), people(2_000, start=1_000)
    course = []
    for _ in range(times):
        course.append(members)
        members = members[changes:] + [strangers.pop() for _ in range(changes)]
    return course


def test_mail_that_comes_in_between_makes_two_lists_one() -> None:
    post, course = Post(), changing(24)
    start = post.clock

    def talk(n: int) -> str:
        post.clock = start + n * 3 * DAY
        seen = post.talk(course[n][1:4], course[n], f"Subject {n} of the year")
        return post.keys[seen[-1].id][-1]

    old = {talk(n) for n in range(4)}
    (kept,) = post.lists().values()
    new = {talk(n) for n in range(20, 24)}
    post.again()
    assert (len(old), len(new)) == (1, 1)
    assert len(post.lists()) == 2
    between = [talk(n) for n in range(19, 3, -1)]
    post.again()
    (found,) = post.lists().values()
    merged = post.finder.merged()
    assert (found.key, found.name) == (kept.key, kept.name)
    assert {merged.get(key, key) for key in (*old, *new, *between)} == {kept.key}
    assert post.finder.present(kept.key) == {p.address for p in course[-1]}
    roster = {m.address: m for m in post.finder.roster(kept.key)}
    assert roster.keys() == {p.address for members in course for p in members}
    assert sum(m.messages for m in roster.values()) == len(post.keys)
    for address, member in roster.items():
        at = [n for n, members in enumerate(course) if address in {p.address for p in members}]
        assert abs(member.first - (start + at[0] * 3 * DAY)) < DAY
        assert (member.left is None) == (at[-1] == 23)


def test_mail_to_two_lists_at_once_leaves_them_two() -> None:
    post = Post()
    one, other = people(80), people(80, start=40)
    begun = post.clock
    first, second = establish(post, one, "Snow"), establish(post, other, "Elections")
    establish(post, one, "More snow")
    establish(post, other, "More elections")
    both = post.send(one[3], people(120), "To all of you", hours=1)
    assert set(post.keys[both.id]) > {first, second}
    assert len(post.finder.present(first)) == len(post.finder.present(second)) == 80
    blast = post.send(one[3], people(300), "To the whole county", hours=1)
    assert {first, second}.isdisjoint(post.keys[blast.id])
    post.clock = begun + DAY
    post.send(one[3], people(120), "To all of you", hours=1)
    post.clock += 90 * DAY
    assert post.keys[post.send(one[1], one, "Ice").id] == (first,)
    assert post.keys[post.send(other[1], other, "Votes").id] == (second,)
    assert not post.finder.merged()
    assert len(post.lists()) == 2
    again = post.send(one[3], people(120), "To both of you", hours=1)
    assert set(post.keys[again.id]) > {first, second}
    every = [post.talk(one[n : n + 3], people(120), f"To you all again: {n}") for n in range(3)]
    assert len(post.lists()) == 3
    assert len(set.intersection(*({*post.keys[s.id]} for talk in every for s in talk))) == 1


def test_who_added_whom() -> None:
    post = Post()
    members, new = people(30), people(3, start=500)
    key = establish(post, members)
    late = post.clock + 40 * DAY
    post.clock = late
    post.send(members[4], [*members, *new], "Welcome our new colleagues")
    post.send(members[5], [*members, *new], "Another matter")
    post.send(new[2], [*members, *new], "Hello")
    post.clock = late - 10 * DAY
    post.send(members[7], [*members, new[0]], "Trying out")
    post.again()
    by = {m.address: m.by for m in post.finder.roster(key)}
    assert by.pop(new[0].address) == members[7].address
    assert by.pop(new[1].address) == by.pop(new[2].address) == members[4].address
    assert set(by.values()) == {""}


def test_sets_that_recur_are_suggested_and_blasts_are_not() -> None:
    post = Post()
    for n in range(6):
        post.send(HERD[0], people(30, start=200), f"Figures of week {n}", hours=40)
        post.send(HERD[1], people(40, start=300), "Party")
        post.send(HERD[n], people(12, start=600), f"Paper {n}", hours=30, unsubscribe=True)
    post.again()
    (one,) = post.finder.suggestions()
    assert (one.kind, one.slug, one.members, one.mails) == ("cc", "figures", 31, 6)
    post.talk(people(4, start=201), people(30, start=200), "Figures that are wrong")
    post.talk(people(4, start=205), people(30, start=200), "Figures that are right", hours=30)
    assert [g.key for g in post.lists().values()] == [one.key]
    assert not post.finder.suggestions()


def test_mail_that_went_through_a_real_list_makes_no_cc_list() -> None:
    post = Post()
    for n in range(4):
        for person in HERD[n : n + 3]:
            post.send(
                person, ALL, f"Re: [PATCH {n}] all of it", thread=f"{n}",
                list_id="dev.house.example", list_post="dev@house.example",
            )  # fmt: skip
        # Those who are named besides have copies that did not come through it.
        dev = Person("", "dev@house.example")
        post.talk(HERD[n : n + 3], [*ALL, dev], f"[PATCH {n}] the rest", hours=20)
    assert [g.kind for g in post.lists().values()] == ["list-id"]


def test_a_title_says_what_the_subjects_share() -> None:
    post = Post()
    for n, what in enumerate(("gritting rota", "salt for gritting", "who pays for gritting")):
        post.talk(HERD[n : n + 3], ALL, f"{what} {n}")
        post.talk(HERD[:2], people(40, start=400 + 50 * n), f"party {n}")
    (found,) = post.lists().values()
    assert (found.name, found.title) == ("gritting", "Gritting")
    for label, name, title in (
        ("Comms Net", "comms-net", "Comms net"), ("дороги", "council0", "Дороги")
    ):  # fmt: skip
        post = Post()
        for n, what in enumerate(("budget", "photographs", "elections")):
            post.talk(HERD[n : n + 3], ALL, f"[{label}] {what}")
        assert [(g.name, g.title) for g in post.lists().values()] == [(name, title)]


def test_without_a_shared_word_it_is_named_for_who_began_it() -> None:
    post = Post()
    for n, what in enumerate(("budget", "photographs", "elections")):
        post.talk(HERD[n + 1 : n + 4], ALL, what)
    (found,) = post.lists().values()
    assert (found.name, found.title) == ("council1", "Council1 and others")


def test_circles_not_in_use_are_rows_and_are_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.lists.shelf._HELD", 500)
    post = Post()
    key = establish(post, ALL)
    for n in range(40):
        post.send(people(1, start=5000 + n)[0], people(50, start=1000 + 60 * n), f"Blast {n}")
    assert key not in post.finder._cc._shelf.held
    assert post.finder._cc._shelf.weight == sum(
        len(c.addresses) for c in post.finder._cc._shelf.held.values()
    )
    assert post.keys[post.send(HERD[0], ALL, "Still here").id] == (key,)


def test_people_long_gone_take_no_room_and_stay_on_the_roster() -> None:
    post = Post()
    members = people(100)
    key = establish(post, members)
    first = post.finder.roster(key)[0].first
    for n in range(300):
        members = members[10:] + people(10, start=1_000 + 10 * n)
        post.talk(members[:2], members, f"Topic {n} of many")
    assert len(post.finder._cc._shelf.held[key].addresses) < 2_000
    post.again()
    roster = {m.address: m for m in post.finder.roster(key)}
    assert len(roster) == 3_100
    gone = roster["person0@council0.example"]
    assert gone.first == first
    assert gone.left is not None
    assert gone.last < gone.left
    assert post.finder.present(key, at=first) == {p.address for p in people(100)}
    assert {a for a, m in roster.items() if m.left is None} == {p.address for p in members}


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(12, 40))
def test_any_order_of_a_steady_lists_mail_gives_one_list(rng: random.Random, size: int) -> None:
    post = Post()
    members = people(size)
    for _ in range(40):
        sender = rng.choice(members)
        topic = rng.randrange(8)
        forgotten = rng.sample(members, rng.randrange(size // 8 + 1))
        to = [p for p in members if p not in forgotten]
        post.send(
            sender, to, f"{'Re: ' if rng.random() < 0.7 else ''}Topic number {topic}",
            thread=f"{topic}", hours=rng.uniform(0.1, 30),
        )  # fmt: skip
    assert len(set(post.keys.values())) == 1
