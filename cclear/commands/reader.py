"""``cclear`` and ``cclear demo``: the reader, on the user's mail or on the sample mailbox.

The worker is started before the screens are loaded, so that both get ready at the same time.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from cclear import config
from cclear.commands import configuration
from cclear.errors import PlainError
from indexer import Where

if TYPE_CHECKING:
    from argparse import Namespace
    from types import FrameType

    from indexer import Settings
    from tui.interview import Finished


def run(options: Namespace) -> int:
    """Read one's own mail; with none set up yet, ask where it is first."""
    found = configuration(options)
    where = config.where(options.mail, found)
    if where == Where() and not config.has_notmuch(os.environ, Path.home()):
        return _first_run(options)
    return _read(found, where, found.mail, "")


def _first_run(options: Namespace) -> int:
    from tui.app import unfit

    if trouble := unfit(os.environ):
        raise PlainError(f"no mail is set up yet: cclear setup; and {trouble}")
    from cclear.commands.setup import run as set_up

    return set_up(options)


def opened(finished: Finished, options: Namespace) -> int:
    """Open what an interview ended with."""
    if finished.opens == "demo":
        return demo(options)
    if finished.opens != "mail":
        return 0
    found = configuration(options)
    return _read(found, config.where(options.mail, found), found.mail, "")


def demo(options: Namespace) -> int:
    """Read a fresh copy of the sample mailbox, which is gone afterwards."""
    from dataclasses import replace

    from cclear.demo import ADDRESS, mailbox

    found = configuration(options)
    # A terminal that is closed, or a polite end, takes the copy away as leaving does.
    for ending in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(ending, _end)
    with mailbox() as path:
        # A fetch command belongs to the user's own mail, and so does a way to send: nothing that is
        # written here leaves.
        mail = replace(found.mail, addresses=(ADDRESS,), fetch="")
        outbox = replace(found.outbox, transport="drafts", identities=())
        return _read(replace(found, mail=mail, outbox=outbox), Where(mail=path), mail, "demo")


def _end(number: int, _: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _read(found: config.Config, where: Where, mail: Settings, title: str) -> int:
    from indexer import Client

    with Client(where, mail) as client:
        client.start()
        settings = found.reader_settings()
        from tui.app import run

        if found.keys:
            _check_keys(found)
        return run(client, settings, title=title)


def _check_keys(found: config.Config) -> None:
    from tui.commands import BY_ID, keymap

    for name, keys in found.keys.items():
        try:
            keymap({name: keys})
        except KeyError as error:
            raise config.mistake_in_keys(found, name, _no_command(name, tuple(BY_ID))) from error
        except ValueError as error:
            words = 'names no key; write one such as "ctrl+r"'
            raise config.mistake_in_keys(found, name, words) from error


def _no_command(name: str, known: tuple[str, ...]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, 1, 0.5)
    what = f"did you mean {near[0]}?" if near else f"there are: {', '.join(sorted(known))}"
    return f"is no command; {what}"
