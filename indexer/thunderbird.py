"""Thunderbird's profiles: where they are, and which of their files are folders of mail.

A profile holds ``Mail/ACCOUNT`` and ``ImapMail/ACCOUNT``. There, a folder is an mbox without an
ending, or (a setting) a directory with ``cur``; its subfolders are in ``FOLDER.sbd``. Beside it
lies an index, ``FOLDER.msf``, which is not read. What was deleted stays in an mbox until it is
compacted, and says so in ``X-Mozilla-Status``.
"""

from __future__ import annotations

import configparser
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexer import counting, roles, streams
from indexer.found import Busy, Found, Left, lost
from indexer.unpack import Unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.found import Item
    from indexer.roles import Role

HOMES = (
    ".thunderbird",
    ".var/app/org.mozilla.Thunderbird/.thunderbird",
    ".var/app/net.thunderbird.Thunderbird/.thunderbird",
    "snap/thunderbird/common/.thunderbird",
    "Library/Thunderbird",
    "Library/Thunderbird/Profiles",
    ".icedove",
    ".mozilla-thunderbird",
)
"""Where profiles are, below the home directory: packages, Flatpak, Snap, macOS, old Debian."""

_STORES = ("ImapMail", "Mail")
_NO_FOLDER = (".msf", ".dat", ".html", ".sqlite", ".json", ".js", ".txt", ".log", ".wdseml")
_DEPTH = 20
_PATIENCE = 2.0
_PREFS_LIMIT = 8 << 20
_SERVER = re.compile(
    r'^user_pref\("mail\.server\.(server\d{1,6})\.(name|directory|directory-rel)", "(.*)"\);',
    re.MULTILINE,
)
_FIRST: dict[Role, int] = {"inbox": 0, "sent": 1}


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of a profile: an mbox, or a directory with ``cur``, and what it is for."""

    path: Path
    account: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile with mail in it; ``messages`` is an estimate, without what would be left out."""

    path: Path
    name: str
    accounts: tuple[str, ...]
    messages: int
    bytes: int


def is_profile(path: Path) -> bool:
    """Whether a directory is a profile of Thunderbird's."""
    return (path / "prefs.js").is_file() and any((path / name).is_dir() for name in _STORES)


def is_account(path: Path) -> bool:
    """Whether a directory holds an account's folders, or subfolders: indexes lie beside them."""
    try:
        with os.scandir(path) as entries:
            return any(entry.name.endswith(".msf") for entry in entries)
    except OSError:
        return False


def profiles(home: Path) -> list[Profile]:
    """The profiles in the usual places below a home directory that hold mail."""
    found: dict[Path, str] = {}
    for place in HOMES:
        top = home / place
        if not top.is_dir():
            continue
        named = _named(top)
        for path in [*named, *_directories(top)]:
            if path.resolve() not in found and is_profile(path):
                name = named.get(path) or path.name.partition(".")[2] or path.name
                found[path.resolve()] = name
    described = (describe(path, name) for path, name in found.items())
    return [profile for profile in described if profile.bytes]


def describe(path: Path, name: str = "") -> Profile:
    """A profile's accounts, and how much mail it holds; seldom longer than two seconds."""
    deadline = time.monotonic() + _PATIENCE
    messages = size = 0
    accounts: dict[str, None] = {}
    for folder in folders(path):
        if folder.role in roles.LEFT_OUT:
            continue
        if folder.path.is_dir():
            count, length = counting.files(folder.path / "cur", 1_000_000)
        else:
            length = folder.path.stat().st_size
            # Once it takes too long, the rest is taken to be like what was looked at.
            is_late = time.monotonic() > deadline and size
            count = length * messages // size if is_late else counting.mbox(folder.path)
        if count:
            accounts[folder.account] = None
        messages, size = messages + count, size + length
    return Profile(path, name or path.name, tuple(accounts), messages, size)


def folders(profile: Path) -> list[Folder]:
    """A profile's folders, or those of an account's directory; inboxes first.

    A message that lies in several folders is taken from the first.
    """
    names = _account_names(profile)
    homes = [d for store in _STORES for d in _directories(profile / store)]
    homes += [d for d in names if d not in homes and profile not in d.parents]
    found = []
    for home in homes or [profile]:
        found += _below(home, names.get(home) or home.name, 0, "")
    return sorted(found, key=lambda folder: _FIRST.get(folder.role, 2))


def read(profile: Path) -> Iterator[Item]:
    """The messages of a profile, or of one account's directory."""
    for folder in folders(profile):
        if folder.role in roles.LEFT_OUT:
            yield Left(describe_folder(folder))
            continue
        where = streams.Folder(folder.role, known=True)
        if not folder.path.is_dir():
            yield from _opened(folder.path, where, sure=False)
            continue
        with os.scandir(folder.path / "cur") as entries:
            files = sorted(Path(entry.path) for entry in entries if entry.is_file())
        for file in files:
            for item in _opened(file, where, sure=True):
                # Where the file does not say, only the index does: old mail was seen.
                if isinstance(item, Found) and item.flags is None:
                    yield Found(item.raw, "S", item.place)
                else:
                    yield item
        yield Busy()


def describe_folder(folder: Folder) -> int:
    """About how many messages a folder has."""
    if folder.path.is_dir():
        return counting.files(folder.path / "cur", 1_000_000)[0]
    return counting.mbox(folder.path)


def _opened(path: Path, where: streams.Folder, *, sure: bool) -> Iterator[Item]:
    try:
        with path.open("rb") as file:
            yield from streams.read(Unpacked(file), str(path), sure=sure, alone=False, folder=where)
    except OSError as error:
        yield lost(path, error)


def _below(directory: Path, account: str, depth: int, parent: str) -> list[Folder]:
    found = []
    try:
        entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
    except OSError:
        return []
    for entry in entries:
        path, name = Path(entry.path), entry.name
        if name.startswith("."):
            continue
        own = name.removesuffix(".sbd")
        # What is below the trash is trash.
        above = roles.role(parent.rpartition("/")[2])
        role = above if above in roles.LEFT_OUT else roles.role(own)
        if entry.is_dir():
            if name.endswith(".sbd") and depth < _DEPTH:
                found += _below(path, account, depth + 1, f"{parent}/{own}")
            elif (path / "cur").is_dir():
                found.append(Folder(path, account, f"{parent}/{own}".lstrip("/"), role))
        elif entry.is_file() and not name.lower().endswith(_NO_FOLDER) and entry.stat().st_size:
            found.append(Folder(path, account, f"{parent}/{own}".lstrip("/"), role))
    return found


def _directories(top: Path) -> list[Path]:
    try:
        with os.scandir(top) as entries:
            return sorted(Path(entry.path) for entry in entries if entry.is_dir())
    except OSError:
        return []


def _named(top: Path) -> dict[Path, str]:
    """The profiles that ``profiles.ini`` names."""
    ini = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        ini.read(top / "profiles.ini", encoding="utf-8")
    except (configparser.Error, UnicodeError, OSError):
        return {}
    found = {}
    for section in ini.sections():
        path = ini.get(section, "Path", fallback="")
        if section.startswith("Profile") and path and "\0" not in path:
            found[top / path] = ini.get(section, "Name", fallback="")
    return found


def _account_names(profile: Path) -> dict[Path, str]:
    """An account's directory, and the name that its user sees."""
    try:
        with (profile / "prefs.js").open("rb") as file:
            text = file.read(_PREFS_LIMIT).decode("utf-8", "replace")
    except OSError:
        return {}
    servers: dict[str, dict[str, str]] = {}
    for server, key, value in _SERVER.findall(text):
        servers.setdefault(server, {})[key] = value.replace('\\"', '"').replace("\\\\", "\\")
    found = {}
    for values in servers.values():
        relative = values.get("directory-rel", "")
        path = Path(values.get("directory", ""))
        if relative.startswith("[ProfD]"):
            path = profile / relative.removeprefix("[ProfD]")
        if path.is_absolute() or relative.startswith("[ProfD]"):
            found[path] = values.get("name", "")
    return {path: name for path, name in found.items() if path.is_dir()}
