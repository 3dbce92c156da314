"""``cclear index`` and ``cclear import``: mail in, with a progress bar on a terminal."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cclear import progress
from cclear.commands import open_client
from cclear.output import complain, json_line, style, write
from indexer import gate

if TYPE_CHECKING:
    from argparse import Namespace

    from indexer import Client, Imported, Indexed, IndexerError

_HOPELESS = ("disk", "read-only", "locked", "lost")
"""Kinds of trouble that the next file would run into as well."""

_PATHS = 5


def run(options: Namespace) -> int:
    """Take in mail."""
    with open_client(options, reads=False) as client:
        _index(client, options, rebuild=options.rebuild)
    return 0


def import_(options: Namespace) -> int:
    """Copy mail from files, then take it in. A file that cannot be read does not stop the rest."""
    failed = False
    with open_client(options, reads=False) as client:
        for file in options.files:
            last, error = _import(client, file)
            if last:
                _say_imported(last, options)
            if error:
                failed = True
                complain(error.text)
                if error.kind in _HOPELESS:
                    break
        _index(client, options, rebuild=False)
    return 1 if failed else 0


def _import(client: Client, file: str) -> tuple[Imported | None, IndexerError | None]:
    """What came of one file, and what was wrong with it.

    Raises IndexerError where the fault is not the file's.
    """
    from indexer import IndexerError

    try:
        file.encode()
    except UnicodeEncodeError:
        name = os.fsencode(file).decode("utf-8", "replace")
        return None, IndexerError(
            "unreadable", f"the name of {name} is not UTF-8; rename it and import it again"
        )
    last: list[Imported] = []
    with progress.bar() as show:

        def progressed(item: Imported) -> None:
            last[:] = [item]
            show(f"reading {Path(file).name}", item.messages, 0)

        try:
            client.import_files((file,), progressed).result()
        except IndexerError as error:
            if not last:
                raise
            return last[0], error
    return last[0] if last else None, None


def _index(client: Client, options: Namespace, *, rebuild: bool) -> None:
    with progress.shown() as show:
        done = client.index(show, rebuild=rebuild).result()
    if options.json:
        json_line(
            {
                "files": done.files,
                "added": done.added,
                "removed": done.removed,
                "moved": done.moved,
                "unreadable": list(done.unreadable),
                "lists": done.lists,
                "seconds": round(done.seconds, 3),
            }
        )
    else:
        _say_indexed(done)


def _say_imported(last: Imported, options: Namespace) -> None:
    if options.json:
        json_line(
            {
                "file": last.file,
                "messages": last.messages,
                "new": last.new,
                "duplicates": last.duplicates,
                "unreadable": last.unreadable,
            }
        )
        return
    from tui.words import count, number

    parts = [count(last.messages, "message"), f"{number(last.new)} new"]
    if last.duplicates:
        parts.append(f"{number(last.duplicates)} here already")
    if last.unreadable:
        parts.append(f"{number(last.unreadable)} unreadable")
    if last.left:
        parts.append(f"{number(last.left)} deleted or spam, left there")
    write(f"{gate.line(last.file)}: {', '.join(parts)}")


def _say_indexed(done: Indexed) -> None:
    from tui.words import count, number

    counts = ((done.added, "added"), (done.removed, "removed"), (done.moved, "moved"))
    said = [f"{count(n, 'message')} {what}" for n, what in counts if n] or ["nothing new"]
    took = style(f" ({done.seconds:.1f} s)", "dim")
    write(f"{', '.join(said)}; {count(done.lists, 'list')}{took}")
    if done.unreadable:
        write(f"{number(len(done.unreadable))} files are no mail and were passed over:")
        for path in done.unreadable[:_PATHS]:
            write(style(f"  {gate.line(path)}", "dim"))
        if len(done.unreadable) > _PATHS:
            write(style(f"  and {number(len(done.unreadable) - _PATHS)} more", "dim"))
