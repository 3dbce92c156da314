"""What list software writes into a header block of the list that a message came through.

Besides List-Id and List-Post (RFC 2919, RFC 2369) there are the fields of its own that each
program leaves, older ones nothing else. Most of them hold the list's address:

==================  ==========================================================================
X-BeenThere         Mailman, Google Groups
Mailing-List        ezmlm, Yahoo, Google Groups, Groups.io: ``list a@b; contact a+owner@b``
X-Mailing-List      majordomo 2, SmartList, vger: the address, or ``<a@b> archive/latest/1``
Delivered-To        ezmlm, Yahoo, Groups.io: ``mailing list a@b``; else it is one's own mailbox
X-Google-Group-Id   a number that outlives the group's renaming
X-ML-Name, X-List   fml, Ecartis: the local part alone
List-Owner & co.    LISTSERV, Sympa, majordomo: the servants' addresses, as ``owner-a@b``
Sender, Errors-To   the same: ``owner-a@b``, ``a-bounces@b``; LISTSERV, Groups.io: ``a@b``
DL-Expansion-…      Exchange and other X.400 gateways (RFC 2156): ``a@b; date``
==================  ==========================================================================

What anybody may write (X-Loop, X-Original-To, a servant's address) names a list only together
with something else that does: a recipient, or the List-Id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from indexer import charset, gate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from indexer.model.people import Person

FIELDS = frozenset(
    b"list-id list-post list-owner list-unsubscribe list-subscribe list-help x-beenthere"
    b" mailing-list x-mailing-list delivered-to x-google-group-id x-ml-name x-list sender"
    b" errors-to return-path dl-expansion-history x-loop x-original-to x-discourse-post-id"
    b" precedence".split()
)

_COMMON = frozenset(
    (
        b"delivered-to",
        b"sender",
        b"errors-to",
        b"return-path",
        b"x-loop",
        b"x-original-to",
        b"precedence",
    )
)
_telling = re.compile(
    rb"owner|bounce|request|admin|help|leave|join|scribe|signoff|editor|errors|mailing list",
    re.IGNORECASE,
)
_LONGEST = 255
_LONG, _MOST = 1000, 6
_in_angles = re.compile(r"<([^<>]*)>")
_spaces = re.compile(r"\s+")
_comment = re.compile(r"\(([^()]{0,500})\)")
_address = re.compile(r"[^\s<>,;:\"'()\[\]]{1,200}@[^\s<>,;:\"'()\[\]@]{1,200}")
_mailing_list = re.compile(r"mailing list\s+(\S{3,320})\s*\Z", re.IGNORECASE)
_listed = re.compile(r"\s*list\s+(\S{3,320}?)(?:;|,|\s|\Z)", re.IGNORECASE)
_contact = re.compile(r"\s*contact\s+(\S{3,320}?)(?:;|,|\s|\Z)", re.IGNORECASE)
_servant = re.compile(
    r"(?:owner-(?P<a>.+)|(?P<b>.+?)[-+](?:owners?|request|bounces?(?:[-+].*)?|admin|help|leave|join"
    r"|(?:un)?subscribe(?:[-+].*|-request)?|signoff-request|editor|errors))\Z",
    re.DOTALL,
)
_digits = re.compile(r"\d{4,24}\Z")


@dataclass(frozen=True, slots=True)
class Listing:
    """What a header block says of the list that the message came through.

    ``id`` is List-Id's part in angle brackets in lower case, ``title`` the phrase before it,
    ``post`` the address of List-Post, ``no_post`` its ``NO``. ``names`` are what other fields call
    the list by, the surest first: addresses, and ``group:`` with Google's number. ``forum`` says
    that a forum sent a post of somebody's under an address of its own.
    """

    id: str | None = None
    title: str = ""
    post: str | None = None
    no_post: bool = False
    names: tuple[str, ...] = ()
    forum: bool = False


def read(
    fields: Mapping[bytes, Sequence[bytes]],
    unfold: Callable[[bytes], str],
    recipients: Iterable[Person],
) -> Listing:
    """What fields, by name in lower case, and the mailboxes of To and Cc say; any bytes do.

    Of several fields of one name the first counts, which the last program on the way wrote.
    """
    if _COMMON.issuperset(fields) and not any(
        _telling.search(value) for values in fields.values() for value in values
    ):
        return Listing()

    def values(*names: bytes) -> list[str]:
        return [unfold(v)[:_LONG] for name in names for v in fields.get(name, ())]

    identifier, title = list_id(next(iter(values(b"list-id")), ""))
    post = next(iter(values(b"list-post")), "")
    no_post = _is_no(post)
    address = None if no_post else mailto(post)
    named = [person.address for person in recipients]
    names = _names(values, named, identifier, address)
    if not names and not address:
        served = set(_served_by(values)) & set(named)
        names = [one for one in named if one in served][:_MOST]
    numbers = [f"group:{v}" for v in values(b"x-google-group-id") if _digits.match(v)]
    return Listing(
        id=identifier,
        title=title,
        post=address,
        no_post=no_post,
        names=(*(one for one in names if one != address), *numbers[:1]),
        forum=b"x-discourse-post-id" in fields,
    )


def list_id(value: str) -> tuple[str | None, str]:
    """The identifier of a List-Id and its title; without brackets too, and encoded whole."""
    if "<" not in value and "=?" in value:
        value = charset.words(value)
    phrase, angle, rest = value.rpartition("<")
    inside = rest.partition(">")[0] if angle else value
    if not angle:
        inside = _comment.sub(" ", value).strip(' "')
    identifier = _spaces.sub("", inside).strip('"').lower()
    if not angle and (_spaces.search(inside.strip()) or "." not in inside):
        return None, _phrase(value.strip(' "'))
    identifier = identifier.strip(".")
    if len(identifier) > _LONGEST:
        # RFC 2919, section 2, ends it there; two that are cut could be the same.
        identifier = ""
    if not angle:
        comment = _comment.search(value)
        phrase = comment[1] if comment else ""
    return gate.line(identifier) or None, _phrase(phrase.strip().strip('"'))


def mailto(value: str) -> str | None:
    """The first address of a field of URLs (RFC 2369, section 2), also of one that is none."""
    inside = _in_angles.findall(value)
    for each in inside or [value]:
        scheme, _, rest = each.strip().partition(":")
        if scheme.lower() == "mailto":
            return gate.address(unquote(rest.partition("?")[0]))
    for each in inside or [_comment.sub("", value)]:
        if "@" in each and "/" not in each.partition("@")[2]:
            return gate.address(unquote(each))
    return None


def related(one: str, other: str) -> bool:
    """Whether two addresses of one local part are in one house: ``a@x.org``, ``a@lists.x.org``.

    SourceHut's ``~jane/a@…`` and ``u.jane.a@…``, for programs that cannot write the first, are one.
    """
    local, _, domain = one.rpartition("@")
    there, _, elsewhere = other.rpartition("@")
    return _plain(local) == _plain(there) != "" and house(domain) == house(elsewhere)


def _plain(local: str) -> str:
    return local.replace("~", "u.", 1).replace("/", ".", 1) if local[:1] == "~" else local


def house(domain: str) -> str:
    """The last two labels of a domain, the aliases of one provider as one."""
    last = ".".join(domain.split(".")[-2:])
    return "googlegroups.com" if last == "googlemail.com" else last


def stands_for(identifier: str, address: str) -> bool:
    """Whether a List-Id is an address whose @ became a dot, as most software makes them."""
    return identifier.replace("@", ".") == address.replace("@", ".")


def guess(identifier: str) -> str:
    """The address that a List-Id stands for where nothing says otherwise: its first dot an @."""
    return identifier if "@" in identifier else identifier.replace(".", "@", 1)


def _names(
    values: Callable[..., list[str]], named: list[str], identifier: str | None, post: str | None
) -> list[str]:
    found: dict[str, None] = {}

    def add(text: str | None) -> None:
        address = gate.address(text) if text else None
        if address:
            found.setdefault(address)

    for value in values(b"x-beenthere", b"x-mailing-list", b"dl-expansion-history"):
        match = _address.search(value)
        add(match[0] if match else None)
    for value in values(b"mailing-list"):
        match = _listed.match(value)
        add(match[1] if match else _served(_found(_contact, value)))
    for value in values(b"delivered-to"):
        add(_found(_mailing_list, value))
    for value in values(b"x-ml-name", b"x-list"):
        for one in named:
            if one.partition("@")[0] == value.strip().lower():
                add(one)
    sure = [*found, *([post] if post else []), *([guess(identifier)] if identifier else [])]
    if sure:
        for value in values(b"x-loop", b"x-original-to", b"delivered-to"):
            match = _address.fullmatch(value.strip().strip("<>"))
            address = gate.address(match[0]) if match else None
            if address and any(related(address, each) for each in sure):
                add(address)
    return list(found)[:_MOST]


def _served_by(values: Callable[..., list[str]]) -> list[str]:
    """The addresses that a list must have whose servants, or itself, sent the message."""
    found = []
    servants = values(b"list-owner", b"list-unsubscribe", b"list-subscribe", b"list-help")
    if not servants and not {"list", "bulk"}.intersection(map(str.lower, values(b"precedence"))):
        return []
    for value in (*values(b"sender", b"errors-to", b"return-path"), *servants):
        for match in _address.findall(unquote(value.replace("mailto:", " ").replace("?", " "))):
            served = _served(match.lower())
            if served:
                found.append(served)
    # LISTSERV and Groups.io send in the list's own name, and say whose servants they are.
    if servants:
        found += [m.lower() for v in values(b"sender") for m in _address.findall(v)]
    return found


def _served(address: str | None) -> str | None:
    """``a@b`` of ``owner-a@b``, ``a-request@b``, ``a+unsubscribe@b``; None of any other."""
    local, at, domain = (address or "").rpartition("@")
    match = _servant.match(local.lower())
    return f"{match['a'] or match['b']}{at}{domain}" if match else None


def _found(pattern: re.Pattern[str], value: str) -> str | None:
    match = pattern.match(value)
    return match[1] if match else None


def _is_no(value: str) -> bool:
    bare = value.strip(' <"')
    return bare[:2].upper() == "NO" and not (bare[2:3].isalnum() or bare[2:3] in ("-", "@", "."))


def _phrase(text: str) -> str:
    return gate.line(_spaces.sub(" ", charset.words(text)).strip())
