"""Commands of the user's, and messages on their way to one."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
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


async def run(command: str, data: bytes | None = None) -> tuple[bytes, int]:
    """Run a command of the user's; what it said and its exit status.

    It has a session of its own; once nobody waits for it, it ends with all that it started there.
    """
    process = await asyncio.create_subprocess_shell(
        command,
        stdin=asyncio.subprocess.DEVNULL if data is None else asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        said, _ = await process.communicate(data)
    except BaseException:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        # Nobody waits for its end, and asyncio has no other way to let go of its pipes.
        process._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001
        raise
    return said, process.returncode or 0


async def pipe(command: str, files: Sequence[Path]) -> str:
    """Run the user's command on messages; a line that says how it ended.

    Raises OSError where a message's file cannot be read.
    """
    data = await asyncio.to_thread(feed, files)
    said, status = await run(command, data)
    lines = said.decode("utf-8", "replace").strip().splitlines()
    last = gate.line(lines[-1], 200) if lines else ""
    if status:
        return f"{command}: exit status {status}" + (f": {last}" if last else "")
    return last or f"{command}: done"
