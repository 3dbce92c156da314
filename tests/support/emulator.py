"""A terminal's glass: what bytes from a program look like on it."""

from __future__ import annotations

import fcntl
import re
import struct
import termios
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable

# Keyboard protocol requests, which pyte would print: CSI > 1 u, CSI < u, CSI = 1 ; 1 u.
_KEYBOARD = re.compile(rb"\x1b\[[<>=][0-9;]{0,20}[a-zA-Z]")
# What may be the beginning of one, at the end of what has been read.
_BEGUN = re.compile(rb"\x1b(\[[<>=]?[0-9;]{0,20})?")

_KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "esc": "\x1b",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
}

Row = tuple[object, ...]


def sequence(key: str) -> str:
    """What a terminal sends for a key: a name such as ``enter`` or ``ctrl+p``, or the text."""
    if key.startswith("ctrl+") and len(key) == 6:
        return chr(ord(key[5].upper()) & 0x1F)
    return _KEYS.get(key, key)


def sized(cols: int, rows: int) -> Callable[[], None]:
    """For a child between fork and exec: gives its terminal a size before anything can ask."""
    size = struct.pack("HHHH", rows, cols, 0, 0)

    def set_size() -> None:
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)

    return set_size


class Emulator:
    """A screen of ``cols`` by ``rows`` that bytes are fed to."""

    def __init__(self, cols: int, rows: int) -> None:
        self._screen = pyte.Screen(cols, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._held = b""

    def feed(self, got: bytes) -> None:
        """Show more of what the program writes; a sequence cut in two waits for its other half."""
        data, self._held = self._held + got, b""
        cut = data.rfind(b"\x1b")
        if cut >= 0 and _BEGUN.fullmatch(data, cut):
            data, self._held = data[:cut], data[cut:]
        self._stream.feed(_KEYBOARD.sub(b"", data))

    def resize(self, cols: int, rows: int) -> None:
        """Another size."""
        self._screen.resize(rows, cols)

    @property
    def lines(self) -> list[str]:
        """The lines, without trailing blanks."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def cells(self) -> list[Row]:
        """The rows with all their styles, to be compared."""
        columns = range(self._screen.columns)
        buffer = self._screen.buffer
        return [tuple(buffer[y][x] for x in columns) for y in range(self._screen.lines)]

    @property
    def cursor(self) -> tuple[int, int]:
        """Where the cursor stands: row and column, from 0."""
        return self._screen.cursor.y, self._screen.cursor.x

    def style(self, row: int, col: int) -> tuple[str, str, bool, bool]:
        """Foreground, background, bold and reverse of a cell."""
        cell = self._screen.buffer[row][col]
        return cell.fg, cell.bg, cell.bold, cell.reverse
