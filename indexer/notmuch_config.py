"""The notmuch configuration of an embedded database."""

from __future__ import annotations

import configparser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NO_MAIL = "/(^|[/])[.](mbsyncstate|uidvalidity)/"
"""What mbsync notes in each Maildir, as notmuch-config(1) wants it, new.ignore.

Without a backslash: from notmuch 0.39 on, one in a list is an escape.
"""


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
