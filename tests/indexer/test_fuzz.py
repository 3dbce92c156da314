"""The short form of ``./test fuzz``: the same bodies each time, and no look at the clock."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from indexer import IndexerError, bodies, texts
from tests.fuzz import batch, holds
from tests.fuzz.__main__ import drawn
from tests.fuzz.material import invented, real
from tests.support.mailbox import ROOT

SEED = 5
BODIES = 250
ROWS = 120


def test_odd_bodies_keep_every_line_and_raise_nothing() -> None:
    cases = [*invented(), *real(ROOT.parent / "shared")]
    for case in islice(drawn(Random(SEED), cases), BODIES):
        text = holds.read(case)
        assert not list(holds.of_zones(text, case.subject)), case


def test_a_batch_is_answered_row_by_row() -> None:
    given = list(islice(drawn(Random(SEED), invented()), ROWS))
    answers = [answer for answer, _ in batch.answers(batch.rows(given))]
    assert [answer["id"] for answer in answers] == [str(number) for number in range(ROWS)]
    for case, answer in zip(given, answers, strict=True):
        if case.form == "eml":
            continue
        body = "\n".join(zone["text"] for zone in answer["zones"])
        assert body == holds.read(case)


# The alarm may strike within Hypothesis's own callback of the garbage collector, which swallows it;
# it comes again then.
@pytest.mark.filterwarnings(
    "ignore:Exception ignored in.*gc_:pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize("form", ["text", "html"])
def test_a_body_that_takes_too_long_is_an_error_of_one_line(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "SECONDS", 0.001)
    with pytest.raises(IndexerError, match="took longer") as error:
        bodies.clean(form, "<p>On Monday Ann wrote:</p>\n> so\n" * 20_000)
    assert error.value.kind == "unreadable"
