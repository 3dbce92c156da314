"""A subject without what replying put before it (RFC 5256, section 2.1, in more languages)."""

from __future__ import annotations


def _these(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MARKS = _these(
    "re fw fwd aw wg sv vs vl antw doorst rv rif i r enc ynt ilt res tr odp pd atb bls fs vb vá"
    " továbbítás ответ 回复 答复 转发 返信 転送"
)
_ANSWERS = _these("re aw sv vs antw rif r ynt res odp atb vá ответ 回复 答复 返信")
_BANNERS = frozenset({"external", "ext", "extern", "externe", "externo", "spam", "suspect"})
_TELLING = 16


def base(subject: str) -> str:
    """The subject as a conversation's messages share it: lower case, no marks, no banners."""
    return _strip(subject)[0]


def is_reply(subject: str) -> bool:
    """Whether a mark of answering stands before the subject."""
    return _strip(subject)[1]


def alike(one: str, other: str) -> bool:
    """Whether two base subjects are of one conversation: the same, or one with words added."""
    if one == other:
        return one != ""
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= _TELLING and long.startswith(short)


def _strip(subject: str) -> tuple[str, bool]:
    rest, reply = " ".join(subject.casefold().split()), False
    while True:
        if rest.startswith("["):
            inner, closed, after = rest[1:].partition("]")
            if closed and (inner in _BANNERS or inner.startswith("external")):
                rest = after.lstrip(" :")
                continue
        head, colon, after = rest.replace("\N{FULLWIDTH COLON}", ":", 1).partition(":")
        mark = head.rstrip("0123456789[]()^ ")
        if not colon or len(head) > 16 or mark not in _MARKS:
            return rest, reply
        reply = reply or mark in _ANSWERS
        rest = after.strip()
