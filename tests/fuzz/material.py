"""What the cleaner is fed: lines that mean something to it, bodies, and mutations of both."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, Literal

from cclear.sample import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from random import Random

Form = Literal["text", "html", "eml"]

PIECES = (
    "", "", "", "text of somebody", "Another line, which says more: a lot.", "> quoted",
    ">> twice quoted", " > indented", ">>> prompt", ">From here", "> Begin forwarded message:",
    "> From: Ann Other <ann@one.example>", "> Date: 1 May 2024 10:00", "> To: you@two.example",
    "On Wed, 1 May 2024 at 10:00, Ann Other <ann@one.example> wrote:",
    "On Wed, 1 May 2024 at 10:00, Ann Other", "<ann@one.example> wrote:", "Ann wrote:",
    "From: Ann Other <ann@one.example>", "*Sent:* 1 May 2024 10:00", "To: you@two.example,",
    "\tus@two.example", "Cc: all", "Subject: Gritting", "Von: Ann", "Gesendet: Mittwoch", "An: Sie",
    "Betreff: Streusalz", "-----Original Message-----", "---------- Forwarded message ---------",
    "----- Forwarded by Ann/ONE on 05/01/2024 10:00 AM -----", "Begin forwarded message:",
    "----- End forwarded message -----", "05/01/2024 10:00 AM", "Ann Other@ONE", "-- ", "--", "---",
    "_______________________________________________", "gritters mailing list",
    "To unsubscribe send a line to gritters-request@lists.example", "Sent from my iPhone",
    "[EXTERNAL]", "CAUTION: this email originated from outside", "Kind regards,", "Ann Other",
    "Head of Roads", "Tel: 020 7946 0000", "https://roads.example/", "PS: and one thing more",
    "This email is confidential and for the intended recipient only.", "@@ -1,2 +1,2 @@",
    "-a", "+b", "\r", "\x0b", "\x85", "\u2028", "|", "| quoted", "FYI", "Hi all,",
    "see my comments in red",
)  # fmt: skip
"""Lines that the rules look for, and lines that nearly are some."""

TAGS = (
    "<div>", "</div>", "<p>", "<br>", "<blockquote type=cite>", "<blockquote>", "</blockquote>",
    '<div class="gmail_quote">', '<div id="appendonsend"></div>', '<div id="divRplyFwdMsg">',
    "<table>", "<tr><td>", "</td></tr></table>", "<pre>", "</pre>", "<!--", "-->", "<style>",
    "</style>", "<script>", '<a href="https://one.example/">', "</a>",
    '<span style="display:none">', "</span>", "&nbsp;", "&#27;[2J", "&gt; ", "<ul><li>",
    "</li></ul>", "<hr>", "<![CDATA[", "<",
    '<div style="border:none;border-top:solid #E1E1E1 1.0pt">', "<o:p></o:p>", "<img src=x alt=y>",
)  # fmt: skip
ODD = "\x00\x1b\x07\r\t\x0b\x0c\x85\u00a0\u00ad\u200b\u200d\u202e\u2028\ufeff\ufffd日😀é"

QUOTES = (
    "On Wed, 1 May 2024 at 10:00, Ann Other <ann@one.example> wrote:\n\n> first\n> second",
    """\
From: Ann Other <ann@one.example>
Sent: 1 May 2024 10:00
To: You There <you@two.example>
Subject: RE: Gritting

We pay too much.

Ann

From: You There <you@two.example>
Sent: 30 April 2024 9:00
To: Ann Other <ann@one.example>
Subject: Gritting

What of it?""",
    """\
-----Original Message-----
From: Ann Other [mailto:ann@one.example]
Sent: 1 May 2024 10:00
To: You There
Subject: Gritting

We pay too much.""",
)
"""What mail programs put below an answer."""


@dataclass(frozen=True, slots=True)
class Case:
    """A body, how it is written, the subject above it, and where it is from."""

    form: Form
    body: str
    subject: str
    source: str


def invented() -> list[Case]:
    """The bodies of the sample mailbox's messages, and whole messages among them."""
    cases = []
    for one in render.messages(datetime(2024, 5, 1, 12, tzinfo=UTC)):
        message = message_from_bytes(one.data, policy=default)
        subject = str(message["Subject"])
        assert isinstance(message, EmailMessage)
        for kind, form in (("plain", "text"), ("html", "html")):
            part = message.get_body((kind,))
            if part is not None:
                cases.append(Case(form, part.get_content(), subject, "sample"))  # type: ignore[arg-type]
        cases.append(Case("eml", one.data.decode("latin-1"), subject, "sample"))
    return cases


def real(shared: Path) -> Iterator[Case]:
    """Odd messages and labelled bodies beside the checkout; nothing where they are not there."""
    for path in sorted((shared / "malformed").rglob("*")):
        if path.is_file() and path.stat().st_size < 1 << 20:
            yield Case("eml", path.read_bytes().decode("latin-1"), "", f"malformed/{path.name}")
    for path in sorted((shared / "clean" / "cases").glob("*.jsonl")):
        with path.open(encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                yield Case(row["format"], row["input"], row.get("subject") or "", row["id"])


def made(random: Random) -> Case:
    """A body of pieces."""
    lines = random.choices(PIECES, k=random.randint(1, 40))
    subject = random.choice(("", "Gritting", "Re: Gritting", "Fw: Gritting", "WG: Streusalz"))
    if random.random() < 0.6:
        return Case("text", "\n".join(lines), subject, "made")
    tags = random.choices(TAGS, k=len(lines))
    text = "".join(part for pair in zip(tags, lines, strict=True) for part in pair)
    return Case("html", text, subject, "made")


def mutated(random: Random, case: Case, others: Sequence[Case]) -> Case:
    """A body with one to five things done to it that programs, lists and people do to mail."""
    body = case.body[:60_000]
    for _ in range(random.randint(1, 5)):
        body = _mutate(random, body, others)[:120_000]
    return Case(case.form, body, case.subject, f"mutated {case.source}")


def _mutate(random: Random, body: str, others: Sequence[Case]) -> str:
    lines = body.split("\n")
    at = random.randrange(len(lines))
    end = min(len(lines), at + random.randint(1, 12))
    kind = random.randrange(11)
    if kind == 0:
        del lines[at:end]
    elif kind == 1:
        lines[at:at] = lines[at:end] * random.randint(1, 4)
    elif kind == 2:
        lines[at:end] = [f"{random.choice(('> ', '>', '| ', '>> '))}{one}" for one in lines[at:end]]
    elif kind == 3:
        lines.insert(at, random.choice((*PIECES, *TAGS)))
    elif kind == 4:
        lines[at:end] = random.sample(lines[at:end], end - at)
    elif kind == 5:
        lines[at:end] = [" ".join(lines[at:end])]
    elif kind == 6:
        spot = random.randint(0, len(lines[at]))
        lines[at] = lines[at][:spot] + random.choice(ODD) + lines[at][spot:]
    elif kind == 7:
        other = random.choice(others).body[:60_000].split("\n")
        spot = random.randrange(len(other))
        lines[at:] = other[spot:]
    elif kind == 8:
        lines = lines[:end]
    elif kind == 9:
        lines[at] *= random.randint(2, 200)
    else:
        lines[at:end] = [one.strip() for one in lines[at:end] if one.strip()]
    return "\n".join(lines)
