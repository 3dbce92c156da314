"""The whole way, as a user goes it: from an empty home to a question answered and a SUMMARY sent.

Everything is real: Dovecot, mbsync, notmuch, an SMTP server with TLS, and a terminal.
"""

from __future__ import annotations

import shutil
import ssl
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cclear import demo
from cclear.sample import render
from tests.outbox.servers import Arrived, real

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.dovecot import Account, Dovecot
    from tests.support.terminal import Terminal, Terminals

pytestmark = pytest.mark.skipif(not shutil.which("mbsync"), reason="mbsync is not installed")

CCLEAR = [sys.executable, "-P", "-m", "cclear"]
PATIENCE = 60.0


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    """An account at an IMAP server, in which the storm of a cc list has just happened."""
    made = dovecot.account()
    for message in render.messages(datetime.now(UTC).astimezone()):
        seen = message.flags is not None and "S" in message.flags
        made.append([message.data], flags="\\Seen" if seen else "", date=message.when)
    return made


@pytest.fixture
def post(dovecot: Dovecot, account: Account) -> Iterator[tuple[int, Arrived]]:
    """The provider's submission server: its port, and what it was given."""
    arrived = Arrived()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(dovecot.home / "server.pem")
    with real(arrived, tls=tls, login=(account.user, account.password)) as port:
        yield port, arrived


def test_from_an_empty_home_to_an_answer_and_a_summary(
    dovecot: Dovecot,
    account: Account,
    post: tuple[int, Arrived],
    terminal: Terminals,
    home: Path,
) -> None:
    port, arrived = post
    seen = terminal(CCLEAR, cols=120, rows=40)
    _set_up(seen, dovecot, account, port)
    assert arrived.mail == []


def _set_up(seen: Terminal, dovecot: Dovecot, account: Account, port: int) -> None:
    """From the first question to mail on the screen."""
    seen.wait_for("Where is your mail?", PATIENCE).keys("enter")
    seen.wait_for("What is your address?").keys(demo.ADDRESS, "enter")
    seen.wait_for("Your name").keys("Alex Marsh", "enter")
    seen.wait_for("May cclear ask the network").keys("2")
    seen.wait_for("The IMAP server?").keys(f"{dovecot.host}:{dovecot.port}", "enter")
    seen.wait_for("The name to sign in with?").keys(account.user, "enter")
    seen.wait_for("The SMTP server").keys(f"{dovecot.host}:{port}", "enter")
    seen.wait_for("Where is the password to be kept?").wait_for("A file")
    seen.keys("k" if _under(seen, "Your own store") else "", "enter")
    seen.wait_for("The password of").keys("wrong", "enter")
    seen.wait_for("Which certificates are to be trusted?")
    seen.keys(str(dovecot.ca_file), "enter")
    seen.wait_for("The password of", PATIENCE).keys(account.password, "enter")
    seen.wait_for("How much mail is to come first?", PATIENCE).keys("enter")
    seen.wait_for("Where shall the mail lie").keys("enter")
    seen.wait_for("101 messages, 3 lists.", PATIENCE)
    seen.wait_for("Comms network: 116 people").keys("enter")
    seen.wait_for("Gritting updates", PATIENCE)


def _under(seen: Terminal, title: str) -> bool:
    return any("▌" in line and title in line for line in seen.screen)
