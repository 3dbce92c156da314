from __future__ import annotations

from itertools import combinations

import pytest

from tui import commands
from tui.bars import kept, write
from tui.cardpane import CardPane
from tui.commands import ANYWHERE, BY_ID, COMMANDS, Place
from tui.composer import Composer
from tui.conversation import ConversationPane
from tui.conversations import ConversationsPane
from tui.help import lines
from tui.home import HomePane
from tui.keys import prefix, question
from tui.line import Line
from tui.lists import ListsPane
from tui.screen import Mail
from tui.suggestions import Suggestions
from tui.theme import palette
from tui.wrap import cells

PANES: dict[Place, type] = {
    "lists": ListsPane,
    "conversations": ConversationsPane,
    "conversation": ConversationPane,
    "home": HomePane,
    "card": CardPane,
    "composer": Composer,
    "suggestions": Suggestions,
}


def test_no_two_commands_of_one_place_share_a_key_or_an_id() -> None:
    assert len(BY_ID) == len(COMMANDS)
    for one, other in combinations(COMMANDS, 2):
        if one.where & other.where:
            assert not set(one.keys) & set(other.keys), (one.id, other.id)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_is_carried_out_wherever_it_applies(command: commands.Command) -> None:
    for place in command.where:
        assert any(
            callable(getattr(carrier, command.method, None)) for carrier in (PANES[place], Mail)
        ), place


def test_no_first_of_two_keys_is_a_command_itself() -> None:
    single = {key for command in COMMANDS for key in command.keys if " " not in key}
    assert commands.prefixes({}) == {"l", "z"}
    assert not commands.prefixes({}) & single


def test_every_command_has_a_binding_under_its_id() -> None:
    places = (commands.ANYWHERE, commands.WRITING, commands.SUGGESTIONS)
    bound = [binding for place in places for binding in commands.bindings(place)]
    assert {binding.id for binding in bound} == {c.id for c in COMMANDS}
    assert len(bound) == len(COMMANDS)


def test_the_users_keys_are_understood_as_people_write_them() -> None:
    assert commands.parse_keys("a, ctrl+r, z a") == ("a", "ctrl+r", "z a")
    assert commands.parse_keys("?,!, |") == ("question_mark", "exclamation_mark", "vertical_line")
    assert commands.parse_keys(",") == ("comma",)
    assert commands.keymap({"dates": "e, !"}) == {"dates": "e,exclamation_mark"}
    # Others keep the keys that they have in common with it elsewhere, and no others.
    mapped = commands.keymap({"next-unread": "N", "archive": "q"})
    assert (mapped["next-section"], mapped["back"]) == ("n,tab", "escape")
    assert commands.keys_of(BY_ID["archive"], {"archive": "e"}) == ("e",)
    assert commands.keys_of(BY_ID["archive"], {}) == ("a",)


def test_mistakes_in_the_users_keys_are_named() -> None:
    with pytest.raises(KeyError, match="archve"):
        commands.keymap({"archve": "e"})
    with pytest.raises(ValueError, match="archive"):
        commands.keymap({"archive": "  "})


def test_the_bottom_line_fits_and_ends_with_help() -> None:
    for place in sorted(ANYWHERE):
        hints = tuple(commands.hints(place, {}))
        for width in range(5, 200):
            shown = kept(hints, width)
            assert shown[-1] == ("?", "keys")
            if width > 10:
                assert sum(cells(key) + cells(title) + 3 for key, title in shown) - 2 <= width
                line = Line(width)
                write(line, shown, palette("terminal"))
                assert line.strip().text.rstrip().endswith("? keys")
        assert kept(hints, 200) == list(hints)


def test_the_bottom_line_says_the_users_keys() -> None:
    assert ("e", "archive") in commands.hints("conversations", {"archive": "e"})
    assert commands.hints("conversations", {}, also=["select"])[0] == ("x", "select")
    assert "save search" not in [
        title for _, title in commands.hints("conversations", {}, without=["save-search"])
    ]


def test_the_first_of_two_keys_waits_for_those_that_may_follow() -> None:
    ran: list[str] = []
    waiting = prefix("z", "conversation", {}, ran.append)
    assert waiting is not None
    assert {key for key, _ in waiting.hints} == {"a", "o", "c", "M", "R"}
    waiting.choices["M"]()
    assert ran == ["fold-all"]
    assert prefix("z", "lists", {}, ran.append) is None
    assert prefix("l", "home", {}, ran.append) is None
    moved = prefix("z", "conversation", {"fold-all": "z m"}, ran.append)
    assert moved is not None
    assert "m" in moved.choices
    assert "M" not in moved.choices


def test_a_question_names_its_keys() -> None:
    asked = question("Leave?", {"y": lambda: None})
    assert asked.hints == (("y", "yes"), ("any other key", "no"))


def test_help_tells_every_command_in_any_width() -> None:
    for width in (20, 40, 80, 120):
        told = "\n".join(f"{keys} {words}" for keys, words in lines({}, width))
        for command in COMMANDS:
            assert commands.shown(command.keys[0]) in told
            assert command.help.split()[0] in told
