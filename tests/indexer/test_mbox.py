"""Messages written in every mbox dialect come back byte for byte."""

from __future__ import annotations

import gzip
import io
import mailbox
import re
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from indexer import mbox

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SEPARATORS = [
    b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970",
    b"From jane@otterley.example Tue Feb  3 04:05:06 2026",
    b"From jane@otterley.example  Tue Feb  3 04:05 2026",
    b"From jane at otterley.example Tue Feb 13 14:05:06 2026 remote from ripley",
    b"From jane@otterley.example Tue Feb 13 14:05:06 +0100 2026",
    b"From jane@otterley.example Tue Feb 13 14:05:06 GMT 2026",
    b"From - Tue Feb 13 14:05:06 2026",
    b'From "jane khan"@otterley.example Fri, 13 Feb 2026 14:05:06 +0000',
    b"From 1712345678901234567@xxx Fri Feb 13 14:05:06 +0000 2026",
    b"From ???@??? Fri Feb 13 14:05:06 2026",
    b"From jane@otterley.example 2026-02-13T14:05:06Z",
]

LINES = st.sampled_from(
    [
        b"",
        b"",
        b"We grit at four.",
        b"From here it goes downhill.",
        b"From: somebody",
        b">From the quoted one",
        b">>From twice",
        b"> From a distance",
        b"From Monday on, at 12:30",
        b"Subject: not a header",
        b"-- ",
        b"\xc3\xa9\xff\x00",
    ]
)


@st.composite
def raw_messages(draw: st.DrawFn) -> bytes:
    head = b"From: Jane <jane@otterley.example>\nSubject: %d\n" % draw(st.integers(0, 99))
    body = b"".join(line + b"\n" for line in draw(st.lists(LINES, max_size=8)))
    return head + b"\n" + body


def read(data: bytes) -> list[bytes]:
    return list(mbox.messages(io.BufferedReader(io.BytesIO(data))))


def rd(raw: bytes) -> bytes:
    return re.sub(rb"(?m)^(>*From )", rb">\1", raw)


def counted(raw: bytes) -> bytes:
    head, body = raw[: mbox.body_at(raw)], raw[mbox.body_at(raw) :]
    return head[:-1] + b"Content-Length: %d\n\n" % len(body) + body


def join(raws: Sequence[bytes], separator: bytes = SEPARATORS[0]) -> bytes:
    return b"".join(separator + b"\n" + raw + b"\n" for raw in raws)


@settings(deadline=None)
@given(st.lists(raw_messages(), min_size=1, max_size=5), st.sampled_from(SEPARATORS))
def test_mboxrd_comes_back_exactly(raws: list[bytes], separator: bytes) -> None:
    stored = [raw.split(b"\n\n", 1)[0] + b"\n\n" + rd(raw.split(b"\n\n", 1)[1]) for raw in raws]
    assert read(join(stored, separator)) == raws


@settings(deadline=None)
@given(st.lists(raw_messages(), min_size=1, max_size=5))
def test_crlf_comes_back_exactly(raws: list[bytes]) -> None:
    stored = [raw.split(b"\n\n", 1)[0] + b"\n\n" + rd(raw.split(b"\n\n", 1)[1]) for raw in raws]
    data = join(stored).replace(b"\n", b"\r\n")
    assert read(data) == [raw.replace(b"\n", b"\r\n") for raw in raws]


@settings(deadline=None)
@given(st.lists(raw_messages(), min_size=1, max_size=5))
def test_mboxcl_comes_back_exactly(raws: list[bytes]) -> None:
    stored = [
        counted(raw.split(b"\n\n", 1)[0] + b"\n\n" + rd(raw.split(b"\n\n", 1)[1])) for raw in raws
    ]
    wanted = [len(one) for one in stored]
    found = read(join(stored))
    assert [re.sub(rb"Content-Length: \d+\n", b"", raw, count=1) for raw in found] == raws
    assert len(found) == len(wanted)


@settings(deadline=None)
@given(st.lists(raw_messages(), max_size=5))
def test_mboxcl2_comes_back_exactly(raws: list[bytes]) -> None:
    """Where the first body has a bare ``From `` line, which tells the dialect."""
    first = b"From: a@b.example\nSubject: first\n\nhe said\n\n" + join([b"Subject: inner\n\nx\n"])
    stored = [counted(raw) for raw in [first, *raws]]
    assert read(join(stored)) == stored


@settings(deadline=None)
@given(st.lists(raw_messages(), min_size=1, max_size=5))
def test_what_the_standard_library_writes(raws: list[bytes]) -> None:
    """mboxo cannot tell ``>From `` from a quoted ``From ``; all else is exact."""
    raws = [re.sub(rb"(?m)^>+From ", b"from ", raw) for raw in raws]
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "box"
        box = mailbox.mbox(path)
        for raw in raws:
            box.add(raw)
        box.close()
        found = read(path.read_bytes())
    assert [raw.rstrip(b"\n") for raw in found] == [raw.rstrip(b"\n") for raw in raws]


ONE = b"From: a@b.example\nSubject: one\n\nfirst\n"
TWO = b"From: a@b.example\nSubject: two\n\nsecond\n"


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b"\n\r\n\n", [], id="nothing but empty lines"),
        pytest.param(b"\xef\xbb\xbf" + join([ONE, TWO]), [ONE, TWO], id="byte order mark"),
        pytest.param(b"\n\n" + join([ONE]), [ONE], id="empty lines first"),
        pytest.param(join([ONE, TWO])[:-2], [ONE, TWO[:-1]], id="no newline at the end"),
        pytest.param(
            SEPARATORS[1] + b"\n" + ONE + SEPARATORS[1] + b"\n" + TWO,
            [ONE, TWO],
            id="no empty lines between",
        ),
        pytest.param(
            join([counted(ONE).replace(b": 6", b": 3"), counted(TWO).replace(b": 7", b": 700")]),
            [counted(ONE).replace(b": 6", b": 3"), counted(TWO).replace(b": 7", b": 700")],
            id="Content-Length that lies",
        ),
        pytest.param(
            join([ONE.replace(b"\n\n", b"\nContent-Length: -1\n\n"), TWO]),
            [ONE.replace(b"\n\n", b"\nContent-Length: -1\n\n"), TWO],
            id="Content-Length below nothing",
        ),
        pytest.param(
            join([ONE.replace(b"\n\n", b"\nContent-Length: " + b"9" * 5000 + b"\n\n"), TWO]),
            [ONE.replace(b"\n\n", b"\nContent-Length: " + b"9" * 5000 + b"\n\n"), TWO],
            id="Content-Length beyond reason",
        ),
        pytest.param(
            join([ONE + b"\nFrom here on, we grit.\nFrom: Bob\n", TWO]),
            [ONE + b"\nFrom here on, we grit.\nFrom: Bob\n", TWO],
            id="a paragraph that begins with From",
        ),
        pytest.param(
            join([ONE + b"\n" + SEPARATORS[1] + b"\nand so on\n", TWO]),
            [ONE + b"\n" + SEPARATORS[1] + b"\nand so on\n", TWO],
            id="a From_ line with no header below",
        ),
        pytest.param(
            b"From a@b.example\n" + ONE + b"\nFrom a@b.example\n" + TWO,
            [ONE, TWO],
            id="From_ lines without dates",
        ),
        pytest.param(ONE + b"\n" + join([TWO]), [ONE, TWO], id="the first From_ line is missing"),
        pytest.param(
            join([b"Subject: no body\n", b"Subject: none either\n\n"]),
            [b"Subject: no body\n", b"Subject: none either\n\n"],
            id="headers alone",
        ),
        pytest.param(
            join([b">From uucp Mon Jan  1 00:00:00 1990\n" + ONE]),
            [b">From uucp Mon Jan  1 00:00:00 1990\n" + ONE],
            id="a >From line in the header",
        ),
        pytest.param(b"From " + b"x" * 400_000, [b""], id="a From_ line without an end"),
    ],
)
def test_oddities(data: bytes, wanted: list[bytes]) -> None:
    assert read(data) == wanted


@settings(deadline=None)
@given(st.lists(raw_messages(), min_size=2, max_size=4), st.integers(1, 7))
def test_where_the_file_is_cut_into_pieces_makes_no_difference(
    raws: list[bytes], size: int
) -> None:
    class Drip(io.BytesIO):
        def read1(self, _size: int | None = -1, /) -> bytes:
            return self.read(size)

    data = join([rd(raw) for raw in raws])
    assert list(mbox.messages(Drip(data))) == read(data)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_to_the_end(data: bytes) -> None:
    found = read(b"From " + data)
    assert sum(map(len, found)) <= len(data) + 5


def test_a_message_beyond_the_limit_is_left_out_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mbox, "LIMIT", 200_000)
    huge = ONE + b"x" * 70 + (b"y" * 70 + b"\n") * 20_000
    skipped: list[str] = []
    stream = io.BufferedReader(io.BytesIO(join([ONE, huge, TWO])))
    assert list(mbox.messages(stream, skipped)) == [ONE, TWO]
    assert len(skipped) == 1


def test_a_message_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "LIMIT", 100_000)
    monkeypatch.setattr(mbox, "SKIP_LIMIT", 1_000_000)
    stream = io.BufferedReader(io.BytesIO(join([ONE]) + b"x" * 3_000_000))
    with pytest.raises(mbox.TooLongError):
        list(mbox.messages(stream))


@pytest.mark.parametrize(
    "hostile",
    [
        lambda n: SEPARATORS[0] + b"\nSubject: x\n\n" + b">" * n,
        lambda n: SEPARATORS[0] + b"\nSubject: x\n\n" + b"\nFrom " * (n // 6),
        lambda n: SEPARATORS[0] + b"\n" + b"\nFrom x 1:1 Jan\n" * (n // 16),
        lambda n: SEPARATORS[0] + b"\n" + b"Content-Length: 1\n" * (n // 18),
        lambda n: b"From " + b" " * n,
    ],
)
def test_time_grows_with_size_alone(hostile: Callable[[int], bytes]) -> None:
    def cost(size: int) -> float:
        data = hostile(size)
        start = time.process_time()
        read(data)
        return time.process_time() - start

    # What else the machine does only ever adds to it.
    costs = ((cost(1_600_000), cost(200_000)) for _ in range(3))
    assert any(large < 40 * max(small, 0.005) for large, small in costs)


ARCHIVES = Path(__file__).parents[3] / "shared" / "mail"


@pytest.mark.skipif(not ARCHIVES.is_dir(), reason="no archives of real mail in ../shared/mail")
@pytest.mark.parametrize("name", ["linux-api", "openbmc", "usrp-users", "util-linux", "enron"])
def test_real_archives_agree_with_a_plain_count(name: str) -> None:
    """The first messages of each, against a count by their one kind of From_ line."""
    with gzip.open(ARCHIVES / f"{name}.mbox.gz") as file:
        data = file.read(6_000_000)
    data = data[: data.rindex(b"\nFrom MAILER-DAEMON ") + 1]
    parts = re.split(rb"^From MAILER-DAEMON .*\n", data, flags=re.MULTILINE)[1:]
    assert len(parts) > 200
    assert read(data) == [
        part[: mbox.body_at(part)]
        + re.sub(rb"(?m)^>(>*From )", rb"\1", part[mbox.body_at(part) :])[:-1]
        for part in parts
    ]


def test_thunderbirds_lines_with_and_without_a_date_in_one_file() -> None:
    head = b"X-Mozilla-Status: 0001\nSubject: %d\n\nx\n\n"
    data = b"From - Tue Feb  3 04:05:06 2026\n" + head % 1 + b"From \n" + head % 2
    data += b"From - \r\n" + head % 3 + b"From here\nNote: this is text\n"
    found = [one.count(b"Subject") for one in mbox.messages(io.BytesIO(data))]
    assert found == [1, 1, 1]
