"""The interview: its walk, back and forth, and its screen."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tests.tui.driving import LONG
from tui.interview import Ask, Choice, Finished, Tell, Walk, Working, ask
from tui.question import shown_lines
from tui.questions import Questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from tui.interview import Interview

COLOURS = (Choice("red", "Red", "as a rose"), Choice("blue", "Blue"))


def talk() -> Interview:
    name = yield from ask(
        Ask("name", "Your name?", default="Jan"), lambda given: "too short" * (len(given) < 2)
    )
    yield Tell(f"Hello, {name}")
    colour = yield Ask("colour", "Which colour?", choices=COLOURS, default="blue")
    word = yield Ask("word", "A secret?", secret=True)
    yield Working("painting", 1, 2)
    return Finished((f"{name} {colour} {word}",), opens="mail")


def test_defaults_and_answers_lead_to_the_end() -> None:
    walk = Walk(talk)
    step = walk.go()
    assert isinstance(step, Ask)
    assert walk.go() == Tell("Hello, Jan")
    assert isinstance(walk.go(), Ask)
    assert isinstance(walk.go("red"), Ask)
    assert walk.go("x") == Working("painting", 1, 2)
    assert walk.go() == Finished(("Jan red x",), opens="mail")


def test_a_wrong_answer_is_asked_again_with_what_was_wrong() -> None:
    walk = Walk(talk)
    walk.go()
    step = walk.go("J")
    assert isinstance(step, Ask)
    assert (step.trouble, step.default) == ("too short", "J")
    assert walk.go("Jo") == Tell("Hello, Jo")


def test_back_keeps_earlier_answers_and_what_was_said_to_them() -> None:
    walk = Walk(talk)
    walk.go()
    for answer in ("J", "Jo", "", "red"):
        step = walk.go(answer)
    assert isinstance(step, Ask)
    assert step.id == "word"
    step = walk.back()
    assert isinstance(step, Ask)
    assert (step.id, [tell.text for tell in walk.said]) == ("colour", ["Hello, Jo"])
    step = walk.back()
    assert isinstance(step, Ask)
    assert (step.id, step.trouble, walk.said) == ("name", "", [])
    first = walk.back()
    assert isinstance(first, Ask)
    assert first.id == "name"


def test_small_rooms_keep_the_question_and_the_choice_under_the_cursor() -> None:
    choices = tuple(Choice(str(n), f"Choice {n}", "with many more words " * 5) for n in range(9))
    step = Ask("which", "Which of them is it to be, in a window that is very narrow?", ("why",),
               choices=choices)  # fmt: skip
    said = tuple(Tell(f"line {n}") for n in range(9))
    for width, height in ((20, 4), (10, 3), (40, 6), (100, 30)):
        for cursor in range(9):
            lines = shown_lines(said, step, cursor, width=width, height=height)
            assert len(lines) <= height
            assert lines[0].role in ("question", "said")
            assert [line.choice for line in lines if line.under] == [cursor]


def test_with_room_all_that_was_said_stays() -> None:
    said = tuple(Tell(f"line {n}") for n in range(3))
    lines = shown_lines(said, Finished(("Done.",)), 0, width=80, height=30)
    assert [line.text for line in lines] == ["line 0", "line 1", "line 2", "", "Done."]


async def test_the_screen_walks_it_with_the_keyboard() -> None:
    app = Questions(talk)
    async with app.run_test(size=(80, 20)) as pilot:
        await _until(pilot, lambda: "Your name?" in _text(app))
        await pilot.press("J", "enter")
        await _until(pilot, lambda: "too short" in _text(app))
        await pilot.press("o", "enter")
        await _until(pilot, lambda: "Which colour?" in _text(app))
        assert "Hello, Jo" in _text(app)
        await pilot.press("k", "escape")
        await _until(pilot, lambda: "Your name?" in _text(app))
        await pilot.press("enter")
        await _until(pilot, lambda: "Which colour?" in _text(app))
        await pilot.press("1")
        await _until(pilot, lambda: "A secret?" in _text(app))
        await pilot.press("s", "q", "enter")
        await _until(pilot, lambda: "Jo red sq" in _text(app))
        assert "sq" not in "".join(tell.text for tell in app._walk.said)
        await pilot.press("enter")
    assert app.return_value == Finished(("Jo red sq",), opens="mail")


async def test_leaving_while_it_works_ends_the_work() -> None:
    ended = threading.Event()

    def slow() -> Interview:
        try:
            while True:
                yield Working("for ever")
        finally:
            ended.set()

    app = Questions(slow)
    async with app.run_test(size=(60, 10)) as pilot:
        await _until(pilot, lambda: "for ever" in _text(app))
        await pilot.press("ctrl+q")
    assert ended.wait(LONG)
    assert app.return_value is None


async def test_a_fault_is_handed_to_whoever_ran_it() -> None:
    def broken() -> Interview:
        yield Working("soon")
        raise OSError("no room")

    app = Questions(broken)
    async with app.run_test(size=(60, 10)) as pilot:
        await _until(pilot, lambda: app.error is not None)
    assert str(app.error) == "no room"


def _text(app: Questions) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def _until(pilot: Pilot[Finished], holds: Callable[[], bool]) -> None:
    from time import monotonic

    end = monotonic() + LONG
    while not holds():
        assert monotonic() < end, _text(pilot.app)  # type: ignore[arg-type]
        await pilot.pause(0.02)
