"""Whose computer this is, and what mail is on it already: looked for, changed nowhere."""

from __future__ import annotations

import configparser
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXPORTS = ("takeout-*.zip", "takeout-*.tgz", "*.mbox", "*.mbox.gz", "*.pst", "*.ost")
_DOWNLOADS = ("Downloads", "Desktop", "Documents")
_MOST = 5


@dataclass(frozen=True, slots=True)
class Setup:
    """For whom, and where what is decided is written."""

    home: Path
    environ: Mapping[str, str]
    config: Path
    """config.toml, which need not be there yet."""

    mail: Path | None = None
    """``--mail DIR``: where mail is to lie."""

    def short(self, path: Path) -> str:
        """A path as people write it."""
        return short(path, self.home)


@dataclass(frozen=True, slots=True)
class Notmuch:
    """A notmuch configuration: its file, None for the one that notmuch finds by itself."""

    root: Path
    """Where its mail lies."""

    config: Path | None = None


def notmuch(environ: Mapping[str, str], home: Path) -> tuple[Notmuch, ...]:
    """The notmuch set-ups of a user, the one that notmuch uses by itself first.

    notmuch-config(1), CONFIGURATION: ``NOTMUCH_CONFIG``, then a profile's file below
    ``XDG_CONFIG_HOME/notmuch``, then ``~/.notmuch-config``.
    """
    configs = Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "notmuch"
    profile = environ.get("NOTMUCH_PROFILE", "")
    usual = [
        Path(environ["NOTMUCH_CONFIG"]) if environ.get("NOTMUCH_CONFIG") else None,
        configs / (profile or "default") / "config",
        home / (f".notmuch-config.{profile}" if profile else ".notmuch-config"),
    ]
    first = next((path for path in usual if path and path.is_file()), None)
    found = [Notmuch(root, None) for root in [_root(first, home) if first else None] if root]
    others = sorted(configs.glob("*/config")) + sorted(home.glob(".notmuch-config.*"))
    found += [
        Notmuch(root, path) for path in others if path != first and (root := _root(path, home))
    ]
    return tuple(found[:_MOST])


def _root(config: Path, home: Path) -> Path | None:
    """Where a notmuch configuration says that the mail is."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    try:
        parser.read_string(config.read_text(encoding="utf-8", errors="replace"))
    except (OSError, configparser.Error):
        return None
    for name in ("mail_root", "path"):
        if value := parser.get("database", name, fallback="").strip():
            path = Path(os.path.expandvars(value)).expanduser()
            return path if path.is_absolute() else home / path
    return home / "mail" if (home / "mail").is_dir() else None


def exports(home: Path) -> tuple[Path, ...]:
    """Files that look like exports, where downloads lie; the newest first."""
    found: list[tuple[float, Path]] = []
    for folder in (home / name for name in _DOWNLOADS):
        for pattern in _EXPORTS:
            for path in folder.glob(pattern):
                try:
                    found.append((path.stat().st_mtime, path))
                except OSError:
                    continue
    return tuple(path for _, path in sorted(found, reverse=True)[:_MOST])


def short(path: Path, home: Path) -> str:
    """A path as people write it: ``~/Mail``."""
    try:
        below = path.relative_to(home)
    except ValueError:
        return str(path)
    return f"~/{below}" if str(below) != "." else "~"


def written(text: str, home: Path) -> Path:
    """The path that a person wrote."""
    path = Path(os.path.expandvars(text.strip()))
    if path.parts[:1] == ("~",):
        path = home.joinpath(*path.parts[1:])
    return path if path.is_absolute() else Path.cwd() / path
