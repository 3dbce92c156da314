"""The sample mailbox holds what it promises, at the times it promises, and indexes as it should."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from cclear import demo
from cclear.sample import render, source
from cclear.sample.recipients import on_list
from cclear.sample.times import moment
from indexer import body, envelope, zones
from tests.cclear.sampled import MESSAGES, NOW, PARSED, named, part, plain, recipients, texts
from tests.support.mailbox import Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")
URL_HOST = re.compile(r"https?://([\w.-]+)")


def test_there_is_enough_to_read_and_it_is_small() -> None:
    groups = Counter(story.group for story in source.told() for _ in story.messages)
    assert 80 <= len(MESSAGES) <= 110
    assert groups["comms"] >= 60
    assert min(groups["plain"], groups["cell"], groups["none"]) >= 7
    assert len({m.key.partition("/")[0] for m in MESSAGES.values()}) >= 15
    assert sum(size(resources.files("cclear.sample"))) < 1_000_000


def size(folder: Traversable) -> Iterator[int]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from size(entry)
        else:
            yield len(entry.read_bytes())


def test_everybody_is_invented_under_example() -> None:
    heads = (envelope.head(m.data).decode() for m in MESSAGES.values())
    for content in (*heads, *texts()):
        for address in ADDRESS.findall(content):
            assert address.endswith(".example"), address
        assert {host for host in URL_HOST.findall(content) if not host.endswith(".example")} <= {
            "www.w3.org"
        }


def test_about_120_people_are_on_the_cc_list_and_they_come_and_go() -> None:
    sizes = [len(on_list(day)) for day in range(50)]
    assert all(110 <= n <= 125 for n in sizes)
    then, now = ({p.address for p in on_list(day)} for day in (49, 0))
    assert len(now - then) >= 5
    assert len(then - now) >= 5
    everyone = [p.address for p in source.people().values()]
    assert len(everyone) == len(set(everyone))
    assert demo.ADDRESS in now & then


def test_ids_are_unique_and_the_ids_programs_make() -> None:
    ids = [m.id for m in MESSAGES.values()]
    assert len(ids) == len(set(ids))
    for message in MESSAGES.values():
        assert envelope.parse(envelope.head(message.data)).id == message.id
    ends = {i.partition("@")[2].split(".", 1)[1] for i in ids if "@LO" in i}
    assert {end.split(".")[1:] == ["PROD", "OUTLOOK", "example"] for end in ends} == {True}


def test_rendering_is_deterministic_and_leaves_the_ids_alone_on_other_days() -> None:
    again = render.messages(NOW)
    assert [(m.key, m.data, m.flags) for m in again] == [
        (m.key, m.data, m.flags) for m in MESSAGES.values()
    ]
    later = {m.key: m.id for m in render.messages(NOW + timedelta(days=400))}
    assert later == {m.key: m.id for m in MESSAGES.values()}


@pytest.mark.parametrize(
    "now",
    [
        NOW,
        datetime(2025, 3, 12, 9, 1, tzinfo=UTC),
        datetime(2025, 3, 12, 8, 59, tzinfo=UTC),
        datetime(2025, 3, 12, 10, 20, tzinfo=UTC),
        datetime(2025, 3, 12, 0, 0, tzinfo=UTC),
        datetime(2025, 3, 15, 12, 0, tzinfo=UTC),
        datetime(2025, 3, 16, 23, 59, tzinfo=UTC),
        datetime(2024, 3, 1, 11, 34, tzinfo=timezone(timedelta(hours=-7))),
        datetime(2024, 1, 1, 11, 36, tzinfo=timezone(timedelta(hours=13))),
    ],
)
def test_mail_is_written_in_working_hours_and_never_tomorrow(now: datetime) -> None:
    when = {m.key: m.when for m in render.messages(now)}
    assert all(at <= now and at.weekday() < 5 and 8 <= at.hour < 18 for at in when.values())
    assert max(when.values()) > now - timedelta(days=4)
    assert timedelta(weeks=9) < now - min(when.values()) < timedelta(weeks=12)
    for story in source.told():
        for written in story.messages:
            if PARSED[written.key]["In-Reply-To"]:
                assert when[written.key] > when[story.messages[0].key]


def test_at_work_the_newest_mail_is_of_this_morning() -> None:
    for hour, minute in ((9, 0), (9, 30), (11, 0), (12, 0), (23, 0)):
        now = datetime(2025, 3, 12, hour, minute, tzinfo=UTC)
        today = [moment(0, clock, now) for clock in (528, 566, 611, 664)]
        assert {at.date() for at in today} == {now.date()}
        assert today == sorted(set(today))
        assert today[-1] <= now


def test_the_newest_question_has_unread_answers() -> None:
    newest = max(MESSAGES.values(), key=lambda m: m.when)
    assert newest.flags is None
    story = [m for m in MESSAGES.values() if m.key.startswith(newest.key.partition("/")[0])]
    assert sum("S" not in (m.flags or "") for m in story) >= 3
    flags = Counter(f for m in MESSAGES.values() for f in m.flags or "")
    assert flags["R"] >= 1
    assert flags["F"] >= 1


def test_a_subject_changed_on_the_way() -> None:
    assert "(was: We appear to have a famous goose)" in PARSED["goose/named"]["Subject"]
    assert MESSAGES["goose/ask"].id in PARSED["goose/named"]["References"]


def test_a_reply_all_storm_asks_to_be_removed() -> None:
    storm = [key for key in MESSAGES if key.startswith("storm/")]
    assert 15 <= len(storm) <= 22
    asked = [k for k in storm if re.search("remov|UNSUBSCRIBE|Me too please", plain(k)[:200])]
    assert len(asked) >= 5
    assert all(len(recipients(key)) > 100 for key in storm)


def test_people_join_and_are_dropped_within_conversations() -> None:
    before, after = recipients("storm/n16"), recipients("storm/kind")
    assert len(before - after) >= 5
    assert "tricia.boon@ferrensby-fire.example" in after - before
    joined = recipients("goose/esther") - recipients("goose/ask")
    assert "jonty.fell@garthdale.gov.example" in joined


def test_there_is_a_summary_and_a_private_answer() -> None:
    assert PARSED["pool/summary"]["Subject"].startswith("SUMMARY: ")
    assert PARSED["pool/summary"]["From"].addresses[0].addr_spec == demo.ADDRESS
    assert len(recipients("pool/summary")) > 100
    assert recipients("pool/private") == {demo.ADDRESS}


def test_names_have_accents_and_somebody_an_emoji() -> None:
    names = {p.name for p in envelope.parse(envelope.head(MESSAGES["goose/ask"].data)).to}
    assert {"Siân Prosser", "Gráinne Tohill", "Ingrid Sørensen"} <= names
    assert "Priya \U0001fabf\n" in plain("goose/ask")


def test_the_distribution_address_hides_its_people() -> None:
    keys = [k for k in MESSAGES if k.startswith("cell-")]
    assert len({PARSED[key]["From"] for key in keys}) >= 3
    for key in keys:
        assert recipients(key) == {"comms-cell@pennerdale.gov.example"}
        assert PARSED[key]["Delivered-To"] == demo.ADDRESS


def test_there_is_ordinary_mail() -> None:
    assert PARSED["weekly/ask"]["List-Unsubscribe"]
    assert PARSED["ticket/ask"]["Auto-Submitted"] == "auto-generated"
    assert PARSED["ticket/ask"].get_content_type() == "text/html"
    assert PARSED["pool/auto"]["Auto-Submitted"] == "auto-replied"
    assert recipients("reporter/ask") == {demo.ADDRESS}
    event = part("meeting/ask", "text/calendar")
    assert "METHOD:REQUEST" in event
    start = re.search(r"DTSTART:(\d{8}T\d{6}Z)", event)
    assert start
    assert datetime.strptime(start[1], "%Y%m%dT%H%M%S%z") > MESSAGES["meeting/ask"].when


def test_the_cleaner_loses_nothing_that_anybody_wrote() -> None:
    # A full name alone, above the signature that begins with it, may be a part of that; what a
    # newsletter says of leaving it is a footer.
    names = {human.name for human in source.people().values()}
    for story in source.told():
        for written in story.messages:
            read = body.read(MESSAGES[written.key].data)
            clean = " ".join(zones.clean(zones.split(read.text, story.subject)).split())
            said = "\n".join(
                line for line in written.text.split("\n") if line[:1] not in (">", "<")
            )
            for paragraph in said.split("\n\n"):
                words = " ".join(paragraph.split())
                assert words in clean or words in names or "Unsubscribe:" in words, written.key


def test_notmuch_threads_it_as_the_conversations_are(tmp_path: Path) -> None:
    with demo.mailbox(NOW) as maildir:
        mailbox = Mailbox(maildir, config=tmp_path / "config")
        assert int(mailbox.notmuch("count", "*")) == len(MESSAGES)
        threads = {
            frozenset(mailbox.notmuch("search", "--output=messages", thread).split())
            for thread in mailbox.notmuch("search", "--output=threads", "*").split()
        }
        apart = {"snow/rosalind": [], "alttext/gwen": ["alttext/end"]}
        alone = set(apart) | {key for keys in apart.values() for key in keys}
        expected = {named(first, *rest) for first, rest in apart.items()}
        for story in source.told():
            keys = [w.key for w in story.messages if w.key not in alone]
            roots = [k for k in keys if not PARSED[k]["References"]]
            expected |= {named(*keys)} if len(roots) == 1 else {named(k) for k in roots}
        assert threads == expected

        unread = set(mailbox.notmuch("search", "--output=messages", "tag:unread").split())
        assert unread == {f"id:{m.id}" for m in MESSAGES.values() if "S" not in (m.flags or "")}
        flagged = set(mailbox.notmuch("search", "--output=messages", "tag:flagged").split())
        assert flagged == {f"id:{m.id}" for m in MESSAGES.values() if "F" in (m.flags or "")}
        mailbox.close()
