from __future__ import annotations

import pytest

from indexer import body, gate, parts
from tests.support.mailbox import ROOT


def mail(name: str) -> bytes:
    return (ROOT / "tests" / "mail" / f"{name}.eml").read_bytes()


@pytest.mark.parametrize("name", ["many", "encrypted", "inline-pgp", "report", "digest"])
def test_what_is_saved_is_what_was_shown(name: str) -> None:
    raw = mail(name)
    shown = body.read(raw).parts
    assert shown
    for part in shown:
        saved_name, saved = parts.part(raw, part.number)
        assert (saved_name, len(saved)) == (part.name, part.size)


def test_bytes_are_decoded() -> None:
    raw = mail("many")
    assert parts.part(raw, 5)[1] == b"\x89PNG\r\n\x1a\n"
    assert parts.part(raw, 7)[1] == b"%PDF-1.4\n"
    assert parts.part(raw, 8)[1].startswith(b"From: Rhys Patel")
    assert parts.part(raw, 10)[1] == b"cat"
    assert b"not really" in parts.part(mail("encrypted"), 0)[1]


@pytest.mark.parametrize("number", [-1, 0, 1, 99])
def test_what_has_no_bytes_of_its_own(number: int) -> None:
    with pytest.raises(LookupError):
        parts.part(mail("many"), number)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('Content-Disposition: attachment; filename="../.ssh/authorized_keys"', "authorized_keys"),
        ('Content-Disposition: attachment; filename="-rf"', "rf"),
        ("Content-Disposition: attachment; filename*=utf-8''%2e%2e%2f%1b%5b31m.pdf", "_[31m.pdf"),
        ("Content-Disposition: attachment; filename*=nonsense''a%FF.pdf", None),
        ('Content-Disposition: attachment; filename="=?utf-8?b?4oCuZmRwLmV4ZQ==?="', "fdp.exe"),
        ('Content-Type: application/pdf; name="=?utf-8?q?b=C3=BCdget=2Epdf?="', "büdget.pdf"),
        ("Content-Type: application/pdf; name*0=one; name*1=-two.pdf", "one-two.pdf"),
        ("Content-Disposition: attachment; filename*99999999999999999999999=x", None),
        ("Content-Type: application/pdf", "document.pdf"),
        ("Content-Type: application/x-nonsense", "attachment"),
        ('Content-Type: application/pdf; name=""', "document.pdf"),
        ('Content-Type: application/pdf; name="a\x00b.pdf"', "a_b.pdf"),
    ],
)  # fmt: skip
def test_names(header: str, name: str | None) -> None:
    raw = f"MIME-Version: 1.0\nContent-Type: application/octet-stream\n{header}\n\nx\n"
    if header.startswith("Content-Type"):
        raw = f"MIME-Version: 1.0\n{header}\n\nx\n"
    saved, _ = parts.part(raw.encode(), 0)
    assert gate.file_name(saved) == saved
    if name is not None:
        assert saved == name


def test_large_parts_have_the_size_that_is_told() -> None:
    for tail in (b"", b"AA==", b"AAA=", b"AA==\r\n"):
        coded = (b"QUJD" * 19 + b"\r\n") * 20_000 + tail
        raw = b"Content-Type: image/x-huge\nContent-Transfer-Encoding: base64\n\n" + coded
        (part,) = body.read(raw).parts
        assert part.size == len(parts.part(raw, 0)[1])
