"""The sample mailbox holds what it promises, in the form that mail programs give it."""

from __future__ import annotations

import base64
import csv
import email
import email.policy
import io
import re
import struct
import zlib
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from cclear import demo
from cclear.sample import render, source, text
from cclear.sample.recipients import on_list
from cclear.sample.times import moment
from indexer import body, envelope, zones
from tests.support.mailbox import Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from importlib.resources.abc import Traversable
    from pathlib import Path

NOW = datetime(2025, 3, 12, 14, 0, tzinfo=UTC)
MESSAGES = {m.key: m for m in render.messages(NOW)}
PARSED: dict[str, EmailMessage] = {
    key: email.message_from_bytes(m.data, policy=email.policy.default)
    for key, m in MESSAGES.items()
}
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")
URL_HOST = re.compile(r"https?://([\w.-]+)")


def part(key: str, kind: str) -> str:
    for found in PARSED[key].walk():
        if found.get_content_type() == kind:
            content = found.get_content()
            assert isinstance(content, str)
            return content
    raise LookupError(f"{key} has no {kind}")


def plain(key: str) -> str:
    return part(key, "text/plain")


def texts() -> Iterator[str]:
    for message in PARSED.values():
        for found in message.walk():
            if found.get_content_maintype() == "text":
                yield found.get_content()


def recipients(key: str) -> set[str]:
    seen = envelope.parse(envelope.head(MESSAGES[key].data))
    return {person.address for person in (*seen.to, *seen.cc)}


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


def test_every_message_parses_without_a_defect() -> None:
    for key, message in PARSED.items():
        for found in message.walk():
            assert not found.defects, (key, found.defects)
            if not found.is_multipart():
                found.get_content()
        for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"):
            assert name in message, (key, name)
        assert max(map(len, MESSAGES[key].data.split(b"\n"))) < 998


def test_an_answer_names_what_it_answers() -> None:
    ids = {m.id for m in MESSAGES.values()}
    for message in MESSAGES.values():
        seen = envelope.parse(envelope.head(message.data))
        assert set(seen.references) <= ids
        assert seen.in_reply_to == seen.references[-1:]


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


def test_a_trail_is_eight_deep() -> None:
    content = plain("election/sam3")
    assert len(re.findall(r"(?m)^From: .+\nSent: .+\nTo: .+\nSubject: ", content)) == 8
    # Each trail names all of the hundred and more whom it went to.
    assert all(line.count("@") > 100 for line in content.split("\n") if line.startswith("To: "))
    assert content.rindex("Hello all,") > content.rindex("Sent: ")
    assert part("election/sam3", "text/html").count("border-top:solid #E1E1E1") == 8


@pytest.mark.parametrize(
    ("answer", "answered"),
    [
        ("counciltax/marion", "counciltax/ask"),
        ("pool/leila", "pool/conor"),
        ("plain-notices/imogen", "plain-notices/ask"),
    ],
)
def test_answers_stand_between_quotes(answer: str, answered: str) -> None:
    flat = " ".join(plain(answered).split())
    quotes = re.findall(r"(?m)^> (.+)", plain(answer))
    assert len(quotes) >= 2
    assert all(quote.split(" ", 1)[1] in flat for quote in quotes)
    assert all("\n\n" in piece.strip() for piece in plain(answer).split("\n> ")[1:])


def test_an_answer_is_written_into_an_outlook_trail() -> None:
    lines = plain("counciltax/geraldine").split("\n")
    at = lines.index("1. Do you put the rise on the front, or inside?")
    assert lines[at + 2].startswith("GF: Front.")
    assert lines[at + 4].startswith("2. Do you say")
    html = part("counciltax/geraldine", "text/html")
    assert html.index("1. Do you put") < html.index('blue">GF: Front.') < html.index("2. Do you")


def test_gmail_quotes_in_a_gmail_quote() -> None:
    html = part("pool/conor", "text/html")
    assert '<div class="gmail_quote' in html
    assert 'class="gmail_attr">On ' in html
    assert html.index("gmail_signature") < html.index("<blockquote") < html.index("MsoNormal")
    lead = r"(?m)^On \w{3}, \d+ \w{3} \d{4} at \d\d:\d\d, Nia Fairley"
    assert re.search(lead, plain("pool/conor"))


@pytest.mark.parametrize("key", ["snow/rosalind", "newsletter/arthur"])
def test_notes_sets_its_header_block_apart(key: str) -> None:
    block = r'\n\t"[^"]+" <\S+>\n\t\d\d/\d\d/\d{4} \d\d:\d\d\n\t\t\n\t\t To: [^:]+\n\t\t cc: '
    assert re.search(block, plain(key))


def test_phones_say_what_they_are() -> None:
    keys = ("goose/jonty", "goose/toby", "storm/n11", "storm/n13", "storm/n15")
    found = "\n".join(plain(key) for key in keys)
    assert "Sent from my iPhone" in found
    assert "Sent from my Galaxy" in found
    assert "\nGet Outlook for iOS" in found
    assert "\nGet Outlook for Android" in found
    assert "-------- Original message --------\nFrom: " in plain("goose/toby")
    assert "\n> On " in plain("goose/jonty")


def test_gateways_leave_banners_and_prefixes() -> None:
    assert plain("cell-wind/zainab").startswith("[EXTERNAL] This email was sent from outside")
    assert "CAUTION: This email originated from outside Kingsholt" in plain("goose/tunde")
    assert PARSED["goose/tunde"]["Subject"] == "RE: [EXTERNAL] We appear to have a famous goose"
    assert plain("goose/tunde").rstrip().endswith("in accordance with its policies.")


def test_signatures_and_disclaimers_are_long() -> None:
    assert "intended solely for the use of the individual" in plain("gritting/jan2")
    below = plain("gritting/ask").split("\nJan Pettifer\n")[1]
    assert len(below.split("\n")) >= 8


def test_one_answer_has_no_threading_headers() -> None:
    lost = PARSED["snow/rosalind"]
    assert lost["References"] is None
    assert lost["In-Reply-To"] is None
    assert lost["Thread-Index"] is None
    assert lost["Subject"].startswith("Re: ")


def test_outlook_has_a_thread_index_that_grows() -> None:
    ask = base64.b64decode(PARSED["counciltax/ask"]["Thread-Index"])
    answer = base64.b64decode(PARSED["counciltax/geraldine"]["Thread-Index"])
    assert len(ask) == 22
    assert answer[:22] == ask
    assert len(answer) == 27
    # A Windows FILETIME without its last two bytes; then the time since, in units of 2^18.
    seconds = int.from_bytes(ask[:6] + b"\0\0", "big") / 10_000_000 - 11_644_473_600
    assert abs(seconds - MESSAGES["counciltax/ask"].when.timestamp()) < 0.01
    since = (struct.unpack(">I", answer[22:26])[0] << 18) / 10_000_000
    gap = MESSAGES["counciltax/geraldine"].when - MESSAGES["counciltax/ask"].when
    assert abs(since - gap.total_seconds()) < 0.1


def test_one_answer_has_only_a_thread_index() -> None:
    ask = base64.b64decode(PARSED["alttext/ask"]["Thread-Index"])
    alone = PARSED["alttext/gwen"]
    assert alone["References"] is None
    assert alone["In-Reply-To"] is None
    assert base64.b64decode(alone["Thread-Index"])[: len(ask)] == ask


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


def test_more_than_one_language() -> None:
    assert "Rydym ni'n defnyddio map" in plain("gritting/sian")
    assert re.search(r"\nOddi wrth: .+\nAnfonwyd: .+\nAt: .+\nPwnc: ", plain("gritting/sian"))
    assert PARSED["gritting/sian"]["Subject"].startswith("ATB: ")
    french = "\nDe\u00a0: .+\nEnvoyé\u00a0: .+\nÀ\u00a0: .+\nObjet\u00a0: "
    assert re.search(french, plain("direct/thanks"))


def test_names_have_accents_and_somebody_an_emoji() -> None:
    names = {p.name for p in envelope.parse(envelope.head(MESSAGES["goose/ask"].data)).to}
    assert {"Siân Prosser", "Gráinne Tohill", "Ingrid Sørensen"} <= names
    assert "Priya \U0001fabf\n" in plain("goose/ask")


def test_attachments_are_a_table_and_a_picture() -> None:
    files = {
        found.get_filename(): found.get_content()
        for message in PARSED.values()
        for found in message.iter_attachments()
        if found.get_content_disposition() == "attachment"
    }
    assert set(files) == {"count-night-rota.csv", "harbour-goose.png"}
    rows = list(csv.reader(io.StringIO(files["count-night-rota.csv"])))
    assert {len(row) for row in rows} == {7}
    picture = files["harbour-goose.png"]
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    packed = picture[picture.index(b"IDAT") + 4 :]
    assert len(zlib.decompressobj().decompress(packed)) == height * (1 + 3 * width)


def test_tables_and_patches_keep_their_lines() -> None:
    assert "| first   |    212,000 |" in plain("gritting/calum")
    notice = plain("plain-notices/ask").split("\n")
    assert sum(line.startswith("- ") for line in notice) == 4
    assert sum(line.startswith("+ ") for line in notice) == 4


def test_the_real_list_is_mailmans() -> None:
    for key in ("plain-notices/ask", "plain-notices/imogen", "plain-bins/rob"):
        seen = envelope.parse(envelope.head(MESSAGES[key].data))
        assert seen.list_id == "plain-english.lists.clearwords.example"
        assert seen.list_post == "plain-english@lists.clearwords.example"
        assert recipients(key) == {"plain-english@lists.clearwords.example"}
        assert PARSED[key]["Subject"].count("[Plain-English]") == 1
        last = [p.get_content() for p in PARSED[key].walk() if p.get_content_maintype() == "text"]
        assert "Plain-English mailing list\n" in last[-1]


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


def test_transfer_encodings_are_as_various_as_the_programs() -> None:
    used = {
        (found["Content-Transfer-Encoding"], found.get_content_charset())
        for message in PARSED.values()
        for found in message.walk()
        if found.get_content_maintype() == "text"
    }
    assert {how for how, _ in used} == {"7bit", "8bit", "quoted-printable", "base64"}
    assert {charset for _, charset in used} >= {"utf-8", "windows-1252", "iso-8859-1"}


def test_text_flows_where_it_should() -> None:
    assert text.paragraphs("Hello,\nthere\n\n" + "word " * 14 + "\nand more") == (
        ("Hello,", "there"),
        ("word " * 14 + " and more",),
    )
    assert text.quoted("one\n> two\n\n-- ") == "> one\n>> two\n>\n> -- "
    assert text.flowed("a " * 40 + "b\n> quoted") == "a " * 36 + "\na a a a b\n> quoted"


def test_the_cleaner_loses_nothing_that_anybody_wrote() -> None:
    for story in source.told():
        for written in story.messages:
            read = body.read(MESSAGES[written.key].data)
            clean = " ".join(zones.clean(zones.split(read.text, story.subject)).split())
            said = "\n".join(
                line for line in written.text.split("\n") if line[:1] not in (">", "<")
            )
            for paragraph in said.split("\n\n"):
                assert " ".join(paragraph.split()) in clean, written.key


def named(*keys: str) -> frozenset[str]:
    return frozenset(f"id:{MESSAGES[key].id}" for key in keys)


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
