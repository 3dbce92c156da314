"""config.toml: each room declares its settings; here they are only read, and mistakes named.

The file is ``cclear/config.toml`` in the user's configuration directory (the XDG Base Directory
Specification's), or what ``--config`` names. ``[mail]`` fills the indexer's settings, ``[outbox]``
and ``[identity.NAME]`` the outbox's, ``[reader]`` and ``[keys]`` the screens'.
"""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cclear.errors import PlainError
from indexer import Settings as MailSettings, Where
from outbox import Identity, Settings as OutboxSettings, mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from outbox import Transport
    from tui.settings import Settings as ReaderSettings

TABLES = ("mail", "reader", "keys", "outbox", "identity")

_OF_ANOTHER_TABLE = ("keys", "fetch", "fetch_minutes", "outbox")
"""The reader's settings that do not stand in ``[reader]``."""


class ConfigError(PlainError):
    """A mistake in the configuration: one line that says where, what, and what to do."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the user's file says; everything where it says nothing."""

    path: Path
    mail: MailSettings = field(default_factory=MailSettings)
    maildir: Path | None = None
    """``[mail] maildir``: a Maildir tree, for want of a notmuch configuration."""

    outbox: OutboxSettings = field(default_factory=OutboxSettings)
    """``[outbox]``, and ``[identity.NAME]`` in it."""

    reader: Mapping[str, Any] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def reader_settings(self) -> ReaderSettings:
        """The screens' settings."""
        from tui.settings import Settings

        return Settings(
            **self.reader,
            keys=self.keys,
            fetch=self.mail.fetch,
            fetch_minutes=self.mail.fetch_minutes,
            outbox=self.outbox,
        )


def default_path() -> Path:
    """Where config.toml is looked for without ``--config``."""
    from platformdirs import user_config_dir

    return Path(user_config_dir("cclear")) / "config.toml"


def load(path: Path | None = None) -> Config:
    """Read config.toml: the named one, which must be there, or the user's, which may not.

    Raises ConfigError for the first mistake in it.
    """
    named, path = path is not None, path or default_path()
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        if named:
            raise ConfigError(f"{path} is not there; correct --config, or leave it out") from error
        return Config(path)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise ConfigError(f"{path} cannot be read ({why}); see its permissions") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(
            f"{path}, line {line}: this is not UTF-8; save the file as such"
        ) from error
    return _Reader(path, source).config()


class _Reader:
    """One file's text, and what it says."""

    def __init__(self, path: Path, source: str) -> None:
        self._path = path
        self._source = source

    def config(self) -> Config:
        tables = self._parsed()
        for name, table in tables.items():
            if name not in TABLES:
                raise self._unknown("", name, TABLES)
            if not isinstance(table, dict):
                raise self._wrong("", name, f"is a table; write [{name}] on a line of its own")
        mail = dict(tables.get("mail", {}))
        maildir = mail.pop("maildir", None)
        if maildir is not None and (not isinstance(maildir, str) or not maildir):
            raise self._wrong("mail", "maildir", 'is a directory in quotes, such as "~/Mail"')
        settings = self._fill(
            "mail", MailSettings, mail, extra=("maildir",), without=("identities",)
        )
        outbox = self._outbox(dict(tables.get("outbox", {})), dict(tables.get("identity", {})))
        identities = tuple(one.address for one in outbox.identities if one.address)
        return Config(
            self._path,
            MailSettings(**settings, identities=identities),
            Path(maildir).expanduser().absolute() if maildir else None,
            outbox,
            self._reader_table(dict(tables.get("reader", {}))),
            self._keys(dict(tables.get("keys", {}))),
        )

    def _parsed(self) -> dict[str, Any]:
        import tomllib

        try:
            return tomllib.loads(self._source)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            what, _, place = str(error).partition(" (at ")
            line, _, _ = place.removeprefix("line ").partition(",")
            if not line.isdigit():
                line = str(len(self._source.splitlines()))
            what = what[:1].lower() + what[1:]
            raise ConfigError(
                f"{self._path}, line {line}: this is not TOML: {what}; see https://toml.io"
            ) from error

    def _outbox(self, table: dict[str, Any], identities: dict[str, Any]) -> OutboxSettings:
        found = []
        for name, given in identities.items():
            if not isinstance(given, dict):
                raise self._wrong("identity", name, f"is a table; write [identity.{name}]")
            where = f"identity.{name}"
            filled = self._fill(where, Identity, given, without=("identity",))
            found.append(Identity(**filled, identity=name))
            self._look_over(where, found[-1])
        filled = self._fill("outbox", OutboxSettings, table, without=("identities",))
        settings = OutboxSettings(**filled, identities=tuple(found))
        self._look_over("outbox", settings)
        return settings

    def _look_over(self, table: str, settings: Transport) -> None:
        if wrong := mistake(settings):
            raise self._wrong(table, *wrong)

    def _reader_table(self, table: dict[str, Any]) -> dict[str, Any]:
        if not table:
            return {}
        from tui.settings import Settings

        return self._fill("reader", Settings, table, without=_OF_ANOTHER_TABLE)

    def _keys(self, table: dict[str, Any]) -> dict[str, str]:
        for name, value in table.items():
            if not isinstance(value, str) or not value.strip():
                raise self._wrong("keys", name, 'is keys in quotes, such as "ctrl+r" or "z a, x"')
        return table

    def _fill(
        self,
        table: str,
        settings: type[Any],
        given: dict[str, Any],
        *,
        extra: tuple[str, ...] = (),
        without: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        """The values for a settings class, each of its field's type."""
        fields = {f.name: f for f in dataclasses.fields(settings) if f.name not in without}
        for name, value in given.items():
            if name not in fields:
                raise self._unknown(table, name, (*fields, *extra))
            # Under postponed evaluation a field's type is its source.
            kind = str(fields[name].type)
            holds, words = _TYPES[kind]
            if not holds(value):
                raise self._wrong(table, name, words)
            if trouble := _check(table, name, value):
                raise self._wrong(table, name, trouble)
        return {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in given.items()
        }

    def _unknown(self, table: str, name: str, known: tuple[str, ...]) -> ConfigError:
        import difflib

        near = difflib.get_close_matches(name.lower(), known, 1, 0.6)
        label = f"[{table}] has no {_bare(name)}" if table else f"there is no [{_bare(name)}]"
        what = f"did you mean {near[0]}?" if near else f"there are: {', '.join(sorted(known))}"
        return ConfigError(f"{self._at(table, name)}: {label}; {what}")

    def _wrong(self, table: str, name: str, words: str) -> ConfigError:
        label = f"[{table}] {_bare(name)}" if table else _bare(name)
        return ConfigError(f"{self._at(table, name)}: {label} {words}")

    def mistake_in_keys(self, name: str, words: str) -> ConfigError:
        """What the screens found wrong in ``[keys]``."""
        return self._wrong("keys", name, words)

    def _at(self, table: str, name: str) -> str:
        line = line_of(self._source, table, name)
        return f"{self._path}, line {line}" if line else str(self._path)


def mistake_in_keys(config: Config, name: str, words: str) -> ConfigError:
    """The mistake that the screens found in ``[keys]``, with its line."""
    source = config.path.read_text(encoding="utf-8", errors="replace")
    return _Reader(config.path, source).mistake_in_keys(name, words)


def line_of(source: str, table: str, name: str) -> int | None:
    """The number, from 1, of the line of a TOML text that gives ``name`` in ``[table]``."""
    here = ""
    for number, text in enumerate(source.splitlines(), 1):
        line = text.strip()
        if line.startswith("["):
            here = _bare(line.strip("[").partition("]")[0].strip())
            if f"{here}.".startswith(f"{table}.{name}." if table else f"{name}."):
                return number
            continue
        key = ".".join(_bare(part.strip()) for part in line.partition("=")[0].split("."))
        full = f"{here}.{key}" if here else key
        wanted = f"{table}.{name}" if table else name
        if full == wanted or full.startswith(f"{wanted}."):
            return number
        if table and not here and key == table and name in line:
            return number
    return None


def _bare(name: str) -> str:
    return name.strip("\"'")


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_TYPES: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "str": (lambda value: isinstance(value, str), 'is text: write it in quotes, "like this"'),
    "int": (_is_number, "is a whole number: write it without quotes"),
    "bool": (lambda value: isinstance(value, bool), "is true or false, without quotes"),
    "tuple[str, ...]": (_is_texts, 'is a list of texts: ["one", "two"]'),
}


def _check(table: str, name: str, value: Any) -> str:  # noqa: ANN401 - of the field's type
    """What is wrong with a value of the right type; empty where nothing is."""
    if table == "reader" and name == "theme":
        from tui.settings import THEMES

        return "" if value in THEMES else f"is one of: {', '.join(THEMES)}"
    if name == "addresses":
        from indexer import gate

        bad = next((item for item in value if gate.address(item) is None or "@" not in item), None)
        return "" if bad is None else f"holds {bad!r}, which is no address; write name@host"
    if table.startswith("identity.") and name == "address":
        from indexer import gate

        return "" if gate.address(value) else "is an address, such as jane@otterley.example"
    least = {
        "cc_list_people": 2, "fetch_minutes": 0, "wide": 20, "storm_people": 2, "storm_answers": 2,
    }.get(name)  # fmt: skip
    if least is not None and not least <= value <= 1_000_000:
        return f"is a number from {least} up"
    return ""


def where(mail: str | None, config: Config) -> Where:
    """Whose mail: ``--mail``, else the user's notmuch, else config.toml's ``maildir``.

    Raises ConfigError for a directory that cannot be one.
    """
    if mail == "":
        raise ConfigError("--mail names no directory; write --mail DIR")
    if mail is not None:
        return Where(mail=_tree(Path(mail).absolute(), "--mail"))
    if config.mail.notmuch_config and not os.environ.get("NOTMUCH_CONFIG"):
        named = Path(config.mail.notmuch_config).expanduser().absolute()
        if not named.is_file():
            raise ConfigError(f"{named}, notmuch_config in {config.path}, is not there; correct it")
        return Where(config=named)
    if config.maildir and not has_notmuch(os.environ, Path.home()):
        return Where(mail=_tree(config.maildir, f"maildir in {config.path}"))
    return Where()


def _tree(path: Path, said: str) -> Path:
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise ConfigError(f"{said}: the name of {path} is not UTF-8; rename it") from error
    try:
        if path.exists() and not path.is_dir():
            raise ConfigError(f"{path} is a file; {said} is a directory with mail")
        if not path.parent.is_dir():
            raise ConfigError(f"{path.parent} is not there; make it, or correct {said}")
        beside = path.with_name(f"{path.name}.cclear")
        missing = not path.exists() or not beside.exists()
        if not path.exists() and beside.exists():
            # Taking that for an empty mailbox would cost every message its tags.
            raise ConfigError(
                f"{path} is not there, though its index {beside} is; bring the mail back, "
                "or remove the index"
            )
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise ConfigError(f"{path} cannot be used ({why}); correct {said}") from error
    if missing and not os.access(path.parent, os.W_OK | os.X_OK):
        raise ConfigError(f"{path.parent} may not be written to; see its permissions")
    return path


def has_notmuch(environ: Mapping[str, str], home: Path) -> bool:
    """Whether the user has a notmuch of their own (notmuch-config(1), CONFIGURATION)."""
    if environ.get("NOTMUCH_CONFIG") or environ.get("NOTMUCH_DATABASE"):
        return True
    profile = environ.get("NOTMUCH_PROFILE", "")
    configs = Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "notmuch"
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "notmuch"
    mail = Path(environ.get("MAILDIR") or home / "mail")
    return any(
        place.exists()
        for place in (
            configs / (profile or "default") / "config",
            home / (f".notmuch-config.{profile}" if profile else ".notmuch-config"),
            data / (profile or "default"),
            mail / ".notmuch",
        )
    )
