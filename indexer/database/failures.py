"""What the library raises, as one line that says what to do."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import notmuch2

from indexer.errors import IndexerError
from indexer.room import is_full

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.database.values import Place


@contextlib.contextmanager
def mapped(place: Place) -> Iterator[None]:
    """Turn what the library raises into one line; KeyError and AttributeError are its own."""
    try:
        yield
    except notmuch2.NotmuchError as error:
        raise failure(error, place) from error
    except (KeyError, AttributeError) as error:
        text = f"it answered with a status of its own: {error}"
        raise failure(notmuch2.NotmuchError(None, text), place) from error


def failure(error: Exception, place: Place) -> IndexerError:
    """What the library raised, for a person."""
    text = " ".join(str(error).split())
    where = place.home or "the notmuch database"
    match error:
        case notmuch2.NoConfigError():
            return IndexerError(
                "missing", "no mail is set up yet; run: cclear setup, or cclear demo"
            )
        case notmuch2.NoDatabaseError() | notmuch2.PathError():
            return IndexerError("missing", f"there is no index of {where} yet; run: cclear index")
        case notmuch2.UpgradeRequiredError():
            return IndexerError("newer", f"{where} has an old form; run: notmuch new")
        case notmuch2.ReadOnlyDatabaseError():
            return IndexerError("read-only", f"{where} cannot be written to; check its permissions")
        case notmuch2.QuerySyntaxError():
            return IndexerError("query", f"notmuch does not understand this search: {text}")
        case notmuch2.NullPointerError():
            return IndexerError("unreadable", "a message's file is gone; run: cclear index")
    lowered = text.lower()
    if "newer" in lowered or "has a version" in lowered or "unsupported" in lowered:
        return IndexerError(
            "newer", f"{where} was made by a newer notmuch; upgrade notmuch, then try again"
        )
    # Xapian's own words often do not come through: a full disk then looks like a broken file.
    if "no space left" in lowered or "disk" in lowered or _is_full(place):
        return IndexerError(
            "disk",
            f"the disk with the index of {where} is full; make room, then try again; "
            "nothing needs to be moved",
        )
    if "permission denied" in lowered or "read-only file system" in lowered:
        return IndexerError("read-only", f"{where} cannot be written to; check its permissions")
    if "write lock" in lowered or "already locked" in lowered:
        return IndexerError("locked", f"another program is writing to {where}; try again later")
    if isinstance(error, notmuch2.FileError) and "no such file" in lowered:
        return IndexerError("missing", f"there is no index of {where} yet; run: cclear index")
    return IndexerError(
        "damaged",
        f"{where} cannot be read ({text[:120]}); save its tags with notmuch dump, "
        "move the index away, then run: cclear index",
    )


def _is_full(place: Place) -> bool:
    folders = [p for p in (place.home, place.config and place.config.parent) if p]
    with contextlib.suppress(notmuch2.NotmuchError, LookupError, OSError):
        folders.append(notmuch2.Database.default_path(place.config))
    return is_full(folders)
