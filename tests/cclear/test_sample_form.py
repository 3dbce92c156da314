"""The sample's mail has the form that mail programs, servers and list managers give theirs."""

from __future__ import annotations

import base64
import csv
import io
import re
import struct
import zlib

import pytest

from cclear.sample import text
from indexer import envelope
from tests.cclear.sampled import MESSAGES, PARSED, part, plain, recipients


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


def test_more_than_one_language() -> None:
    assert "Rydym ni'n defnyddio map" in plain("gritting/sian")
    assert re.search(r"\nOddi wrth: .+\nAnfonwyd: .+\nAt: .+\nPwnc: ", plain("gritting/sian"))
    assert PARSED["gritting/sian"]["Subject"].startswith("ATB: ")
    french = "\nDe\u00a0: .+\nEnvoyé\u00a0: .+\nÀ\u00a0: .+\nObjet\u00a0: "
    assert re.search(french, plain("direct/thanks"))


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
