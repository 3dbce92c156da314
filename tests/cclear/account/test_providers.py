"""Who provides an address's mail: by data alone, and as a real DNS and HTTPS server tell it."""

from __future__ import annotations

import contextlib
import http.server
import socket
import ssl
import threading
import time
from typing import TYPE_CHECKING

import dns.message
import dns.resolver
import dns.rrset
import pytest
import trustme

from cclear.account import Folder, Mailbox, Server, Synced, guess, look_up, placed, usual
from cclear.account.lookup import autoconfig, fetch_https
from cclear.account.providers import _known, by_exchangers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "127.0.0.1"

CONFIG = """\
<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="club.example">
  <displayName>The Club\x1b</displayName>
  <incomingServer type="pop3"><hostname>pop.club.example</hostname><port>995</port>
    <socketType>SSL</socketType></incomingServer>
  <incomingServer type="imap"><hostname>open.club.example</hostname><port>143</port>
    <socketType>plain</socketType></incomingServer>
  <incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>143</port>
    <socketType>STARTTLS</socketType><username>%EMAILLOCALPART%</username>
    <authentication>password-cleartext</authentication></incomingServer>
  <outgoingServer type="smtp"><hostname>smtp.club.example</hostname><port>465</port>
    <socketType>SSL</socketType></outgoingServer>
</emailProvider></clientConfig>
""".replace("\x1b", "&#233;")


def test_the_data_is_whole() -> None:
    seen: set[str] = set()
    for domains, mx, provider in _known():
        assert domains or mx, provider
        assert not domains & seen, domains & seen
        seen |= domains
        if not provider.refuses:
            assert provider.smtp
            assert set(provider.auth) <= {"password", "app-password", "oauth2"}
            assert provider.login in ("address", "local")
            for server in (provider.imap, provider.smtp):
                assert "." in server.host
                assert 0 < server.port < 65536
        assert provider.hint == "" or provider.hint.endswith(".")


def test_providers_by_domain_and_by_exchanger() -> None:
    gmail = guess("Sam@GoogleMail.com")
    assert gmail
    assert gmail.imap == Server("imap.gmail.com", 993)
    assert gmail.smtp == Server("smtp.gmail.com", 465)
    assert gmail.user("sam@gmail.com") == "sam@gmail.com"
    free = guess("sam@free.fr")
    assert free
    assert free.user("sam@free.fr") == "sam"
    proton = guess("sam@proton.me")
    assert proton
    assert proton.imap == Server("127.0.0.1", 1143, "starttls")
    tuta = guess("sam@tuta.com")
    assert tuta
    assert "no IMAP" in tuta.refuses
    assert guess("sam@council.example") is None
    assert guess("sam") is None
    for exchanger, name in (
        ("council-example.mail.protection.outlook.com.", "Microsoft 365"),
        ("outlook-com.olc.protection.outlook.com.", "Outlook.com"),
        ("ALT1.ASPMX.L.GOOGLE.COM.", "Gmail"),
        ("in1-smtp.messagingengine.com.", "Fastmail"),
    ):
        found = by_exchangers(["mx.other.example.", exchanger])
        assert found
        assert found.name == name
    assert by_exchangers(["notgoogle.com."]) is None


@contextlib.contextmanager
def dns_server(
    records: dict[tuple[str, str], list[str]], *, is_mute: bool = False
) -> Iterator[int]:
    """A DNS server on loopback; its port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind((HOST, 0))
        listener.settimeout(0.05)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    data, client = listener.recvfrom(4096)
                except TimeoutError:
                    continue
                asked = dns.message.from_wire(data)
                question = asked.question[0]
                kind = dns.rdatatype.to_text(question.rdtype)
                found = records.get((str(question.name), kind), [])
                answer = dns.message.make_response(asked)
                if found:
                    answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
                else:
                    answer.set_rcode(dns.rcode.NXDOMAIN)
                if not is_mute:
                    listener.sendto(answer.to_wire(), client)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            over.set()
            thread.join()


def resolver(port: int) -> dns.resolver.Resolver:
    made = dns.resolver.Resolver(configure=False)
    made.nameservers = [HOST]
    made.port = port
    return made


def nowhere(_url: str, _seconds: float) -> bytes | None:
    return None


def test_what_the_dns_tells() -> None:
    records = {
        ("council.example.", "MX"): ["10 council-example.mail.protection.outlook.com."],
        ("club.example.", "MX"): ["10 mx.club.example."],
        ("_imaps._tcp.club.example.", "SRV"): ["0 0 0 ."],
        ("_imap._tcp.club.example.", "SRV"): [
            "20 1 143 second.club.example.", "10 1 1143 Imap.Club.example.",
        ],
        ("_submissions._tcp.club.example.", "SRV"): ["0 1 465 smtp.club.example."],
        ("_imaps._tcp.xn--bro-hoa.example.", "SRV"): ["0 1 993 imap.buro.example."],
    }  # fmt: skip
    with dns_server(records) as port:
        asked = resolver(port)
        by_mx = look_up("sam@Council.example", resolver=asked, fetch=nowhere)
        by_srv = look_up("sam@club.example", resolver=asked, fetch=nowhere)
        by_idn = look_up("sam@büro.example", resolver=asked, fetch=nowhere)
        assert look_up("sam@unknown.example", resolver=asked, fetch=nowhere) is None
        assert look_up("sam@../etc", resolver=asked, fetch=nowhere) is None
    assert by_mx
    assert (by_mx.name, by_mx.source) == ("Microsoft 365", "MX")
    assert by_srv
    assert by_srv.source == "SRV"
    assert by_srv.imap == Server("imap.club.example", 1143, "starttls")
    assert by_srv.smtp == Server("smtp.club.example", 465)
    assert by_idn
    assert by_idn.imap.host == "imap.buro.example"
    assert by_idn.smtp is None


def test_one_deadline_for_all_questions() -> None:
    over = threading.Event()

    def slow(_url: str, _seconds: float) -> bytes | None:
        over.wait(120)
        return None

    with dns_server({}, is_mute=True) as port:
        begun = time.monotonic()
        found = look_up("sam@club.example", resolver=resolver(port), fetch=slow, seconds=0.8)
        assert found is None
        assert time.monotonic() - begun < 60
        over.set()


def test_an_autoconfig_file_over_https(tmp_path: Path) -> None:
    authority = trustme.CA()
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/club.example/.well-known/"):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(CONFIG.encode())
            elif self.path == "/large":
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b" " * 300_000)
            elif self.path == "/open":
                self.send_response(302)
                self.send_header("Location", "http://localhost:1/x")
                self.end_headers()
            else:
                self.send_error(404)

        def log_message(self, *_given: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer((HOST, 0), Site) as site, dns_server({}) as port:
        site.socket = context.wrap_socket(site.socket, server_side=True)
        base = f"https://localhost:{site.server_address[1]}"
        thread = threading.Thread(target=site.serve_forever, args=(0.05,))
        thread.start()

        def fetch(url: str, seconds: float) -> bytes | None:
            return fetch_https(f"{base}/{url.removeprefix('https://')}", seconds, str(ca_file))

        try:
            found = look_up("sam@club.example", resolver=resolver(port), fetch=fetch)
            assert fetch_https(f"{base}/large", 5, str(ca_file)) is None
            assert fetch_https(f"{base}/open", 5, str(ca_file)) is None
            assert fetch_https(f"{base}/club.example/.well-known/x", 5) is None
        finally:
            site.shutdown()
            thread.join()
    assert found
    assert found.name == "The Clubé"
    assert found.imap == Server("imap.club.example", 143, "starttls")
    assert found.smtp == Server("smtp.club.example", 465)
    assert found.user("sam@club.example") == "sam"
    assert found.source == "https://club.example/.well-known/autoconfig/mail/config-v1.1.xml"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>Not found</html>",
        b"<clientConfig><emailProvider>",
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + CONFIG.encode(),
        CONFIG.encode("utf-16"),
        CONFIG.replace("imap.%EMAILDOMAIN%", "-oProxyCommand=x").encode(),
        CONFIG.replace("STARTTLS", "plain").encode(),
    ],
)
def test_files_that_are_not_to_be_believed(data: bytes) -> None:
    assert autoconfig(data, "sam@club.example") is None


def test_which_folders_and_where() -> None:
    names = [
        ("INBOX", "inbox"), ("[Gmail]/All Mail", "all"), ("[Gmail]/Sent Mail", "sent"),
        ("[Gmail]/Drafts", "drafts"), ("[Gmail]/Trash", "trash"), ("[Gmail]/Starred", "flagged"),
        ("Sent", ""), ("cclear/queue", ""), ("a/cur", ""), (".hidden", ""), ("sent", ""),
    ]  # fmt: skip
    folders = tuple(Folder(name, name, use) for name, use in names)  # type: ignore[arg-type]
    alone = Mailbox(folders[:1], "/", "", frozenset())
    assert placed(folders[:1], alone, sent="Out", archive="Old") == (
        Synced("INBOX", "INBOX", "inbox"),
        Synced("Sent", "Out", "sent"),
        Synced("Drafts", "Drafts", "drafts"),
        Synced("Archive", "Old", "archive"),
    )
    mailbox = Mailbox(folders, "/", "", frozenset())
    gmail = guess("sam@gmail.com")
    assert gmail
    taken = usual(mailbox, gmail.leave_out, gmail.take)
    assert [one.name for one in taken] == [
        "INBOX", "[Gmail]/All Mail", "[Gmail]/Drafts", "Sent", "cclear/queue", "a/cur", ".hidden",
        "sent",
    ]  # fmt: skip
    where = {one.far: one.near for one in placed(taken, mailbox, drafts="Work/Drafts")}
    assert where == {
        "INBOX": "INBOX", "[Gmail]/All Mail": "Archive", "[Gmail]/Drafts": "Work/Drafts",
        "Sent": "Sent-2", "cclear/queue": "cclear_/queue", "a/cur": "a/cur_",
        ".hidden": "_.hidden", "sent": "sent-3",
    }  # fmt: skip
    twice = (Folder("A", "A", "sent"), Folder("B", "B", "sent"), Folder("C", "C", "drafts"))
    both = Mailbox(twice, "/", "", frozenset())
    assert [one.near for one in placed(twice, both)] == ["Sent", "Sent-2", "Drafts"]
    labels = Mailbox(
        (Folder("Labels/x", "Labels/x"), Folder("Folders/x", "x")), "/", "", frozenset()
    )
    assert [one.name for one in usual(labels, ["Labels"])] == ["Folders/x"]
    raw = Folder("Büro/Plan", "INBOX.B&APw-ro.Plan")
    prefixed = Mailbox((*twice, raw), ".", "INBOX.", frozenset())
    assert placed([raw], prefixed) == (Synced("Büro/Plan", "Büro/Plan", "", "B&APw-ro/Plan"),)
