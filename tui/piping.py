"""Messages on their way to a command that the user typed."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from indexer import gate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_FROM = re.compile(rb"^(>*From )", re.MULTILINE)
SEPARATOR = b"From cclear@localhost Thu Jan  1 00:00:00 1970\n"


def mbox(files: Sequence[Path]) -> Iterator[bytes]:
    """Several messages as an mbox of the mboxrd kind (RFC 4155, appendix A, and its quoting)."""
    for path in files:
        raw = path.read_bytes()
        if raw.startswith(b"From "):
            raw = raw.partition(b"\n")[2]
        yield SEPARATOR + _FROM.sub(rb">\1", raw)
        yield b"\n" if raw.endswith(b"\n") else b"\n\n"


def feed(files: Sequence[Path]) -> bytes:
    """What a command gets: one message as it is, several as an mbox."""
    return files[0].read_bytes() if len(files) == 1 else b"".join(mbox(files))


async def pipe(command: str, files: Sequence[Path]) -> str:
    """Run the user's command on messages; a line that says how it ended.

    Raises OSError where a message's file cannot be read.
    """
    data = await asyncio.to_thread(feed, files)
    process = await asyncio.create_subprocess_shell(
        command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        said, _ = await process.communicate(data)
    except BaseException:
        if process.returncode is None:
            process.terminate()
        raise
    lines = said.decode("utf-8", "replace").strip().splitlines()
    last = gate.line(lines[-1], 200) if lines else ""
    if process.returncode:
        return f"{command}: exit status {process.returncode}" + (f": {last}" if last else "")
    return last or f"{command}: done"
