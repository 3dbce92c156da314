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
    from indexer.errors import IndexerError as IndexerError
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
    from indexer.model.bodies import (
        Automatic as Automatic,
        Body as Body,
        Chat as Chat,
        Part as Part,
        Zone as Zone,
        ZoneKind as ZoneKind,
    )  # fmt: skip
    from indexer.model.conversations import (
        Audience as Audience,
        Conversation as Conversation,
        Entry as Entry,
        Page as Page,
        Snippet as Snippet,
        Storm as Storm,
        Tree as Tree,
        Turn as Turn,
    )  # fmt: skip
    from indexer.model.heads import Headers as Headers, Parent as Parent, Recipients as Recipients
    from indexer.model.intake import Imported as Imported, Indexed as Indexed, Progress as Progress
    from indexer.model.joins import Evidence as Evidence, Ground as Ground, Moved as Moved
    from indexer.model.lists import (
        Decided as Decided,
        ListKind as ListKind,
        MailList as MailList,
        Member as Member,
        Suggested as Suggested,
    )  # fmt: skip
    from indexer.model.people import Card as Card, Fact as Fact, Person as Person
    from indexer.model.state import Count as Count, Mark as Mark, Search as Search, State as State
    from indexer.model.tags import TagChange as TagChange, Tagged as Tagged
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

_NAMES = {
    "asking": ("asks", "question"),
    "client": ("Client",),
    "errors": ("IndexerError",),
    "exports": ("Export", "MaildirTree", "maildirs", "recognise"),
    "frame": ("unframed",),
    "homes.values": ("File", "Home", "Month", "Topic"),
    "lanes": ("Call",),
    "mailboxes": ("people",),
    "model.bodies": ("Automatic", "Body", "Chat", "Part", "Zone", "ZoneKind"),
    "model.conversations": (
        "Audience",
        "Conversation",
        "Entry",
        "Page",
        "Snippet",
        "Storm",
        "Tree",
        "Turn",
    ),
    "model.heads": ("Headers", "Parent", "Recipients"),
    "model.intake": ("Imported", "Indexed", "Progress"),
    "model.joins": ("Evidence", "Ground", "Moved"),
    "model.lists": ("Decided", "ListKind", "MailList", "Member", "Suggested"),
    "model.people": ("Card", "Fact", "Person"),
    "model.state": ("Count", "Mark", "Search", "State"),
    "model.tags": ("TagChange", "Tagged"),
    "questions.roles": ("role",),
    "questions.values": ("Attached", "Link", "Question", "Settled", "Voice"),
    "settings": ("Settings", "Where"),
    "standing": ("MUTE", "UNMUTE", "FOLLOW", "UNFOLLOW"),
    "streams": ("kind",),
    "thunderbird": ("Profile", "profiles"),
    "zones": ("clean",),
}
_HOMES = {name: home for home, names in _NAMES.items() for name in names}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol of PEP 562
    if name == "gate":
        return import_module("indexer.gate")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"indexer.{home}"), name)
