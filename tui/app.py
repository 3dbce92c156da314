"""The reader's door: what the first screen needs is asked for before Textual is even loaded."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from indexer import IndexerError
from tui.browser import in_browser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer import Client
    from tui.settings import Settings


def run(client: Client, settings: Settings, *, title: str) -> int:
    """Read mail until the user leaves; the exit status.

    ``client`` is a started one and stays the caller's; ``title`` says whose mail it is. Where
    there is no terminal to draw on, one line on standard error says so.
    """
    if trouble := unfit(os.environ):
        print(f"cclear: {trouble}", file=sys.stderr)  # noqa: T201
        return 1
    from tui.start import Start

    start = Start(client)
    from tui.leaving import Lasting
    from tui.reader import Reader

    # Textual draws through this one.
    sys.__stderr__ = Lasting(sys.__stderr__ or sys.stderr)  # type: ignore[assignment,misc]
    try:
        reader = Reader(client, settings, title=title, start=start)
        reader.run()
    except IndexerError as error:
        print(f"cclear: {error.text}", file=sys.stderr)  # noqa: T201
        return 1
    reader.left()
    return reader.return_code or 0


def unfit(environ: Mapping[str, str]) -> str:
    """Why the reader cannot draw here, and what to do; empty where it can."""
    if in_browser():
        return ""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "the reader needs a terminal; without one, see: cclear threads, cclear show"
    if not sys.stderr.isatty():
        return "the reader draws through standard error, which does not lead to a terminal here"
    if environ.get("TERM", "dumb") in ("dumb", "unknown", ""):
        return "this terminal cannot place text (TERM=dumb); see: cclear threads, cclear show"
    return ""
