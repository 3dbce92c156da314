"""What wakes a muted conversation: the table of cases."""

from __future__ import annotations

import pytest

from indexer.naming import called, names
from indexer.waking import Came, Reader, alone, named

ME = "sam@here.example"
SAM = Reader("Sam Reader", frozenset((ME, "sam.reader@work.example")))
CROWD = tuple(f"p{n}@county.example" for n in range(40))
JO = "jo@county.example"


@pytest.mark.parametrize(
    ("came", "wakes"),
    [
        (Came(JO, (ME,)), True),
        (Came(JO, (ME, "sam.reader@work.example")), True),
        (Came(JO, (ME, JO)), True),  # Who sends a copy to themselves.
        (Came(JO, (), (ME,)), True),
        (Came(JO, (ME,), CROWD[:3]), True),
        (Came(JO, (ME,), CROWD), False),  # A reply to all: its author is in To by itself.
        (Came(JO, (ME,), ("comms@lists.example",)), False),
        (Came(JO, (ME, CROWD[0])), False),
        (Came(JO, (CROWD[0],), (ME,)), False),
        (Came(JO, (JO,), (*CROWD, ME)), False),
        (Came(JO, CROWD), False),
        (Came(JO, (ME,), automatic=True), False),
        (Came(ME, (ME,)), False),
        (Came(JO, ()), False),
    ],
)
def test_to_oneself_alone(came: Came, *, wakes: bool) -> None:
    assert alone(came, SAM, {"comms@lists.example"}) is wakes


SPOKEN_TO = """\
Hi Sam,
Hello Sam!
Dear Sam Reader
Hi Jane and Sam,
Dear Jane, Sam and all
Good morning, Sam.
Moin Jane und Sam!
Hi Jane & Sam,
Liebe Jane, lieber Sam,
Dear Mr Reader,
Sehr geehrter Herr Reader,
Thanks Sam, that helps.
Sam, could you send the map?
Sam: the map is missing.
It is late. Sam, can you look?
What do you think, Sam?
@sam can you look
as @Sam Reader said
cc @sam.reader: yours?
@samreader please
SAM,
Sam can you send the map?
Sam please look.
Jane and Sam, could you look?
Jane/Sam: please decide.
Sam/Jane, can one of you come?
Over to you Sam.
What about you, Sam?
+Sam
Adding Sam Reader, who knows.
Looping in Sam (maps)
"""
SPOKEN_OF = """\
Did you ask Sam?
Sam knows that.
I asked Sam about it.
Sam, Ben and Jo will come.
Ask sam@here.example for it.
Write to x@sam.example today.
Hi all, I hear that Sam Reader left.
Hi Samantha,
Dear Sammy,
Same here, thanks!
Hi all,
The reader, sadly, is gone.
Reader, beware: no.
@samuel look
I told you Sam left.
Adding Sam's numbers to mine.
Sam can do it.
We can ask Sam, would you mind?
1+Sample
Adding Samantha.
"""


def test_a_text_names_who_is_spoken_to_in_it() -> None:
    sam = called("Sam Reader", SAM.addresses)
    assert [line for line in SPOKEN_TO.splitlines() if not names(line, sam)] == []
    assert [line for line in SPOKEN_OF.splitlines() if names(line, sam)] == []


def test_a_name_that_others_have_too_is_nobodys_for_sure() -> None:
    both = ["Sam Porter", "Reader, Jane (Comms)"]
    sam = called("Sam Reader", SAM.addresses, both)
    for said in ("Hi Sam,", "Sam, could you?", "@sam.porter look", "Dear Ms Reader,"):
        assert not names(said, sam), said
    for said in ("Hi Sam Reader,", "@Sam Reader look", "@sam.reader look"):
        assert names(said, sam), said
    twin = called("Sam Reader", ["info@here.example"], ["Sam Reader"])
    assert not names("Hi Sam Reader, @sam", twin)


def test_who_has_no_name_is_called_by_their_address_and_offices_by_none() -> None:
    jane = called("", ["jane.khan+lists@o.example"])
    assert names("Hi Jane,", jane)
    assert names("Dear Ms Khan,", jane)
    assert not names("Hi all, hello info, @office", called("", ["info@o.example"]))
    assert not names("Hi all,", called("", ["all@o.example"]))
    zoe = called("Zoë Łuk", [])
    assert names("hi zoe,", zoe)
    # A text made to be slow to look through is not.
    assert not names("hi " + "a and " * 3000 + "\n" + "hi x, " * 9000, zoe)


def test_ones_own_and_automatic_mail_names_nobody() -> None:
    assert named(Came(JO, CROWD), SAM, "Hi Sam,", ())
    assert not named(Came(ME, CROWD), SAM, "Hi Sam,", ())
    assert not named(Came(JO, CROWD, automatic=True), SAM, "Hi Sam,", ())
    assert not named(Came(JO, CROWD), SAM, "Hi Sam,", ("Sam Jones",))
