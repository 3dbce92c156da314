"""Mail out: whom a reply goes to, and the message itself.

This is the room's front door. The names below are all that other rooms use; each is loaded when
it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outbox.model import (
        KINDS as KINDS,
        Attachment as Attachment,
        Case as Case,
        Draft as Draft,
        Exchange as Exchange,
        Finished as Finished,
        Group as Group,
        Kind as Kind,
        OutboxError as OutboxError,
        Recipients as Recipients,
    )  # fmt: skip
    from outbox.recipients import cycle as cycle, decide as decide, usual as usual

_HOMES = {"cycle": "recipients", "decide": "recipients", "usual": "recipients"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol of PEP 562
    if name.startswith("_"):
        raise AttributeError(name)
    return getattr(import_module(f"outbox.{_HOMES.get(name, 'model')}"), name)
