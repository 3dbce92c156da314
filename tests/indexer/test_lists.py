"""Real lists, by List-Id and List-Post; what the finder keeps and says of any list."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from indexer.lists import Seen
from indexer.model.people import Person
from tests.indexer.crowd import ME, START, Post, Rows, people

JANE, RHYS, TOM = people(3)
BMC: dict[str, Any] = {
    "list_id": "openbmc.lists.ozlabs.example",
    "list_post": "openbmc@lists.ozlabs.example",
}
OPENBMC = Person("", "openbmc@lists.ozlabs.example")


def test_one_message_with_list_post_is_a_list() -> None:
    post = Post()
    seen = post.send(JANE, [OPENBMC], **BMC, list_title="Development of OpenBMC")
    found = post.lists()["openbmc"]
    assert (found.kind, found.address) == ("list-id", "openbmc@lists.ozlabs.example")
    assert (found.title, found.members, found.last) == ("Development of OpenBMC", 1, seen.date)
    assert post.keys[seen.id] == (found.key,)


def test_a_list_without_list_post_is_known_by_people_of_elsewhere_who_write_to_it() -> None:
    post = Post()
    api = Person("", "linux-api@vger.example")
    post.send(
        JANE, [ME, api], list_id="linux-api.vger.example", unsubscribe=True, precedence="bulk"
    )
    found = post.lists()["linux-api"]
    assert (found.kind, found.address) == ("list-id", "linux-api@vger.example")


def test_several_people_who_answer_make_a_list_wherever_it_is_addressed_to() -> None:
    post = Post()
    post.send(JANE, [ME], "Paint", list_id="paint.groups.example", unsubscribe=True)
    assert not post.lists()
    post.send(RHYS, [ME], "Re: Paint", list_id="paint.groups.example", answers=JANE)
    assert post.lists()["paint"].address is None


@pytest.mark.parametrize("senders", [1, 3])
def test_a_newsletter_is_no_list(senders: int) -> None:
    post = Post()
    for n in range(30):
        post.send(
            people(senders, domain="vendor.example")[n % senders],
            [ME],
            f"Offer {n}",
            list_id="news.vendor.example",
            unsubscribe=True,
            precedence="bulk",
        )
    assert not post.lists()


def test_a_newsletter_sent_to_an_address_of_its_own_is_no_list() -> None:
    post = Post()
    for n in range(5):
        news = Person("", "news@vendor.example")
        post.send(
            Person("Vendor", "shop@mail.vendor.example"), [news], f"Offer {n}",
            list_id="news.vendor.example", unsubscribe=True, precedence="bulk",
        )  # fmt: skip
    assert not post.lists()


OFFICE: dict[str, Any] = {
    "list_id": "bins.otterley.example",
    "list_post": "bins@otterley.example",
    "unsubscribe": True,
}
BINS = Person("", "bins@otterley.example")


def announced(post: Post, times: int = 4) -> list[Person]:
    """What three of an office tell all, one after the other, and no list; the three."""
    staff = people(3, start=40, domain="otterley.example")
    for n in range(times):
        post.send(staff[n % 3], [BINS], f"Bins in week {n}", thread=f"week {n}", **OFFICE)
    assert not post.lists()
    return staff


def test_an_office_that_one_outsider_writes_to_by_mistake_has_no_list() -> None:
    """A word of thanks, an answer to all, a question out of the blue; now and then another's."""
    post = Post()
    staff = announced(post)
    post.send(JANE, [BINS], "Re: Bins in week 3", thread="week 3", answers=staff[0], **OFFICE)
    post.send(JANE, [BINS], "Re: Bins in week 2", **OFFICE)
    announced(post)
    post.again()
    post.send(RHYS, [BINS], "Where is my bin?", **OFFICE)
    announced(post)
    post.send(TOM, [BINS], "Re: Bins in week 1", thread="week 1", answers=staff[1], **OFFICE)
    post.send(Person("Otterley", "news@otterley.example"), [BINS], "Holidays", **OFFICE)
    assert not post.lists()


def test_a_program_that_tells_all_and_one_outsider_make_no_list() -> None:
    post = Post()
    for n in range(3):
        post.send(Person("", "noreply@otterley.example"), [BINS], f"Bins in week {n}", **OFFICE)
    post.send(JANE, [BINS], "Where is my bin?", **OFFICE)
    assert not post.lists()


@pytest.mark.parametrize("who", ["the office answers", "two outsiders", "many outsiders"])
def test_what_an_office_began_is_a_list_once_people_write_to_one_another(who: str) -> None:
    post = Post()
    staff = announced(post)
    through: dict[str, Any] = {"thread": "week 3", **OFFICE}
    first = post.send(JANE, [BINS], "Re: Bins in week 3", answers=staff[0], **through)
    if who == "the office answers":
        post.send(staff[0], [BINS], "Re: Bins in week 3", answers=JANE, **through)
    elif who == "two outsiders":
        post.send(RHYS, [BINS], "Re: Bins in week 3", answers=JANE, **through)
    else:
        for n, person in enumerate(people(3, start=20)):
            assert not post.lists()
            post.send(person, [BINS], f"Lids {n}", **OFFICE)
    assert post.on(first) == {"bins"}


@pytest.mark.parametrize("how", ["named", "not known", "masked"])
def test_people_of_one_house_who_answer_one_another_have_a_list(how: str) -> None:
    """Few answers, and mostly to mail whose author nobody knows: its program names no parent."""
    post = Post()
    staff = announced(post, 9)
    itself = [Person(f"{p.name} via Bins", BINS.address) for p in staff]
    who, whom = (itself[0], itself[1]) if how == "masked" else (staff[0], staff[1])
    again = None if how == "not known" else whom
    answer = post.send(
        who, [BINS], "Re: Bins in week 4", answers=again, list_id="bins.otterley.example"
    )
    assert post.on(answer) == {"bins"}


def test_a_list_named_for_announcements_waits_for_a_second_voice() -> None:
    post = Post()
    told: dict[str, Any] = {
        "list_id": "lids-announce.lists.example", "list_post": "lids-announce@lists.example"
    }  # fmt: skip
    for n in range(3):
        post.send(JANE, [Person("", told["list_post"])], f"Lids {n}", **told)
    assert not post.lists()
    post.send(RHYS, [Person("", told["list_post"])], "Re: Lids 2", answers=JANE, **told)
    assert not post.lists()
    post.send(JANE, [Person("", told["list_post"])], "Re: Lids 2", answers=RHYS, **told)
    assert set(post.lists()) == {"lids-announce"}


def test_where_nobody_may_post_there_is_no_list() -> None:
    post = Post()
    for person in (JANE, RHYS, TOM):
        seen = post.send(
            person, [Person("", "a@b.example")], "Re: x", list_id="a.b.example", no_post=True
        )
        assert post.keys[seen.id] == ()
    assert not post.lists()


def test_one_list_reached_through_two_ids_is_one() -> None:
    post = Post()
    first = post.send(JANE, [OPENBMC], **BMC)
    second = post.send(
        RHYS, [OPENBMC], list_id="bmc.mirror.example", list_post=BMC["list_post"], answers=JANE
    )
    only_post = post.send(TOM, [OPENBMC], list_post=BMC["list_post"])
    only_id = post.send(TOM, [ME], list_id="bmc.mirror.example")
    assert len({post.keys[s.id] for s in (first, second, only_post, only_id)}) == 1
    assert list(post.lists()) == ["openbmc"]


def test_list_post_alone_makes_a_list() -> None:
    post = Post()
    post.send(JANE, [OPENBMC], list_post=BMC["list_post"])
    assert list(post.lists()) == ["openbmc"]


@pytest.mark.parametrize("robot", [True, False])
def test_a_list_post_that_changes_with_every_message_is_nobodys_address(robot: bool) -> None:
    """What a forge sends on comes from one address: nobody can be told from another there."""
    post = Post()
    for n in range(6):
        who = "notifications" if robot else f"person{n % 3}"
        post.send(
            Person(f"Person {n}", f"{who}@forge.example"),
            [Person("", "repo@noreply.forge.example")],
            "Re: It crashes",
            list_id="repo.owner.forge.example",
            list_post=f"reply+{n}@reply.forge.example",
        )
    assert [g.address for g in post.lists().values()] == ([] if robot else [None])


def test_one_message_does_not_move_a_lists_address_but_many_do() -> None:
    post = Post()
    for _ in range(8):
        post.send(JANE, [OPENBMC], **BMC)
    post.send(TOM, [OPENBMC], list_id=BMC["list_id"], list_post="evil@elsewhere.example")
    post.send(RHYS, [OPENBMC], **BMC)
    assert post.lists()["openbmc"].address == BMC["list_post"]
    for _ in range(5):
        post.send(JANE, [OPENBMC], list_id=BMC["list_id"], list_post="bmc@new.example")
    assert post.lists()["openbmc"].address == "bmc@new.example"


def test_a_list_of_two_names_that_each_message_says_one_of_has_an_address() -> None:
    post = Post()
    for n in range(12):
        name = ("openbmc@lists.ozlabs.example", "bmc@vanity.example")[n % 2]
        post.send(
            (JANE, TOM)[n % 2], [Person("", name)], list_post=name,
            list_id=name.replace("@", "."), list_names=("group:123456",),
        )  # fmt: skip
    (found,) = post.lists().values()
    assert found.address == "openbmc@lists.ozlabs.example"
    copy = post.send(ME, [Person("", "bmc@vanity.example")])
    assert post.keys[copy.id] == (found.key,)


def test_a_copy_that_did_not_come_through_the_list_is_on_it_too() -> None:
    post = Post()
    post.send(JANE, [OPENBMC], **BMC)
    copy = post.send(RHYS, [ME, OPENBMC])
    assert post.keys[copy.id] == (post.lists()["openbmc"].key,)


THROUGH: dict[str, dict[str, Any]] = {
    "own copy": {"sender": ME, "to": [OPENBMC]},
    "copy": {"to": [ME, OPENBMC]},
    "by id": {"list_id": BMC["list_id"]},
    "whole": {"to": [OPENBMC], **BMC},
    "mirror": {"to": [OPENBMC], "list_id": "bmc.mirror.example", "list_post": BMC["list_post"]},
    "older name": {"to": [Person("", "openbmc@ozlabs.example")], **BMC},
    "to older name": {"to": [Person("", "openbmc@ozlabs.example")]},
}


@pytest.mark.parametrize("seed", range(12))
def test_a_list_of_many_names_is_one_in_any_order(seed: int) -> None:
    post, rng = Post(), random.Random(seed)
    names = [*THROUGH, "mirror", "mirror", "older name"]
    rng.shuffle(names)
    seen = []
    for n, name in enumerate(names):
        fields: dict[str, Any] = {"sender": people(9)[n % 9], "to": [], **THROUGH[name]}
        seen.append(post.send(fields.pop("sender"), fields.pop("to"), **fields))
        known = [g.name for g in post.lists().values()][:1]
        if n % 3 == 0:
            post.again()
    (found,) = post.lists().values()
    assert (found.kind, found.address) == ("list-id", OPENBMC.address)
    assert found.name == (known or [found.name])[0]
    assert all(post.on(each) == {found.name} for each in seen)
    wrote = sum(m.messages for m in post.finder.roster(found.key))
    assert wrote == len(seen)
    assert found.members == len({each.sender.address for each in seen})


def test_two_lists_that_turn_out_to_be_one_keep_the_earlier_name() -> None:
    post = Post()
    early = post.send(JANE, [Person("", "bmc@old.example")], list_id="bmc.old.example")
    for person in (RHYS, TOM, JANE):
        post.send(person, [OPENBMC], **BMC)
    assert set(post.lists()) == {"bmc", "openbmc"}
    for _ in range(2):
        post.send(JANE, [ME], list_id="bmc.old.example", list_post=BMC["list_post"])
    assert set(post.lists()) == {"bmc", "openbmc"}, "one message may be forged"
    last = post.send(JANE, [ME], list_id="bmc.old.example", list_post=BMC["list_post"])
    post.again()
    assert set(post.lists()) == {"bmc"}
    assert post.on(early) == post.on(last) == {"bmc"}


def test_a_list_that_is_a_member_of_another_stays_another() -> None:
    post = Post()
    inner = ("tools@inner.example", "all@outer.example")
    for n in range(20):
        post.send(people(9)[n % 9], [], list_id="tools.inner.example", list_names=inner[:1])
        fields: dict[str, Any] = {"list_id": "all.outer.example", "list_names": inner[1:]}
        if n % 3:
            fields["list_names"] = inner
        post.send(people(9)[n % 9], [], **fields)
    assert set(post.lists()) == {"tools", "all.outer"}


def test_another_name_that_its_software_keeps_giving_is_the_lists() -> None:
    post = Post()
    for n in range(4):
        post.send(people(4)[n], [OPENBMC], **BMC, list_names=("bmc@elsewhere.example",))
    copy = post.send(JANE, [Person("", "bmc@elsewhere.example")])
    assert post.on(copy) == {"openbmc"}


def test_ones_own_address_and_a_persons_are_no_lists_address() -> None:
    post = Post()
    post.send(RHYS, [JANE, ME])
    for address in (ME.address, RHYS.address):
        post.send(TOM, [OPENBMC], list_id=f"{address}.example", list_post=address)
    assert not {ME.address, RHYS.address} & {g.address for g in post.lists().values()}
    letter = post.send(TOM, [ME, RHYS])
    assert not post.on(letter)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bins@googlegroups.com", "bins@googlemail.com"),
        ("~jane/bins@lists.sr.example", "u.jane.bins@lists.sr.example"),
        ("bins@lists.otterley.example", "bins@otterley.example"),
    ],
)
def test_what_providers_call_alike_is_one(one: str, other: str) -> None:
    post = Post()
    through: dict[str, Any] = {"list_id": one.replace("@", "."), "list_post": one}
    first = post.send(JANE, [Person("", other)], "Lids", **through)
    copy = post.send(RHYS, [Person("", other)])
    assert post.on(first) == post.on(copy) == set(post.lists())


def test_forged_mail_in_a_lists_name_takes_nothing_from_it() -> None:
    post = Post()
    post.send(JANE, [OPENBMC], **BMC)
    before = post.lists()["openbmc"]
    post.send(OPENBMC, [ME], "Win a prize")
    post.send(RHYS, [OPENBMC], **BMC)
    assert post.lists()["openbmc"].address == before.address


def test_a_forum_is_a_list_once_people_answer_there() -> None:
    """All posts come from one address; people are told apart by their names."""
    post = Post()
    forum: dict[str, Any] = {"list_id": "lids.forum.example", "forum": True, "unsubscribe": True}
    for n, name in enumerate(("Jane", "Jane", "Rhys")):
        assert not post.lists()
        subject = "Re: Lids" if n else "Lids"
        post.send(Person(f"{name} via Forum", "no-reply@forum.example"), [ME], subject, **forum)
    assert post.lists()["lids"].address is None


def test_a_list_that_puts_its_own_address_into_from_has_people_by_name() -> None:
    post = Post()
    first = None
    for name in ("Jane via Bins", "Rhys via Bins"):
        assert not post.lists()
        masked = Person(name, OPENBMC.address)
        post.send(masked, [ME], "Re: Lids", **BMC, unsubscribe=True, answers=first)
        first = masked
    assert post.lists()["openbmc"].address == OPENBMC.address


def test_advertisements_that_begin_with_re_are_no_list() -> None:
    post = Post()
    for n in range(9):
        post.send(
            people(3, domain="vendor.example")[n % 3], [ME], "Re: Your order",
            list_id="offers.vendor.example", unsubscribe=True,
            list_post=f"reply+{n}@in.vendor.example",
        )  # fmt: skip
        post.send(
            Person(f"Person {n} of Vendor", "news@vendor.example"), [ME], "Re: Your order",
            list_id="news.vendor.example", unsubscribe=True, list_post="news@vendor.example",
        )  # fmt: skip
    assert not post.lists()


def test_lists_of_the_same_label_get_different_names_for_ever() -> None:
    post = Post()
    for house in ("httpd", "kafka"):
        post.send(
            JANE, [], list_id=f"dev.{house}.example.org", list_post=f"dev@{house}.example.org"
        )
    for house in ("apples", "pears"):
        post.send(JANE, [], list_id=f"trees.{house}.org", list_post=f"trees@{house}.org")
    names = {g.key: g.name for g in post.lists().values()}
    assert set(names.values()) == {"dev.httpd", "dev.kafka", "trees", "trees.pears"}
    post.again()
    assert {g.key: g.name for g in post.lists().values()} == names


def test_promotions_come_until_they_are_settled_and_then_no_more() -> None:
    post = Post()
    post.send(JANE, [OPENBMC], **BMC)
    first = post.finder.promotions()
    assert [(p.slug, p.kind) for p in first] == [("openbmc", "list-id")]
    assert not post.finder.lists()
    post.again()
    assert post.finder.promotions() == first
    post.finder.settle(first[0].key, "bmc")
    post.again()
    assert not post.finder.promotions()
    assert [g.name for g in post.finder.lists()] == ["bmc"]


def test_who_wrote_is_counted_across_restarts() -> None:
    post = Post()
    post.send(JANE, [OPENBMC], **BMC)
    last = post.send(RHYS, [OPENBMC], **BMC)
    post.again()
    post.send(Person("Jane Khan", JANE.address), [OPENBMC], **BMC)
    found = post.lists()["openbmc"]
    jane, rhys = post.finder.roster(found.key)
    assert found.members == 2
    assert (jane.name, jane.messages, jane.left) == ("Jane Khan", 2, None)
    assert jane.first < rhys.first == rhys.last == last.date < jane.last
    assert post.finder.present(found.key) == {JANE.address, RHYS.address}
    assert post.finder.present(found.key, at=jane.first) == {JANE.address}


TEXT = st.text(max_size=30)
ADDRESS = st.sampled_from([p.address for p in people(14)]) | TEXT.map(lambda t: t + "@x.example")
PERSON = st.builds(Person, TEXT, ADDRESS)
SEEN = st.builds(
    Seen,
    id=TEXT,
    thread=TEXT,
    date=st.integers(-(2**40), 2**40),
    sender=PERSON,
    recipients=st.lists(PERSON, max_size=40, unique_by=lambda p: p.address).map(tuple),
    subject=TEXT,
    list_id=st.none() | TEXT,
    list_title=TEXT,
    list_post=st.none() | ADDRESS,
    no_post=st.booleans(),
    unsubscribe=st.booleans(),
    precedence=TEXT,
    auto=st.booleans(),
    own=st.booleans(),
    answers=st.none() | ADDRESS,
    list_names=st.lists(ADDRESS | st.sampled_from(["group:1", "group:2"]), max_size=3).map(tuple),
    forum=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SEEN, max_size=25), st.integers(1, 10))
def test_whatever_comes_batches_change_nothing(mail: list[Seen], batch: int) -> None:
    """Any values are taken; names are good tags and unique; restarting between changes nothing."""
    whole, parts = Post(least=3), Post(least=3, store=Rows())
    for n, seen in enumerate(mail):
        if n % batch == 0:
            parts.again()
        assert whole.finder.take(seen) == parts.finder.take(seen)
    assert whole.finder.promotions() == parts.finder.promotions()
    for post in (whole, parts):
        names = post.lists()
        assert len(names) == len(post.finder.lists())
        assert all(name.strip("abcdefghijklmnopqrstuvwxyz0123456789.-") == "" for name in names)
        for group in names.values():
            post.finder.roster(group.key)
    assert whole.lists() == parts.lists()


def test_what_the_store_holds_is_small() -> None:
    post = Post()
    for n in range(200):
        post.send(people(50)[n % 50], [OPENBMC], f"Subject {n}", **BMC)
    post.again()
    assert max(len(v) for rows in post.store.rows.values() for v in rows.values()) < 1_000
    assert post.clock > START
