"""Fixtures of the outbox's tests: a disk that is soon full."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.mailbox import Mailbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[Path], Path]]:
    """Puts a disk of 400 KiB at a place; skips where that is not allowed."""
    mounted: list[Path] = []

    def at(place: Path) -> Path:
        place.mkdir(exist_ok=True)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)],
            capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode:
            pytest.skip("mounting a small disk is not allowed here")
        mounted.append(place)
        return place

    yield at
    for place in mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path, mount: Callable[[Path], Path]) -> Path:
    """A disk of 400 KiB."""
    return mount(tmp_path / "disk")


@pytest.fixture
def small_mailbox(tmp_path: Path, mount: Callable[[Path], Path]) -> Iterator[Mailbox]:
    """A Maildir on a disk of 400 KiB; its index lies on another one."""
    made = Mailbox(mount(tmp_path / "mail"))
    made.index()
    yield made
    made.close()
