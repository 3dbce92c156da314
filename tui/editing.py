"""The user's own editor, on a copy of the text that nobody else can read."""

from __future__ import annotations

import asyncio
import os
import shlex
import subprocess
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer import gate
from tui.browser import NO_EDITOR, in_browser

if TYPE_CHECKING:
    from textual.app import App

Edit = Callable[["App[Any]", Path], Awaitable[None]]
"""Lets the user change a file, and returns when they are done. Raises OSError."""


async def edit(app: App[Any], text: str, run: Edit) -> str:
    """The text as the editor left it. Raises OSError, with what to do, where none could run."""
    with tempfile.TemporaryDirectory(prefix="cclear-") as directory:
        # The ending tells editors what it is.
        path = Path(directory) / "message.eml.txt"
        await asyncio.to_thread(path.write_text, text, encoding="utf-8")
        await run(app, path)
        raw = await asyncio.to_thread(path.read_bytes)
    return gate.block(raw.decode("utf-8", "replace"))


async def in_terminal(app: App[Any], path: Path) -> None:
    """$VISUAL, else $EDITOR, else vi, on the terminal that the reader leaves meanwhile."""
    if in_browser():
        raise OSError(NO_EDITOR)
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        words = [*shlex.split(command), str(path)]
    except ValueError as error:
        raise OSError(f"$EDITOR is no command line: {command:.60}") from error
    with app.suspend():
        try:
            # Nothing else is to be drawn or read while the editor has the terminal.
            done = subprocess.run(words, check=False)  # noqa: ASYNC221
        except OSError as error:
            raise OSError(f"{words[0]} could not be started: set $EDITOR") from error
    if done.returncode:
        raise OSError(f"{words[0]} ended with status {done.returncode}; the text is as it was")
