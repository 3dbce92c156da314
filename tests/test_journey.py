"""The whole way, as a user goes it: from an empty home to a question answered and a SUMMARY sent.

Everything is real: Dovecot, mbsync, notmuch, an SMTP server with TLS, and a terminal.
"""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from cclear import demo
from cclear.sample import render
from tests.outbox.servers import Arrived, real

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.dovecot import Account, Dovecot
    from tests.support.terminal import Terminal, Terminals

pytestmark = pytest.mark.skipif(not shutil.which("mbsync"), reason="mbsync is not installed")

CCLEAR = [sys.executable, "-P", "-m", "cclear"]
PATIENCE = 180.0
READS = 0.4
"""Seconds that a screenful is looked at."""
PAGES = 10
"""Pressing space more often than this would be no way to read a storm of 18 messages."""


STORM = "photo consent forms"


def mail() -> list[tuple[bytes, datetime, bool]]:
    """What a cc list's mailbox holds just after a storm: raw, when, and whether it was read."""
    now = datetime.now(UTC).astimezone()
    # The sample's conversations keep to working days: look for the day that its storm ends before.
    told = (_rendered(now + timedelta(days=days)) for days in range(14, 0, -1))
    held = next(one for one in told if max(w for raw, w in one if _is_storm(raw)) <= now)
    return [(raw, when, not _is_storm(raw)) for raw, when in held if when <= now]


def _rendered(now: datetime) -> list[tuple[bytes, datetime]]:
    return [(one.data, one.when) for one in render.messages(now)]


def _is_storm(raw: bytes) -> bool:
    head = message_from_bytes(raw, policy=default)
    return STORM in head["Subject"]


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    """An account at an IMAP server, in which the storm of a cc list has just happened."""
    made = dovecot.account()
    for raw, when, was_read in mail():
        made.append([raw], flags="\\Seen" if was_read else "", date=when)
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
    _read_the_storm(seen)
    _know_the_list(seen)
    seen.keys("L").wait_for("── Reply to Comms network ── Trudi Vance alone")
    seen.wait_for("share it?").keys("Ours is one page. I will send it.", "ctrl+s")
    seen.wait_for("sent to 1 person", PATIENCE)
    people = _summarise(seen)
    seen.wait(lambda _: len(arrived.mail) == 2, "the summary at the server", PATIENCE)
    (_, asked, answer), (_, everybody, summary) = arrived.mail
    assert asked == ("trudi.vance@marlbeck.gov.example",)
    assert len(everybody) == people
    assert demo.ADDRESS not in everybody
    assert b"SUMMARY: Comms network: snow closures" in summary
    assert not any(address.encode() in summary for address in everybody)
    # The next sync brings both copies to the server, and that the storm was read.
    seen.keys("$").wait(lambda _: _synced(account), "the copies on the server", PATIENCE)
    ids = {message_from_bytes(raw)["Message-ID"] for raw in (answer, summary)}
    assert {f"<{one.id.strip('<>')}>" for one in account.messages("Sent")} == ids
    seen.keys("q", "q", "q").wait_for("Leave cclear?").keys("y")
    assert seen.exit_status() == 0
    _is_sound()
    _knows_the_asker()


def _is_sound() -> None:
    """The doctor finds nothing broken: both logins work, nothing waits, the lists are there."""
    done = subprocess.run(
        [*CCLEAR, "doctor", "--json"], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert not [one for one in found if one["state"] == "broken"], done.stdout
    assert done.returncode == 0, done.stderr
    good = {one["check"] for one in found if one["state"] == "ok"}
    assert good >= {"config.toml", "mail", "index", "addresses", "lists", "outbox", "mbsync",
                    "account", "sending"}  # fmt: skip


def _summarise(seen: Terminal) -> int:
    """Send what was answered to another question to all; the number of people that was typed."""
    seen.keys("q").wait_for("Election")
    seen.keys("/").wait_for("enter does it").keys("subject:snow from:judith", "enter")
    seen.wait_for("Search: subject:snow").wait_for("snow closures")
    seen.keys("enter").wait_for("5 messages, 4 people")
    _see_what_came_of_it(seen)
    seen.keys("U").wait_for("── Summary to Comms network").wait_for("3 people answered.")
    heading = next(line for line in seen.screen if "── Summary to" in line)
    number = heading.partition("network ── ")[2].partition(" people")[0]
    seen.keys("ctrl+s").wait_for(f"Type {number} to send it").keys(number, "enter")
    seen.wait_for(f"sent to {number} people", PATIENCE)
    return int(number)


def _see_what_came_of_it(seen: Terminal) -> None:
    """What was asked, who answered, and why a message stands there that names none of them."""
    seen.wait_for("Judith asked: “do you run one page").wait_for("answered: Shona, Peggy, Rosalind")
    seen.keys("c").wait_for("Answered  3").keys("c").wait_gone("Answered  3")
    seen.wait_for("⤷ by quoted text").keys("g", "j", "]", "^", "j", "j").wait_for("e why here")
    seen.keys("e").wait_for("│ Hi Judith, one page").keys("e").wait_gone("│ Hi Judith, one page")


def _synced(account: Account) -> bool:
    unread = [one for one in account.messages("INBOX") if "\\Seen" not in one.flags]
    return not unread and len(account.messages("Sent")) == 2


def _read_the_storm(seen: Terminal) -> None:
    """From its row to its end, a screenful at a time."""
    seen.wait_for("18 new").keys("n").wait(_is_at(STORM), "the cursor there")
    seen.keys("enter").wait_for("18 messages, 17 people · 18 new").wait_for("Me too please")
    shown = list(seen.screen)
    for _ in range(PAGES):
        if any("I would not have missed" in line for line in seen.screen):
            break
        seen.keys("space").wait(_is_other_than(seen.screen), "another screenful")
        # Whoever reads it takes a moment, in which texts that are still on their way come.
        seen.watch(monotonic() + READS)
        shown += seen.screen
    else:
        raise AssertionError(f"the storm does not end:\n{seen.text}")
    _is_clean(shown)
    # What was hidden is one key away, and away again.
    seen.keys("o").wait_for("Tel: 01632").keys("o").wait_gone("Tel: 01632")
    # The last one is read when one goes on from it.
    seen.keys("space", "q").wait(_has_read_it, "the storm read", PATIENCE).keys("enter")
    seen.wait_for("18 messages, 17 people")
    # Who asks to be left alone stands in one row, however much was said between them.
    seen.keys("G").wait_for("× “please remove me”").keys("g").wait_for("I have been asked")


def _know_the_list(seen: Terminal) -> None:
    """From the storm to its list's home and back; what is said of both is taken back."""
    seen.keys("i").wait_for("questions answered")
    seen.wait_for("Marlbeck City Council").wait_for("Election night: who works")
    seen.wait_for("count-night-rota.csv").keys("q").wait_for("↯ reply-all storm")
    seen.keys("F").wait_for("followed").keys("u").wait_for("undone: followed")
    seen.keys("l", "r").wait_for("title: Comms network").keys("ctrl+u")
    seen.wait_gone("title: Comms network").keys("Storms", "enter")
    seen.wait_for("is called Storms; u undoes it").wait(_is_at_list("Storms"), "its new title")
    seen.keys("u").wait_for("undone: ").wait(_is_at_list("Comms network"), "its old title")


def _has_read_it(lines: list[str]) -> bool:
    at = next((at for at, line in enumerate(lines) if STORM[:18] in line), None)
    return at is not None and "answers" in lines[at + 1] and "new" not in lines[at + 1]


def _is_clean(shown: list[str]) -> None:
    """Nothing but newly written lines stood there, and how much was hidden below them."""
    assert not _quoted(shown)
    assert not [line for line in shown if "Tel: 01632" in line or "intended recipient" in line]
    assert [line for line in shown if "lines quoted" in line]


def _quoted(lines: list[str]) -> list[str]:
    return [line for line in lines if "From: " in line or "Sent: " in line]


def _knows_the_asker() -> None:
    """The roster has of the storm's asker what she signs with."""
    done = subprocess.run(
        [*CCLEAR, "lists", "--roster", "--json"],
        capture_output=True, text=True, check=True, timeout=PATIENCE,
    )  # fmt: skip
    rosters = [json.loads(line)["roster"] for line in done.stdout.splitlines()]
    known = [one for roster in rosters for one in roster if one["name"] == "Trudi Vance"]
    assert {one["role"] for one in known} == {"PA to the Director of Communications"}
    assert {one["phone"] for one in known} == {"01632 960 415"}


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
    seen.wait_for(f"{len(mail())} messages, ", PATIENCE)
    seen.wait_for("Comms network: ").keys("enter")
    seen.wait_for(STORM, PATIENCE)


def _under(seen: Terminal, title: str) -> bool:
    return _is_at(title)(seen.screen)


def _is_at(words: str) -> Callable[[list[str]], bool]:
    return lambda lines: any("▌" in line and words in line for line in lines)


def _is_at_list(title: str) -> Callable[[list[str]], bool]:
    """At the left, and above the conversation."""
    return lambda lines: sum(title in line for line in lines[:12]) > 1


def _is_other_than(before: list[str]) -> Callable[[list[str]], bool]:
    return lambda lines: lines != before
