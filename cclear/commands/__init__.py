"""A module a command. Each calls the indexer's front door and prints what it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cclear import config

if TYPE_CHECKING:
    from argparse import Namespace

    from indexer import Client


def open_client(options: Namespace, *, reads: bool = True) -> Client:
    """A client on the mail that the command line and config.toml name.

    Where the command ``reads``, it is started, so as to be ready for what is asked first. Raises
    ConfigError where they make no sense.
    """
    from indexer import Client

    found = configuration(options)
    # Nobody reads on here: what is not asked for is not worked out.
    settings = replace(found.mail, background=False)
    client = Client(config.where(options.mail, found), settings)
    if reads:
        client.start()
    return client


def configuration(options: Namespace) -> config.Config:
    """What config.toml says, or the file that ``--config`` names. Raises ConfigError."""
    return config.load(Path(options.config) if options.config is not None else None)


def conversation_named(given: str) -> str:
    """What the front door calls an ID: ``id:`` and a Message-ID, or a conversation's own."""
    given = given.strip()
    if given.startswith("<") and given.endswith(">"):
        given = given[1:-1]
    return f"id:{given}" if "@" in given and not given.startswith("id:") else given
