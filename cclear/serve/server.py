"""A server of the reader: on loopback, for one browser, which an address that works once lets in.

textual-serve runs the reader and carries its screen over a WebSocket; who may come in is decided
here. The token in the address is used up by its first visit, which leaves a cookie. A page of
another site can reach a server on loopback, also under a name of its own (DNS rebinding): Host and
Origin have to be the server's (RFC 6455, section 10.2).
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from textual_serve.server import Server

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

COOKIE = "cclear"
LOOPBACK = "127.0.0.1"

_HEADERS = {
    # Nothing is ever fetched from elsewhere; the terminal's own script writes styles.
    "Content-Security-Policy": "default-src 'none'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; "
    "connect-src 'self' {websocket}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_REFUSED = (
    "This address has been used, or is not the one that cclear serve printed.\n"
    "Start cclear serve again for a new one.\n"
)


class Pass:
    """Who may come in: the token lets one browser in, once; its cookie keeps it in."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self._cookie = secrets.token_urlsafe(24)
        self._used = False

    def take(self, token: str) -> str:
        """The cookie for a token that fits and was not used; else nothing."""
        if self._used or not hmac.compare_digest(token.encode(), self.token.encode()):
            return ""
        self._used = True
        return self._cookie

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is the one that was given."""
        return self._used and hmac.compare_digest(cookie.encode(), self._cookie.encode())


class Loopback(Server):
    """textual-serve's server behind a :class:`Pass`, on a socket of its own choosing."""

    def __init__(self, command: str, port: int) -> None:
        """Listen on ``port`` of loopback, 0 for a free one. Raises OSError where it is taken."""
        self.socket = socket.create_server((LOOPBACK, port))
        bound = self.socket.getsockname()[1]
        super().__init__(
            command,
            host=LOOPBACK,
            port=bound,
            title="cclear",
            templates_path=Path(__file__).with_name("templates"),
        )
        self.guard = Pass()
        self.public_url = f"http://{LOOPBACK}:{bound}"

    @property
    def address(self) -> str:
        """What is opened in the browser, once."""
        return f"{self.public_url}/?token={self.guard.token}"

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()

        @web.middleware
        async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._admit(request, handler)

        app.middlewares.append(admit)
        app.on_startup.clear()
        return app

    async def _admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let the one browser through; everybody else gets a line."""
        host = f"{LOOPBACK}:{self.port}"
        origin = request.headers.get("Origin")
        if request.host != host or origin not in (None, self.public_url):
            raise web.HTTPForbidden(text=_REFUSED)
        if token := request.query.get("token", ""):
            return self._first_visit(token)
        if not self.guard.knows(request.cookies.get(COOKIE, "")):
            raise web.HTTPForbidden(text=_REFUSED)
        response = await handler(request)
        if not response.prepared:
            for name, value in _HEADERS.items():
                response.headers[name] = value.format(websocket=f"ws://{host}")
        return response

    def _first_visit(self, token: str) -> web.StreamResponse:
        cookie = self.guard.take(token)
        if not cookie:
            raise web.HTTPForbidden(text=_REFUSED)
        # Away from the address with the token, which would stay in the browser's history as it is.
        response = web.HTTPSeeOther("/")
        response.set_cookie(COOKIE, cookie, httponly=True, samesite="Strict")
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    async def run(self) -> None:
        """Serve until SIGINT or SIGTERM; the reader is left as its user would."""
        over = asyncio.Event()
        for ending in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(ending, over.set)
        runner = web.AppRunner(await self._make_app(), access_log=None)
        await runner.setup()
        try:
            await web.SockSite(runner, self.socket, shutdown_timeout=2).start()
            await over.wait()
        finally:
            await runner.cleanup()
