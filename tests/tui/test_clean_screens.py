"""What a cleaned message looks like: each row of the pane, and what each part of it means.

A row is drawn as the reader shows it, with the roles of its spans beside it, so that a new release
of Textual, which draws them, changes nothing here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.host import Host, lines, open_texts, until
from tui.bodies import quoted

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.support.mailbox import Mailbox

SIZE = (90, 24)
JANE = "Jane Khan <jane@otterley.gov.example>"
RHYS = "Rhys Patel <rhys@ripley.gov.example>"


def outlook_trail(depth: int) -> str:
    """An answer above ``depth`` messages, each under the header block that Outlook writes."""
    names = ("Jane Khan", "Rhys Patel", "Nadia Xu")
    below = "".join(
        f"\n\nFrom: {names[n % 3]} <{names[n % 3].split()[0].lower()}@county.example>\n"
        f"Sent: {28 - n} February 2024 09:{n:02}\nTo: Comms network <comms@county.example>\n"
        f"Subject: RE: Gritting\n\nWhat number {depth - n} said, at some length.\n\n"
        f"{names[n % 3]}\nCounty Council\nTel: 01632 960 {100 + n}"
        for n in range(depth)
    )
    return f"Same supplier as Rhys, but we dropped it: residents wanted a map.{below}\n"


INTERLEAVED = """\
On Monday, 4 March 2024 at 09:00, Jane Khan wrote:
> Dear all,
>
> we send texts from our own system.
> The contract is up in March.
> Residents like them,
> the treasurer does not.
> How do you handle gritting updates,
> and what do you pay for them?

With the county's open data feed, free.

> Would you share its address?

Yes: it is on the county's page.

> Kind regards
> Jane
> --
> Jane Khan
"""

DISCLAIMED = """\
We stopped last year.

Kind regards,
Nadia

On Monday, 4 March 2024 at 09:00, Jane Khan wrote:
> How do you handle gritting updates?

This email and any files transmitted with it are confidential and intended solely for the use
of the individual or entity to whom they are addressed. If you have received this email in
error please notify the sender and delete it.
"""

FORWARD = """\
For information.

---------- Forwarded message ---------
From: Tom Lloyd <tom@marlow.example>
Date: Mon, 4 Mar 2024 at 08:00
Subject: The feed
To: Rhys Patel <rhys@ripley.gov.example>

The feed moves to a new address on Friday.
Please tell whoever reads it.

--\x20
Tom Lloyd
Marlow Town Council
"""


def gritting(mailbox: Mailbox, body: str, subject: str | None = None) -> Host:
    """Jane's question, which was read, and an answer to it; or a message with another subject."""
    question = mailbox.message(subject="Gritting", sender=JANE, body="How do you handle it?\n")
    mailbox.add(question, "S")
    answered: EmailMessage | None = None if subject else question
    answer = mailbox.message(subject=subject, sender=RHYS, reply_to_message=answered, body=body)
    mailbox.add(answer)
    mailbox.index()
    client = mailbox.client()
    return Host(client, client.rows("tag:unread").result(60).rows[0].id)


def drawn(host: Host) -> list[str]:
    """The open message's rows: what its words are meant as, and the row without its right end."""
    pane = host.pane
    first, end = pane.extent(pane.cursor.message)
    shown = lines(host)[pane.head_height + first - pane.top :][: end - first]
    made = []
    for row, line in zip(pane.rows[first:end], shown, strict=False):
        roles = [span.role for span in row.spans if any(sign.isalnum() for sign in span.text)]
        text = line[1:].split(" to 1 person")[0]
        made.append(f"{'/'.join(dict.fromkeys(roles)):13}{text}".rstrip())
    return made


async def screen(mailbox: Mailbox, body: str, expected: str, subject: str | None = None) -> None:
    """See a message as it opens; then all of it at one key, and back."""
    host = gritting(mailbox, body, subject)
    async with host.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: open_texts(host))
        assert "\n".join(drawn(host)) == expected.strip("\n")
        await pilot.press("o")
        unfolded = " ".join(row.text.replace("│", " ") for row in host.pane.rows)
        unfolded = " ".join(unfolded.split())
        every = [" ".join(quoted(line)[1].split()) for line in body.split("\n")]
        assert not [line for line in every if line and line not in unfolded]
        await pilot.press("o")
        assert "\n".join(drawn(host)) == expected.strip("\n")


async def test_an_eight_deep_trail(mailbox: Mailbox) -> None:
    await screen(
        mailbox,
        outlook_trail(8),
        """
strong/quiet ● ▾ Rhys Patel  Ripley
text             Same supplier as Rhys, but we dropped it: residents wanted a map.
quiet            ⋯ 64 lines quoted
""",
    )


async def test_an_interleaved_answer(mailbox: Mailbox) -> None:
    await screen(
        mailbox,
        INTERLEAVED,
        """
strong/quiet ● ▾ Rhys Patel  Ripley
quiet            ⋯ 6 lines quoted
quiet            │ the treasurer does not.
quiet            │ How do you handle gritting updates,
quiet            │ and what do you pay for them?
text             With the county's open data feed, free.

quiet            │ Would you share its address?
text             Yes: it is on the county's page.
quiet            ⋯ 4 lines quoted
""",
    )


async def test_a_disclaimer_below_the_quote(mailbox: Mailbox) -> None:
    await screen(
        mailbox,
        DISCLAIMED,
        """
strong/quiet ● ▾ Rhys Patel  Ripley
text             We stopped last year.

text             Kind regards,
text             Nadia
quiet            ⋯ 2 lines quoted · 3 lines disclaimer
""",
    )


async def test_a_forward(mailbox: Mailbox) -> None:
    await screen(
        mailbox,
        FORWARD,
        """
strong/quiet ● ▾ Rhys Patel  Ripley
text             For information.

quiet            │ ---------- Forwarded message ---------
quiet            │ From: Tom Lloyd <tom@marlow.example>
quiet            │ Date: Mon, 4 Mar 2024 at 08:00
quiet            │ Subject: The feed
quiet            │ To: Rhys Patel <rhys@ripley.gov.example>
                 │
text             │ The feed moves to a new address on Friday.
text             │ Please tell whoever reads it.
quiet            ⋯ 3 lines signature
""",
        "Fwd: The feed",
    )


async def test_the_first_message_says_how_to_read_what_was_before(mailbox: Mailbox) -> None:
    await screen(
        mailbox,
        outlook_trail(3),
        """
strong/quiet ● ▾ Rhys Patel  Ripley
text             Same supplier as Rhys, but we dropped it: residents wanted a map.
quiet            ⋯ 24 lines quoted · o shows what was before
""",
        "RE: The feed",
    )
