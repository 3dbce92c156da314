"""What mbsync's complaints mean, as sentences for a person. Pure.

The words are those of isync 1.4 and 1.5 (sync.c, sync_state.c, socket.c, drv_imap.c,
drv_maildir.c).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer import gate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cclear.account.model import Trouble


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that went wrong."""

    trouble: Trouble
    text: str
    folder: str = ""
    """The Maildir, by its name below the mail's root, where it is about one alone."""


_MEANINGS: tuple[tuple[Trouble, str, str], ...] = (
    ("disk", r"no space left|disk full|disk quota exceeded",
     "the disk is full; make room, then sync again: it goes on where it stopped"),
    ("disk", r"read-only file system|(maildir error|cannot (write|create)).*permission denied",
     "the mail directory cannot be written to; see its permissions"),
    ("locked", r"is locked",
     "another mbsync is at work on this mail; wait for it, then sync again"),
    ("certificate", r"certificate|host ?name.*(mismatch|not match)",
     "the server's certificate is not to be trusted; see the host's name and this machine's clock"),
    ("no-tls", r"wrong version number|does not support (ssl|tls|starttls)|ssl support not",
     "the server does not speak TLS on that port; see Port and {tls}"),
    ("password", r"PassCmd|Skipping account .*(produced no output|no password|exited|crashed)",
     "the command for the password fails; try it by hand: it stands behind PassCmd"),
    ("token", r"selected SASL mechanism\(s\) not available",
     ("mbsync cannot log in by OAuth 2 here; install its module, on Debian: "
      "apt-get install libsasl2-modules-kdexoauth2")),
    ("token", r"IMAP wants more steps despite successful",
     "the server does not take the access token; renew it, then sync again"),
    ("imap-disabled", r"not enabled for imap|imap access is disabled",
     "IMAP is not allowed for this account; switch it on in the provider's settings"),
    ("app-password", r"application-specific password|app password",
     "the server wants an app password: make one in the provider's settings"),
    ("password", r"IMAP command '(LOGIN|AUTHENTICATE)|authenticationfailed|invalid credentials",
     "the server does not take this name and password"),
    ("login-disabled", r"no acceptable authentication mechanism",
     "the server takes no login of the kinds that stand behind AuthMechs"),
    ("uidvalidity", r"UIDVALIDITY",
     ("the server numbered the messages of {folder} anew, which mbsync cannot follow; move the "
      "folder here away, then sync again: it comes anew")),
    ("folder", r"far side box .* cannot be opened|both far side",
     ("the folder {folder} is not on the server any more; what came of it stays here; take its "
      "Channel out of the configuration, or make it there again")),
    ("folder", r"near side box .* cannot be opened",
     ("the folder {folder} is not here any more; make it again, or take its Channel out of the "
      "configuration")),
    ("name", r"cannot resolve server|name or service not known|no address associated",
     "there is no server of that name; see Host, and the network"),
    ("network", r"temporary failure in name|network is unreachable|no route to host",
     "the server cannot be reached; is there a network?"),
    ("refused", r"connection refused", "the server takes no connections on that port; see Port"),
    ("slow", r"timeout|timed out", "the server does not answer; try again later"),
    ("server", r"unexpected EOF|unexpected BYE|connection reset|broken pipe|connection lost",
     "the server hung up; sync again: it goes on where it stopped"),
    ("configuration", r"^[^ ].*:\d+: ", "the configuration of mbsync has a mistake: {words}"),
    ("configuration", r"sync state|journal",
     "what mbsync noted about {folder} cannot be read; see: {words}"),
)  # fmt: skip

_IGNORED = re.compile(
    r"^\s*$|^(Maildir )?notice|: notice:|^Notice|\[SASL-XOAUTH2\]|^\s+(selected|available):"
    r"|^Warning: lost track|^\*\*\* IMAP ALERT",
    re.IGNORECASE,
)
_CHANNEL = re.compile(r"channel (?P<name>[^ ,:]+)[,:]|-:[^:]*:(?P<near>.+?) is locked")
_NEAR = re.compile(r"""^Channel (\S+)\n(?:.+\n)*?Near (?P<q>"?):[^:]+:(.*?)(?P=q)$""", re.MULTILINE)


def nears(configuration: str) -> dict[str, str]:
    """What each channel of a configuration calls its folder here."""
    return {match[1]: match[3] or "INBOX" for match in _NEAR.finditer(configuration)}


def faults_in(lines: Iterable[str], folders: Mapping[str, str]) -> tuple[Fault, ...]:
    """The faults that mbsync's standard error tells of, each once.

    ``folders`` are its channels' folders here, as :func:`nears` finds them.
    """
    found: dict[tuple[str, str], Fault] = {}
    for line in lines:
        if _IGNORED.search(line):
            continue
        fault = _meaning(line, folders)
        # A connection that was given up makes a second complaint, of no news.
        found.setdefault((fault.trouble, fault.folder), fault)
    faults = tuple(found.values())
    # A full disk is the reason for whatever else is said then.
    if full := tuple(one for one in faults if one.trouble == "disk"):
        return full[:1]
    return tuple(one for one in faults if one.trouble != "server") or faults


def _meaning(line: str, folders: Mapping[str, str]) -> Fault:
    words = gate.line(line.strip(), 200)
    match = _CHANNEL.search(line)
    name = (match["name"] or "") if match else ""
    folder = gate.line((match["near"] if match else "") or folders.get(name, name), 200)
    for trouble, pattern, text in _MEANINGS:
        if re.search(pattern, line, re.IGNORECASE):
            is_one = "{folder}" in text
            said = text.format(folder=folder or "one folder", words=words, tls="TLSType")
            return Fault(trouble, said, folder if is_one else "")
    return Fault("server", f"mbsync says: {words}")
