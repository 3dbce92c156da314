"""The command line's grammar: commands, their arguments, and what holds for all of them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    _Add = Callable[[str, str], argparse.ArgumentParser]

DESCRIPTION = """\
Busy lists and the massive cc, read in peace: each group's mail as conversations, each message
only as what its author newly wrote. Without a command, opens the reader on your mail."""

EPILOG = """\
ID is a Message-ID (id:...) or a conversation's id, as cclear threads prints them.
Try it on invented mail: cclear demo. Bring your own: cclear setup."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        from cclear.output import complain

        words = message.removeprefix("argument COMMAND: ")
        if words != message and words.startswith("invalid choice: "):
            words = f"there is no command {words.removeprefix('invalid choice: ').split(' (')[0]}"
        complain(f"{words}; see: {self.prog} --help")
        raise SystemExit(2)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What the command line says. Raises SystemExit, with 2 for wrong usage."""
    given = argparse.Namespace(mail=None, config=None, json=False, version=False, command=None)
    return _parser().parse_args(arguments, given)


def _everywhere() -> _Parser:
    """Options that may stand before or after the command's name."""
    parser = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    parser.add_argument(
        "--mail", metavar="DIR", help="the Maildir tree at DIR, made where missing; the index of "
        "it lives in DIR.cclear. Otherwise your notmuch configuration decides",
    )  # fmt: skip
    parser.add_argument("--config", metavar="FILE", help="another config.toml")
    parser.add_argument("--json", action="store_true", help="print JSON, an object a line")
    return parser


def _parser() -> _Parser:
    everywhere = _everywhere()
    parser = _Parser(
        prog="cclear",
        description=DESCRIPTION,
        epilog=EPILOG,
        parents=[everywhere],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="store_true",
        default=argparse.SUPPRESS,
        help="print the version and end",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def add(name: str, help: str) -> argparse.ArgumentParser:  # noqa: A002 - argparse's word
        return commands.add_parser(
            name,
            help=help,
            description=f"{help[:1].upper()}{help[1:]}.",
            parents=[everywhere],
            allow_abbrev=False,
        )

    _add_beginning(add)
    _add_mail_in(add)
    _add_reading(add)
    _add_writing(add)
    return parser


def _add_beginning(add: _Add) -> None:
    """The ways in: set-up, the doctor, the browser, the sample mailbox."""
    add("setup", "set up your own mail, one question at a time")
    add("doctor", "say what is set up, what is missing, and the command that mends it")

    serve = add("serve", "open the reader in a browser on this computer")
    serve.add_argument(
        "--port", type=_port, default=0, metavar="N", help="listen there; without it, on a free one"
    )
    serve.add_argument("--demo", action="store_true", help="on a copy of the sample mailbox")

    add("demo", "open the reader on a copy of the sample mailbox")


def _add_mail_in(add: _Add) -> None:
    """Mail in."""
    index = add("index", "take in new, moved and deleted mail and tag it")
    index.add_argument("--rebuild", action="store_true", help="make the cache anew")

    import_ = add("import", "copy mail files into the Maildir, then index")
    import_.add_argument(
        "files", nargs="+", metavar="FILE",
        help="an mbox, plain or gzipped; a message; a Maildir; Google Takeout's archives; a "
        "Thunderbird profile; Outlook's .pst or .msg; or a directory of these",
    )  # fmt: skip


def _add_reading(add: _Add) -> None:
    """What the reader shows."""
    lists = add("lists", "show the lists, or decide about one")
    lists.add_argument("--roster", action="store_true", help="who is and was on each")
    lists.add_argument(
        "--suggested", action="store_true", help="what may be lists, for you to accept or drop"
    )
    lists.add_argument(
        "words", nargs="*", metavar="WORD",
        help="set NAME title=... address=...: another title or posting address, an empty one takes "
        "it back; merge INTO NAME: one list of two; split NAME CONVERSATION...: take these and "
        "those like them out; drop NAME: it is no list; accept NAME: a suggestion is one; "
        "undo [NAME]: take back what was last said",
    )  # fmt: skip

    threads = add("threads", "show conversations, newest first")
    threads.add_argument("query", nargs="*", metavar="QUERY", help="a notmuch query, or list:NAME")
    threads.add_argument(
        "--limit", type=_count, default=50, metavar="N", help="at most N (50); 0 for all"
    )
    threads.add_argument("--tree", action="store_true", help="every message of each as well")

    show = add("show", "show one conversation as a tree of clean text")
    show.add_argument("id", metavar="ID")

    clean = add("clean", "show one message's zones: what is new in it, quoted, signed")
    clean.add_argument("file", nargs="?", metavar="FILE", help="standard input without it")
    clean.add_argument(
        "--batch", action="store_true",
        help="read JSON objects {id, format, input} a line and answer each with a line",
    )  # fmt: skip


def _add_writing(add: _Add) -> None:
    """What the reader sends and decides."""
    reply = add("reply", "show what a reply to a message would be: to whom, and the message itself")
    reply.add_argument("id", metavar="ID")
    reply.add_argument(
        "--to", choices=("list", "author", "thread", "everyone", "all"), metavar="WHOM",
        help="list: its address, or who asked; author; thread: those in this conversation; "
        "everyone: the whole list, hidden from one another; all: the classic reply to all",
    )  # fmt: skip
    reply.add_argument("--print", action="store_true", help="print the message that would go out")
    reply.add_argument("--body", metavar="FILE", help="the message's text; - for standard input")

    reply.add_argument(
        "--send", action="store_true", help="queue it and send it, and print its Message-ID"
    )
    reply.add_argument(
        "--people", type=_count, metavar="N",
        help="with --send, where many would get it: how many people that are",
    )  # fmt: skip
    reply.add_argument(
        "--storm", action="store_true",
        help="with --send, to everybody in a reply-all storm: all the same",
    )  # fmt: skip

    mute = add("mute", "mute a conversation: later mail in it is neither new nor in the inbox")
    mute.add_argument("id", metavar="ID")
    mute.add_argument("--undo", action="store_true", help="no longer mute it")
    follow = add("follow", "follow a conversation: its new messages are marked in every view")
    follow.add_argument("id", metavar="ID")
    follow.add_argument("--undo", action="store_true", help="no longer follow it")

    join = add("join", "make one conversation of two")
    join.add_argument("id", metavar="ID", help="the conversation that is joined to the other")
    join.add_argument("into", nargs="?", metavar="ID", help="the other; none is named with --undo")
    join.add_argument(
        "--answers", action="store_true",
        help="both are messages, as id:...; only the first, with its answers, goes below the other",
    )  # fmt: skip
    join.add_argument("--undo", action="store_true", help="take that back")
    split = add("split", "let a message and its answers be a conversation of their own")
    split.add_argument("id", metavar="ID", help="the message, as id:...; or a joined conversation")
    split.add_argument("--undo", action="store_true", help="take that back")

    summary = add("summary", "print the SUMMARY of a conversation, to be edited")
    summary.add_argument("id", metavar="ID")
    summary.add_argument(
        "--tick", action="append", default=[], metavar="ID",
        help="put a private answer in, by its Message-ID; without it they are only named",
    )  # fmt: skip

    outbox = add("outbox", "show what waits to be sent, send it, or take a message back")
    outbox.add_argument(
        "action", nargs="?", choices=("send", "cancel"), metavar="send|cancel",
        help="send: what is due, or message ID now, whatever its state; cancel: not send "
        "message ID, which is a draft again",
    )  # fmt: skip
    outbox.add_argument("id", nargs="?", metavar="ID", help="a Message-ID, as the list has it")


def _port(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and len(text) < 6 and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a number from 1 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not (text.isdecimal() and text.isascii() and len(text) < 10):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 up")
    return int(text)
