"""``cclear``: finds the command, runs it, and turns whatever goes wrong into one line."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from cclear.errors import PlainError, UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping, Sequence

INTERRUPTED = 130
PIPE_BROKEN = 141

COMMANDS: Mapping[str | None, tuple[str, str]] = {
    None: ("reader", "run"),
    "demo": ("reader", "demo"),
    "index": ("index", "run"),
    "import": ("index", "import_"),
    "lists": ("lists", "run"),
    "threads": ("threads", "run"),
    "show": ("threads", "show"),
    "clean": ("clean", "run"),
    "reply": ("reply", "run"),
    "mute": ("mute", "run"),
    "follow": ("mute", "follow"),
    "join": ("moving", "join"),
    "split": ("moving", "split"),
    "summary": ("summary", "run"),
    "outbox": ("outbox", "run"),
    "setup": ("setup", "run"),
    "serve": ("serve", "run"),
    "doctor": ("doctor", "run"),
}
"""The module of :mod:`cclear.commands` and the function that carries out a command."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; the exit status: 0 done, 1 it failed, 2 wrong usage.

    128 and the signal's number where Ctrl-C or the end of a pipe ended it, as shells say it.
    """
    _prepare_output()
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return PIPE_BROKEN
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except Exception as error:  # noqa: BLE001 - never a traceback
        return _failed(error)
    return status


def _drop_output() -> None:
    """What is still buffered has nowhere to go; the interpreter would say so at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _prepare_output() -> None:
    """Make standard output and error such that writing to them is no error of its own."""
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.FileIO(os.devnull, "w"))
    if sys.stderr is None:
        sys.stderr = io.TextIOWrapper(io.FileIO(os.devnull, "w"))
    _restore_locale()
    for stream in (sys.stdout, sys.stderr):
        # What a terminal's character set lacks becomes a question mark. Python writes UTF-8 in the
        # locale "C", whose terminals do not know it; a file or a pipe may have it.
        if isinstance(stream, io.TextIOWrapper):
            is_plain = stream.isatty() and not _speaks_utf8()
            stream.reconfigure(encoding="ascii" if is_plain else None, errors="replace")


def _restore_locale() -> None:
    """Take back the LC_CTYPE that Python puts into the environment in the locale "C" (PEP 538).

    It would have the screens believe that the terminal knows UTF-8.
    """
    if os.environ.get("LC_CTYPE"):
        try:
            with io.FileIO("/proc/self/environ") as file:
                given = file.readall().split(b"\0")
        except OSError:
            return
        if not any(one.startswith(b"LC_CTYPE=") for one in given):
            del os.environ["LC_CTYPE"]


def _speaks_utf8() -> bool:
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "utf" in locale.lower()


def _run(arguments: Sequence[str]) -> int:
    from cclear.options import parse

    options = parse(arguments)
    if options.version:
        from cclear import __version__

        sys.stdout.write(f"cclear {__version__}\n")
        return 0
    return _command(options)


def _command(options: Namespace) -> int:
    """Load the command's own module, no other, and run it."""
    module, function = COMMANDS[options.command]
    if options.json and options.command in (None, "demo", "setup"):
        raise UsageError("--json goes with a command that prints; see: cclear --help")
    if options.mail is not None and options.command in ("demo", "clean"):
        raise UsageError(f"--mail does not go with {options.command}; leave it out")
    run: Callable[[Namespace], int] = getattr(import_module(f"cclear.commands.{module}"), function)
    return run(options)


def _failed(error: Exception) -> int:
    from cclear.output import complain

    if isinstance(error, PlainError):
        complain(str(error))
        return 2 if isinstance(error, UsageError) else 1
    from indexer import IndexerError

    if isinstance(error, IndexerError):
        complain(error.text)
        return 2 if error.kind == "usage" else 1
    if isinstance(error, OSError):
        _drop_output()
        where = f": {error.filename}" if error.filename else ""
        complain(f"{error.strerror or error}{where}; see to it, then try again")
        return 1
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    place = f"{at.tb_frame.f_code.co_filename.rpartition(os.sep)[2]}:{at.tb_lineno}" if at else ""
    complain(f"a fault of its own, {type(error).__name__} at {place}; report it")
    return 1


if __name__ == "__main__":
    sys.exit(main())
