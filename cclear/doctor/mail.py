"""The mail itself: where it is said to lie, its index, whose it is, the lists in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cclear import config as configuration
from cclear.doctor.check import Check, broken, fine, unset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cclear.config import Config
    from indexer import Client, Where

NAMED = 5


def config_file(path: Path | None) -> tuple[Config | None, Check]:
    """config.toml, and what is to be said of it."""
    try:
        found = configuration.load(path)
    except configuration.ConfigError as error:
        named = path or configuration.default_path()
        return None, broken("config.toml", str(error), f"${{EDITOR:-vi}} {named}")
    if found.path.exists():
        return found, fine("config.toml", str(found.path))
    return found, unset("config.toml", f"{found.path} is not there yet", "cclear setup")


def where(mail: str | None, config: Config) -> tuple[Where | None, Check]:
    """Whose mail, and what is to be said of it."""
    from indexer import Where

    try:
        found = configuration.where(mail, config)
    except configuration.ConfigError as error:
        return None, broken("mail", str(error), "cclear setup")
    if found == Where() and not configuration.has_notmuch(os.environ, Path.home()):
        return None, unset("mail", "no mail is set up yet", "cclear setup")
    if found.mail is None:
        said = f"your notmuch{f', by {found.config}' if found.config else ''}"
        return found, fine("mail", said)
    return found, fine("mail", f"{found.mail}, its index in {found.mail}.cclear")


def checks(client: Client, config: Config) -> Iterator[Check]:
    """The database, one's own addresses, the lists."""
    from indexer import IndexerError

    try:
        state = client.look().result()
        root = client.mail_root().result()
        yield _index(state.messages, state.indexed, root)
        yield _addresses(client.own().result(), bool(config.mail.addresses))
        yield _lists(client)
    except IndexerError as error:
        yield broken("index", error.text, "cclear index")


def _index(messages: int, indexed: int | None, root: str) -> Check:
    from tui.words import count

    if not messages:
        return unset("index", f"there is no message in {root} yet", "cclear index")
    if indexed is None:
        return unset("index", f"{count(messages, 'message')} not taken in yet", "cclear index")
    return fine("index", f"{count(messages, 'message')} in {root}")


def _addresses(own: tuple[str, ...], named: bool) -> Check:  # noqa: FBT001 - a fact, no switch
    if not own:
        return unset(
            "addresses", "which addresses are yours is not known", "name them: addresses = "
            '["you@host"] below [mail] in config.toml',
        )  # fmt: skip
    how = "" if named else " (from notmuch, or from what the mail is addressed to)"
    return fine("addresses", ", ".join(own) + how)


def _lists(client: Client) -> Check:
    lists = client.lists(exact=True).result()
    if not lists:
        return unset("lists", "no list was found in the mail yet", "cclear index")
    named = ", ".join(one.title for one in lists[:NAMED])
    more = f" and {len(lists) - NAMED} more" if len(lists) > NAMED else ""
    return fine("lists", f"{len(lists)}: {named}{more}")
