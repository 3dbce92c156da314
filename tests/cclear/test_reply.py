"""``cclear reply`` and ``cclear summary``, through the program, on real databases."""

from __future__ import annotations

import json
import os
from email import message_from_bytes, message_from_string
from email.policy import compat32, default
from typing import TYPE_CHECKING, Any

import pytest

from cclear import demo
from tests.cclear.sampled import MESSAGES, NOW
from tests.support.mailbox import ROOT, Mailbox
from tests.support.messages import ME, crowd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYS = [
    "to", "cc", "bcc", "subject", "in_reply_to", "references", "people", "joined", "dropped",
    "warnings",
]  # fmt: skip
NIA = "nia.fairley@otterley.gov.example"
JAN = "jan.pettifer@wexcombe.gov.example"
GRAINNE = "Gráinne"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Mailbox, str]]:
    """The sample mailbox, taken in, and the config.toml that says whose it is."""
    path = demo.prepare(NOW)
    config = tmp_path_factory.mktemp("config") / "config.toml"
    config.write_text(
        f'[mail]\naddresses = ["{NIA}"]\n[outbox]\nname = "Nia Fairley"\n'
        'signature = """\nNia\nOtterley"""\n',
        encoding="utf-8",
    )
    mailbox = Mailbox(path)
    with pytest.MonkeyPatch.context() as patch:
        # It is made before any test's own home is.
        patch.setenv("HOME", str(config.parent))
        patch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
        done = mailbox.cclear("--config", str(config), "index")
    assert done.returncode == 0, done.stderr
    yield mailbox, str(config)
    mailbox.close()
    demo.remove(path)


def reply(mailbox: Mailbox, *words: str, config: str = "") -> dict[str, Any]:
    """The one object that ``cclear reply`` prints."""
    given = ["--config", config] if config else []
    done = mailbox.cclear("--json", *given, "reply", *words)
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    (line,) = done.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def refused(mailbox: Mailbox, *words: str, status: int = 1) -> str:
    done = mailbox.cclear(*words)
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.fixture
def letters(users_mailbox: Mailbox) -> Mailbox:
    """A letter to oneself and others, and an answer to it."""
    letter = users_mailbox.message(
        subject="Lunch",
        to=[ME, "Rhys Patel <rhys@ripley.example>"],
        cc=["Nadia Xu <nadia@derwent.example>"],
        body="Hi Sam,\n\nI am in town on Friday.\n\nAre you free for lunch?\n\nJane\n",
        id="letter@mail.example",
    )
    users_mailbox.add(letter)
    users_mailbox.add(
        users_mailbox.message(
            sender="Rhys Patel <rhys@ripley.example>",
            to="Jane Khan <jane@otterley.example>",
            cc=[ME],
            reply_to_message=letter,
            body="I am.\n",
            id="answer@mail.example",
        )
    )
    users_mailbox.index()
    return users_mailbox


def test_the_object_to_the_letter(letters: Mailbox) -> None:
    found = reply(letters, "id:letter@mail.example")
    assert list(found) == KEYS
    assert found == {
        "to": ["jane@otterley.example"],
        "cc": [],
        "bcc": [],
        "subject": "Re: Lunch",
        "in_reply_to": "letter@mail.example",
        "references": ["letter@mail.example"],
        "people": 1,
        "joined": [],
        "dropped": ["rhys@ripley.example", "nadia@derwent.example"],
        "warnings": [],
    }
    everybody = reply(letters, "letter@mail.example", "--to", "all")
    assert everybody["cc"] == ["rhys@ripley.example", "nadia@derwent.example"]
    answer = reply(letters, "<answer@mail.example>", "--to", "thread")
    assert answer["to"] == ["jane@otterley.example"]
    assert answer["cc"] == ["rhys@ripley.example"]
    assert answer["references"] == ["letter@mail.example", "answer@mail.example"]
    assert answer["joined"] == []


def test_an_identitys_address_is_ones_own(letters: Mailbox, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[identity.work]\naddress = 'Nadia@derwent.example'\nname = 'Nadia'\n")
    found = reply(letters, "id:letter@mail.example", "--to", "all", config=str(config))
    assert (found["to"], found["cc"]) == (["jane@otterley.example"], ["rhys@ripley.example"])
    found = reply(letters, "id:letter@mail.example", "--print", config=str(config))
    assert found["message"].startswith("From: Nadia <nadia@derwent.example>\r\n")
    # Beside the address that notmuch names, not in its place: both wrote to oneself.
    config.write_text("[identity.work]\naddress = 'jane@otterley.example'\n")
    found = reply(letters, "id:letter@mail.example", "--to", "all", config=str(config))
    assert found["to"] == ["rhys@ripley.example"]
    assert found["cc"] == ["nadia@derwent.example"]


def test_a_conversations_id_is_its_first_message(letters: Mailbox) -> None:
    rows = letters.cclear("--json", "threads").stdout.splitlines()
    found = reply(letters, json.loads(rows[0])["id"])
    assert found["in_reply_to"] == "letter@mail.example"


def test_the_message_that_would_go_out(letters: Mailbox) -> None:
    done = letters.cclear("reply", "id:letter@mail.example", "--print")
    assert done.returncode == 0, done.stderr
    message = message_from_string(done.stdout, policy=default)
    assert message["From"] == "Sam Reader <sam@here.example>"
    assert message["To"] == "Jane Khan <jane@otterley.example>"
    assert message["In-Reply-To"] == "<letter@mail.example>"
    assert message["Message-ID"].endswith("@here.example>")
    text = message.get_content()
    assert "Jane Khan wrote:\n> Are you free for lunch?\n" in text
    assert "in town" not in text


def test_a_text_of_ones_own(letters: Mailbox, tmp_path: Path) -> None:
    file = tmp_path / "text"
    file.write_text("Ja, gern — ½ eins?\nThe menu is attached.\n", encoding="utf-8")
    done = letters.cclear("reply", "id:letter@mail.example", "--print", "--body", str(file))
    text = message_from_string(done.stdout, policy=default).get_content()
    assert text == "Ja, gern — ½ eins?\nThe menu is attached.\n"
    assert "nothing is attached" in done.stderr
    done = letters.cclear("reply", "letter@mail.example", "--print", "--body", "-", stdin="Yes.\n")
    assert message_from_string(done.stdout, policy=default).get_content() == "Yes.\n"
    found = reply(letters, "letter@mail.example", "--print", "--body", str(file))
    assert list(found) == [*KEYS, "message"]
    assert message_from_string(found["message"], policy=default)["Subject"] == "Re: Lunch"


def test_what_there_is_not_is_said_in_one_line(letters: Mailbox, tmp_path: Path) -> None:
    assert "on no list" in refused(letters, "reply", "letter@mail.example", "--to", "list")
    assert "on no list" in refused(letters, "reply", "letter@mail.example", "--to", "everyone")
    assert "nobody@mail" in refused(letters, "reply", "id:nobody@mail.example")
    gone = str(tmp_path / "gone")
    assert gone in refused(letters, "reply", "letter@mail.example", "--body", gone)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xff")
    odd = str(tmp_path / "bytes")
    assert "UTF-8" in refused(letters, "reply", "letter@mail.example", "--body", odd)
    refused(letters, "reply", "letter@mail.example", "--to", "nobody", status=2)
    refused(letters, "reply", status=2)
    refused(letters, "summary", "--json", "letter@mail.example", status=2)
    assert "private answer" in refused(letters, "summary", "letter@mail.example", "--tick", "a@b")


def test_what_a_list_hides_and_headers_ask_for_is_shown(mailbox: Mailbox) -> None:
    post = {"List-Id": "Town <town.lists.example>", "List-Post": "<mailto:town@lists.example>"}
    for number, who in enumerate(crowd(8)):
        letter = mailbox.message(sender=who, to="town@lists.example", headers=post)
        mailbox.add(letter)
        answer = mailbox.message(
            sender=crowd(9)[8 - number], to="town@lists.example", headers=post,
            reply_to_message=letter,
        )  # fmt: skip
        mailbox.add(answer)
    rewritten = mailbox.message(
        sender="Jane Khan via Town <town@lists.example>", to="town@lists.example",
        headers=post | {"Reply-To": "Jane Khan <jane@otterley.example>"}, id="via@mail.example",
    )  # fmt: skip
    mailbox.add(rewritten)
    hostile = mailbox.message(
        sender="Eve <eve@evil.example>", to="town@lists.example", id="eve@mail.example",
        headers=post | {"Reply-To": "town@lists.example, all@otterley.example",
                        "List-Post": "<mailto:all@otterley.example>"},
    )  # fmt: skip
    mailbox.add(hostile)
    mailbox.index()
    assert reply(mailbox, "via@mail.example")["to"] == ["town@lists.example"]
    assert reply(mailbox, "via@mail.example", "--to", "author")["to"] == ["jane@otterley.example"]
    found = reply(mailbox, "eve@mail.example", "--to", "author")
    assert found["to"] == ["eve@evil.example"]
    assert "all@otterley.example" in " ".join(found["warnings"])
    found = reply(mailbox, "eve@mail.example")
    assert found["to"] == ["town@lists.example"]
    assert found["people"] == 1
    assert "all@otterley.example" in " ".join(found["warnings"])


def test_a_cc_list_is_answered_to_the_asker_alone(sample: tuple[Mailbox, str]) -> None:
    mailbox, config = sample
    asked = reply(mailbox, f"id:{MESSAGES['gritting/ask'].id}", config=config)
    assert asked["to"] == [JAN]
    assert asked["people"] == 1
    # An answer that asks nothing: still who asked. One that asks itself: its author.
    for key in ("gritting/hattie", "gritting/sian", "gritting/calum3"):
        assert reply(mailbox, MESSAGES[key].id, config=config)["to"] == [JAN]
    (femi,) = reply(mailbox, MESSAGES["goose/femi"].id, config=config)["to"]
    assert femi.startswith("femi.adeyemi@")
    asks = reply(mailbox, MESSAGES["gritting/jan2"].id, "--to", "list", config=config)
    assert asks["to"] == [JAN]
    author = reply(mailbox, MESSAGES["gritting/hattie"].id, "--to", "author", config=config)
    assert author["to"] == ["hattie.bracewell@garthdale.gov.example"]
    thread = reply(mailbox, MESSAGES["gritting/ask"].id, "--to", "thread", config=config)
    assert thread["to"] == [JAN]
    assert "hattie.bracewell@garthdale.gov.example" in thread["cc"]
    assert thread["people"] == 1 + len(thread["cc"]) == 8


def test_everybody_is_one_message_with_the_roster_in_bcc(sample: tuple[Mailbox, str]) -> None:
    mailbox, config = sample
    rows = mailbox.cclear("--json", "lists", "--roster").stdout.splitlines()
    comms = next(row for row in map(json.loads, rows) if row["kind"] == "cc")
    roster = {m["address"] for m in comms["roster"] if m["left"] is None}
    found = reply(mailbox, MESSAGES["gritting/ask"].id, "--to", "everyone", config=config)
    assert found["to"] == found["cc"] == []
    assert set(found["bcc"]) == roster - {NIA}
    assert found["people"] == len(found["bcc"]) > 100
    done = mailbox.cclear(
        "--config", config, "reply", MESSAGES["gritting/ask"].id, "--to", "everyone", "--print"
    )
    assert done.returncode == 0, done.stderr
    message = message_from_bytes(done.stdout.encode(), policy=compat32)
    assert message["To"] == "Comms network:;"
    assert message["Bcc"] is None
    assert message["From"] == f"Nia Fairley <{NIA}>"
    assert not any(address in done.stdout for address in roster - {NIA})


def test_a_real_list_is_answered_at_its_address(sample: tuple[Mailbox, str]) -> None:
    mailbox, config = sample
    known = MESSAGES["plain-notices/ask"].id
    for kind in ("list", "thread", "everyone"):
        found = reply(mailbox, known, "--to", kind, config=config)
        assert found["to"] == ["plain-english@lists.clearwords.example"]
        assert found["people"] == 1
    said = mailbox.cclear("--config", config, "reply", known).stdout
    assert said.startswith("to the list Plain English for councils\n")
    cell = reply(mailbox, MESSAGES["cell-wind/ask"].id, config=config)
    assert cell["to"] == ["comms-cell@pennerdale.gov.example"]


def test_a_private_answer_stays_private(sample: tuple[Mailbox, str]) -> None:
    mailbox, config = sample
    private = MESSAGES["pool/private"].id
    found = reply(mailbox, private, config=config)
    assert found["people"] == 1
    assert found["to"][0].startswith("grainne.")
    thread = reply(mailbox, MESSAGES["pool/lorna"].id, "--to", "thread", config=config)
    assert found["to"][0] not in (*thread["to"], *thread["cc"])
    assert any("privately" in warning for warning in thread["warnings"])


def test_the_summary_of_a_question(sample: tuple[Mailbox, str]) -> None:
    mailbox, config = sample
    done = mailbox.cclear("--config", config, "summary", MESSAGES["pool/ask"].id)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "Subject: SUMMARY: How do you say that the swimming pool is closed?"
    assert lines[2] == "Nia Fairley asked:"
    assert done.stdout.index("Lorna Quayle:") < done.stdout.index("Conor Devine:")
    assert "tin of shortbread" in done.stdout
    assert GRAINNE not in done.stdout
    assert f"[ ] {GRAINNE}" in done.stderr
    private = MESSAGES["pool/private"].id
    ticked = mailbox.cclear("summary", MESSAGES["pool/lorna"].id, "--tick", f"id:{private}")
    assert GRAINNE in ticked.stdout
    assert f"[x] {GRAINNE}" in ticked.stderr
    # Automatic answers say nothing.
    assert "Alison Croft" not in done.stdout


def test_people_read_calm_words(sample: tuple[Mailbox, str]) -> None:
    mailbox, config = sample
    done = mailbox.cclear(
        "--config", config, "reply", MESSAGES["gritting/ask"].id, "--to", "everyone"
    )
    first, subject, bcc, *_ = done.stdout.splitlines()
    assert first.startswith("to 11")
    assert first.endswith(" people, hidden from one another")
    assert subject == "Subject  Re: Gritting updates: texts, a map, or both?"
    assert bcc.startswith("Bcc      ")
    assert " more" in bcc
