"""How a circle is stored: as a row of JSON, its sets of people in hexadecimal."""

from __future__ import annotations

import msgspec

from indexer.lists import presence
from indexer.lists.circle import Circle, Exemplar
from indexer.lists.evidence import Evidence
from indexer.lists.timeline import Timeline


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """A circle as it is stored: people in order of number, masks in hexadecimal."""

    addresses: tuple[str, ...]
    names: tuple[str, ...]
    first: tuple[int, ...]
    seen: tuple[int, ...]
    left: tuple[int, ...]
    by: tuple[int, ...]
    adders: tuple[str, ...]
    exemplars: tuple[tuple[int, str, tuple[int, ...]], ...]
    origin: str
    began: int
    log: tuple[tuple[int, str, str], ...]
    present: str = "0"
    ever: str = "0"
    until: int = 0
    guests: tuple[tuple[str, str], ...] = ()
    absent: tuple[tuple[str, int, str], ...] = ()
    lately: str = "0"
    told: tuple[tuple[str, str], ...] = ()
    past: str = "0"
    hinted: tuple[str, str] = ("0", "")
    evidence: Evidence = Evidence()
    found: bool = False
    thinned: int = 0


def row(circle: Circle) -> Row:
    """The circle as it is stored."""
    base = circle.timeline.base
    return Row(
        tuple(circle.addresses), tuple(circle.names), tuple(circle.first), tuple(circle.seen),
        tuple(circle.left), tuple(circle.by), tuple(circle.adders),
        tuple((e.date, f"{e.who:x}", tuple(sorted(e.sketch))) for e in circle.exemplars),
        circle.origin, circle.began,
        tuple((t.date, t.conversation, f"{t.who:x}") for t in circle.timeline.log),
        f"{base.present:x}", f"{base.ever:x}", circle.timeline.until,
        tuple((f"{m:x}", c) for m, c in base.guests),
        tuple((f"{a.who:x}", a.mails, a.conversation) for a in base.absent),
        f"{base.lately:x}",
        tuple((c, f"{m:x}") for c, m in base.told),
        f"{circle.past:x}", (f"{circle.hinted[0]:x}", circle.hinted[1]),
        circle.evidence, circle.found, circle.thinned,
    )  # fmt: skip


def circle(key: str, row: Row) -> Circle:
    """The circle that was stored."""
    one = Circle(key, row.origin, row.began)
    one.addresses = list(row.addresses)
    one.bits = {address: bit for bit, address in enumerate(row.addresses)}
    one.names = list(row.names)
    one.first, one.seen = list(row.first), list(row.seen)
    one.left, one.by = list(row.left), list(row.by)
    one.adders = list(row.adders)
    one.exemplars = [
        Exemplar(date, int(who, 16), frozenset(sketch)) for date, who, sketch in row.exemplars
    ]
    base = presence.Presence(
        int(row.present, 16),
        tuple((int(m, 16), c) for m, c in row.guests),
        tuple(presence.Absence(int(m, 16), n, c) for m, n, c in row.absent),
        int(row.ever, 16),
        int(row.lately, 16),
        tuple((c, int(m, 16)) for c, m in row.told),
    )
    one.timeline = Timeline(base, row.until)
    one.timeline.fill((date, where, int(who, 16)) for date, where, who in row.log)
    one.past = int(row.past, 16)
    one.hinted = (int(row.hinted[0], 16), row.hinted[1])
    one.evidence, one.found = row.evidence, row.found
    one.thinned = row.thinned
    one.changed = False
    return one
