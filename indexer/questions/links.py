"""The links in what somebody newly wrote. Pure, and linear in the text.

Left out is what leads to no content that a person passes on: unsubscribing, and the counters of
mass mailings, which do not tell where they lead. Wrappers of scanners are taken off.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from indexer import frame, gate, links

MOST: Final = 200
"""Links that one message is looked through for."""
_LINE: Final = 8000
_SHOWN: Final = 60
_url = re.compile(r"(?<![\w@.])(?:https?://|www\.(?=[\w-]+\.\w))[^\s<>\"“”„«»]+", re.IGNORECASE)
_CLOSERS: Final = ".,;:!?'’*_…|\\"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_LEAVING: Final = re.compile(
    r"unsubscri|opt[-_]?out|manage[-_]?(?:your[-_]?)?(?:subscription|preferences)|abmelde|abbestell"
    r"|d[eé]sinscri|d[eé]sabonn|cancelar[-_]?suscrip|disiscriv|uitschrijv|afmelden|wypisz|avregistr"
    r"|view[-_ ]?(?:this[-_ ]?email[-_ ]?)?(?:in|online)[-_ ]?(?:your[-_ ]?)?browser",
    re.IGNORECASE,
)
_COUNTERS: Final = (
    "list-manage.com", "sendgrid.net", "awstrack.me", "mandrillapp.com", "hubspotlinks.com",
    "mailtrack.io", "createsend.com", "rs6.net", "mailgun.org", "sparkpostmail.com", "mjt.lu",
    "cmail19.com", "cmail20.com", "exct.net", "mailjet.com", "klclick.com", "sendibm3.com",
)  # fmt: skip
_COUNTING: Final = re.compile(r"/(?:track|wf|ls|e2t|trk)/(?:click|open|c)\b", re.IGNORECASE)
_COUNTED: Final = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|mkt_tok)=[^&]*&?")


class Found(NamedTuple):
    """A link, and the words that it was put behind, empty where it stands alone."""

    url: str
    text: str


def given(text: str, sender: str) -> list[Found]:
    """The links that an author gives: below their name the page of their office is none of them."""
    every = found(text)
    if not every:
        return every
    above = {same(one.url) for one in found("\n".join(frame.above_name(text, sender)))}
    return [one for one in every if same(one.url) in above or not _is_front(one.url)]


def _is_front(url: str) -> bool:
    """Whether a link leads to the first page of a site."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def found(text: str) -> list[Found]:
    """The links of a clean text, each once, in their order."""
    told: dict[str, Found] = {}
    for line in text.split("\n"):
        if line.startswith(">") or ("://" not in line and "www." not in line.lower()):
            continue
        for match in _url.finditer(line[:_LINE]):
            if len(told) >= MOST:
                return list(told.values())
            raw = _ended(match[0])
            url = gate.url(raw if "://" in raw else f"http://{raw}")
            if url is None or not _is_shared(url := links.target(url)):
                continue
            shown = _shown(line[: match.start()]) if line[: match.start()].endswith("<") else ""
            if not _LEAVING.search(shown):
                told.setdefault(same(url), Found(url, shown))
    return list(told.values())


def same(url: str) -> str:
    """What two addresses of one page have in common: no scheme, no counters, no last slash."""
    address, hash_, place = url.partition("#")
    page, mark, query = address.partition("?")
    query = _COUNTED.sub("", query).rstrip("&")
    scheme, _, rest = page.partition("://")
    host, slash, path = rest.partition("/")
    page = f"{host.lower()}{slash}{path}".rstrip("/")
    return f"{page}{mark if query else ''}{query}{hash_}{place}" if scheme else url


def _ended(raw: str) -> str:
    """A link without the signs of the sentence around it."""
    while raw:
        last = raw[-1]
        if last in _CLOSERS or (last in _PAIRS and raw.count(last) > raw.count(_PAIRS[last])):
            raw = raw[:-1]
        else:
            break
    return raw


def _is_shared(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or "." not in host:
        return False
    if any(host == one or host.endswith(f".{one}") for one in _COUNTERS):
        return False
    return not (_LEAVING.search(f"{host}{parts.path}?{parts.query}") or _COUNTING.search(url))


def _shown(before: str) -> str:
    """The words that a link was put behind: the last of its sentence."""
    said = before[:-1].rstrip()
    for end in (". ", "? ", "! ", "; ", ": ", ", ", "> ", "| "):
        said = said.rpartition(end)[2]
    return gate.line(said.strip(" -*•"), _SHOWN)
