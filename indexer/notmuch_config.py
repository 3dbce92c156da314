"""notmuch's configuration files: the user's, and that of an embedded database."""

from __future__ import annotations

import configparser
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.database import Place

_NO_MAIL = r"/(^|\/)\.(mbsyncstate|uidvalidity)/"
"""What mbsync notes in each Maildir, as notmuch-config(1) wants it, new.ignore."""


def write_config(config: Path, index: Path, mail: Path) -> None:
    """Write the configuration where it is missing, or where the mail was moved since."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    places = {"path": str(index), "mail_root": str(mail)}
    if parser.read(config, encoding="utf-8") and parser.has_section("database"):
        if all(parser.get("database", k, fallback="") == v for k, v in places.items()):
            return
        for key, value in places.items():
            parser.set("database", key, value)
    else:
        parser["database"] = places
        parser["new"] = {"tags": "unread;inbox", "ignore": _NO_MAIL}
        parser["search"] = {"exclude_tags": "deleted;spam"}
        parser["maildir"] = {"synchronize_flags": "true"}
    aside = config.with_suffix(".new")
    with aside.open("w", encoding="utf-8") as file:
        parser.write(file)
    aside.replace(config)


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
