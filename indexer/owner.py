"""Whose mail it is: as the user's notmuch says (notmuch-config(1), user.*), or the mail itself."""

from __future__ import annotations

import configparser
import os
import pwd
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import gate
from indexer.database import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.cache import Cache
    from indexer.database import Place

_SAMPLE, _LEAST, _ASKERS = 2_000, 3, 3
_PASSED = 0.25
"""Of what goes to an address that passes mail on, at least so much answers others than it."""


def own_addresses(place: Place) -> tuple[str, ...]:
    """``user.primary_email`` and ``user.other_email`` as the user's configuration names them.

    The database's own answer cannot be used: it makes up an address of the machine's name.
    """
    files = [place.config] if place.config else _configs()
    for file in files:
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            if not parser.read(file, encoding="utf-8"):
                continue
        except (configparser.Error, UnicodeDecodeError):
            continue
        named = parser.get("user", "primary_email", fallback="")
        others = parser.get("user", "other_email", fallback="").split(";")
        return tuple(a.strip().lower() for a in (named, *others) if a.strip())
    return ()


def own_name(place: Place) -> str:
    """``user.name`` of the configuration, in its file or in the database.

    Where neither has one the library makes one up, often of the account's name, which is none.
    """
    with Reading(place) as db:
        name = gate.line(db.config("user.name"), 200).strip()
    return "" if name.casefold() == pwd.getpwuid(os.getuid()).pw_name.casefold() else name


def infer_own(cache: Cache) -> list[str]:
    """One's own address, from what the newest mail is addressed to; at most one.

    A message to one person alone says much, one to three hundred little. Mail of a list says
    nothing, nor do copies that went to its address. An address that has never written anything
    stands for people it does not name where much of what it alone gets answers others, several of
    them; and where none stands out none is guessed.
    """
    from indexer.listing import guess

    sample = list(cache.sample_recipients(_SAMPLE))
    lists = {name for _, _, post, _ in sample if post for name in (post, guess(post))}
    weight: defaultdict[str, float] = defaultdict(float)
    wrote: set[str] = set()
    alone: defaultdict[str, list[str]] = defaultdict(list)
    total = 0
    for members, sender, post, asked in sample:
        names = [name for name in members if name not in lists and name != sender]
        if post or not names:
            continue
        wrote.add(sender)
        total += 1
        for name in names:
            weight[name] += 1 / len(names)
        if len(names) == 1:
            alone[names[0]].append("" if asked in (sender, *names) else asked)
    first, second, *_ = *sorted(weight.items(), key=lambda pair: -pair[1]), ("", 0), ("", 0)
    stands_out = total >= _LEAST and first[1] > max(total / 4, 2 * second[1])
    if not stands_out:
        return []
    name = first[0]
    others = [asked for asked in alone[name] if asked]
    passes_on = len(set(others)) >= _ASKERS and len(others) >= _PASSED * len(alone[name])
    return [] if passes_on and name not in wrote and not cache.wrote(name) else [name]


def _configs() -> Iterable[Path]:
    """Where notmuch looks for its configuration, in its order (notmuch-config(1))."""
    if named := os.environ.get("NOTMUCH_CONFIG"):
        return [Path(named)]
    profile = os.environ.get("NOTMUCH_PROFILE")
    base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "notmuch"
    legacy = Path.home() / ".notmuch-config"
    if profile:
        return [base / profile / "config", legacy.with_name(f".notmuch-config.{profile}")]
    return [base / "default/config", legacy]
