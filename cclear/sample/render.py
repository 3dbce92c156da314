"""Makes whole mail of what the sample's people wrote: headers, trails, parts, footers."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from email.utils import format_datetime
from typing import TYPE_CHECKING

from cclear.sample import files, ids, mime, outlook, text
from cclear.sample.letter import Letter, Mail
from cclear.sample.programs import PROGRAMS
from cclear.sample.recipients import audience
from cclear.sample.source import data, people, told
from cclear.sample.times import moment

if TYPE_CHECKING:
    from datetime import datetime

    from cclear.sample.source import Council, Human, Told, Written

ME = "nia"
"""Whose mailbox it is."""

_PREFIXES = ("re:", "atb:", "re\u00a0:")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: its source's key, its bytes, when it came, and its Maildir flags.

    ``flags`` is None where the message still lies in ``new/``.
    """

    key: str
    id: str
    data: bytes
    when: datetime
    flags: str | None


def messages(now: datetime) -> tuple[Rendered, ...]:
    """The whole mailbox as of ``now``, which knows its zone; oldest first."""
    made = [message for story in told() for message in _story(story, now)]
    return tuple(sorted(made, key=lambda m: (m.when, m.key)))


def _story(story: Told, now: datetime) -> list[Rendered]:
    sent: dict[str, Mail] = {}
    out: list[Rendered] = []
    for written in story.messages:
        parent = _parent(story, written, sent)
        mail, raw = _message(story, written, parent, now)
        sent[written.key] = mail
        flags: str | None = written.options.get("flags", "S").replace("unread", "")
        out.append(Rendered(written.key, mail.id, raw, mail.when, None if flags == "new" else flags))
    return out


def _parent(story: Told, written: Written, sent: dict[str, Mail]) -> Mail | None:
    named = written.options.get("re", "")
    if named == "none" or not sent:
        return None
    return sent[f"{story.name}/{named}"] if named else next(reversed(sent.values()))


def _message(
    story: Told, written: Written, parent: Mail | None, now: datetime
) -> tuple[Mail, bytes]:
    author = people()[written.who]
    program = written.options.get("as", author.program)
    when = moment(written.days, written.clock, now)
    seen = _through_gateway(parent, author.council)
    new = text.paragraphs(_filled(written.text, now))
    letter = Letter(author, new, seen, when, written.options)
    plain, html = PROGRAMS[program](letter)
    if program == "thunderbird":
        flow = text.flowed(plain)
        plain = text.rewrapped(plain, 72)
    else:
        flow = plain
    if author.council.below:
        notice = "\n".join(author.council.disclaimer)
        plain, flow = f"{plain}\n\n{notice}", f"{flow}\n\n{notice}"
        if html:
            html += f'\n<hr><p style="font-size:8pt">{text.html_lines(notice)}</p>'
    to, cc = audience(story.group, written, author, program, parent)
    group = people().get(story.group)
    if group and group.council.banner and author.council is not group.council:
        banner = group.council.banner
        plain, flow = f"{banner}\n\n{plain}", f"{banner}\n\n{flow}"
        html = _banner_html(banner) + html if html else html
    subject = _subject(story, written, author, seen)
    if story.group == "plain" and "[Plain-English]" not in subject:
        subject = f"[Plain-English] {subject}"
    answered = parent if written.options.get("headers") != "none" else None
    index = None
    if program in ("outlook", "owa", "calendar"):
        index = ids.thread_index(answered.index if answered else None, when, written.key)
    mail = Mail(
        ids.message_id(program, written.key, author.council.domain),
        (*answered.references, answered.id) if answered else (),
        author, to, cc, subject, when, plain,
        html if html is not None else f"<div>{text.html_lines(plain)}</div>",
        index,
        parent.topic if parent else subject,
    )  # fmt: skip
    body = _body(written, program, flow, html, when)
    if story.group == "plain":
        footer = data().joinpath("files", "list-footer.txt").read_text("utf-8")
        body = _with_footer(body, program, written.key, footer)
        mail = replace(mail, plain=f"{mail.plain}\n{footer}".rstrip("\n"))
    return mail, mime.message(_fields(story, written, mail, program), body)


def _through_gateway(parent: Mail | None, council: Council) -> Mail | None:
    """What the author's council's mail gateway made of the mail that they answer."""
    if not parent or parent.sender.council is council:
        return parent
    if council.prefix and council.prefix not in parent.subject:
        parent = replace(parent, subject=f"{council.prefix} {parent.subject}")
    if council.banner:
        parent = replace(
            parent,
            plain=f"{council.banner}\n\n{parent.plain}",
            inner=_banner_html(council.banner) + parent.inner,
        )
    return parent


def _banner_html(banner: str) -> str:
    return (
        '<table border="0" cellspacing="0" cellpadding="0" align="left" width="100%"><tbody><tr>'
        '<td style="background:#FFB900;padding:5pt 2pt 5pt 2pt"></td>'
        '<td width="100%" style="background:#FFF8E5;padding:5pt 4pt 5pt 12pt;font-size:10pt">'
        f"{text.html_line(banner)}</td></tr></tbody></table><br>\n"
    )


def _filled(written: str, now: datetime) -> str:
    """The text with its ``{N}`` (the date N working days before today) filled in."""
    if "{" not in written:
        return written
    out = []
    for piece in written.split("{"):
        number, brace, rest = piece.partition("}")
        if brace and number.lstrip("+").isdigit():
            when = moment(int(number), 600, now)
            out.append(f"{when.day} {outlook.MONTHS['en'].split()[when.month - 1]}{rest}")
        else:
            out.append(piece)
    return "".join(out)


def _subject(story: Told, written: Written, author: Human, seen: Mail | None) -> str:
    if "subject" in written.options:
        return written.options["subject"]
    if not seen:
        return story.subject
    base = seen.subject
    for prefix in _PREFIXES:
        if base.lower().startswith(prefix):
            base = base[len(prefix) :].lstrip()
    lead = {"cy": "ATB:", "fr": "RE\u00a0:"}.get(author.options.get("lang", ""), "RE:")
    program = written.options.get("as", author.program)
    return f"{lead if program in ('outlook', 'owa', 'outlook-plain') else 'Re:'} {base}"


def _body(
    written: Written, program: str, plain: str, html: str | None, when: datetime
) -> mime.Leaf | mime.Branch:
    charset, how, extra = _encoding(program, plain + (html or ""))
    body: mime.Leaf | mime.Branch = mime.text_leaf("plain", plain, charset, extra, how)
    if html is not None:
        whole = html
        if program in ("outlook", "owa"):
            whole = outlook.body_html(html)
        elif program != "gmail":
            kind = f'<meta http-equiv="content-type" content="text/html; charset={charset}">'
            whole = f'<html><head>{kind}</head><body dir="auto">{html}</body></html>'
        parts = [body, mime.text_leaf("html", whole, charset, "", how)]
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


def _with_footer(
    body: mime.Leaf | mime.Branch, program: str, key: str, footer: str
) -> mime.Leaf | mime.Branch:
    """Mailman's footer: after a plain text, else as a part of its own."""
    if isinstance(body, mime.Leaf) and body.fields[0][1] in ("7bit", "8bit"):
        return replace(body, body=body.body + footer)
    leaf = mime.text_leaf("plain", footer.rstrip("\n"), "utf-8", "", "7bit")
    leaf = replace(leaf, fields=(*leaf.fields, ("Content-Disposition", "inline")))
    boundary = "=" * 15 + str(int(ids.digest(key)[:15], 16)) + "=="
    return mime.Branch("mixed", boundary, (body, leaf))


def _fields(story: Told, written: Written, mail: Mail, program: str) -> list[str]:
    author, me = mail.sender, people()[ME]
    home = author.council.domain
    charset = "Windows-1252" if program == "outlook-plain" else "utf-8"
    stamp = format_datetime(mail.when)
    listed = story.group == "plain"
    back = "plain-english-bounces@lists.clearwords.example" if listed else author.address
    lines = [f"Return-Path: <{back}>"]
    if author is not me:
        lines += _received(story, written, mail, listed=listed)
    lines.append("From: " + mime.box(author.shown, author.address, charset))
    sep = ", " if program in ("gmail", "thunderbird") else ","
    for name, boxes in (("To", mail.to), ("Cc", mail.cc)):
        if boxes:
            shown = [mime.box(p.shown, p.address, charset) for p in boxes]
            lines.append(mime.folded(name, shown, sep.rstrip(), "\t" if sep == "," else " "))
    lines += ["Subject: " + _folded(mime.word(mail.subject, "utf-8")), f"Date: {stamp}"]
    lines.append(f"Message-ID: <{mail.id}>")
    if mail.references:
        lines.append("References: " + "\n ".join(f"<{r}>" for r in mail.references))
        lines.append(f"In-Reply-To: <{mail.references[-1]}>")
    if mail.index:
        lines.append("Thread-Topic: " + _folded(mime.word(mail.topic)))
        lines.append("Thread-Index: " + _index(mail.index))
        lines += ["Accept-Language: en-GB, en-US", "Content-Language: en-GB"]
        lines.append("X-MS-Has-Attach: " + ("yes" if "attach" in written.options else ""))
    lines += _program_fields(program, home)
    if listed:
        lines += data().joinpath("files", "list-fields.txt").read_text("utf-8").splitlines()
    return [line.rstrip() for line in lines]


def _program_fields(program: str, home: str) -> list[str]:
    agents = {
        "thunderbird": "User-Agent: Mozilla Thunderbird",
        "apple": "X-Mailer: Apple Mail (2.3774.600.62)",
        "iphone": "X-Mailer: iPhone Mail (21G93)",
        "notes": "X-Mailer: Lotus Notes Release 8.5.3FP6",
        "outlook-plain": "X-Mailer: Microsoft Outlook 16.0",
    }
    if program in agents:
        return [agents[program]]
    if program == "auto":
        return ["Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All", "Precedence: bulk"]
    if program == "system":
        return ["Auto-Submitted: auto-generated"]
    if program == "bulk":
        return [
            f"List-Unsubscribe: <https://www.{home}/unsubscribe?u=7f3a>,\n"
            f" <mailto:unsubscribe@{home}>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Precedence: bulk",
        ]
    return []


def _received(story: Told, written: Written, mail: Mail, *, listed: bool) -> list[str]:
    me = people()[ME]
    number = int(ids.digest(written.key)[:6], 16)
    home = "lists.clearwords.example" if listed else mail.sender.council.domain
    second = (mail.when.second + 4) % 60
    at = format_datetime(mail.when.replace(second=second)) if second >= 4 else (
        format_datetime(mail.when)
    )  # fmt: skip
    mine = me.council.domain
    lines = [f"Delivered-To: {me.address}"] if story.group in ("plain", "cell") else []
    return [
        *lines,
        f"Received: from mx{number % 3 + 1}.{home} (mx{number % 3 + 1}.{home} "
        f"[192.0.2.{number % 250 + 1}])\n\tby mail.{mine} (Postfix) with ESMTPS id "
        f"{ids.digest(mail.id)[:10].upper()}\n\tfor <{me.address}>; {at}",
    ]


def _index(index: bytes) -> str:
    encoded = base64.b64encode(index).decode()
    return "\n ".join(encoded[n : n + 60] for n in range(0, len(encoded), 60))


def _folded(value: str) -> str:
    return value.replace("?= =?", "?=\n =?")
