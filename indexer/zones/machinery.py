"""What programs put around what somebody wrote: armour, banners, footers, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer.zones import banners, footers
from indexer.zones.contacts import has_link, is_alt
from indexer.zones.devices import is_phone
from indexer.zones.lines import is_rule
from indexer.zones.notices import is_heading, is_notice, may_be_notice, worded
from indexer.zones.signature_lines import fits, is_signature_like

if TYPE_CHECKING:
    from indexer.zones.runs import Run

_FOOTER_LINES: Final = 30
_BANNER_LINES: Final = 12
_NOTICE: Final = 20_000
_NOTICES: Final = 30
_GAPS: Final = 4
_TAIL: Final = 3
_TWO: Final = 2
_PGP: Final = ("-----begin pgp signature-----", "-----end pgp signature-----")
_PGP_LINES: Final = 120


def mark_armour(run: Run) -> None:
    """The armour above and below a signed text (RFC 9580, section 7)."""
    bare = run.bare
    run.skip_blank()
    i = run.start
    if i < run.end and bare[i] == "-----BEGIN PGP SIGNED MESSAGE-----":
        i += 1
        while i < run.end and bare[i].startswith("Hash:"):
            i += 1
        run.cut_top(i, "banner")
    if run and bare[run.end - 1].lower() == _PGP[1]:
        for i in range(run.end - 1, max(run.start, run.end - _PGP_LINES) - 1, -1):
            if bare[i].lower() == _PGP[0]:
                run.cut(i, "signature")
                return


def mark_banners(run: Run) -> None:
    """Banners at the top: up to three, each perhaps with text right below."""
    bare = run.bare
    for _ in range(3):
        run.skip_blank()
        end = run.start
        while end < run.end and is_rule(bare[end], 3):
            end += 1
        first = end
        while end < run.end and bare[end] and end - first < _BANNER_LINES:
            end += 1
            if banners.is_tag(bare[end - 1]) or banners.is_banner(bare[first:end]):
                break
        else:
            return
        while end < run.end and bare[end] and banners.goes_on(bare[end]):
            end += 1
        while end < run.end and _is_rest(bare[end - 1], bare[end]):
            end += 1
        while end < run.end and is_rule(bare[end]):
            end += 1
        run.cut_top(end, "banner")


def mark_footers(run: Run) -> None:
    """What lists add: below a rule, or in paragraphs that begin as such do, one upon another."""
    at = _ruled_footer(run) if run.may_divide(3 * _FOOTER_LINES) else -1
    if at >= 0:
        run.cut(at, "footer")
    while run:
        at = _footer(run)
        if at < 0:
            return
        run.cut(at, "footer")


def _ruled_footer(run: Run) -> int:
    """Where the footer begins that is below a rule, or -1."""
    bare = run.bare
    cut = -1
    said = 0
    for i in range(run.end - 1, max(run.start - 1, run.end - 3 * _FOOTER_LINES), -1):
        said += bool(bare[i])
        if said > _FOOTER_LINES or run.lines.code[i]:
            break
        if run.is_dash(i) or is_rule(bare[i], 8):
            until = cut if cut >= 0 else run.end
            if footers.follows(bare, i + 1, until) or (cut >= 0 and not any(bare[i + 1 : cut])):
                cut = i
    return cut


def _footer(run: Run) -> int:
    """Where the footer begins that is the last paragraph, or ends it, or -1."""
    bare = run.bare
    at = run.paragraph()
    lines = bare[at : run.end]
    below = run.below()
    if footers.is_footer(lines) or footers.is_advert(lines, above=below == "footer"):
        return at
    above = run.above(at) if footers.is_rights(lines) else -1
    if above >= 0 and (below == "footer" or footers.is_footer(bare[above:at])):
        return at
    for i in range(max(at + 1, run.end - 2 * _TAIL), run.end):
        if footers.begins(bare[i]) and footers.is_footer(bare[i : run.end]):
            return i
    return -1


def mark_notices(run: Run) -> None:
    """Notices and phones' lines at the end, one upon another."""
    bare = run.bare
    for _ in range(_NOTICES):
        if not run:
            return
        at = run.paragraph()
        near = range(run.end - 1, max(at, run.end - _TAIL) - 1, -1)
        phone = next((i for i in near if is_phone(bare[i])), -1)
        if phone >= 0 and is_signature_like(bare[phone + 1 : run.end]):
            run.cut(phone, "signature")
            continue
        if sum(map(len, bare[at : run.end])) > _NOTICE:
            return
        at = _notice(run, at)
        if at < 0:
            return
        run.cut(at, "banner" if banners.is_banner(bare[at : run.end]) else "disclaimer")


def _notice(run: Run, at: int) -> int:
    """Where the notice begins that the paragraph from line ``at`` on is or ends, or -1."""
    bare = run.bare
    ruled = next((i for i in range(run.end - 2, at, -1) if is_rule(bare[i])), -1)
    if ruled > 0 and is_notice(worded(run.text(ruled))):
        return ruled
    last = worded(run.text(at))
    if is_notice(last) or (at > run.start and banners.is_banner(bare[at : run.end])):
        return max(at, _next_notice(run, at))
    if run.below() == "disclaimer" and (
        (is_rule(last.paragraph, 3) or is_heading(last.paragraph) or may_be_notice(last))
        or (is_alt(bare[at]) and run.end - at == 1)
    ):
        return at
    # Some paragraphs of a notice have few of its words; one above has them.
    above, below, said = at, run.end, last
    for _ in range(_GAPS):
        part = may_be_notice(said, 1) or is_heading(said.paragraph)
        if not (part or _is_tail(run, above, below)):
            break
        above, below = run.above(above), above
        if above < 0:
            break
        said = worded(run.text(above, below))
        if is_notice(said):
            return above
    return _next_notice(run, at) if last.kinds else -1


def _next_notice(run: Run, at: int) -> int:
    """Where a notice begins right below a signature or an answer, with no blank between, or -1."""
    if run.end - at < _TWO:
        return -1
    first = next((i for i in range(at, run.end) if not fits(run.bare[i])), at)
    while first > at and run.bare[first][:1].islower():
        first -= 1
    return first if first > at and is_notice(worded(run.text(first))) else -1


def _is_tail(run: Run, at: int, end: int) -> bool:
    """Whether a paragraph may end a notice: a link, said in a line or two."""
    last = [line for line in run.bare[at:end] if line]
    return len(last) <= _TAIL and any(map(has_link, last)) and not any("?" in b for b in last)


def _is_rest(above: str, line: str) -> bool:
    """Whether a line is the rest of the sentence that the line above it began."""
    return bool(line) and above[-1:] not in ".!?]" and len(line) < 100 and line[:1].islower()
