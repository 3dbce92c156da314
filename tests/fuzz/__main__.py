"""``./test fuzz``: bodies drawn from a seed through the cleaner for some minutes; what is wrong.

Every body is looked at for what has to hold (:mod:`tests.fuzz.holds`), some go through one process
of ``cclear clean --batch``, and at the end repeated pieces of up to 1 MB are timed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from random import Random
from time import monotonic, time
from typing import TYPE_CHECKING

from tests.fuzz import batch, growth, holds, material

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.fuzz.material import Case

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SHOWN = 3
"""Examples of each fault that are printed."""
SLOWEST = 5
"""Pieces that are printed with what they take."""
STEADY = 1.25
"""How much more memory the last rows may take than the first."""


def drawn(random: Random, cases: Sequence[Case]) -> Iterator[Case]:
    """Bodies without end: as they are, made of pieces, and most of them mutated."""
    while True:
        kind = random.random()
        case = random.choice(cases)
        if kind < 0.15:
            yield case
        elif kind < 0.4:
            yield material.made(random)
        else:
            yield material.mutated(random, case, cases)


def main() -> int:
    """Run, and print what does not hold."""
    parser = argparse.ArgumentParser(prog="./test fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time()), help="what is drawn follows it")
    parser.add_argument("--minutes", type=float, default=3.0, help="how long bodies are drawn")
    parser.add_argument("--batch", type=int, default=10_000, help="rows for clean --batch")
    parser.add_argument("--invented", action="store_true", help="no bodies from ../shared")
    parser.add_argument("--no-growth", action="store_true", help="nothing is timed")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    cases = [*material.invented(), *(() if options.invented else material.real(SHARED))]
    print(f"{len(cases)} bodies to begin with")
    faults = _hold(Random(options.seed), cases, options.minutes)
    faults += _answer(Random(options.seed), cases, options.batch)
    if not options.no_growth:
        faults += _grow()
    print(f"{faults} faults" if faults else "everything holds")
    return 1 if faults else 0


def _hold(random: Random, cases: Sequence[Case], minutes: float) -> int:
    faults: Counter[str] = Counter()
    end = monotonic() + 60 * minutes
    number = 0
    for number, case in enumerate(drawn(random, cases), 1):
        try:
            wrong = list(holds.wrong(case))
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            wrong = [f"{type(error).__name__}: {error}"]
        for fault in wrong:
            kind = fault.partition(":")[0]
            faults[kind] += 1
            if faults[kind] <= SHOWN:
                print(
                    f"body {number} ({case.form}, {case.source}): {fault}\n    {case.body[:400]!r}"
                )
        if monotonic() > end:
            break
    for kind, count in faults.most_common():
        print(f"{count:6}  {kind}")
    print(f"{number} bodies")
    return faults.total()


def _answer(random: Random, cases: Sequence[Case], count: int) -> int:
    if not count:
        return 0
    given = list(islice(drawn(random, [case for case in cases if len(case.body) < 20_000]), count))
    faults, said, sizes = 0, 0, []
    for said, (answer, size) in enumerate(batch.answers(batch.rows(given), every=count // 10), 1):
        if size:
            sizes.append(size)
        # A whole message may be broken beyond reading, and then says so; a text never is.
        broken = "error" in answer and given[said - 1].form != "eml"
        if answer["id"] != str(said - 1) or broken:
            print(f"row {said}: {str(answer)[:200]}")
            faults += 1
    if said != count:
        print(f"{said} answers to {count} rows")
        faults += 1
    print(f"clean --batch: {said} answers, memory {', '.join(f'{s >> 10}' for s in sizes)} MiB")
    if sizes and sizes[-1] > STEADY * sizes[len(sizes) // 2]:
        print("its memory grows")
        faults += 1
    return faults


def _grow() -> int:
    found = sorted(growth.measured(), key=lambda one: one.large, reverse=True)
    for one in found:
        if not one.fine:
            print(f"{one.small:.2f} s became {one.large:.2f} s: {one.piece[:60]!r}")
    print(f"{len(found)} pieces of {growth.LARGE >> 10} KB; these take longest:")
    for one in found[:SLOWEST]:
        print(f"{one.large:6.2f} s, {one.times:4.1f} times an eighth: {one.piece[:60]!r}")
    timed = [one for one in found if one.large > growth.BLUR]
    worst = max(timed, key=lambda one: one.times, default=found[0])
    print(f"grows most, {worst.times:.1f} times to {worst.large:.2f} s: {worst.piece[:60]!r}")
    return sum(not one.fine for one in found)


if __name__ == "__main__":
    sys.exit(main())
