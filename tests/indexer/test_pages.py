"""HTML pages that call themselves plain text, and text about HTML that does not."""

from __future__ import annotations

import pytest

from indexer import body
from tests.indexer.test_body import message, multipart

PAGE = (
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">\n<!-- sent by a program -->\n'
    "<HTML><HEAD><TITLE>News</TITLE></HEAD>\n<BODY bgcolor=white>\n<P>We grit &amp; salt.</P>\n"
    "<P>See you</P>\n</BODY></HTML>\n"
)
FOOTER = (
    "_______________________________________________\nRoads mailing list\n<https://roads.example>\n"
)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (PAGE, "We grit & salt.\n\nSee you"),
        (f"\ufeff\n{PAGE}<!-- 12 -->\n", "We grit & salt.\n\nSee you"),
        (f"{PAGE}\n{FOOTER}", f"We grit & salt.\n\nSee you\n\n{FOOTER}".rstrip()),
        ("<html><body>Salt<br>is out</body></html>", "Salt\nis out"),
        ("<body>" + "<p>Salt</p>" * 5, "\n\n".join(["Salt"] * 5)),
    ],
)
def test_a_page_that_calls_itself_plain_text_is_shown_as_html(page: str, text: str) -> None:
    read = body.read(message(page.encode(), "text/plain; charset=utf-8"))
    assert (read.text, read.html) == (text, True)


@pytest.mark.parametrize(
    "text",
    [
        f"What is wrong with this?\n\n{PAGE}",
        f"{PAGE}\nIt is the second line that no browser shows.\n\nJane\n",
        f"{PAGE}\n-- \nJane\n",
        "".join(f"> {line}\n" for line in PAGE.splitlines()) + "\nThe doctype is old.\n",
        "".join(f"+{line}\n" for line in PAGE.splitlines()),
        "<html> and <body> are optional, and so is </html>",
        "<jane@a.example> wrote to <ben@b.example>",
        "<div>\n  <p>Salt</p>\n</div>",
        "<body> is missing.\n" + "<p>Salt</p>\n" * 3,
        '<?xml version="1.0"?>\n<body><item id="1"/><item id="2"/><item>Salt</item></body>',
        "<html><head><script>salt()</script></head>\n<body></body></html>",
    ],
)
def test_text_about_html_is_shown_as_it_is(text: str) -> None:
    read = body.read(message(text.encode(), "text/plain; charset=utf-8"))
    assert (read.text, read.html, read.trouble) == (text.strip("\n"), False, "")


def test_a_page_that_is_named_as_a_file_or_asked_about_above_is_shown_as_it_is() -> None:
    named = 'text/plain; name="index.html"'
    assert body.read(multipart("mixed", (named, PAGE.encode()))).text == PAGE.strip()
    below = multipart("mixed", ("text/plain", b"Is it valid?"), ("text/plain", PAGE.encode()))
    assert body.read(below).text == f"Is it valid?\n{PAGE}".strip()
