"""An attachment handed out of the reader: to a folder that the user names, or to a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import IndexerError, Part
from tui import opening, parts
from tui.background import begin
from tui.messages import ChoiceWanted, PromptWanted, StatusWanted

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from indexer import Attached, Client, File


def chosen(pane: Widget, file: Attached | File | None) -> tuple[str, Part] | None:
    """The message and the part that the file under the cursor is; says so where there is none."""
    if file is None:
        pane.post_message(StatusWanted("put the cursor on an attachment"))
        return None
    return file.message, Part(file.number, "attachment", file.name, file.type, file.size)


def save(pane: Widget, client: Client, message: str, part: Part) -> None:
    """A part of a message to a directory that is asked for."""

    async def answer(text: str) -> str | None:
        if not text.strip():
            return "name a directory"
        try:
            path = await client.save_part(message, part.number, opening.directory(text))
        except IndexerError as error:
            return error.text
        pane.post_message(StatusWanted(f"saved {path}"))
        return None

    label = f"save {part.name or part.type} in: "
    pane.post_message(PromptWanted(label, answer, value=opening.DOWNLOADS))


def follow(pane: Widget, opener: Callable[[], str], url: str) -> None:
    """An http(s) link to the program that ``opener`` names by then, after asking."""

    async def hand_over() -> None:
        try:
            await opening.follow(opener(), url)
        except OSError as error:
            pane.post_message(StatusWanted(str(error), danger=True))
        else:
            pane.post_message(StatusWanted(f"opened {url}"))

    def go() -> None:
        begin(pane, hand_over, "opening")

    pane.post_message(ChoiceWanted(f"open {url}? y opens it", {"y": go}))


def open_copy(
    pane: Widget, client: Client, opener: Callable[[], str], message: str, part: Part
) -> None:
    """A copy of a part to the program that ``opener`` names by then, after asking."""

    async def hand_over() -> None:
        try:
            path = await client.save_part(message, part.number, await opening.scratch())
            await opening.start(opener(), path)
        except (IndexerError, OSError) as error:
            pane.post_message(StatusWanted(str(error), danger=True))
        else:
            pane.post_message(StatusWanted(f"opened a copy of {part.name or part.type}"))

    def go() -> None:
        begin(pane, hand_over, "opening")

    pane.post_message(ChoiceWanted(parts.question(part), {"y": go}))
