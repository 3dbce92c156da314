"""A message's header and zones as the joiner takes them. Pure."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final

import msgspec

from indexer import subjects, zones
from indexer.joining import fingerprints, keys, turned
from indexer.joining.values import Citation, Hand, Letter
from indexer.zones import cited

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.envelope import Envelope
    from indexer.joining.values import Asks
    from indexer.model.bodies import Zone
    from indexer.model.people import Person

_DEEP: Final = 3
_NAMES: Final = 60
_FEW: Final = 20
_MOST: Final = 4
_TEXT: Final = 40_000
_SENTENCE: Final = 400
_ABOVE: Final = "It is quoted below, as it was.\n\n"
_MARK: Final = re.compile(r"[^\W_][)\"'”»]{0,2}[ \xa0]?[?？؟](?=[\s\"')”»]|$)")
_ENDS: Final = re.compile(r"[.!?？؟]\s|\n\s*\n")
_QUOTE: Final = re.compile(r"^>", re.MULTILINE)
_QUOTED: Final = frozenset({"quote", "forward"})


def letter(
    env: Envelope, author: Person, split: Sequence[Zone], hand: Hand | None = None
) -> Letter:
    """What the joiner has to know of a message with this envelope, author and zones."""
    return told(headed(env, author), split, hand)


def headed(env: Envelope, author: Person) -> Letter:
    """What is known of a message before its text was read. ``env.id`` must be known."""
    named = parents(env.in_reply_to, env.references)
    named = tuple(n for n in named if n[1:] != env.id)
    if len(named) > _NAMES:
        named = (*named[: _NAMES - 1], named[-1])
    return Letter(
        id=env.id or "",
        date=env.date or 0,
        offset=env.offset,
        name=author.name,
        address=author.address,
        to=tuple(p.address for p in env.to) if len(env.to) <= _FEW else (),
        subject=env.subject,
        base=subjects.base(env.subject),
        marked=subjects.is_reply(env.subject) or subjects.is_forward(env.subject),
        named=named,
        index=base64.b64decode(env.thread_index),
        topic=env.thread_topic,
        auto=env.auto,
    )


def is_unsure(known: Letter) -> bool:
    """Whether the text alone may say where a message belongs: no header does, or it may mislead."""
    if known.named:
        return not known.marked and bool(known.base)
    return known.marked or len(known.index) > keys.ROOT


def told(known: Letter, split: Sequence[Zone], hand: Hand | None = None) -> Letter:
    """The same message, its text read. What it quotes counts only where its header is mute."""
    new = "\n".join(zone.text for zone in split if zone.kind == "new")
    return msgspec.structs.replace(
        known,
        # Under a subject without a mark the cleaner shows quotes that are attributed to nobody.
        quotes=any(z.kind in _QUOTED for z in split) or _QUOTE.search(new) is not None,
        asks=asks(new, known.subject),
        said=fingerprints.of(new),
        citations=() if known.named else citations(split),
        hand=hand,
        kept=None,
    )


def parents(in_reply_to: Sequence[str], references: Sequence[str]) -> tuple[str, ...]:
    """The Message-IDs a message answers, nearest first, each behind ``i`` or ``r``.

    In-Reply-To, then References from the last backwards (RFC 5322, section 3.6.4).
    """
    named = [f"i{m}" for m in in_reply_to[:1]]
    named += [f"r{m}" for m in reversed(references)]
    named += [f"i{m}" for m in in_reply_to[1:]]
    seen: set[str] = set()
    return tuple(n for n in named if not (n[1:] in seen or seen.add(n[1:])))  # type: ignore[func-returns-value]


def asks(text: str, subject: str) -> Asks:
    """Whether a text asks something, and whether its first question names the subject."""
    mark = _MARK.search(text, 0, _TEXT)
    if not mark:
        return ""
    before = text[max(0, mark.start() - _SENTENCE) : mark.end() - 1]
    about = turned.telling(subjects.base(subject))
    said = set(fingerprints.words(_ENDS.split(before)[-1]))
    return "subject" if about and about <= said else "something"


def citations(split: Iterable[Zone]) -> tuple[Citation, ...]:
    """What a message quotes: the nearest text first, then what that one quotes, and so on.

    What stands between one's own lines without another attribution is one text.
    """
    found: list[Citation] = []
    texts = pieces(split)
    for depth in range(_DEEP):
        deeper: list[tuple[str, str]] = []
        for attribution, text in texts[: _MOST - len(found)]:
            said, inner = inside(text)
            found.append(Citation(cited.read(attribution), fingerprints.of(said)))
            deeper += pieces(inner)
        texts = deeper
        if not texts or len(found) >= _MOST or depth == _DEEP - 1:
            break
    return tuple(found)


def inside(text: str) -> tuple[str, tuple[Zone, ...]]:
    """What the author of a quoted text newly wrote, and all its zones."""
    inner = zones.split(_ABOVE + text[:_TEXT], "Re: x")
    said = "\n".join(zone.text for zone in inner if zone.kind == "new")
    return said.removeprefix(_ABOVE.strip()), inner


def pieces(split: Iterable[Zone]) -> list[tuple[str, str]]:
    """The texts that a message quotes, each with its attribution and without one level of marks."""
    found: list[tuple[str, str]] = []
    attribution = ""
    for zone in split:
        if zone.kind == "attribution":
            attribution = zone.text
        elif zone.kind == "forward" and not _marked(zone.text):
            head, text = cited.apart(zone.text)
            inner = () if head else zones.split(_ABOVE + text[:_TEXT], "Re: x")
            if any(z.kind in {"attribution", "quote"} for z in inner):
                found += pieces(inner)
            else:
                found.append((head or attribution, text))
            attribution = ""
        elif zone.kind in _QUOTED:
            text = _unmarked(zone.text) if _marked(zone.text) else zone.text
            if attribution or not found:
                found.append((attribution, text))
            elif len(found[-1][1]) < _TEXT:
                found[-1] = (found[-1][0], f"{found[-1][1]}\n\n{text}")
            attribution = ""
    if attribution:
        found.append((attribution, ""))
    return found


def _marked(text: str) -> bool:
    return text.lstrip()[:1] == ">"


def _unmarked(text: str) -> str:
    lines = []
    for line in text.split("\n"):
        bare = line.lstrip()
        lines.append(bare[1:].removeprefix(" ") if bare[:1] == ">" else line)
    return "\n".join(lines)
