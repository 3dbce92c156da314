"""The password, or the command that prints one: how it is asked for, and where it is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from cclear.account import keep_in_file, keep_in_keyring, keyring_name, read_secret
from tui.interview import Ask, Choice, ask

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from cclear.account import Auth, Way
    from cclear.setup.servers import Servers

Place = Literal["keyring", "file", "command"]


@dataclass(frozen=True, slots=True)
class Secret:
    """A password, or the command for one; written nowhere before :func:`keep`."""

    place: Place
    auth: Auth = "password"
    value: str = ""
    """The password itself; empty with a command."""

    command: str = ""
    """The user's own command, which prints the password or the access token."""

    @property
    def what(self) -> str:
        """The word for it."""
        return "password" if self.auth == "password" else "token"


def begin(servers: Servers) -> Generator[Ask, str, Secret]:
    """Ask how one signs in, where the password is to be kept, and for the password."""
    provider = servers.provider
    ways: tuple[Way, ...] = provider.auth if provider else ("password",)
    way: str = ways[0]
    if provider and len(ways) > 1:
        way = yield Ask(
            "auth",
            f"How do you sign in to {provider.name}?",
            (provider.hint,) if provider.hint else (),
            default=way,
            choices=tuple(_WAYS[one] for one in ways),
        )
    if way == "oauth2":
        return (yield from _by_command(servers, Secret("command", "oauth2"), ""))
    keyring = keyring_name()
    place = yield Ask(
        "place",
        "Where is the password to be kept?",
        default="keyring" if keyring else "file",
        choices=(
            *((Choice("keyring", "The keyring", f"{keyring}, this desktop’s own"),)
              if keyring else ()),
            Choice("file", "A file", "which only you may read; backups may hold it too"),
            Choice("command", "Your own store", "a command prints it, such as pass show mail"),
        ),
    )  # fmt: skip
    secret = Secret("keyring" if place == "keyring" else "file" if place == "file" else "command")
    return (yield from again(servers, secret, ""))


_WAYS = {
    "password": Choice("password", "With a password"),
    "app-password": Choice("app-password", "With an app password", "one made for this program"),
    "oauth2": Choice("oauth2", "With OAuth 2", "a token command, as the README shows"),
}


def again(servers: Servers, secret: Secret, trouble: str) -> Generator[Ask, str, Secret]:
    """Ask for the password or the command, saying what was wrong with the last one."""
    if secret.place == "command":
        return (yield from _by_command(servers, secret, trouble))
    hint = servers.provider.hint if servers.provider else ""
    value = yield from ask(
        Ask("password", f"The password of {servers.user}?", (hint,) if hint else (), secret=True,
            trouble=trouble),
        lambda given: "" if given else "an empty password is none",
    )  # fmt: skip
    return replace(secret, value=value)


def _by_command(servers: Servers, secret: Secret, trouble: str) -> Generator[Ask, str, Secret]:
    command = yield from ask(
        Ask(
            "command",
            f"Which command prints the {secret.what}?",
            ("A line as your shell reads it; the first line that it prints counts.",),
            default=secret.command or _EXAMPLES[secret.auth].format(servers.address),
            trouble=trouble,
        ),
        lambda given: "" if given.strip() else "write a command",
    )
    return replace(secret, command=command)


_EXAMPLES = {"password": "pass show mail/{}", "oauth2": "python3 ~/mutt_oauth2.py ~/.{}.tokens"}


def secret_of(secret: Secret) -> str:
    """The password or token itself. Raises AccountError."""
    return read_secret(secret.command, secret.what) if secret.command else secret.value


def keep(secret: Secret, address: str, directory: Path) -> str:
    """Put it where it is to be kept; the command that prints it. Raises AccountError, OSError."""
    if secret.place == "command":
        return secret.command
    if secret.place == "keyring":
        return keep_in_keyring(address, secret.value).command
    return keep_in_file(directory / address, secret.value).command
