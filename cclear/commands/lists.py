"""``cclear lists``: the lists, and what the user decides about one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cclear.commands import open_client
from cclear.errors import UsageError
from cclear.output import cells, fit, iso, json_line, sign, style, when, width, write

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from indexer import Client, Fact, MailList, Member

FIELDS = ("title", "address")
USAGE = "write: cclear lists set NAME title=... address=..."


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user says of a list: values by field."""

    name: str
    fields: tuple[tuple[str, str], ...]


def decision(words: Sequence[str]) -> Decision | None:
    """What ``lists``' arguments say; None without any. Raises UsageError."""
    if not words:
        return None
    if words[0] != "set":
        raise UsageError(f"lists knows no {words[0]!r}; {USAGE}")
    if len(words) < 3:
        raise UsageError(f"lists set needs a name and what to set; {USAGE}")
    fields = []
    for word in words[2:]:
        field, equals, value = word.partition("=")
        if not equals or field not in FIELDS:
            raise UsageError(f"lists set knows no {word!r}; {USAGE}")
        fields.append((field, value))
    return Decision(words[1], tuple(fields))


def run(options: Namespace) -> int:
    """Print the lists; or decide about one, and print that."""
    wanted = decision(options.words)
    with open_client(options) as client:
        if wanted:
            for field, value in wanted.fields:
                client.set_list(wanted.name, field, value).result()
        found = client.lists(exact=True).result()
        if wanted:
            found = tuple(one for one in found if one.name == wanted.name)
        _say(client, found, options)
    return 0


def _say(client: Client, found: Sequence[MailList], options: Namespace) -> None:
    if not found and not options.json:
        write("No lists yet. They are found as mail is taken in: cclear index")
    names = max((cells(fit_name(one)) for one in found), default=0)
    for one in found:
        members = client.roster(one.name, exact=True).result() if options.roster else ()
        if options.json:
            row = _row(one)
            if options.roster:
                row["roster"] = [_member(member) for member in members]
            json_line(row)
            continue
        write(_line(one, min(names, max(width() - 60, 16))))
        for member in members:
            write(_member_line(member))


def _row(one: MailList) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "kind": one.kind,
        "address": one.address,
        "members": one.members,
        "messages": one.messages,
        "conversations": one.conversations,
        "unread": one.unread,
        "last": iso(one.last),
    }


def _member(member: Member) -> dict[str, Any]:
    return {
        "address": member.address,
        "name": member.name,
        "messages": member.messages,
        "first": iso(member.first),
        "last": iso(member.last),
        "left": iso(member.left),
        "bounced": iso(member.bounced),
        **{field: fact.text for field, fact in _signed(member).items()},
        "sources": {field: fact.message for field, fact in _signed(member).items() if fact.text},
    }


def _signed(member: Member) -> dict[str, Fact]:
    card = member.card
    return {"role": card.role, "organisation": card.organisation, "phone": card.phone}


def fit_name(one: MailList) -> str:
    """What a list is called, and the name that its tag has."""
    return f"{one.title} ({one.name})" if one.title not in ("", one.name) else one.name


def _line(one: MailList, names: int) -> str:
    from tui.words import number

    kind = {"list-id": "list", "address": "address", "cc": "cc"}[one.kind]
    whom = one.address or f"cc of {number(one.members)} people"
    unread = f"{number(one.unread)} unread" if one.unread else ""
    name = fit(fit_name(one), names)
    return "  ".join(
        (
            style(name, "bold") if one.unread else name,
            style(fit(kind, 7), "dim"),
            fit(unread, 12, right=True),
            fit(number(one.messages), 8, right=True),
            when(one.last),
            style(fit(whom, 40).rstrip(), "dim"),
        )
    )


def _member_line(member: Member) -> str:
    gone = f"left {when(member.left).strip()}" if member.left is not None else ""
    lost = f"bounced {when(member.bounced).strip()}" if member.bounced is not None else ""
    parts = (
        "   ",
        fit(member.name or sign("dash"), 28),
        fit(member.address, 36),
        fit(str(member.messages), 6, right=True),
        when(member.last),
        *(each for each in (gone, lost, member.card.title, member.card.phone.text) if each),
    )
    text = "  ".join(parts).rstrip()
    return style(text, "dim") if gone else text
