"""format=flowed text (RFC 3676), put back into paragraphs."""

from __future__ import annotations


def unflow(text: str, *, delsp: bool = False) -> str:
    r"""``text`` (lines ended by ``\n``) with soft line breaks undone and space-stuffing removed.

    A line that ends in a space goes on in the next one of the same quote depth; with ``delsp``
    that space was only there to say so. Quote marks come out as ``>>`` and one space. The
    signature separator ``-- `` neither flows nor is flowed into.
    """
    out: list[str] = []
    flowing = -1  # the depth of the line that goes on in the next, -1 for none
    for raw in text.split("\n"):
        rest = raw.lstrip(">")
        depth = len(raw) - len(rest)
        if rest[:1] == " ":
            rest = rest[1:]
        separator = rest == "-- "
        flows = rest[-1:] == " " and not separator
        content = rest[:-1] if flows and delsp else rest
        if flowing == depth and not separator:
            out.append(content)
        else:
            mark = ">" * depth
            out.append(
                ("\n" if out else "")
                + (mark + " " + content if depth and content else mark or content)
            )
        flowing = depth if flows else -1
    return "".join(out)
