"""Digests (RFC 1153): one message that is made of a list's messages, each with its header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from indexer.zones.lines import Lines

_PREAMBLE: Final = "-" * 70
_BETWEEN: Final = "-" * 30
_REACH: Final = 3


def last_rule(lines: Lines) -> int:
    """The line of the last rule between messages where a body is a digest; else -1.

    The preamble ends in 70 hyphens, each message in 30 (RFC 1153, sections 3.2 and 3.3); below
    them stand a message's header fields.
    """
    if _PREAMBLE not in lines.bare:
        return -1
    first = lines.bare.index(_PREAMBLE)
    if not _header_below(lines, first):
        return -1
    rules = (i for i in range(len(lines.bare) - 1, first, -1) if lines.bare[i] == _BETWEEN)
    return next(rules, -1)


def _header_below(lines: Lines, rule: int) -> bool:
    said = lines.next_said(rule + 1, _REACH)
    return said >= 0 and (said in lines.labels or lines.bare[said].startswith("Message: "))
