"""The package, the programs beside it, the terminal, and the disk."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from cclear import __version__
from cclear.doctor.check import Check, broken, fine, unset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cclear.config import Config

LEAST_FREE = 200 << 20
"""Bytes below which a disk is as good as full: an index grows by about as much as the mail."""

_PACKAGES = {
    "apt-get": "sudo apt-get install {debian}",
    "dnf": "sudo dnf install {fedora}",
    "brew": "brew install {brew}",
}


def install(debian: str, fedora: str = "", brew: str = "") -> str:
    """The command that installs a package on this system."""
    for program, command in _PACKAGES.items():
        if shutil.which(program):
            return command.format(debian=debian, fedora=fedora or debian, brew=brew or debian)
    return f"install {debian} with your system's package manager"


def checks(config: Config) -> Iterator[Check]:
    """The package and its programs."""
    yield fine(
        "cclear",
        f"{__version__}, Python {platform.python_version()}, "
        f"Textual {metadata.version('textual')}, {platform.platform(terse=True)}",
    )
    yield _notmuch()
    yield _terminal()
    yield _program("editor", _editor(), "export EDITOR=nano", "writing in your own editor")
    yield _program("opener", _opener(config), install("xdg-utils", brew="open"), "attachments")
    yield _disk()


def _notmuch() -> Check:
    if not shutil.which("notmuch"):
        return broken("notmuch", "the program notmuch is not here", install("notmuch"))
    try:
        done = subprocess.run(
            ["notmuch", "--version"], capture_output=True, text=True, check=False, timeout=10
        )
        # The bindings and the library are what the workers load; they may be broken alone.
        load = subprocess.run(
            [sys.executable, "-P", "-c", "import notmuch2"],
            capture_output=True, text=True, check=False, timeout=20,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return broken("notmuch", f"notmuch cannot be run: {error}", install("notmuch"))
    if done.returncode:
        return broken("notmuch", "notmuch does not start", install("notmuch"))
    if load.returncode:
        why = load.stderr.strip().rpartition("\n")[2]
        return broken(
            "notmuch",
            f"its library cannot be loaded: {why}",
            install("libnotmuch-dev", "notmuch-devel", "notmuch"),
        )
    return fine("notmuch", done.stdout.strip().removeprefix("notmuch "))


def _terminal() -> Check:
    from tui.app import unfit
    from tui.glyphs import speaks_utf8

    trouble = unfit(os.environ)
    if trouble and sys.stdout.isatty():
        return broken("terminal", trouble, "export TERM=xterm-256color")
    if not speaks_utf8(os.environ):
        return unset("terminal", "the locale is not UTF-8: signs are ASCII", "export LANG=C.UTF-8")
    return fine("terminal", f"{os.environ.get('TERM', 'none')}, UTF-8")


def _editor() -> str:
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or "editor"


def _opener(config: Config) -> str:
    return config.reader_settings().opener


def _program(name: str, command: str, mend: str, what_for: str) -> Check:
    program = command.split(maxsplit=1)[0] if command.split() else command
    if shutil.which(program):
        return fine(name, command)
    return unset(name, f"{program} is not here; needed for {what_for}", mend)


def _disk() -> Check:
    home = Path.home()
    try:
        free = shutil.disk_usage(home).free
    except OSError as error:
        return broken("disk", f"{home} cannot be looked at: {error.strerror}", f"ls -ld {home}")
    says = f"{free / (1 << 30):.1f} GiB free in {home}"
    return fine("disk", says) if free >= LEAST_FREE else broken("disk", says, "df -h")
