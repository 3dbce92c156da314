"""Endings of what somebody wrote: signatures, notices, phones' lines, banners, list footers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.zones import clean, split
from indexer.zones.banners import is_banner
from indexer.zones.contacts import is_contact, is_name, is_role
from indexer.zones.devices import is_phone
from indexer.zones.notices import is_notice, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

BODIES = Path(__file__).parent / "bodies" / "endings.txt"
SHOWN = {"new", "forward"}

SIGNATURE = """Sam Bright
Press Officer
Otterley Borough Council
Tel: 01632 960 111
www.otterley.example"""


def test_a_word_about_the_organisation_below_a_signature_is_part_of_it() -> None:
    tail = "Otterley Borough Council is the data controller for what you send us."
    zones = split(f"The pool opens on Monday.\n\n{SIGNATURE}\n\n{tail}")
    assert [z.kind for z in zones] == ["new", "signature"]
    assert clean(zones) == "The pool opens on Monday."


@pytest.mark.parametrize(
    "tail",
    ["One city. Two rivers. Three ice rinks.", "And bring the keys to the hall on Monday, Jane."],
)
def test_other_words_below_a_signature_stay_shown(tail: str) -> None:
    zones = split(f"The pool opens on Monday.\n\n{SIGNATURE}\n\n{tail}")
    assert "Tel:" not in clean(zones)
    assert clean(zones).endswith(tail)


def test_a_question_below_a_signature_leaves_all_shown() -> None:
    text = f"The pool opens on Monday.\n\n{SIGNATURE}\n\nCan you print the posters?"
    assert clean(split(text)) == text


def test_welsh_header_blocks() -> None:
    block = "Oddi wrth: Siân\nAnfonwyd: 21 Hydref 2026 09:15\nAt: Nia\nPwnc: Bws\n\nHen eiriau."
    assert clean(split(f"Diolch!\n\n{block}", "Re: Bws")) == "Diolch!"


def _bodies() -> Iterator[tuple[str, str]]:
    for part in BODIES.read_text(encoding="utf-8").split("\n%% ")[1:]:
        name, _, body = part.partition("\n")
        yield name, body.rstrip("\n")


@pytest.mark.parametrize(("name", "marked"), [pytest.param(*b, id=b[0]) for b in _bodies()])
def test_what_is_hidden_of_a_body(name: str, marked: str) -> None:
    subject = name.partition(" :: ")[2]
    lines = marked.split("\n")
    text = "\n".join(line[1:] if line[:1] in "~?" else line for line in lines)
    zones = split(text, subject)
    assert "\n".join(zone.text for zone in zones) == text
    kinds = [zone.kind for zone in zones for _ in zone.text.split("\n")]
    for line, kind in zip(lines, kinds, strict=True):
        if line.lstrip("~").strip() and line[0] != "?":
            assert (line[0] == "~") == (kind not in SHOWN), f"{kind}: {line}"


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my toaster", "Von meinem Fairphone gesendet", "Envoyé depuis mon mobile",
        "Enviado do meu iPhone", "Verstuurd vanaf mijn iPad", "Skickat från Outlook för iOS",
        "Sendt fra min telefon", "Wysłane z telefonu Samsung", "Odesláno z mého telefonu",
        "Надіслано з мого телефону", "Trimis de pe Android", "Στάλθηκε από το iPhone μου",
        "iPadimdan gönderildi", "Poslano z mojega telefona", "Anfonwyd o fy iPhone",
        "Gửi từ iPhone của tôi", "Dikirim dari ponsel saya", "나의 iPhone에서 보냄",
        "发自我的小米手机",
        "Téléchargez Outlook pour Android", "Obtener Outlook para iOS", "Hent Outlook til iOS",
        "Outlook für iOS beziehen", "Outlook für Android herunterladen",
        "Please excuse any typos.", "Sent from Mail for Windows",
    ],
)  # fmt: skip
def test_a_line_that_a_phone_adds(line: str) -> None:
    assert is_phone(line)


@pytest.mark.parametrize(
    "line",
    [
        "Sent from the depot on Monday.", "Sent by courier.", "Von meinem Chef weiß ich nichts.",
        "Get well soon!", "Please excuse Bob from the meeting.", "Enviado por correo ayer.",
        "Download the form and print it.", "Envoyé hier par la poste.",
        "Das Streusalz beziehen wir aus Marlbeck.", "Den Plan bitte herunterladen",
    ],
)  # fmt: skip
def test_a_line_that_a_person_wrote(line: str) -> None:
    assert not is_phone(line)


@pytest.mark.parametrize(
    "text",
    [
        "The results are confidential until Monday.",
        "Please delete the second file, it was uploaded by mistake.",
        "I think that the disclosure was unlawful and that the recipient is liable.",
        "My laptop had a virus.",
        "Please print this email and bring it on Monday.",
        "Do not share this message, please: it is confidential.",
    ],
)
def test_a_paragraph_of_a_notice_s_words_that_is_none(text: str) -> None:
    assert not is_notice(worded(text))


@pytest.mark.parametrize(
    "line",
    [
        "We got this from an external supplier.",
        "Do not click on links in mail from external senders, I was told.",
        "Caution: the road is closed.",
    ],
)
def test_a_beginning_that_is_no_banner(line: str) -> None:
    assert not is_banner([line])


def test_what_a_line_of_a_signature_is() -> None:
    assert is_contact("T: 01632 960 111 | M: 07700 900 222")
    assert is_contact("jane@otterley.example")
    assert not is_contact("You can reach me at 01632 960 111 on Monday")
    assert not is_contact("The meeting is on 2026-05-01 10.30")
    assert is_role("Head of Roads")
    assert not is_role("The head of roads said so.")
    assert is_name("Dr. Siân ap Rhys (she/her)")
    assert not is_name("Yes please")


def test_an_author_s_only_words_are_shown_though_they_read_as_an_ending() -> None:
    for text in ("Sent from my iPhone", "01632 960 111", "Jane Doe\nHead of Roads\n01632 960 111"):
        assert clean(split(text)) == text
