"""The moment and the place that dates are said for."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo


class _Local(tzinfo):
    """The system's own zone, summer time at any date included."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        return dt.replace(tzinfo=None).astimezone().utcoffset() if dt else None

    def dst(self, dt: datetime | None) -> timedelta | None:  # noqa: ARG002
        return None

    def tzname(self, dt: datetime | None) -> str | None:
        return dt.replace(tzinfo=None).astimezone().tzname() if dt else None

    def fromutc(self, dt: datetime) -> datetime:
        return dt.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)


LOCAL: tzinfo = _Local()


def now() -> int:
    """Whole seconds since 1970."""
    return int(time.time())
