"""What is kept of lists' conversations is what counting all messages gives, whatever happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from indexer.cache import Cache
from indexer.cache.messages import News

if TYPE_CHECKING:
    from collections.abc import Iterator

IDS = [f"{n}@x" for n in range(6)]
THREADS = ["t1", "t2", "t3"]
LISTS = ["a", "b"]

tagged = st.tuples(
    st.just("put"), st.sampled_from(IDS), st.sampled_from(THREADS),
    st.sets(st.sampled_from([*(f"list/{name}" for name in LISTS), "inbox", "draft"])),
)  # fmt: skip
relabelled = st.tuples(
    st.just("relabel"), st.lists(st.sampled_from(IDS), min_size=1), st.sampled_from(["c1", "c2"])
)
removed = st.tuples(st.just("remove"), st.sampled_from(IDS))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cache]:
    cache = Cache(tmp_path_factory.mktemp("spread") / "cache.sqlite")
    yield cache
    cache.close()


@given(steps=st.lists(st.one_of(tagged, relabelled, removed), max_size=40))
def test_conversations_of_lists_are_counted_as_they_change(cache: Cache, steps: list[Any]) -> None:
    with cache.change():
        cache.empty()
    assert cache.count_lists() == 0
    for what, *of in steps:
        with cache.change():
            if what == "put":
                message, thread, tags = of
                news = News(message, thread, 1, "", "", "", tuple(sorted(tags)), None)
                cache.put_messages([news])
            elif what == "relabel":
                messages, label = of
                cache.relabel(dict.fromkeys(messages, label), ())
                cache.follow_thread(THREADS)
            elif row := cache.row(of[0]):
                cache.remove([row.key])
    rows = [row for message in IDS if (row := cache.row(message))]
    plain = {
        name: {r.label for r in rows if f"list/{name}" in r.tags and not r.unsent} for name in LISTS
    }
    counts = {name: cache.conversations(name) for name in LISTS}
    assert counts == {name: len(labels) for name, labels in plain.items()}
    assert cache.count_lists() == sum(map(bool, plain.values()))
