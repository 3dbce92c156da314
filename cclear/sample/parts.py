"""The parts of a message: text and HTML as the program encodes them, attachments, list footers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cclear.sample import files, ids, mime, outlook

if TYPE_CHECKING:
    from datetime import datetime

    from cclear.sample.source import Written


def body(
    written: Written, program: str, plain: str, html: str | None, when: datetime
) -> mime.Leaf | mime.Branch:
    """The body as it is sent: text, HTML beside it where there is one, and what is attached.

    Booking systems send HTML alone.
    """
    charset, how, extra = _encoding(program, plain + (html or ""))
    body: mime.Leaf | mime.Branch = mime.text_leaf("plain", plain, charset, extra, how)
    if html is not None:
        whole = html
        if program in ("outlook", "owa"):
            whole = outlook.body_html(html)
        elif program != "gmail":
            kind = f'<meta http-equiv="content-type" content="text/html; charset={charset}">'
            whole = f'<html><head>{kind}</head><body dir="auto">{html}</body></html>'
        page = mime.text_leaf("html", whole, charset, "", how)
        if program == "system":
            return page
        parts = [body, page]
        if program == "calendar":
            event = files.invitation(written, when)
            parts.append(mime.text_leaf("calendar", event, "utf-8", "; method=REQUEST", "base64"))
        body = mime.Branch("alternative", ids.boundary(program, written.key, 0), tuple(parts))
    if name := written.options.get("attach"):
        boundary = ids.boundary(program, written.key, 4)
        body = mime.Branch("mixed", boundary, (body, mime.file_leaf(*files.attachment(name))))
    return body


def _encoding(program: str, words: str) -> tuple[str, str, str]:
    """Charset, transfer encoding ("" for what fits) and further parameters of the text parts."""
    if program in ("outlook", "owa", "outlook-plain", "notes"):
        try:
            words.encode("cp1252")
        except UnicodeEncodeError:
            return "utf-8", "base64", ""
        return ("iso-8859-1" if program == "notes" else "Windows-1252"), "quoted-printable", ""
    if program == "thunderbird":
        return "utf-8", "7bit" if words.isascii() else "8bit", "; format=flowed"
    return "utf-8", "", ""


def with_footer(body: mime.Leaf | mime.Branch, key: str, footer: str) -> mime.Leaf | mime.Branch:
    """Mailman's footer: after a plain text, else as a part of its own."""
    if isinstance(body, mime.Leaf) and body.fields[0][1] in ("7bit", "8bit"):
        return replace(body, body=body.body + footer)
    leaf = mime.text_leaf("plain", footer.rstrip("\n"), "utf-8", "", "7bit")
    leaf = replace(leaf, fields=(*leaf.fields, ("Content-Disposition", "inline")))
    boundary = "=" * 15 + str(int(ids.digest(key)[:15], 16)) + "=="
    return mime.Branch("mixed", boundary, (body, leaf))
