"""Programs that cclear works with, as they are: msmtp, and the desktop's keyring."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from outbox.settings import Transport
from outbox.transports import Outcome, send
from tests.outbox.sample import finished
from tests.outbox.servers import HOST, Arrived, Authority, Talk, real, scripted
from tests.support.mailbox import ROOT, run
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from outbox.queue import Refused

WHOLE = finished()
needs_msmtp = pytest.mark.skipif(shutil.which("msmtp") is None, reason="msmtp is not installed")


@pytest.fixture
def message(tmp_path: Path) -> Path:
    """A finished message, as it lies in the queue."""
    file = tmp_path / "message"
    file.write_bytes(WHOLE.data.replace(b"\r\n", b"\n"))
    return file


def hand_over(refused: tuple[Refused, ...] = ()) -> None:
    """Nothing to record here."""


def by_msmtp(folder: Path, port: int, tls: str = "off", trust: str = "") -> Transport:
    """The transport ``sendmail`` with a configuration of its own."""
    config = folder / "msmtprc"
    config.write_text(
        f"account default\nhost {HOST}\nport {port}\nauth off\ntimeout 120\ntls {tls}\n"
        f"tls_starttls off\n{trust}"
    )
    config.chmod(0o600)
    return Transport("sendmail", command=f"msmtp -C '{config}'", deadline_seconds=120)


def through(way: Transport, message: Path) -> Outcome:
    return send(way, message, WHOLE.sender, WHOLE.recipients, hand_over)


@needs_msmtp
def test_what_arrives_through_msmtp_is_what_was_queued(message: Path, tmp_path: Path) -> None:
    arrived = Arrived()
    with real(arrived) as port:
        assert through(by_msmtp(tmp_path, port), message) == Outcome("accepted")
    assert arrived.mail == [(WHOLE.sender, WHOLE.recipients, WHOLE.data)]


@needs_msmtp
@pytest.mark.parametrize(
    ("code", "result"), [("550 no such user", "refused"), ("450 busy", "later")]
)
def test_msmtp_passes_a_no_on(message: Path, tmp_path: Path, code: str, result: str) -> None:
    """It sends to all or to none."""
    arrived = Arrived(refuse={WHOLE.recipients[1]: code})
    with real(arrived) as port:
        outcome = through(by_msmtp(tmp_path, port), message)
    assert (outcome.result, code in outcome.text) == (result, True)
    assert WHOLE.recipients[1] in outcome.text
    assert not arrived.mail


def _takes_8_bits(then: Callable[[Talk], None]) -> Callable[[Talk], None]:
    def script(talk: Talk) -> None:
        talk.greet("8BITMIME")
        while line := talk.hear():
            if line.upper().startswith(b"DATA"):
                talk.say("354 go on")
                talk.text()
                then(talk)
                return
            talk.say("250 OK")

    return script


@needs_msmtp
@pytest.mark.parametrize(
    ("script", "result", "words"),
    [
        (lambda talk: talk.say("421 busy"), "later", "421 busy"),
        (lambda talk: talk.say("554 go away"), "refused", "554 go away"),
        (_takes_8_bits(lambda talk: talk.say("451 later")), "later", "451 later"),
        (_takes_8_bits(lambda talk: talk.say("554 spam")), "refused", "554 spam"),
        (_takes_8_bits(lambda _: None), "unsure", "empty reply"),
    ],
)
def test_msmtp_at_servers_that_fail(
    message: Path, tmp_path: Path, script: Callable[[Talk], None], result: str, words: str
) -> None:
    with scripted(script) as port:
        outcome = through(by_msmtp(tmp_path, port), message)
    assert (outcome.result, words in outcome.text) == (result, True), outcome


@needs_msmtp
def test_msmtp_without_a_server_or_trust(message: Path, tmp_path: Path) -> None:
    outcome = through(by_msmtp(tmp_path, free_port()), message)
    assert (outcome.result, "Connection refused" in outcome.text) == ("later", True), outcome
    authority, arrived = Authority.make(tmp_path), Arrived()
    trust = f"tls_trust_file {authority.file}\n"
    with real(arrived, tls=authority.other_name) as port:
        outcome = through(by_msmtp(tmp_path, port, "on", trust), message)
    assert (outcome.result, "NOT trusted" in outcome.text) == ("refused", True), outcome
    with real(arrived, tls=authority.good) as port:
        assert through(by_msmtp(tmp_path, port, "on", trust), message) == Outcome("accepted")
    assert len(arrived.mail) == 1


ASK = """
import sys
from outbox import OutboxError
from outbox.passwords import password_of
from outbox.settings import Transport
way = Transport("smtp", host="mail.example", user="sam")
try:
    print("found", password_of(way, float(sys.argv[1])))
except OutboxError as error:
    print(error.kind, error.text)
"""

SHELF = """
import threading
from keyring.backend import KeyringBackend
class Shelf(KeyringBackend):
    priority = 1
    def get_password(self, service, username):
        return {("mail.example", "sam"): "pa ss"}.get((service, username))
    def set_password(self, service, username, password):
        raise NotImplementedError
class Locked(Shelf):
    def get_password(self, service, username):
        threading.Event().wait()
"""


@pytest.mark.parametrize(
    ("backend", "words"),
    [
        ("shelf.Shelf", "found pa ss"),
        ("keyring.backends.null.Keyring", "password there is no password for sam at mail.example"),
        ("keyring.backends.fail.Keyring", "password the keyring says: No recommended backend"),
        ("nowhere.Backend", "password the keyring says: No module named 'nowhere'"),
        ("shelf.Locked", "password the keyring does not answer; unlock it"),
    ],
)
def test_the_keyring(
    backend: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """keyring itself, with backends that it is told of as users tell it."""
    pytest.importorskip("keyring")
    (tmp_path / "shelf.py").write_text(SHELF)
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}:{tmp_path}")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    done = run([sys.executable, "-P", "-c", ASK, "0.5" if "Locked" in backend else "20"])
    assert done.stdout.startswith(words), (done.stdout, done.stderr)
    assert done.stdout.count("\n") == 1
