"""How long the cleaner takes for one body, beside a handful of regular expressions."""

from __future__ import annotations

import importlib.util
import sys
import textwrap
import time
from dataclasses import dataclass
from itertools import cycle, islice, permutations
from typing import TYPE_CHECKING

from bench.mailbox import ROOT
from indexer import bodies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from indexer.model.bodies import Body

NAIVE = ROOT.parent / "shared" / "clean" / "adapters" / "naive.py"
"""``visible(body, format)`` of what one would write in an hour; it hides what people wrote."""

TEXT = 30_000
HTML = 90_000
_WORDS = (
    "We went through the figures for the bridge again, and nobody could say why the county pays "
    "for the lamps twice. "
)
_MORE = (
    "That is more than the whole of last winter, when the river stood above the road. ",
    "Can we have this on the agenda of Thursday's meeting, before the auditors ask? ",
    "The contractor wants an answer by the end of the month, or the price goes up again. ",
    "As far as I know there was never a contract, only a letter that somebody signed in 2019. ",
    "My own view is that the parish should take over the northern half, as it once offered. ",
    "Half of the bulbs are of the old sort, and those are no longer made anywhere. ",
    "Please check with the depot, who keep a list of all that was changed since the spring. ",
    "It would help to see the invoices side by side; then we need not argue about each of them. ",
    "Cyclists use the western path at night, which nobody had thought of when it was planned. ",
)
_WROTE = "On 6 Jan 2026, at 17:31, Ann Ash <ann@example.org> wrote:\n\n"
_SIGNATURE = "Regards,\nBo Beech\nCounty of Example\n+44 1632 960 000\n"
_HEADER = (
    ("From", "Ann Ash [mailto:ann@example.org]"),
    ("Sent", "Tuesday, 6 January 2026 17:31"),
    ("To", "bo@example.org; cy@example.org; di@example.org"),
    ("Subject", "RE: The lamps on the bridge"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A body to clean: its name, its format, and about as many characters as were asked for."""

    name: str
    form: str
    body: str


def samples() -> tuple[Sample, ...]:
    """Plain answers above and between quotes, and the two commonest sorts of HTML."""
    return (
        Sample("30 KB of text", "text", _above()),
        Sample("30 KB of text, between quotes", "text", _between()),
        Sample("90 KB of HTML, Word's", "html", _word()),
        Sample("90 KB of HTML, Gmail's", "html", _gmail()),
    )


def _filled(head: str, piece: str, end: str, size: int) -> str:
    return head + piece * max(1, (size - len(head) - len(end)) // len(piece)) + end


def _paragraphs(*marks: str) -> Iterator[str]:
    """Paragraphs without end that are all different, marked in turn."""
    turns = cycle(marks)
    for several in permutations(_MORE, 6):
        mark = next(turns)
        lines = textwrap.wrap("".join(several), 72 - len(mark))
        yield "".join(f"{mark}{line}\n" for line in lines) + f"{mark.rstrip()}\n"


def _written(head: str, paragraphs: Iterator[str], end: str) -> str:
    for paragraph in paragraphs:
        if len(head) + len(paragraph) + len(end) > TEXT:
            break
        head += paragraph
    return head + end


def _above() -> str:
    head = "Dear all,\n\n" + "".join(islice(_paragraphs(""), 12)) + _SIGNATURE + "\n" + _WROTE
    return _written(head, _paragraphs("> ", "> > "), "")


def _between() -> str:
    return _written(_WROTE, _paragraphs("> ", ""), _SIGNATURE)


def _word() -> str:
    span = "<span style='font-size:11.0pt;font-family:\"Calibri\",sans-serif;color:#1F497D'>"
    link = '<a href="https://example.org/lamps?page=2">the figures</a>'
    paragraph = f"<p class=MsoNormal>{span}{_WORDS}<b>All</b> of {link}.<o:p></o:p></span></p>\n"
    fields = "<br>".join(f"<b>{name}:</b> {value}" for name, value in _HEADER)
    rule = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"
    header = f"<div><div style='{rule}'><p class=MsoNormal>{fields}</p></div></div>\n"
    head = "<html><head><style><!-- p.MsoNormal {margin:0in;} --></style></head><body>"
    head += f"<div class=WordSection1>{paragraph}"
    return _filled(head, header + paragraph * 20, "</div></body></html>", HTML)


def _gmail() -> str:
    block = f'<div>{_WORDS}<a href="https://example.org/">See there</a>.</div><div><br></div>\n'
    head = (
        '<div dir="ltr">Fine with me.</div><br><div class="gmail_quote"><div dir="ltr" '
        'class="gmail_attr">On Tue, Jan 6, 2026 at 5:31 PM Ann Ash &lt;ann@example.org&gt; wrote:'
        '<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">'
    )
    return _filled(head, block, "</blockquote></div>", HTML)


def seconds(work: Callable[[str, str], object], sample: Sample, runs: int) -> list[float]:
    """What each of some runs took, after one that counts for nothing."""
    work(sample.form, sample.body)
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work(sample.form, sample.body)
        taken.append(time.perf_counter() - begun)
    return taken


def ours(form: str, text: str) -> Body:
    """The cleaner, as the command ``clean`` and the index call it."""
    return bodies.clean(form, text)


def naive(path: Path = NAIVE) -> Callable[[str, str], object] | None:
    """The other one; None where it is not there."""
    spec = importlib.util.spec_from_file_location("naive", path) if path.is_file() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return lambda form, text: module.visible(text, form)
