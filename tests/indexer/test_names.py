"""Names of lists and base subjects."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from indexer import subjects
from indexer.lists import names


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("OpenBMC", "openbmc"),
        ("comms_cell", "comms-cell"),
        ("Zoë's Übung", "zoe-s-ubung"),
        ("..-a--b..", "a-b"),
        ("日本", ""),
        ("x" * 99, "x" * 40),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert names.slug(text) == slug


@given(st.lists(st.text(), max_size=4), st.sets(st.text(max_size=3)))
def test_unique_names_are_slugs_that_nobody_has(choices: list[str], taken: set[str]) -> None:
    name = names.unique(choices, taken)
    assert re.fullmatch(r"[a-z0-9.-]+", name)
    assert name not in taken
    assert names.slug(name) == name
    assert name[0] not in "-."


def test_unique_counts_where_all_are_taken() -> None:
    assert names.unique(["bins", "bins.x"], {"bins"}) == "bins.x"
    assert names.unique(["bins"], {"bins", "bins-2"}) == "bins-3"
    assert names.unique(["日本"], {"list"}) == "list-2"


@pytest.mark.parametrize(
    ("list_id", "name"),
    [
        ("openbmc.lists.ozlabs.org", "openbmc"),
        ("linux-api.vger.kernel.org", "linux-api"),
        ("dev.httpd.apache.org", "dev.httpd"),
        ("users.lists.example.org", "users.org"),
        ("plain", "plain"),
    ],
)
def test_a_list_id_gives_as_many_labels_as_say_something(list_id: str, name: str) -> None:
    first = names.of_list_id(list_id)[0]
    if list_id.startswith("users"):
        # Nothing but hollow labels: the label alone, or whatever tells it from another's.
        assert first.startswith("users")
    else:
        assert first == name


@pytest.mark.parametrize(
    ("domain", "whose"),
    [
        ("otterley.gov.uk", "otterley"),
        ("mail.otterley.gov.uk", "otterley"),
        ("cs.cam.ac.uk", "cam"),
        ("hotmail.com", "hotmail"),
        ("localhost", "localhost"),
        ("mail.xn--kln-sna.example", "köln"),
        ("xn--wgv71a119e.example", "xn--wgv71a119e"),
        ("", ""),
    ],
)
def test_whose_a_domain_is(domain: str, whose: str) -> None:
    assert names.organisation(domain) == whose


def test_shared_words_are_those_that_others_do_not_share() -> None:
    about = ["gritting rota", "salt and gritting", "gritting again", "snow rota"]
    everywhere = {"gritting": 4, "rota": 3, "again": 30, "salt": 1}
    assert names.shared_words(about, everywhere, 50) == ["gritting"]
    assert names.shared_words(about, {**everywhere, "gritting": 40}, 50) == []
    assert names.shared_words(["budget", "photos"], {}, 2) == []


def test_words_that_nobody_else_has_need_not_be_in_many_subjects() -> None:
    about = [*(f"gritting {n}" for n in range(4)), *(4 * sign for sign in "abcdefghijklmnop")]
    assert names.shared_words(about, {"gritting": 4}, 999) == ["gritting"]
    assert names.shared_words(about, {"gritting": 40}, 999) == []
    assert names.shared_words([*about, "snow"], {"gritting": 4}, 999) == []


def test_two_conversations_share_a_word_that_no_others_have() -> None:
    about = ["gritting costs", "salt for gritting"]
    everywhere = {"gritting": 2, "costs": 4, "salt": 1}
    assert names.shared_words(about, everywhere, 9) == ["gritting"]
    assert names.shared_words([*about, "snow"], everywhere, 9) == ["gritting"]
    assert names.shared_words([*about, "snow", "rota"], everywhere, 12) == []
    assert names.shared_words(about, everywhere, 4) == [], "nothing to compare with"
    assert names.shared_words(about, {**everywhere, "gritting": 3}, 9) == []


def test_a_hashtag_of_most_subjects_is_the_name() -> None:
    about = ["salt #wintercare", "rota #wintercare again"]
    assert names.shared_words(about, {}, 2) == ["wintercare"]
    assert names.shared_words(about, {"wintercare": 9}, 12) == []
    assert names.shared_words(["salt #urgent", "rota #urgent"], {}, 2) == []


def test_a_tag_before_most_subjects_is_the_name() -> None:
    about = ["[comms net] snow", "[comms net] salt", "[comms net] rota", "bins"]
    assert names.shared_words(about, {}, 9) == ["comms net"]


def test_titles() -> None:
    assert names.title("comms-network") == "Comms network"
    assert names.title("plain_english.talk") == "Plain english talk"
    assert names.title("") == ""


@pytest.mark.parametrize(
    ("subject", "base", "reply"),
    [
        ("Bins", "bins", False),
        ("Re: Bins", "bins", True),
        ("RE: [EXTERNAL] Re[2]: Bins", "bins", True),
        ("FW:  Bins\r\n again", "bins again", False),
        ("[EXTERNAL]: Bins", "bins", False),
        ("AW: WG: Tonnen", "tonnen", True),
        ("Re\N{FULLWIDTH COLON}Bins", "bins", True),
        ("回复: 你好", "你好", True),
        ("[PATCH v2] re: use", "[patch v2] re: use", False),
        ("Snow: re-opening", "snow: re-opening", False),
        ("[comms-net] Re: [comms-net] Bins", "bins", True),
        ("Re: [comms:1234] Bins", "bins", True),
        ("[Bug 7] Bins", "[bug 7] bins", False),
        ("SV: Odp: Antw: VS: TR: Bins", "bins", True),
        ("Re: Re: RE[2]: Re^3: Bins", "bins", True),
        ("Re: (no subject)", "", True),
        ("Re:", "", True),
        ("", "", False),
    ],
)
def test_base_subject(subject: str, base: str, reply: bool) -> None:
    assert subjects.base(subject) == base
    assert subjects.is_reply(subject) is reply


def test_forwards_and_the_subject_as_it_is_shown() -> None:
    assert subjects.bare("RE: [EXTERNAL] Gritting: Who Pays?") == "Gritting: Who Pays?"
    for banner in ("EXTERN:", "(EXTERNAL)", "***EXT***", "[Externe]", "{external}", "外部:"):
        assert subjects.bare(f"{banner} Re: Keys") == "Keys"
    assert subjects.bare("[comms-net] Re: [comms-net] Bins") == "[comms-net] Bins"
    for subject in ("External: the audit", "(external walls) Keys", "*urgent* Keys"):
        assert subjects.bare(subject) == subject
    assert subjects.is_forward("WG: Tonnen")
    assert subjects.is_forward("[EXTERNAL] Fwd: Bins")
    assert not subjects.is_forward("Re: FW: Bins")
    assert not subjects.is_forward("Forward planning: bins")


@given(st.text())
def test_a_base_subject_has_no_marks_left(subject: str) -> None:
    base = subjects.base(subject)
    assert subjects.base(base) == base
    assert subjects.base(f"Re: {subject}") == base


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("bins", "bins", True),
        ("bins", "bins again", False),
        ("snow closures page", "snow closures page - moved", True),
        ("", "", False),
    ],
)
def test_alike(one: str, other: str, alike: bool) -> None:
    assert subjects.alike(one, other) is alike
    assert subjects.alike(other, one) is alike
