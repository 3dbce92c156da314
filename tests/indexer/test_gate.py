from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, strategies as st

from indexer import gate

ATTACKS = [
    "\x1b]52;c;ZXZpbA==\x07",  # writes the clipboard
    "\x1b]0;title\x1b\\",
    "\x9b31m",
    "\x90q\x9c",
    "\x00\x08\x7f",
    "invoice\u202efdp.exe",
    "\u2066\u2067\u2068\u2069",
    "pay\u200bpal",
    "\ufeffa\u00adb",
    "a\u200db",
    "\ud800x\udfff",
    "a\u2028b\u2029c\x85d\x0be\x0cf",
    "e" + "\u0301" * 40,
    "\U000e0041\U000e0042",
    "\ufffe\U0001ffff",
]

# Half plain text, half what an attacker would choose.
texts = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(ATTACKS),
        st.sampled_from(["\r", "\n", "\r\n", "\t", " ", "/", "..", "-", ".", "<", ">", "@", '"']),
        st.sampled_from(
            ["\u200c", "\u200d", "é", "ف", "👩", "İ", "Σ", "http://", "xn--", "%", "#"]
        ),
    ),
    max_size=12,
).map("".join)


def harmless(text: str, *, allowed: str = "") -> bool:
    forbidden = {"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"}
    visible_format = {0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F, 0x08E2}
    visible_format |= {0x0890, 0x0891, 0x110BD, 0x110CD, 0x200C, 0x200D}
    return all(
        char in allowed
        or unicodedata.category(char) not in forbidden
        or ord(char) in visible_format
        or (unicodedata.category(char) == "Cn" and ord(char) & 0xFFFE != 0xFFFE)
        for char in text
    )


@given(texts)
def test_a_line_is_harmless_and_one_line(text: str) -> None:
    shown = gate.line(text)
    assert harmless(shown)
    assert len(shown.splitlines()) <= 1
    assert gate.line(shown) == shown


@given(texts, st.integers(0, 20))
def test_a_line_keeps_to_its_limit(text: str, limit: int) -> None:
    shown = gate.line(text, limit)
    assert len(shown) <= limit
    assert gate.line(shown, limit) == shown
    assert shown == gate.line(text) or shown == "" or shown[-1] == "…"


@given(texts)
def test_a_block_is_harmless_and_breaks_lines_at_newlines_only(text: str) -> None:
    shown = gate.block(text)
    assert harmless(shown, allowed="\n\t")
    assert shown.splitlines() == shown.removesuffix("\n").split("\n") or shown == ""
    assert gate.block(shown) == shown


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_passes_untouched(text: str) -> None:
    assert gate.block(text) == text
    assert gate.line(text, max(1, len(text))) == text


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_known_attack_is_disarmed(attack: str) -> None:
    for shown in (gate.line(attack), gate.block(attack), gate.file_name(attack)):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
        assert not re.search("[\u200b\ufeff\u00ad\u2028\u2029\ud800-\udfff]", shown)


def test_a_control_leaves_a_visible_mark_and_an_invisible_character_none() -> None:
    assert gate.line("a\x1b[31mb") == "a\ufffd[31mb"
    assert gate.line("a\u202eb") == "ab"


def test_line_ends_become_one_newline_each() -> None:
    assert gate.block("a\r\nb\rc\r\r\nd\ne") == "a\nb\nc\nd\ne"
    assert gate.line("a\r\nb\tc") == "a b c"


def test_scripts_and_emoji_that_need_joiners_keep_them() -> None:
    family = "👩\u200d👩\u200d👧"
    persian = "می\u200cخواهم"
    assert gate.line(family) == family
    assert gate.line(persian) == persian
    assert gate.line("pay\u200dpal") == "paypal"


def test_accents_do_not_pile_up() -> None:
    assert gate.line("e" + "\u0301" * 40) == "e" + "\u0301" * 4


@given(texts)
def test_a_file_name_is_bare_and_short(text: str) -> None:
    name = gate.file_name(text)
    assert name
    assert not set(name) & set("/\\\0\n$`")
    assert name[0] not in ".- "
    assert len(name.encode()) <= 120
    assert gate.file_name(name) == name
    assert harmless(name)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../.ssh/authorized_keys", "authorized_keys"),
        ("C:\\Users\\jane\\report.doc", "report.doc"),
        ("-rf", "rf"),
        (".bashrc", "bashrc"),
        ("$(x).pdf", "_(x).pdf"),
        ("a\0b.txt", "a_b.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("..", "attachment"),
        ("", "attachment"),
        ("///", "attachment"),
        ("notes of May.odt", "notes of May.odt"),
        ("Übersicht (2).xlsx", "Übersicht (2).xlsx"),
    ],
)
def test_file_names(name: str, safe: str) -> None:
    assert gate.file_name(name) == safe


def test_a_long_file_name_keeps_its_ending() -> None:
    name = gate.file_name("ü" * 300 + ".tar.gz")
    assert name.endswith(".gz")
    assert len(name.encode()) <= 120


@pytest.mark.parametrize(
    "bad",
    ["", "a b@x", 'a" or tag:inbox', "a<b@x", "a@x\n", "a\x1b@x", "a\u202e@x", "x" * 999, "\ud800"],
)
def test_what_is_no_message_id(bad: str) -> None:
    assert gate.message_id(bad.replace("\n", "\nb")) is None


@given(texts)
def test_message_ids_pass_twice(text: str) -> None:
    passed = gate.message_id(text)
    assert passed is None or gate.message_id(passed) == passed


def test_message_ids() -> None:
    assert gate.message_id("<a.b-c@x.example>") == "a.b-c@x.example"
    assert gate.message_id("20021212(ABC)") == "20021212(ABC)"


@given(texts)
def test_addresses_pass_twice(text: str) -> None:
    passed = gate.address(text)
    assert passed is None or (gate.address(passed) == passed and harmless(passed))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Jane.Doe@Council.Example", "jane.doe@council.example"),
        ("o'brien@x.example", "o'brien@x.example"),
        ("a@b@c", None),
        ("@x", None),
        ("x@", None),
        ("root", None),
        ("-oQ/tmp@x", None),
        ("a b@x", None),
        ("a@x\r\nBcc: c@d", None),
        ("a\u202e@x", None),
    ],
)
def test_addresses(text: str, address: str | None) -> None:
    assert gate.address(text) == address


@given(texts, st.sampled_from(["http://", "https://", "mailto:", "HTTP://x.example/", ""]))
def test_urls_pass_twice(text: str, scheme: str) -> None:
    passed = gate.url(scheme + text)
    if passed is not None:
        assert gate.url(passed) == passed
        assert re.match(r"(?:https?://|mailto:)[^\s<>\"]+\Z", passed)
        assert harmless(passed)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://x.example/a?b=c#d", "https://x.example/a?b=c#d"),
        ("HTTP://X.Example", "http://x.example"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("//x.example/", None),
        ("http://", None),
        ("http://x.example/\x1b]8;;", None),
        ("http://bank.example@evil.example/", "http://evil.example/"),
        ("http://раypal.example/", "http://xn--ypal-43d9g.example/"),
        ("http://x.example/a b<c>", "http://x.example/a%20b%3Cc%3E"),
        ("http://x.example:99999/", None),
        ("mailto:a@x.example", "mailto:a@x.example"),
    ],
)
def test_urls(text: str, url: str | None) -> None:
    assert gate.url(text) == url
