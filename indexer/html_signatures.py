"""Where a mail program marked the signature in an HTML mail, so that its text is told apart."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from indexer.elements import names

if TYPE_CHECKING:
    from indexer.elements import Outline
    from indexer.quoting import Quoting

_NAMES: Final = frozenset((
    "gmail_signature", "moz-signature", "signature", "protonmail_signature_block", "bloop_sign",
    "applemailsignature", "ms-outlook-mobile-signature", "messagesignaturesection", "sh-signature",
    "front-signature", "hs_signature", "hs-signature", "missive_signature", "k9mail-signature",
    "composer_signature", "edo-signature", "canarysig", "email-signature", "email_signature",
    "mail-signature", "mailsignature", "_rc_sig", "tutanota_signature", "-x-evo-signature",
    "-x-evo-signature-wrapper", "io-ox-signature", "zmail_signature", "spneditorsign_app",
    "divtagdefaultsignature", "outlooksignature", "emclientsignature", "__sig_post__",
    "__sig_pre__",
    "yahoo-signature", "ymail_signature", "protonmail_signature_block-user", "nylas-signature",
    "airmailsignature", "spark_signature", "mso-signature",
))  # fmt: skip
_MOST: Final = 50
_LONG: Final = 2000
_ATTRIBUTION: Final = 300


def find(outline: Outline, quoting: Quoting) -> set[int]:
    """Where an element begins that a mail program marked as the signature, and nothing follows.

    Some people write into the signature's element: a long one is taken for what they wrote.
    """
    found: set[int] = set()
    until = -1
    asked = 0
    for place, token in enumerate(outline.tokens):
        if asked >= _MOST:
            break
        if place < until or token.kind != "start" or not _may_be(token.attributes):
            continue
        if _NAMES.isdisjoint(names(token)):
            continue
        asked += 1
        end = outline.end(place)
        said = outline.text(place, end, 2 * _LONG) if end - place < _LONG // 2 else ""
        if said and len(said) <= _LONG and _is_last(outline, end, quoting):
            until = end
            if not said.startswith("--"):
                found.add(place)
    return found


def _may_be(attributes: str) -> bool:
    return "ig" in attributes or "IG" in attributes


def _is_last(outline: Outline, end: int, quoting: Quoting) -> bool:
    """Whether no text of the author's follows, before what is quoted or the end."""
    said = outline.next_said(end)
    if said == len(outline.tokens):
        return True
    spans = quoting.spans
    if any(end <= span.start <= said for span in spans):
        return True
    if any(span.start < end <= span.end <= said for span in spans):
        # The last words of a message that is quoted.
        return True
    nearest = bisect_left(quoting.cited, end)
    if nearest < len(quoting.cited):
        quote = quoting.cited[nearest]
        return len(outline.text(end, quote, 2 * _ATTRIBUTION)) <= _ATTRIBUTION
    return any(outline.tokens[at].value == "hr" for at in range(end, said))
