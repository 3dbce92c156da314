"""Whose mail it is, as the user's notmuch says: addresses and name (notmuch-config(1), user.*)."""

from __future__ import annotations

import configparser
import os
import pwd
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import gate
from indexer.database import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.database import Place


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
