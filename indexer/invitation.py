"""An invitation (iCalendar, RFC 5545 and 5546) in one honest line."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from indexer import gate

_LINES = 2000
_METHODS = {
    "REQUEST": "Invitation",
    "PUBLISH": "Event",
    "CANCEL": "Cancelled",
    "REPLY": "Answer",
    "COUNTER": "Other time proposed",
    "DECLINECOUNTER": "Other time declined",
    "REFRESH": "Asks for the latest version",
    "ADD": "More dates",
}
_ANSWERS = {
    "ACCEPTED": "Accepted",
    "DECLINED": "Declined",
    "TENTATIVE": "Maybe",
    "DELEGATED": "Delegated",
}
_EVERY = {
    "SECONDLY": "every second",
    "MINUTELY": "every minute",
    "HOURLY": "every hour",
    "DAILY": "every day",
    "WEEKLY": "every week",
    "MONTHLY": "every month",
    "YEARLY": "every year",
}
_fold = re.compile(r"\r?\n[ \t]")
_property = re.compile(r'([A-Za-z0-9-]+)((?:;[^":;]*(?:"[^"]*")?)*):(.*)')
_zone = re.compile(r'(?:^|;)TZID="?([^";]*)', re.IGNORECASE)
_status = re.compile(r'(?:^|;)PARTSTAT="?([A-Za-z-]*)', re.IGNORECASE)
_length = re.compile(
    r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?)?\Z"
)


def note(text: str) -> str:
    """What an invitation says: what is asked, which event, when, where and by whom.

    Times stand as they are written, with their zone; empty where there is no event in it.
    """
    method = ""
    inside: list[str] = []
    found: dict[str, tuple[str, str]] = {}
    for line in _fold.sub("", text[: 1 << 18]).splitlines()[:_LINES]:
        match = _property.match(line)
        if match is None:
            continue
        key, parameters, value = match[1].upper(), match[2], match[3].strip()
        if key == "BEGIN":
            inside.append(value.upper())
        elif key == "END":
            if inside.pop() in ("VEVENT", "VTODO") if inside else False:
                break
        elif key == "METHOD" and inside == ["VCALENDAR"]:
            method = value.upper()
        elif inside[-1:] in (["VEVENT"], ["VTODO"]):
            found.setdefault(key, (parameters, value))
    if not found:
        return ""
    return gate.line(_sentence(method, found), 400)


def _sentence(method: str, found: dict[str, tuple[str, str]]) -> str:
    def text(key: str) -> str:
        return _unescape(found.get(key, ("", ""))[1])

    what = _METHODS.get(method, "Event")
    if method == "REPLY":
        status = _status.search(found.get("ATTENDEE", ("", ""))[0])
        what = _ANSWERS.get(status[1].upper(), what) if status else what
    elif text("STATUS").upper() == "CANCELLED":
        what = "Cancelled"
    rule = re.search(r"FREQ=([A-Z]+)", text("RRULE").upper())
    pieces = [
        text("SUMMARY") or "no title",
        _when(found),
        _EVERY.get(rule[1], "") if rule else "",
        text("LOCATION"),
    ]
    return f"{what}: " + ", ".join(filter(None, pieces))


def _when(found: dict[str, tuple[str, str]]) -> str:
    start, zone = _moment(found.get("DTSTART"))
    if start is None:
        return ""
    end, _ = _moment(found.get("DTEND"))
    if end is None:
        end = _later(start, found.get("DURATION", ("", ""))[1])
    day = f"{start:%a} {start.day} {start:%b %Y}"
    if len(found["DTSTART"][1]) == 8:
        last = end - timedelta(days=1) if end and end > start else start
        return day if last <= start else f"{day} to {last:%a} {last.day} {last:%b %Y}"
    when = f"{day} {start:%H:%M}"
    if end is not None and end > start:
        when += (
            f"–{end:%H:%M}"
            if end.date() == start.date()
            else f" to {end:%a} {end.day} {end:%b %H:%M}"
        )
    return f"{when} ({zone})" if zone else when


def _moment(of: tuple[str, str] | None) -> tuple[datetime | None, str]:
    if of is None:
        return None, ""
    parameters, value = of
    zone = _zone.search(parameters)
    try:
        if len(value) == 8:
            return datetime.strptime(value, "%Y%m%d"), ""  # noqa: DTZ007 - a date has no zone
        when = datetime.strptime(value[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - told in words
    except ValueError:
        return None, ""
    return when, "UTC" if value.endswith("Z") else _unescape(zone[1]) if zone else ""


def _later(start: datetime, length: str) -> datetime | None:
    match = _length.match(length)
    if match is None or not any(match.groups()):
        return None
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in match.groups())
    try:
        return start + timedelta(
            days=7 * weeks + days, hours=hours, minutes=minutes, seconds=seconds
        )
    except OverflowError:
        return None


def _unescape(text: str) -> str:
    text = re.sub(r"\\([nN])", " ", text)
    return re.sub(r"\s+", " ", re.sub(r"\\(.)", r"\1", text)).strip()
