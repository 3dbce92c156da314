"""Fixtures for every room: a mailbox, the program in a terminal, the archives beside the project.

No test sees the mail, configuration or cache of whoever runs it: HOME and XDG directories are
fresh for each.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from indexer import lanes
from tests.support.dovecot import Dovecot, serve
from tests.support.mailbox import LONG, ROOT, Mailbox
from tests.support.terminal import Terminals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The same examples in every run: a change that did not break a test must not fail it, nor must a
# machine that is slow.
settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")

# A shell that starts the tests in the background has them, and what they start, ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty home, in UTC, with a UTF-8 locale, 256 colours and no mail of anybody's."""
    path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("NOTMUCH", "XDG_", "LC_", "TEXTUAL", "CCLEAR")):
                patch.delenv(name)
        # Hundreds of processes are started here; each would compile every module anew.
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        for name in (
            "MAILDIR",
            "EMAIL",
            "NAME",
            "NO_COLOR",
            "COLORTERM",
            "LANGUAGE",
            "COLUMNS",
            "LINES",
        ):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(path))
        patch.setenv("XDG_RUNTIME_DIR", str(path))
        patch.setenv("LANG", "C.UTF-8")
        patch.setenv("TERM", "xterm-256color")
        patch.setenv("TZ", "UTC")
        # However slow the machine is, a worker that starts is not taken for one that is silent.
        for lane in lanes.SILENCE:
            patch.setitem(lanes.SILENCE, lane, LONG)
        # The workers are programs of their own and find the checkout as this process does.
        patch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
        time.tzset()
        if "tui.glyphs" in sys.modules:
            # What the last test left behind may have asked for signs while its locale stood.
            sys.modules["tui.glyphs"].glyphs.cache_clear()
        yield path
    time.tzset()


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    """An empty Maildir with cclear's own embedded database (``--mail DIR``)."""
    made = Mailbox(tmp_path / "mail")
    yield made
    made.close()


@pytest.fixture
def users_mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """An empty Maildir with the user's own notmuch database, which NOTMUCH_CONFIG names."""
    config = tmp_path / "notmuch-config"
    monkeypatch.setenv("NOTMUCH_CONFIG", str(config))
    made = Mailbox(tmp_path / "mail", config=config)
    yield made
    made.close()


@pytest.fixture
def terminal() -> Iterator[Terminals]:
    """Starts programs in pseudo-terminals: ``terminal(mailbox.command(), cols=80, rows=24)``."""
    made = Terminals()
    yield made
    made.close()


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """An IMAP server on loopback; ``dovecot.account()`` is a user of the test's own."""
    with serve() as server:
        yield server


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real archives and odd messages that lie beside the checkout."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        pytest.skip("the archives of ../shared are not here")
    return path
