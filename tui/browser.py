"""A browser in a terminal's place (textual-serve): what cannot work there says so."""

from __future__ import annotations

import os


def in_browser() -> bool:
    """Whether textual-serve has the screen: no other program can be shown on it."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


NO_EDITOR = "a browser has no place for your editor: write here, or run cclear in a terminal"
NO_OPENING = "in a browser no program is opened: save it instead, or run cclear in a terminal"
NO_FOLLOWING = "in a browser no program is opened: copy the link instead"
NO_SHELL = "there is no shell to go back to in a browser"
