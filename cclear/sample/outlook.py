"""How Outlook puts a message together: on the desktop, on the web, and as plain text.

The answered message goes below, its header block first, with everybody it was addressed to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cclear.sample import text
from cclear.sample.letter import Letter, Mail, signature

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cclear.sample.source import Human

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LABELS = {
    "en": ("From:", "Sent:", "To:", "Cc:", "Subject:"),
    "cy": ("Oddi wrth:", "Anfonwyd:", "At:", "Cc:", "Pwnc:"),
    "fr": ("De\u00a0:", "Envoyé\u00a0:", "À\u00a0:", "Cc\u00a0:", "Objet\u00a0:"),
}
HEAD = (
    '<html xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:w="urn:schemas-microsoft-com:office:word"'
    ' xmlns="http://www.w3.org/TR/REC-html40">\n<head>\n'
    '<meta name="Generator" content="Microsoft Word 15 (filtered medium)">\n<style><!--\n'
    "/* Font Definitions */\n@font-face\n\t{font-family:Calibri;\n"
    "\tpanose-1:2 15 5 2 2 2 4 3 2 4;}\n"
    "/* Style Definitions */\np.MsoNormal, li.MsoNormal, div.MsoNormal\n\t{margin:0cm;\n"
    '\tfont-size:11.0pt;\n\tfont-family:"Calibri",sans-serif;}\n'
    "a:link, span.MsoHyperlink\n\t{color:#0563C1;\n\ttext-decoration:underline;}\n"
    "--></style>\n</head>\n"
    '<body lang="EN-GB" link="#0563C1" vlink="#954F72" style="word-wrap:break-word">\n'
)
TAIL = "\n</body>\n</html>\n"
_EMPTY = '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>\n'


def desktop(letter: Letter) -> tuple[str, str]:
    """Outlook for Windows: Word's HTML, and text without a rule above the header block."""
    return _alternative(letter, rule="")


def web(letter: Letter) -> tuple[str, str]:
    """Outlook on the web and on telephones: a rule of underscores above the header block."""
    return _alternative(letter, rule="_" * 32 + "\n")


def plain_text(letter: Letter) -> tuple[str, None]:
    """Outlook told to send plain text: ``-----Original Message-----``."""
    body = text.unwrapped(letter.new)
    sign = signature(letter)
    if sign:
        body += "\n\n" + "\n".join(sign)
    if letter.parent:
        block = "\n".join(f"{k} {v}" for k, v in _fields(letter.parent, letter))
        body += f"\n\n-----Original Message-----\n{block}\n\n{letter.parent.plain}"
    return body, None


def body_html(inner: str) -> str:
    """Word's HTML around a body."""
    return HEAD + inner + TAIL


def _alternative(letter: Letter, rule: str) -> tuple[str, str]:
    new, inside = _between(letter)
    sign = signature(letter)
    if footer := letter.footer():
        sign = [*sign, "", footer] if sign else [footer]
    plain = text.unwrapped(new)
    html = f'<div class="WordSection1">\n{_blocks(new)}'
    if sign:
        plain += "\n\n" + "\n".join(_link_text(line) for line in sign)
        html += _EMPTY + _sign_html(sign)
    parent = letter.parent
    if parent:
        fields = _fields(parent, letter)
        trail, trail_html = parent.plain, parent.inner
        for start, answer in inside:
            trail = _after(trail, start, f"\n\n{text.unwrapped(answer)}\n", "\n")
            said = f"\n{_EMPTY}{_blocks(answer, 'blue')}{_EMPTY}"
            trail_html = _after(trail_html, text.html_line(start), said, "\n")
        plain += f"\n\n{rule}" + "\n".join(f"{k} {v}" for k, v in fields) + f"\n\n{trail}"
        html += _EMPTY + _rule_html(fields, web=bool(rule)) + _EMPTY + trail_html
    return plain, html + "</div>"


def _between(letter: Letter) -> tuple[text.Paragraphs, list[tuple[str, text.Paragraphs]]]:
    """The text on top, and the answers that go inside the trail, each after a paragraph of it."""
    top: list[tuple[str, ...]] = []
    inside: list[tuple[str, list[tuple[str, ...]]]] = []
    for block in letter.new:
        if block[0].startswith("<< "):
            inside.append((block[0][3:], []))
        elif inside:
            inside[-1][1].append(block)
        else:
            top.append(block)
    return tuple(top), [(start, tuple(answer)) for start, answer in inside]


def _after(trail: str, start: str, answer: str, end: str) -> str:
    at = trail.find(start)
    if at < 0:
        raise ValueError(f"nobody wrote {start!r}")
    at = trail.find(end, at + len(start))
    return trail + answer if at < 0 else trail[:at] + answer + trail[at:]


def _fields(parent: Mail, letter: Letter) -> list[tuple[str, str]]:
    language = letter.author.options.get("lang", "en")
    labels = LABELS.get(language, LABELS["en"])
    values = [
        f"{parent.sender.shown} <{parent.sender.address}>",
        _sent(parent.when, language),
        _names(parent.to),
        _names(parent.cc),
        parent.subject,
    ]
    return [(k, v) for k, v in zip(labels, values, strict=True) if v]


def _sent(when: datetime, language: str) -> str:
    month = MONTHS.get(language, MONTHS["en"]).split()[when.month - 1]
    day = f"{when.day} {month} {when.year} {when:%H:%M}"
    return f"{WEEKDAYS[when.weekday()]} {day}" if language == "fr" else day


def _names(people: Iterable[Human]) -> str:
    return "; ".join(f"{p.shown} <{p.address}>" if p.shown else p.address for p in people)


def _blocks(blocks: text.Paragraphs, colour: str = "") -> str:
    before = f'<span style="color:{colour}">' if colour else ""
    after = "</span>" if colour else ""
    return _EMPTY.join(
        "".join(
            f'<p class="MsoNormal">{before}{text.html_line(line)}{after}<o:p></o:p></p>\n'
            for line in block
        )
        for block in blocks
    )


def _sign_html(lines: list[str]) -> str:
    out = []
    for number, line in enumerate(lines):
        if not line:
            out.append(_EMPTY)
            continue
        shown = text.html_line(line)
        if line.startswith("www."):
            shown = f'<a href="http://{line}/">{shown}</a>'
        elif number == 0:
            shown = f"<b>{shown}</b>"
        out.append(
            f'<p class="MsoNormal"><span style="color:#44546A">{shown}<o:p></o:p></span></p>\n'
        )
    return "".join(out)


def _link_text(line: str) -> str:
    return f"{line}<http://{line}/>" if line.startswith("www.") else line


def _rule_html(fields: list[tuple[str, str]], *, web: bool) -> str:
    rows = [(text.html_line(k), text.html_line(v)) for k, v in fields]
    if web:
        inner = "<br>\n".join(f"<b>{k}</b> {v}" for k, v in rows)
        return (
            '<div id="appendonsend"></div>\n'
            '<hr style="display:inline-block;width:98%" tabindex="-1">\n'
            '<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif"'
            ' style="font-size:11pt" color="#000000">'
            f"{inner}</font>\n<div>&nbsp;</div>\n</div>\n"
        )
    inner = "<br>\n".join(f'<b><span lang="EN-US">{k}</span></b> {v}' for k, v in rows)
    return (
        '<div>\n<div style="border:none;border-top:solid #E1E1E1 1.0pt;'
        'padding:3.0pt 0cm 0cm 0cm">\n'
        f'<p class="MsoNormal">{inner}<o:p></o:p></p>\n</div>\n</div>\n'
    )
