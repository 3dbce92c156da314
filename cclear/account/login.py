"""Whether a login works, and what is behind it: folders, their uses, how much they hold."""

from __future__ import annotations

import imaplib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cclear.account.connection import answered, logged_in, quoted, refusal
from cclear.account.model import AccountError, Folder, Mailbox
from cclear.account.utf7 import decode
from indexer import gate
from outbox import Deadline, Transport, check_login

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cclear.account.model import Auth, Server, Use

_USES: dict[str, Use] = {
    r"\sent": "sent",
    r"\drafts": "drafts",
    r"\archive": "archive",
    r"\trash": "trash",
    r"\junk": "junk",
    r"\all": "all",
    r"\flagged": "flagged",
    r"\important": "important",
}

_CALLED: dict[Use, str] = {
    "sent": "sent|sent items|sent mail|sent messages",
    "drafts": "draft|drafts",
    "archive": "archive|archives",
    "trash": "trash|bin|deleted items|deleted messages",
    "junk": "junk|junk e-mail|junk email|spam|bulk mail",
}
_NAMES: dict[str, Use] = {name: use for use, names in _CALLED.items() for name in names.split("|")}
"""For servers that do not say what their folders are for."""

_LISTED = re.compile(rb'\(([^)]*)\) ("(?:[^"\\]|\\.)*"|NIL) (.*)', re.DOTALL)
_PREFIX = re.compile(rb'\(\(("(?:[^"\\]|\\.)*") ("(?:[^"\\]|\\.)*"|NIL)')


def check(
    server: Server,
    user: str,
    secret: str,
    auth: Auth = "password",
    *,
    ca_file: str = "",
    seconds: float = 30,
) -> Mailbox:
    """Log in, look at the folders, and leave; all of it within ``seconds``.

    Messages are counted as long as half of that time is left. Raises AccountError.
    """
    deadline = Deadline(seconds)
    with logged_in(server, user, secret, auth, ca_file=ca_file, deadline=deadline) as imap:
        said = answered(imap.capability())[-1] or b""
        capabilities = frozenset(said.decode("ascii", "replace").upper().split())
        prefix = _prefix(imap) if "NAMESPACE" in capabilities else ""
        lines = _list(imap, capabilities)
        delimiter, folders = listed(lines, prefix)
        counted = [
            replace(one, messages=_count(imap, one))
            if one.is_selectable and deadline.left > seconds / 2
            else one
            for one in folders
        ]
    return Mailbox(tuple(counted), delimiter, prefix, capabilities)


def check_smtp(
    server: Server,
    user: str,
    secret: str,
    auth: Auth = "password",
    *,
    ca_file: str = "",
    seconds: int = 30,
) -> None:
    """Log in to a submission server and leave. Raises AccountError."""
    outcome = check_login(
        Transport(
            transport="smtp", host=server.host, port=server.port, security=server.security,
            user=user, auth=auth, ca_file=ca_file, deadline_seconds=seconds,
        ),
        secret,
    )  # fmt: skip
    if outcome.result == "accepted":
        return
    host = gate.line(server.host, 200)
    if re.search(r"says: (53[0-9]|454|432)\b", outcome.text):
        raise refusal(outcome.text.partition("says: ")[2], host, auth)
    said = outcome.text.replace("; nothing was sent", "")
    if "certificate" in said:
        raise AccountError("certificate", said)
    raise AccountError("network" if outcome.result == "later" else "server", said)


def listed(lines: Sequence[Any], prefix: str) -> tuple[str, tuple[Folder, ...]]:
    """The delimiter and the folders in LIST responses, as imaplib gives them. Pure."""
    delimiter = "/"
    found: list[Folder] = []
    for flags, separator, raw in _parsed(lines):
        delimiter = separator or delimiter
        is_inbox = raw.upper() == "INBOX"
        bare = raw.removeprefix(prefix) if not is_inbox else "INBOX"
        # mbsync separates by slashes, so a slash inside of a name cannot be said to it.
        can_say = bool(bare) and not (separator not in ("/", "") and "/" in bare)
        canonical = bare.replace(separator, "/") if separator else bare
        name = decode(canonical)
        use: Use = next((_USES[flag] for flag in flags if flag in _USES), "")
        use = "inbox" if is_inbox else use
        found.append(
            Folder(
                name,
                raw,
                use,
                is_selectable=can_say and not {r"\noselect", r"\nonexistent"} & flags,
            )
        )
    known = {one.use for one in found}
    named: list[Folder] = []
    for one in found:
        called = _NAMES.get(one.name.rpartition("/")[2].casefold(), "")
        if called and not one.use and called not in known and one.is_selectable:
            known.add(called)
            named.append(replace(one, use=called))
        else:
            named.append(one)
    order = sorted(named, key=lambda one: (one.use != "inbox", one.name.casefold()))
    return delimiter, tuple(order)


def _parsed(lines: Sequence[Any]) -> Iterator[tuple[set[str], str, str]]:
    for line in lines:
        head, literal = line if isinstance(line, tuple) else (line, None)
        match = _LISTED.match(head or b"")
        if not match:
            continue
        flags = {flag.decode("ascii", "replace").casefold() for flag in match[1].split()}
        separator = "" if match[2] == b"NIL" else _unquoted(match[2])
        raw = literal.decode("utf-8", "replace") if literal is not None else _unquoted(match[3])
        yield flags, separator, raw


def _unquoted(text: bytes) -> str:
    said = text.decode("utf-8", "replace")
    if said.startswith('"') and said.endswith('"') and len(said) > 1:
        return re.sub(r"\\(.)", r"\1", said[1:-1])
    return said


def _prefix(imap: imaplib.IMAP4) -> str:
    """What the first personal namespace puts before names (RFC 2342)."""
    found = answered(imap.namespace())
    match = _PREFIX.match(found[0] or b"") if found else None
    return _unquoted(match[1]) if match else ""


def _list(imap: imaplib.IMAP4, capabilities: frozenset[str]) -> list[Any]:
    if {"SPECIAL-USE", "LIST-EXTENDED"} <= capabilities:
        answered(imap.xatom("LIST", '""', '"*"', "RETURN", "(SPECIAL-USE)"))
        return list(imap.response("LIST")[1])
    return [line for line in answered(imap.list('""', '"*"')) if line]


def _count(imap: imaplib.IMAP4, folder: Folder) -> int | None:
    try:
        said = answered(imap.status(quoted(folder.raw), "(MESSAGES)"))[0]
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return None
    match = re.search(rb"MESSAGES (\d+)", said or b"")
    return int(match[1]) if match else None
