"""``./run`` and ``./test``: what they do before, and without, installing anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from typing import TYPE_CHECKING

import pytest

from tests.support.mailbox import ROOT, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.terminal import Terminals

SHOWS = """#!/bin/sh
for argument; do printf '[%s]' "$argument"; done
exit 7
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with a space in its path and no .venv, on a system that has all it takes."""
    path = tmp_path / "the checkout"
    path.mkdir()
    for name in ("run", "test", "pyproject.toml"):
        shutil.copy(ROOT / name, path)
    shutil.copytree(ROOT / "tools", path / "tools")
    monkeypatch.delenv("CI", raising=False)
    return path


@pytest.fixture
def ready(checkout: Path) -> Path:
    """The same, set up: its cclear prints what it was given and ends with 7."""
    made = checkout / ".venv"
    venv.create(made, symlinks=True, with_pip=False)
    program = made / "bin" / "cclear"
    program.write_text(SHOWS, encoding="utf-8")
    program.chmod(0o755)
    python = (made / "bin" / "python").resolve()
    for name in ("made-for", "cclear-run", "cclear-test"):
        (made / name).write_text(f"{checkout}\n{python}\n", encoding="utf-8")
    return checkout


def test_arguments_and_exit_status_pass_through(ready: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(ready / "run")
    for command, seen in (
        ([str(ready / "run")], "[demo]"),
        ([str(link), "--yes"], "[demo]"),
        ([str(link), "--yes", "show", "a b", "*", ""], "[show][a b][*][]"),
        ([str(ready / "run"), "threads", "--yes"], "[threads][--yes]"),
    ):
        done = run(command)
        assert (done.returncode, done.stdout, done.stderr) == (7, seen, "")


def test_it_runs_from_any_directory(ready: Path) -> None:
    for where, name in ((ready, "./run"), (ready.parent, "the checkout/run"), (ready, "run")):
        done = subprocess.run(
            ["sh", name, "x"], cwd=where, capture_output=True, text=True, check=False, timeout=180
        )
        assert (done.returncode, done.stdout) == (7, "[x]")


def test_without_a_terminal_nothing_is_installed(checkout: Path) -> None:
    for name in ("run", "test"):
        done = run([str(checkout / name), "lists"])
        assert done.returncode == 1
        assert done.stdout == ""
        assert "there is no terminal to ask on" in done.stderr
        assert f"{checkout}/.venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_refusal_ends_with_a_clear_line(checkout: Path, terminal: Terminals) -> None:
    for answer in ("n", "", "nonsense"):
        seen = terminal([str(checkout / "run")]).wait_for("Install? [y/N]")
        seen.keys(answer, "enter").wait_for("Nothing was installed.")
        assert seen.exit_status() == 1
    assert not (checkout / ".venv").exists()


def is_ready(checkout: Path) -> bool:
    """What setup.sh itself says of it."""
    script = 'here=$1 yes=; . "$here/tools/setup.sh"; is_ready run'
    done = run(["sh", "-c", script, "sh", str(checkout)])
    assert done.stderr == ""
    return done.returncode == 0


def test_what_is_no_longer_sound_is_not_ready(ready: Path, tmp_path: Path) -> None:
    made = ready / ".venv"
    stamp = made / "cclear-run"
    kept = stamp.read_text(encoding="utf-8")
    assert is_ready(ready)
    for changed in (
        kept.replace(str(ready), str(tmp_path)),
        kept.replace("python3", "python2"),
        "",
    ):
        assert changed != kept
        stamp.write_text(changed, encoding="utf-8")
        assert not is_ready(ready)
    stamp.write_text(kept, encoding="utf-8")
    assert is_ready(ready)
    newer = stamp.stat().st_mtime + 1
    os.utime(ready / "pyproject.toml", (newer, newer))
    assert not is_ready(ready)
    os.utime(ready / "pyproject.toml", (1, 1))
    (made / "bin" / "python").unlink()
    (made / "bin" / "python").symlink_to("/nowhere/python3")
    assert not is_ready(ready)


def test_a_set_up_that_was_cut_short_is_not_ready(ready: Path) -> None:
    (ready / ".venv" / "cclear-run").rename(ready / ".venv" / "cclear-run.new")
    assert not is_ready(ready)
    shutil.rmtree(ready / ".venv")
    assert not is_ready(ready)


def test_uninstalling_leaves_mail_tags_and_settings(
    ready: Path, home: Path, tmp_path: Path, terminal: Terminals, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = (
        tmp_path / "mail" / "cur" / "1:2,S",
        tmp_path / "mail.cclear" / "index",
        home / ".config" / "cclear" / "config.toml",
        home / ".cache" / "another",
        ready / "run",
    )
    gone = (ready / ".venv", home / ".cache" / "cclear")
    for file in (*kept, gone[1] / "0.sqlite"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    # Something elsewhere that is only pointed to is nobody's to remove.
    (gone[1] / "link").symlink_to(tmp_path / "mail")
    command = [str(ready / "run"), "--uninstall"]
    done = run(command)
    assert done.returncode == 1
    assert "Nothing was removed: there is no terminal" in done.stderr
    seen = terminal(command).wait_for("Remove? [y/N]")
    seen.keys("n", "enter").wait_for("Nothing was removed.")
    assert seen.exit_status() == 1
    assert run([*command, "mail"]).returncode == 1
    assert all(path.exists() for path in (*kept, *gone))
    done = run([str(ready / "run"), "--yes", "--uninstall"])
    assert (done.returncode, done.stdout) == (0, "")
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in kept)
    for words in (*map(str, gone), str(kept[2].parent), "your mail", "your tags"):
        assert words in done.stderr
    # Once more, with a cache elsewhere.
    cache = tmp_path / "my caches" / "cclear"
    cache.mkdir(parents=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache.parent))
    assert run([str(ready / "run"), "--yes", "--uninstall"]).returncode == 0
    assert not cache.exists()
    done = run(command)
    assert done.returncode == 0
    assert "Nothing of it is installed here." in done.stderr


MANAGER = """#!/bin/sh
case $1 in
    --prefix) echo "$HOMEBREW" ;;
    *) echo "$0 $*" >>"$LOG" ;;
esac
"""
BARE = {
    "apt-get": "notmuch libnotmuch-dev gcc libc6-dev python3 python3-venv python3-dev",
    "dnf": "notmuch notmuch-devel gcc glibc-devel python3 python3-devel",
    "brew": "notmuch llvm python",
}


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A PATH with nothing but what any Unix has: no compiler, no Python, no notmuch."""
    path = tmp_path / "bin"
    path.mkdir()
    for name in ("sh", "uname", "id", "readlink", "cat", "env"):
        found = shutil.which(name)
        assert found
        (path / name).symlink_to(found)
    (path / "sudo").write_text('#!/bin/sh\nexec "$@"\n', encoding="utf-8")
    (path / "sudo").chmod(0o755)
    return path


@pytest.mark.parametrize("manager", BARE)
def test_each_system_has_its_own_names_for_what_is_missing(
    bare: Path, tmp_path: Path, manager: str
) -> None:
    program = bare / manager
    program.write_text(MANAGER, encoding="utf-8")
    program.chmod(0o755)
    # The header that this machine may have is no business of the bare system's.
    script = (
        f'. "{ROOT}/tools/setup.sh"; find_python() {{ python=; }}; has_header() {{ return 1; }}; '
        'find_missing; printf "%s\n" "$missing"; become_root; install_missing; '
        "install_program isync"
    )
    log = tmp_path / "log"
    done = subprocess.run(
        ["sh", "-eu", "-c", f"here=/nowhere yes=1 purpose=run; {script}"],
        env={"PATH": str(bare), "LOG": str(log), "HOMEBREW": str(tmp_path)},
        capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert done.stdout.strip() == BARE[manager], done.stderr
    calls = log.read_text(encoding="utf-8").splitlines()
    assert any("install" in call and call.endswith(BARE[manager]) for call in calls)
    assert calls[-1].endswith("isync")


def test_a_system_without_a_known_package_manager_is_told_what_to_install(bare: Path) -> None:
    script = (
        f'here=/nowhere yes=1 purpose=run; . "{ROOT}/tools/setup.sh"; '
        "find_python() { python=; }; has_header() { return 1; }; find_missing; agree"
    )
    done = subprocess.run(
        ["sh", "-eu", "-c", script],
        env={"PATH": str(bare)},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 1
    assert "libnotmuch-dev" in done.stderr
    assert "brew.sh" in done.stderr
