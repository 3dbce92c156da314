"""Takes the README's pictures, as SVG: the reader on the sample mailbox, and setup on an account.

    ./test picture [DIRECTORY]

The sample's dates are relative to the day on which they are taken. The account is on a Dovecot on
loopback that holds the sample; without Dovecot or mbsync, only setup's first question is taken.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import ssl
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.widgets import Input

from cclear import config, demo
from cclear.sample import render
from cclear.setup import places, ways
from indexer import Client, Settings, Where
from tests.outbox.servers import Arrived, real
from tests.support.dovecot import Account, serve
from tui.question import Page
from tui.questions import Questions
from tui.reader import Reader
from tui.settings import Settings as Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import App
    from textual.pilot import Pilot

SIZE = (108, 32)
SETUP_SIZE = (108, 20)
PATIENCE = 60.0
HERE = Path(__file__).resolve().parents[1] / "docs"


async def reader(directory: Path) -> None:
    """Write ``conversations.svg`` and ``conversation.svg`` into a directory."""
    with (
        demo.mailbox() as maildir,
        Client(Where(mail=maildir), Settings(addresses=(demo.ADDRESS,), fetch_minutes=0)) as client,
    ):
        await client.index()
        app = Reader(client, Reading(), title="demo")
        async with app.run_test(size=SIZE) as pilot:
            await _settled(app, pilot)
            _save(app, directory / "conversations.svg")
            await pilot.press("enter")
            await _settled(app, pilot)
            _save(app, directory / "conversation.svg")


async def setup(directory: Path) -> None:
    """Write ``setup.svg`` and, of an account, ``setup-account.svg`` and ``setup-end.svg``."""
    asked = places.Setup(Path.home(), os.environ, config.default_path())
    app = Questions(lambda: ways.begin(asked))
    async with app.run_test(size=SETUP_SIZE) as pilot:
        app.query_one(Input).cursor_blink = False
        await _shown(app, pilot, "Where is your mail?")
        await _settled(app, pilot)
        _save(app, directory / "setup.svg")
        if not _has_server():
            _say("Dovecot or mbsync is not installed: no pictures of an account.")
            return
        with _servers() as (account, smtp):
            imap = f"{account.server.host}:{account.server.port}"
            await _choose(app, pilot, "Where is your mail?", "An IMAP account")
            await _type(app, pilot, "What is your address?", account.user)
            await _type(app, pilot, "Your name", "Alex Marsh")
            await _choose(app, pilot, "May cclear ask the network", "No")
            await _type(app, pilot, "The IMAP server?", imap)
            await _type(app, pilot, "The name to sign in with?", account.user)
            await _type(app, pilot, "The SMTP server", f"{account.server.host}:{smtp}")
            await _choose(app, pilot, "Where is the password to be kept?", "A file")
            await _type(app, pilot, "The password of", account.password)
            await _shown(app, pilot, "How much mail")
            await _settled(app, pilot)
            _save(app, directory / "setup-account.svg")
            await _choose(app, pilot, "How much mail", "All of it")
            await _type(app, pilot, "Where shall the mail lie", "~/Mail")
            await _shown(app, pilot, "messages, 3 lists")
            await _settled(app, pilot)
            _save(app, directory / "setup-end.svg")


@contextmanager
def _servers() -> Iterator[tuple[Account, int]]:
    """An account that holds the sample, and the port of an SMTP server for it."""
    with serve() as dovecot:
        # Its certificate is good to whoever trusts the authority that was made for it.
        os.environ["SSL_CERT_FILE"] = str(dovecot.ca_file)
        account = Account(dovecot, demo.ADDRESS)
        account.append(
            (one.data for one in render.messages(datetime.now(UTC).astimezone())), flags="\\Seen"
        )
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(dovecot.home / "server.pem")
        with real(Arrived(), tls=tls, login=(account.user, account.password)) as port:
            yield account, port


def _has_server() -> bool:
    places = f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin"
    return bool(shutil.which("dovecot", path=places) and shutil.which("mbsync"))


async def _type(app: Questions, pilot: Pilot[Any], question: str, answer: str) -> None:
    """Answer a question that takes a line."""
    await _shown(app, pilot, question)
    app.query_one(Input).value = answer
    await pilot.press("enter")


async def _choose(app: Questions, pilot: Pilot[Any], question: str, title: str) -> None:
    """Answer a question that has choices."""
    await _shown(app, pilot, question)
    at = next(line.choice for line in app.query_one(Page).lines if line.text == title)
    await pilot.press(str((at or 0) + 1))


async def _shown(app: Questions, pilot: Pilot[Any], words: str) -> None:
    """Wait until a question, or the end, has these words. Raises TimeoutError."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        await pilot.pause(0.1)
        if app.error:
            raise app.error
        if any(one.role == "question" and words in one.text for one in app.query_one(Page).lines):
            return
    raise TimeoutError("\n".join(line.text for line in app.query_one(Page).lines))


async def _settled(app: App[Any], pilot: Pilot[Any]) -> None:
    """Wait until the picture has stood still for a while."""
    until = time.monotonic() + PATIENCE
    last, since = "", time.monotonic()
    while time.monotonic() < until:
        await pilot.pause(0.1)
        now = app.export_screenshot()
        if now != last:
            last, since = now, time.monotonic()
        elif time.monotonic() - since > 1:
            return


def _save(app: App[Any], path: Path) -> None:
    path.write_text(app.export_screenshot(title="cclear"), encoding="utf-8")
    _say(str(path))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description="Take the README's pictures.")
    parser.add_argument("directory", nargs="?", type=Path, default=HERE)
    directory: Path = parser.parse_args().directory.absolute()
    directory.mkdir(parents=True, exist_ok=True)
    ours = ("NOTMUCH", "XDG_", "CCLEAR")
    for name in [one for one in os.environ if one.startswith(ours)]:
        del os.environ[name]
    for name in ("NO_COLOR", "MAILDIR", "EMAIL", "NAME"):
        os.environ.pop(name, None)
    os.environ.update(TZ="UTC", COLORTERM="truecolor", TERM="xterm-256color")
    time.tzset()
    with tempfile.TemporaryDirectory(prefix="cclear-picture-") as home:
        # What setup finds and writes is in a home of its own.
        os.environ["HOME"] = home
        asyncio.run(reader(directory))
        asyncio.run(setup(directory))


if __name__ == "__main__":
    main()
