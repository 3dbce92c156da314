"""Ports for servers that have to be told theirs, or that are not there."""

from __future__ import annotations

import os
import socket

HOST = "127.0.0.1"

_BELOW = range(20_000, 32_000)
"""Ports below those that are given to whoever asks for any: nobody gets one by chance."""
_next = os.getpid() * 4999


def free_port() -> int:
    """A port that nobody listens on, another one each time; OSError where all are taken."""
    global _next  # noqa: PLW0603 - each process goes its own way through them
    for _ in _BELOW:
        port = _BELOW[_next % len(_BELOW)]
        _next += 1
        try:
            with socket.create_server((HOST, port)):
                return port
        except OSError:
            continue
    raise OSError("no port is free")
