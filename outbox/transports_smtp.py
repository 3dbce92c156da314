"""SMTP (RFC 5321), with TLS from the first byte (RFC 8314) or a STARTTLS that has to be there.

smtplib speaks it; its time limit is for each read and it reads answers without end, so that here
the connection is cut at one deadline for all of the exchange, and answers have a length. The
final dot is the point of no return: a connection lost before it sent nothing.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer import gate
from outbox.connecting import Deadline, connect, is_near
from outbox.passwords import password_of
from outbox.queue import Refused
from outbox.transports import Outcome

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from outbox.settings import Transport
    from outbox.transports import HandOver

_PORTS = {"tls": 465, "starttls": 587, "none": 25}
_LINE = 4096
_LINES = 200
_CHUNK = 1 << 16


class _Stop(Exception):
    """The exchange ends here, with this outcome."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.text)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class _Letter:
    data: bytes
    sender: str
    recipients: tuple[str, ...]


class _Server(smtplib.SMTP):
    """A connection whose answers have an end."""

    def __init__(self, connection: socket.socket) -> None:
        here = connection.getsockname()[0]
        # Who asks is named by address (RFC 5321, section 4.1.3): a name would say whose machine.
        super().__init__(local_hostname=f"[IPv6:{here}]" if ":" in here else f"[{here}]")
        self.take(connection)

    def take(self, connection: socket.socket) -> None:
        """Go on over this connection; what was said on another before is forgotten."""
        self.sock = connection
        self.file = None
        self.helo_resp = self.ehlo_resp = None
        self.esmtp_features = {}
        self.does_esmtp = False

    def getreply(self) -> tuple[int, bytes]:
        """An answer's code, and its lines. Raises SMTPServerDisconnected."""
        if self.file is None:
            self.file = self.sock.makefile("rb")  # type: ignore[union-attr]
        lines: list[bytes] = []
        while len(lines) < _LINES:
            try:
                line = self.file.readline(_LINE)
            except OSError:
                line = b""
            if not line.endswith(b"\n"):
                break
            lines.append(line[4:].strip())
            if not line[:3].isdigit():
                return -1, line.strip()
            if line[3:4] != b"-":
                return int(line[:3]), b"\n".join(lines)
        self.close()
        raise smtplib.SMTPServerDisconnected("hung up")


def send(
    transport: Transport,
    data: bytes,
    sender: str,
    recipients: tuple[str, ...],
    hand_over: HandOver,
) -> Outcome:
    """Send a message to one server. ``data`` has lines ended by newlines."""
    letter = _Letter(data, sender, recipients)
    return _talk(transport, None, lambda exchange, server: exchange.hand(server, letter, hand_over))


def check_login(transport: Transport, secret: str | None = None) -> Outcome:
    """Log in and leave: ``accepted`` where the server would take mail from this user.

    ``secret`` is the password or token; without it, it is got as for sending.
    """
    return _talk(transport, secret, lambda _exchange, _server: Outcome("accepted"))


def _talk(
    transport: Transport, secret: str | None, then: Callable[[_Exchange, _Server], Outcome]
) -> Outcome:
    """Connect, log in, do what is to be done, and leave."""
    deadline = Deadline(transport.deadline_seconds)
    exchange = _Exchange(transport, deadline)
    try:
        if secret is None:
            secret = password_of(transport, deadline.left) if transport.user else ""
        connection = exchange.connect()
        with connection, deadline.over(connection):
            return exchange.run(connection, secret, then)
    except _Stop as stop:
        return stop.outcome
    except smtplib.SMTPResponseException as error:
        return exchange.said(error.smtp_code, error.smtp_error)
    except smtplib.SMTPNotSupportedError as error:
        return Outcome("refused", f"{exchange.host} cannot do this: {gate.line(str(error), 200)}")
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        return exchange.lost(error)


class _Exchange:
    """One message, one server."""

    def __init__(self, transport: Transport, deadline: Deadline) -> None:
        self._transport = transport
        self._deadline = deadline
        self.host = gate.line(transport.host, 200)
        self._handed = False

    def connect(self) -> socket.socket:
        """A connection to the server. Raises OSError, and what ends the exchange."""
        port = self._transport.port or _PORTS[self._transport.security]
        connection = connect(self._transport.host, port, self._deadline)
        if self._transport.security == "none" and not is_near(connection):
            connection.close()
            raise _Stop(
                Outcome(
                    "refused",
                    f'security = "none" is for servers on this machine, which {self.host} is '
                    'not; set "tls" or "starttls"',
                )
            )
        return connection

    def run(
        self,
        connection: socket.socket,
        secret: str,
        then: Callable[[_Exchange, _Server], Outcome],
    ) -> Outcome:
        """The exchange, from the greeting to what comes of it."""
        if self._transport.security == "tls":
            connection = self._encrypted(connection)
        server = _Server(connection)
        try:
            self._want(server.getreply(), 220)
            server.ehlo_or_helo_if_needed()
            if self._transport.security == "starttls":
                self._start_tls(server)
                server.ehlo_or_helo_if_needed()
            if self._transport.user:
                self._log_in(server, secret)
            outcome = then(self, server)
            with contextlib.suppress(OSError):
                server.sock.sendall(b"QUIT\r\n")  # type: ignore[union-attr]
            return outcome
        finally:
            server.close()

    def hand(self, server: _Server, letter: _Letter, hand_over: HandOver) -> Outcome:
        """One message, from its sender to the answer to its final dot."""
        self._want(server.mail(letter.sender, self._options(server, letter)), 250)
        refused = self._name(server, letter)
        self._want(server.docmd("DATA"), 354)
        self._write(server, letter.data)
        hand_over(refused)
        self._handed = True
        server.sock.sendall(b".\r\n")  # type: ignore[union-attr]
        outcome = self.said(*server.getreply(), accepted=range(200, 300))
        if outcome.result == "accepted":
            return Outcome("accepted", not_taken=refused)
        return outcome

    def _log_in(self, server: _Server, secret: str) -> None:
        user = self._transport.user
        if self._transport.auth == "password":
            server.login(user, secret)
            return
        if "XOAUTH2" not in server.esmtp_features.get("auth", "").upper().split():
            raise _Stop(
                Outcome("refused", f"{self.host} takes no OAuth 2 tokens; nothing was sent")
            )
        # A server says why it refuses in a challenge, which wants an empty answer (Google's and
        # Microsoft's descriptions of XOAUTH2).
        server.auth(
            "XOAUTH2",
            lambda challenge=None: xoauth2(user, secret) if challenge is None else "",
        )

    def _encrypted(self, connection: socket.socket) -> ssl.SSLSocket:
        try:
            trusted = ssl.create_default_context(cafile=self._transport.ca_file or None)
        except OSError as error:
            raise _Stop(
                Outcome("refused", f"ca_file {self._transport.ca_file} cannot be read: {error}")
            ) from error
        try:
            return trusted.wrap_socket(connection, server_hostname=self._transport.host)
        except ssl.SSLCertVerificationError as error:
            raise _Stop(
                Outcome(
                    "refused",
                    f"{self.host} has no certificate to be trusted "
                    f"({gate.line(error.verify_message, 200)}); nothing was sent",
                )
            ) from error
        except ssl.SSLEOFError:
            raise
        except ssl.SSLError as error:
            raise _Stop(
                Outcome(
                    "refused",
                    f"{self.host} does not speak TLS there ({gate.line(error.reason or '', 80)}); "
                    "see port and security; nothing was sent",
                )
            ) from error

    def _start_tls(self, server: _Server) -> None:
        if not server.has_extn("starttls"):
            raise _Stop(Outcome("refused", f"{self.host} offers no TLS; nothing was sent"))
        self._want(server.docmd("STARTTLS"), 220)
        assert server.sock  # noqa: S101 - it has just answered
        # What came before TLS is never read as if it came through it (RFC 3207, section 6).
        server.take(self._encrypted(server.sock))

    def _options(self, server: _Server, letter: _Letter) -> list[str]:
        options = self._utf8(server, letter)
        if server.has_extn("size"):
            size = len(letter.data) + letter.data.count(b"\n")
            most = server.esmtp_features["size"]
            if most.isdecimal() and 0 < int(most) < size:
                raise _Stop(
                    Outcome(
                        "refused",
                        f"the message has {size:,} bytes, and {self.host} takes {int(most):,}",
                    )
                )
            options.append(f"size={size}")
        if not letter.data.isascii():
            if not server.has_extn("8bitmime"):
                raise _Stop(Outcome("refused", f"{self.host} takes no 8-bit mail"))
            options.append("BODY=8BITMIME")
        return options

    def _utf8(self, server: _Server, letter: _Letter) -> list[str]:
        """What addresses beyond ASCII need (RFC 6531); stops where all of the message needs it."""
        beyond = [a for a in (letter.sender, *letter.recipients) if not a.isascii()]
        is_plain = letter.data.partition(b"\n\n")[0].isascii() and letter.sender.isascii()
        if is_plain and not beyond:
            return []
        if server.has_extn("smtputf8"):
            server.command_encoding = "utf-8"
            return ["SMTPUTF8"]
        if not is_plain:
            which = f"{gate.line(beyond[0], 80)} is none" if beyond else "this message names others"
            raise _Stop(
                Outcome(
                    "refused",
                    f"{self.host} takes ASCII addresses alone, and {which}; leave it out, or "
                    "send by another server; nothing was sent",
                )
            )
        return []

    def _name(self, server: _Server, letter: _Letter) -> tuple[Refused, ...]:
        """Name the recipients; those refused where others were not."""
        refused = []
        recipients, takes_all = letter.recipients, server.has_extn("smtputf8")
        for recipient in recipients:
            if not (takes_all or recipient.isascii()):
                refused.append(Refused(recipient, f"{self.host} takes ASCII addresses alone", True))
                continue
            code, said = server.rcpt(recipient)
            if not 200 <= code < 300:
                refused.append(Refused(recipient, _words(code, said), 500 <= code < 600))
        if len(refused) == len(recipients):
            is_final = all(one.for_good for one in refused)
            text = list_refused(tuple(refused))
            raise _Stop(Outcome("refused" if is_final else "later", text))
        return tuple(refused)

    def _write(self, server: _Server, data: bytes) -> None:
        """All of the text but the final dot (RFC 5321, section 4.5.2)."""
        text = data.removesuffix(b"\n").replace(b"\n", b"\r\n") + b"\r\n"
        text = text.replace(b"\r\n.", b"\r\n..")
        if text.startswith(b"."):
            text = b"." + text
        try:
            for start in range(0, len(text), _CHUNK):
                server.sock.sendall(text[start : start + _CHUNK])  # type: ignore[union-attr]
        except OSError:
            # Some servers say why before they hang up.
            code, said = server.getreply()
            raise _Stop(self.said(code, said)) from None

    def _want(self, answer: tuple[int, bytes], code: int) -> None:
        if answer[0] != code:
            raise _Stop(self.said(*answer))

    def said(self, code: int, said: bytes | str, accepted: range = range(0)) -> Outcome:
        """What an answer means (RFC 5321, section 4.2.1)."""
        words = f"{self.host} says: {_words(code, said)}"
        if code in accepted:
            return Outcome("accepted", words)
        if 400 <= code < 500:
            return Outcome("later", words)
        if 500 <= code < 600:
            return Outcome("refused", words)
        return Outcome("unsure" if self._handed else "later", words)

    def lost(self, error: Exception) -> Outcome:
        """What a connection that ended means."""
        if self._deadline.passed or isinstance(error, TimeoutError):
            why = f"{self.host} took more than {self._deadline.seconds} seconds"
        elif isinstance(error, smtplib.SMTPServerDisconnected):
            why = f"{self.host} hung up"
        else:
            text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            why = f"{self.host} cannot be reached ({gate.line(text, 200).lower()})"
        if self._handed:
            return Outcome("unsure", f"{why} after it got the message: it may have been sent")
        return Outcome("later", why)


def xoauth2(user: str, token: str) -> str:
    """The one answer of XOAUTH2, before base64: who, and the access token."""
    return f"user={user}\1auth=Bearer {token}\1\1"


def list_refused(refused: tuple[Refused, ...]) -> str:
    """The recipients that were refused, in words."""
    shown = [f"{one.address} ({one.text})" for one in refused[:3]]
    more = f" and {len(refused) - 3} more" if len(refused) > 3 else ""
    return f"refused: {', '.join(shown)}{more}"


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return gate.line(f"{code} {' '.join(text.split())}" if code > 0 else text, 200)
