"""The cache's delivery failures: whom each report named, so that what they sent since counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.cache.file import File, marks, slices

if TYPE_CHECKING:
    from collections.abc import Iterable


class Failures(File):
    """The table of addresses that mail could not be delivered to."""

    def put_failed(self, key: int, date: int, addresses: Iterable[str]) -> None:
        """Whom message ``key``, a report of ``date``, says mail failed to for good."""
        self.db.execute("DELETE FROM failed WHERE message = ?", (key,))
        self.db.executemany(
            "INSERT OR IGNORE INTO failed VALUES(?, ?, ?)", [(a, date, key) for a in addresses]
        )

    def bounced(self, addresses: Iterable[str]) -> dict[str, int]:
        """The date of the newest failure of each address that wrote nothing since."""
        found: dict[str, int] = {}
        wrote: dict[str, int] = {}
        for part in slices(list(addresses)):
            found |= self.db.execute(
                f"SELECT address, max(date) FROM failed WHERE address IN ({marks(part)})"
                " GROUP BY address",
                part,
            ).fetchall()
        for part in slices(list(found)):
            wrote |= self.db.execute(
                f"SELECT address, max(date) FROM message WHERE address IN ({marks(part)})"
                " AND auto = '' AND NOT unsent GROUP BY address",
                part,
            ).fetchall()
        return {a: date for a, date in found.items() if wrote.get(a, -1) <= date}
