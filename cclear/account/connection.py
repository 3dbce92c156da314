"""An IMAP connection that is logged in, under one deadline; what goes wrong is one sentence."""

from __future__ import annotations

import contextlib
import errno
import imaplib
import re
import socket
import ssl
from typing import TYPE_CHECKING, Any

from cclear.account.model import AccountError
from indexer import gate
from outbox import Deadline, connect, is_near, xoauth2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cclear.account.model import Auth, Server

_APP_PASSWORD = re.compile(
    r"application[- ]specific|app[- ]?(specific[- ])?password|web ?login ?required", re.IGNORECASE
)
_NO_IMAP = re.compile(
    r"imap[^.]{0,60}(disabled|not enabled|not allowed|turned off|inactive|deaktiviert)"
    r"|(not|isn't) enabled for imap|enable imap|basic ?auth[^.]{0,30}(disabled|blocked)",
    re.IGNORECASE,
)


class _Imap(imaplib.IMAP4):
    """imaplib over a connection that is there already."""

    def __init__(self, host: str, port: int, connection: socket.socket) -> None:
        self._given = connection
        super().__init__(host, port)

    def _create_socket(self, _timeout: float | None) -> socket.socket:
        return self._given


@contextlib.contextmanager
def logged_in(
    server: Server,
    user: str,
    secret: str,
    auth: Auth = "password",
    *,
    ca_file: str = "",
    deadline: Deadline,
) -> Iterator[imaplib.IMAP4]:
    """A connection that took the login. Raises AccountError, also for what happens inside."""
    host = gate.line(server.host, 200)
    try:
        connection = connect(server.host, server.port, deadline)
        with connection, deadline.over(connection):
            _refuse_open(connection, server)
            trusted = trust(ca_file)
            if server.security == "tls":
                connection = trusted.wrap_socket(connection, server_hostname=server.host)
            imap = _Imap(server.host, server.port, connection)
            try:
                if server.security == "starttls":
                    _start_tls(imap, trusted, host)
                _log_in(imap, server, user, secret, auth)
                yield imap
                with contextlib.suppress(imaplib.IMAP4.error, OSError):
                    imap.logout()
            finally:
                with contextlib.suppress(OSError):
                    imap.shutdown()
    except AccountError:
        if deadline.passed:
            raise _slow(host, deadline) from None
        raise
    except (imaplib.IMAP4.error, OSError, ValueError, EOFError) as error:
        if deadline.passed:
            raise _slow(host, deadline) from error
        raise explain(error, server) from error


def _refuse_open(connection: socket.socket, server: Server) -> None:
    """No password goes over a network in the open."""
    if server.security == "none" and not is_near(connection):
        raise AccountError(
            "no-tls",
            f"{gate.line(server.host, 200)} is not on this machine, and without TLS anybody on the "
            "way could read the password; choose tls or starttls",
        )


def trust(ca_file: str) -> ssl.SSLContext:
    """What certificates are trusted: the system's, or a file's. Raises AccountError."""
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:
        raise AccountError(
            "certificate", f"the certificates in {ca_file} cannot be read: {error.strerror}"
        ) from error


def explain(error: Exception, server: Server) -> AccountError:
    """What an error on the way to a server or while talking to it means, as one sentence."""
    host, port = gate.line(server.host, 200), server.port
    if isinstance(error, ssl.SSLCertVerificationError):
        return AccountError("certificate", f"{host}: {_certificate(error)}")
    if isinstance(error, ssl.SSLEOFError):
        return AccountError("no-tls", f"{host} hung up on port {port} before TLS was agreed on")
    if isinstance(error, ssl.SSLError):
        other = "starttls" if server.security == "tls" else "tls"
        return AccountError(
            "no-tls", f"{host} does not speak TLS on port {port}; try {other}, or another port"
        )
    if isinstance(error, socket.gaierror):
        if error.errno == socket.EAI_NONAME:
            return AccountError("name", f"there is no server named {host}; see its spelling")
        return AccountError("network", f"the name {host} cannot be looked up; is there a network?")
    if isinstance(error, TimeoutError):
        return AccountError("slow", f"{host} does not answer on port {port}; see host and port")
    if isinstance(error, ConnectionRefusedError):
        return AccountError("refused", f"{host} takes no connections on port {port}; see the port")
    if isinstance(error, OSError) and error.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
        return AccountError("network", f"there is no way to {host}; is there a network?")
    text = gate.line(str(error).removeprefix("b'").removesuffix("'"), 200)
    if isinstance(error, imaplib.IMAP4.abort | ConnectionError | EOFError):
        return AccountError("server", f"{host} hung up: {text}; try again later")
    return AccountError("server", f"{host} gave an answer that makes no sense: {text}")


def _slow(host: str, deadline: Deadline) -> AccountError:
    return AccountError("slow", f"{host} took more than {deadline.seconds:.0f} seconds")


# The codes of OpenSSL's verification, X509_V_ERR_* in x509_vfy.h.
_VERIFICATION = {
    9: "its certificate is not valid yet; is this machine's clock right?",
    10: "its certificate has expired; is this machine's clock right? else its owner must renew it",
    18: "its certificate is signed by itself alone, so nobody vouches for it",
    19: "its certificate is signed by an authority that this machine does not know",
    20: "its certificate is signed by an authority that this machine does not know",
    21: "its certificate is signed by an authority that this machine does not know",
    62: "its certificate is for another name; see how the host is spelled",
    64: "its certificate is for another name; see how the host is spelled",
}


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    found = _VERIFICATION.get(error.verify_code)
    return found or f"its certificate is not to be trusted ({gate.line(error.verify_message, 200)})"


def _start_tls(imap: imaplib.IMAP4, trusted: ssl.SSLContext, host: str) -> None:
    if "STARTTLS" not in imap.capabilities:
        raise AccountError("no-tls", f"{host} offers no TLS on this port; try tls and port 993")
    imap.starttls(trusted)


def _log_in(imap: imaplib.IMAP4, server: Server, user: str, secret: str, auth: Auth) -> None:
    offers = imap.capabilities
    host = gate.line(server.host, 200)
    try:
        if auth == "oauth2":
            _by_token(imap, server, user, secret)
        elif "AUTH=PLAIN" in offers:
            # Unlike LOGIN, it takes passwords in any script (RFC 4616).
            imap.authenticate("PLAIN", lambda _: f"\0{user}\0{secret}".encode())
        elif "LOGINDISABLED" in offers:
            raise AccountError(
                "login-disabled",
                f"{host} takes no passwords; it wants OAuth 2 or another way to log in",
            )
        else:
            if any(c in "\r\n\0" or not c.isascii() for c in user + secret):
                raise AccountError(
                    "password",
                    f"{host} takes names and passwords of plain letters, digits and signs alone",
                )
            imap.login(user, secret)
    except (imaplib.IMAP4.abort, imaplib.IMAP4.readonly):
        raise
    except imaplib.IMAP4.error as error:
        raise refusal(str(error), host, auth) from error


def _by_token(imap: imaplib.IMAP4, server: Server, user: str, token: str) -> None:
    if "AUTH=XOAUTH2" in imap.capabilities:
        first, later = xoauth2(user, token).encode(), b""
        mechanism = "XOAUTH2"
    elif "AUTH=OAUTHBEARER" in imap.capabilities:
        bearer = f"n,a={user},\1host={server.host}\1port={server.port}\1auth=Bearer {token}\1\1"
        # An answer to the error that the server puts into a challenge (RFC 7628, section 3.2.3).
        first, later = bearer.encode(), b"\1"
        mechanism = "OAUTHBEARER"
    else:
        raise AccountError(
            "login-disabled", f"{gate.line(server.host, 200)} takes no OAuth 2 tokens"
        )
    answers = iter((first, later))
    imap.authenticate(mechanism, lambda _: next(answers, b"*"))


def refusal(said: str, host: str, auth: Auth) -> AccountError:
    """What a server means that refused a login, by its words (RFC 5530 for the codes)."""
    words = gate.line(re.sub(r"^b'|'$", "", said), 160)
    if _NO_IMAP.search(said):
        return AccountError(
            "imap-disabled",
            f"{host} says that IMAP is not allowed for this account; switch it on in the "
            f"provider's settings ({words})",
        )
    if _APP_PASSWORD.search(said):
        return AccountError(
            "app-password",
            f"{host} wants an app password: make one in the provider's settings, and use it here",
        )
    if "UNAVAILABLE" in said or "INUSE" in said:
        return AccountError("server", f"{host} cannot check the login just now; try again later")
    if auth == "oauth2":
        return AccountError(
            "token", f"{host} does not take the access token; renew it, then try again ({words})"
        )
    return AccountError("password", f"{host} does not take this name and password ({words})")


def quoted(folder: str) -> str:
    """A folder's name as an IMAP command has it (RFC 3501, section 4.3)."""
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def answered(answer: tuple[str, list[Any]]) -> list[Any]:
    """The data of an answer that is OK; else it is an error of imaplib's."""
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(str(answer[1][0] if answer[1] else answer[0]))
    return answer[1]
