"""The programs that are measured side by side, and the keys that mean the same in each."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.mailbox import Mailbox


@dataclass(frozen=True, slots=True)
class Program:
    """How to open the inbox in one mail reader, and its keys for what all of them can do."""

    name: str
    command: tuple[str, ...]
    search: str
    """Opens the prompt for a query."""
    back: str
    down: str = "j"
    page: str = "pagedown"
    page_up: str = "pageup"
    open: str = "enter"
    counts: bool = False
    """Whether it shows how many are unread beside the word Inbox."""


def cclear() -> Program:
    """The one that this checkout makes."""
    program = Path(sys.executable).with_name("cclear")
    command = (str(program),) if program.exists() else (sys.executable, "-P", "-m", "cclear")
    return Program("cclear", command, search="/", back="q", counts=True)


def alot(box: Mailbox) -> Program | None:
    """alot with its defaults, where it is installed."""
    found = shutil.which("alot")
    if not found:
        return None
    config = box.home / "alot-config"
    # Without a file it would make one of its own.
    config.write_text("bug_on_exit = False\n", encoding="utf-8")
    command = (found, "-c", str(config), "-n", str(box.config), "search", "tag:inbox")
    return Program("alot", command, search="o", back="d")
