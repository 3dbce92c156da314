"""How each mail program puts a message together: new text, signature, and what it answers.

A program is a function from a letter to the text that its readers see and, where it sends HTML,
the inside of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cclear.sample import outlook, text
from cclear.sample.letter import attribution, signature

if TYPE_CHECKING:
    from collections.abc import Callable

    from cclear.sample.letter import Letter
    from cclear.sample.source import Human

Content = tuple[str, str | None]


def gmail(letter: Letter) -> Content:
    """Text and HTML, the answered message in a ``gmail_quote``; answers between quotes stay."""
    sign = signature(letter)
    plain = text.wrapped(letter.new, 76)
    inside = "".join(_gmail_block(block) for block in letter.new)
    if sign:
        inside += (
            '<br clear="all"><div><br></div><span class="gmail_signature_prefix">-- </span><br>'
        )
        inside += '<div dir="ltr" class="gmail_signature"><div dir="ltr">'
        inside += "".join(f"<div>{text.html_line(line)}</div>" for line in sign) + "</div></div>"
    html = f'<div dir="ltr">{inside}</div>\n'
    parent = letter.parent
    if parent and letter.inline:
        who = attribution(parent, letter, "gmail")
        body = _quotes_html(letter.new)
        html = (
            '<div dir="ltr"><div dir="ltr"></div><br>'
            '<div class="gmail_quote gmail_quote_container">'
            f'<div dir="ltr" class="gmail_attr">{text.html_line(who)}<br></div>{body}</div></div>\n'
        )
        plain = f"{text.rewrapped(who, 76)}\n\n{text.wrapped(letter.new, 76)}"
        if sign:
            plain += "\n\n-- \n" + "\n".join(sign)
        return plain, html
    if sign:
        plain += "\n\n-- \n" + "\n".join(sign)
    if parent:
        who = attribution(parent, letter, "gmail")
        plain += (
            f"\n\n\n{text.rewrapped(who, 76)}\n\n{text.quoted(text.rewrapped(parent.plain, 76))}"
        )
        address = parent.sender.address
        shown = text.html_line(who).replace(
            f"&lt;{address}&gt;", f'&lt;<a href="mailto:{address}">{address}</a>&gt;'
        )
        html += (
            '<br><div class="gmail_quote gmail_quote_container">'
            f'<div dir="ltr" class="gmail_attr">{shown}<br></div>'
            '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;'
            'border-left:1px solid rgb(204,204,204);padding-left:1ex">'
            f"{parent.inner}\n</blockquote></div>\n"
        )
    return plain, html


def _gmail_block(block: tuple[str, ...]) -> str:
    lines = "".join(f"<div>{text.html_line(line)}</div>" for line in block)
    return lines + "<div><br></div>"


def _quotes_html(blocks: text.Paragraphs) -> str:
    out = []
    for block in blocks:
        if block[0][:1] == ">":
            inner = "<br>".join(text.html_line(line.lstrip("> ")) for line in block)
            out.append(
                '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;'
                f'border-left:1px solid rgb(204,204,204);padding-left:1ex">{inner}</blockquote>'
            )
        else:
            out.append(_gmail_block(block))
    return "".join(out)


def thunderbird(letter: Letter) -> Content:
    """Plain text, quote above, answer below or between; ``-- `` before the signature."""
    new = "\n\n".join("\n".join(block) for block in letter.new)
    parent = letter.parent
    if parent and letter.inline:
        plain = f"{attribution(parent, letter, 'thunderbird')}\n{new}"
    elif parent:
        quote = text.quoted(text.rewrapped(parent.plain, 76))
        plain = f"{attribution(parent, letter, 'thunderbird')}\n{quote}\n\n{new}"
    else:
        plain = new
    sign = signature(letter)
    return plain + ("\n\n-- \n" + "\n".join(sign) if sign else ""), None


def apple(letter: Letter) -> Content:
    """Plain text as Mail on a Mac sends it: answer on top, the date with a comma and ``at``."""
    plain = text.wrapped(letter.new, 76)
    if letter.parent and letter.inline:
        return f"{attribution(letter.parent, letter, 'apple')}\n\n{plain}", None
    sign = signature(letter)
    if sign:
        plain += "\n\n" + "\n".join(sign)
    if letter.parent:
        quote = "\n".join(f"> {line}" for line in letter.parent.plain.split("\n"))
        plain += f"\n\n\n{attribution(letter.parent, letter, 'apple')}\n> \n{quote}"
    return plain, None


def iphone(letter: Letter) -> Content:
    """Text and a little HTML; the attribution is quoted too, and a BOM begins the quote."""
    footer = letter.footer("Sent from my iPhone")
    plain = text.unwrapped(letter.new) + f"\n\n{footer}"
    html = '<div dir="auto">' + "<br><br>".join(
        "<br>".join(text.html_line(line) for line in block) for block in letter.new
    )
    html += f'<br><br><div dir="ltr">{footer}</div>'
    parent = letter.parent
    if parent:
        who = attribution(parent, letter, "apple")
        lines = ["", who, "", *("\ufeff" + parent.plain).split("\n")]
        plain += "\n" + "\n".join(f"> {line}" if n else line for n, line in enumerate(lines))
        html += (
            f'<div dir="ltr"><br><blockquote type="cite">{text.html_line(who)}<br><br>'
            f'</blockquote></div><blockquote type="cite"><div dir="ltr">\ufeff{parent.inner}'
            "</div></blockquote>"
        )
    return plain, html + "</div>"


def android(letter: Letter) -> Content:
    """Plain text from a telephone, under a line that says where the original message begins."""
    plain = text.unwrapped(letter.new) + "\n\n\n" + letter.footer("Sent from my Galaxy")
    parent = letter.parent
    if parent:
        everybody = ", ".join(f"{p.shown} <{p.address}>".lstrip() for p in parent.to)
        plain += (
            "\n\n\n-------- Original message --------\n"
            f"From: {parent.sender.shown} <{parent.sender.address}>\n"
            f"Date: {parent.when:%d/%m/%Y %H:%M} (GMT{parent.when:%z})\n"
            f"To: {everybody}\nSubject: {parent.subject}\n\n{parent.plain}"
        )
    return plain, None


def notes(letter: Letter) -> Content:
    """Plain text as Lotus Notes left it: who and when at the left, To, cc and Subject indented."""
    plain = text.wrapped(letter.new, 76)
    sign = signature(letter)
    if sign:
        plain += "\n\n\n" + "\n".join(sign)
    parent = letter.parent
    if parent:
        names = _spread([_notes_box(p) for p in parent.to])
        copies = _spread([_notes_box(p) for p in parent.cc])
        plain += (
            f'\n\n\n\n\t"{parent.sender.shown}" <{parent.sender.address}>\n'
            f"\t{parent.when:%d/%m/%Y %H:%M}\n\t\t\n"
            f"\t\t To: {names}\n\t\t cc: {copies}\n\t\t Subject: {parent.subject}\n\n\n"
            + text.rewrapped(parent.plain, 76)
        )
    return plain, None


def _notes_box(person: Human) -> str:
    return f'"{person.shown}" <{person.address}>' if person.shown else person.address


def _spread(boxes: list[str]) -> str:
    return ",\n\t\t".join(", ".join(boxes[n : n + 2]) for n in range(0, len(boxes), 2))


def machine(letter: Letter) -> Content:
    """What a booking system or a mailing service sends: text, and HTML in a table."""
    rows = "".join(
        f'<tr><td style="padding:8px 24px;font-family:Arial,sans-serif">{_rows(block)}</td></tr>\n'
        for block in letter.new
    )
    html = (
        '<table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0">\n'
        f"{rows}</table>"
    )
    return text.wrapped(letter.new), html


def _rows(block: tuple[str, ...]) -> str:
    return "<br>".join(text.html_line(line) for line in block)


def bare(letter: Letter) -> Content:
    """Only the text, as an automatic answer has it."""
    return text.wrapped(letter.new), None


PROGRAMS: dict[str, Callable[[Letter], Content]] = {
    "android": android,
    "apple": apple,
    "auto": bare,
    "bulk": machine,
    "calendar": machine,
    "gmail": gmail,
    "iphone": iphone,
    "notes": notes,
    "outlook": outlook.desktop,
    "outlook-plain": outlook.plain_text,
    "owa": outlook.web,
    "system": machine,
    "thunderbird": thunderbird,
}
