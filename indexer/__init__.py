"""Mail in: finds messages, knows lists, builds conversations, cleans text, remembers.

This is the room's front door. The names below are all that other rooms use; each is loaded when
it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer import gate as gate
    from indexer.asking import asks as asks, question as question
    from indexer.client import Client as Client
    from indexer.exports import (
        Export as Export,
        MaildirTree as MaildirTree,
        maildirs as maildirs,
        recognise as recognise,
    )
    from indexer.frame import unframed as unframed
    from indexer.homes.values import (
        File as File,
        Home as Home,
        Month as Month,
        Topic as Topic,
    )  # fmt: skip
    from indexer.lanes import Call as Call
    from indexer.mailboxes import people as people
    from indexer.model import (
        Audience as Audience,
        Automatic as Automatic,
        Body as Body,
        Card as Card,
        Chat as Chat,
        Conversation as Conversation,
        Count as Count,
        Decided as Decided,
        Entry as Entry,
        Evidence as Evidence,
        Fact as Fact,
        Ground as Ground,
        Headers as Headers,
        Imported as Imported,
        Indexed as Indexed,
        IndexerError as IndexerError,
        ListKind as ListKind,
        MailList as MailList,
        Mark as Mark,
        Member as Member,
        Moved as Moved,
        Page as Page,
        Parent as Parent,
        Part as Part,
        Person as Person,
        Progress as Progress,
        Recipients as Recipients,
        Search as Search,
        Snippet as Snippet,
        State as State,
        Storm as Storm,
        Suggested as Suggested,
        TagChange as TagChange,
        Tagged as Tagged,
        Tree as Tree,
        Turn as Turn,
        Zone as Zone,
        ZoneKind as ZoneKind,
    )  # fmt: skip
    from indexer.questions.roles import role as role
    from indexer.questions.values import (
        Attached as Attached,
        Link as Link,
        Question as Question,
        Settled as Settled,
        Voice as Voice,
    )  # fmt: skip
    from indexer.settings import Settings as Settings, Where as Where
    from indexer.standing import (
        FOLLOW as FOLLOW,
        MUTE as MUTE,
        UNFOLLOW as UNFOLLOW,
        UNMUTE as UNMUTE,
    )  # fmt: skip
    from indexer.streams import kind as kind
    from indexer.thunderbird import Profile as Profile, profiles as profiles
    from indexer.zones import clean as clean

_HOMES = {
    "Client": "client",
    "Call": "lanes",
    "Settings": "settings",
    "Where": "settings",
    "asks": "asking",
    "question": "asking",
    "File": "homes.values",
    "Home": "homes.values",
    "Month": "homes.values",
    "Topic": "homes.values",
    "role": "questions.roles",
    "Attached": "questions.values",
    "Link": "questions.values",
    "Question": "questions.values",
    "Settled": "questions.values",
    "Voice": "questions.values",
    "people": "mailboxes",
    "unframed": "frame",
    "kind": "streams",
    "Export": "exports",
    "MaildirTree": "exports",
    "maildirs": "exports",
    "recognise": "exports",
    "Profile": "thunderbird",
    "profiles": "thunderbird",
    "MUTE": "standing",
    "UNMUTE": "standing",
    "FOLLOW": "standing",
    "UNFOLLOW": "standing",
    "clean": "zones",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol of PEP 562
    if name.startswith("_"):
        raise AttributeError(name)
    if name == "gate":
        return import_module("indexer.gate")
    return getattr(import_module(f"indexer.{_HOMES.get(name, 'model')}"), name)
