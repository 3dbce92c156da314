"""Mail in: finds messages, knows lists, builds conversations, cleans text, remembers.

This is the room's front door. The names below are all that other rooms use; each is loaded when
it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer import gate as gate
    from indexer.client import Call as Call, Client as Client
    from indexer.exports import (
        Export as Export,
        MaildirTree as MaildirTree,
        maildirs as maildirs,
        recognise as recognise,
    )
    from indexer.mailboxes import people as people
    from indexer.model import (
        Audience as Audience,
        Body as Body,
        Card as Card,
        Conversation as Conversation,
        Count as Count,
        Decided as Decided,
        Entry as Entry,
        Evidence as Evidence,
        Fact as Fact,
        Headers as Headers,
        Imported as Imported,
        Indexed as Indexed,
        IndexerError as IndexerError,
        ListKind as ListKind,
        MailList as MailList,
        Member as Member,
        Page as Page,
        Parent as Parent,
        Part as Part,
        Person as Person,
        Progress as Progress,
        Recipients as Recipients,
        Search as Search,
        Snippet as Snippet,
        State as State,
        Suggested as Suggested,
        TagChange as TagChange,
        Tagged as Tagged,
        Tree as Tree,
        Zone as Zone,
        ZoneKind as ZoneKind,
    )  # fmt: skip
    from indexer.settings import Settings as Settings, Where as Where
    from indexer.streams import kind as kind
    from indexer.thunderbird import Profile as Profile, profiles as profiles
    from indexer.zones import (
        clean as clean,
        is_greeting as is_greeting,
        is_sign_off as is_sign_off,
    )  # fmt: skip

_HOMES = {
    "Client": "client",
    "Call": "client",
    "Settings": "settings",
    "Where": "settings",
    "people": "mailboxes",
    "kind": "streams",
    "Export": "exports",
    "MaildirTree": "exports",
    "maildirs": "exports",
    "recognise": "exports",
    "Profile": "thunderbird",
    "profiles": "thunderbird",
    "clean": "zones",
    "is_greeting": "zones",
    "is_sign_off": "zones",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol of PEP 562
    if name.startswith("_"):
        raise AttributeError(name)
    if name == "gate":
        return import_module("indexer.gate")
    return getattr(import_module(f"indexer.{_HOMES.get(name, 'model')}"), name)
