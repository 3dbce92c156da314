"""The few signs the screens draw, and their stand-ins where the terminal has no UTF-8.

Each sign is one cell wide (``hidden``, ``ellipsis`` and the quotes may be more in ASCII).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Signs by what they mean."""

    utf8: bool = True
    cursor: str = "▌"
    unread: str = "●"
    selected: str = "✓"
    flagged: str = "⚑"
    muted: str = "▷"
    followed: str = "☆"
    followed_new: str = "★"
    pending: str = "◌"
    draft: str = "✎"
    storm: str = "↯"
    folded: str = "▸"
    open: str = "▾"
    branch: str = "├"
    corner: str = "└"
    trunk: str = "│"
    top: str = "┌"
    arm: str = " "
    deeper: str = "‹"
    quote: str = "│"
    rule: str = "─"
    hidden: str = "⋯"
    evidence: str = "⤷"
    attachment: str = "◫"
    address: str = "✉"
    dot: str = "·"
    minus: str = "−"
    dash: str = "–"
    times: str = "×"
    ellipsis: str = "…"
    left_quote: str = "“"
    right_quote: str = "”"
    bars: str = "▁▂▃▄▅▆▇█"
    full: str = "━"
    empty: str = "─"


ASCII = Glyphs(
    utf8=False, cursor=">", unread="*", selected="x", flagged="!", muted="z", followed="f",
    followed_new="F", pending="~", draft="%", storm="#", folded="+", open="-", branch="|",
    corner="`", trunk="|", top=",", arm="-", deeper="<", quote="|", rule="-",
    hidden="...", evidence="^", attachment="&", address="@", dot="-", minus="-", dash="-",
    times="x", ellipsis="...", left_quote='"', right_quote='"', bars="._-=+*#@", full="#",
    empty="-",
)  # fmt: skip
UTF8 = Glyphs()


def speaks_utf8(environ: Mapping[str, str]) -> bool:
    """Whether the locale's character set is UTF-8 (POSIX: LC_ALL, then LC_CTYPE, then LANG)."""
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        if value := environ.get(name):
            return value.replace("-", "").lower().endswith(("utf8", "utf8@euro"))
    return False


@cache
def glyphs() -> Glyphs:
    """The signs for the terminal this runs in."""
    return UTF8 if speaks_utf8(os.environ) else ASCII
