"""Whether a text speaks of an attachment that is not there. Pure."""

from __future__ import annotations

from outbox.flowed import SEPARATOR

_WORDS = (
    # English, German, Dutch
    "attached", "attachment", "attachments", "attaching", "enclosed", "enclosure",
    "anhang", "angehängt", "angehängte", "angehängten", "anbei", "beigefügt", "beigefügte",
    "beigefügten", "anlage", "bijlage", "bijlagen", "bijgevoegd", "bijgevoegde",
    # French, Spanish, Portuguese, Italian
    "ci-joint", "ci-jointe", "ci-joints", "ci-jointes", "pièce jointe", "pièces jointes",
    "en pj", "adjunto", "adjunta", "adjuntos", "adjuntas", "archivo adjunto", "em anexo",
    "anexado", "anexados", "segue anexo", "allegato", "allegata", "allegati", "allegate",
    # Swedish, Danish, Norwegian, Finnish
    "bifogad", "bifogat", "bifogade", "bifogar", "bilaga", "vedhæftet", "vedhæftede",
    "vedhæfter", "vedlagt", "vedlegg", "liitteenä", "oheisena",
    # Polish, Czech, Hungarian, Russian, Ukrainian, Turkish, Greek
    "w załączniku", "załącznik", "załączam", "v příloze", "příloha", "přikládám", "mellékelten",
    "mellékletben", "во вложении", "прикрепляю", "прикрепил", "у вкладенні", "ekte", "ekteki",
    "συνημμένο", "συνημμένα", "επισυνάπτω",
    # Welsh, Irish
    "ynghlwm", "atodiad", "atodaf", "faoi iamh", "ceangaltán",
)  # fmt: skip
_ANYWHERE = ("添付", "附件", "附上", "첨부")
_DENIED = frozenset(("no", "not", "your", "his", "her", "their", "without", "kein", "ohne", "sans"))


def forgotten(text: str, attachments: int) -> str:
    """The first line that speaks of an attachment where there is none; empty otherwise.

    Quoted lines, the line of attribution above them and the signature say nothing.
    """
    if attachments:
        return ""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line == SEPARATOR:
            break
        if line.startswith(">") or (lines[number + 1 : number + 2] or [""])[0].startswith(">"):
            continue
        if _speaks(line):
            return line.strip()
    return ""


def _speaks(line: str) -> bool:
    if any(word in line for word in _ANYWHERE):
        return True
    said = [word.strip(".,;:!?()[]\"'“”„«»*_") for word in line.casefold().split()]
    padded = f" {' '.join(said)} "
    for word in _WORDS:
        before, found, _ = padded.partition(f" {word} ")
        if found and before.split(" ")[-1] not in _DENIED:
            return True
    return False
