"""What of HTML mail is shown: nothing hidden, links as they lead, any markup in bounded work."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from indexer import body, gate, html, links, markup, zones

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "hidden",
    [
        "<div style='display:none;max-height:0'>no</div>",
        "<span style='visibility: hidden'>no</span>",
        "<div style='font-size:0px;line-height:0'>no</div>",
        "<div style='font-size:1px; color:#fff'>no</div>",
        "<div style='opacity:0'>no</div>",
        "<div style='max-height:0px;overflow:hidden'>no</div>",
        "<div style='mso-hide:all'>no</div>",
        "<div style='color:#FFFFFF;background-color:#ffffff'>no</div>",
        "<div hidden>no</div>",
        "<!--[if mso]>no<![endif]--><!-- no -->",
        "<img src=http://x.example/t.gif width=1 height=1 alt=no>",
        "<style>.pre{display:none !important}</style><div class='a pre'>no</div>",
        "<style>div.pre, #other {font-size:0}</style><div class=pre>no</div>",
        "<style>/* x { */ #pre{visibility:hidden}</style><div id=pre>no</div>",
        "<style>@media print{p{display:none}} .pre{mso-hide:all}</style><i class=pre>no</i>",
    ],
)
def test_what_a_browser_would_not_show_is_not_shown(hidden: str) -> None:
    assert body.render(f"{hidden}<p>yes</p>") == "yes"


@pytest.mark.parametrize(
    "shown",
    [
        "<div style='opacity:0.9;max-height:0.5em'>yes</div>",
        "<div style='font-size:10px'>yes</div>",
        "<div style='font-size:1.2em'>yes</div>",
        "<table style='font-size:0'><tr><td style='font-size:14px'>yes</table>",
        "<div style='color:#fff;background:#000'>yes</div>",
        "<style>@media (max-width:600px){.wide{display:none}}</style><p class=wide>yes</p>",
        "<style>.menu:hover{display:none}</style><div class=menu>yes</div>",
        "<style>.a{display:none}</style><div class=a style='display:block'>yes</div>",
        "<!--[if !mso]><!-->yes<!--<![endif]-->",
        "<![if !supportLists]>yes<![endif]>",
    ],
)
def test_what_a_browser_shows_is_shown(shown: str) -> None:
    assert body.render(shown) == "yes"


def test_text_that_is_called_html_by_mistake_keeps_its_lines() -> None:
    assert (
        body.render("Hello,\r\n\r\n\r\nfish &amp; chips.  \nBo\n") == "Hello,\n\nfish & chips.\nBo"
    )
    assert body.render("Hello,\nall<br>Bo") == "Hello, all\nBo"


TARGET = "https://x.example/a?b=c&d=e#f"
DEFENDED = "https://urldefense.com/v3/__https://x.example/{}!!Kw!x$"


@pytest.mark.parametrize(
    ("wrapped", "target"),
    [
        (f"https://eur01.safelinks.protection.outlook.com/?url={quote(TARGET, '')}&data=1", TARGET),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__x.example_a-3Fb-3Dc&d=D",
         "https://x.example/a?b=c"),
        ("https://urldefense.com/v2/url?u=http-3A__x.example_a-2Db-5Fc&d=D",
         "http://x.example/a-b_c"),
        (f"https://urldefense.proofpoint.com/v1/url?u={quote(TARGET, '')}&k=1", TARGET),
        ("https://urldefense.com/v3/__https://x.example/a__;!!Kw!x$", "https://x.example/a"),
        ("https://urldefense.com/v3/__https:/x.example/a__;!!Kw!x$", "https://x.example/a"),
        (DEFENDED.format("a*b__;Iw"), "https://x.example/a#b"),
        (DEFENDED.format("a**Bb__;IyMj"), "https://x.example/a###b"),
        (f"https://www.google.com/url?q={quote(TARGET, '')}&sa=D", TARGET),
        (f"https://www.google.co.uk/url?sa=t&url={quote(TARGET, '')}", TARGET),
        (f"https://secure-web.cisco.com/1abc/{quote(TARGET, '')}", TARGET),
        ("https://eu-west-1.protection.sophos.com/?d=x.example&u="
         + base64.urlsafe_b64encode(TARGET.encode()).decode().rstrip("="), TARGET),
        # One in another.
        ("https://nam02.safelinks.protection.outlook.com/?url="
         + quote("https://urldefense.com/v3/__https://x.example/a__;!!Kw!x$", ""),
         "https://x.example/a"),
        # What does not tell, and what only looks like it.
        ("https://protect-eu.mimecast.com/s/AbCd?domain=x.example", None),
        ("https://safelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fbank.example",
         None),
        ("https://www.google.com/url?q=javascript%3Aalert(1)", None),
        ("https://urldefense.com/v3/__nothing", None),
        ("https://urldefense.com/v3/__https://x.example/a*__;é!!", None),
    ],
)  # fmt: skip
def test_links_lead_to_what_scanners_wrapped(wrapped: str, target: str | None) -> None:
    known = gate.url(wrapped)
    assert known is not None
    assert links.target(known) == (target or known)


def test_a_link_that_says_another_address_shows_both() -> None:
    wrapped = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fbank.example"
    assert body.render(f"<a href='{wrapped}'>https://bank.example</a>") == "https://bank.example"
    assert (
        body.render(f"<a href='{wrapped}'>https://other.example</a>")
        == "https://other.example <https://bank.example>"
    )


HOSTILE: dict[str, Callable[[int], str]] = {
    "nested": lambda size: "<div>" * size + "x" + "</div>" * size,
    "comments": lambda size: "<!--" * size,
    "long attribute": lambda size: f"<div title='{'x' * 10 * size}'>x</div>",
    "many attributes": lambda size: f"<div {'a=b ' * size}>x</div>" * 5,
    "cells": lambda size: f"<table border=1>{'<tr>' + '<td>x' * 100}" * (size // 100),
    "ampersands": lambda size: "&" * 10 * size,
    "references": lambda size: "&#38;&amp" * size,
    "envelopes": lambda size: "<div class=gmail_quote>x" * size,
    "closed envelopes": lambda size: "<div class=gmail_quote>" * size + "x" + "</div>" * size,
    "headers": lambda size: "<div id=divRplyFwdMsg>" * size + "x" + "</div>" * size,
    "blockquotes": lambda size: "<blockquote>On 6 Jan 2020 10:00 a@x.example wrote:</blockquote>"
    * (size // 2),
    "signatures": lambda size: "<div class=gmail_signature>x</div>" * size,
    "hidden": lambda size: "<p style='font-size:0'>x</p>" * size,
    "rules": lambda size: f"<style>{'.a{display:none}' * size}{'/*' * size}</style>" + "<p>x" * 99,
    "at-rules": lambda size: f"<style>{'@media{a{display:none}' * size}</style>x",
    "preformatted": lambda size: "<pre>" + "x\n" * size,
    "links": lambda size: "<a href='https://urldefense.com/v3/__"
    + "a__;" * min(size, 1900)
    + "'>x</a>" * size,
}  # fmt: skip


def seconds(text: str) -> float:
    """The lesser of two: what else the machine does only ever adds to it."""
    taken = []
    for _ in range(2):
        begun = time.process_time()
        made = html.read(text)
        split = zones.split(made.text, "", made.hints)
        taken.append(time.process_time() - begun)
        assert "\n".join(zone.text for zone in split) == made.text
        assert all(0 <= hint.start <= hint.end for hint in made.hints)
    return min(taken)


@pytest.mark.parametrize("sort", HOSTILE)
def test_work_grows_with_the_length_of_any_markup(sort: str) -> None:
    small, large = HOSTILE[sort](500), HOSTILE[sort](4000)
    assert len(large) < html.LIMIT
    # Eight times the length takes eight times as long; with its square it would be 64.
    assert seconds(large) < 25 * seconds(small) + 0.05


def test_what_is_looked_at_is_bounded() -> None:
    every = list(markup.tokens("<p>x" * html.LIMIT))
    assert len(every) <= markup.TOKENS + 1
    assert not html.read("<p>x" * html.LIMIT).whole
