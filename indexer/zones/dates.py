"""Dates as attributions and copied header blocks write them, in many languages and orders. Pure.

Which of two numbers is the month cannot always be told, nor whose clock a time is of: all readings
are given, and who compares them with a message's date finds the one that was meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

# A row a language: how the names of its twelve months begin, short and long; "/" between spellings.
_MONTHS: Final = """
en  jan feb mar apr may jun jul aug sep oct nov dec
de  jan/jän feb mär/mrz apr mai jun jul aug sep okt nov dez
fr  janv fév/fev mars avr mai juin juil aoû/aou sep oct nov déc
es  ene feb mar abr may jun jul ago sep oct nov dic
pt  jan fev mar abr mai jun jul ago set out nov dez
it  gen feb mar apr mag giu lug ago set ott nov dic
nl  jan feb maa/mrt apr mei jun jul aug sep okt nov dec
sv  jan feb mar apr maj/mai jun jul aug sep okt nov dec/des
fi  tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
et  jaan veeb märts apr mai juun juul aug sept okt nov dets
pl  sty lut mar kwi maj cze lip sie wrz paź lis gru
cs  led úno/únor bře dub kvě červen/čvn červenec/čvc srp zář říj listopad pro
sk  jan feb mar apr máj jún júl aug sep okt nov dec
hu  jan feb már ápr máj jún júl aug szept okt nov dec
ro  ian feb mar apr mai iun iul aug sep oct noi/noie dec
tr  oca şub mar nis may haz tem ağu eyl eki kas ara
hr  sij velj ožu tra svi lip srp kol ruj listopad stu pro
lt  sau vas kov bal geg bir lie rugp rugs spa lap gru
lv  jan feb mar apr mai jūn jūl aug sep okt nov dec
is  jan feb mar apr maí jún júl ágú sep okt nóv des
id  jan feb mar apr mei jun jul agu sep okt nov des
ru  янв фев мар апр мая/май июн июл авг сен окт ноя дек
uk  січ лют бер кві тра чер лип сер вер жов лис гру
bg  ян фев мар апр май юни юли авг сеп окт ное дек
el  ιαν φεβ μαρ απρ μαΐ/μαι/μάι ιουν/ιούν ιουλ/ιούλ αυγ/αύγ σεπ οκτ νοε/νοέ δεκ
he  ינו פבר מרץ/מרס אפר מאי יונ יול אוג ספט אוק נוב דצמ
ar  ينا فبر مار أبر/ابر ماي يوني يولي أغس/اغس سبت أكت/اكت نوف ديس
"""


def _stems() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for row in _MONTHS.strip().splitlines():
        for month, cell in enumerate(row.split()[1:], 1):
            for stem in cell.split("/"):
                found.setdefault(stem, set()).add(month)
    return {stem: frozenset(months) for stem, months in found.items()}


_STEMS: Final = _stems()
_LONGEST: Final = max(map(len, _STEMS))
_MOST: Final = 600

_iso: Final = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)"
)
_numbers: Final = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)?\d\d)(?!\d)")
_day_month: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th|º|er)?[\s-]{1,2}(?:de |of )?([^\W\d_]{2,12})\.?,?"
    r"[\s-]{1,2}(?:de |del )?((?:19|20)\d\d)(?!\d)"
)
_month_day: Final = re.compile(
    r"([^\W\d_]{2,12})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s{1,2}(?:\d\d?:\d\d(?::\d\d)?\s\S{0,6}\s?)?"
    r"((?:19|20)\d\d)(?!\d)"
)
_year_month_day: Final = re.compile(r"((?:19|20)\d\d)\.?\s([^\W\d_]{2,12})\.?\s(\d{1,2})(?!\d)")
_clock: Final = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:[:h時时시点]\s?|\.(?=\d\d(?!\d|[./]\d)))(\d{2})(?:[:.分]\d{2})?"
    r"(?!\d|[./]\d)\s?([aApP])?\.?\s?(?:[mM]\b)?"
)
_later: Final = re.compile(r"下午|午後|오후|晚上|μ\.?μ|\bch\b")
_zone: Final = re.compile(r"(?<![\d-])([+-])(\d\d):?(\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, counted from 1970-01-01.

    Where they were said, the minute of the day and the minutes that the clock is ahead of UTC.
    """

    day: int
    minute: int | None = None
    offset: int | None = None

    @property
    def minutes(self) -> int | None:
        """The minute since 1970 on the clock that was read."""
        return None if self.minute is None else self.day * 1440 + self.minute


def moments(text: str) -> tuple[Moment, ...]:
    """Every reading of the first date in a text with the first time of day in it."""
    text = text[:_MOST].casefold().replace("\u202f", " ").replace("\xa0", " ")
    days, rest = _days(text)
    if not days:
        return ()
    minute = _minute(rest)
    zone = _zone.search(rest) if minute is not None else None
    offset = None
    if zone:
        offset = int(zone[2]) * 60 + int(zone[3])
        offset = -offset if zone[1] == "-" else offset
    return tuple(Moment(day, minute, offset) for day in sorted(days))


def _days(text: str) -> tuple[set[int], str]:
    """The days that the first date may mean, and the text without it."""
    readings: list[tuple[int, int, set[int]]] = []
    if m := _iso.search(text):
        readings.append((m.start(), m.end(), _day(int(m[1]), {int(m[2])}, {int(m[3])})))
    if m := _numbers.search(text):
        year = int(m[4]) + (2000 if len(m[4]) == 2 else 0)
        one, two = int(m[1]), int(m[3])
        both = _day(year, {two}, {one})
        if m[2] != ".":
            both |= _day(year, {one}, {two})
        readings.append((m.start(), m.end(), both))
    for pattern, d, name, y in ((_day_month, 1, 2, 3), (_month_day, 2, 1, 3)):
        for m in pattern.finditer(text):
            if months := _months(m[name]):
                span = (m.start(), m.end())
                if pattern is _month_day and ":" in m[0]:
                    # "Apr 29 10:06:51 2019": the time stands within.
                    span = (m.start(), m.start(d))
                readings.append((*span, _day(int(m[y]), months, {int(m[d])})))
                break
    if (m := _year_month_day.search(text)) and (months := _months(m[2])):
        readings.append((m.start(), m.end(), _day(int(m[1]), months, {int(m[3])})))
    readings = [r for r in readings if r[2]]
    if not readings:
        return set(), text
    start, end, days = min(readings, key=lambda r: r[0])
    return days, f"{text[:start]} | {text[end:]}"


def _months(word: str) -> frozenset[int]:
    for size in range(min(len(word), _LONGEST), 1, -1):
        if found := _STEMS.get(word[:size]):
            return found
    return frozenset()


def _day(year: int, months: set[int] | frozenset[int], days: set[int]) -> set[int]:
    found = set()
    for month in months:
        for day in days:
            try:
                found.add(date(year, month, day).toordinal() - date(1970, 1, 1).toordinal())
            except ValueError:
                continue
    return found


def _minute(text: str) -> int | None:
    for m in _clock.finditer(text):
        hour, minute = int(m[1]), int(m[2])
        if hour > 23 or minute > 59:
            continue
        half = (m[3] or "").lower()
        before = text[max(0, m.start() - 4) : m.start()]
        if (half == "p" or _later.search(before) or _later.match(text[m.end() :])) and hour < 12:
            hour += 12
        elif half == "a" and hour == 12:
            hour = 0
        return hour * 60 + minute
    return None
