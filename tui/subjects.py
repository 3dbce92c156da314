"""Subjects: which of them say the same, whatever programs put before them. Pure."""

from __future__ import annotations

# How programs in many languages begin the subject of an answer or a forward.
_ANSWERS = frozenset(
    "re fw fwd aw wg sv vs vb antw odp tr rv res enc ynt".split()  # noqa: SIM905 - a row of words
)


def same_subject(one: str, other: str) -> bool:
    """Whether two subjects differ in no more than the marks that replies and lists put on them."""
    return _bare_subject(one) == _bare_subject(other)


def _bare_subject(subject: str) -> str:
    text = " ".join(subject.split()).casefold()
    while True:
        mark, colon, rest = text.partition(":")
        if colon and mark.strip() in _ANSWERS:
            text = rest.strip()
        elif text.startswith("[") and "]" in text:
            text = text.partition("]")[2].strip()
        else:
            return text
