"""A file that cclear writes and its owner may edit: what was edited is never written over."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cclear.account.aside import written

if TYPE_CHECKING:
    from pathlib import Path

_MARK = "# cclear wrote the above; while this is true of it, cclear may write it anew: sha256 "
_MARKED = re.compile(rf"\n{re.escape(_MARK)}([0-9a-f]{{64}})\n*\Z")


@dataclass(frozen=True, slots=True)
class Written:
    """Where the text went."""

    path: Path
    is_beside: bool
    """Whether it lies beside the file that was meant, which its owner has edited."""


def write(path: Path, text: str) -> Written:
    """Write a file that only its owner may read (mode 0600), in one step.

    Where ``path`` holds something that this did not write, or that was edited since, that stays,
    and the text goes to ``path`` with ``.new`` behind its name. Raises OSError.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = text.rstrip("\n") + "\n"
    full = f"{text}\n{_MARK}{_digest(text)}\n"
    target = path
    if is_edited(path) and path.read_text(encoding="utf-8", errors="replace") not in (text, full):
        target = path.with_name(f"{path.name}.new")
    with written(path, full.encode()) as aside:
        aside.replace(target)
    return Written(target, target != path)


def is_edited(path: Path) -> bool:
    """Whether something is there that :func:`write` did not leave like this."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    except UnicodeDecodeError:
        return True
    match = _MARKED.search(text)
    return not match or match[1] != _digest(text[: match.start()])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
