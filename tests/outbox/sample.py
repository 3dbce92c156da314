"""A message as somebody writes it, finished, and the settings to send it with."""

from __future__ import annotations

from datetime import UTC, datetime

from indexer import Person
from outbox import Draft, Finished, Settings, Work, finish, new_id
from tests.outbox.servers import HOST

JANE = Person("Jane Khan", "jane@otterley.example")
RHYS = Person("", "rhys@ripley.example")
SAM = Person("Säm Reader", "sam@here.example")
WHEN = datetime(2024, 3, 4, 9, 30, tzinfo=UTC)


def draft(text: str = "Yes, we do.\n\n.\nFrom here on.\n", parent: str = "1@mail.example") -> Draft:
    return Draft(
        SAM,
        to=(JANE,),
        bcc=(RHYS,),
        subject="Re: Who uses “it”?",
        text=text,
        in_reply_to=parent,
        references=("0@mail.example", parent),
    )


def work(key: str = "cclear-0123456789abcdef", **given: str) -> Work:
    made = draft(**given)
    return Work(key, made, "author", made.in_reply_to, "uses", "", ("/tmp/a b.pdf",))


def finished(one: Work | None = None) -> Finished:
    made = (one or work()).draft
    return finish(made, new_id(made.sender.address), WHEN)


def by_smtp(port: int) -> Settings:
    return Settings("smtp", host=HOST, port=port, security="none", deadline_seconds=120)
