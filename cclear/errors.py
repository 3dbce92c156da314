"""What the command line itself refuses: each error is one line, what and what to do."""

from __future__ import annotations


class PlainError(Exception):
    """Something could not be done; the text is for a person."""


class UsageError(PlainError):
    """The command line makes no sense."""
