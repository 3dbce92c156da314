"""Words: dates, counts, people and organisations, said the same way on every screen.

Pure functions; the caller gives the present moment and the time zone. English names of days and
months are our own, so that the process's locale changes nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from indexer import Person

DATE_WIDTH = 6
"""Cells that :func:`when` takes, always."""

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BARS = "▁▂▃▄▅▆▇█"
ASCII_BARS = "._-=+*#@"

# The labels under which a country's registry files organisations: "gov" in otterley.gov.uk.
_REGISTRIES = (
    "ac asn asso co com edu ed fire gob gouv gov govt go gub gv id int jus k12 leg llyw ltd me med"
    " mil mod muni ne net nhs nic nom or org parliament plc police sch school tm web"
)
_FILED_UNDER = frozenset(_REGISTRIES.split())
_LIKE_COUNTRIES = frozenset(
    ("example", "test", "invalid", "local", "localhost", "cymru", "wales", "scot")
)

# Whoever writes from here shows no organisation (a provider's name, whatever its country).
_PROVIDERS = (
    "126 163 aol bluewin btinternet btopenworld comcast disroot duck earthlink fastmail free"
    " freenet gmail gmx googlemail hey hotmail hushmail icloud inbox laposte libero live mac mail"
    " mailbox mailfence me msn naver ntlworld orange outlook pm posteo proton protonmail qq"
    " rediffmail riseup rocketmail sbcglobal seznam sfr sina sky t-online talktalk tiscali tuta"
    " tutanota verizon virginmedia wanadoo web ya yahoo yandex ymail zoho"
)
_FREE = frozenset(_PROVIDERS.split())
_FREE_ENDINGS = frozenset(
    ("example", "com", "net", "org", "me", "ru", "email", "de", "fr", "it", "cz", "io", "ch",
     "at", "nl", "be", "es", "ca", "in", "cn", "kr", "is", "pl", "eu", "uk", "au", "nz", "br",
     "mx", "ar", "jp", "ie", "se", "no", "dk", "fi", "us")
)  # fmt: skip


def _at(ts: int, zone: tzinfo) -> datetime:
    """``ts`` in ``zone``; dates that no calendar holds are 1970's and 9999's ends."""
    try:
        return datetime.fromtimestamp(ts, UTC).astimezone(zone)
    except (OverflowError, ValueError, OSError):
        year = 1970 if ts < 0 else 9999
        return datetime(year, 6, 1, tzinfo=zone)


def when(ts: int, now: int, zone: tzinfo) -> str:
    """A date as people say it, right-aligned in :data:`DATE_WIDTH` cells.

    ``11:02`` today, ``Mon`` within six days, ``12 May`` this year (and in the half year before
    now, where no month can be meant but the last one of that name), ``2023`` before that, and for
    dates of tomorrow and later, which only a wrong clock makes, day and month or the year.
    """
    then, today = _at(ts, zone), _at(now, zone)
    days = (today.date() - then.date()).days
    if days == 0:
        said = f"{then.hour:02}:{then.minute:02}"
    elif 0 < days <= 6:
        said = DAYS[then.weekday()]
    elif then.year == today.year or 0 < days <= 180:
        said = f"{then.day} {MONTHS[then.month - 1]}"
    else:
        said = f"{then.year}"
    return said.rjust(DATE_WIDTH)


def exact(ts: int, zone: tzinfo) -> str:
    """The date and time in full: ``Mon 12 May 2025, 11:02 +0200``."""
    then = _at(ts, zone)
    offset = then.utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return (
        f"{DAYS[then.weekday()]} {then.day} {MONTHS[then.month - 1]} {then.year},"
        f" {then.hour:02}:{then.minute:02} {sign}{hours:02}{rest:02}"
    )


def ago(ts: int, now: int) -> str:
    """How long ago, roughly: ``just now``, ``2 min ago``, ``3 h ago``, ``5 days ago``."""
    seconds = max(0, now - ts)
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{seconds // 60} min ago"
    if seconds < 2 * 86400:
        return f"{seconds // 3600} h ago"
    return f"{seconds // 86400} days ago"


def number(n: int) -> str:
    """A number with its thousands set apart: ``12,034``."""
    return f"{n:,}"


def plural(n: int, word: str) -> str:
    """``word``, in the form that goes with ``n``: message, messages; person, people."""
    if n == 1:
        return word
    if word == "person":
        return "people"
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "ch", "sh")):
        return word + "es"
    return word + "s"


def count(n: int, word: str) -> str:
    """``1 message``, ``2,013 messages``."""
    return f"{number(n)} {plural(n, word)}"


def people(n: int) -> str:
    """``1 person``, ``301 people``."""
    return count(n, "person")


def size(octets: int) -> str:
    """Bytes as people say them, three digits at most: ``812 B``, ``12 KB``, ``3.4 MB``."""
    if octets < 1000:
        return f"{max(0, octets)} B"
    amount = float(octets)
    for unit in ("KB", "MB", "GB"):
        amount /= 1000
        if amount < 999.5:
            tenths = unit != "KB" and amount < 9.95
            return f"{amount:.{1 if tenths else 0}f} {unit}"
    return f"{number(round(amount))} GB"


def organisation(address: str) -> str:
    """Whom an address speaks for, by its domain: ``Otterley`` of jane@otterley.gov.example.

    That is the label before the public suffix. A suffix of two labels is known by its first (gov,
    co, ac, ...), under a country's or a reserved ending; providers of private mailboxes, and what
    is no domain name, give "".
    """
    labels = [
        label for label in address.rpartition("@")[2].strip("[]. ").lower().split(".") if label
    ]
    if len(labels) < 2 or all(label.isdecimal() for label in labels) or ":" in address:
        return ""
    ending = labels[-1]
    two = (
        len(labels) > 2
        and labels[-2] in _FILED_UNDER
        and (len(ending) == 2 or ending in _LIKE_COUNTRIES)
    )
    label = labels[-3 if two else -2]
    if label in _FREE and (ending in _FREE_ENDINGS or two):
        return ""
    if label.startswith("xn--"):
        label = _unicode(label)
        if label.startswith("xn--"):
            return label
    return " ".join(_capital(word) for word in label.replace("_", "-").split("-") if word)


def _unicode(label: str) -> str:
    """An internationalised label's own letters (RFC 3490); itself where it has none."""
    try:
        read = label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
    return read if all(letter.isalnum() or letter == "-" for letter in read) else label


def _capital(word: str) -> str:
    initials = len(word) <= 3 or (len(word) == 4 and not set(word) & set("aeiouy"))
    return word.upper() if initials and word.isascii() else word[:1].upper() + word[1:]


def short_name(person: Person) -> str:
    """What a person is called where space is short: their name, else the address's local part.

    ``Khan, Jane (Comms)`` is Jane Khan; ``Jane Khan via Web teams`` too.
    """
    name = " ".join(person.name.split()).strip("\"'")
    if " via " in name:
        name = name.partition(" via ")[0]
    if name.endswith(")") and (at := name.rfind(" (")) > 0:
        name = name[:at]
    last, comma, first = name.partition(", ")
    if comma and first and "," not in first and len(last.split()) <= 3 and len(first.split()) <= 3:
        name = f"{first} {last}"
    if not name or "@" in name:
        name = (name or person.address).partition("@")[0]
    return name or "nobody"


def given_name(person: Person) -> str:
    """The first word of a person's :func:`short_name`: ``Jane``."""
    return short_name(person).split(" ", 1)[0]


def names(persons: Sequence[Person], limit: int = 3) -> str:
    """Who, each once and in order: ``Ben, Carol, Dave +4``."""
    seen: dict[str, str] = {}
    for person in persons:
        seen.setdefault(person.address or person.name, given_name(person))
    each = list(seen.values())
    more = f" +{len(each) - limit}" if len(each) > limit else ""
    return ", ".join(each[:limit]) + more


def sparkline(weeks: Sequence[int], width: int = 0, bars: str = BARS) -> str:
    """Counts as bars against their own maximum, the newest last; ``width`` keeps that many.

    A week without any is the lowest bar; any at all stands above it.
    """
    kept = list(weeks[-width:] if width else weeks)
    kept = [0] * (width - len(kept)) + kept
    top = max(kept, default=0)
    steps = len(bars) - 1
    return "".join(bars[-(-n * steps // top) if n > 0 else 0] for n in kept)
