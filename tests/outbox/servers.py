"""SMTP servers on loopback: a real one, and ones that misbehave word by word."""

# ruff: noqa: ANN401, N802 - the shapes and names of aiosmtpd's handlers

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.support import ports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


HOST = ports.HOST


@dataclass
class Arrived:
    """What reached a server, as its handler keeps it: sender, recipients, bytes."""

    mail: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mail.append(
            (envelope.mail_from, tuple(envelope.rcpt_tos), bytes(envelope.original_content))
        )
        return "250 taken"


@dataclass(frozen=True)
class Authority:
    """A certificate authority: what trusts it, and server contexts that it vouches for."""

    file: str
    good: ssl.SSLContext
    other_name: ssl.SSLContext

    @classmethod
    def make(cls, folder: Path) -> Authority:
        root = trustme.CA()
        file = folder / "ca.pem"
        root.cert_pem.write_to_path(str(file))
        contexts = []
        for name in (HOST, "elsewhere.example"):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            root.issue_cert(name).configure_cert(context)
            contexts.append(context)
        return cls(str(file), *contexts)


@contextlib.contextmanager
def real(
    arrived: Arrived,
    *,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
    utf8: bool = True,
) -> Iterator[int]:
    """aiosmtpd on loopback; its port."""

    def check(
        _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        good = login and (data.login.decode(), data.password.decode()) == login
        return AuthResult(success=bool(good), handled=False)

    more: dict[str, Any] = {"enable_SMTPUTF8": utf8, "ready_timeout": 120}
    if starttls:
        more |= {"tls_context": starttls, "require_starttls": True}
    if login:
        # It does not know that it speaks TLS where it does from the first byte.
        more |= {"authenticator": check, "auth_required": not tls, "auth_require_tls": not tls}
    controller = Closing(
        arrived,
        hostname=HOST,
        port=ports.free_port(),
        ssl_context=tls,
        server_hostname="here",
        **more,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.hang_up()
        controller.stop()


class Closing(Controller):
    """A server that ends its connections with itself, rather than leave them to the collector."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self._made: list[Any] = []
        super().__init__(*given, **named)

    def factory(self) -> Any:
        made = super().factory()  # type: ignore[no-untyped-call]
        self._made.append(made)
        return made

    def hang_up(self) -> None:
        """End what is still connected, and let the loop see to it."""

        async def end() -> None:
            for each in self._made:
                if each.transport is not None:
                    each.transport.abort()
            await asyncio.sleep(0)
            await asyncio.sleep(0)

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(120)


class Talk:
    """The server's end of one connection."""

    def __init__(self, connection: socket.socket, stop: threading.Event) -> None:
        self.connection = connection
        self.stop = stop
        self._file = connection.makefile("rb")

    def say(self, *lines: str) -> None:
        self.connection.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def hear(self) -> bytes:
        return self._file.readline()

    def greet(self, *offers: str) -> None:
        """Up to the answer to EHLO."""
        self.say("220 here")
        self.hear()
        self.say("250-here", *(f"250-{offer}" for offer in offers), "250 HELP")

    def to_text(self) -> None:
        """Up to the answer to DATA."""
        self.greet()
        while line := self.hear():
            if line.upper().startswith(b"DATA"):
                self.say("354 go on")
                return
            self.say("250 OK")

    def text(self) -> bytes:
        """What comes up to the final dot, or the end."""
        found = b""
        while (line := self.hear()) not in (b".\r\n", b""):
            found += line
        return found

    def idle(self) -> None:
        """Say nothing until the test is over or the client is gone."""
        self.connection.settimeout(0.1)
        while not self.stop.is_set():
            try:
                if not self.connection.recv(4096):
                    return
            except TimeoutError:
                continue

    def drip(self, data: bytes) -> None:
        """A few bytes a second, for ever."""
        while not self.stop.wait(0.05):
            self.connection.sendall(data)


@contextlib.contextmanager
def scripted(script: Callable[[Talk], None]) -> Iterator[int]:
    """A server that does to each connection what a script says, then closes it; its port."""
    stop = threading.Event()
    with socket.create_server((HOST, 0)) as listener:
        listener.settimeout(0.1)

        def serve() -> None:
            while not stop.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(120)
                    script(Talk(connection, stop))

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            stop.set()
            thread.join()
