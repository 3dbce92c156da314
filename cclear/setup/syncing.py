"""After the last question of an IMAP account: mbsync is there, all is written, mail comes."""

from __future__ import annotations

import queue
import subprocess
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cclear.account import (
    Account,
    AccountError,
    Outcome,
    configuration,
    count_since,
    fetch_command,
    first_sync,
    mbsync_version,
    placed,
    settle,
    usual,
    write,
)
from cclear.setup import secrets, taking
from indexer import Where
from tui.interview import Ask, Choice, Finished, Tell, Working

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from cclear.account import Folder, Mailbox, Progress, Synced
    from cclear.config import Config
    from cclear.setup.places import Setup
    from cclear.setup.secrets import Secret
    from cclear.setup.servers import Servers
    from tui.interview import Interview


ARCHIVE = "Archive"
"""The folder that archived mail goes to, here."""

IGNORED = ".mbsyncstate;.mbsyncstate.journal;.mbsyncstate.new;.mbsyncstate.lock;.uidvalidity"
"""mbsync's own files in a Maildir."""


@dataclass(frozen=True, slots=True)
class Login:
    """All that it takes to sign in."""

    servers: Servers
    secret: Secret
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that was asked."""

    address: str
    name: str
    login: Login
    mailbox: Mailbox
    since: dt.date | None
    root: Path
    is_notmuchs: bool
    """Whether ``root`` is the mail folder of the user's own notmuch."""


def begin(setup: Setup, plan: Plan) -> Interview:
    """Install mbsync where it is missing, write the configurations, sync, and take the mail in."""
    if not (yield from has_mbsync(setup)):
        return Finished(
            ("mbsync is not here, so no mail was fetched.",
             "Install the package isync, then run cclear setup again: nothing was written."),
            failed=True,
        )  # fmt: skip
    command = secrets.keep(plan.login.secret, plan.address, setup.config.with_name("passwords"))
    folders = _folders(plan)
    outbox = _config(setup).outbox
    synced = placed(folders, plan.mailbox, sent=outbox.sent, drafts=outbox.drafts, archive=ARCHIVE)
    account = _account(plan, command, synced)
    path = setup.config.with_name("mbsync") / f"{plan.address}.conf"
    written = write(path, configuration(account, mbsync_version(), path=path))
    if plan.login.secret.place != "command":
        yield Tell(f"The password is in {_place(setup, plan)}.")
    yield Tell(f"{setup.short(written.path)} tells mbsync what to sync; it is yours to edit.")
    if written.is_beside:
        yield Tell(f"{setup.short(path)} was edited by you and stays as it is.", trouble=True)
    settle(setup.config, _settings(setup, plan, command, fetch_command(path), _archive(synced)))
    yield Tell(f"{setup.short(setup.config)} says where the mail is and how it is sent.")
    counts = yield from _counts(account, folders, plan)
    outcome = yield from _synced(account, counts)
    for fault in outcome.faults:
        yield Tell(fault.text, trouble=True)
    did = [f"The mail is in {setup.short(plan.root)}."]
    if plan.since:
        did.append(f"Mail from before {plan.since:%d %b %Y} follows with the next syncs.")
    if plan.is_notmuchs:
        command = f"notmuch config set new.ignore '{IGNORED}'"
        did.append(f"mbsync has files of its own there; notmuch passes over them after: {command}")
    with taking.opened(setup, Where(mail=None if plan.is_notmuchs else plan.root)) as client:
        yield from taking.take_in(client)
        return (yield from taking.end(client, tuple(did)))


def _folders(plan: Plan) -> tuple[Folder, ...]:
    provider = plan.login.servers.provider
    if provider is None:
        return usual(plan.mailbox)
    return usual(plan.mailbox, provider.leave_out, provider.take)


def _account(plan: Plan, command: str, folders: tuple[Synced, ...]) -> Account:
    servers, provider = plan.login.servers, plan.login.servers.provider
    return Account(
        address=plan.address,
        imap=servers.imap,
        user=servers.user,
        secret_command=command,
        root=plan.root,
        folders=folders,
        auth=plan.login.secret.auth,
        ca_file=plan.login.ca_file,
        saves_sent=bool(provider and provider.saves_sent),
    )


def _settings(
    setup: Setup, plan: Plan, command: str, fetch: str, archive: str
) -> Mapping[str, Mapping[str, str | int | list[str]]]:
    """What config.toml is to say. A second account sends as an identity of its own."""
    found = _config(setup)
    own = [*found.mail.addresses, plan.address]
    fetches = [one for one in found.mail.fetch.split(" ; ") if one and one != fetch]
    mail: dict[str, str | int | list[str]] = {
        "addresses": list(dict.fromkeys(own)),
        "fetch": " ; ".join([*fetches, fetch]),
        "archive": archive,
    }
    if not plan.is_notmuchs:
        mail["maildir"] = str(plan.root)
    sending: dict[str, str | int | list[str]] = {}
    if smtp := plan.login.servers.smtp:
        sending = {
            "transport": "smtp",
            "host": smtp.host,
            "port": smtp.port,
            "security": smtp.security,
            "user": plan.login.servers.user,
            "password_command": command,
            "auth": plan.login.secret.auth,
        }
        if plan.login.ca_file:
            sending["ca_file"] = plan.login.ca_file
    if plan.name:
        sending["name"] = plan.name
    is_first = not found.outbox.transport or found.outbox.user == plan.login.servers.user
    if is_first:
        return {"mail": mail, "outbox": sending}
    return {"mail": mail, f"identity.{_slug(plan.address)}": {**sending, "address": plan.address}}


def _place(setup: Setup, plan: Plan) -> str:
    if plan.login.secret.place == "keyring":
        return "the keyring"
    path = setup.config.with_name("passwords") / plan.address
    return f"{setup.short(path)}, which only you may read"


def _archive(folders: tuple[Synced, ...]) -> str:
    """Where archived mail goes to; Gmail's is All Mail."""
    return next((one.near for one in folders if one.use in ("archive", "all")), ARCHIVE)


def _config(setup: Setup) -> Config:
    from cclear import config

    return config.load(setup.config) if setup.config.exists() else config.Config(setup.config)


def _slug(address: str) -> str:
    return "".join(c if c.isalnum() and c.isascii() else "-" for c in address.lower()).strip("-")


def _counts(
    account: Account, folders: tuple[Folder, ...], plan: Plan
) -> Generator[Working, str, dict[str, int]]:
    """How many messages of each folder the first sync brings; empty for all of them."""
    if plan.since is None:
        return {}
    yield Working(f"Counting what came since {plan.since:%d %b %Y}")
    secret = secrets.secret_of(plan.login.secret)
    by_raw = count_since(account, folders, secret, plan.since)
    places = zip(folders, account.folders, strict=True)
    return {synced.near: by_raw[one.raw] for one, synced in places if one.raw in by_raw}


def _synced(account: Account, counts: dict[str, int]) -> Generator[Working, str, Outcome]:
    """The first sync, in a thread; closing this ends mbsync. Raises AccountError and OSError."""
    said: queue.SimpleQueue[Progress | Outcome | Exception] = queue.SimpleQueue()
    stop = threading.Event()

    def run() -> None:
        try:
            said.put(first_sync(account, counts, said.put, is_stopped=stop.is_set))
        except Exception as error:  # noqa: BLE001 - raised again where somebody waits for it
            said.put(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        while True:
            item = said.get()
            if isinstance(item, Exception):
                raise item
            if isinstance(item, Outcome):
                return item
            yield Working(f"Fetching {item.folder or 'mail'}", item.done, item.total)
    finally:
        stop.set()
        thread.join(10)


def has_mbsync(setup: Setup) -> Generator[Ask | Working, str, bool]:
    """Whether mbsync is here, after asking to install it where it is not."""
    trouble = ""
    while not _is_here():
        runner = setup.environ.get("CCLEAR_RUN", "")
        answer = yield Ask(
            "isync",
            "mbsync, which syncs IMAP accounts, is not here. Install its package isync?",
            (f"{install_words()} does the same.",),
            default="install" if runner else "again",
            trouble=trouble,
            choices=(
                *((Choice("install", "Install it", "by the system's package manager"),)
                  if runner else ()),
                Choice("again", "I have installed it", "look again"),
                Choice("no", "No", "leave all as it is"),
            ),
        )  # fmt: skip
        if answer == "no":
            return False
        trouble = "mbsync is still not here"
        if answer == "install":
            yield Working("Installing isync")
            trouble = _install(runner) or trouble
    return True


def install_words() -> str:
    """The command that installs mbsync on this system."""
    from cclear.doctor.system import install

    return install("isync")


def _is_here() -> bool:
    try:
        mbsync_version()
    except AccountError:
        return False
    return True


def _install(runner: str) -> str:
    """What was wrong with installing; empty where nothing was."""
    try:
        done = subprocess.run(
            [runner, "--yes", "--install", "isync"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"isync could not be installed: {error}"
    said = done.stderr.strip().rpartition("\n")[2]
    return "" if not done.returncode else f"isync could not be installed: {said}"
