"""Where is your mail? The first question, and the ways that its answers lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cclear.setup import export, folder, places, taking
from indexer import Where
from tui.interview import Ask, Choice, Finished

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cclear.setup.places import Notmuch, Setup
    from indexer import MaildirTree
    from tui.interview import Interview


def begin(setup: Setup) -> Interview:
    """The whole interview."""
    notmuchs = () if setup.mail else places.notmuch(setup.environ, setup.home)
    maildirs = () if notmuchs or setup.mail else folder.found(setup)
    ways: dict[str, Callable[[], Interview]] = {
        **{f"notmuch {at}": _with_notmuch(setup, one) for at, one in enumerate(notmuchs)},
        **{f"maildir {at}": _with_folder(setup, one) for at, one in enumerate(maildirs)},
        "imap": lambda: _imap(setup, _root(notmuchs)),
        "export": lambda: export.begin(setup, _root(notmuchs)),
    }
    if not notmuchs and not setup.mail:
        ways["maildir"] = lambda: folder.begin(setup)
    answer = yield Ask(
        "where",
        "Where is your mail?",
        ("It stays as it is; cclear asks before it writes anything.",),
        default=next(iter(ways)),
        choices=(*_choices(setup, notmuchs, maildirs, tuple(ways)), _SAMPLE),
    )
    if answer == "demo":
        return Finished(
            ("The sample mailbox is invented mail: nothing done to it matters.",
             "For your own mail later: cclear setup"), opens="demo",
        )  # fmt: skip
    return (yield from ways[answer]())


_SAMPLE = Choice("demo", "The sample mailbox", "invented mail, to look around in first")
_OTHERS = {
    "imap": Choice("imap", "An IMAP account", "kept in step with this computer by mbsync"),
    "export": Choice(
        "export", "An export", "mbox, .eml, Takeout, Thunderbird, Outlook’s .pst, .msg"
    ),
    "maildir": Choice("maildir", "A Maildir elsewhere", "a folder with cur, new and tmp in it"),
}


def _choices(
    setup: Setup,
    notmuchs: tuple[Notmuch, ...],
    maildirs: tuple[MaildirTree, ...],
    ways: tuple[str, ...],
) -> tuple[Choice, ...]:
    from tui.words import count

    titles = {
        f"notmuch {at}": Choice(
            f"notmuch {at}",
            "Your notmuch mailbox" if one.config is None else f"notmuch, {one.config.parent.name}",
            f"{setup.short(one.root)}, used as it is",
        )
        for at, one in enumerate(notmuchs)
    } | {
        f"maildir {at}": Choice(
            f"maildir {at}",
            setup.short(one.path),
            f"a Maildir with {count(one.messages, 'message')}",
        )
        for at, one in enumerate(maildirs)
    }
    return tuple(titles.get(way) or _OTHERS[way] for way in ways)


def _root(notmuchs: tuple[Notmuch, ...]) -> Path | None:
    """Where a user with a notmuch of their own keeps mail: new mail goes there as well."""
    return notmuchs[0].root if notmuchs and notmuchs[0].config is None else None


def _imap(setup: Setup, root: Path | None) -> Interview:
    from cclear.setup import imap

    return imap.begin(setup, root)


def _with_folder(setup: Setup, one: MaildirTree) -> Callable[[], Interview]:
    return lambda: folder.use(setup, one.path)


def _with_notmuch(setup: Setup, one: Notmuch) -> Callable[[], Interview]:
    return lambda: _notmuch(setup, one)


def _notmuch(setup: Setup, one: Notmuch) -> Interview:
    """An existing notmuch database, as it is."""
    did = [f"Your mail stays in {setup.short(one.root)}, and notmuch’s index with it."]
    if one.config:
        from cclear.account import settle

        settle(setup.config, {"mail": {"notmuch_config": str(one.config)}})
        did.append(f"{setup.short(setup.config)} names {setup.short(one.config)}.")
    with taking.opened(setup, Where(config=one.config)) as client:
        yield from taking.take_in(client)
        return (yield from taking.end(client, tuple(did)))
