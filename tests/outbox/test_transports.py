"""Transports against real servers: what arrives, and which fault means what."""

from __future__ import annotations

import ipaddress
import stat
import sys
from base64 import b64decode
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.smtp import AuthResult

from outbox import OutboxError, check_login
from outbox.settings import Transport
from outbox.transports import Outcome, check, send
from tests.outbox.servers import HOST, Arrived, Authority, Talk, real, scripted
from tests.support.ports import free_port

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from pathlib import Path

    from outbox.queue import Refused

ME = "sam@here.example"
TO = ("jane@otterley.example", "rhys@ripley.example", "nadia@derwent.example")
TEXT = (
    b"From: sam@here.example\nTo: jane@otterley.example\nSubject: Dots\n\n"
    b".\n..\n.a line\nFrom here\n" + b"x" * 998 + b"\n\n\nend \n"
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.make(tmp_path_factory.mktemp("ca"))


@pytest.fixture
def message(tmp_path: Path) -> Path:
    file = tmp_path / "message"
    file.write_bytes(TEXT)
    return file


class Handed:
    """Records that the point of no return was passed."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, refused: tuple[Refused, ...] = ()) -> None:
        self.times += 1


def plain(port: int) -> Transport:
    return Transport("smtp", host=HOST, port=port, security="none", deadline_seconds=120)


def crlf(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def test_what_arrives_is_what_was_queued(message: Path) -> None:
    arrived, handed = Arrived(), Handed()
    with real(arrived) as port:
        outcome = send(plain(port), message, ME, TO, handed)
    assert outcome == Outcome("accepted")
    assert arrived.mail == [(ME, TO, crlf(TEXT))]
    assert handed.times == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_over_tls_with_a_login(
    message: Path, authority: Authority, security: str, tmp_path: Path
) -> None:
    arrived = Arrived()
    secret = tmp_path / "secret"
    secret.write_text("pa ss\nmore\n")
    tls = authority.good
    with real(
        arrived,
        tls=tls if security == "tls" else None,
        starttls=tls if security == "starttls" else None,
        login=("sam", "pa ss"),
    ) as port:
        way = replace(
            plain(port), security=security, ca_file=authority.file, user="sam",
            password_command=f"cat {secret}",
        )  # fmt: skip
        assert send(way, message, ME, TO, Handed()) == Outcome("accepted")
        assert arrived.mail == [(ME, TO, crlf(TEXT))]
        wrong = replace(way, password_command="echo wrong")
        outcome = send(wrong, message, ME, TO, Handed())
    assert (outcome.result, "535" in outcome.text) == ("refused", True), outcome
    assert len(arrived.mail) == 1


class Tokens(Arrived):
    """A server that takes one OAuth 2 token, and says in a challenge why it takes no other."""

    token = "ya29.good"

    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> AuthResult:  # noqa: ANN401, N802
        given = b64decode(args[1]).decode()
        if given == f"user=sam\1auth=Bearer {self.token}\1\1":
            return AuthResult(success=True, handled=True, auth_data="sam")
        assert await server.challenge_auth(b'{"status":"400"}') == b""
        await server.push("535 5.7.8 token expired")
        return AuthResult(success=False, handled=True)


def test_an_access_token_logs_in(message: Path, authority: Authority) -> None:
    arrived = Tokens()
    with real(arrived, starttls=authority.good, login=("nobody", "nothing")) as port:
        way = replace(
            plain(port), security="starttls", ca_file=authority.file, user="sam", auth="oauth2",
            password_command="printf 'ya29.good\n'",
        )  # fmt: skip
        assert check_login(way) == Outcome("accepted")
        assert send(way, message, ME, TO, Handed()) == Outcome("accepted")
        outcome = check_login(way, "ya29.old")
        by_password = check_login(replace(way, auth="password"), "ya29.good")
    assert (outcome.result, "token expired" in outcome.text) == ("refused", True), outcome
    assert by_password.result == "refused"
    assert arrived.mail == [(ME, TO, crlf(TEXT))]
    with scripted(Talk.to_text) as port:
        outcome = check_login(replace(way, port=port, security="none"), "ya29.good")
    assert (outcome.result, "takes no OAuth 2" in outcome.text) == ("refused", True)


def test_text_in_8_bits_and_addresses_in_utf8(message: Path) -> None:
    arrived = Arrived()
    message.write_bytes("Subject: x\n\nGrüße\n".encode())
    with real(arrived) as port:
        assert send(plain(port), message, ME, ("jürgen@ö.example",), Handed()).result == "accepted"
    assert arrived.mail[0][1:] == (("jürgen@ö.example",), crlf(message.read_bytes()))
    with scripted(Talk.to_text) as port:
        for to, words in ((TO, "8-bit"), (("ü@ö.example",), "8-bit")):
            outcome = send(plain(port), message, ME, to, Handed())
            assert (outcome.result, words in outcome.text) == ("refused", True)
        message.write_bytes(TEXT)
        outcome = send(plain(port), message, ME, ("ü@ö.example",), Handed())
    assert (outcome.result, "ASCII addresses" in outcome.text) == ("refused", True)


@pytest.mark.parametrize(("code", "for_good"), [("550 no such user", True), ("450 busy", False)])
def test_one_of_three_is_refused(message: Path, code: str, for_good: bool) -> None:
    arrived = Arrived(refuse={TO[1]: code})
    with real(arrived) as port:
        outcome = send(plain(port), message, ME, TO, Handed())
    assert outcome.result == "accepted"
    assert [(r.address, r.text, r.for_good) for r in outcome.not_taken] == [(TO[1], code, for_good)]
    assert arrived.mail == [(ME, (TO[0], TO[2]), crlf(TEXT))]


@pytest.mark.parametrize(
    ("codes", "result"),
    [(("550 no",) * 3, "refused"), (("450 no",) * 3, "later"),
     (("550 no", "450 no", "550 no"), "later")],
)  # fmt: skip
def test_all_are_refused(message: Path, codes: tuple[str, ...], result: str) -> None:
    arrived = Arrived(refuse=dict(zip(TO, codes, strict=True)))
    handed = Handed()
    with real(arrived) as port:
        outcome = send(plain(port), message, ME, TO, handed)
    assert outcome.result == result
    assert all(a in outcome.text for a in TO)
    assert not arrived.mail
    assert not handed.times


def _drip(talk: Talk) -> None:
    talk.drip(b"2")


def _continue_for_ever(talk: Talk) -> None:
    talk.say("220 here")
    talk.hear()
    talk.drip(b"250-again\r\n")


def _endless_line(talk: Talk) -> None:
    talk.connection.sendall(b"220 " + b"x" * 100_000)
    talk.idle()


def _hang_up_in_text(talk: Talk) -> None:
    talk.to_text()
    talk.hear()


def _hang_up_before_dot(talk: Talk) -> None:
    talk.to_text()
    while talk.hear() != b"end \r\n":
        pass


def _after_dot(*said: str) -> Callable[[Talk], None]:
    def script(talk: Talk) -> None:
        talk.to_text()
        talk.text()
        talk.say(*said)

    return script


def _silent_after_dot(talk: Talk) -> None:
    talk.to_text()
    talk.text()
    talk.idle()


def _drip_after_dot(talk: Talk) -> None:
    talk.to_text()
    talk.text()
    talk.drip(b"2")


FAULTS: dict[str, tuple[Callable[[Talk], None], str, str]] = {
    "hangs up at once": (lambda _: None, "later", "hung up"),
    "greets with 554": (lambda t: t.say("554 go away"), "refused", "554 go away"),
    "greets with 421": (lambda t: t.say("421 busy"), "later", "421 busy"),
    "talks nonsense": (lambda t: t.say("HTTP/1.1 400 \x1b[2J"), "later", "HTTP/1.1 400"),
    "says nothing": (Talk.idle, "later", "took more than 1 second"),
    "drips": (_drip, "later", "took more than 1 second"),
    "goes on for ever": (_continue_for_ever, "later", ""),
    "sends an endless line": (_endless_line, "later", "hung up"),
    "hangs up within the text": (_hang_up_in_text, "", ""),
    "hangs up before the dot": (_hang_up_before_dot, "", ""),
    "hangs up after the dot": (_after_dot(), "unsure", "hung up after it got the message"),
    "says nothing after the dot": (_silent_after_dot, "unsure", "took more than 1 second"),
    "drips after the dot": (_drip_after_dot, "unsure", "took more than 1 second"),
    "nonsense after the dot": (_after_dot("what?"), "unsure", "what?"),
    "451 after the dot": (_after_dot("451 later"), "later", "451 later"),
    "554 after the dot": (_after_dot("554 spam"), "refused", "554 spam"),
    "accepts in many lines": (_after_dot("250-a", "250 b"), "accepted", ""),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_has_its_meaning(fault: str, message: Path) -> None:
    script, result, words = FAULTS[fault]
    handed = Handed()
    with scripted(script) as port:
        way = replace(plain(port), deadline_seconds=1 if "1 second" in words or not words else 120)
        outcome = send(way, message, ME, TO, handed)
    # Whether the connection's end is seen before or after the dot is written is a race: what
    # counts is that it is never taken for sure.
    if result:
        assert outcome.result == result
    else:
        assert outcome.result == ("unsure" if handed.times else "later")
    assert words in outcome.text
    assert "\x1b" not in outcome.text
    assert handed.times == (
        1 if result in ("unsure", "accepted") or ("dot" in fault and result) else handed.times
    )


def test_a_large_message_into_a_closed_connection(message: Path) -> None:
    message.write_bytes(TEXT + b"much more text\n" * 1_000_000)

    def script(talk: Talk) -> None:
        talk.to_text()
        talk.hear()
        talk.say("552 too much")

    handed = Handed()
    with scripted(script) as port:
        outcome = send(plain(port), message, ME, TO, handed)
    assert outcome.result in ("refused", "later")
    assert not handed.times


def test_nobody_listens_and_no_such_host(message: Path) -> None:
    outcome = send(plain(free_port()), message, ME, TO, Handed())
    assert (outcome.result, "cannot be reached" in outcome.text) == ("later", True)
    nowhere = replace(plain(25), host="a..b")
    outcome = send(nowhere, message, ME, TO, Handed())
    assert (outcome.result, "cannot be reached" in outcome.text) == ("later", True)


def test_a_server_that_says_its_limit(message: Path) -> None:
    with scripted(lambda talk: talk.greet("SIZE 100")) as port:
        outcome = send(plain(port), message, ME, TO, Handed())
    assert (outcome.result, "takes 100" in outcome.text) == ("refused", True)


@pytest.mark.parametrize("case", ["no TLS", "not TLS", "unknown", "other name", "plain injection"])
def test_without_good_tls_nothing_is_said(case: str, message: Path, authority: Authority) -> None:
    arrived = Arrived()
    trusted = {"other name": authority.file}.get(case, "")
    context: ssl.SSLContext | None = {
        "unknown": authority.good, "other name": authority.other_name
    }.get(case)  # fmt: skip
    words = {
        "no TLS": "offers no TLS", "not TLS": "does not speak TLS", "plain injection": "",
        "unknown": "no certificate to be trusted", "other name": "no certificate to be trusted",
    }[case]  # fmt: skip
    if case == "plain injection":

        def script(talk: Talk) -> None:
            talk.greet("STARTTLS")
            talk.hear()
            talk.say("220 go on", "250-injected", "250 SIZE 1")
            talk.idle()

        with scripted(script) as port:
            way = replace(plain(port), security="starttls", deadline_seconds=1)
            outcome = send(way, message, ME, TO, Handed())
        assert outcome.result in ("later", "refused")
        return
    with real(arrived, tls=context) as port:
        security = "starttls" if case == "no TLS" else "tls"
        way = replace(plain(port), security=security, ca_file=trusted)
        outcome = send(way, message, ME, TO, Handed())
    assert outcome.result == "refused"
    assert words in outcome.text
    assert not arrived.mail


def test_without_tls_only_on_this_machine(message: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another machine is played by an address of loopback that is told to be none."""
    arrived = Arrived()
    with real(arrived) as port:
        monkeypatch.setattr(ipaddress.IPv4Address, "is_loopback", False)
        outcome = send(plain(port), message, ME, TO, Handed())
    assert (outcome.result, "is for servers on this machine" in outcome.text) == ("refused", True)
    assert not arrived.mail


def test_a_disk_that_fills_before_the_dot_stops_it(message: Path) -> None:
    arrived = Arrived()

    def full(refused: tuple[Refused, ...] = ()) -> None:
        raise OutboxError("disk", "full")

    with real(arrived) as port, pytest.raises(OutboxError):
        send(plain(port), message, ME, TO, full)
    assert not arrived.mail


PROGRAM = """#!{python}
import sys, time, os, signal
with open({out!r}, "ab") as file:
    file.write(repr(sys.argv[1:]).encode() + b"\\n" + sys.stdin.buffer.read())
print("said\\033[2J so", file=sys.stderr)
{end}
"""


def program(folder: Path, end: str) -> tuple[Path, Path]:
    out, path = folder / "out", folder / "my sendmail"
    path.write_text(PROGRAM.format(python=sys.executable, out=str(out), end=end))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path, out


def test_a_program_gets_the_file_and_the_recipients(message: Path, tmp_path: Path) -> None:
    path, out = program(tmp_path, "")
    handed = Handed()
    way = Transport("sendmail", command=f"'{path}' -a 'my work'")
    assert send(way, message, ME, TO, handed) == Outcome("accepted")
    said, _, data = out.read_bytes().partition(b"\n")
    assert said.decode() == repr(["-a", "my work", "-i", "-f", ME, "--", *TO])
    assert data == TEXT
    assert handed.times == 1


@pytest.mark.parametrize(
    ("end", "result", "words"),
    [
        ("sys.exit(75)", "later", "my sendmail says: said"),
        ("sys.exit(67)", "refused", "my sendmail says: said"),
        ("sys.exit(74)", "unsure", "my sendmail says: said"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "unsure", "signal 9"),
        ("time.sleep(60)", "unsure", "took more than 1 second"),
    ],
)
def test_how_a_program_ends(
    end: str, result: str, words: str, message: Path, tmp_path: Path
) -> None:
    path, _ = program(tmp_path, end)
    way = Transport(
        "sendmail", command=f"'{path}'", deadline_seconds=1 if "1 second" in words else 120
    )
    outcome = send(way, message, ME, TO, Handed())
    assert outcome.result == result
    assert words in outcome.text
    assert "\x1b" not in outcome.text


def test_a_program_that_is_not_there(message: Path) -> None:
    handed = Handed()
    for command in ("no-such-program", "", "'"):
        outcome = send(Transport("sendmail", command=command), message, ME, TO, handed)
        assert outcome.result == "refused"
    assert not handed.times


def test_passwords(message: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    way = replace(plain(free_port()), user="sam")
    for command, words in (("exit 3", "status 3"), ("true", "there is no password")):
        with pytest.raises(OutboxError, match=words) as caught:
            send(replace(way, password_command=command), message, ME, TO, Handed())
        assert caught.value.kind == "password"
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(OutboxError, match="install keyring"):
        send(way, message, ME, TO, Handed())


def test_nothing_set_up() -> None:
    with pytest.raises(OutboxError) as caught:
        check(Transport())
    assert caught.value.kind == "no-transport"
    assert "[outbox]" in caught.value.text
    assert "\n" not in caught.value.text
