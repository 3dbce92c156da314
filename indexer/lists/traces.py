"""What has been seen of one real list: enough to tell it from a newsletter.

Newsletters and notifications carry the same fields, so these alone prove nothing. A list is what
people write to: nobody began anything there but people from outside of its own house, or several
people write there, to one another or as much as an office does (``voices.py``). Waiting for that
costs nothing, since all messages that came before are on the list too once it is found.

Notifications of a forge or a tracker (a List-Id for every repository) are no lists though people
answer one another there: all of it comes from one address, so that the roster could name nobody,
and nobody can be written to but through a token that is one reader's own. What a forum sends in
its mailing list mode is one, since its reader asked for a list; there people are told apart by
their names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from indexer import subjects
from indexer.listing import guess, house, related, stands_for
from indexer.lists import voices
from indexer.lists.voices import Voices

if TYPE_CHECKING:
    from indexer.lists.values import Seen

NEW = 2
"""A list of no more messages is hardly one yet."""

_MOVED, _STEADY, _CLAIMS = 3, 100, 5
_ALSO = 6
_BULK = frozenset({"bulk", "junk"})
_ROBOT = re.compile(
    r"(?:(?:no|do-?not|never)[-_.]?reply|notif(?:y|ications?|ier)|bounces?|mailer-daemon|postmaster"
    r"|alerts?|newsletters?)(?:[-_.+\d].*)?\Z|.*[-_.+](?:no-?reply|donotreply|notifications?)\Z",
    re.DOTALL,
)

_NO_REPLY = re.compile(r"(?:no|donot)-?reply")
_TELLS = re.compile(
    r"(?:.*[-_.])?(?:announce(?:s|ments?)?|news|newsletters?|bulletins?|alerts?)(?:[-_.](?:l|list))?\Z",
    re.DOTALL,
)


class Posted(msgspec.Struct, frozen=True, omit_defaults=True):
    """What has been seen of one List-Id: enough to tell a list from a newsletter.

    ``post`` is the address that List-Post first gave, ``steady`` counts (up to a hundred) how
    often it gave it again and ``moved`` how often another; ``rival`` is the last of those and
    ``claims`` how often it came in a row. ``also`` are further addresses. ``called`` says what
    else it was called lately, each with how often in a row, and ``mails`` whether it is new. It is
    ``found`` once it is known for a list that people write to, by its ``voices`` or its name, and
    ``open`` while nobody's office was seen to run it.
    """

    post: str | None = None
    steady: int = 0
    moved: int = 0
    rival: str | None = None
    claims: int = 0
    title: str = ""
    voices: Voices = Voices()
    found: bool = False
    open: bool = False
    also: tuple[str, ...] = ()
    called: dict[str, int] = {}
    mails: int = 0

    @property
    def is_list(self) -> bool:
        """Whether it is a list by all that was seen so far."""
        return self.found or self.open

    @property
    def address(self) -> str | None:
        """Where one posts, or None where every message says another address.

        That is then a way to answer that message. A list of two names says now one, now the other.
        """
        if self.post is not None and (2 * self.steady >= self.moved or self.moved < _MOVED):
            return self.post
        return next(iter(self.also), None)


def learn(row: Posted, seen: Seen, own: frozenset[str]) -> Posted:
    """The row after one more message; ``own`` addresses are no list's."""
    there = {p.address for p in seen.recipients if not _NO_REPLY.search(p.address)} - own
    row = _post(row, seen.list_post if seen.list_post not in own else None)
    itself = [each for each in (row.address, *row.also) if each]
    if seen.list_id:
        itself.append(guess(seen.list_id))
    to_it = {
        a
        for a in there
        if a in itself
        or (seen.list_id and stands_for(seen.list_id, a))
        or any(related(a, each) for each in itself)
    }
    for address in sorted(to_it - {row.post, *row.also}):
        row = with_address(row, f"post:{address}", seen)
    heard = row.voices
    if not row.found:
        home = {house(each.rpartition("@")[2]) for each in itself}
        named = any(seen.list_id is None or stands_for(seen.list_id, n) for n in _said(seen))
        heard = _hear(heard, seen, itself, home, addressed=bool(to_it or named))
    return msgspec.structs.replace(
        row,
        title=row.title or seen.list_title,
        voices=heard,
        found=row.found or heard.are_several,
        open=heard.are_open and not _tells(itself),
        mails=min(row.mails + 1, NEW + 1),
    )


def _hear(
    heard: Voices, seen: Seen, itself: list[str], home: set[str], *, addressed: bool
) -> Voices:
    """The voices after one more message; a list ``itself`` has addresses, in houses, its home."""
    sender = seen.sender
    # Lists put their own address into From, for DMARC (RFC 7960, section 4.1.3.1).
    is_masked = seen.forum or sender.address in itself
    who = sender.name.casefold() if is_masked else sender.address
    begins = seen.answers is None and not subjects.is_reply(seen.subject)
    if not who or seen.auto or (not is_masked and _ROBOT.match(_local(sender.address))):
        return voices.told(heard, seen.thread) if begins else heard
    from_outside = addressed and not is_masked and house(_domain(sender.address)) not in home
    if begins:
        return voices.began(heard, who, seen.thread, from_outside=from_outside)
    if not _answers(seen, is_masked=is_masked):
        return voices.followed(heard, who, from_outside=from_outside)
    # Whom one of them answered is not known where all of them write from one address.
    whom = None if is_masked or seen.answers in itself else seen.answers
    of_house = house(_domain(seen.answers or "")) in home
    return voices.answered(heard, who, whom, from_outside=from_outside, of_house=of_house)


def _tells(itself: list[str]) -> bool:
    """Whether a list is named for what is announced there."""
    return any(_TELLS.match(_local(each)) for each in itself)


def _local(address: str) -> str:
    return address.rpartition("@")[0]


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def goes_with(row: Posted, seen: Seen, name: str) -> bool:
    """Whether a name is so like what the list is known by that once is enough to believe it."""
    kind, _, address = name.partition(":")
    if kind != "post":
        return kind == "group"
    if seen.list_id and (
        stands_for(seen.list_id, address) or related(guess(seen.list_id), address)
    ):
        return True
    if any(related(address, each) for each in (row.post, *row.also) if each):
        return True
    return address == seen.list_post and row.post in (None, address)


def _said(seen: Seen) -> list[str]:
    return [name for name in (seen.list_post, *seen.list_names) if name and "@" in name]


def with_address(row: Posted, name: str, seen: Seen) -> Posted:
    """The row with an address more, where the name is one."""
    kind, _, address = name.partition(":")
    # What List-Post says has to show first that it lasts, unless the List-Id is the same.
    another = row.post is not None and seen.list_id and stands_for(seen.list_id, address)
    unsure = address == seen.list_post and not another
    known = address in (row.post, *row.also) or len(row.also) >= _ALSO
    if kind != "post" or known or unsure:
        return row
    return msgspec.structs.replace(row, also=(*row.also, address))


def _answers(seen: Seen, *, is_masked: bool) -> bool:
    """Whether the message answers another's; who wrote that is not known where it ``is_masked``.

    "Re:" alone is an answer to mail that we do not have, or an advertisement's bait.
    """
    if seen.answers is not None:
        return is_masked or seen.answers != seen.sender.address
    bulk = (seen.unsubscribe or seen.precedence in _BULK) and not seen.forum
    return subjects.is_reply(seen.subject) and not bulk


def total(row: Posted, other: Posted) -> Posted:
    """What is known of two that were one all along."""
    also = dict.fromkeys(a for a in (*row.also, other.post, *other.also) if a and a != row.post)
    return msgspec.structs.replace(
        row if row.post else msgspec.structs.replace(row, post=other.post, steady=other.steady),
        title=row.title or other.title,
        voices=voices.both(row.voices, other.voices),
        found=row.found or other.found,
        open=row.open and other.open,
        also=tuple(also)[:_ALSO],
        called={},
        mails=max(row.mails, other.mails),
    )


def _post(row: Posted, post: str | None) -> Posted:
    """One message must not lead the answers to a list astray: an address moves by repetition."""
    change = msgspec.structs.replace
    if post is None:
        return row
    if row.post is None:
        return change(row, post=post)
    if post == row.post:
        return change(row, steady=min(row.steady + 1, _STEADY), rival=None, claims=0)
    claims = row.claims + 1 if post == row.rival else 1
    if claims >= _CLAIMS:
        also = (row.post, *(a for a in row.also if a != post))[:_ALSO] if row.steady else row.also
        return change(row, post=post, steady=0, moved=0, rival=None, claims=0, also=also)
    return change(row, moved=min(row.moved + 1, 2 * _STEADY), rival=post, claims=claims)
