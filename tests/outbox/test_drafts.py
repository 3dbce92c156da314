"""Drafts: saved means on the disk, whole, private, and found again."""

from __future__ import annotations

import email
from dataclasses import replace
from email import policy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from indexer import Person
from outbox import Draft, Enclosure, OutboxError, Work, drafts, new_key
from tests.outbox.disks import fill
from tests.outbox.sample import draft, work
from tests.support.mailbox import LONG, Mailbox


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mail" / "Drafts"


def test_a_draft_is_found_as_it_was_saved(folder: Path) -> None:
    part = Enclosure("map@mail.example", 2, "Straße.pdf", "application/pdf", 9)
    made = replace(work(), enclosures=(part,), by_hand=True)
    saved = drafts.save(folder, made)
    assert saved.work == made
    (found,) = drafts.find(folder)
    assert replace(found, replaced=()) == saved
    assert drafts.find(folder, parent="1@mail.example") == (found,)
    assert drafts.find(folder, parent="2@mail.example") == ()
    assert drafts.get(folder, made.key) == found


def test_only_the_owner_reads_it_and_its_flags_say_draft(folder: Path) -> None:
    drafts.save(folder, work())
    (file,) = (folder / "cur").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.name.endswith(":2,DS")
    assert not list((folder / "tmp").iterdir())


def test_other_programs_can_read_it(folder: Path) -> None:
    made = work()
    saved = drafts.save(folder, made)
    seen = email.message_from_bytes(Path(saved.path).read_bytes(), policy=policy.default)
    assert not seen.defects
    assert seen["To"] == "Jane Khan <jane@otterley.example>"
    assert seen["Bcc"] == "rhys@ripley.example"
    assert seen["Subject"] == made.draft.subject
    assert seen["In-Reply-To"] == "<1@mail.example>"
    assert seen.get_content() == made.draft.text


def test_a_newer_version_takes_the_place_of_the_older(folder: Path) -> None:
    made = work()
    first = drafts.save(folder, made)
    second = drafts.save(folder, replace(made, draft=draft("More.")))
    assert second.replaced == (first.path,)
    assert [s.work.draft.text for s in drafts.find(folder)] == ["More."]
    assert len(list((folder / "cur").iterdir())) == 1


def test_a_crash_between_the_two_leaves_both_and_the_newer_counts(folder: Path) -> None:
    made = work()
    first = drafts.save(folder, made)
    kept = Path(first.path).read_bytes()
    drafts.save(folder, replace(made, draft=draft("More.")))
    Path(first.path).write_bytes(kept)
    assert [s.work.draft.text for s in drafts.find(folder)] == ["More."]
    third = drafts.save(folder, replace(made, draft=draft("Most.")))
    assert len(third.replaced) == 2
    assert drafts.discard(folder, made.key) == (third.path,)
    assert drafts.find(folder) == ()


def test_found_again_where_other_programs_renamed_it(folder: Path) -> None:
    saved = drafts.save(folder, work())
    base = Path(saved.path).name.partition(":")[0]
    new = folder / "cur" / f"{base},U=12:2,DFS"
    Path(saved.path).rename(new)
    assert drafts.find(folder)[0].path == str(new)
    assert drafts.save(folder, work()).replaced == (str(new),)


def test_lines_ended_as_servers_do_and_files_of_others(folder: Path) -> None:
    saved = drafts.save(folder, work())
    data = Path(saved.path).read_bytes()
    Path(saved.path).write_bytes(data.replace(b"\n", b"\r\n"))
    cur = folder / "cur"
    (cur / "other.mail:2,D").write_bytes(data)
    (cur / "cclear-ffffffffffffffff.1:2,D").write_bytes(b"Subject: x\n\nNot ours\n")
    (cur / "cclear-fffffffffffffff0.1:2,D").write_bytes(b"X-Cclear-Draft: eJw=\n\nBroken\n")
    (cur / "cclear-fffffffffffffff1.1:2,D").write_bytes(b"")
    assert [s.work for s in drafts.find(folder)] == [work()]


_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_boxes = st.builds(Person, st.just("Jane \"J\" Ö, 'x' <y>"), st.just("half typed"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_texts, subject=_texts, people=st.lists(_boxes, max_size=2))
def test_any_text_comes_back(text: str, subject: str, people: list[Person], folder: Path) -> None:
    made = Work(new_key(), Draft(people[0] if people else Person("", ""), tuple(people),
                                 subject=subject, text=text))  # fmt: skip
    saved = drafts.load(Path(drafts.save(folder, made).path))
    assert saved.work.draft.text == text
    assert saved.work.draft.to == tuple(people)
    head = Path(saved.path).read_bytes().partition(b"\n\n")[0]
    assert {line.partition(b":")[0] for line in head.split(b"\n") if line[:1] not in b" \t"} <= {
        b"From", b"Date", b"Message-ID", b"To", b"Subject", b"X-Cclear-Draft", b"MIME-Version",
        b"Content-Type", b"Content-Transfer-Encoding",
    }  # fmt: skip
    drafts.discard(folder, made.key)


def test_notmuch_knows_it_as_a_draft(mailbox: Mailbox) -> None:
    mailbox.index()
    folder = mailbox.path / "Drafts"
    first = drafts.save(folder, work())
    client = mailbox.client()
    client.take_file(first.path, add=drafts.TAGS).result(LONG)
    second = drafts.save(folder, work())
    client.take_file(second.path, add=drafts.TAGS, instead_of=second.replaced).result(LONG)
    assert mailbox.notmuch("search", "--output=files", "tag:draft").split() == [second.path]
    assert mailbox.index().added == 0
    assert mailbox.notmuch("search", "--output=tags", "*").split() == ["draft"]


@pytest.mark.parametrize("leave", [0, 4096, 8192, 16384, 40960])
def test_a_full_disk_is_never_called_saved(small_disk: Path, leave: int) -> None:
    folder = small_disk / "Drafts"
    made = work(text="first\n")
    drafts.save(folder, made)
    filler = fill(small_disk, leave)
    longer = replace(made, draft=draft("x" * 60_000))
    with pytest.raises(OutboxError) as caught:
        drafts.save(folder, longer)
    assert caught.value.kind == "disk"
    assert "full" in caught.value.text
    (found,) = drafts.find(folder)
    assert found.work.draft.text == "first\n"
    assert not list((folder / "tmp").iterdir())
    filler.unlink()
    drafts.save(folder, longer)
    assert drafts.find(folder)[0].work == longer


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "Drafts").write_text("a file")
    with pytest.raises(OutboxError) as caught:
        drafts.save(tmp_path / "Drafts", work())
    assert caught.value.kind == "read-only"
