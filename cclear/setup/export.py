"""Mail that another program or a provider wrote into files: copied into a Maildir."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cclear.setup import places, taking
from indexer import Where
from tui.interview import Ask, Choice, Tell, ask

if TYPE_CHECKING:
    from collections.abc import Generator

    from cclear.setup.places import Setup
    from indexer import Client
    from tui.interview import Interview, Working

OTHER = "other"


def begin(setup: Setup, root: Path | None) -> Interview:
    """Ask which export, and where its mail is to lie; ``root`` is where the user's notmuch is."""
    path = yield from _which(setup)
    target = yield from where_to(setup, root)
    from cclear.account import settle

    did = [f"The messages were copied into {setup.short(target)}; {setup.short(path)} stays."]
    # Mail is nobody else's business, whatever the user's own mask says.
    target.mkdir(mode=0o700, exist_ok=True)
    if not root:
        settle(setup.config, {"mail": {"maildir": str(target)}})
        did.append(f"{setup.short(setup.config)} says where the mail is.")
    with taking.opened(setup, Where(mail=None if root else target)) as client:
        trouble = yield from _copied(client, path)
        yield from taking.take_in(client)
        if trouble:
            yield Tell(trouble, trouble=True)
        return (yield from taking.end(client, tuple(did)))


def _copied(client: Client, path: Path) -> Generator[Working, str, str]:
    """Import; what was wrong, in a line, where something was. What could be read is kept."""
    from indexer import IndexerError

    try:
        yield from taking.working(
            lambda show: client.import_files((str(path),), show), taking.import_words
        )
    except IndexerError as error:
        return error.text
    return ""


def _which(setup: Setup) -> Generator[Ask, str, Path]:
    from indexer import recognise

    known = (*_profiles(setup.home), *places.exports(setup.home))
    answer = OTHER
    if known:
        answer = yield Ask(
            "export",
            "Which export?",
            default=str(known[0]),
            choices=(
                *(Choice(str(p), setup.short(p), recognise(p).title) for p in known),
                Choice(OTHER, "Another file or folder"),
            ),
        )
    if answer != OTHER:
        return Path(answer)
    answer = yield from ask(
        Ask(
            "file",
            "Which file or folder?",
            ("An mbox, a Takeout archive, a Thunderbird profile, a .pst, a folder of .msg files.",),
            default=setup.short(known[0]) if known else "~/Downloads",
        ),
        lambda given: wrong(places.written(given, setup.home)),
    )  # fmt: skip
    return places.written(answer, setup.home)


def _profiles(home: Path) -> tuple[Path, ...]:
    from indexer import profiles

    return tuple(profile.path for profile in profiles(home))


def wrong(path: Path) -> str:
    """Why nothing can be imported from a path; empty where something can."""
    from indexer import recognise

    if not path.exists():
        return f"{path} is not there; check its name"
    found = recognise(path)
    return "" if found.kind else f"{path} holds {found.title}; write another, or go back"


def where_to(setup: Setup, root: Path | None) -> Generator[Ask, str, Path]:
    """The folder for the mail: the user's notmuch's, or one of its own that is asked for."""
    if root or setup.mail:
        return root or setup.mail or setup.home
    answer = yield from ask(
        Ask(
            "root",
            "Where shall the mail lie on this computer?",
            ("A folder of its own; its index goes beside it, named after it with .cclear.",),
            default=setup.short(_free(setup.home)),
        ),
        lambda given: unfit(places.written(given, setup.home)),
    )
    return places.written(answer, setup.home)


def _free(home: Path) -> Path:
    """A folder that is not there, is empty, or is one of cclear's already."""
    for path in (home / "Mail", home / "cclear-mail"):
        if not unfit(path) and (
            not path.exists()
            or not any(path.iterdir())
            or path.with_name(f"{path.name}.cclear").exists()
        ):
            return path
    return home / "cclear-mail"


def unfit(path: Path) -> str:
    """Why mail cannot be put into a folder; empty where it can. One that is there may be used."""
    import os

    if path.exists() and not path.is_dir():
        return f"{path} is a file; write the name of a folder"
    above = path if path.exists() else path.parent
    if not above.is_dir():
        return f"{above} is not there; make it first, or write another"
    if not os.access(above, os.W_OK | os.X_OK):
        return f"{above} may not be written to; write another"
    return ""
