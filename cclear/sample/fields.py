"""The header fields of a message, in the order and folding of the program that sent it."""

from __future__ import annotations

import base64
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from cclear.sample import ids, mime
from cclear.sample.source import ME, data, people

if TYPE_CHECKING:
    from cclear.sample.letter import Mail
    from cclear.sample.source import Told, Written

LANGUAGES = {"cy": "cy-GB", "fr": "fr-FR"}


def fields(story: Told, written: Written, mail: Mail, program: str) -> list[str]:
    """Every field but those of MIME, folded, from Return-Path down."""
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
        language = LANGUAGES.get(author.options.get("lang", ""), "en-GB")
        lines += [f"Accept-Language: {language}, en-US", f"Content-Language: {language}"]
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
            f"List-Unsubscribe: <https://www.{home}/unsubscribe?u=7f3a>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Precedence: bulk",
        ]
    return []


def _received(story: Told, written: Written, mail: Mail, *, listed: bool) -> list[str]:
    me = people()[ME]
    number = int(ids.digest(written.key)[:6], 16)
    home = "lists.clearwords.example" if listed else mail.sender.council.domain
    at = format_datetime(mail.when + timedelta(seconds=4))
    server = f"mx{number % 3 + 1}.{home}"
    hop = (
        f"Received: from {server} ({server} [192.0.2.{number % 250 + 1}])\n"
        f"\tby mail.{me.council.domain} (Postfix) with ESMTPS id "
        f"{ids.digest(mail.id)[:10].upper()}\n\tfor <{me.address}>; {at}"
    )
    return [f"Delivered-To: {me.address}", hop] if story.group in ("plain", "cell") else [hop]


def _index(index: bytes) -> str:
    encoded = base64.b64encode(index).decode()
    return "\n ".join(encoded[n : n + 60] for n in range(0, len(encoded), 60))


def _folded(value: str) -> str:
    return value.replace("?= =?", "?=\n =?")
