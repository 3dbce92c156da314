"""What messages' headers say: whom they name, and what an answer follows."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.people import Card, Person


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a message named, and who came and went against the message it answers.

    ``sender`` wrote it, and ``card`` is what their signatures say. ``bounced`` are those whose
    address mail failed to since they last wrote.
    """

    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    joined: tuple[Person, ...]
    dropped: tuple[Person, ...]
    sender: Person | None = None
    card: Card = Card()
    bounced: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Headers:
    """A message's header fields as they stand, in order, unfolded and decoded."""

    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Parent:
    """What an answer to a message follows of its header.

    ``authors`` are the mailboxes of From, ``original`` those of X-Original-From, which some lists
    leave when they put their own address into From. ``id``, ``in_reply_to`` and ``references`` are
    bare Message-IDs. ``list_post`` is an address, ``no_post`` is ``List-Post: NO`` (RFC 2369).
    ``thread_index`` is valid base64 of a conversation index (MS-OXOMSG, section 2.2.1.3), or empty.
    ``auto`` says that no person wrote it.
    """

    id: str | None
    authors: tuple[Person, ...] = ()
    sender: Person | None = None
    reply_to: tuple[Person, ...] = ()
    followup_to: tuple[Person, ...] = ()
    original: tuple[Person, ...] = ()
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    subject: str = ""
    date: int | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    list_id: str | None = None
    list_title: str = ""
    list_post: str | None = None
    no_post: bool = False
    thread_index: str = ""
    thread_topic: str = ""
    auto: bool = False
