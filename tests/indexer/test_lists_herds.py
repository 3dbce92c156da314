"""The finder against generated mailboxes, whose truth is written beside them, and real archives."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from indexer import envelope, headers, mbox
from indexer.lists import Finder, Seen
from tests.indexer.crowd import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from indexer.envelope import Envelope
    from indexer.lists import Group

KINDS = {"herd": "cc", "dl": "address", "mailman": "list-id"}


@dataclass
class Found:
    """What the finder made of a mailbox; ``tags`` are a message's, by its whole thread."""

    finder: Finder
    groups: dict[str, Group]
    tags: dict[str, set[str]]


def in_order(raw: Iterable[bytes], own: frozenset[str]) -> list[Seen]:
    """Messages as the finder takes them, by date; threads as References and In-Reply-To say."""
    mail = {e.id: e for e in (envelope.parse(envelope.head(m)) for m in raw) if e.id}
    leader: dict[str, str] = {}

    def find(message: str) -> str:
        while leader.setdefault(message, message) != message:
            leader[message] = message = leader[leader[message]]
        return message

    for one in mail.values():
        for other in (*one.references, *one.in_reply_to):
            leader[find(other)] = find(one.id or "")
    ordered = sorted(mail.values(), key=lambda e: e.date or 0)
    return [_seen(one, mail, find(one.id or ""), own) for one in ordered]


def _seen(one: Envelope, mail: dict[str, Envelope], thread: str, own: frozenset[str]) -> Seen:
    recipients = tuple({p.address: p for p in (*one.to, *one.cc)}.values())
    parents = [*one.in_reply_to, *reversed(one.references)]
    return Seen(
        id=one.id or "",
        thread=thread,
        date=one.date or 0,
        sender=headers.author(one, one.sender),
        recipients=recipients,
        subject=one.subject,
        list_id=one.list_id,
        list_title=one.list_title,
        list_post=one.list_post,
        no_post=one.no_post,
        unsubscribe=one.unsubscribe,
        precedence=one.precedence,
        auto=one.auto,
        own=bool(own & {one.sender.address, *(p.address for p in recipients)}),
        answers=next((mail[p].sender.address for p in parents if p in mail), None),
        list_names=one.list_names,
        forum=one.forum,
    )


def look(mail: list[Seen], own: frozenset[str], batches: Iterable[list[Seen]] = ()) -> Found:
    """Take the mail in, each batch by another process; all of it at once where none are given."""
    store = Rows()
    keys = {}
    for batch in batches or [mail]:
        finder = Finder(store, own=own)
        for seen in sorted(batch, key=lambda seen: seen.date):
            keys[seen.id] = finder.take(seen)
        for promotion in finder.promotions():
            finder.settle(promotion.key, promotion.slug)
        finder.flush()
    groups, merged = {g.key: g for g in finder.lists()}, finder.merged()
    threads: defaultdict[str, set[str]] = defaultdict(set)
    for seen in mail:
        found = {merged.get(key, key) for key in keys[seen.id]}
        threads[seen.thread].update(found & groups.keys())
    return Found(finder, groups, {seen.id: threads[seen.thread] for seen in mail})


def cut(mail: list[Seen], order: str, size: int = 30) -> list[list[Seen]]:
    """The mail in batches: in any order ("shuffled"), or each from all of the time ("mixed")."""
    rng = random.Random(order)
    if order == "mixed":
        mail = rng.sample(mail, len(mail))
    batches = [mail[n : n + size] for n in range(0, len(mail), size)]
    return rng.sample(batches, len(batches))


@pytest.mark.parametrize(
    ("size", "order"),
    [
        ("--messages 800 --seed 2 --herds 3 --churn .1", "shuffled"),
        ("--messages 1200 --seed 3 --herds 8 --churn .07", "mixed"),
    ],
)
def test_a_generated_mailbox(shared: Path, tmp_path: Path, size: str, order: str) -> None:
    program = shared / "herdgen.py"
    if not program.exists():
        pytest.skip("../shared/herdgen.py is not here")
    subprocess.run([sys.executable, program, tmp_path, *size.split()], check=True, timeout=120)
    own = frozenset({json.loads((tmp_path / "meta.json").read_text())["me"]})
    files = sorted((tmp_path / "mail" / "cur").iterdir())
    mail = in_order((f.read_bytes() for f in files), own)
    found = look(mail, own)
    truth = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text().splitlines()]
    lists = json.loads((tmp_path / "lists.json").read_text())

    keys = whose(found, truth)
    assert {name: found.groups[key].kind for name, key in keys.items()} == {
        entry["name"]: KINDS[entry["kind"]] for entry in lists
    }
    assert len(found.groups) == len(lists), "a blast, a newsletter or a part of a list is a list"
    for kind in KINDS:
        mine = [t for t in truth if t["kind"] == kind]
        tagged = sum(keys[t["list"]] in found.tags[t["id"]] for t in mine)
        assert tagged >= (0.97 if kind == "herd" else 1) * len(mine)
    right = sum(keys[t["list"]] in found.tags[t["id"]] for t in truth if t["kind"] in KINDS)
    assert right >= 0.99 * sum(len(tags) for tags in found.tags.values())
    rosters(found, keys, lists)

    again = look(mail, own, cut(mail, order))
    other = whose(again, truth)
    herds = [name for name, key in keys.items() if key.startswith("cc:")]
    same = [
        {n for n in herds if keys[n] in tags} == {n for n in herds if other[n] in again.tags[one]}
        for one, tags in found.tags.items()
    ]
    assert sum(same) >= 0.99 * len(same)
    assert len([key for key in again.groups if key.startswith("cc:")]) == len(herds)
    rosters(again, other, lists)


def whose(found: Found, truth: list[dict[str, Any]]) -> dict[str, str]:
    """The group that has most of a list's messages, by the list's true name."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in truth:
        if entry["kind"] in KINDS:
            votes[entry["list"]].update(found.tags[entry["id"]])
    return {name: counts.most_common(1)[0][0] for name, counts in votes.items() if counts}


def rosters(found: Found, keys: dict[str, str], lists: list[dict[str, Any]]) -> None:
    there = other = everybody = 0
    for entry in lists:
        if entry["kind"] == "herd":
            members, present = set(entry["members"]), found.finder.present(keys[entry["name"]])
            there, everybody = there + len(members & present), everybody + len(members)
            other += len(present - members)
            assert found.groups[keys[entry["name"]]].members == len(present)
    assert there >= 0.97 * everybody
    assert other <= 0.01 * (there + other)


def archive(shared: Path, name: str, most: int | None = None) -> list[Seen]:
    path = shared / "mail" / f"{name}.mbox.gz"
    if not path.exists():
        pytest.skip(f"the archive {name} is not here")
    with gzip.open(path) as stream:
        heads = (envelope.head(m) for m in islice(mbox.messages(stream), most))
        return in_order(heads, frozenset())


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("linux-api", "linux-api@vger.kernel.org"),
        ("util-linux", "util-linux@vger.kernel.org"),
        ("openbmc", "openbmc@lists.ozlabs.org"),
        ("usrp-users", "usrp-users@lists.ettus.com"),
    ],
)
def test_an_archive_of_a_real_list_is_that_list(shared: Path, name: str, address: str) -> None:
    """Without List-Post, and with the list's own address in From."""
    found = look(archive(shared, name, 300), frozenset())
    (group,) = found.groups.values()
    assert (group.name, group.kind, group.address) == (name, "list-id", address)
    assert all(found.tags.values())
    assert len(found.finder.roster(group.key)) > 20


def test_a_companys_mail_has_few_lists(shared: Path) -> None:
    """Hundreds of recurring recipient sets, mostly reports and habits."""
    mail = archive(shared, "enron")
    found = look(mail, frozenset())
    groups = found.groups.values()
    assert [g.address for g in groups if g.kind != "cc"] == ["nyiso_tech_exchange@global2000.net"]
    assert 1 <= len([g for g in groups if g.kind == "cc"]) <= 5
    suggested = found.finder.suggestions()
    assert len(suggested) == 50
    assert all(one.members >= 10 and one.mails >= 4 for one in suggested)
    assert [one.mails for one in suggested] == sorted((s.mails for s in suggested), reverse=True)
    assert not {one.key for one in suggested} & found.groups.keys()
