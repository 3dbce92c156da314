"""An IMAP account: its servers, its password, the first sync; sending in the same breath."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from cclear.account import AccountError, check, check_smtp, guess
from cclear.setup import secrets, servers, syncing
from cclear.setup.export import where_to
from cclear.setup.syncing import Login
from indexer import gate
from tui.interview import Ask, Choice, Tell, Working, ask

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from cclear.account import Mailbox
    from cclear.setup.places import Setup
    from tui.interview import Interview

_WRONG_SECRET = ("password", "app-password", "token", "imap-disabled", "login-disabled")
_AGAIN = ("network", "slow", "server")


def begin(setup: Setup, root: Path | None) -> Interview:
    """Ask for the account, check it, bring its mail; ``root`` is where the user's notmuch is."""
    address = yield from ask(
        Ask(
            "address",
            "What is your address?",
            ("The part after the @ tells which servers to ask.",),
            default=setup.environ.get("EMAIL", ""),
        ),
        _wrong_address,
    )
    name = yield Ask(
        "name", "Your name, as others are to see it?", default=servers.full_name(setup.environ)
    )
    known = yield from servers.begin(address)
    login = Login(known, (yield from secrets.begin(known)))
    login, mailbox = yield from _signed_in(login)
    since = yield from _since(mailbox)
    target = yield from where_to(setup, root)
    return (
        yield from syncing.begin(
            setup, syncing.Plan(address, name, login, mailbox, since, target, root is not None)
        )
    )


def _wrong_address(given: str) -> str:
    if not gate.address(given):
        return f"{given or 'that'} is no address; write name@host"
    provider = guess(given)
    return provider.refuses if provider else ""


def _signed_in(
    login: Login,
) -> Generator[Ask | Tell | Working, str, tuple[Login, Mailbox]]:
    """Try to sign in until both servers take it; what is wrong is asked for again."""
    while True:
        at = login.servers.imap
        try:
            yield Working(f"Signing in to {at.host}")
            secret = secrets.secret_of(login.secret)
            mailbox = check(
                at, login.servers.user, secret, login.secret.auth, ca_file=login.ca_file
            )
            break
        except AccountError as error:
            login = yield from _mended(login, error, is_smtp=False)
    yield Tell(f"Signed in to {at.host} as {login.servers.user}: {_folders(mailbox)}")
    while login.servers.smtp:
        at = login.servers.smtp
        try:
            yield Working(f"Signing in to {at.host}")
            secret = secrets.secret_of(login.secret)
            check_smtp(at, login.servers.user, secret, login.secret.auth, ca_file=login.ca_file)
            yield Tell(f"{at.host} takes mail to send")
            break
        except AccountError as error:
            login = yield from _mended(login, error, is_smtp=True)
    return login, mailbox


def _folders(mailbox: Mailbox) -> str:
    from tui.words import count

    held = [one.messages for one in mailbox.folders if one.messages is not None]
    found = sum(1 for one in mailbox.folders if one.is_selectable)
    return f"{count(sum(held), 'message')} in {count(found, 'folder')}"


def _mended(
    login: Login, error: AccountError, *, is_smtp: bool
) -> Generator[Ask | Tell | Working, str, Login]:
    """Ask for what a failed login makes doubtful; the login to try next."""
    said = str(error)
    if error.trouble in _WRONG_SECRET:
        return replace(login, secret=(yield from secrets.again(login.servers, login.secret, said)))
    if error.trouble == "certificate":
        answer = yield Ask(
            "ca",
            "Which certificates are to be trusted?",
            ("A .pem file from whoever runs the server; empty to name another server.",),
            trouble=said,
        )
        if answer:
            return replace(login, ca_file=answer)
    elif error.trouble in _AGAIN:
        answer = yield Ask(
            "again", "Try again?", trouble=said, default="again",
            choices=(
                Choice("again", "Try again"),
                Choice("servers", "Name another server"),
                *((Choice("skip", "Go on", "and set up sending later"),) if is_smtp else ()),
            ),
        )  # fmt: skip
        if answer == "again":
            return login
        if answer == "skip":
            return replace(login, servers=replace(login.servers, smtp=None))
    named = yield from servers.again(login.servers, said, is_smtp=is_smtp)
    return replace(login, servers=named)


MONTHS = {"3": 91, "12": 365}


def _since(mailbox: Mailbox) -> Generator[Ask, str, dt.date | None]:
    """How far back the first sync goes; None for all of it."""
    total = sum(one.messages or 0 for one in mailbox.folders)
    answer = yield Ask(
        "since",
        "How much mail is to come first?",
        ("Older mail follows by itself with the next syncs: nothing is left out for good.",),
        default="3" if total > _MANY else "all",
        choices=(
            Choice("3", "The last three months"),
            Choice("12", "The last year"),
            Choice("all", "All of it", f"{total:,} messages" if total else ""),
        ),
    )
    days = MONTHS.get(answer)
    return dt.datetime.now(dt.UTC).date() - dt.timedelta(days) if days else None


_MANY = 5_000
"""Messages above which one would rather not wait for all of them."""
