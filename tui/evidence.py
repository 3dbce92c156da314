"""Why a message hangs where it does, in words: quietly beside it, and at length on a key. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import commands, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from indexer import Entry, Ground
    from tui.heads import Look

LABELS = {
    "references": "by references",
    "thread-index": "by thread index",
    "quote": "by quoted text",
    "series": "patch series",
    "subject": "by subject",
    "hand": "by hand",
}
"""What stands beside a message, by its evidence; its own In-Reply-To goes without saying."""

BELONGS = {
    "references": "its References",
    "thread-index": "its Thread-Index",
    "quote": "what it quotes",
    "series": "the number of its patch",
    "subject": "its subject and its people",
}
"""What says in which conversation a message is, where it is not known which one it answers."""


MOVED = "you said so; {answers} twice on it takes that back"
SPLIT = "you split it off; {split} puts it back"


def is_repaired(entry: Entry) -> bool:
    """Whether a message hangs where no header of its own says."""
    return entry.evidence in LABELS and entry.evidence != "references" and not entry.recovered


def label(look: Look, entry: Entry) -> str:
    """``⤷ by quoted text``; empty where a message hangs where it says itself."""
    sign = look.glyphs.evidence
    if entry.recovered:
        who = look.finders.get(entry.recovered, "")
        return f"{sign} recovered from {_whose(who) if who else 'a'} quote"
    said = LABELS.get(entry.evidence or "")
    return f"{sign} {said}" if said else ""


def beside(look: Look, entry: Entry) -> str:
    """The label as it stands on a line among others: in a narrow window, the sign alone."""
    if not is_repaired(entry) and not entry.recovered:
        return ""
    said = label(look, entry)
    if entry.recovered and look.width < 100:
        said = f"{look.glyphs.evidence} recovered"
    return said if look.width >= 72 else said[:1]


def absent(who: str) -> str:
    """That nobody here has a message, which stands in somebody's quote."""
    quote = f"{_whose(who)} quote" if who else "a quote"
    return f"nobody here has this message: it stands in {quote}"


def at_length(entry: Entry, ground: Ground, who: str) -> tuple[str, ...]:
    """What shows that a message answers that of ``who``; what is quoted comes second."""
    that = f"{_whose(who)} message" if who else "the message above"
    match entry.evidence:
        case "quote":
            return (ground.attribution or f"it quotes {that}", *filter(None, (ground.line,)))
        case "thread-index":
            further = f", {ground.index} answers further on" if ground.index > 1 else ""
            return (f"its Thread-Index continues that of {that}{further}",)
        case "series" if ground.patch:
            number, total = ground.patch
            said = f"patch {number} of {total} of the same series"
            return (f"{said}, sent {_lasting(ground)} after" if ground.seconds else said,)
        case "series":
            return ("a patch of the same series",)
        case "subject":
            people = ("same people",) if ground.people else ()
            apart = (f"{_lasting(ground)} apart",) if ground.seconds is not None else ()
            return (", ".join(("same subject", *people, *apart)),)
        case "references" if not ground.field:
            return (f"the References of an answer to it name {that} before it",)
        case _:
            field = ground.field or "In-Reply-To"
            return (f"its {field} {'name' if field.endswith('s') else 'names'} {that}",)


def unknown(entry: Entry, keymap: Mapping[str, str]) -> str:
    """Why a message is where it is, where no other message shows that; with the user's keys."""
    if entry.evidence == "hand":
        return commands.named(SPLIT if entry.left else MOVED, keymap)
    what = BELONGS.get(entry.evidence or "")
    return f"{what} says that it belongs here, not which message it answers" if what else ""


def finders(entries: Iterable[Entry]) -> dict[str, str]:
    """Who wrote the messages in whose quotes others were found, by Message-ID."""
    known = {entry.id: entry for entry in entries}
    found_in = {entry.recovered for entry in known.values()}
    return {i: words.short_name(known[i].sender) for i in found_in if i in known}


def _whose(who: str) -> str:
    return f"{who}’" if who.endswith("s") else f"{who}’s"


def _lasting(ground: Ground) -> str:
    """``12 seconds``, ``3 hours``, ``2 days``."""
    seconds = abs(ground.seconds or 0)
    for size, unit in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            return words.count(round(seconds / size), unit)
    return words.count(seconds, "second")
