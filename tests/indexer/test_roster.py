"""Who is on a cc list, from whom its mails to all name."""

from __future__ import annotations

from hypothesis import given, strategies as st

from indexer.lists.presence import Presence, named
from tests.indexer.crowd import ME, Post, people

EVERYBODY = (1 << 40) - 1
A, B, C = 1 << 40, 1 << 41, 1 << 42


def after(*mails: tuple[int, str]) -> Presence:
    state = Presence()
    for who, conversation in mails:
        state = named(state, who, conversation)
    return state


def test_the_first_mail_says_who_is_there() -> None:
    assert after((EVERYBODY, "a")).present == EVERYBODY


def test_the_forgotten_are_waited_for() -> None:
    short = EVERYBODY & ~0b111
    assert after((EVERYBODY, "a"), (short, "b")).present == EVERYBODY
    assert after((EVERYBODY, "a"), (short, "b"), (EVERYBODY, "c")).absent == ()


def test_who_is_left_out_in_two_conversations_has_left() -> None:
    short = EVERYBODY & ~0b111
    assert after((EVERYBODY, "a"), (short, "b"), (short, "c")).present == short


def test_replies_that_repeat_a_shortened_set_are_one_voice() -> None:
    short = EVERYBODY & ~0b111
    mails = [(EVERYBODY, "a"), *[(short, "b")] * 9]
    assert after(*mails).present == EVERYBODY


def test_a_guest_of_one_conversation_is_not_on_the_list() -> None:
    mails = [(EVERYBODY, "a"), *[(EVERYBODY | A, "b")] * 5]
    assert after(*mails).present == EVERYBODY
    assert after(*mails, (EVERYBODY | A, "c")).present == EVERYBODY | A


def test_a_swap_is_believed_at_once() -> None:
    swapped = (EVERYBODY & ~0b11) | A | B
    assert after((EVERYBODY, "a"), (swapped, "b")).present == swapped


def test_a_mail_that_lost_many_and_won_a_few_is_not_a_swap() -> None:
    odd = (EVERYBODY & ~0b1111111) | A
    assert after((EVERYBODY, "a"), (odd, "b")).present == EVERYBODY


def test_an_answer_to_an_old_mail_brings_nobody_back() -> None:
    swapped = (EVERYBODY & ~0b1) | A
    state = after((EVERYBODY, "a"), (swapped, "b"), (swapped, "c"), (EVERYBODY, "a"))
    assert state.present == swapped
    assert named(state, EVERYBODY | C, "a").present == swapped


@given(st.lists(st.tuples(st.integers(1, 2**12), st.sampled_from("abcd")), max_size=30))
def test_whatever_comes_the_sets_agree(mails: list[tuple[int, str]]) -> None:
    state = Presence()
    for who, conversation in mails:
        before, state = state, named(state, who, conversation)
        absent = 0
        for absence in state.absent:
            assert not absent & absence.who
            absent |= absence.who
        assert absent & ~state.present == 0
        assert state.present & ~state.ever == 0
        assert before.ever & ~state.ever == 0
        assert all(not mask & state.present for mask, _ in state.guests)
        assert state.present & who or not before.ever or not before.present & who


def test_a_roster_has_dates_and_counts() -> None:
    post = Post()
    herd = people(40)
    for n in range(3):
        post.talk(herd[n + 1 : n + 4], [ME, *herd], f"Topic {n} of winter")
    (found,) = post.lists().values()
    start = min(m.first for m in post.finder.roster(found.key))
    new = people(1, start=90)[0]
    without = [ME, *herd[1:], new]
    changed = post.send(herd[5], without, "A new one")
    last = post.send(herd[6], without, "And another")
    post.again()
    roster = {m.address: m for m in post.finder.roster(found.key)}
    gone, joined = roster[herd[0].address], roster[new.address]
    assert (gone.left, gone.first, gone.messages) == (changed.date, start, 0)
    assert start < gone.last < changed.date
    assert (joined.left, joined.first, joined.last) == (None, changed.date, last.date)
    assert roster[herd[6].address].messages == 1
    assert roster[herd[1].address].messages == 1
    assert roster[herd[3].address].messages == 3
    assert {a for a, m in roster.items() if m.left is None} == post.finder.present(found.key)
    assert post.lists()[found.name].members == 41
    assert herd[0].address in post.finder.present(found.key, at=start)
    assert new.address not in post.finder.present(found.key, at=start)
