"""What stands at the ends of what somebody wrote: banners, signatures, notices, list footers."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from indexer.zones import banners, footers
from indexer.zones.contacts import has_link, is_alt, name_words
from indexer.zones.devices import is_phone
from indexer.zones.lines import is_rule
from indexer.zones.notices import is_heading, is_notice, may_be_notice
from indexer.zones.signatures import (
    contact_block,
    is_added,
    is_closing,
    is_signature_like,
    is_telling,
    strapline,
)

if TYPE_CHECKING:
    from indexer.model import ZoneKind
    from indexer.zones.lines import Lines

_PARAGRAPH: Final = 60
_FOOTER_LINES: Final = 30
_SIGNATURE_LINES: Final = 30
_WEAK_LINES: Final = 12
_SHORT_LINES: Final = 4
_BANNER_LINES: Final = 12
_NOTICE: Final = 20_000
_NOTICES: Final = 30
_TAIL: Final = 3
_GAPS: Final = 4
_PLAIN: Final = 60
_PLAIN_LINES: Final = 6
_MARKED: Final = re.compile(r"[\d@\[\]_|:/#=~*]|--|www\.|[^\W\d_] [^\W\d_]+\n[^\n]")
_PGP: Final = ("-----begin pgp signature-----", "-----end pgp signature-----")
_PGP_LINES: Final = 120


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
        inner = i > start and end < stop
        _Run(lines, kinds, i, end).mark(top=top or kinds[i] == "forward", inner=inner)
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

    def mark(self, *, top: bool, inner: bool) -> None:
        if self._start >= self._end or (inner and self._is_plain()):
            return
        if top:
            self._sealed()
            self._banner()
        self._seal()
        self._footer()
        self._added()
        self._notices()
        if self._dashed() or self._contact():
            self._notices()

    def _is_plain(self) -> bool:
        """Whether a run is so short and plain, as answers between quotes are, that none ends it."""
        if self._end - self._start > _PLAIN_LINES:
            return False
        text = "\n".join(self._lines.bare[self._start : self._end])
        return (
            len(text) < _PLAIN
            and _MARKED.search(text) is None
            and not is_phone(self._lines.bare[self._end - 1])
        )

    def _trim(self) -> None:
        bare = self._lines.bare
        while self._end > self._start and not bare[self._end - 1]:
            self._end -= 1

    def _cut(self, at: int, kind: ZoneKind) -> None:
        self._kinds[at : self._end] = [kind] * (self._end - at)
        self._end = at
        self._trim()
        i = self._end - 1
        if i > self._start and (i in self._lines.dashes or is_rule(self._lines.bare[i])):
            # What divided it from the text.
            self._kinds[i:at] = [kind] * (at - i)
            self._end = i
            self._trim()

    def _paragraph(self, end: int = -1) -> int:
        """Where the last paragraph begins, or what of it is near enough to matter."""
        bare = self._lines.bare
        i = self._end if end < 0 else end
        top = max(self._start, i - _PARAGRAPH)
        while i > top and bare[i - 1]:
            i -= 1
        return i

    def _above(self, at: int) -> int:
        """Where the paragraph above the one from line ``at`` on begins, or -1."""
        while at > self._start and not self._lines.bare[at - 1]:
            at -= 1
        return self._paragraph(at) if at > self._start else -1

    def _skip_blank(self) -> None:
        while self._start < self._end and not self._lines.bare[self._start]:
            self._start += 1

    def _sealed(self) -> None:
        """The armour that stands above a signed text (RFC 9580, section 7)."""
        self._skip_blank()
        bare = self._lines.bare
        i = self._start
        if i < self._end and bare[i] == "-----BEGIN PGP SIGNED MESSAGE-----":
            i += 1
            while i < self._end and bare[i].startswith("Hash:"):
                i += 1
            self._kinds[self._start : i] = ["banner"] * (i - self._start)
            self._start = i

    def _seal(self) -> None:
        """The signature below a signed text."""
        bare = self._lines.bare
        if self._start < self._end and bare[self._end - 1].lower() == _PGP[1]:
            for i in range(self._end - 1, max(self._start, self._end - _PGP_LINES) - 1, -1):
                if bare[i].lower() == _PGP[0]:
                    self._cut(i, "signature")
                    return

    def _banner(self) -> None:
        bare = self._lines.bare
        for _ in range(3):
            self._skip_blank()
            i = end = self._start
            while end < self._end and is_rule(bare[end], 3):
                end += 1
            ruled = end > i
            first = end
            while end < self._end and bare[end] and end - first < _BANNER_LINES:
                end += 1
                if banners.is_tag(bare[end - 1]) or banners.is_banner(bare[first:end]):
                    break
            else:
                return
            while end < self._end and bare[end] and banners.goes_on(bare[end]):
                end += 1
            while end < self._end and _is_rest(bare[end - 1], bare[end]):
                end += 1
            while end < self._end and is_rule(bare[end]) and (ruled or bare[end - 1]):
                end += 1
            self._kinds[i:end] = ["banner"] * (end - i)
            self._start = end

    def _added(self) -> None:
        """Leave what is added below a signature as it is, and go on above it."""
        while self._start < self._end:
            at = self._paragraph()
            if not is_added(self._lines.bare[at]) or at <= self._start:
                return
            self._end = at
            self._trim()

    def _footer(self) -> None:
        bare = self._lines.bare
        cut = -1
        said = 0
        for i in range(self._end - 1, max(self._start - 1, self._end - 3 * _FOOTER_LINES), -1):
            line = bare[i]
            said += bool(line)
            if said > _FOOTER_LINES or self._lines.code[i]:
                break
            if i in self._lines.dashes or is_rule(line, 8):
                until = cut if cut >= 0 else self._end
                if footers.follows(bare, i + 1, until) or (cut >= 0 and _adjoins(bare, i, cut)):
                    cut = i
        if cut >= 0:
            self._cut(cut, "footer")
        while self._start < self._end:
            at = self._paragraph()
            paragraph = bare[at : self._end]
            below = self._below()
            if footers.is_footer(paragraph) or (below == "footer" and footers.is_advert(paragraph)):
                self._cut(at, "footer")
                continue
            above = self._above(at) if footers.is_rights(paragraph) else -1
            if above >= 0 and (below == "footer" or footers.is_footer(bare[above:at])):
                self._cut(at, "footer")
                continue
            for i in range(max(at + 1, self._end - _TAIL - 3), self._end):
                if footers.begins(bare[i]) and footers.is_footer(bare[i : self._end]):
                    self._cut(i, "footer")
                    break
            else:
                return

    def _notices(self) -> None:
        bare = self._lines.bare
        for _ in range(_NOTICES):
            if self._start >= self._end:
                return
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
            if sum(map(len, bare[at : self._end])) > _NOTICE:
                return
            at = self._notice(at)
            if at < 0:
                return
            self._cut(at, "banner" if banners.is_banner(bare[at : self._end]) else "disclaimer")

    def _notice(self, at: int) -> int:
        """Where the notice begins that the paragraph from line ``at`` on is or ends, or -1."""
        bare = self._lines.bare
        text = " ".join(bare[at : self._end])
        if is_notice(text) or (at > self._start and banners.is_banner(bare[at : self._end])):
            return at
        if self._below() == "disclaimer" and (
            (is_rule(text, 3) or is_heading(text) or may_be_notice(text))
            or (is_alt(bare[at]) and self._end - at == 1)
        ):
            return at
        # Some paragraphs of a notice have few of its words; one above has them.
        above, below = at, self._end
        for _ in range(_GAPS):
            said = " ".join(takewhile(bool, bare[above:below]))
            if not (may_be_notice(said, 1) or is_heading(said) or self._is_tail(above, below)):
                break
            above, below = self._above(above), above
            if above < 0:
                break
            if is_notice(" ".join(takewhile(bool, bare[above:below]))):
                return above
        # A notice right below a signature's lines, with no blank between.
        for i in range(at + 1, self._end):
            if self._end - i <= _PARAGRAPH and bare[i][:1].isupper():
                rest = " ".join(bare[i : self._end])
                if is_signature_like(bare[at:i]) and is_notice(rest):
                    return i
                if not is_signature_like(bare[i : i + 1]):
                    break
        return -1

    def _is_tail(self, at: int, end: int) -> bool:
        """Whether the lines from ``at`` on may end a notice: a link, said in a line or two."""
        last = list(takewhile(bool, self._lines.bare[at:end]))
        return len(last) <= _TAIL and any(map(has_link, last)) and not any("?" in b for b in last)

    def _below(self) -> str:
        """The kind of what is said next below what is left of the run."""
        bare, kinds = self._lines.bare, self._kinds
        i = self._end
        while i < len(bare) and not bare[i] and i < self._end + 4:
            i += 1
        return kinds[i] if i < len(bare) and bare[i] else ""

    def _dashed(self) -> bool:
        lines = self._lines
        below: list[str] = []
        cut = -1
        for i in range(self._end - 1, max(self._start - 1, self._end - 4 * _SIGNATURE_LINES), -1):
            line = lines.bare[i]
            if lines.code[i] or len(below) > _SIGNATURE_LINES:
                break
            if i in lines.dashes or (is_rule(line, 3) and self._stands_apart(i)):
                if lines.raw[i].rstrip("\r") == "-- " or self._is_weak(i, below):
                    cut = i
            elif line:
                below.append(line)
        if cut < 0:
            return False
        self._cut(cut, "signature")
        return True

    def _is_weak(self, i: int, below: list[str]) -> bool:
        """Whether a rule at line ``i`` that lacks the space is a signature's: by its lines."""
        if not below or len(below) > _WEAK_LINES:
            return False
        if is_telling(below):
            return is_signature_like([b for b in below if not has_link(b)])
        if not is_signature_like(below):
            return False
        bare = self._lines.bare
        if len(below) <= 2 and name_words(below[-1]) >= 2:
            return True
        alone = bare[i] == "--" and bare[max(self._start, i - 40) : i].count("--") == 0
        above = next((b for b in reversed(bare[max(self._start, i - 3) : i]) if b), "")
        return len(below) <= _SHORT_LINES and (alone or is_closing(above))

    def _stands_apart(self, i: int) -> bool:
        """Whether a rule is no heading's underline: below a blank line or a sign-off and a name."""
        bare = self._lines.bare
        if i <= self._start or not bare[i - 1]:
            return True
        return is_closing(bare[i - 1]) or (i - 2 >= self._start and is_closing(bare[i - 2]))

    def _contact(self) -> bool:
        at = contact_block(self._lines, self._start, self._end)
        if at < 0:
            at, stop, whole = strapline(self._lines, self._start, self._end, self._paragraph())
            if at >= 0 and not whole:
                self._kinds[at:stop] = ["signature"] * (stop - at)
            if at < 0 or not whole:
                return False
        self._cut(at, "signature")
        return True


def _is_rest(above: str, line: str) -> bool:
    """Whether a line is the rest of the sentence that the line above it began."""
    return bool(line) and above[-1:] not in ".!?]" and len(line) < 100 and line[:1].islower()


def _adjoins(bare: list[str], i: int, cut: int) -> bool:
    return all(not bare[j] for j in range(i + 1, cut))
