"""Who may import whom, and what is loaded before anybody needs it."""

from __future__ import annotations

import ast
import os
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

import indexer
import outbox
from tests.support.mailbox import ROOT, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOMS = ("cclear", "tui", "outbox", "indexer")
SLOW = ("textual", "rich", "notmuch2", "html2text", "email", "sqlite3")


def modules(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    """Every module of some rooms, parsed."""
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(tree: ast.Module) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The modules that a module imports anywhere in it, and the names it takes from each."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, ()
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or "", tuple(alias.name for alias in node.names)


def importers(module: str, *rooms: str) -> set[str]:
    """The files that import a module or something in it, relative to the checkout."""
    return {
        str(path.relative_to(ROOT))
        for path, tree in modules(*rooms)
        for name, _ in imports(tree)
        if name == module or name.startswith(f"{module}.")
    }


def test_the_contracts_of_import_linter_hold() -> None:
    # Its program is the contracts' own reader; the library's entry is no public name.
    program = os.path.join(os.path.dirname(sys.executable), "lint-imports")  # noqa: PTH118, PTH120
    done = run([program, "--config", str(ROOT / "pyproject.toml"), "--no-cache"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_room_is_linted_and_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    rooms = {p.name for p in ROOT.iterdir() if (p / "__init__.py").exists()} - {"tests", "bench"}
    assert rooms == set(ROOMS)
    assert set(project["importlinter"]["root_packages"]) == rooms
    assert set(project["hatch"]["build"]["targets"]["wheel"]["packages"]) == rooms


def test_one_package_alone_opens_the_database() -> None:
    users = importers("notmuch2", *ROOMS)
    assert users
    assert {path.rpartition("/")[0] for path in users} == {"indexer/database"}


def test_only_screens_import_textual() -> None:
    users = importers("textual", *ROOMS)
    assert users
    assert {path.split("/")[0] for path in users} == {"tui"}


def test_rooms_call_downwards_only() -> None:
    assert not importers("cclear", "tui", "outbox", "indexer")
    assert not importers("tui", "outbox", "indexer")
    assert not importers("outbox", "indexer")
    assert not {path for room in ROOMS for path in importers("tests", room)}


def test_screens_and_the_outbox_use_the_front_door() -> None:
    for path, tree in modules("tui", "outbox"):
        for module, names in imports(tree):
            assert not module.startswith("indexer."), f"{path} goes round the door: {module}"
            if module == "indexer":
                for name in names:
                    assert hasattr(indexer, name), f"{path}: no {name} at the door"
                    assert name not in HIDDEN, f"{path} goes round the door: {name}"


def test_screens_and_commands_use_the_outboxs_front_door() -> None:
    inside = {p.stem for p in (ROOT / "outbox").iterdir() if p.suffix == ".py"}
    for path, tree in modules("tui", "cclear"):
        for module, names in imports(tree):
            assert not module.startswith("outbox."), f"{path} goes round the door: {module}"
            for name in names if module == "outbox" else ():
                assert hasattr(outbox, name), f"{path}: no {name} at the door"
                assert name not in inside, f"{path} goes round the door: {name}"


HIDDEN = {p.stem for p in (ROOT / "indexer").iterdir() if p.suffix in ("", ".py")} - {"gate"}
"""Modules are no names of the door; the gate is both."""


@pytest.mark.parametrize(
    "module", ["cclear.__main__", "indexer", "indexer.client", "outbox", "tui"]
)
def test_nothing_slow_is_loaded_before_it_is_needed(module: str) -> None:
    script = f"import sys, {module}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = run([sys.executable, "-P", "-c", script])
    assert done.returncode == 0, done.stderr
    assert not set(SLOW) & set(done.stdout.split())


@pytest.mark.parametrize("module", ["indexer.worker", "indexer.takein"])
def test_taking_mail_in_loads_no_screen(module: str) -> None:
    script = f"import sys, {module}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = run([sys.executable, "-P", "-c", script])
    assert done.returncode == 0, done.stderr
    assert not {"textual", "rich", "tui"} & set(done.stdout.split())
