"""``cclear threads`` and ``cclear show``: conversations, as rows and as trees."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from cclear import progress
from cclear.commands import conversation_named, open_client
from cclear.output import (
    cells,
    fit,
    iso,
    json_line,
    sign,
    style,
    tree_json,
    when,
    width,
    write,
    zones_json,
)  # fmt: skip
from indexer import gate

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from indexer import Body, Call, Client, Conversation, Entry, Question, Tree, Zone

PAGE = 60
OPENED_AHEAD = 4
INDENT = 2
DEEPEST = 12
COLUMNS = 57
"""What stands in a row beside the subject and the lists."""


def run(options: Namespace) -> int:
    """Print conversations, newest first."""
    query = " ".join(options.query)
    with open_client(options) as client:
        if options.tree:
            with progress.shown() as show:
                client.read_all(show).result()
        found = _rows(client, query, options.limit)
        said = False
        for row, tree in _with_trees(client, found) if options.tree else ((r, None) for r in found):
            said = True
            if options.json:
                entries = {"tree": tree_json(tree.entries)} if tree else {}
                json_line(_row(row) | entries)
            else:
                _say(row, tree)
        if not said and not options.json:
            write("Nothing matches." if query else "There is no mail yet; run: cclear index")
    return 0


def show(options: Namespace) -> int:
    """Print one conversation as a tree of clean text."""
    with open_client(options) as client:
        tree = client.open(conversation_named(options.id)).result()
        bodies: dict[str, Body] = {}
        ids = tuple(entry.id for entry in tree.entries)
        client.bodies(ids, lambda body: bodies.update({body.id: body})).result()
        told = len(ids) > 1 and not options.json
        card = client.question(tree.conversation.id).result() if told else None
    if options.json:
        entries = [e | _said_json(bodies.get(e["id"])) for e in tree_json(tree.entries)]
        json_line(_row(tree.conversation) | {"tree": entries})
    else:
        _say_whole(tree, bodies, card)
    return 0


def _said_json(body: Body | None) -> dict[str, Any]:
    """What is known of a message once its text is."""
    return zones_json(body.zones) | {"chat": body.chat} if body else zones_json(())


def _rows(client: Client, query: str, limit: int) -> Iterator[Conversation]:
    """At most ``limit`` rows, 0 for all; the next page is on its way while one is printed."""
    size = min(PAGE, limit) if limit else PAGE
    left = limit or None
    call = client.rows(query, None, size)
    while True:
        page = call.result()
        more = page.before is not None and (left is None or left > len(page.rows))
        if more:
            call = client.rows(query, page.before, size)
        yield from page.rows[:left]
        if left is not None:
            left -= len(page.rows)
        if not more:
            return


def _with_trees(
    client: Client, rows: Iterator[Conversation]
) -> Iterator[tuple[Conversation, Tree]]:
    """Each row with its tree, a few of which are asked for ahead."""
    asked: deque[tuple[Conversation, Call[Tree]]] = deque()
    for row in rows:
        asked.append((row, client.open(row.id)))
        if len(asked) > OPENED_AHEAD:
            first, call = asked.popleft()
            yield first, call.result()
    for row, call in asked:
        yield row, call.result()


def _row(row: Conversation) -> dict[str, Any]:
    return {
        "id": row.id,
        "subject": row.subject,
        "lists": list(row.lists),
        "messages": row.messages,
        "unread": row.unread,
        "people": row.people,
        "first": iso(row.first),
        "last": iso(row.last),
        "tags": list(row.tags),
        "muted": row.muted,
        "storm": row.storm is not None,
        "followed": row.followed,
    }


def _say(row: Conversation, tree: Tree | None) -> None:
    from tui.words import short_name

    mark = _mark(row)
    count = f"{row.unread}/{row.messages}" if row.unread else str(row.messages)
    who = fit(short_name(row.asker), 18)
    lists = gate.line(" ".join(row.lists), 24)
    room = width() - COLUMNS - (cells(lists) + 2 if lists else 0)
    subject = fit(row.subject or "(no subject)", min(max(room, 20), 72))
    write(
        "  ".join(
            (
                style(row.id, "dim"),
                f"{when(row.last)} {style(mark, 'accent') if row.unread else mark}",
                fit(count, 7, right=True),
                who,
                style(subject, "bold") if row.unread and not row.hushed else subject,
                style(lists, "dim"),
            )
        ).rstrip()
    )
    for entry in tree.entries if tree else ():
        write(f"  {_head(entry, width() - 2)}")


def _mark(row: Conversation) -> str:
    if row.followed:
        return sign("followed_new" if row.unread else "followed")
    return sign("muted") if row.hushed else sign("unread") if row.unread else " "


def _head(entry: Entry, size: int) -> str:
    """A message of a tree as one line: who, to how many, when."""
    from tui.words import people, short_name

    indent = " " * (INDENT * min(entry.depth, DEEPEST))
    unread = "unread" in entry.tags
    name = gate.line(short_name(entry.sender), 40)
    to = "private" if entry.audience == "private" else f"to {people(entry.people)}"
    used = cells(indent) + cells(name) + 4
    tail = f"{to}  {when(entry.date)}"
    space = " " * max(min(size, 80) - used - len(tail) + 2, 2)
    mark = style(sign("unread"), "accent") if unread else " "
    return f"{indent}{mark} {style(name, 'bold') if unread else name}{space}{style(tail, 'dim')}"


def _say_whole(tree: Tree, bodies: dict[str, Body], card: Question | None) -> None:
    from tui import cardlines
    from tui.glyphs import glyphs
    from tui.words import count, people

    row = tree.conversation
    about = f"{count(row.messages, 'message')}, {people(row.people)}"
    if row.lists:
        about = f"{gate.line(' '.join(row.lists))} {sign('dot')} {about}"
    write(style(gate.line(row.subject or "(no subject)"), "bold"))
    write(style(about, "dim"))
    for line in cardlines.lines(card, row.subject, (width(), cardlines.TALL), glyphs()):
        write(style(line, "dim"))
    for entry in tree.entries:
        write()
        write(_head(entry, width()))
        margin = " " * (INDENT * min(entry.depth, DEEPEST) + INDENT)
        body = bodies.get(entry.id)
        for text, quiet in _text(body) if body else ():
            write(f"{margin}{style(text, 'dim') if quiet else text}".rstrip())


def _text(body: Body) -> Iterator[tuple[str, bool]]:
    """The lines of a message's clean text, and whether each is a quiet one."""
    from indexer import clean
    from tui.words import size

    text = clean(body.zones)
    for each in gate.block(text).split("\n") if text else ():
        yield each, False
    if hidden := hidden_line(body.zones):
        yield hidden, True
    for part in body.parts:
        about = part.note or f"{part.type}, {size(part.size)}"
        yield f"{sign('attachment')} {gate.line(part.name or part.kind)} ({gate.line(about)})", True
    if body.trouble:
        yield gate.line(body.trouble), True


def hidden_line(zones: tuple[Zone, ...]) -> str:
    """What is hidden of a body, counted: ``⋯ 212 lines quoted · 9 lines signature``."""
    from tui.words import count

    groups: dict[str, tuple[int, list[str]]] = {}
    for zone in zones:
        if zone.kind in ("new", "forward") or not zone.text.strip():
            continue
        group = "quoted" if zone.kind in ("quote", "attribution") else "other"
        lines, kinds = groups.get(group, (0, []))
        word = "quoted" if group == "quoted" else zone.kind
        groups[group] = (
            lines + zone.text.strip("\n").count("\n") + 1,
            kinds if word in kinds else [*kinds, word],
        )
    said = [
        f"{count(lines, 'line')} {', '.join(kinds)}"
        for _, (lines, kinds) in sorted(groups.items(), key=lambda item: item[0] != "quoted")
    ]
    between = f" {sign('dot')} "
    return f"{sign('hidden')} {between.join(said)}" if said else ""
