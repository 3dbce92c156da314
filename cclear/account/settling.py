"""Writing to config.toml: single settings are put in, and the rest stays as its owner wrote it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from cclear.account.aside import written
from cclear.config import Config, ConfigError, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Value = str | int | bool | list[str] | tuple[str, ...] | None
"""What a setting may be; None takes it out."""


def settle(path: Path, changes: Mapping[str, Mapping[str, Value]]) -> Config:
    """Put settings into the config.toml at ``path``, made where missing, and read it again.

    ``changes`` names them by table: ``{"mail": {"fetch": "mbsync -a"}, "identity.club": {…}}``.
    Comments, order and everything else stay. The file is replaced in one step, and only by one
    that :func:`cclear.config.load` takes: else, and where it cannot be written, ConfigError is
    raised and the file is as it was.
    """
    path = path.resolve()
    if path.exists():
        load(path)
    try:
        before = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _replace(path, changed(before, changes))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise ConfigError(f"{path} cannot be written ({why}); see its permissions") from error


def changed(text: str, changes: Mapping[str, Mapping[str, Value]]) -> str:
    """A TOML text with other values for some settings. Pure. The text has to be TOML."""
    # The one library that keeps comments and order; loaded only where something is written.
    import tomlkit
    from tomlkit.container import OutOfOrderTableProxy

    document = tomlkit.parse(text)
    for name, settings in changes.items():
        here: Any = document
        for part in name.split("."):
            if part not in here:
                if all(value is None for value in settings.values()):
                    break
                here[part] = tomlkit.table(is_super_table=part != name.rpartition(".")[2])
            here = here[part]
        else:
            for key, value in settings.items():
                if value is not None:
                    here[key] = list(value) if isinstance(value, tuple) else value
                elif key in here:
                    here.remove(key) if not isinstance(here, OutOfOrderTableProxy) else here.pop(
                        key
                    )
    return tomlkit.dumps(document)


def _replace(path: Path, text: str) -> Config:
    with written(path, text.encode()) as aside:
        # Its owner's permissions stay; a new file is the owner's alone.
        if path.exists():
            aside.chmod(path.stat().st_mode & 0o7777)
        try:
            load(aside)
        except ConfigError as error:
            raise ConfigError(str(error).replace(str(aside), str(path))) from error
        aside.replace(path)
    _sync(path.parent)
    return load(path)


def _sync(folder: Path) -> None:
    """The rename is on the disk when this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
