"""``cclear summary``: what a question to a list has brought together, as text to be edited."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import outbox
from cclear.commands import conversation_named, open_client
from cclear.commands.reply import refused
from cclear.errors import PlainError, UsageError
from cclear.output import write
from indexer import gate

if TYPE_CHECKING:
    from argparse import Namespace

    from outbox import Summary


def run(options: Namespace) -> int:
    """Print a conversation's SUMMARY; private answers are named on standard error alone."""
    if options.json:
        raise UsageError("summary prints text, no JSON; leave --json out")
    ticked = [one.removeprefix("id:").strip("<>") for one in options.tick]
    try:
        with open_client(options) as client:
            _, summary = outbox.summarised(client, conversation_named(options.id), ticked)
    except outbox.OutboxError as error:
        raise refused(error) from error
    unknown = set(ticked) - summary.ticked
    if unknown:
        raise PlainError(f"{min(unknown)!a:.80} is no private answer here; see: cclear summary ID")
    write(f"Subject: {gate.line(summary.subject)}\n")
    write(gate.block(summary.text).rstrip("\n"))
    _say_private(summary)
    return 0


def _say_private(summary: Summary) -> None:
    """Whom one could still ask; not in the text itself, so that none gets out by oversight."""
    if not summary.private:
        return
    lines = ["cclear: answered privately, and in the SUMMARY only where ticked:"]
    for one in summary.private:
        tick = "x" if one.id in summary.ticked else " "
        who = gate.line(one.author.name or one.author.address, 60)
        lines.append(f"  [{tick}] {who}  --tick {gate.line(one.id)}")
    sys.stdout.flush()
    sys.stderr.write("\n".join(lines) + "\n")
