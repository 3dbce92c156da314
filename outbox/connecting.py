"""A connection to a server, and one deadline for all that is said over it.

A socket's own time limit is for each read: a server that drips bytes is waited for without end.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Deadline:
    """Cuts a connection when the time is up, whatever is being waited for."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self.passed = False

    @property
    def left(self) -> float:
        """The seconds left, a moment at least."""
        return max(self._end - time.monotonic(), 0.01)

    @contextlib.contextmanager
    def over(self, connection: socket.socket) -> Iterator[None]:
        """While this is open, the connection is cut at the deadline."""
        # A handle of its own: the first one belongs to TLS soon.
        with connection.dup() as own:

            def cut() -> None:
                self.passed = True
                with contextlib.suppress(OSError):
                    own.shutdown(socket.SHUT_RDWR)

            timer = threading.Timer(self.left, cut)
            timer.daemon = True
            timer.start()
            try:
                yield
            finally:
                timer.cancel()
                timer.join()


def connect(host: str, port: int, deadline: Deadline) -> socket.socket:
    """A connection to the first of the host's addresses that answers. Raises OSError."""
    trouble: OSError | None = None
    for family, kind, protocol, _, address in _addresses(host, port, deadline):
        connection = socket.socket(family, kind, protocol)
        connection.settimeout(deadline.left)
        try:
            connection.connect(address)
        except OSError as error:
            connection.close()
            trouble = error
            continue
        connection.settimeout(None)
        return connection
    raise trouble or OSError("it has no address")


def is_near(connection: socket.socket) -> bool:
    """Whether the other end is on this machine."""
    address = connection.getpeername()[0]
    return ipaddress.ip_address(str(address).partition("%")[0]).is_loopback


def _addresses(host: str, port: int, deadline: Deadline) -> list[Any]:
    """What the name means; asking for that has no time limit of its own."""
    found: list[Any] = []
    troubles: list[OSError] = []

    def ask() -> None:
        try:
            found.extend(socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            troubles.append(error if isinstance(error, OSError) else OSError(str(error)))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(deadline.left)
    deadline.passed = thread.is_alive()
    if troubles:
        raise troubles[0]
    return found
