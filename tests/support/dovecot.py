"""A real Dovecot on loopback: any number of accounts, each with the folders that providers have.

``serve()`` starts one; ``tests/conftest.py`` has it once a session as the fixture ``dovecot``, and
each test asks it for an account of its own. Its certificate names ``localhost`` alone, so that
``server.misnamed`` (127.0.0.1) is the same server under a name that the certificate has not.
Dovecot 2.3 and 2.4 are told the same in two syntaxes.
"""

from __future__ import annotations

import contextlib
import getpass
import grp
import imaplib
import itertools
import os
import pwd
import re
import shutil
import ssl
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from tests.support.messages import as_bytes
from tests.support.ports import free_port

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from email.message import EmailMessage

HOST = "localhost"
MISNAMED = "127.0.0.1"
PASSWORD = 'correct horse "battery" stapl\\e'
"""The password of every account; one that careless quoting breaks."""

TOKEN = "ya29.a-token_of-the~test+/=="
"""The OAuth 2 access token of every account."""

SPECIAL = {"Drafts": "Drafts", "Sent": "Sent", "Archive": "Archive", "Trash": "Trash"}
"""The folders beside INBOX that an account has, and their uses (RFC 6154)."""

_LIMIT = 120.0


@dataclass(frozen=True)
class Stored:
    """One message as the server has it."""

    uid: int
    flags: frozenset[str]
    id: str
    """The bare Message-ID."""


@dataclass(frozen=True)
class Account:
    """One user of the server."""

    server: Dovecot
    user: str
    password: str = PASSWORD
    token: str = TOKEN

    @contextlib.contextmanager
    def login(self) -> Iterator[imaplib.IMAP4_SSL]:
        """A connection that is logged in."""
        trusted = ssl.create_default_context(cafile=str(self.server.ca_file))
        with imaplib.IMAP4_SSL(HOST, self.server.port, ssl_context=trusted) as made:
            made.login(self.user, self.password)
            yield made

    def append(
        self,
        messages: Iterable[EmailMessage | str | bytes],
        folder: str = "INBOX",
        *,
        flags: str = "",
        date: dt.datetime | None = None,
    ) -> None:
        r"""Put messages in, all with these flags (``r"\Seen \Flagged"``) and this arrival date."""
        when = imaplib.Time2Internaldate(date) if date else ""
        with self.login() as imap:
            for message in messages:
                data = as_bytes(message).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
                _want(imap.append(_quoted(folder), f"({flags})", when, data))

    def messages(self, folder: str = "INBOX") -> list[Stored]:
        """What a folder holds, by UID."""
        with self.login() as imap:
            _want(imap.select(_quoted(folder), readonly=True))
            found = _want(imap.uid("FETCH", "1:*", "(FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"))
        listed = []
        for item in found:
            if isinstance(item, tuple):
                said, header = item[0].decode(), item[1].decode()
                uid = re.search(r"UID (\d+)", said)
                flags = re.search(r"FLAGS \(([^)]*)\)", said)
                assert uid, said
                assert flags, said
                named = frozenset(flags[1].split()) - {"\\Recent"}
                listed.append(
                    Stored(int(uid[1]), named, header.partition("<")[2].partition(">")[0])
                )
        return sorted(listed, key=lambda one: one.uid)

    def flag(self, folder: str, uid: int, flags: str, *, how: str = "+FLAGS") -> None:
        """Change a message's flags as another program would."""
        with self.login() as imap:
            _want(imap.select(_quoted(folder)))
            _want(imap.uid("STORE", str(uid), how, f"({flags})"))

    def create(self, folder: str) -> None:
        """Make a folder."""
        with self.login() as imap:
            _want(imap.create(_quoted(folder)))

    def delete(self, folder: str) -> None:
        """Delete a folder with all in it."""
        with self.login() as imap:
            _want(imap.delete(_quoted(folder)))

    def folders(self) -> set[str]:
        """The names of all folders."""
        with self.login() as imap:
            lines = _want(imap.list())
        return {line.decode().split(' "/" ')[1].strip('"') for line in lines if line}


@dataclass(frozen=True)
class Dovecot:
    """A server that runs. ``port`` speaks TLS at once, ``plain_port`` after STARTTLS."""

    home: Path
    version: tuple[int, ...]
    port: int
    plain_port: int
    ca_file: Path
    has_tokens: bool
    _names: Iterator[int]

    host = HOST
    misnamed = MISNAMED

    def account(self) -> Account:
        """A user that nobody else has, with INBOX and the special folders, all empty."""
        return Account(self, f"sam{next(self._names)}@here.example")

    def log(self) -> str:
        """What the server logged."""
        file = self.home / "log"
        return file.read_text(encoding="utf-8") if file.exists() else ""


@contextlib.contextmanager
def serve() -> Iterator[Dovecot]:
    """Start a server; skips the test where Dovecot is not installed."""
    program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if not program:
        pytest.skip("Dovecot is not installed: on Debian, apt-get install dovecot-imapd")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    version = tuple(int(part) for part in re.findall(r"\d+", said.stdout.partition("(")[0]))
    # pytest's own directories are closed to the user that the mail is kept under.
    home = Path(tempfile.mkdtemp(prefix="dovecot-"))
    home.chmod(0o755)
    try:
        authority = trustme.CA()
        ca_file = home / "ca.pem"
        authority.cert_pem.write_to_path(str(ca_file))
        certificate = authority.issue_cert(HOST)
        certificate.private_key_and_cert_chain_pem.write_to_path(str(home / "server.pem"))
        (home / "server.pem").chmod(0o600)
        port, plain_port = free_port(), free_port()
        (home / "mail").mkdir()
        shared = _common(home, port, plain_port)
        own = _as_24(home) if version >= (2, 4) else _as_23(home)
        config = home / "dovecot.conf"
        config.write_text((own + shared) if version >= (2, 4) else (shared + own), encoding="utf-8")
        made = Dovecot(
            home, version, port, plain_port, ca_file, version < (2, 4), itertools.count(1)
        )
        with (home / "output").open("wb") as output:
            running = subprocess.Popen(
                [program, "-F", "-c", str(config)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip
        try:
            _wait(running, made)
            yield made
        finally:
            running.terminate()
            try:
                running.wait(_LIMIT)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _common(home: Path, port: int, plain_port: int) -> str:
    """What both versions are told alike."""
    rootless = os.geteuid() != 0
    me, group = getpass.getuser(), grp.getgrgid(os.getegid()).gr_name
    people = (
        f"default_internal_user = {me}\ndefault_internal_group = {group}\n"
        f"default_login_user = {me}\n"
        if rootless
        else ""
    )
    # Only root may change the root directory.
    open_root = "  chroot =\n" if rootless else ""
    uses = "".join(
        f"  mailbox {name} {{\n    special_use = \\{use}\n    auto = subscribe\n  }}\n"
        for name, use in SPECIAL.items()
    )
    return f"""\
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
{people}first_valid_uid = 1
mail_fsync = never
auth_failure_delay = 0
ssl = required
namespace inbox {{
  inbox = yes
  separator = /
{uses}}}
service imap-login {{
{open_root}  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
{open_root}  # Each failed login would make the next one from here wait longer.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
{open_root}}}
"""


def _owner(home: Path) -> tuple[int, int]:
    """The user and group that keep the mail: never root, which Dovecot refuses."""
    if os.geteuid():
        return os.geteuid(), os.getegid()
    keeper = pwd.getpwnam("mail" if _has_user("mail") else "nobody")
    os.chown(home / "mail", keeper.pw_uid, keeper.pw_gid)
    return keeper.pw_uid, keeper.pw_gid


def _has_user(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name).pw_uid)
    except KeyError:
        return False


def _as_23(home: Path) -> str:
    uid, gid = _owner(home)
    # An XOAUTH2 token is checked like a password, by the passdb that is for that mechanism.
    (home / "passwords").write_text(f"any:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    (home / "tokens").write_text(f"any:{{PLAIN}}{TOKEN}\n", encoding="utf-8")
    for name in ("passwords", "tokens"):
        (home / name).chmod(0o644)
    return f"""\
mail_location = sdbox:~/mail
ssl_cert = <{home}/server.pem
ssl_key = <{home}/server.pem
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = username_format=any {home}/passwords
}}
passdb {{
  driver = passwd-file
  mechanisms = xoauth2 oauthbearer
  args = username_format=any {home}/tokens
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
"""


def _as_24(home: Path) -> str:
    uid, gid = _owner(home)
    (home / "passwords").write_text(f"any:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    (home / "passwords").chmod(0o644)
    return f"""\
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
mail_driver = sdbox
mail_path = ~/mail
ssl_server_cert_file = {home}/server.pem
ssl_server_key_file = {home}/server.pem
auth_mechanisms = plain login
passdb passwd-file {{
  auth_username_format = any
  passwd_file_path = {home}/passwords
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {home}/mail/%{{user}}
  }}
}}
"""


def _wait(running: subprocess.Popen[bytes], server: Dovecot) -> None:
    """Until it greets, or a skip that says why it does not."""
    trusted = ssl.create_default_context(cafile=str(server.ca_file))
    end = time.monotonic() + _LIMIT
    while time.monotonic() < end and running.poll() is None:
        try:
            with imaplib.IMAP4_SSL(HOST, server.port, ssl_context=trusted, timeout=_LIMIT):
                return
        except OSError:
            time.sleep(0.05)
    output = (server.home / "output").read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"Dovecot did not start: {output}{server.log()}")


def _quoted(folder: str) -> str:
    return f'"{folder}"'


def _want(answer: tuple[str, list[Any]]) -> list[Any]:
    assert answer[0] == "OK", answer
    return answer[1]
