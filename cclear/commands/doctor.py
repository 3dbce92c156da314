"""``cclear doctor``: what is set up, what is missing, and the command that mends it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cclear.doctor import account, mail, sending, system
from cclear.output import fit, json_line, style, write
from indexer import gate

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from cclear.doctor import Check

COLUMN = 12
_SIGNS = {"ok": ("ok", "dim"), "unset": ("not set up", "dim"), "broken": ("broken", "bold")}


def run(options: Namespace) -> int:
    """Look at everything; 1 where something is broken."""
    worst = 0
    for check in findings(options):
        worst = max(worst, int(check.state == "broken"))
        _say(check, as_json=options.json)
    return worst


def findings(options: Namespace) -> Iterator[Check]:
    """One after the other, each as soon as it is known."""
    config, said = mail.config_file(Path(options.config) if options.config else None)
    if config is None:
        yield said
        return
    yield from system.checks(config)
    yield said
    where, said = mail.where(options.mail, config)
    yield said
    if where is not None:
        from indexer import Client

        with Client(where, replace(config.mail, background=False)) as client:
            yield from mail.checks(client, config)
            yield from sending.waiting(config, client)
    yield from account.checks(config)
    yield from sending.checks(config)


def _say(check: Check, *, as_json: bool) -> None:
    if as_json:
        json_line(
            {"check": check.name, "state": check.state, "says": check.says, "mend": check.mend}
        )
        return
    words, weight = _SIGNS[check.state]
    write(f"{style(fit(words, COLUMN), weight)}{fit(check.name, COLUMN)}{gate.line(check.says)}")
    if check.mend:
        write(f"{' ' * 2 * COLUMN}{style(gate.line(check.mend), 'accent')}")
