"""The cleaner: a body's lines as zones, so that what the author newly wrote can be read alone.

Pure functions on text, in linear time for any text. Each line is classified by itself
(:mod:`~indexer.zones.lines`); quotes, attributions and copied messages are found from those
(:mod:`~indexer.zones.trails`); what is left is searched for what stands at the ends of a message
(:mod:`~indexer.zones.endings`). Where a rule doubts, the lines stay ``new``: they are shown.
"""

from __future__ import annotations

from indexer.zones.hints import Hint as Hint, HintKind as HintKind, introduces as introduces
from indexer.zones.reading import (
    clean as clean,
    is_greeting as is_greeting,
    is_sign_off as is_sign_off,
)  # fmt: skip
from indexer.zones.splitting import split as split

__all__ = [
    "Hint", "HintKind", "clean", "introduces", "is_greeting", "is_sign_off", "split",
]  # fmt: skip
