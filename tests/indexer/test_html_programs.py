"""What mail programs write around what they quote, in Welsh: no rule for words knows its words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from indexer import bodies, body, zones

SAID = "<div>Yes, on Friday.</div>"
OLD = "<p>Pryd mae'r ffordd yn agor?</p><p>Diolch</p>"
WHO = "Ddydd Llun ysgrifennodd Ana Ash:"
HEAD = "<b>Oddi wrth:</b> Ana<br><b>Dyddiad:</b> Llun<br><b>At:</b> Bo<br><b>Pwnc:</b> Ffordd"
CITE = f"<blockquote type=cite>{OLD}</blockquote>"
WORD = "border:none;border-top:solid {} 1.0pt;padding:3.0pt 0in 0in 0in"
BELOW = "<p>And this is my answer.</p>"


def clean(html: str, subject: str = "Re: Ffordd") -> str:
    made = body.rendered(html)
    split = zones.split(made.text, subject, made.hints)
    assert "\n".join(zone.text for zone in split) == made.text
    return zones.clean(split)


REPLIES = {
    "gmail": f"<div class=gmail_quote><div class=gmail_attr>{WHO}</div>"
    f"<blockquote class=gmail_quote>{OLD}</blockquote></div>",
    "gmail, no blockquote": f"<div class='gmail_quote gmail_quote_container'>{WHO}<br>{OLD}</div>",
    "gmail, quoted in Outlook": f"<div class=x_gmail_quote>{WHO}<blockquote "
    f"class='x_gmail_quote'>{OLD}</blockquote></div>",
    "thunderbird": f"<div class=moz-cite-prefix>{WHO}<br></div><blockquote type=cite "
    f"cite='mid:1@x.example'>{OLD}</blockquote>",
    "apple": f"<div><br><blockquote type=cite><div>{WHO}</div><br>{OLD}</blockquote></div>",
    "apple originals": f"<div class=AppleOriginalContents><div>{WHO}</div>{CITE}</div>",
    "outlook on the web": f"<div id=appendonsend></div><hr><div id=divRplyFwdMsg>{HEAD}</div>"
    f"<div>{OLD}</div>",
    "outlook, quoted": f"<div id=x_divRplyFwdMsg>{HEAD}</div><div>{OLD}</div>",
    "outlook express": f"<div class=OutlookMessageHeader><hr>{HEAD}</div>{OLD}",
    "outlook for phones": "<div id=mail-editor-reference-message-container><div class="
    f"ms-outlook-mobile-reference-message>{HEAD}<br>{OLD}</div></div>",
    "outlook for mac": f"<span id=OLK_SRC_BODY_SECTION><div>{HEAD}</div>{OLD}</span>",
    "word 2007": f"<div><div style='{WORD.format('#B5C4DF')}'>{HEAD}</div></div>{OLD}",
    "word 2016": f"<div><div style='{WORD.format('#E1E1E1')}'>{HEAD}</div></div>{OLD}",
    "notes": "<table width=100%><tr valign=top><td width=40%><font size=1><b>Ana Ash</b></font>"
    "<p><font size=1>Llun 10</font><td><table><tr><td><div align=right><font size=1>At</font></div>"
    "<td><font size=1>Bo</font><tr><td><div align=right><font size=1>Pwnc</font></div><td>"
    f"<font size=1>Ffordd</font></table><br></table><div>{OLD}</div>",
    "notes 8": '<img src="cid:1@x" alt="Inactive hide details for Ana---06/01/2020---Pryd">Ana Ash'
    f"---06/01/2020 10:00:00---Pryd mae'r<br><br>{HEAD}<br>{OLD}",
    "yahoo": f"<div class='ydp1a2b3c4dyahoo_quoted'><div>{WHO}</div><div>{OLD}</div></div>",
    "yahoo, numbered": f"<div id=yahoo_quoted_123456789 class=yahoo_quoted>{WHO}<br>{OLD}</div>",
    "proton": f"<div class=protonmail_quote>{WHO}<br><blockquote class=protonmail_quote type=cite>"
    f"{OLD}</blockquote></div>",
    "proton, older": f"<div class=protonmail_quote>------- Neges wreiddiol -------<br>{WHO}<br>"
    f"<blockquote class=protonmail_quote type=cite>{OLD}</blockquote></div>",
    "zoho": f"<div class=zmail_extra>{WHO}<br><blockquote>{OLD}</blockquote></div>",
    "tutanota": f"<div class=gmail_attr>{WHO}</div><blockquote class=tutanota_quote>{OLD}"
    "</blockquote>",
    "zimbra": f"<hr id=zwchr>{HEAD}<br>{OLD}",
    "hotmail": f"<hr id=stopSpelling>{HEAD}<br>{OLD}",
    "spark": f"<div name=messageReplySection>{WHO}<br><blockquote class=spark_quote>{OLD}"
    "</blockquote></div>",
    "airmail": f"<p class=airmail_on>{WHO}</p><blockquote class=clean_bq type=cite>{OLD}"
    "</blockquote>",
    "front": f"<div class=gmail_attr>{WHO}</div><blockquote class=front-blockquote>{OLD}"
    "</blockquote>",
    "netease": 'On 2020-01-06 10:00:00, "Ana" &lt;ana@x.example&gt; wrote:<br>'
    f"<blockquote id=isReplyContent>{OLD}</blockquote>",
    "mail.ru": f"<div class=mail-quote-collapse>{WHO}<br><blockquote>{OLD}</blockquote></div>",
    "gmx": f"<div name=quote><div>{WHO}</div><div name=quoted-content>{OLD}</div></div>",
    "roundcube": f"<p id=reply-intro>{WHO}</p>{CITE}",
    "webmail, no mark but a rule": "On Mon, 6 Jan 2020 Ana &lt;ana@x.example&gt; wrote:<br>"
    f"<blockquote style='border-left:2px solid #00f'>{OLD}</blockquote>",
}


@pytest.mark.parametrize("program", REPLIES)
def test_what_programs_quote_is_hidden_and_an_answer_below_is_not(program: str) -> None:
    quote = REPLIES[program]
    assert clean(SAID + quote) == "Yes, on Friday."
    below = f"<div>{SAID}{quote}</div>{BELOW}"
    assert clean(below) == "Yes, on Friday.\n\nAnd this is my answer."


@pytest.mark.parametrize("program", ["gmail", "thunderbird", "yahoo", "proton", "netease"])
def test_an_answer_below_a_quote_with_nothing_above_is_the_answer(program: str) -> None:
    assert clean(f"<div>{REPLIES[program]}</div>{BELOW}") == "And this is my answer."


@pytest.mark.parametrize("program", ["gmail", "thunderbird", "proton", "proton, older", "zoho"])
def test_answers_between_quotes_are_shown(program: str) -> None:
    more = f"<div>First.</div>{CITE}<div>Second.</div>"
    quote = REPLIES[program]
    within = quote.replace("</blockquote></div>", f"</blockquote>{more}</div>")
    html = within if within != quote else quote + more
    assert clean(html) == "First.\n\nSecond."


FORWARDS = {
    "gmail": "<div class=gmail_quote><div class=gmail_attr>---------- Anfonwyd ---------<br>"
    f"{HEAD}<br></div>{OLD}</div>",
    "thunderbird": f"<div class=moz-forward-container><br>-------- Anfonwyd --------<br>{HEAD}<br>"
    f"{OLD}</div>",
    "outlook": REPLIES["outlook on the web"],
    "word": REPLIES["word 2016"],
}


@pytest.mark.parametrize("program", FORWARDS)
def test_forwards_are_shown_their_own_trail_is_not(program: str) -> None:
    trail = f"{REPLIES['word 2016']}<p>Hen destun.</p>"
    said = clean(f"<div>FYI</div>{FORWARDS[program]}{trail}", "Fwd: Ffordd")
    assert "Pryd mae'r ffordd yn agor?" in said
    assert "Hen destun" not in said


def test_a_long_way_of_writing_above_a_prefix_is_shown() -> None:
    # Thunderbird's cursor often stands within the element of the attribution.
    html = f"<div class=moz-cite-prefix>My answer.<br><br>{WHO}<br></div>{CITE}"
    assert clean(html) == "My answer."


@pytest.mark.parametrize(
    "html",
    [
        "<p>The charter says:</p><blockquote>All may come.</blockquote><p>So come.</p>",
        "<p>As I wrote there</p><blockquote><p>All may come.</p></blockquote>",
        "<p>a</p><blockquote style='margin:0 0 0 40px;border:none'>All may come.</blockquote><p>b",
        "<blockquote class=gmail_quote style='margin:0 0 0 40px;border:none'>All may come.",
    ],
)
def test_an_authors_own_blockquote_is_text(html: str) -> None:
    assert "All may come." in clean(html)
    assert ">" not in body.render(html)


def test_a_rule_that_the_author_drew_begins_no_trail() -> None:
    style = "border:none;border-top:solid windowtext 1.0pt;padding:1.0pt 0in 0in 0in"
    html = f"<p>Yes.</p><div style='{style}'><p>Note: bring a lamp.</p></div><p>Bo</p>"
    assert clean(html).split() == ["Yes.", "Note:", "bring", "a", "lamp.", "Bo"]


def test_a_table_around_answer_and_header_is_no_header() -> None:
    html = f"<table><tr><td>Yes.<br>{REPLIES['notes']}</td></tr></table>"
    assert clean(html) == "Yes."


def test_a_blockquote_that_begins_with_its_attribution_is_a_quote() -> None:
    said = "<blockquote><div>On 6 Jan 2020, at 6:54 PM, Bo &lt;bo@x.example&gt; wrote:</div>Old."
    assert clean(f"Fine.{said}</blockquote>{BELOW}") == "Fine.\n\nAnd this is my answer."


SIGNATURES = {
    "gmail": "<span class=gmail_signature_prefix>-- </span><br><div class=gmail_signature "
    "data-smartmail=gmail_signature>{}</div>",
    "gmail, by data": "<div data-smartmail=gmail_signature>{}</div>",
    "thunderbird": "<div class=moz-signature>{}</div>",
    "outlook": "<div id=Signature>{}</div>",
    "outlook, quoted": "<div id=x_Signature>{}</div>",
    "outlook for phones": "<div id=ms-outlook-mobile-signature>{}</div>",
    "proton": "<div class='protonmail_signature_block'>{}</div>",
    "apple": "<div id=AppleMailSignature>{}</div>",
    "spark": "<div name=messageSignatureSection>{}</div>",
    "superhuman": "<div class=sh-signature>{}</div>",
    "airmail": "<div id=bloop_sign_123456789 class=bloop_sign>{}</div>",
}


@pytest.mark.parametrize("program", SIGNATURES)
def test_signatures_are_known_by_their_element(program: str) -> None:
    mark = SIGNATURES[program].format("<img src=l.png alt='Our logo'><b>Bo Beech</b><br>Ffyrdd")
    for html in (SAID + mark, SAID + mark + REPLIES["gmail"], SAID + mark + REPLIES["apple"]):
        split = bodies.clean("html", html).zones
        assert zones.clean(split) == "Yes, on Friday."
        (signature,) = [zone.text.split() for zone in split if zone.kind == "signature"]
        assert signature == ["--", "Bo", "Beech", "Ffyrdd"]
    # More of the author's text follows, or all of it was written into the element.
    if "prefix" not in mark:
        assert "Bo Beech" in clean(f"{SAID}{mark}<p>PS: no.</p>")
    long = SIGNATURES[program].format("<p>The road is long, and winding.</p>" * 80)
    assert "long, and winding" in clean(SAID + long)


PIECES = (
    *(piece for quote in REPLIES.values() for piece in quote.replace("<", "\0<").split("\0")),
    *("</div>", "</blockquote>", "</p>", "</span>", "<div class=gmail_quote>", "<pre>", "</pre>"),
    *("<table border=1><tr><td>", "</td><td>", "</table>", "<p class=a>", "\r", "\u2028", "&#13;"),
    *("<style>.a{display:none}</style>", "<div style='display:none'>", "<div id=Signature>", "-- "),
    *("Mine.", "&gt; x<br>", "From: a@x.example<br>", "----- Original Message -----", "a\n\nb"),
)


@settings(max_examples=150, deadline=None)
@given(
    pieces=st.lists(st.sampled_from(PIECES), max_size=60), subject=st.sampled_from(["", "Fwd: a"])
)
def test_any_structure_gives_lines_that_exist_and_zones_that_are_the_text(
    pieces: list[str], subject: str
) -> None:
    made = body.rendered("".join(pieces))
    last = made.text.count("\n") + 2
    assert all(0 <= h.start < h.end <= last and h.start <= h.body <= h.end for h in made.hints)
    split = zones.split(made.text, subject, made.hints)
    assert "\n".join(zone.text for zone in split) == made.text
