"""The table: a figure a line, what is asked of it, what was measured, and the other reader's."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bench.reading import median, percentile
from bench.sight import LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.clean import Sample
    from bench.ghosts import Claimed
    from bench.processes import Cost
    from bench.reading import Keys, Long
    from bench.share import Arrival, Share
    from bench.sight import Written
    from bench.storm import Effort
    from bench.threads import Found, Partition

_ROW = "{:<40} {:>16} {:>12} {:>12} {:>8}"


def line(figure: str, asked: str, measured: str, beside: str = "", ratio: str = "") -> None:
    """One line of it, at once: the next figure may take minutes."""
    print(_ROW.format(figure, asked, measured, beside, ratio).rstrip(), flush=True)


def heading(messages: int, names: list[str]) -> None:
    """What the columns are."""
    print(f"{messages} messages; medians unless said otherwise\n")
    beside = names[1] if len(names) > 1 else ""
    line("figure", "asked", names[0], beside, "ratio" if beside else "")


def start(figure: str, runs: dict[str, list[float]]) -> None:
    """Starts of one or two readers."""
    times = [median(values) for values in runs.values()]
    ours, *others = times
    beside = f"{others[0]:.2f} s" if others else ""
    ratio = f"{ours / others[0]:.2f}" if others else ""
    line(figure, "ratio <= 0.7", f"{ours:.2f} s", beside, ratio)


def counts(runs: list[float]) -> None:
    """When the count of unread messages was right."""
    never = sum(map(math.isinf, runs))
    said = f"{median(runs):.2f} s" if not never else f"{never} wrong"
    line("  with the right count of unread ones", "", said)


def long(size: int, runs: dict[str, list[Long]]) -> None:
    """A long conversation, and memory."""
    ours, *others = runs.values()

    def both(figure: str, asked: str, pick: Callable[[Long], float], form: str) -> None:
        beside = form.format(median([pick(one) for one in others[0]])) if others else ""
        line(figure, asked, form.format(median([pick(one) for one in ours])), beside)

    both(f"{size} messages: Enter to full screen", "<= 0.3 s", lambda x: x.full, "{:.2f} s")
    both("the same, until nothing changes", "", lambda x: x.quiet, "{:.2f} s")
    mib = 2**20
    both("memory of all processes, Pss", "<= 200 MB", lambda x: x.memory.pss / mib, "{:.0f} MiB")
    both("the same, Rss (shared pages twice)", "", lambda x: x.memory.rss / mib, "{:.0f} MiB")
    both("processes", "", lambda x: x.memory.processes, "{:.0f}")


def cleaned(sample: Sample, ours: list[float], naive: list[float]) -> None:
    """A body's way through the cleaner; ``naive`` is empty where there is no other."""
    took = median(ours)
    beside = f"{median(naive) * 1000:.1f} ms" if naive else ""
    ratio = f"{took / median(naive):.2f}" if naive else ""
    asked = "<= 3 ms" if sample.form == "text" else "<= 60 ms"
    line(f"cleaning {sample.name}", asked, f"{took * 1000:.1f} ms", beside, ratio)


def keys(name: str, timed: Keys) -> None:
    """Keys while mail is taken in."""

    def ms(seconds: float) -> str:
        return f"{seconds * 1000:.0f} ms"

    if timed.ended:
        line(f"{name}: ended after {len(timed.first)} keys", "", "")
    if not timed.first:
        return
    asked = name == "cclear"
    line(
        f"{name}: {len(timed.first)} keys during notmuch new",
        "<= 50 ms" if asked else "",
        ms(median(timed.first)),
    )
    line("  95th percentile", "<= 100 ms" if asked else "", ms(percentile(timed.first, 0.95)))
    line("  to the last frame: 95th percentile", "", ms(percentile(timed.last, 0.95)))
    for key, values in timed.by_key.items():
        line(f"  {key}: median of {len(values)}", "", ms(median(values)))
    for key, count in timed.unseen.items():
        line(f"  {key}: without a visible effect", "0", str(count))


def storms(written: Sequence[Written], size: tuple[int, int]) -> None:
    """What the keys are counted through."""
    messages = len({one.message for one in written})
    cols, rows = size
    print(
        f"\na storm of {messages} messages, {len(written)} new lines of at most {LINE} characters; "
        f"terminal of {rows} rows, {cols} columns"
    )


def storm(name: str, took: Effort, note: str) -> None:
    """Keys and screenfuls of one reader."""
    ours = name == "cclear"
    unseen = f"{took.unseen} lines unseen" if took.unseen else ""
    line(f"{name}: keys through a storm", "<= 12" if ours else "", str(took.keys), unseen)
    line("  screenfuls", "<= 8" if ours else "", str(took.screens))
    print(f"  ({note})", flush=True)


def threads_heading() -> None:
    """What the columns of the figures of conversations are."""
    print("\nparents given to replies that lost their headers; beside, of the patches alone")
    line("figure", "asked", "all else", "patches")


def parents(name: str, share: float, rest: Found, patches: Found) -> None:
    """Parents of an archive's replies, of which a share lost their threading headers."""
    if share:
        line(
            f"{name}, {share:.0%} damaged: precision",
            ">= 0.95",
            f"{rest.precision:.3f}",
            f"{patches.precision:.3f}" if patches.damaged else "",
        )
        line(
            "  recall",
            f">= {0.75 if share < 1 else 0.6}",
            f"{rest.recall:.3f}",
            f"{patches.recall:.3f}" if patches.damaged else "",
        )
        line("  replies damaged", "", str(rest.damaged), str(patches.damaged))
        line("  parents given to messages without", "", str(rest.orphans), str(patches.orphans))
    else:
        line(
            f"{name}, whole: not as the header says",
            "0",
            str(rest.otherwise - rest.split),
            str(patches.otherwise - patches.split),
        )
        line("  split off as another question", "", f"{rest.split} of {rest.whole}")


def partition(size: int, of: Found, shown: Partition) -> None:
    """The conversations of a made mailbox."""
    line(f"made mailbox of {size}: pairs, precision", ">= 0.99", f"{shown.precision:.4f}")
    line("  pairs, recall", ">= 0.96", f"{shown.recall:.4f}")
    line("  right parents of damaged replies", ">= 0.85", f"{of.recall:.3f}")
    share = shown.split / max(1, shown.hijacks)
    line("  hijacks split off", ">= 0.9", f"{share:.2f}", f"of {shown.hijacks}")
    line("  true replies split off", "0", str(shown.wrongly))
    every, first, last = (f"{seconds * 1000:.2f} ms" for seconds in shown.each)
    line("  CPU time a message", "", every)
    line("  the same, of the last tenth", "as of the first", last, first)


def built(messages: int, took: tuple[float, float], *, chain: bool) -> None:
    """A long conversation's tree."""
    kind = "a chain" if chain else "a conversation"
    line(f"{kind} of {messages}: built", "<= 0.5 s", f"{took[1]:.2f} s")
    line("  taken in, one after another", "", f"{took[0]:.2f} s")


def ghosts_heading(words: Sequence[int]) -> None:
    """What the columns of the figures of ghosts are."""
    print(
        "\nmessages taken out of archives and known again from quotes; beside, how many\n"
        f"recall is of those of which an answer quotes {words[0]} words, or more"
    )
    line("figure", "asked", "measured", "of")


def ghosts(name: str, share: float, found: Claimed, words: Sequence[int]) -> None:
    """Ghosts of an archive, of whose replies a share lost their threading headers."""
    kind = "headers whole" if not share else f"{share:.0%} damaged"
    line(f"{name}, {kind}: precision", ">= 0.95", f"{found.precision:.3f}", str(found.more))
    line("  theirs, but in a wrong place", "", str(found.wrong_place))
    line("  theirs, and at no place", "", str(found.loose))
    for least, quoted, back in zip(words, found.quoted, found.found, strict=True):
        line(f"  recall, {least} words quoted", "", f"{back / max(1, quoted):.3f}", str(quoted))
    line("  claimed with nothing taken out", "", str(found.whole), str(found.messages))
    joiner, own = (f"{seconds * 1000:.2f} ms" for seconds in found.seconds)
    line("  CPU time a message; of the joiner", "below", own, joiner)


def share(measured: Share) -> None:
    """CPU time of taking in mail."""
    m = measured
    line(f"cclear index of {m.messages} after notmuch new: CPU", "", f"{m.ours:.1f} s")
    line("  notmuch new", "", f"{m.new:.1f} s")
    line(f"  notmuch tag, {m.tags} messages", "", f"{m.tagging:.1f} s")
    line("  our share, beyond both", "<= 0.5", f"{m.ratio:.2f}")
    line("  our share, with the writing of tags", "", f"{m.whole:.2f}")


def arrivals(before: int, runs: Sequence[Arrival]) -> None:
    """New messages in a big mailbox; medians of the runs."""
    if not runs:
        return

    def both(figure: str, pick: Callable[[Arrival], Cost]) -> None:
        wall = median([pick(run).wall for run in runs])
        cpu = median([pick(run).cpu for run in runs])
        line(figure, "", f"{wall:.2f} s", f"CPU {cpu:.2f} s")

    both(f"{runs[0].messages} new ones among {before}: cclear index", lambda run: run.ours)
    both("  notmuch new", lambda run: run.new)
    both(f"  notmuch tag, {runs[-1].tags} messages", lambda run: run.tagging)
    cpu = median([run.ours.cpu - run.new.cpu - run.tagging.cpu for run in runs])
    wall = median([run.beyond for run in runs])
    line("  beyond both", "<= 1 s", f"{wall:.2f} s", f"CPU {cpu:.2f} s")
