"""Mail to all of several cc lists at once. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from indexer.lists.circle import Circle

_WHOLE, _APART, _STRANGERS = 0.8, 0.4, 0.2


def lists(
    likest: Circle | None,
    people: Collection[str],
    own: frozenset[str],
    least: int,
    near: Callable[[set[str]], Iterable[Circle]],
) -> tuple[Circle, ...]:
    """The cc lists that a mail to ``people`` went to; none where it is not just these, or one.

    ``likest`` is the circle that these people are most like, if any; ``near`` finds the cc lists
    that share some people. Of each list nearly everybody is named, many of whom are on none of the
    others: a department's mail reaches all of its teams, and a blast all of many lists, and most
    of whom it names besides are on none.
    """
    left = set(people)
    told: list[Circle] = []
    if likest is not None and likest.found:
        if _size(likest) >= _WHOLE * len(people) or not _is_whole(likest, people):
            return ()
        told.append(likest)
        left.difference_update(likest.people(likest.state.present))
    while len(left) >= least // 2:
        others = [circle for circle in near(left) if circle not in told]
        many = [circle for circle in others if _here(circle, left) >= _APART * _size(circle)]
        largest = max((c for c in many if _is_whole(c, people)), key=_size, default=None)
        if largest is None:
            break
        told.append(largest)
        left.difference_update(largest.people(largest.state.present))
    strangers = len(left - own)
    return tuple(told) if len(told) > 1 and strangers <= _STRANGERS * len(people) else ()


def _is_whole(circle: Circle, people: Iterable[str]) -> bool:
    """Whether nearly everybody on a circle is among these."""
    return _here(circle, people) >= _WHOLE * _size(circle)


def _here(circle: Circle, people: Iterable[str]) -> int:
    return (circle.mask(people) & circle.state.present).bit_count()


def _size(circle: Circle) -> int:
    return circle.state.present.bit_count()
