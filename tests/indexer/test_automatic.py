"""What programs sent in answer: real forms with invented content, and what persons write."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer import automatic
from indexer.cache import Cache, Row
from indexer.envelope import head, parse
from indexer.failures import MOST, failed
from indexer.storms import Crowd, storm
from tests.indexer.test_trees import row
from tests.support.mailbox import LONG
from tests.support.messages import ME, crowd

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer import Automatic, Chat, Snippet
    from tests.support.mailbox import Mailbox

PERSON = "From: Jane Khan <jane@otterley.example>\n"
DAEMON = "From: Mail Delivery System <MAILER-DAEMON@mx.example>\n"

HEADS = [
    ("reply", "Auto-Submitted: auto-replied (vacation)\nSubject: Away"),
    ("reply", "X-Autoreply: yes\nSubject: Re: Gritting"),
    ("reply", "Precedence: auto_reply\nSubject: Re: Gritting"),
    # Exchange: generated, suppressing, and named in the reader's language.
    ("reply", ("Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n"
              "Subject: Automatic reply: Gritting")),
    ("reply", "X-Auto-Response-Suppress: All\nSubject: Automatische Antwort: Gritting"),
    ("reply", "X-MS-Exchange-Inbox-Rules-Loop: j@x\nSubject: Respuesta automática: Gritting"),
    ("reply", ("X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\n"
              "Auto-Submitted: auto-generated\nSubject: Gritting")),
    ("reply", "Return-Path: <>\nIn-Reply-To: <1@x>\nSubject: Out of Office: Gritting"),
    # Notes
    ("reply", ("Auto-submitted: auto-generated\nX-MIMETrack: Serialize by Router\n"
              "Subject: AUTO: Jane Khan is out of the office (returning 04/03)")),
    ("bounce", "Content-Type: multipart/report; report-type=delivery-status; boundary=b"),
    ("bounce", "X-Failed-Recipients: a@b.example\nSubject: Mail delivery failed"),
    ("bounce", "Return-Path: <>\nSubject: Undeliverable: Gritting"),
    ("receipt", "Content-Type: multipart/report; report-type=disposition-notification"),
    ("meeting", "Content-Type: text/calendar; charset=utf-8; method=REPLY\nSubject: Accepted: X"),
    ("meeting", "Content-class: urn:content-classes:calendarmessage\nSubject: Zugesagt: Treffen"),
    ("recall", "Content-Class: urn:content-classes:recallmessage\nSubject: Recall: Gritting"),
    ("bounce", "X-Message-Class: REPORT.IPM.Note.NDR\nSubject: Unzustellbar: X"),
    ("meeting", "Message-Class: IPM.Schedule.Meeting.Resp.Pos\nSubject: X"),
    # What persons send, and programs that pass on what persons say.
    ("", "Subject: Gritting"),
    ("", "Auto-Submitted: no\nSubject: Gritting"),
    ("", "X-Auto-Response-Suppress: All\nSubject: Re: Gritting"),
    ("", ("Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n"
         "Subject: Re: web | Bo commented on the form (!12)")),
    ("", "Subject: Out of office cover for March"),
    ("", "Subject: Automatic reply: how do you set yours?"),
    ("", "Precedence: list\nSubject: Re: Gritting"),
    ("", "Content-Type: text/calendar; method=REQUEST\nSubject: Invitation: Gritting"),
    ("", "Subject: Accepted: the new gritting contract"),
    ("", "Subject: Recall: product notice"),
    ("", "X-Autoreply: no\nSubject: Re: Gritting"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields"), HEADS)
def test_of_a_header_block(kind: str, fields: str) -> None:
    found = parse(head(f"{PERSON}{fields}\n\nHello\n".encode()))
    assert found.automatic == kind
    if kind:
        assert found.auto


@pytest.mark.parametrize(
    ("kind", "subject", "text"),
    [
        ("reply", "Out of Office AutoReply: Gritting", "I will be out of the office until Monday."),
        ("reply", "Abwesenheitsnotiz: Streuen", "Ich bin bis Montag nicht im Büro."),
        ("recall", "Recall: Gritting", 'Jo Khan would like to recall the message, "Gritting".'),
        ("", "Out of the office", "I will be out of the office on Friday. Bo covers for me."),
        ("", "Out of office - Jane", "I will return on Monday."),
        ("", "Recall: Gritting", "We have to recall the grit: it is sugar."),
        ("", "Gritting", "I am out of the office until Monday, ask Bo."),
    ],
)
def test_of_a_subject_and_a_text_together(kind: str, subject: str, text: str) -> None:
    assert automatic.of_text(subject, text) == kind


REPORT = (
    DAEMON + "Subject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\nMessage-ID: <b@x>\n"
    "Date: Tue, 05 Mar 2024 10:00:00 +0000\nTo: sam@here.example\n"
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
    "--b\nContent-Type: text/plain\n\nIt could not be delivered.\n"
    "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
    "Final-Recipient: rfc822; Bo.1@County.example\n"
    "Original-Recipient: rfc822;bo.1@county.example\nAction: failed\nStatus: 5.1.1\n\n"
    "Final-Recipient: rfc822; di.3@county.example\nAction: delayed\nStatus: 4.4.1\n\n"
    "Final-Recipient: rfc822; ed.4@county.example\nAction: failed\nStatus: 4.4.7\n--b--\n"
)


def plain(text: str) -> bytes:
    return f"{DAEMON}Subject: failure\n\n{text}".encode()


@pytest.mark.parametrize(
    ("raw", "addresses"),
    [
        (REPORT.encode(), ("bo.1@county.example",)),
        # Postfix, qmail, Exim, Gmail and Exchange, before or beside RFC 3464.
        (plain("<bo@x.example>: host mx.x.example said: 550 5.1.1 User unknown\n"),
         ("bo@x.example",)),
        (plain("I wasn't able to deliver.\n\n<bo@x.example>:\nSorry, no such user.\n\n"
               "--- Below this line is a copy of the message.\n\nTo: <di@x.example>\n"),
         ("bo@x.example",)),
        (plain("The following address failed:\n\n  bo@x.example\n    550 unknown user\n"),
         ("bo@x.example",)),
        (plain("Address not found\nYour message wasn't delivered to bo@x.example because the "
               "address couldn't be found.\n"), ("bo@x.example",)),
        (plain("Your message to bo@x.example couldn't be delivered.\n"), ("bo@x.example",)),
        (plain("<bo@x.example>: 451 4.3.0 delayed, will keep trying\n"), ()),
        (plain("It is Monday.\n"), ()),
        (b"", ()),
    ],
)  # fmt: skip
def test_whom_a_report_names(raw: bytes, addresses: tuple[str, ...]) -> None:
    assert failed(raw) == addresses


def test_a_report_names_no_more_than_so_many() -> None:
    lines = "".join(f"<a{n}@x.example>: 550 unknown user\n" for n in range(10_000))
    assert len(failed(plain(lines))) == MOST


def test_five_answers_to_fifty_people_within_an_hour_are_a_storm() -> None:
    def exchange(*dates: int, auto: Automatic = "") -> list[Row]:
        answers = [replace(row(str(date), date, "i0"), people=60, auto=auto) for date in dates]
        return [replace(row("0", 0), people=60), *answers]

    found = storm(exchange(10, 20, 30, 40, 3610))
    assert found is not None
    assert (found.people, found.answers, found.first, found.last) == (60, 5, 10, 3610)
    assert storm(exchange(10, 20, 30, 40, 3611)) is None
    assert storm(exchange(10, 20, 30, 40)) is None
    assert storm(exchange(10, 20, 30, 40, 50), people=61) is None
    assert storm(exchange(1, 2, 3, 4, 5, auto="reply")) is None


def test_behind_a_list_they_are_of_so_many_people_with_nothing_new_to_say() -> None:
    def exchange(*said: Chat, writers: int = 9) -> list[Row]:
        first = row("0", 0)
        answers = [
            replace(
                row(str(n), n, "i0"), key=n, people=1, said=one, address=f"{n % writers}@x.example"
            )
            for n, one in enumerate(said, 1)
        ]
        return [first, *answers]

    def behind(rows: Sequence[Row]) -> dict[int, Crowd]:
        asked.append(len(rows))
        return {one.key: crowd for one in rows}

    asked: list[int] = []
    crowd = Crowd(frozenset(("web@x.example",)), 500)
    wish: tuple[Chat, ...] = ("remove", "stop", "agree", "wrong")
    found = storm(exchange(*wish, "", "thanks"), behind)
    assert found is not None
    assert (found.people, found.answers, found.writers) == (500, 5, 5)
    assert found.addresses == ("web@x.example",)
    assert asked == [5]
    # However busy: whoever says something posts to the list; one who thanks everybody is no crowd.
    assert storm(exchange(*wish, "", "", "", "", "", ""), behind) is None
    assert storm(exchange(*wish, *wish, writers=4), behind) is None
    assert storm(exchange(*wish, "automatic"), behind) is None
    assert asked == [5], "nobody looks up a list for these"
    assert storm(exchange(*wish, "remove"), lambda _: {}) is None
    assert storm(exchange(*wish, "remove"), behind, people=501) is None


def test_a_program_answers_for_nobody_and_a_bounce_marks_until_they_write(mailbox: Mailbox) -> None:
    people = crowd(12)
    ask = mailbox.message(sender=people[0], to=[ME, *people[1:]], body="What do you pay?\n")
    mailbox.add(ask, "S")

    def answer(who: int, body: str, **headers: str) -> None:
        others = [one for one in people if one != people[who]]
        mailbox.add(
            mailbox.message(
                sender=people[who], to=[ME, *others], reply_to_message=ask, body=body,
                headers=headers,
            ),
            "S",
        )  # fmt: skip

    answer(2, "Four thousand.\n")
    answer(3, "It is free.\n", **{"X-Auto-Response-Suppress": "All"})
    answer(4, "Thanks!\n")
    answer(5, "I am away.\n", **{"Auto-Submitted": "auto-replied"})
    mailbox.add(REPORT)
    mailbox.index()
    client = mailbox.client()
    client.bodies(("b@x",), lambda _body: None).result(LONG)
    (one,) = client.rows("not id:b@x", None, 10).result(LONG).rows
    assert (one.messages, one.people, one.answers) == (5, 4, 3)
    (snippet,) = snippets(mailbox, one.id)
    assert snippet == ("Di Ash", "It is free.")
    tree = client.open(one.id).result(LONG)
    assert {e.sender.name: e.chat for e in tree.entries}["Flo Ash"] == "automatic"
    (bounce,) = client.rows("id:b@x", None, 10).result(LONG).rows
    assert bounce.automatic
    cache = mailbox.path.with_name(f"{mailbox.path.name}.cclear") / "cache.sqlite"
    assert marked(cache) == {"bo.1@county.example"}
    named = client.recipients("1@mail.example").result(LONG)
    assert [person.name for person in named.bounced] == ["Bo Ash"]
    answer(1, "It is dear.\n", Date="Mon, 04 Mar 2024 12:00:00 +0000")
    mailbox.index()
    mailbox.notmuch("tag", "+list/gritting", "--", "not id:b@x")
    home = client.home("gritting").result(LONG)
    assert [one.name for one in (*home.members, *home.guests) if one.bounced] == ["Bo Ash"]
    answer(1, "I am here again.\n", Date="Wed, 06 Mar 2024 10:00:00 +0000")
    mailbox.index()
    assert marked(cache) == set()
    meeting = {"X-Message-Class": "IPM.Schedule.Meeting.Resp.Pos"}
    for who, body in ((6, ""), (7, "I come later.\n"), (8, "Ida has accepted this invitation.\n")):
        answer(who, body, Subject="Accepted: Gritting", **meeting)
    mailbox.index()
    late = tuple(e.id for e in client.open(one.id).result(LONG).entries)
    client.bodies(late, lambda _body: None).result(LONG)
    chats = {e.sender.name: e.chat for e in client.open(one.id).result(LONG).entries}
    assert (chats["Gus Ash"], chats["Hal Ash"], chats["Ida Ash"]) == ("automatic", "", "automatic")


def snippets(mailbox: Mailbox, conversation: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def take(one: Snippet) -> None:
        assert one.by
        found.append((one.by.name, one.text))

    mailbox.client().snippets((conversation,), take).result(LONG)
    return found


def marked(file: Path) -> set[str]:
    cache = Cache(file)
    try:
        return set(cache.bounced(["bo.1@county.example", "di.3@county.example"]))
    finally:
        cache.close()
