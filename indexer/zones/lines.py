"""A body's lines and what each one is by itself: the first step of the cleaner."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from indexer.zones.words import FORWARD_END, FORWARDED, FORWARDED_BY, LABELS, ORIGINAL, WRITES

if TYPE_CHECKING:
    from collections.abc import Sequence

QUOTE: Final = ">"
LONGEST: Final = 400
"""No attribution, separator or signature line is longer (characters). Header fields are."""

_RULE_CHARACTERS: Final = "-_=*#~+─━═—–‐‑·•."
_RULES: Final = _RULE_CHARACTERS + " "
_DIVIDERS: Final = _RULES + "―"
_ANNOUNCES: Final = ("--", "- -", "__", "**", "==", "##", "<-", "‐‐", "––", "——", "──", "━━")
ODD_MARKS: Final = "|:}%#!»＞"
"""What quotes are marked with besides ``>``."""

_CLOCK: Final = r"\d[:.]\d\d"
_HUNK: Final = re.compile(r"@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@")
_INDENT: Final = 3
_CLOSING: Final = 40
_LABEL: Final = 24
_SUBJECT_ENDS: Final = frozenset(p.rpartition(" ")[2] for p, r in LABELS.items() if r == "subject")
_BLOCK: Final = 3


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a body (as they are), the same stripped, and which are quoted or code.

    ``starts`` are the first lines of runs of quoted lines; ``labels`` the lines that read like a
    header field, with its role; ``separators`` those that announce a copied message, with
    whether it is a forward; ``colons`` those that may end an attribution; ``ends`` those that
    end a forward; ``dashes`` those that are a signature's ``--``; ``odd`` those that begin as if
    with a quote mark other than ``>``; ``columns`` those that end in the label of a subject;
    ``dividers`` those that are nothing but a rule or dashes.
    ``trails`` are lines known to begin a copied message, with the line of its text, the line after
    it, and whether it is called a forward.
    """

    raw: list[str]
    bare: list[str]
    quoted: bytearray
    code: bytearray
    starts: set[int]
    labels: dict[int, str]
    separators: dict[int, bool]
    colons: set[int]
    ends: set[int]
    dashes: set[int]
    odd: list[int]
    columns: list[int]
    foreign: list[int]
    dividers: list[int]
    trails: dict[int, tuple[int, int, bool]] = field(default_factory=dict)

    def text(self, i: int) -> bool:
        """Whether line ``i`` is neither blank nor quoted."""
        return bool(self.bare[i]) and not self.quoted[i]

    def forget_copies(self) -> None:
        """Take no line for the beginning of a copied message."""
        self.labels.clear()
        self.separators.clear()
        self.columns.clear()
        self.foreign.clear()

    def next_said(self, i: int, reach: int = 4) -> int:
        """The first line from ``i`` on that is not blank, at most ``reach`` on; else -1."""
        for j in range(i, min(i + reach, len(self.bare))):
            if self.bare[j]:
                return j
        return -1


UNDECODED = 8
"""Lines that end in ``=20`` from which on a text is taken for quoted-printable that was not
decoded: a mail program that forwards or archives raw bodies leaves such."""


def _undecoded(raw: list[str]) -> list[str]:
    """Lines without the blanks at either end that are still encoded (RFC 2045, section 6.7)."""
    bare = []
    for line in raw:
        text = line.strip()
        while text.endswith(("=20", "=09")):
            text = text[:-3].rstrip()
        while text.startswith(("=20", "=09")):
            text = text[3:].lstrip()
        bare.append(text)
    return bare


def read(text: str) -> Lines:
    """The lines of ``text``, which only a line feed ends."""
    raw = text.split("\n")
    bare = _undecoded(raw) if text.count("=20\n") >= UNDECODED else [s.strip() for s in raw]
    lines = Lines(
        raw, bare, bytearray(len(raw)), _hunks(raw) if "@@ -" in text else bytearray(len(raw)),
        set(), {}, {}, set(), set(), set(), [], [], [], [],
    )  # fmt: skip
    before = False
    conflicts = "<<<<<<< " in text
    for i, line in enumerate(bare):
        if not line:
            before = False
            continue
        first = line[0]
        if first in _DIVIDERS and not line.strip(_DIVIDERS):
            lines.dividers.append(i)
        if first == QUOTE and not before and _is_groupwise(line):
            lines.separators[i] = False
            continue
        if conflicts and line.startswith(">>>>>>> "):
            before = False
            continue
        if first == QUOTE and not lines.code[i] and _is_quote(raw, i):
            lines.quoted[i] = 1
            if not before:
                lines.starts.add(i)
            before = True
            continue
        before = False
        if not lines.code[i]:
            if first in ODD_MARKS or line.find(QUOTE, 1, 12) > 0:
                lines.odd.append(i)
            _classify(lines, i, line, first)
    return lines


def _classify(lines: Lines, i: int, line: str, first: str) -> None:
    colon = line.find(":", 0, 48)
    wide = line.find("：", 0, colon if colon >= 0 else 48)
    colon = wide if wide >= 0 else colon
    if colon >= 0:
        role = _role(line, colon)
        if role is not None:
            lines.labels[i] = role
            return
        if line[-1] == ">" and colon < _LABEL and "@" in line:
            lines.foreign.append(i)
    if len(line) > LONGEST:
        return
    if line[line.rfind(" ") + 1 :].lower() in _SUBJECT_ENDS:
        lines.columns.append(i)
    if line[-1] in ":：*_>)\u200f\u202c" and line.rstrip("*_ \u200f\u202c")[-1:] in (":", "："):
        lines.colons.add(i)
        if colon > 0 and _core(line) in FORWARDED:
            lines.separators[i] = True
            return
    if "@" in line or first == "-":
        if _last_word(line) in WRITES or (line[-1] == ">" and line[:4].isdigit()):
            lines.colons.add(i)
        elif ":  " in line or ":\u00a0" in line:
            # Yahoo's and AOL's mobile programs begin the copy right after the attribution.
            lines.colons.add(i)
    if first in "-_*=#<‐–—─━":
        if line in ("--", "---", "__", "___", "____"):
            lines.dashes.add(i)
            return
        _separator(lines, i, line)


def _role(line: str, colon: int) -> str | None:
    return LABELS.get(line[:colon].strip("*_ \t\u00a0\u200e\u200f").lower())


def _separator(lines: Lines, i: int, line: str) -> None:
    core = _core(line)
    if not core or not line.startswith(_ANNOUNCES):
        return
    if core in FORWARDED or core.startswith(FORWARDED_BY):
        lines.separators[i] = True
    elif core in ORIGINAL:
        lines.separators[i] = False
    elif core.startswith(FORWARD_END):
        lines.ends.add(i)


def _last_word(line: str) -> str:
    words = line.rstrip(" -*_\u00a0").rsplit(None, 1)
    return words[-1].lower() if words else ""


def _core(line: str) -> str:
    return line.strip("-_*=#<>‐–—─━ \t:：\u00a0").lower()


def label(line: str) -> str | None:
    """The role of a header's label that stands alone, or None."""
    return LABELS.get(line.strip("*_:： \t\u00a0").lower())


def is_phrase(line: str) -> bool:
    """Whether a line is one of those that stand above a copied message, with no rule around."""
    core = _core(line)
    return core in ORIGINAL or core in FORWARDED


def is_forward(quote: Sequence[str], *, header: bool) -> bool:
    """Whether a quote's first lines say that it is a forward.

    That is a phrase for it, or, where ``header`` allows, a copied header block.
    """
    roles = set()
    for line in quote:
        said = unquoted(line)[:LONGEST]
        if _core(said) in FORWARDED:
            return True
        if header and (colon := said.find(":", 0, 48)) > 0:
            roles.add(_role(said, colon))
    return header and "from" in roles and len(roles - {None, "other"}) >= _BLOCK


def is_rule(line: str, least: int = 5) -> bool:
    """Whether a stripped line is a rule: ``least`` or more characters that draw a line."""
    return line[:1] in _RULE_CHARACTERS and len(line) >= least and not line.strip(_RULES)


def unquoted(line: str) -> str:
    """A line without its quote marks."""
    return line.lstrip("> \t")


def _is_quote(raw: list[str], i: int) -> bool:
    line = raw[i]
    if line[0] != QUOTE and line.find(QUOTE) > _INDENT:
        return False
    if line.startswith(">= ") and not (i and raw[i - 1][:1] == QUOTE):
        return False
    last = line.rstrip()[-1]
    if last in "<:：" and (_is_ornament(raw, i) or _closes_address(raw, i)):
        return False
    if line.startswith(">From "):
        # mbox puts a > before a line of text that begins with From.
        return _begins_quoted(raw, i - 1) or _begins_quoted(raw, i + 1)
    return True


def _is_ornament(raw: list[str], i: int) -> bool:
    """Whether a line's marks are drawn around it, ``>>> like this <<<``, and not before others."""
    line = raw[i].strip()
    left = len(line) - len(line.lstrip(QUOTE))
    return left == len(line) - len(line.rstrip("<")) > 1 and not (
        _is_marked(raw, i - 1) or _is_marked(raw, i + 1)
    )


def _is_marked(raw: list[str], i: int) -> bool:
    return _begins_quoted(raw, i) and not raw[i].rstrip().endswith("<<")


def _is_groupwise(line: str) -> bool:
    """Whether a line is GroupWise's ``>>> NAME DATE >>>`` above a copy without marks."""
    ends = line.startswith(">>> ") and line.endswith(">>>") and len(line) < LONGEST
    return ends and re.search(_CLOCK, line) is not None


def _closes_address(raw: list[str], i: int) -> bool:
    """Whether a line's first ``>`` closes an address that the line above was broken in.

    Below a quoted line it is that one's mark, which the rest of the address would have, too.
    """
    before = raw[i - 1].strip() if i else ""
    return (
        len(before) <= LONGEST
        and before[:1] != QUOTE
        and len(raw[i]) < _CLOSING
        and raw[i].count(QUOTE) == 1
        and before.rfind("<") > before.rfind(QUOTE)
    )


def _begins_quoted(raw: list[str], i: int) -> bool:
    return 0 <= i < len(raw) and raw[i].startswith(QUOTE) and not raw[i].startswith(">From ")


def _hunks(raw: list[str]) -> bytearray:
    """Which lines are in a unified diff's hunks, by the counts in their headings."""
    code = bytearray(len(raw))
    old = new = 0
    for i, line in enumerate(raw):
        if old > 0 or new > 0:
            first = line[:1]
            if first in {"", " ", "\r", "\t"}:
                old, new = old - 1, new - 1
            elif first == "-":
                old -= 1
            elif first == "+":
                new -= 1
            elif first != "\\":
                old = new = 0
            if first in {"", " ", "\r", "\t", "-", "+", "\\"}:
                code[i] = 1
                continue
        if line.startswith("@@ -") and (heading := _HUNK.match(line)):
            old, new = (int(n) if n else 1 for n in heading.groups())
            code[i] = 1
    return code
