"""What each list program leaves in a header block, as its mail has it; names are invented."""

from __future__ import annotations

import pytest

from indexer import envelope, listing
from indexer.listing import Listing

BINS = "bins@lists.otterley.example"
ID = "bins.lists.otterley.example"
FROM = "From: Jane Khan <jane@x.example>\n"
TO = f"To: {BINS}\n"

PROGRAMS = {
    "Mailman 3": (
        (f"{TO}Message-ID-Hash: ABC\nX-Mailman-Version: 3.3.8\nPrecedence: list\n"
        f"List-Id: All about bins <{ID}>\nList-Post: <mailto:{BINS}>\n"
        "List-Owner: <mailto:bins-owner@lists.otterley.example>\n"
        "List-Unsubscribe: <mailto:bins-leave@lists.otterley.example>\n"),
        Listing(ID, "All about bins", BINS),
    ),
    "Mailman 2": (
        ("To: jane@x.example\nX-BeenThere: bins@otterley.example\nX-Mailman-Version: 2.1.39\n"
        f"Precedence: list\nList-Id: <{ID}>\nErrors-To: bins-bounces@lists.otterley.example\n"
        'Sender: "Bins" <bins-bounces@lists.otterley.example>\n'),
        Listing(ID, names=("bins@otterley.example",)),
    ),
    "Mailman 1": (
        f"{TO}Sender: bins-admin@lists.otterley.example\nPrecedence: bulk\n",
        Listing(names=(BINS,)),
    ),
    "Google Groups": (
        ("To: Bins <bins@googlegroups.com>\nSender: bins@googlegroups.com\nPrecedence: list\n"
        "Mailing-list: list bins@googlegroups.com; contact bins+owners@googlegroups.com\n"
        "X-BeenThere: bins@googlegroups.com\nX-Google-Group-Id: 123456789012\n"
        "List-ID: <bins.googlegroups.com>\nX-Original-Sender: jane@x.example\n"
        "List-Post: <https://groups.google.com/group/bins/post>, <mailto:bins@googlegroups.com>\n"
        "List-Unsubscribe: <mailto:googlegroups-manage+123456789012+unsubscribe@"
        "googlegroups.com>\n"),
        Listing(
            "bins.googlegroups.com", "", "bins@googlegroups.com",
            names=("group:123456789012",),
        ),
    ),
    "Groups.io": (
        ("To: main@bins.groups.io\nDelivered-To: mailing list main@bins.groups.io\n"
        "Mailing-List: list main@bins.groups.io; contact main+owner@bins.groups.io\n"
        "List-Id: <main.bins.groups.io>\nSender: main@bins.groups.io\nPrecedence: Bulk\n"
        "List-Unsubscribe: <https://bins.groups.io/g/main/unsub>\n"),
        Listing("main.bins.groups.io", names=("main@bins.groups.io",)),
    ),
    "Yahoo": (
        ("To: <bins@yahoogroups.com>\nX-Yahoo-Group-Post: member; u=1\nPrecedence: bulk\n"
        "Mailing-List: list bins@yahoogroups.com; contact bins-owner@yahoogroups.com\n"
        "Delivered-To: mailing list bins@yahoogroups.com\n"),
        Listing(names=("bins@yahoogroups.com",)),
    ),
    "ezmlm": (
        ("To: jane@x.example\nMailing-List: contact bins-help@otterley.example; run by ezmlm\n"
        "Precedence: bulk\nDelivered-To: mailing list bins@otterley.example\n"
        "Delivered-To: moderator for bins@otterley.example\n"),
        Listing(names=("bins@otterley.example",)),
    ),
    "majordomo": (
        "To: bins@otterley.example\nSender: owner-bins@otterley.example\nPrecedence: bulk\n",
        Listing(names=("bins@otterley.example",)),
    ),
    "vger": (
        f"Cc: {BINS}\nPrecedence: bulk\nList-ID: <{ID}>\nX-Mailing-List: {BINS}\n",
        Listing(ID, names=(BINS,)),
    ),
    "SmartList": (
        (f"To: {BINS}\nX-Mailing-List: <{BINS}> archive/latest/4711\nX-Loop: {BINS}\n"
        "Resent-Sender: bins-request@lists.otterley.example\n"),
        Listing(names=(BINS,)),
    ),
    "Sympa": (
        ("To: all@otterley.example\nX-Loop: bins@otterley.example\nX-Sequence: 12\n"
        "Errors-to: bins-owner@otterley.example\nPrecedence: list\nX-no-archive: yes\n"
        "List-Id: <bins.otterley.example>\nList-Post: <mailto:bins@otterley.example>\n"),
        Listing(
            "bins.otterley.example", "", "bins@otterley.example"
        ),
    ),
    "LISTSERV": (
        ("To: BINS-L@LISTSERV.OTTERLEY.EXAMPLE\n"
        "Sender: All about bins <BINS-L@LISTSERV.OTTERLEY.EXAMPLE>\n"
        "List-Help: <mailto:LISTSERV@LISTSERV.OTTERLEY.EXAMPLE?body=INFO%20BINS-L>\n"
        "List-Owner: <mailto:BINS-L-request@LISTSERV.OTTERLEY.EXAMPLE>\n"),
        Listing(names=("bins-l@listserv.otterley.example",)),
    ),
    "SourceHut": (
        ("To: ~jane/bins-dev@lists.sr.example\nList-ID: ~jane/bins-dev"
        " <~jane/bins-dev.lists.sr.example>\nList-Post: <mailto:~jane/bins-dev@lists.sr.example>\n"
        "Sender: ~jane/bins-dev <~jane/bins-dev@lists.sr.example>\n"
        "List-Unsubscribe: <mailto:~jane/bins-dev+unsubscribe@lists.sr.example>\n"),
        Listing(
            "~jane/bins-dev.lists.sr.example", "~jane/bins-dev", "~jane/bins-dev@lists.sr.example",
        ),
    ),
    "fml": (
        "To: bins@otterley.example\nX-ML-Name: bins\nX-Mail-Count: 00012\nX-MLServer: fml [4.0]\n",
        Listing(names=("bins@otterley.example",)),
    ),
    "Exchange": (
        ("To: All Bins <bins@otterley.example>\n"
        "DL-Expansion-History: bins@otterley.example ; Mon, 3 Jun 2024 10:00:00 +0000;\n"),
        Listing(names=("bins@otterley.example",)),
    ),
    "Discourse": (
        ("To: jane@x.example\nPrecedence: list\nAuto-Submitted: auto-generated\n"
        "X-Discourse-Post-Id: 12\nList-ID: Bins forum | Lids <lids.forum.example>\n"
        "List-Unsubscribe: <https://forum.example/email/unsubscribe/1>\n"),
        Listing("lids.forum.example", "Bins forum | Lids", forum=True),
    ),
    "an announcement": (
        f"To: {BINS}\nList-Id: <{ID}>\nList-Post: NO (announcements only)\n",
        Listing(ID, no_post=True),
    ),
    # A web form's mail, in which a host's servant stands for its sender.
    "a form": ("To: help@x.example\nSender: help-admin@x.example\n", Listing()),
    # One's own mailbox, and a loop mark of one's own, are no list's names.
    "no list": (
        ("To: jane@x.example\nDelivered-To: jane@x.example\nX-Original-To: jane@x.example\n"
        "X-Loop: jane@x.example\nSender: office@x.example\nReturn-Path: <bounce-12@x.example>\n"
        "List-Unsubscribe: <mailto:news-unsubscribe@vendor.example>\n"),
        Listing(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_list_programs_leave(program: str) -> None:
    block, expected = PROGRAMS[program]
    found = envelope.parse((FROM + block).encode())
    assert Listing(
        found.list_id, found.list_title, found.list_post, found.no_post, found.list_names,
        found.forum,
    ) == expected  # fmt: skip
    assert not found.auto


@pytest.mark.parametrize(
    ("raw", "identifier", "title"),
    [
        ("<A.B.Example>", "a.b.example", ""),
        ("a.b.example (All of it)", "a.b.example", "All of it"),
        ("=?utf-8?q?B=C3=A4ume_=3Ca=2Eb=2Eexample=3E?=", "a.b.example", "Bäume"),
        ('Bins <"a.b.example">', "a.b.example", "Bins"),
        ("Bins <a.b.\texample>", "a.b.example", "Bins"),
        ("<a@b.example>", "a@b.example", ""),
        ("Bins <a.b.example", "a.b.example", "Bins"),
        (f"Bins <{'a' * 300}.example>", None, "Bins"),
        ("Bins <>", None, "Bins"),
        ("<a\u202eb.example>", "ab.example", ""),
    ],
)
def test_list_ids_as_they_should_not_be(raw: str, identifier: str | None, title: str) -> None:
    assert listing.list_id(raw) == (identifier, title)


def test_of_two_list_ids_the_outer_one_counts() -> None:
    assert envelope.parse(b"List-Id: <new.b.example>\nList-Id: <old.b.example>\n").list_id == (
        "new.b.example"
    )


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("<mailto:a@b.example> (Moderated)", "a@b.example"),
        ("<https://b.example/post>, <MAILTO:A@b.example?subject=x>", "a@b.example"),
        ("<a@b.example>", "a@b.example"),
        ("a@b.example", "a@b.example"),
        ("<mailto:a%0Ab@b.example>", None),
        ("<https://a@b.example/post>", None),
    ],
)
def test_addresses_that_one_posts_to(raw: str, address: str | None) -> None:
    found = envelope.parse(f"List-Post: {raw}\n".encode())
    assert (found.list_post, found.no_post) == (address, False)
