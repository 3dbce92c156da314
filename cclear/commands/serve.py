"""``cclear serve``: the reader in a browser, on loopback."""

from __future__ import annotations

import asyncio
import shlex
import sys
from typing import TYPE_CHECKING

from cclear import config
from cclear.commands import configuration
from cclear.errors import PlainError
from cclear.output import complain, json_line, write

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Serve until Ctrl-C; the address is the one line on standard output."""
    try:
        from cclear.serve.server import Loopback
    except ImportError as error:
        raise PlainError(
            "cclear serve needs textual-serve, which is not here: pipx inject cclear textual-serve"
        ) from error
    found = configuration(options)
    config.where(options.mail, found)
    try:
        server = Loopback(command(options), options.port)
    except OSError as error:
        raise PlainError(
            f"port {options.port} cannot be used ({(error.strerror or '').lower()}); "
            "name another with --port, or leave it out"
        ) from error
    if options.json:
        json_line({"address": server.address})
    else:
        write(server.address)
        sys.stdout.flush()
        complain("open it in a browser on this computer; it works once. Ctrl-C ends it")
    asyncio.run(server.run())
    return 0


def command(options: Namespace) -> str:
    """The reader that the browser gets, as a shell reads it."""
    words = [sys.executable, "-P", "-m", "cclear"]
    if options.mail is not None:
        words += ["--mail", options.mail]
    if options.config is not None:
        words += ["--config", options.config]
    return shlex.join([*words, *(["demo"] if options.demo else [])])
