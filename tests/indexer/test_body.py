from __future__ import annotations

import base64
import binascii
import signal
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from indexer import body, flowed, gate, invitation, limits, structure
from tests.support.mailbox import ROOT

if TYPE_CHECKING:
    from indexer.model.bodies import Part


def mail(name: str) -> bytes:
    return (ROOT / "tests" / "mail" / f"{name}.eml").read_bytes()


def message(content: bytes, kind: str = "text/plain", encoding: str = "") -> bytes:
    head = f"From: jane@a.example\nMIME-Version: 1.0\nContent-Type: {kind}\n"
    if encoding:
        head += f"Content-Transfer-Encoding: {encoding}\n"
    return head.encode() + b"\n" + content


def multipart(kind: str, *parts: tuple[str, bytes]) -> bytes:
    """A multipart of ``parts``, each its content type (and what follows in the head) and body."""
    inner = b"".join(b"--b\nContent-Type: " + k.encode() + b"\n\n" + c + b"\n" for k, c in parts)
    return message(inner + b"--b--\n", f'multipart/{kind}; boundary="b"')


def kinds(text: body.Text) -> list[str]:
    return [part.kind for part in text.parts]


def only(text: body.Text) -> Part:
    (part,) = text.parts
    return part


def test_no_headers_and_nothing_at_all() -> None:
    assert body.read(b"") == body.Text("", (), "", False)
    assert body.read(b"Hello there,\n\nno headers\n").text == "Hello there,\n\nno headers"


@pytest.mark.parametrize(
    ("content", "declared", "text"),
    [
        ("café “x”".encode(), "utf-8", "café “x”"),
        ("café".encode("latin-1"), "iso-8859-1", "café"),
        (b"\x93caf\xe9\x94", "iso-8859-1", "“café”"),  # Windows-1252 said to be Latin-1
        (b"\x93caf\xe9\x94", "us-ascii", "“café”"),
        ("café".encode(), "us-ascii", "café"),
        ("café".encode(), "iso-8859-1", "café"),
        ("café".encode(), "", "café"),
        ("café".encode("latin-1"), "", "café"),
        ("café".encode("latin-1"), "utf-8", "café"),
        ("naïve café, long enough, €".encode()[:-1], "utf-8", "naïve café, long enough, \ufffd"),
        ("привет".encode("koi8-r"), "KOI8-R", "привет"),
        ("สวัสดี".encode("cp874"), "windows-874", "สวัสดี"),
        ("日本".encode("iso-2022-jp"), "ISO-2022-JP", "日本"),
        ("中文".encode("gb18030"), "gb2312", "中文"),
        ("한국".encode("cp949"), "ks_c_5601-1987", "한국"),
        ("\ufeffhello".encode(), "utf-8", "hello"),
        (b"plain", "x-unknown", "plain"),
        (b"xn--a", "punycode", "xn--a"),
        (b"\\x41", "unicode_escape", "\\x41"),
        (b"plain", "../../etc/passwd", "plain"),
    ],
)
def test_charsets(content: bytes, declared: str, text: str) -> None:
    kind = f'text/plain; charset="{declared}"' if declared else "text/plain"
    assert body.read(message(content, kind)).text == text


def test_an_unknown_charset_is_told() -> None:
    read = body.read(message(b"caf\xe9", "text/plain; charset=klingon\x1b[31m"))
    assert read.text == "café"
    assert "klingon" in read.trouble
    assert gate.line(read.trouble) == read.trouble


@pytest.mark.parametrize(
    ("content", "encoding", "text"),
    [
        (b"caf=C3=A9=\n, =ZZ stays", "quoted-printable", "café, =ZZ stays"),
        (b"Y2Fmw6k=", "base64", "café"),
        (b"Y2Fmw6k", "BASE64", "café"),
        (b"Y2Fm\nw6k=\n!!\n", "base64", "café"),
        (b"Y2Fmw", "base64", "caf"),
        (b"not base64 at all, but text.\nYes.", "base64", "not base64 at all, but text.\nYes."),
        (b"plain", "x-rot13", "plain"),
        (b"plain", '"7bit" (really)', "plain"),
        (b"begin 644 x\n#8V%F\n`\nend\n", "x-uuencode", "caf"),
        (b"begin 644 x\n#8V%Fxx\n\xff\nend\n", "uuencode", "caf"),
    ],
)  # fmt: skip
def test_transfer_encodings(content: bytes, encoding: str, text: str) -> None:
    assert body.read(message(content, "text/plain; charset=utf-8", encoding)).text == text


def test_a_list_footer_after_base64_stays_readable() -> None:
    coded = base64.encodebytes("Größere Sätze brauchen mehr Platz.\n".encode())
    footer = b"_____\nComms mailing list\n"
    read = body.read(message(coded + footer, "text/plain; charset=utf-8", "base64"))
    assert read.text == "Größere Sätze brauchen mehr Platz.\n\n_____\nComms mailing list"


def test_format_flowed_is_unflowed() -> None:
    assert body.read(mail("flowed")).text == (
        "> How do you handle gritting updates?\n"
        ">> An older question in two lines.\n"
        ">\n"
        "We send a text to everybody who asked for one, and put the same on the web page.\n"
        "\n"
        "From here on it is automatic.\n"
        "-- \n"
        "Nadia"
    )


def test_delsp_and_the_signature_separator() -> None:
    assert flowed.unflow("日 \n本", delsp=True) == "日本"
    assert flowed.unflow("a \n-- \nb") == "a \n-- \nb"
    assert flowed.unflow(">a \n>>b") == "> a \n>> b"


@given(st.text("ab >\n-", max_size=60))
def test_unflowing_loses_no_letters(text: str) -> None:
    assert [c for c in flowed.unflow(text) if c in "ab"] == [c for c in text if c in "ab"]


def test_a_message_with_everything() -> None:
    read = body.read(mail("many"))
    assert read.text.split("\n") == [
        "Dear all, the café is booked.",
        "_______________________________________________",
        "Comms mailing list",
    ]
    assert not read.html
    assert [(p.number, p.kind, p.name) for p in read.parts] == [
        (5, "image", "logo.png"),
        (6, "invitation", "invitation.ics"),
        (7, "attachment", "Haushalt Übersicht.pdf"),
        (8, "message", "The older one.eml"),
        (9, "winmail", "winmail.dat"),
        (10, "attachment", "état.sh"),
    ]
    notes = {part.kind: part.note for part in read.parts}
    assert notes["invitation"] == (
        "Invitation: Budget meeting, second, Sun 12 May 2024 14:00–15:30 (Europe/London), "
        "every week, Room 4"
    )
    assert notes["message"] == "“The older one”, from Rhys Patel, 3 Jun 2024"
    assert notes["winmail"]


def test_encrypted_mail_is_one_honest_line() -> None:
    read = body.read(mail("encrypted"))
    assert read.text == ""
    assert (only(read).kind, only(read).name) == ("encrypted", "encrypted.asc")
    assert "cannot be opened" in only(read).note


def test_a_signature_within_the_text_is_noted_and_taken_out() -> None:
    read = body.read(mail("inline-pgp"))
    assert read.text == (
        "Above the signed part.\n\nThe price is settled.\n-- \nJane\n_____\nA footer of the list"
    )
    assert only(read).kind == "signature"


def test_a_message_that_talks_of_pgp_stays_whole() -> None:
    text = "A block starts with\n-----BEGIN PGP SIGNED MESSAGE-----\nand that is all."
    assert body.read(message(text.encode())).text == text


def test_a_delivery_report() -> None:
    read = body.read(mail("report"))
    assert read.text == "Your message could not be delivered."
    assert read.parts[0].note == "Delivery failed: gone@otterley.example"


def test_a_digest_lists_its_messages() -> None:
    read = body.read(mail("digest"))
    assert read.text == "Today's topics: gritting, snow"
    assert [part.note for part in read.parts] == [
        "“Gritting”, from Jane Khan, 3 Jun 2024",
        "“Snow”, from rhys@ripley.example",
    ]


def test_signed_mail_shows_its_text() -> None:
    signed = multipart(
        "signed; micalg=sha256", ("text/plain", b"Agreed."), ("application/pgp-signature", b"x")
    )
    assert body.read(signed).text == "Agreed."
    assert kinds(body.read(signed)) == ["signature"]
    assert kinds(body.read(message(b"x", "application/pkcs7-mime"))) == ["encrypted"]
    opaque = message(b"x", "application/x-pkcs7-mime; smime-type=signed-data")
    assert kinds(body.read(opaque)) == ["signature"]


@pytest.mark.parametrize(
    "stub",
    [
        "This message requires an HTML viewer.",
        "Ihr E-Mail-Programm kann HTML nicht anzeigen.",
        "Si ce message ne s'affiche pas, ouvrez-le dans votre navigateur.",
        "Vea este mensaje en su navegador: https://x.example/1",
        "Zobacz wiadomość w przeglądarce",
        "Посмотреть письмо в браузере",
        "このメールはHTMLメールです",
        "\xa0\n \n",
        "",
    ],
)
def test_a_stub_gives_way_to_the_html(stub: str) -> None:
    html = b"<p>The budget consultation closes on Friday, and there is one more meeting.</p>"
    raw = multipart(
        "alternative", ("text/plain; charset=utf-8", stub.encode()), ("text/html", html)
    )
    read = body.read(raw)
    assert read.html
    assert read.text == "The budget consultation closes on Friday, and there is one more meeting."


def test_plain_text_is_preferred_though_it_mentions_html() -> None:
    raw = multipart(
        "alternative",
        ("text/plain", b"Can your browser show HTML?"),
        ("text/html", b"<p>Can your <i>browser</i> show HTML?</p>"),
    )
    assert body.read(raw) == body.Text("Can your browser show HTML?", (), "", False)


def test_a_stub_from_a_newsletter() -> None:
    read = body.read(mail("stub"))
    assert read.html
    assert read.text == (
        "The budget consultation closes on Friday. Have your say <https://council.example/budget> "
        "or write to budget@council.example.\n\n"
        "  * Gritting starts in November\n  * The pool reopens"
    )
    assert read.parts == ()


def test_the_same_in_html_beside_the_text_is_not_shown_twice() -> None:
    raw = multipart("mixed", ("text/plain", b"Hello all."), ("text/html", b"<p>Hello all.</p>"))
    read = body.read(raw)
    assert read.text == "Hello all."
    assert [part.type for part in read.parts] == ["text/html"]


def test_text_parts_are_joined_and_attached_ones_listed() -> None:
    raw = multipart(
        "mixed",
        ("text/plain", b"One."),
        ('text/x-patch; name="a.patch"\nContent-Disposition: inline', b"+two"),
        ("text/plain\nContent-Disposition: attachment; filename=three.txt", b"three"),
        ('text/csv; name="t.csv"', b"1,2"),
    )
    read = body.read(raw)
    assert read.text == "One.\n+two"
    assert [part.name for part in read.parts] == ["three.txt", "t.csv"]


def test_a_message_that_is_one_attachment() -> None:
    part = only(body.read(message(b"JVBERi0=", 'application/pdf; name="a.pdf"', "base64")))
    assert (part.number, part.name, part.size) == (0, "a.pdf", 5)


@pytest.mark.parametrize(
    "raw",
    [
        message(b"Hello.\n", "multipart/mixed"),
        message(b"Hello.\n", 'multipart/mixed; boundary="never used"'),
        message(b"--b\n\nHello.\n", 'multipart/mixed; boundary="b"'),
        message(b"--b\r\n\r\nHello.\r\n--b--\r\n", 'multipart/mixed; boundary="b"'),
        message(b"--b \t\nContent-Type: text/plain\n\nHello.\n--b", "multipart/mixed; boundary=b"),
        message(b"--b\nHello.\n--b--", "multipart/mixed; boundary=b"),
        message(b"--b--\nHello.\n", "multipart/mixed; boundary=b"),
        message(b"Hello.", "nonsense"),
        message(b"Hello.", "text"),
        message(b"Hello.", "text/plain; charset*=utf-8'en'%FF%00; charset=\"\x00\""),
    ],
)  # fmt: skip
def test_broken_multiparts_still_say_what_they_say(raw: bytes) -> None:
    assert "Hello." in body.read(raw).text


def test_nothing_reaches_the_reader_but_through_the_gate() -> None:
    attack = "\x1b]52;c;x\x07\u202e\u2028"
    raw = multipart(
        "mixed",
        ("text/plain; charset=utf-8", attack.encode()),
        ("text/html", b"&#27;]0;x&#7; &#x9b;31m &#8238; <a href='http://x.example/&#27;'>a</a>"),
        (f'application/pdf; name="{attack}.pdf"', b"x"),
        ("message/rfc822", b"Subject: =?utf-8?b?G1szMW0=?=\n\nx"),
        ("text/calendar", b"BEGIN:VEVENT\nSUMMARY:\x1b[31m\nEND:VEVENT"),
    )
    read = body.read(raw)
    assert gate.block(read.text) == read.text
    assert "\x1b" not in repr(read).replace("\\x1b", "\x1b")
    for part in read.parts:
        assert gate.file_name(part.name) == part.name
        assert gate.line(part.note) == part.note


def test_quoted_html() -> None:
    html = (
        "<div>Same supplier, but we dropped it.</div><div><br></div>"
        "<div class='gmail_quote'>On Mon, Jane &lt;jane@a.example&gt; wrote:<br>"
        "<blockquote>What do you pay?<br>Who runs it?<blockquote>Older.</blockquote></blockquote>"
        "</div>"
    )
    assert body.render(html).split("\n") == [
        "Same supplier, but we dropped it.",
        "",
        "On Mon, Jane <jane@a.example> wrote:",
        "",
        "> What do you pay?",
        "> Who runs it?",
        ">",
        ">> Older.",
    ]


def test_outlook_html() -> None:
    html = (
        "<!--[if mso]><p>for Word alone</p><![endif]--><style><!-- p {margin:0} --></style>"
        "<p class=MsoNormal>Thanks,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        "<p class=MsoNormal>Rhys</p><div><div style='border-top:solid 1.0pt'>"
        "<p class=MsoNormal><b>From:</b> Jane<br><b>Sent:</b> Monday<br><b>To:</b> All</p></div>"
        "</div><p class=MsoNormal>What do you pay?</p>"
    )
    assert body.render(html) == (
        "Thanks,\n\nRhys\nFrom: Jane\nSent: Monday\nTo: All\nWhat do you pay?"
    )


def test_an_indented_paragraph_is_no_quote() -> None:
    html = '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">Mine.</blockquote>'
    assert body.render(html) == "Mine."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<a href='https://x.example/'>x.example</a>", "x.example"),
        ("<a href='https://x.example/a'>https://x.example/a</a>", "https://x.example/a"),
        ("<a href='https://evil.example/'>https://bank.example</a>",
         "https://bank.example <https://evil.example/>"),
        ("<a href='http://bank.example@evil.example'>bank</a>", "bank <http://evil.example>"),
        ("<a href='mailto:a@x.example'>a@x.example</a>", "a@x.example"),
        ("<a href='mailto:a@x.example?subject=x'>write</a>", "write <a@x.example>"),
        ("<a href='javascript:alert(1)'>click</a>", "click"),
        ("<a href='#top'>up</a>", "up"),
        ("<a href='http://x.example/1'>one<a href='http://x.example/2'>two</a>",
         "one <http://x.example/1>two <http://x.example/2>"),
    ],
)  # fmt: skip
def test_links_show_where_they_lead(html: str, text: str) -> None:
    assert body.render(html) == text


def test_markdown_is_not_made_of_what_was_written() -> None:
    text = "1. *one* _two_ \\ `x` [a](b) # +1 - 2"
    assert body.render(f"<p>{text}</p>") == text
    assert (
        body.render("<b>Bold</b> and <i>italic</i><h1>Head</h1>x") == "Bold and italic\n\nHead\n\nx"
    )


def test_tables_lists_and_preformatted_text() -> None:
    table = (
        "<table border=1><tr><th>Name<th>Cost</tr><tr><td><p>Ann</p></td><td>4</td></tr></table>"
    )
    assert body.render(table).split("\n") == ["Name | Cost", "Ann | 4"]
    layout = "<table><tr><td>From:</td><td>Jane</td></tr></table>"
    assert body.render(layout) == "From: Jane"
    assert body.render("<ol start=3><li>a<li>b</ol>") == "  3. a\n  4. b"
    assert body.render("<pre>if x:\n    y\n\nz</pre>") == "if x:\n    y\n\nz"


def test_hidden_elements_images_and_scripts_are_not_shown() -> None:
    html = (
        "<head><title>T</title></head><span style='DISPLAY : none'>no</span><p hidden>no</p>"
        "<script>no()</script><img src=x alt='a picture'><div style='max-height:0px'>no</div>yes"
    )
    assert body.render(html) == "yes"


def test_a_message_never_looks_empty() -> None:
    assert body.render("<div style='display:none'>all there is</div>") == "all there is"
    assert body.render("<img src=x alt='Poster: pool reopens'>") == "Poster: pool reopens"
    assert body.render("<!-- <p>never closed</p>") == "never closed"
    assert "never closed" in body.render("<style> never closed")
    assert body.render("<div style='display:none'>a<p>b") == "a\n\nb"


def test_a_signature_marked_in_html_gets_its_separator() -> None:
    html = "<p>Yes.</p><div class=gmail_signature>Ann<br>Boss</div>{}"
    assert body.render(html.format("")) == "Yes.\n\n-- \nAnn\nBoss"
    quoted = body.render(html.format("<div class=gmail_quote>On Mon, B wrote:</div>"))
    assert quoted == "Yes.\n\n-- \nAnn\nBoss\nOn Mon, B wrote:"
    # More of the author's text below: then it is no ending that may be folded away.
    assert "-- " not in body.render(html.format("<p>PS: no.</p>"))


BOMBS = [
    "<!--", "<a ", '<a href="', "<a href='", "<!", "<?", "<![CDATA[", "<![x", "&#", "&#1", "<div>",
    "<blockquote>", "<ul><li>", "<table border=1><tr><td>", "<a href=http://x.example>x</a>",
    "<style>", "<script", "<p style='display:none'>", '="', "<pre>\n", "<br>", "&nbsp;", "<q>",
    "<s>a", "<div class=gmail_signature>x", "<div hidden>", "<abbr title=x>a", "<td>", "\r", "\x1b",
    "<pre> ", "&#99999999999;", "<a href='http://é.é.é.example/'>x</a>",
]  # fmt: skip


@pytest.mark.parametrize("piece", BOMBS)
def test_no_html_takes_long(piece: str) -> None:
    html = (piece * 100_000)[:100_000]
    began = time.process_time()
    shown = body.render(html)
    # 78 KiB of the first one took html2text alone 16 seconds.
    assert time.process_time() - began < 15
    assert len(shown) < 10 * len(html)


def test_reference_links_do_not_multiply() -> None:
    html = "".join(f"<a href='http://x.example/{n}' title=t>l{n}</a> " for n in range(20_000))
    began = time.process_time()
    read = body.read(message(html.encode(), "text/html"))
    assert time.process_time() - began < 40  # 83 seconds
    assert "too large" in read.trouble


def test_a_thousand_nested_multiparts() -> None:
    nested = b"".join(
        b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(1000)
    )
    read = body.read(message(nested + b"--b1000\n\nhello\n", "multipart/mixed; boundary=b0"))
    assert "nested" in read.trouble
    assert len(read.parts) == 1


def test_too_many_parts() -> None:
    raw = message(b"--b\n\nx\n" * 20_000, "multipart/mixed; boundary=b")
    entities, trouble = structure.read(raw)
    assert len(entities) == structure.PARTS
    assert "1,000" in trouble


@pytest.mark.parametrize(
    "raw",
    [
        message(b"\n--bx" * 200_000, "multipart/mixed; boundary=b"),
        message(b"x", "text/plain" + ';a="' * 25_000),
        message(
            (b'--b\nContent-Type: text/plain; name="a' + b';"' * 2000 + b"\n\nx\n") * 999,
            "multipart/mixed; boundary=b",
        ),
        message(b"begin 644 x\n" + b"#junk\n" * 200_000, "text/plain", "x-uuencode"),
        message(b"-----BEGIN PGP SIGNED MESSAGE-----\n" * 20_000),
        message(b"BEGIN:VEVENT\nSUMMARY" + b';a="' * 50_000, "text/calendar"),
        b"\r" * 300_000,
        b" " * 300_000,
        b"a: b\n" + b" \n" * 300_000,
    ],
)
def test_no_message_takes_long(raw: bytes) -> None:
    began = time.process_time()
    body.read(raw)
    assert time.process_time() - began < 30


def test_a_long_text_is_cut_and_says_so() -> None:
    read = body.read(message(b"h\xe9llo \x1b there\n" * 300_000))
    assert len(read.text) <= body.TEXT
    assert "cut" in read.trouble


def test_a_large_attachment_costs_little() -> None:
    coded = (b"A" * 76 + b"\n") * 100_000
    raw = multipart(
        "mixed", ("text/plain", b"See."),
        ("application/pdf\nContent-Transfer-Encoding: base64", coded),
    )  # fmt: skip
    began = time.process_time()
    read = body.read(raw)
    assert time.process_time() - began < 8
    assert only(read).size == len(binascii.a2b_base64(coded))


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        ("METHOD:CANCEL\nBEGIN:VEVENT\nSUMMARY:X\nDTSTART:20240512T140000Z\nDURATION:PT1H",
         "Cancelled: X, Sun 12 May 2024 14:00–15:00 (UTC)"),
        ("METHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@x\nSUMMARY:X",
         "Accepted: X"),
        ("BEGIN:VEVENT\nSUMMARY:Away\nDTSTART;VALUE=DATE:20240512\nDTEND;VALUE=DATE:20240515",
         "Event: Away, Sun 12 May 2024 to Tue 14 May 2024"),
        ("BEGIN:VEVENT\nDTSTART:20240512T220000\nDTEND:20240513T010000",
         "Event: no title, Sun 12 May 2024 22:00 to Mon 13 May 01:00"),
        ("BEGIN:VEVENT\nSUMMARY:a\n b\\nc\nDTSTART:nonsense", "Event: ab c"),
        ("nonsense", ""),
    ],
)  # fmt: skip
def test_invitations(lines: str, note: str) -> None:
    assert invitation.note(f"BEGIN:VCALENDAR\n{lines}\nEND:VEVENT\n") == note


@settings(max_examples=200)
@given(st.binary(max_size=600))
def test_any_bytes_are_read(raw: bytes) -> None:
    for each in (raw, message(raw, "multipart/mixed; boundary=0"), message(raw, "text/html")):
        read = body.read(each)
        assert gate.block(read.text) == read.text


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from([*BOMBS, "text", ">", "</div>", "</a>", "</td>", "é"]), max_size=40)
)
def test_any_html_is_rendered_gated(pieces: list[str]) -> None:
    shown = body.render("".join(pieces))
    assert gate.block(shown) == shown


def for_ever(seconds: float) -> None:
    with limits.deadline(seconds):
        while True:
            pass


def test_the_alarm_interrupts_and_is_put_back() -> None:
    with pytest.raises(limits.TooSlow):
        for_ever(0.05)
    with limits.deadline(0.1), pytest.raises(limits.TooSlow):
        for_ever(30)
    with limits.deadline(60):
        assert body.read(message(b"x")).text == "x"
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
