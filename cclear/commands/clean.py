"""``cclear clean``: the zones of one message, or of many, a JSON object a line each way."""

from __future__ import annotations

import json
import queue
import sys
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from cclear.errors import PlainError
from cclear.output import json_line, sign, style, write, zones_json
from indexer import gate

if TYPE_CHECKING:
    from argparse import Namespace

    from indexer import Body, Call, Client

LIMIT = 64 << 20
"""Bytes of one message."""

AHEAD = 6
"""How many rows a worker is given ahead of the one that is waited for."""

FORMATS = ("text", "html", "eml")


def run(options: Namespace) -> int:
    """Print the zones of a file, of standard input, or of each row there."""
    from indexer import Client, Settings, Where

    if options.batch:
        with Client(Where(), Settings(background=False)) as client:
            client.start()
            _batch(client, _stdin())
        return 0
    data = _read(options.file)
    if options.file and not data.strip():
        raise PlainError(f"{options.file} is empty; name a message")
    with Client(Where(), Settings(background=False)) as client:
        body = client.clean(*recognised(data)).result()
    if trouble := _unread(body):
        raise PlainError(trouble)
    if options.json:
        json_line(zones_json(body.zones))
    else:
        _say(body)
    return 0


def recognised(data: bytes) -> tuple[str, str]:
    """What some bytes are, a message, HTML or text; and they as the front door takes them."""
    from indexer import kind

    if kind(data[: 1 << 16]):
        return "eml", data.decode("latin-1")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    start = text[:4096].lstrip().lower()
    is_html = start.startswith(
        ("<!doctype html", "<html", "<head", "<body", "<div", "<p>", "<?xml")
    )
    return ("html" if is_html else "text"), text


def _read(file: str | None) -> bytes:
    try:
        if file is None or file == "-":
            data = _stdin().read(LIMIT + 1)
        else:
            with Path(file).open("rb") as opened:
                data = opened.read(LIMIT + 1)
    except FileNotFoundError as error:
        raise PlainError(f"{file} is not there; check its name") from error
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise PlainError(f"{file or 'standard input'} cannot be read ({why})") from error
    if len(data) > LIMIT:
        raise PlainError(f"{file or 'standard input'} is longer than {LIMIT >> 20} MiB; cut it")
    return data


def _stdin() -> BinaryIO:
    if sys.stdin is None:
        raise PlainError("standard input is closed; name a file, or give it a message")
    # A stream of its own: the interpreter cannot end while a thread waits in its own sys.stdin.
    return open(sys.stdin.fileno(), "rb", closefd=False)


def _say(body: Body) -> None:
    """The zones in order, each with its kind beside its first line; what is hidden is dim."""
    for zone in body.zones:
        quiet = zone.kind not in ("new", "forward")
        for number, text in enumerate(gate.block(zone.text).split("\n")):
            label = f"{'' if number else zone.kind:<12}{sign('trunk')} "
            write((style(label, "dim") + (style(text, "dim") if quiet else text)).rstrip())
    if body.trouble:
        write(style(body.trouble, "dim"))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the batch: what to ask, or why it is broken."""

    id: Any
    form: str = ""
    text: str = ""
    error: str = ""


def _batch(client: Client, stream: BinaryIO) -> None:
    """Answer row by row, in order; each answer is out before the next row has to come.

    Rows that are there already are worked on ahead. Where one of them ended the worker, those that
    went down with it are asked again, each alone.
    """
    rows: queue.Queue[_Row | None] = queue.Queue(AHEAD)
    threading.Thread(target=_feed, args=(stream, rows), daemon=True).start()
    asked: deque[tuple[_Row, Call[Body] | None]] = deque()
    ended = False
    while asked or not ended:
        while not ended and len(asked) < AHEAD:
            try:
                row = rows.get(block=not asked)
            except queue.Empty:
                break
            if row is None:
                ended = True
            else:
                asked.append((row, None if row.error else client.clean(row.form, row.text)))
        if asked:
            row, call = asked.popleft()
            json_line(_answer(client, row, call, asked))


def _feed(stream: BinaryIO, rows: queue.Queue[_Row | None]) -> None:
    number = 0
    try:
        while data := stream.readline(2 * LIMIT):
            number += 1
            if data.strip():
                rows.put(_row(data, number))
            while data and not data.endswith(b"\n"):
                data = stream.readline(LIMIT)
    finally:
        rows.put(None)


def _row(data: bytes, number: int) -> _Row:
    if len(data) >= 2 * LIMIT:
        return _Row(None, error=f"line {number} is longer than {LIMIT >> 19} MiB")
    try:
        given = json.loads(data)
    except (ValueError, RecursionError) as error:
        return _Row(None, error=f"line {number} is not JSON: {type(error).__name__}")
    if not isinstance(given, dict):
        return _Row(None, error=f"line {number} is not an object")
    name, form, text = given.get("id"), given.get("format"), given.get("input")
    if form not in FORMATS:
        return _Row(name, error=f"format is one of {', '.join(FORMATS)}")
    if not isinstance(text, str):
        return _Row(name, error="input is not a text")
    return _Row(name, form, raw_of(text) if form == "eml" else whole(text))


def raw_of(text: str) -> str:
    """A raw message as the front door takes it, a character a byte.

    JSON holds characters, a message bytes: surrogates stand for bytes that were no UTF-8, and
    text that could be Latin-1 is taken for it where it then reads as UTF-8, or says that it is.
    """
    if text.isascii():
        return text
    try:
        single = text.encode("latin-1")
    except UnicodeEncodeError:
        return whole(text, "surrogateescape").encode("utf-8", "surrogateescape").decode("latin-1")
    try:
        single.decode("utf-8")
    except UnicodeDecodeError:
        head = text[:LIMIT].lower()
        if "charset" in head and "utf-8" not in head:
            return text
        return text.encode().decode("latin-1")
    return text


def whole(text: str, lone: str = "replace") -> str:
    """Text without halves of surrogate pairs: those that are one are joined, others replaced."""
    try:
        text.encode()
    except UnicodeEncodeError:
        if lone == "surrogateescape" and all(not 0xD800 <= ord(c) < 0xDC80 for c in text):
            return text
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _answer(
    client: Client,
    row: _Row,
    call: Call[Body] | None,
    others: deque[tuple[_Row, Call[Body] | None]],
) -> dict[str, object]:
    from indexer import IndexerError

    if call is None:
        return {"id": row.id, "error": row.error}
    try:
        body = call.result()
    except IndexerError as error:
        if error.kind != "lost" or not others:
            return {"id": row.id, "error": error.text}
        for _, other in others:
            if other:
                other.future.exception()
        try:
            body = client.clean(row.form, row.text).result()
        except IndexerError as again:
            return {"id": row.id, "error": again.text}
    if trouble := _unread(body):
        return {"id": row.id, "error": trouble}
    return {"id": row.id, **zones_json(body.zones)}


def _unread(body: Body) -> str:
    """Why nothing could be read; empty where something was."""
    return "" if any(zone.text for zone in body.zones) else body.trouble
