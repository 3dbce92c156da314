"""Whom a message of the sample goes to: everybody on the cc list then, a reply-all, one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cclear.sample.ids import digest
from cclear.sample.source import ME, people

if TYPE_CHECKING:
    from cclear.sample.letter import Mail
    from cclear.sample.source import Human, Written

Two = tuple[tuple["Human", ...], tuple["Human", ...]]


def audience(group: str, written: Written, author: Human, program: str, parent: Mail | None) -> Two:
    """To and Cc."""
    named = written.options.get("to", "")
    if named == "asker" and parent:
        return (parent.sender,), ()
    if named and named != "all":
        return _named(named), _named(written.options.get("cc", ""))
    if group in people():
        copy = (parent.sender,) if parent and "cc" in written.options else ()
        return (people()[group],), copy
    if group == "comms":
        to, cc = _everybody(written, author) if parent is None else _all(parent, author, program)
        return _drift(to, cc, written)
    if parent:
        return (parent.sender,), ()
    return (people()[ME],), ()


def on_list(days: int) -> tuple[Human, ...]:
    """Who was on the cc list so many working days ago, in the order of people.txt."""
    return tuple(
        p for p in people().values() if p.until < days <= p.since and "off" not in p.options
    )


def _everybody(written: Written, author: Human) -> Two:
    """A new question: the asker's own copy of the addresses, in an order of their own."""
    names = [p for p in on_list(written.days) if p is not author]
    turn = int(digest(author.key)[:4], 16) % len(names)
    names = names[turn:] + names[:turn]
    if written.options.get("in") == "cc":
        return (author,), tuple(names)
    return tuple(names), ()


def _all(parent: Mail, author: Human, program: str) -> Two:
    if parent.sender is author:
        return parent.to, parent.cc
    first = [parent.sender]
    to = [p for p in parent.to if p not in (author, parent.sender)]
    cc = [p for p in parent.cc if p not in (author, parent.sender)]
    if program in ("gmail", "apple", "iphone"):
        return tuple(first), tuple(to + cc)
    return tuple(first + to), tuple(cc)


def _drift(to: tuple[Human, ...], cc: tuple[Human, ...], written: Written) -> Two:
    gone = _named(written.options.get("drop", ""))
    more = tuple(p for p in _named(written.options.get("add", "")) if p not in to + cc)
    to = tuple(p for p in to if p not in gone)
    cc = tuple(p for p in cc if p not in gone)
    return (to, cc + more) if cc else (to + more, cc)


def _named(keys: str) -> tuple[Human, ...]:
    return tuple(people()[key.strip()] for key in keys.split(",") if key.strip())
