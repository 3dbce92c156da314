"""A subject without what replying put before it (RFC 5256, section 2.1, in more languages)."""

from __future__ import annotations

import re


def _these(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ANSWERS = _these(
    "re aw sv vs antw rif r ynt yanıt res resp odp odg atb vá rép réf bls ats vast απ απάντηση"
    " σχετ ответ отв відп відповідь отг răsp תגובה רד رد پاسخ"
    " ตอบ ตอบกลับ 回复 回覆 答复 答覆 返信 답장 회신"
)
_FORWARDS = _these(
    "fw fwd wg tr rv enc i inol doorst vb vl pd fs trs ilt i̇lt tov továbbítás přep předáno"
    " πρθ προώθηση пересл перес пер переслано הועבר إعادة 转发 轉寄 轉發 転送 전달 fyi"
)
_MARKS = _ANSWERS | _FORWARDS
_BANNERS = _these(
    "external ext extern externe externo esterno externt ekstern ulkoinen zewnętrzny zewnętrzna"
    " externí externý külső harici εξωτερικό внешнее внешний зовнішній allanol seachtrach"
    " 外部 社外 외부 spam suspect"
)
_NONE = frozenset(
    (
        "no subject", "(no subject)", "<no subject>", "kein betreff", "(kein betreff)",
        "sans objet", "(sans objet)", "(aucun objet)", "sin asunto", "(sin asunto)",
        "sem assunto", "(sem assunto)", "(nessun oggetto)", "(geen onderwerp)", "(inget ämne)",
        "(ingen emne)", "(intet emne)", "(ei aihetta)", "(brak tematu)", "(bez předmětu)",
        "(без темы)", "(без теми)", "(konu yok)", "(χωρίς θέμα)", "(无主题)", "无主题", "(無主旨)",
        "(件名なし)", "(제목 없음)",
    )
)  # fmt: skip
_LABEL = re.compile(r"\[([^][\d]{1,40}(?::\s?\d{1,9})?)\]\s*")
_PATCH = re.compile(r"\b(?:patch|rfc|pull)\b", re.IGNORECASE)
_OPENED = {"[": "]", "(": ")", "{": "}", "*": "*"}
_TELLING = 16


def bare(subject: str) -> str:
    """The subject as it was first given: no marks of answering or forwarding, no banners."""
    rest, _, labels = _strip(subject)
    return ("".join(labels) + rest).strip()


def base(subject: str) -> str:
    """The bare subject in lower case, as a conversation's messages share it.

    Without the labels of lists, which one copy of a message has and another has not; empty where
    it says that there is none.
    """
    rest, _, labels = _strip(subject)
    rest = rest.casefold()
    return rest if rest and rest not in _NONE else "".join(labels).strip().casefold()


def label(subject: str) -> str:
    """The first label of a list before the subject, in lower case and its brackets, or nothing."""
    return next(iter(_strip(subject)[2]), "").strip().casefold()


def is_reply(subject: str) -> bool:
    """Whether a mark of answering stands before the subject."""
    return not _ANSWERS.isdisjoint(_strip(subject)[1])


def is_forward(subject: str) -> bool:
    """Whether the first mark before the subject, a list's own label aside, is of forwarding."""
    marks = _strip(subject)[1]
    return bool(marks) and marks[0] in _FORWARDS


def alike(one: str, other: str) -> bool:
    """Whether two base subjects are of one conversation: the same, or one with words added."""
    if one == other:
        return one != ""
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= _TELLING and long.startswith(short)


def _strip(subject: str) -> tuple[str, list[str], list[str]]:
    """What is left, the marks that stood before it, and the labels of lists, as they stood."""
    rest = " ".join(subject.split())
    marks: list[str] = []
    labels: list[str] = []
    while True:
        if rest[:1] in _OPENED:
            inner, closed, after = rest[1:].lstrip("*").partition(_OPENED[rest[0]])
            inner = inner.casefold().strip(" !:")
            told = inner in _BANNERS or (rest[0] == "[" and inner.startswith("external"))
            if closed and told:
                rest = after.lstrip(" :*")
                continue
        label = _LABEL.match(rest)
        if label and not _PATCH.search(label[1]):
            if label[0] not in labels:
                labels.append(label[0])
            rest = rest[label.end() :]
            continue
        head, colon, after = rest.replace("\N{FULLWIDTH COLON}", ":", 1).partition(":")
        mark = head.casefold().rstrip("0123456789[]()^* ")
        if colon and mark in _BANNERS and not (head.islower() or head.istitle()):
            rest = after.strip()
            continue
        if not colon or len(head) > 16 or mark not in _MARKS:
            return rest, marks, labels
        marks.append(mark)
        rest = after.strip()
