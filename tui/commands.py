"""Every command there is, once: its keys, its words and where it applies.

From this table come the bindings, the bottom line, the help screen and the palette. A command is
carried out by the pane that has the focus, in its method ``action_`` and the id (``fold-all``:
``action_fold_all()``); where that pane has none, by the screen. Keys are Textual's names; two keys
in a row stand with a space between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Place = Literal[
    "lists", "conversations", "conversation", "card", "home", "suggestions", "composer"
]  # fmt: skip

LISTS: frozenset[Place] = frozenset(("lists",))
ROWS: frozenset[Place] = frozenset(("conversations",))
READING: frozenset[Place] = frozenset(("conversation",))
CARD: frozenset[Place] = frozenset(("card",))
HOME: frozenset[Place] = frozenset(("home",))
MAIL = ROWS | READING
LISTED = LISTS | MAIL
ANYWHERE = LISTED | CARD | HOME
WRITING: frozenset[Place] = frozenset(("composer",))
SUGGESTIONS: frozenset[Place] = frozenset(("suggestions",))


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the user can do.

    ``title`` is a word or two for the bottom line and the palette, ``help`` a sentence. ``hint``
    says how soon it stands in the bottom line, from 1; 0 is never.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    where: frozenset[Place]
    hint: int = 0
    palette: bool = True

    @property
    def method(self) -> str:
        """The name of the method that carries it out."""
        return "action_" + self.id.replace("-", "_")


COMMANDS: tuple[Command, ...] = (
    # Moving
    Command("down", ("j", "down"), "move", "One line down.", ANYWHERE, 1, palette=False),
    Command("up", ("k", "up"), "up", "One line up.", ANYWHERE, palette=False),
    Command("page", ("space", "pagedown"), "page", "A page down; at the end, on to the next.",
            ANYWHERE, palette=False),
    Command("page-up", ("b", "pageup"), "page up", "A page up.", ANYWHERE, palette=False),
    Command("top", ("g", "home"), "top", "To the top.", ANYWHERE, palette=False),
    Command("bottom", ("G", "end"), "bottom", "To the bottom.", ANYWHERE, palette=False),
    Command("next-unread", ("n",), "next new", "To the next unread one.", LISTED, 4),
    Command("previous-unread", ("p",), "previous new", "To the unread one before.", LISTED),
    Command("next-sibling", ("right_square_bracket",), "next answer", "To the next answer to the "
            "same message.", READING),
    Command("previous-sibling", ("left_square_bracket",), "answer before", "To the answer to the "
            "same message before this.", READING),
    Command("parent", ("circumflex_accent",), "what it answers", "To the message that this one "
            "answers.", READING),
    Command("open", ("enter",), "open", "Open what the cursor is on; unfold it.", ANYWHERE, 2,
            palette=False),
    Command("back", ("q", "escape"), "back", "Back a level; at the first, leave cclear.",
            ANYWHERE, 9, palette=False),
    Command("left", ("left",), "left", "To the pane at the left.", ANYWHERE, palette=False),
    Command("right", ("right",), "right", "To the pane at the right.", ANYWHERE, palette=False),
    # Folds
    Command("fold", ("tab",), "fold", "Fold or unfold what the cursor is on.", READING, 3,
            palette=False),
    Command("fold-toggle", ("z a",), "fold or unfold", "Fold or unfold the message and what "
            "hangs under it.", READING),
    Command("fold-open", ("z o",), "unfold", "Unfold the message and what hangs under it.",
            READING),
    Command("fold-close", ("z c",), "fold", "Fold the message and what hangs under it.", READING),
    Command("fold-all", ("z M",), "fold all", "Fold every message.", READING),
    Command("unfold-all", ("z R",), "unfold all", "Unfold every message.", READING),
    Command("new-first", ("s",), "new first", "What came since you last looked at the top, the "
            "newest branch first; or all in the tree’s order.", READING),
    Command("quotes", ("o",), "quotes", "Show or hide all that is quoted, signed and added.",
            READING, 6),
    Command("headers", ("h",), "headers", "The message's full headers.", READING, 8),
    Command("recipients", ("w",), "to whom", "Whom the message went to, who came and went.",
            READING),
    Command("ground", ("e",), "why here", "What shows that the message answers the one above it.",
            READING),
    Command("dates", ("D",), "exact dates", "Dates in full, or as people say them.", MAIL),
    Command("save-part", ("S",), "save attachment", "Save the attachment the cursor is on.",
            READING | CARD | HOME),
    Command("open-part", ("O",), "open attachment", "Open the attachment the cursor is on, "
            "or the link of a card, after asking.", READING | CARD | HOME),
    Command("card", ("c",), "card", "The card of the question: who answered, links and files; "
            "folded again.", READING | CARD, 7),
    # The home of a list
    Command("list-home", ("i",), "list’s home", "The list’s home: its people, what they ask, its "
            "files.", LISTED, 11),
    Command("next-section", ("n", "tab"), "next part", "To the next part of the home.", HOME, 4),
    Command("previous-section", ("p", "shift+tab"), "part before", "To the part of the home "
            "before this.", HOME),
    Command("order", ("o",), "order", "People by how much they wrote, by name, or by when they "
            "were last seen.", HOME, 5),
    # Finding
    Command("search", ("slash",), "search", "Search all mail: any notmuch query, and list:NAME.",
            ANYWHERE, 10),
    Command("find", ("ctrl+f",), "find", "Find words in the open conversation; in a home, "
            "show only what has them.", READING | HOME, 6),
    Command("save-search", ("s",), "save search", "Keep this search under a name.",
            LISTS | ROWS, 11),
    Command("forget-search", ("X",), "forget search", "Forget the saved search.", LISTS),
    # Tags
    Command("archive", ("a",), "archive", "Take it out of the inbox.", MAIL, 5),
    Command("delete", ("d",), "delete", "Tag it deleted, or no longer; a draft is thrown away, "
            "after asking.", MAIL),
    Command("flag", ("exclamation_mark",), "flag", "Flag it, or no longer.", MAIL),
    Command("unread", ("N",), "mark unread", "Mark it unread.", MAIL),
    Command("read-all", ("A",), "mark all read", "Mark all of it read.", LISTED),
    Command("mute", ("ampersand",), "mute", "Mute the conversation, or no longer: later mail in "
            "it is neither new nor in the inbox.", MAIL, 7),
    Command("follow", ("F",), "follow", "Follow the conversation, or no longer: new messages of "
            "it are marked in every view.", MAIL),
    Command("tag", ("t",), "tag", "Add and remove tags: +todo -later.", MAIL),
    Command("select", ("x",), "select", "Select it; what you do next is done to all selected.",
            MAIL),
    Command("select-lines", ("v",), "select lines", "Select lines of the message: an answer "
            "quotes just these, {copy} copies them.", READING),
    Command("join", ("J",), "join to another", "Join it to another conversation: "
            "{join} here, then {join} there. All that are selected become one at once.", ROWS),
    Command("answers", ("J",), "answers another", "Say what the message answers: "
            "{answers} here, then {answers} there. Twice on one that you moved takes that back.",
            READING),
    Command("split", ("number_sign",), "split here", "Let the message, with all that answers it, "
            "be a conversation of its own, or no longer.", READING),
    Command("undo", ("u",), "undo", "Undo the last change of tags, the last move, or what you "
            "said last of a list.", ANYWHERE),
    # What is a list
    Command("rename-list", ("l r",), "rename list", "Give the list another title.", LISTED),
    Command("merge-list", ("l m",), "merge list into", "Make the list a part of another.",
            LISTED),
    Command("split-list", ("l s",), "take out of list", "Make the selected conversations, and "
            "those like them, a list of their own.", ROWS),
    Command("drop-list", ("l n",), "not a list", "It is no list: its mail is as all other mail.",
            LISTED),
    Command("suggestions", ("l l",), "suggested lists", "What may be lists, to accept or not.",
            LISTED),
    Command("open-suggested", ("enter",), "its mail", "In the suggestions: its mail; back leads to "
            "them again.", SUGGESTIONS, 3),
    Command("accept-list", ("a",), "a list", "In the suggestions: it is a list.", SUGGESTIONS, 1),
    Command("refuse-list", ("n",), "not a list", "In the suggestions: it is none, for good.",
            SUGGESTIONS, 2),
    # Writing
    Command("reply-list", ("L",), "reply to list", "Answer the list; on a cc list, who asked.",
            MAIL, 3),
    Command("reply-author", ("r",), "reply", "Answer the author alone.", MAIL, 3),
    Command("reply-all", ("R",), "reply to all", "Answer all whom the message names.", MAIL),
    Command("write", ("m",), "new message", "Write a new message.", ANYWHERE),
    Command("forward", ("f",), "forward", "Forward the message.", MAIL),
    Command("summarise", ("U",), "summary", "Write a summary of the conversation, for all "
            "of the list.", MAIL),
    Command("go-on", ("E",), "edit draft", "Go on with the draft that is here.", MAIL),
    Command("outbox", ("Q",), "outbox", "What waits to be sent, and how it stands.", ANYWHERE),
    Command("send", ("ctrl+s",), "send", "Send it; for some seconds, undo takes it back.",
            WRITING, 1),
    Command("widen", ("ctrl+t",), "to whom", "Who asked or the list, those in the conversation, "
            "everybody, and back.", WRITING, 6),
    Command("editor", ("ctrl+o",), "$EDITOR", "Go on in your own editor.", WRITING, 3),
    Command("attach", ("ctrl+f",), "attach", "A file to go along, or no longer.", WRITING, 4),
    Command("readdress", ("ctrl+r",), "change To", "Change the recipients by hand.", WRITING, 5),
    Command("tick", ("ctrl+l",), "private answers", "In a summary: put in an answer that was "
            "written privately, or take it out.", WRITING),
    Command("discard", ("ctrl+g",), "throw away", "Throw the draft away, after asking.",
            WRITING, 7),
    Command("keep", ("escape",), "keeps the draft", "Close it and keep the draft.", WRITING, 2),
    # Out of here
    Command("pipe", ("vertical_line",), "pipe", "Feed the message to a command.", MAIL),
    Command("copy", ("y",), "copy", "Copy the text to the clipboard.", MAIL | CARD),
    # All of it
    Command("look", ("ctrl+r", "dollar_sign"), "look for mail", "Fetch and take in new mail.",
            ANYWHERE),
    Command("help", ("question_mark",), "keys", "All keys.", ANYWHERE, 12),
    Command("palette", ("ctrl+p",), "commands", "Find a command by its name.", ANYWHERE,
            palette=False),
    Command("suspend", ("ctrl+z",), "suspend", "Back to the shell; fg returns here.", ANYWHERE),
    Command("quit", ("ctrl+c",), "leave", "Leave cclear, after asking.", ANYWHERE),
)  # fmt: skip

BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}

_SHOWN = {
    "slash": "/", "question_mark": "?", "exclamation_mark": "!", "ampersand": "&",
    "vertical_line": "|", "dollar_sign": "$", "pagedown": "pgdn", "pageup": "pgup",
    "escape": "esc", "full_stop": ".", "comma": ",", "minus": "-", "plus": "+",
    "number_sign": "#", "at": "@", "tilde": "~", "equals_sign": "=", "colon": ":",
    "semicolon": ";", "asterisk": "*", "percent_sign": "%", "underscore": "_",
    "left_square_bracket": "[", "right_square_bracket": "]", "less_than_sign": "<",
    "greater_than_sign": ">", "circumflex_accent": "^", "grave_accent": "`",
    "apostrophe": "'", "quotation_mark": '"', "backslash": "\\",
    "left_curly_bracket": "{", "right_curly_bracket": "}", "left_parenthesis": "(",
    "right_parenthesis": ")",
}  # fmt: skip
_NAMED = re.compile(r"\{([a-z-]+)\}")
_TYPED = {sign: name for name, sign in _SHOWN.items() if len(sign) == 1}


def shown(key: str) -> str:
    """A key or a row of keys as people write it: ``?``, ``ctrl+p``, ``za``."""
    return "".join(_SHOWN.get(part, part) for part in key.split(" "))


def parse_keys(text: str) -> tuple[str, ...]:
    """Keys as config.toml gives them, ``"a, ctrl+r, z a"``, by Textual's names."""
    typed = (part.strip() for part in text.split(",")) if text.strip() != "," else (",",)
    return tuple(" ".join(_TYPED.get(key, key) for key in part.split()) for part in typed if part)


def keymap(keys: Mapping[str, str]) -> dict[str, str]:
    """What :meth:`textual.app.App.set_keymap` takes, of the user's keys by command id.

    Raises KeyError with the id that is no command's, ValueError where no key is named.
    """
    mapped = {}
    for name, text in keys.items():
        if name not in BY_ID:
            raise KeyError(name)
        parsed = parse_keys(text)
        if not parsed:
            raise ValueError(name)
        mapped[name] = ",".join(parsed)
    return {**_beside(mapped), **mapped}


def _beside(mapped: Mapping[str, str]) -> dict[str, str]:
    """The keys that are left to commands which share one with those that the user gave keys.

    Textual would take such a key from all of them, those of other places too.
    """
    given = {name: keys.split(",") for name, keys in mapped.items()}
    touched = {key for name, keys in given.items() for key in (*BY_ID[name].keys, *keys)}
    beside = {}
    for command in COMMANDS:
        if command.id in mapped or touched.isdisjoint(command.keys):
            continue
        taken = {
            k for name, keys in given.items() if BY_ID[name].where & command.where for k in keys
        }
        if left := [key for key in command.keys if key not in taken]:
            beside[command.id] = ",".join(left)
    return beside


def keys_of(command: Command, mapped: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that carry out a command, given a keymap."""
    given = mapped.get(command.id)
    return tuple(given.split(",")) if given else command.keys


def named(text: str, mapped: Mapping[str, str]) -> str:
    """A text with the first key of each command that it names as ``{id}``, given a keymap."""
    return _NAMED.sub(lambda name: shown(keys_of(BY_ID[name[1]], mapped)[0]), text)


def bindings(where: frozenset[Place] = ANYWHERE, *, priority: bool = False) -> list[Binding]:
    """A binding a command that applies there, under its id; all call ``command`` with the id.

    With ``priority`` they come before the keys of whatever has the focus.
    """
    return [
        Binding(
            ",".join(command.keys), f"command({command.id!r})", command.title, id=command.id,
            priority=priority,
        )
        for command in COMMANDS
        if command.where & where
    ]  # fmt: skip


def under(prefix: str, place: Place, mapped: Mapping[str, str]) -> list[tuple[str, Command]]:
    """The commands whose keys begin with ``prefix``, by the key that is still to come."""
    return [
        (key.removeprefix(prefix + " "), command)
        for command in COMMANDS
        if place in command.where
        for key in keys_of(command, mapped)
        if key.startswith(prefix + " ")
    ]


def prefixes(mapped: Mapping[str, str]) -> frozenset[str]:
    """The first keys of all two-key commands."""
    return frozenset(
        key.split(" ")[0] for command in COMMANDS for key in keys_of(command, mapped) if " " in key
    )


def hints(
    place: Place, mapped: Mapping[str, str], also: Iterable[str] = (), without: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """Key and title of what matters now, the most important first, help last.

    ``also`` names commands that matter at this moment besides, ``without`` some that do not.
    """
    first = [BY_ID[name] for name in also]
    left_out = {*also, *without}
    rest = sorted(
        (c for c in COMMANDS if c.hint and place in c.where and c.id not in left_out),
        key=lambda command: command.hint,
    )
    return [_hint(command, mapped) for command in (*first, *rest)]


def selecting_hints(mapped: Mapping[str, str]) -> list[tuple[str, str]]:
    """Key and title of what matters while lines of a message are selected."""
    said = {"down": "more", "select-lines": "ends it"}
    names = ("down", "reply-list", "reply-author", "reply-all", "copy", "select-lines")
    hints = (_hint(BY_ID[name], mapped) for name in names)
    return [(key, said.get(name, title)) for name, (key, title) in zip(names, hints, strict=True)]


def _hint(command: Command, mapped: Mapping[str, str]) -> tuple[str, str]:
    keys = keys_of(command, mapped)
    both = command.id == "down" and keys == command.keys
    return "j k" if both else shown(keys[0]), command.title
