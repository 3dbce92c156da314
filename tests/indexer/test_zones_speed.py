"""What the cleaner leaves out to be quick changes nothing that it should find."""

from __future__ import annotations

from random import Random

from indexer.zones import split
from indexer.zones.notice_words import LAW, READER, SECRET
from indexer.zones.vocabulary import Vocabulary

GROUPS = (SECRET, READER, LAW)


def test_a_vocabulary_finds_what_looking_for_each_phrase_finds() -> None:
    random = Random(7)
    vocabulary = Vocabulary(*GROUPS)
    phrases = [phrase for group in GROUPS for phrase in group]
    for size in (0, 1, 3, 200):
        for _ in range(60):
            words = [random.choice(phrases)[random.randrange(2) :] for _ in range(size)]
            text = random.choice(("", " ")).join(words)
            expected = {i for i, group in enumerate(GROUPS) if any(p in text for p in group)}
            assert vocabulary.said(text) == expected
            assert vocabulary.has(text) == bool(expected)


def test_below_thousands_of_answers_the_last_signature_is_found() -> None:
    answers = "> Is it so?\n\nYes, number 5 is.\n\n" * 2000
    text = answers + "> And now?\n\nNothing more.\n\n-- \nAnn Ash\nCounty of Example\n"
    zones = split(text, "Re: x")
    assert zones[-1].kind == "signature"
    assert sum(zone.kind == "new" for zone in zones) == 2001
    quoted = split(text + "\n> What Bo Beech wrote\n", "Re: x")
    assert any(zone.kind == "signature" for zone in quoted)
