"""What a list is called: a slug for its tag, and a title to read."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from indexer import gate
from indexer.homes import hashtags

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


def _these(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LONGEST = 40
_WORD = re.compile(r"[^\W\d_]{3,24}")
_PLAIN = _these(
    "the and for you your our are was has have not new all any can how who what when with from"
    " this that about into out per via der die das und für mit von les des une pour avec est que"
    " los las una para con por del dei della per non och att det som een het van voor niet question"
    " questions help please quick poll update updates request reminder meeting today tomorrow week"
    " urgent important info information monday tuesday wednesday thursday friday saturday sunday"
    " january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec email mail list message summary"
    " inc ltd llc corp corporation gmbh company"
)
_COMMON = _these(
    "all announce bugs chat commits core dev devel developers discuss discussion general git help"
    " info issues list lists mail main misc news ops patches private public security staff support"
    " talk team test tickets user users www"
)
_HOLLOW = _these(
    "ac co com edu example gov gob gouv govt mail mailman net nhs org police sch list lists"
)
_SHARED, _RARE = 0.3, 0.15
_OFTEN, _PART, _NOWHERE = 4, 0.2, 0.01
"""Where hardly any other conversation has a word, fewer that share it say what a list is about."""
_TAGGED = 0.6
_OTHERS = 6
"""Where fewer other conversations are known, two that share a word say nothing by it."""


def slug(text: str) -> str:
    """The text as a slug ``[a-z0-9.-]+``, or nothing where none of it can be kept."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    kept = re.sub(r"[^a-z0-9.]+", "-", plain)
    return re.sub(r"[.-]*([.-])[.-]*", r"\1", kept)[:_LONGEST].strip(".-")


def unique(choices: Iterable[str], taken: Collection[str], last: str = "list") -> str:
    """The first of the choices that is a slug nobody has; else the first one with a number."""
    slugs = [s for s in map(slug, choices) if s] or [last]
    for one in slugs:
        if one not in taken:
            return one
    return next(s for n in range(2, len(taken) + 3) if (s := f"{slugs[0]}-{n}") not in taken)


def of_list_id(list_id: str) -> list[str]:
    """Names for a List-Id, the best first: as many of its labels as say something."""
    labels = [label for label in list_id.replace("@", ".").split(".") if label]
    names = [".".join(labels[: n + 1]) for n in range(len(labels))]
    if len(names) > 1 and labels[0] in _COMMON:
        # "dev" says little beside "dev.httpd"; "dev.lists" no more than it.
        spoken = [n for n, label in enumerate(labels) if n and label not in _HOLLOW]
        names = [f"{labels[0]}.{labels[n]}" for n in spoken[:1]] + names
    return names


def of_address(address: str) -> list[str]:
    """Names for a distribution address: its local part, then with its organisation."""
    local, _, domain = address.partition("@")
    return [local, f"{local}.{organisation(domain)}", address.replace("@", ".")]


def of_circle(about: Sequence[str], origin: str, name: str) -> dict[str, str]:
    """Names for a cc list, the best first, each with the title that goes with it.

    ``about`` are the words that its subjects share, ``origin`` is the address of who first wrote
    to it and ``name`` what they are called.
    """
    local, _, domain = origin.partition("@")
    place = organisation(domain)
    found = {}
    said = title(" ".join(about))
    if about and not slug(said):
        # No slug has these letters, but a title has.
        return {place: said, f"{place}-{local}": said}
    if about:
        found["-".join(about)] = said
        found[f"{'-'.join(about)}-{place}"] = f"{said}, {title(place)}"
    found[place] = f"{title(place)} and others"
    found[f"{place}-{local}"] = f"{name or local}, {title(place)} and others"
    return found


def organisation(domain: str) -> str:
    """The label of a domain that names whose it is: ``otterley`` of ``mail.otterley.gov.uk``.

    As it is read, where it is encoded (RFC 5890, section 2.3.2.1).
    """
    labels = [_read(label) for label in domain.split(".") if label]
    telling = [label for label in labels[:-1] if label not in _HOLLOW]
    return telling[-1] if telling else (labels[0] if labels else "")


def _read(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        read = gate.line(label[4:].encode().decode("punycode"))
    except UnicodeError:
        return label
    # What no slug can hold is told apart by its code alone.
    return read if slug(read) else label


def words(subject: str) -> frozenset[str]:
    """The words of a base subject that can say what a list is about."""
    return frozenset(_WORD.findall(subject)) - _PLAIN


def shared_words(subjects: Collection[str], elsewhere: Mapping[str, int], total: int) -> list[str]:
    """At most two words that the conversations' base subjects share, and those of others do not.

    ``elsewhere`` counts the words of all ``total`` conversations, these among them. A tag in
    brackets that most of the subjects begin with, or a hashtag that most of them have, is the name
    by itself.
    """
    if not subjects:
        return []
    others = total - len(subjects)

    def outside(word: str, count: int) -> float:
        return max(0, elsewhere.get(word, 0) - count) / max(1, others)

    for marks in (_labels(subjects), _hashtags(subjects)):
        mark, count = min(marks.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
        if count > 1 and count >= _TAGGED * len(subjects) and outside(mark, count) <= _RARE:
            return [mark]
    here = Counter(word for subject in subjects for word in words(subject))
    scores: dict[str, float] = {}
    for word, count in here.items():
        away, share = outside(word, count), count / len(subjects)
        if count == 2:
            # Two conversations can meet by chance, and mostly over what others speak of, too.
            telling = share >= _TAGGED and not away and others >= _OTHERS
        else:
            telling = count > 2 and share >= _SHARED and away <= min(_RARE, share / 3)
            telling |= count >= _OFTEN and share >= _PART and away <= _NOWHERE
        if telling:
            scores[word] = count * math.log(share / (away + 0.01))
    best = sorted(scores, key=lambda word: (-scores[word], word))[:2]
    # In the order in which people say them.
    text = " ".join(subjects)
    return sorted(best, key=text.find)


def _labels(subjects: Iterable[str]) -> Counter[str]:
    """How many subjects begin with each tag in brackets."""
    tags = (s[1:].partition("]")[0].strip() for s in subjects if s.startswith("[") and "]" in s)
    return Counter(tag for tag in tags if tag)


def _hashtags(subjects: Iterable[str]) -> Counter[str]:
    """How many subjects have each hashtag; what says nothing of a list says nothing as one."""
    return Counter(tag for s in subjects for tag in hashtags.of(s) if tag not in _PLAIN)


def title(name: str) -> str:
    """A slug or a local part as a title: ``comms-network`` is "Comms network"."""
    spaced = " ".join(re.split(r"[-_.\s]+", name.strip(".-_ ")))
    return spaced[:1].upper() + spaced[1:]
