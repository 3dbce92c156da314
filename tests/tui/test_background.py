"""Work that a widget begins."""

from __future__ import annotations

import gc

from textual.app import App

from tui.background import begin


async def test_work_that_ends_before_its_turn_leaves_nothing_behind() -> None:
    # Warnings are errors: a coroutine that nobody awaits fails the test.
    done = []

    async def work() -> None:
        done.append(1)

    async with App[None]().run_test() as pilot:
        begin(pilot.app, work, "a")
        pilot.app.workers.cancel_group(pilot.app, "a")
        await pilot.pause()
        gc.collect()
        assert done == []
        begin(pilot.app, work, "a")
        await pilot.app.workers.wait_for_complete()
        assert done == [1]
