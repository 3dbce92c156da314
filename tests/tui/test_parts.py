"""Parts are named honestly, and handed out as private copies only."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from indexer import Part
from tui import opening, parts


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (Part(1, "attachment", "a.csv", "text/csv", 12_345), "a.csv  text/csv  12 KB"),
        (Part(1, "image", "", "image/png", 10), "attachment  image/png  10 B"),
        (
            Part(1, "message", "fwd.eml", "message/rfc822", 4_000, "Jane Khan: Gritting"),
            "Attached message: Jane Khan: Gritting  fwd.eml  4 KB",
        ),
        (
            Part(1, "signature", "", "application/pgp-signature", 800),
            "Signature: not checked  application/pgp-signature  800 B",
        ),
    ],
)
def test_a_part_in_a_few_words(part: Part, said: str) -> None:
    assert parts.line(part) == said


def test_the_question_names_what_will_be_opened() -> None:
    asked = parts.question(Part(1, "attachment", "run me.exe", "application/x-dosexec", 1))
    assert "run me.exe" in asked
    assert "application/x-dosexec" in asked


def test_a_typed_directory_is_the_users() -> None:
    assert opening.directory(" ~/in ") == str(Path.home() / "in")
    assert opening.directory("~nobody-of-that-name/in") == "~nobody-of-that-name/in"


def mode(path: str | Path) -> int:
    return stat.S_IMODE(Path(path).stat().st_mode)


async def test_a_program_gets_a_private_copy_that_it_cannot_change(tmp_path: Path) -> None:
    home = await opening.scratch()
    assert mode(home) == 0o700
    copy = tmp_path / "a; touch b.csv"
    copy.write_text("x")
    await opening.start("test -f", str(copy))
    assert mode(copy) == 0o400


@pytest.mark.parametrize("opener", ["false", "no-such-program-here", "'unclosed", ""])
async def test_a_program_that_cannot_start_is_told_of(opener: str, tmp_path: Path) -> None:
    copy = tmp_path / "a.csv"
    copy.write_text("x")
    with pytest.raises(OSError, match=r"opener|status"):
        await opening.start(opener, str(copy))
