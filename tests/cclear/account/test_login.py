"""Logging in to real servers, and to ones that refuse: what was found, or one sentence."""

from __future__ import annotations

import datetime as dt
import ssl
from typing import TYPE_CHECKING

import pytest
import trustme

from cclear.account import AccountError, Folder, Server, check, check_smtp
from cclear.account.login import listed
from tests.outbox.servers import HOST, Arrived, Authority, Talk, real, scripted
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.dovecot import Dovecot
    from tests.support.mailbox import Mailbox


def trouble(call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(AccountError) as caught:
        call()
    text = str(caught.value)
    assert "\n" not in text
    return caught.value.trouble, text


def test_what_a_login_finds(dovecot: Dovecot, mailbox: Mailbox) -> None:
    account = dovecot.account()
    account.append([mailbox.message(), mailbox.message()])
    account.append([mailbox.message()], "Sent")
    account.create("Lists/Web &- Entw&APw-rfe")
    ca_file = str(dovecot.ca_file)
    found = check(
        Server(dovecot.host, dovecot.port), account.user, account.password, ca_file=ca_file
    )
    shown = [(one.name, one.use, one.messages, one.is_selectable) for one in found.folders]
    assert shown == [
        ("INBOX", "inbox", 2, True),
        ("Archive", "archive", 0, True),
        ("Drafts", "drafts", 0, True),
        ("Lists", "", None, False),
        ("Lists/Web & Entwürfe", "", 0, True),
        ("Sent", "sent", 1, True),
        ("Trash", "trash", 0, True),
    ]
    assert (found.delimiter, found.prefix) == ("/", "")
    assert "UIDPLUS" in found.capabilities
    behind = Server(dovecot.host, dovecot.plain_port, "starttls")
    again = check(behind, account.user, account.password, ca_file=ca_file)
    assert again.folders == found.folders
    if dovecot.has_tokens:
        by_token = check(behind, account.user, account.token, "oauth2", ca_file=ca_file)
        assert by_token.folders == found.folders


def test_each_fault_of_a_real_server_is_a_sentence(dovecot: Dovecot) -> None:
    account, ca_file = dovecot.account(), str(dovecot.ca_file)
    good = Server(dovecot.host, dovecot.port)

    def tried(server: Server = good, secret: str = "wrong", auth: str = "password") -> str:
        kind, text = trouble(
            lambda: check(server, account.user, secret, auth, ca_file=ca_file, seconds=60)  # type: ignore[arg-type]
        )
        assert secret not in text or secret == "wrong"
        return f"{kind}: {text}"

    assert tried().startswith("password: localhost does not take this name and password")
    if dovecot.has_tokens:
        assert tried(auth="oauth2").startswith("token: localhost does not take the access token")
    assert tried(Server(dovecot.misnamed, dovecot.port)) == (
        "certificate: 127.0.0.1: its certificate is for another name; see how the host is spelled"
    )
    assert tried(Server(dovecot.host, dovecot.plain_port)) == (
        f"no-tls: localhost does not speak TLS on port {dovecot.plain_port}; "
        "try starttls, or another port"
    )
    port = free_port()
    assert tried(Server(HOST, port)) == (
        f"refused: 127.0.0.1 takes no connections on port {port}; see the port"
    )
    assert tried(Server("imap.nowhere.invalid", 993)).startswith(("name: ", "network: "))
    unknown = trouble(lambda: check(good, account.user, account.password))
    assert unknown == (
        "certificate",
        "localhost: its certificate is signed by an authority that this machine does not know",
    )


def says(*lines: str) -> Callable[[Talk], None]:
    """A server that greets, then answers each command with the next line; {} is its tag."""

    def script(talk: Talk) -> None:
        talk.say("* OK [CAPABILITY IMAP4rev1] here")
        talk.say("* CAPABILITY IMAP4rev1", f"{talk.hear().split()[0].decode()} OK done")
        for line in lines:
            tag = talk.hear().split()[:1]
            if tag:
                talk.say(*line.format(tag[0].decode()).split("|"))

    return script


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("{} NO [ALERT] Application-specific password required: https://x.example (Failure)",
         "app-password", "wants an app password"),
        ("{} NO [ALERT] Your account is not enabled for IMAP use. Please visit your settings",
         "imap-disabled", "IMAP is not allowed for this account"),
        ("{} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", "password", "name and pass"),
        ("{} NO [UNAVAILABLE] Internal error", "server", "cannot check the login just now"),
        ("* BYE too many connections|{} NO gone", "server", "too many connections"),
        ("what is this", "server", "hung up"),
    ],
)  # fmt: skip
def test_what_refusals_mean(line: str, kind: str, words: str) -> None:
    with scripted(says(line)) as port:
        found = trouble(lambda: check(Server(HOST, port, "none"), "sam", "s3cret", seconds=60))
    assert found[0] == kind
    assert words in found[1]
    assert "s3cret" not in found[1]


def test_servers_that_offer_no_way_in() -> None:
    def closed(talk: Talk) -> None:
        talk.say("* OK here")
        talk.say(
            "* CAPABILITY IMAP4rev1 LOGINDISABLED", f"{talk.hear().split()[0].decode()} OK done"
        )
        talk.idle()

    with scripted(closed) as port:
        login = trouble(lambda: check(Server(HOST, port, "none"), "sam", "x", seconds=60))
        tls = trouble(lambda: check(Server(HOST, port, "starttls"), "sam", "x", seconds=60))
        token = trouble(lambda: check(Server(HOST, port, "none"), "s", "x", "oauth2", seconds=60))
    assert login == (
        "login-disabled",
        "127.0.0.1 takes no passwords; it wants OAuth 2 or another way to log in",
    )
    assert tls == ("no-tls", "127.0.0.1 offers no TLS on this port; try tls and port 993")
    assert token == ("login-disabled", "127.0.0.1 takes no OAuth 2 tokens")


def test_a_password_in_any_script(dovecot: Dovecot) -> None:
    account = dovecot.account()
    kind, text = trouble(
        lambda: check(
            Server(dovecot.host, dovecot.port), account.user, "pä ss", ca_file=str(dovecot.ca_file)
        )
    )
    assert kind == "password"
    assert "does not take this name and password" in text
    with scripted(says("{} OK")) as port:
        server = Server(HOST, port, "none")
        for secret in ("pä ss", "x\r\na LOGOUT"):
            kind, text = trouble(lambda secret=secret: check(server, "sam", secret, seconds=60))  # type: ignore[misc]
            assert (kind, "plain letters" in text) == ("password", True)


@pytest.mark.parametrize("way", ["drips", "mute"])
def test_one_deadline_for_all_of_it(way: str) -> None:
    def script(talk: Talk) -> None:
        talk.drip(b"* ") if way == "drips" else talk.idle()

    with scripted(script) as port:
        found = trouble(lambda: check(Server(HOST, port, "none"), "sam", "x", seconds=0.5))
    assert found == ("slow", "127.0.0.1 took more than 0 seconds")


def test_certificates_that_nobody_may_trust(tmp_path: Path) -> None:
    authority = trustme.CA()
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    expired = authority.issue_cert(HOST, not_after=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    alone = trustme.CA()
    for made, words in ((expired, "has expired"), (alone.issue_cert(HOST), "does not know")):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.configure_cert(context)

        def script(talk: Talk, context: ssl.SSLContext = context) -> None:
            with context.wrap_socket(talk.connection, server_side=True) as wrapped:
                wrapped.recv(1)

        with scripted(script) as port:
            kind, text = trouble(
                lambda port=port: check(  # type: ignore[misc]
                    Server(HOST, port), "sam", "x", ca_file=str(ca_file), seconds=10
                )
            )
        assert (kind, words in text) == ("certificate", True), text


def test_names_of_folders_as_servers_write_them() -> None:
    delimiter, folders = listed(
        [
            rb'(\HasChildren) "." INBOX',
            rb'(\HasNoChildren \Sent) "." "INBOX.Sent Items"',
            (rb'(\HasNoChildren) "." {12}', b'INBOX.a"b\\c&'),
            rb'(\Noselect) "." "INBOX.up"',
            rb'(\HasNoChildren) "." "INBOX.up.down"',
            rb'(\HasNoChildren) "." "INBOX.a/b"',
            rb'(\HasNoChildren) "." "INBOX.Drafts"',
            b"rubbish",
        ],
        "INBOX.",
    )
    assert delimiter == "."
    assert folders == (
        Folder("INBOX", "INBOX", "inbox"),
        Folder('a"b\\c&', 'INBOX.a"b\\c&'),
        Folder("a/b", "INBOX.a/b", is_selectable=False),
        Folder("Drafts", "INBOX.Drafts", "drafts"),
        Folder("Sent Items", "INBOX.Sent Items", "sent"),
        Folder("up", "INBOX.up", is_selectable=False),
        Folder("up/down", "INBOX.up.down"),
    )


def test_sending_is_tried_in_the_same_breath(tmp_path: Path) -> None:
    authority = Authority.make(tmp_path)
    ca_file = authority.file
    with real(Arrived(), tls=authority.good, login=("sam", "pa ss")) as port:
        check_smtp(Server(HOST, port), "sam", "pa ss", ca_file=ca_file)
        wrong = trouble(lambda: check_smtp(Server(HOST, port), "sam", "no", ca_file=ca_file))
    with real(Arrived(), tls=authority.other_name, login=("sam", "pa ss")) as port:
        named = trouble(lambda: check_smtp(Server(HOST, port), "sam", "pa ss", ca_file=ca_file))
    gone = trouble(lambda: check_smtp(Server(HOST, free_port()), "sam", "pa ss"))
    assert wrong[0] == "password"
    assert "does not take this name and password" in wrong[1]
    assert named[0] == "certificate"
    assert "nothing was sent" not in named[1]
    assert (gone[0], "cannot be reached" in gone[1]) == ("network", True)
