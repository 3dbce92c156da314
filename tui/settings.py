"""The reader's own settings, as ``[reader]`` and ``[keys]`` of config.toml give them."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from outbox import Settings as Outbox

if TYPE_CHECKING:
    from collections.abc import Mapping

THEMES = ("terminal", "dark", "light")


@dataclass(frozen=True, slots=True)
class Settings:
    """``[reader]`` and ``[keys]`` in config.toml, and what ``[mail]`` says about fetching."""

    theme: str = "terminal"
    """One of THEMES. ``terminal`` keeps to the terminal's own 16 colours and background."""

    wide: int = 100
    """From how many columns on the lists stay at the left of what is read."""

    opener: str = "open" if sys.platform == "darwin" else "xdg-open"
    """The program that opens a saved attachment; the file's path is its last argument."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys by command id, several with commas; two keys in a row with a space: ``"z a"``."""

    fetch: str = ""
    """``[mail] fetch``: a shell command run before looking for new mail."""

    fetch_minutes: int = 5
    """``[mail] fetch_minutes``: how often new mail is looked for; 0 for only on the key."""

    outbox: Outbox = field(default_factory=Outbox)
    """``[outbox]`` and ``[identity.NAME]``."""
