"""A subject without what replying put before it (RFC 5256, section 2.1, in more languages)."""

from __future__ import annotations


def _these(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ANSWERS = _these("re aw sv vs antw rif r ynt res odp atb vá ответ 回复 答复 返信")
_FORWARDS = _these(
    "fw fwd wg tr rv enc i doorst vb vl pd fs bls ilt i̇lt tov továbbítás přep předáno"
    " 转发 轉寄 転送 전달 fyi"
)
_MARKS = _ANSWERS | _FORWARDS
_BANNERS = _these(
    "external ext extern externe externo esterno externt ekstern ulkoinen zewnętrzny zewnętrzna"
    " externí externý külső harici εξωτερικό внешнее внешний зовнішній allanol seachtrach"
    " 外部 社外 외부 spam suspect"
)
_OPENED = {"[": "]", "(": ")", "{": "}", "*": "*"}
_TELLING = 16


def bare(subject: str) -> str:
    """The subject as it was first given: no marks of answering or forwarding, no banners."""
    return _strip(subject)[0]


def base(subject: str) -> str:
    """The bare subject in lower case, as a conversation's messages share it."""
    return bare(subject).casefold()


def is_reply(subject: str) -> bool:
    """Whether a mark of answering stands before the subject."""
    return not _ANSWERS.isdisjoint(_strip(subject)[1])


def is_forward(subject: str) -> bool:
    """Whether the first mark before the subject, a list's own label aside, is of forwarding."""
    rest = subject.strip()
    while rest.startswith("[") and "]" in rest:
        rest = rest.partition("]")[2].lstrip()
    return bool(marks := _strip(rest)[1]) and marks[0] in _FORWARDS


def alike(one: str, other: str) -> bool:
    """Whether two base subjects are of one conversation: the same, or one with words added."""
    if one == other:
        return one != ""
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= _TELLING and long.startswith(short)


def _strip(subject: str) -> tuple[str, list[str]]:
    """What is left, and the marks that stood before it."""
    rest = " ".join(subject.split())
    marks: list[str] = []
    while True:
        if rest[:1] in _OPENED:
            inner, closed, after = rest[1:].lstrip("*").partition(_OPENED[rest[0]])
            inner = inner.casefold().strip(" !:")
            told = inner in _BANNERS or (rest[0] == "[" and inner.startswith("external"))
            if closed and told:
                rest = after.lstrip(" :*")
                continue
        head, colon, after = rest.replace("\N{FULLWIDTH COLON}", ":", 1).partition(":")
        mark = head.casefold().rstrip("0123456789[]()^ ")
        if colon and mark in _BANNERS and not (head.islower() or head.istitle()):
            rest = after.strip()
            continue
        if not colon or len(head) > 16 or mark not in _MARKS:
            return rest, marks
        marks.append(mark)
        rest = after.strip()
