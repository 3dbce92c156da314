"""Makes whole mail of what the sample's people wrote: headers, trails, parts, footers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cclear.sample import ids, mime, parts, text
from cclear.sample.fields import fields
from cclear.sample.letter import Letter, Mail
from cclear.sample.programs import PROGRAMS
from cclear.sample.recipients import audience
from cclear.sample.source import data, people, told
from cclear.sample.times import moment

if TYPE_CHECKING:
    from datetime import datetime

    from cclear.sample.source import Council, Human, Told, Written

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
        out.append(Rendered(written.key, mail.id, raw, mail.when, _flags(written)))
    return out


def _flags(written: Written) -> str | None:
    flags = written.options.get("flags", "S")
    if flags == "new":
        return None
    return "" if flags == "unread" else "".join(sorted(flags))


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
    new = text.paragraphs(written.text)
    letter = Letter(author, new, seen, when, written.options)
    plain, flow, html = _content(letter, program, people().get(story.group))
    to, cc = audience(story.group, written, author, program, parent)
    subject = _subject(story, written, author, seen)
    if story.group == "plain" and "[Plain-English]" not in subject:
        subject = f"[Plain-English] {subject}"
    how = written.options.get("headers", "")
    answered = None if how in ("none", "index") else parent
    index = None
    if program in ("outlook", "owa", "calendar"):
        index = ids.thread_index(
            parent.index if parent and how != "none" else None, when, written.key
        )
    mail = Mail(
        ids.message_id(program, written.key, author.council.domain),
        (*answered.references, answered.id) if answered else (),
        author, to, cc, subject, when, plain,
        html if html is not None else f"<div>{text.html_lines(plain)}</div>",
        index,
        parent.topic if parent else subject,
    )  # fmt: skip
    body = parts.body(written, program, flow, html, when)
    if story.group == "plain":
        footer = data().joinpath("files", "list-footer.txt").read_text("utf-8")
        body = parts.with_footer(body, written.key, footer)
        mail = replace(mail, plain=f"{mail.plain}\n{footer}".rstrip("\n"))
    return mail, mime.message(fields(story, written, mail, program), body)


def _content(letter: Letter, program: str, group: Human | None) -> tuple[str, str, str | None]:
    """The text as read, the text as sent, and the HTML, with what servers put above and below."""
    plain, html = PROGRAMS[program](letter)
    flow = plain
    if program == "thunderbird":
        plain, flow = text.rewrapped(plain, 72), text.flowed(plain)
    council = letter.author.council
    if council.below:
        notice = "\n".join(council.disclaimer)
        plain, flow = f"{plain}\n\n{notice}", f"{flow}\n\n{notice}"
        if html:
            html += f'\n<hr><p style="font-size:8pt">{text.html_lines(notice)}</p>'
    if group and group.council.banner and council is not group.council:
        banner = group.council.banner
        plain, flow = f"{banner}\n\n{plain}", f"{banner}\n\n{flow}"
        html = _banner_html(banner) + html if html else html
    return plain, flow, html


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
