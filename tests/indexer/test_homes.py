"""The homes of lists, against a plain tally of the same files by the standard library."""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest

from cclear.demo import ADDRESS
from cclear.sample import render
from indexer import Home, IndexerError, Settings
from indexer.homes import hashtags
from tests.cclear.sampled import NOW
from tests.support.mailbox import LONG
from tests.support.messages import ME, crowd

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.mailbox import Mailbox

_ID = re.compile(r"<([^<>\s]+)>")
_RE = re.compile(r"^(?:(?:(?:re|fwd?|aw)\s*:|\[external\])\s*)+", re.IGNORECASE)


class Plain:
    """A message as the standard library reads it."""

    def __init__(self, raw: bytes) -> None:
        self.mail = email.message_from_bytes(raw, policy=email.policy.compat32)
        decoded = email.message_from_bytes(raw, policy=email.policy.default)
        self.id = _ID.findall(self.mail["Message-ID"])[0]
        self.date = int(parsedate_to_datetime(self.mail["Date"]).timestamp())
        sender, post = (
            getaddresses([str(self.mail[name] or "x@x.example")])[0][1].lower()
            for name in ("From", "Reply-To")
        )
        # Some lists write for their authors, who then stand in Reply-To.
        posts = str(self.mail["List-Post"] or "").lower()
        self.sender = post if f"mailto:{sender}>" in posts and self.mail["Reply-To"] else sender
        self.subject = _RE.sub("", " ".join(str(decoded["Subject"]).split()))
        named = [_ID.findall(str(self.mail[name] or "")) for name in ("In-Reply-To", "References")]
        self.named = [*named[0][:1], *reversed(named[1])]
        self.automatic = str(self.mail["Auto-Submitted"] or "no") != "no"

    def files(self) -> set[bytes]:
        return {
            hashlib.sha256(part.get_payload(decode=True)).digest()  # type: ignore[arg-type]
            for part in self.mail.walk()
            if part.get_content_disposition() == "attachment"
        }


def tally(mailbox: Mailbox, mail: dict[str, Plain], name: str) -> dict[str, Any]:
    """What a list's home must say, counted plainly."""
    tagged = mailbox.notmuch("search", "--output=messages", "--exclude=false", f"tag:list/{name}")
    ids = [line.removeprefix("id:") for line in tagged.split("\n") if line]
    here = sorted((mail[i] for i in ids), key=lambda one: (one.date, one.id))
    months: dict[tuple[int, int], list[str]] = defaultdict(list)
    answers: Counter[str] = Counter()
    for one in here:
        when = datetime.fromtimestamp(one.date, UTC)
        months[when.year, when.month].append(one.sender)
        parent = next((mail[i] for i in one.named if i in mail and i in ids), None)
        if parent and parent.sender != one.sender and not one.automatic:
            answers[one.sender] += 1
    # What is one conversation, the list of conversations says.
    every: dict[str, list[Plain]] = defaultdict(list)
    for row in mailbox.client().rows(f"tag:list/{name}", None, 1000).result(LONG).rows:
        for entry in mailbox.client().open(row.id).result(LONG).entries:
            if entry.id in ids:
                every[row.id].append(mail[entry.id])
    firsts = [min(some, key=lambda one: (one.date, one.id)) for some in every.values()]
    files = set().union(*(one.files() for one in here))
    return {
        "messages": Counter(one.sender for one in here),
        "answers": answers,
        "months": {when: (len(who), len(set(who))) for when, who in months.items()},
        "conversations": len(every),
        "subjects": Counter(one.subject.casefold() for one in firsts),
        "founder": (here[0].sender, here[0].date, here[-1].date),
        "files": len(files),
    }


def said(home: Home) -> dict[str, Any]:
    """The same, as the home says it."""
    everybody = (*home.members, *home.guests)
    return {
        "messages": Counter({m.address: m.messages for m in everybody if m.messages}),
        "answers": Counter({m.address: m.answers for m in everybody if m.answers}),
        "months": {(m.year, m.month): (m.messages, m.people) for m in home.months},
        "conversations": home.conversations,
        "subjects": Counter({t.text.casefold(): t.conversations for t in home.subjects}),
        "founder": (home.founder.address if home.founder else "", home.since, home.last),
        "files": len(home.files),
    }


def write_herds(folder: Path, shared: Path) -> list[bytes]:
    """A generated mailbox."""
    program = [sys.executable, str(shared / "herdgen.py"), str(folder), "--messages", "400"]
    subprocess.run(program, check=True, capture_output=True)
    return [path.read_bytes() for path in sorted(folder.glob("mail/*/*"))]


@pytest.mark.parametrize("which", ["sample", "herds"])
def test_homes_agree_with_a_plain_tally_of_the_files(
    mailbox: Mailbox, which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if which == "sample":
        raw = [message.data for message in render.messages(NOW)]
    else:
        raw = write_herds(tmp_path / "herds", request.getfixturevalue("shared"))
    for one in raw:
        mailbox.add(one, "S")
    client = mailbox.client(Settings(addresses=(ADDRESS,), background=False))
    client.index().result(LONG)
    client.read_all().result(LONG)
    mail = {one.id: one for one in map(Plain, raw)}
    lists = client.lists(exact=True).result(LONG)
    assert len(lists) >= 3
    for given in lists:
        pieces: list[Home] = []
        first = client.home(given.name).result(LONG)
        whole = client.home(given.name, pieces.append, exact=True).result(LONG)
        assert said(whole) == tally(mailbox, mail, given.name), given.name
        assert whole.unread_texts == 0
        # What needs no text is right at once, and comes before the rest.
        assert said(first) | {"files": 0} == said(whole) | {"files": 0}
        assert said(pieces[0]) | {"files": 0} == said(whole) | {"files": 0}
        assert (whole.messages, whole.conversations) == (given.messages, given.conversations)
        cards = {m.address: m.card for m in client.roster(given.name).result(LONG)}
        assert {m.address: m.card for m in whole.members} == cards
        assert whole.answered <= whole.questions <= whole.conversations
        for topic in whole.subjects[:3]:
            page = client.rows(topic.query, None, 500).result(LONG)
            assert len(page.rows) == topic.conversations, topic.query
    if which == "herds":
        return
    before = [client.home(given.name).result(LONG) for given in lists]
    client.index(rebuild=True).result(LONG)
    for given in lists:
        client.home(given.name, exact=True).result(LONG)
    # What people sign with is known from all lists that they are on.
    assert before == [client.home(given.name).result(LONG) for given in lists]


def test_a_home_tells_what_is_asked_answered_tagged_and_attached(mailbox: Mailbox) -> None:
    people = crowd(12)
    costs, logo = ("costs.csv", b"a,b\n1,2\n", "text/csv"), b"\x89PNG logo"
    html = '<p>What do you pay?</p><img src="cid:logo@x">'
    asked = mailbox.message(
        subject="Gritting #Winter24", sender=people[0], to=[ME, *people],
        body="What do you pay for #gritting? See https://x.example/#costs, #123 and #a1b2c3.\n",
        attachments=[costs],
    )  # fmt: skip
    mailbox.add(asked, "S")
    answer = mailbox.message(
        reply_to_message=asked, sender=people[1], to=[ME, *people],
        body="> What do you pay for #quoted?\n\n£4k, #Gritting is dear.\n",
        attachments=[("renamed.csv", *costs[1:])],
    )  # fmt: skip
    mailbox.add(answer, "S")
    away = mailbox.message(
        reply_to_message=asked, sender=people[2], to=people[0], cc=[ME, *people],
        body="I am away.\n", headers={"Auto-Submitted": "auto-replied"},
    )  # fmt: skip
    mailbox.add(away, "S")
    for number, person in enumerate(people[3:9]):
        one = mailbox.message(
            subject=f"Snow {number}", sender=person, to=[ME, *people], body="Who is out? #ICE_2\n",
            html=html,
        )  # fmt: skip
        *_, related = one.iter_parts()
        assert isinstance(related, EmailMessage)
        related.add_related(logo, maintype="image", subtype="png", cid="<logo@x>")
        mailbox.add(one, "S")
        if number == 0:
            late = mailbox.message(
                reply_to_message=one, sender=person, to=[ME, *people], body="Me.\n"
            )
            mailbox.add(late, "S")
        if number == 1:
            for said, who in (("+1\n", people[0]), ("Thanks for asking!\n", people[1])):
                only = mailbox.message(
                    reply_to_message=one, sender=who, to=[ME, *people], body=said
                )
                mailbox.add(only, "S")
    mailbox.index()
    mailbox.notmuch("tag", "+list/winter", "--", "*")
    client = mailbox.client(Settings(background=False))
    home = client.home("winter", exact=True).result(LONG)
    assert [(t.text, t.conversations, t.messages) for t in home.hashtags] == [
        ("ICE_2", 6, 6), ("Winter24", 1, 3), ("Gritting", 1, 2),
    ]  # fmt: skip
    # Seven ask; only the first was answered, by somebody else than who asked and in words.
    assert (home.questions, home.answered, home.conversations) == (7, 1, 7)
    answers = {m.address: m.answers for m in (*home.members, *home.guests) if m.answers}
    assert answers == {"ann.0@county.example": 1, "bo.1@county.example": 2}
    # The same as each conversation's card says.
    cards = [
        client.question(row.id).result(LONG) for row in client.rows("list:winter").result(LONG).rows
    ]
    assert sum(bool(card.answered) for card in cards) == home.answered
    (file,) = home.files
    assert (file.name, file.times, file.sender.address) == ("costs.csv", 2, "ann.0@county.example")
    for query, count in (
        ("list:winter and hashtag:#gritting", 1), ("hashtag:ice_2", 6), ("hashtag:nothing", 0),
        ('asked:"snow 1" and not tag:x', 1), ('"hashtag:ice_2"', 0),
    ):  # fmt: skip
        assert len(client.rows(query).result(LONG).rows) == count, query
    assert client.counts("hashtag:ice_2").result(LONG)[0].messages == 9

    # What another program takes off the list is gone from its home at once.
    mailbox.notmuch("tag", "-list/winter", "--", "subject:Gritting")
    home = client.home("winter", exact=True).result(LONG)
    assert (home.messages, home.files) == (9, ())
    with pytest.raises(IndexerError, match="there is no list"):
        client.home("none").result(LONG)


def test_hashtags_are_words_that_people_mark() -> None:
    for text, tags in {
        "#Gritting, (#snow) and „#Straße“ – #café!": ["gritting", "snow", "strasse", "café"],
        "#2024budget #5aday ＃雪": ["2024budget", "5aday", "雪"],
        "#fff #A1B2C3 #123 #12a #_ # x C# a#b &#39; 1️⃣ #️⃣": [],
        "https://x.example/a?b=c#top www.x.example/#up mailto:a@b.example?subject=#no": [],
        "#include <stdio.h>\n+#snow\n# if x\n#endif or #ifdef\n\t#cells = <1>;\na>#DIv|P": [],
        "- #ice\n\N{PARTY POPPER}#snow, *#wind*\n-- #rain": ["ice", "snow", "wind", "rain"],
        "##twice #a/b #id=1": [],
        "#cafe\N{COMBINING ACUTE ACCENT}s": ["cafés"],
    }.items():
        assert sorted(hashtags.of(text)) == sorted(tags), text
