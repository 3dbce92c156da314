"""``cclear lists``: the lists, what may be one, and what the user decides about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cclear.commands import conversation_named, open_client
from cclear.errors import UsageError
from cclear.output import cells, complain, fit, iso, json_line, sign, style, when, width, write

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from indexer import Client, Decided, Fact, MailList, Member, Suggested

FIELDS = ("title", "address")
USAGE = {
    "set": "set NAME title=... address=...",
    "merge": "merge INTO NAME",
    "split": "split NAME CONVERSATION...",
    "drop": "drop NAME",
    "accept": "accept NAME",
    "undo": "undo [NAME]",
}
"""How each decision is written, by its first word."""
_WORDS = {"merge": (2, 2), "split": (2, 1000), "drop": (1, 1), "accept": (1, 1), "undo": (0, 1)}
_GUESSED = {
    "rename": "set", "title": "set", "join": "merge", "not": "drop", "remove": "drop",
    "delete": "drop", "add": "accept",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user says of a list: ``fields`` to set, else names of lists or conversations."""

    verb: str
    names: tuple[str, ...]
    fields: tuple[tuple[str, str], ...] = ()


def decision(words: Sequence[str]) -> Decision | None:
    """What ``lists``' arguments say; None without any. Raises UsageError."""
    if not words:
        return None
    verb, *rest = words
    if verb not in USAGE:
        meant = _GUESSED.get(verb)
        ways = USAGE[meant] if meant else " | ".join(USAGE)
        raise UsageError(f"lists knows no {verb!r}; write: cclear lists {ways}")
    usage = f"write: cclear lists {USAGE[verb]}"
    if verb == "set":
        return _setting(rest, usage)
    least, most = _WORDS[verb]
    if not least <= len(rest) <= most:
        given = "1 name" if len(rest) == 1 else f"{len(rest)} names"
        raise UsageError(f"lists {verb} was given {given}; {usage}")
    if verb == "split":
        rest = [rest[0], *map(conversation_named, rest[1:])]
    return Decision(verb, tuple(rest))


def _setting(rest: Sequence[str], usage: str) -> Decision:
    if len(rest) < 2:
        raise UsageError(f"lists set needs a name and what to set; {usage}")
    fields = []
    for word in rest[1:]:
        field, equals, value = word.partition("=")
        if not equals or field not in FIELDS:
            raise UsageError(f"lists set knows no {word!r}; {usage}")
        fields.append((field, value))
    return Decision("set", (rest[0],), tuple(fields))


def run(options: Namespace) -> int:
    """Print the lists or suggestions; or decide about one, and print that."""
    wanted = decision(options.words)
    if wanted and options.suggested:
        raise UsageError("lists --suggested takes no other words")
    with open_client(options) as client:
        for line in client.list_troubles().result():
            complain(line)
        if options.suggested:
            _suggest(client.suggestions().result(), as_json=options.json)
            return 0
        if wanted and wanted.verb != "set":
            _tell(_decide(client, wanted), as_json=options.json)
            return 0
        if wanted:
            for field, value in wanted.fields:
                client.set_list(wanted.names[0], field, value).result()
        found = client.lists(exact=True).result()
        if wanted:
            found = tuple(one for one in found if one.name == wanted.names[0])
        _say(client, found, options)
    return 0


def _decide(client: Client, wanted: Decision) -> Decided:
    match wanted.verb, wanted.names:
        case "merge", (into, name):
            call = client.merge_lists(into, name)
        case "split", (name, *conversations):
            call = client.split_list(name, tuple(conversations))
        case "drop", (name,):
            call = client.drop_list(name)
        case "accept", (name,):
            call = client.accept_list(name)
        case _, names:
            call = client.undo_list(*names)
    done = call.result()
    if done.later:
        # Another round was at work: one more does the rest.
        client.index().result()
        found = {one.name: one.conversations for one in client.lists(exact=True).result()}
        done = replace(done, conversations=found.get(done.name, 0))
    return done


def _tell(done: Decided, *, as_json: bool) -> None:
    if as_json:
        row = {
            "act": done.act,
            "name": done.name,
            "other": done.other or None,
            "undone": done.undone,
            "conversations": done.conversations,
        }
        json_line(row)
        return
    from tui.saying import said

    words = said(done)
    words = words[:1].upper() + words[1:]
    write(words if done.undone else f"{words}; cclear lists undo takes that back")


def _suggest(found: Sequence[Suggested], *, as_json: bool) -> None:
    from tui.words import people

    if not found and not as_json:
        write("No suggestions: every set of people that keeps coming is a list already, or none.")
    for one in found:
        if as_json:
            json_line(
                {
                    "name": one.name,
                    "title": one.title,
                    "kind": one.kind,
                    "members": one.members,
                    "messages": one.messages,
                    "last": iso(one.last),
                    "people": [person.address for person in one.people],
                    "subjects": list(one.subjects),
                }
            )
            continue
        name = style(f"{one.title} ({one.name})", "bold")
        write(f"{name}  {people(one.members)}  {when(one.last).strip()}")
        write(f"    {', '.join(person.name or person.address for person in one.people)}")
        for subject in one.subjects:
            write(style(f"    {subject}", "dim"))
    if found and not as_json:
        write("cclear threads suggested:NAME shows the mail of one.")
        write("cclear lists accept NAME makes one a list, drop NAME says that it is none.")


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
