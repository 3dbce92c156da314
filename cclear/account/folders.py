"""Which of a server's folders are kept here, and under what names. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cclear.account.model import Synced

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from cclear.account.model import Folder, Mailbox, Use

NAMES: Mapping[Use, str] = {
    "inbox": "INBOX",
    "sent": "Sent",
    "drafts": "Drafts",
    "archive": "Archive",
    "all": "Archive",
    "trash": "Trash",
    "junk": "Junk",
}
"""What folders of these uses are called here; ``[outbox]`` may have other names for two."""

LEFT_OUT: frozenset[Use] = frozenset({"trash", "junk", "all", "flagged", "important"})
"""Uses of folders that are not kept unless they are asked for: rubbish, and second views."""

_OF_MAILDIR = frozenset({"cur", "new", "tmp"})


def usual(mailbox: Mailbox, leave_out: Collection[str] = (), take: Collection[str] = ()) -> tuple[
    Folder, ...
]:  # fmt: skip
    r"""The folders to sync by default: all mail, once.

    ``leave_out`` and ``take`` are a provider's exceptions: folders' names, or uses as in
    ``\sent``; what lies in a folder that is left out is left out too. Gmail's "All Mail" is
    taken, for what is archived there is in no other folder, and its Sent Mail is left out, for
    All Mail has that too.
    """

    def is_kept(folder: Folder) -> bool:
        called = {f"\\{folder.use}", folder.name}
        inside = any(folder.name.startswith(f"{name}/") for name in leave_out)
        if not folder.is_selectable or inside or called & set(leave_out):
            return False
        return bool(called & set(take)) or folder.use not in LEFT_OUT

    return tuple(one for one in mailbox.folders if is_kept(one))


def placed(
    folders: Iterable[Folder],
    mailbox: Mailbox,
    *,
    sent: str = "Sent",
    drafts: str = "Drafts",
    archive: str = "",
) -> tuple[Synced, ...]:
    """Where each folder goes here; ``sent`` and ``drafts`` are the outbox's own.

    No two go to the same place, and none to a name that a Maildir or a hidden file has. A server
    that has no folder for sent mail or for drafts is to get one, and one for the archive where
    ``archive`` names it.
    """
    names: dict[Use, str] = {**NAMES, "sent": sent, "drafts": drafts}
    if archive:
        names["archive"] = names["all"] = archive
    # What nothing else may take: where the outbox itself writes, whether it is synced or not.
    kept = {sent, drafts, "INBOX"}
    used = {name.casefold() for name in kept}
    placed: list[Synced] = []
    # Those with a use come first: what somebody else called Sent gets another name.
    for folder in sorted(folders, key=lambda one: one.use not in names):
        own = names.get(folder.use)
        is_first = own in kept
        kept.discard(own or "")
        near = _free(own or _plain(folder.name), used, is_own=is_first)
        used.add(near.casefold())
        raw = folder.raw if folder.use == "inbox" else folder.raw.removeprefix(mailbox.prefix)
        utf7 = raw.replace(mailbox.delimiter, "/") if mailbox.delimiter else raw
        far = "INBOX" if folder.use == "inbox" else folder.name
        placed.append(Synced(far, near, folder.use, utf7 if utf7 != far else ""))
    there: set[Use] = {one.use for one in mailbox.folders}
    # All Mail is the archive where that is not a folder by itself.
    there |= {"archive"} if "all" in there or not archive else set()
    wanted: tuple[tuple[Use, str], ...] = (
        ("sent", "Sent"), ("drafts", "Drafts"), ("archive", "Archive"),
    )  # fmt: skip
    placed += [Synced(far, names[use], use) for use, far in wanted if use not in there]
    return tuple(placed)


def _plain(name: str) -> str:
    parts = [
        f"{part}_" if part.casefold() in _OF_MAILDIR else f"_{part}" if part[:1] in ".~" else part
        for part in name.split("/")
    ]
    # Below it the outbox keeps its queue.
    if parts[0].casefold() == "cclear":
        parts[0] += "_"
    return "/".join(parts)


def _free(name: str, used: set[str], *, is_own: bool) -> str:
    if is_own:
        return name
    found, number = name, 2
    while found.casefold() in used:
        found, number = f"{name}-{number}", number + 1
    return found
