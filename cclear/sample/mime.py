"""Header fields and body parts as bytes, in the encodings that mail programs choose."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from functools import cache

_PLAIN_NAME = re.compile(r"[A-Za-z0-9 !#$%&*+/=?^_`{|}~-]*")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part without parts: content type with parameters, further fields, encoded body."""

    type: str
    fields: tuple[tuple[str, str], ...]
    body: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A multipart: its subtype with parameters, its boundary and its parts."""

    type: str
    boundary: str
    parts: tuple[Leaf | Branch, ...]


def word(text: str, charset: str = "utf-8") -> str:
    """Text for a header field, in encoded words (RFC 2047) where it is not ASCII."""
    if text.isascii():
        return text
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    words: list[str] = []
    piece = ""
    for char in text:
        if len((piece + char).encode(charset, "replace")) > 42:
            words.append(piece)
            piece = ""
        piece += char
    words.append(piece)
    return " ".join(
        f"=?{charset}?B?{base64.b64encode(w.encode(charset)).decode()}?=" for w in words
    )


@cache
def box(name: str, address: str, charset: str = "utf-8") -> str:
    """A mailbox (RFC 5322, section 3.4)."""
    if not name:
        return address
    if not name.isascii():
        return f"{word(name, charset)} <{address}>"
    if _PLAIN_NAME.fullmatch(name):
        return f"{name} <{address}>"
    return f'"{name}" <{address}>'


def folded(name: str, items: list[str], sep: str = ",", indent: str = "\t") -> str:
    """A header field of many items, folded between them."""
    lines = [f"{name}: "]
    for number, item in enumerate(items):
        part = item + (sep if number < len(items) - 1 else "")
        if len(lines[-1]) + len(part) > 76 and lines[-1].strip() and not lines[-1].endswith(": "):
            lines[-1] = lines[-1].rstrip()
            lines.append(indent)
        lines[-1] += part + (" " if number < len(items) - 1 else "")
    return "\n".join(lines)


def text_leaf(kind: str, text: str, charset: str, extra: str = "", how: str = "") -> Leaf:
    """A text part. ``how`` is 7bit, 8bit, quoted-printable or base64; else what fits."""
    if text.isascii() and charset == "utf-8" and not how:
        long = max(map(len, text.split("\n")), default=0) > 900
        how = "quoted-printable" if long else "7bit"
    how = how or "quoted-printable"
    data = (text + "\n").encode(charset)
    if how == "base64":
        body = base64.encodebytes(data).decode()
    elif how == "quoted-printable":
        body = binascii.b2a_qp(data, istext=True).decode()
    else:
        body = data.decode(charset)
    return Leaf(
        f'text/{kind}; charset="{charset}"{extra}', (("Content-Transfer-Encoding", how),), body
    )


def file_leaf(kind: str, name: str, data: bytes, disposition: str = "attachment") -> Leaf:
    """An attached file."""
    return Leaf(
        f'{kind}; name="{name}"',
        (
            ("Content-Description", name),
            ("Content-Disposition", f'{disposition}; filename="{name}"; size={len(data)}'),
            ("Content-Transfer-Encoding", "base64"),
        ),
        base64.encodebytes(data).decode(),
    )


def message(fields: list[str], body: Leaf | Branch) -> bytes:
    """A whole message with LF line ends, as it lies in a Maildir."""
    return "\n".join([*fields, "MIME-Version: 1.0", _entity(body)]).encode()


def _entity(part: Leaf | Branch) -> str:
    if isinstance(part, Leaf):
        head = [f"Content-Type: {part.type}", *(f"{k}: {v}" for k, v in part.fields)]
        return "\n".join(head) + "\n\n" + part.body
    inner = "".join(f"--{part.boundary}\n{_entity(p).rstrip(chr(10))}\n\n" for p in part.parts)
    return (
        f'Content-Type: multipart/{part.type};\n\tboundary="{part.boundary}"\n\n'
        f"{inner}--{part.boundary}--\n"
    )
