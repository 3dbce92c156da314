"""A Maildir that is on this computer already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cclear.setup import places, taking
from indexer import Where
from tui.interview import Ask, ask

if TYPE_CHECKING:
    from pathlib import Path

    from cclear.setup.places import Setup
    from indexer import MaildirTree
    from tui.interview import Interview


def found(setup: Setup) -> tuple[MaildirTree, ...]:
    """The Maildirs in the usual places."""
    from indexer import maildirs

    return tuple(maildirs(setup.home))


def begin(setup: Setup) -> Interview:
    """Ask which folder, and read it."""
    answer = yield from ask(
        Ask(
            "maildir",
            "Which folder?",
            ("A Maildir, or a folder that has Maildirs below it.",),
            default=setup.short(setup.home / "Maildir"),
        ),
        lambda given: wrong(places.written(given, setup.home)),
    )
    return (yield from use(setup, places.written(answer, setup.home)))


def wrong(path: Path) -> str:
    """Why a folder cannot be read as a Maildir tree; empty where it can."""
    try:
        if not path.exists():
            return f"{path} is not there; write another, or go back"
        if not path.is_dir():
            return f"{path} is a file; an export goes another way: esc, then An export"
        below = (path, *(one for one in path.iterdir() if one.is_dir()))
        deep = [*below, *(two for one in below[1:] for two in one.iterdir() if two.is_dir())]
        if not any((one / "cur").is_dir() for one in deep):
            return f"no Maildir is in {path}: it would have cur, new and tmp; write another"
    except OSError as error:
        return f"{path} cannot be read ({(error.strerror or '').lower()}); see its permissions"
    return ""


def use(setup: Setup, path: Path) -> Interview:
    """Read a Maildir where it is; the index lies beside it."""
    from cclear.account import settle

    settle(setup.config, {"mail": {"maildir": str(path)}})
    index = path.with_name(f"{path.name}.cclear")
    did = (
        f"Your mail stays in {setup.short(path)}; its index is {setup.short(index)}.",
        f"{setup.short(setup.config)} says so.",
    )
    with taking.opened(setup, Where(mail=path)) as client:
        yield from taking.take_in(client)
        return (yield from taking.end(client, did))
