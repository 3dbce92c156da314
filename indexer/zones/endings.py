"""What stands at the ends of what somebody wrote: banners, signatures, notices, list footers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.zones.lines import LONGEST, is_rule
from indexer.zones.phrases import (
    BANNER_TAGS,
    BANNERS,
    FOOTERS,
    NOTICE_ALONE,
    NOTICE_HEADINGS,
    NOTICES,
    PHONE_ENDS,
    PHONE_STARTS,
)
from indexer.zones.signatures import contact_block, is_signature_like, strapline

if TYPE_CHECKING:
    from indexer.model import ZoneKind
    from indexer.zones.lines import Lines

_PARAGRAPH: Final = 60
_FOOTER_LINES: Final = 30
_SIGNATURE_LINES: Final = 30
_WEAK_LINES: Final = 10
_NOTICE: Final = 20_000
_NOTICE_LEAST: Final = 24
_PHONE: Final = 120
_EXCUSES: Final = ("excuse", "typo", "brev", "tippfehler", "kürze", "error", "fehler", "faute")
_TAG: Final = re.compile(r"[\[(<*]{1,3}\s?([^\[\](){}<>*]{2,40})[\])>*]{1,3}:?")


def mark_endings(lines: Lines, kinds: list[ZoneKind], start: int, stop: int, *, top: bool) -> None:
    """Mark the endings of each run of written lines in ``start`` to ``stop``.

    ``top`` says that the first run is the top of the body, where banners stand.
    """
    i = start
    while i < stop:
        if kinds[i] not in {"new", "forward"}:
            i += 1
            continue
        end = i
        while end < stop and kinds[end] == kinds[i]:
            end += 1
        _Run(lines, kinds, i, end).mark(top=top)
        top = False
        i = end


class _Run:
    """A run of written lines between hidden ones, searched from its ends."""

    def __init__(self, lines: Lines, kinds: list[ZoneKind], start: int, end: int) -> None:
        self._lines = lines
        self._kinds = kinds
        self._start = start
        self._end = end
        self._trim()

    def mark(self, *, top: bool) -> None:
        if self._start >= self._end:
            return
        if top:
            self._banner()
        self._footer()
        self._notices()
        if self._dashed() or self._contact():
            self._notices()

    def _trim(self) -> None:
        bare = self._lines.bare
        while self._end > self._start and not bare[self._end - 1]:
            self._end -= 1

    def _cut(self, at: int, kind: ZoneKind) -> None:
        self._kinds[at : self._end] = [kind] * (self._end - at)
        self._end = at
        self._trim()

    def _paragraph(self) -> int:
        """Where the last paragraph begins, or what of it is near enough to matter."""
        bare = self._lines.bare
        i = self._end
        top = max(self._start, i - _PARAGRAPH)
        while i > top and bare[i - 1]:
            i -= 1
        return i

    def _banner(self) -> None:
        bare = self._lines.bare
        i = self._start
        while i < self._end and not bare[i]:
            i += 1
        for _ in range(3):
            end = i
            last = -1
            while end < self._end and bare[end] and end - i < 12:
                if _is_banner(bare[end]):
                    last = end
                end += 1
            if last < 0:
                return
            if end - last <= 2 and end - i <= 8:
                # The rest of the sentence, but not a text that follows at once.
                last = end - 1 if _is_banner_rest(bare[last + 1 : end]) else last
            while last + 1 < self._end and is_rule(bare[last + 1]):
                last += 1
            self._kinds[i : last + 1] = ["banner"] * (last + 1 - i)
            i = last + 1
            while i < self._end and not bare[i]:
                i += 1
            self._start = i

    def _footer(self) -> None:
        bare = self._lines.bare
        cut = -1
        said = 0
        for i in range(self._end - 1, max(self._start - 1, self._end - 3 * _FOOTER_LINES), -1):
            line = bare[i]
            said += bool(line)
            if said > _FOOTER_LINES or self._lines.code[i]:
                break
            if (i in self._lines.dashes or is_rule(line, 8)) and self._footer_follows(i + 1):
                cut = i
        if cut >= 0:
            self._cut(cut, "footer")
            return
        at = self._paragraph()
        while at < self._end and 0 < self._end - at <= 8:
            text = "\n".join(bare[at : self._end]).lower()
            first = bare[at].lower()
            if len(first) > _PHONE or not _is_footer_start(first):
                return
            if not any(f in text for f in FOOTERS):
                return
            self._cut(at, "footer")
            at = self._paragraph()

    def _footer_follows(self, i: int) -> bool:
        bare = self._lines.bare
        seen = 0
        while i < self._end and seen < 4:
            if bare[i]:
                low = bare[i][:LONGEST].lower()
                if any(f in low for f in FOOTERS):
                    return True
                seen += 1
            i += 1
        return False

    def _notices(self) -> None:
        bare = self._lines.bare
        while self._start < self._end:
            at = self._paragraph()
            last = bare[self._end - 1]
            if is_phone(last):
                self._cut(self._end - 1, "signature")
                continue
            near = range(max(at, self._end - 3), self._end)
            first = next((i for i in near if is_phone(bare[i])), -1)
            if first >= 0 and is_signature_like(bare[first + 1 : self._end]):
                self._cut(first, "signature")
                continue
            length = sum(map(len, bare[at : self._end]))
            if length > _NOTICE:
                return
            if is_rule(last) and self._end - at == 1 and self._below_is("disclaimer"):
                self._cut(at, "disclaimer")
                continue
            text = " ".join(bare[at : self._end]).lower()
            if is_notice(text) or (self._below_is("disclaimer") and _is_heading(text)):
                self._cut(at, "disclaimer")
                continue
            return

    def _below_is(self, kind: ZoneKind) -> bool:
        bare, kinds = self._lines.bare, self._kinds
        i = self._end
        while i < len(bare) and not bare[i] and i < self._end + 4:
            i += 1
        return i < len(bare) and kinds[i] == kind

    def _dashed(self) -> bool:
        lines = self._lines
        below: list[str] = []
        cut = -1
        for i in range(self._end - 1, max(self._start - 1, self._end - 4 * _SIGNATURE_LINES), -1):
            line = lines.bare[i]
            if lines.code[i] or len(below) > _SIGNATURE_LINES:
                break
            if i in lines.dashes:
                strict = lines.raw[i].rstrip("\r") == "-- "
                if strict or (len(below) <= _WEAK_LINES and is_signature_like(below)):
                    cut = i
            elif line:
                below.append(line)
        if cut < 0:
            return False
        self._cut(cut, "signature")
        return True

    def _contact(self) -> bool:
        at = contact_block(self._lines, self._start, self._end, self._paragraph())
        if at < 0:
            at, stop, whole = strapline(self._lines, self._start, self._end, self._paragraph())
            if at >= 0 and not whole:
                self._kinds[at:stop] = ["signature"] * (stop - at)
            if at < 0 or not whole:
                return False
        self._cut(at, "signature")
        return True


def is_phone(line: str) -> bool:
    """Whether a line is what a phone or a mail program adds: ``Sent from my iPhone``."""
    if len(line) > _PHONE:
        return False
    low = line.strip("*_<>[]()\u201c\u201d\"' .!-–—").lower()
    if low.startswith(PHONE_STARTS):
        _, comma, more = low.partition(",")
        return not comma or any(e in more for e in _EXCUSES) or more.count(" ") < 2
    return low.endswith(PHONE_ENDS) and len(low) < 60


def is_notice(text: str) -> bool:
    """Whether a lower-case paragraph is a notice of confidentiality, of a scanner, of a company."""
    if len(text) < _NOTICE_LEAST:
        return False
    if any(phrase in text for phrase in NOTICE_ALONE):
        return True
    return sum(any(word in text for word in group) for group in NOTICES) >= 3


def _is_heading(text: str) -> bool:
    return is_rule(text, 3) or (len(text) < 60 and any(h in text for h in NOTICE_HEADINGS))


def _is_banner(line: str) -> bool:
    low = line[:2000].lower()
    tag = _TAG.match(low)
    if tag and tag.end() == len(low) and tag[1].strip(" !:") in BANNER_TAGS:
        return True
    return any(b in low for b in BANNERS)


def _is_banner_rest(rest: list[str]) -> bool:
    return all(len(line) < 100 and line[:1].islower() for line in rest)


def _is_footer_start(first: str) -> bool:
    return is_rule(first, 3) or first.startswith("--") or any(f in first for f in FOOTERS)
