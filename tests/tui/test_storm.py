"""A storm of answers in the whole reader: what is new in it takes few keys, and is read by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.sight import Sight, Written
from tests.support.messages import bare_id, crowd
from tests.tui.driving import Driven, reading

if TYPE_CHECKING:
    from tests.support.mailbox import Mailbox

SIZE = (130, 47)
PEOPLE = crowd(30)
SAID = (
    "We pay about {n} thousand a year for it, and the contract ends in spring.",
    "Residents liked the map on the page more than the letters that we sent before.",
    "The supplier has raised the price twice, and nobody here could say what for.",
)


def storm(mailbox: Mailbox, answers: int) -> list[Written]:
    """A question that was read and as many answers that are new, two of three of them short."""
    question = mailbox.message(subject="Gritting", sender=PEOPLE[0], to=PEOPLE[1:], body="How?\n")
    mailbox.add(question, "S")
    written = []
    trail = ""
    for n in range(1, answers + 1):
        name, sender = PEOPLE[n].partition(" <")[0], PEOPLE[n]
        said = [one.format(n=n) for one in SAID] if n % 3 == 0 else [f"Please stop, says {n}."]
        body = "Hi all,\n\n" + "\n\n".join(said) + f"\n\nThanks\n\n-- \n{name}\nCounty\n"
        answer = mailbox.message(
            sender=sender,
            to=[one for one in PEOPLE if one != sender],
            reply_to_message=question,
            body=body + trail,
        )
        mailbox.add(answer)
        written += [Written(bare_id(answer), name, line) for line in said]
        quoted = "".join(f"> {line}\n" for line in (body + trail).splitlines())
        trail = f"\nOn Monday {name} wrote:\n{quoted}"
    mailbox.index()
    return written


def unread(mailbox: Mailbox) -> set[str]:
    return set(mailbox.notmuch("search", "--output=messages", "tag:unread").split())


async def test_twenty_answers_take_few_keys_and_are_read_by_the_screenful(mailbox: Mailbox) -> None:
    written = storm(mailbox, 20)
    sight = Sight(written)
    async with reading(mailbox, SIZE) as driven:
        await driven.press("enter")
        await settled(driven)
        assert len(unread(mailbox)) == 20, "opening reads nothing"
        sight.look(driven.lines())
        partly = {f"id:{one.message}" for one in sight.left}
        assert 0 < len(partly) < 20, "several, but not all, are on the first screen"
        keys = 1
        while sight.left:
            await driven.press("space")
            await settled(driven)
            sight.look(driven.lines())
            keys += 1
            if keys == 2:
                await driven.until(lambda: unread(mailbox) == partly, "what was shown whole read")
            assert keys <= 3, driven.text()
        assert unread(mailbox), "one has not moved on from the last"
        await driven.press("q")
        await driven.until(lambda: not unread(mailbox))


async def test_a_short_message_unfolds_from_its_line(mailbox: Mailbox) -> None:
    storm(mailbox, 3)
    async with reading(mailbox, SIZE) as driven:
        await driven.press("enter")
        await settled(driven)
        line = driven.line("Please stop, says 1.")
        assert "Bo Ash" in line
        assert "Hi all, Please stop, says 1. Thanks" in line
        assert "⋯ 3 lines" in line
        await driven.press("tab")
        await driven.shows("Thanks  ⋯ 3 lines signature")
        assert "Bo Ash" not in driven.line("Please stop, says 1.")
        await driven.press("tab")
        await driven.hides("⋯ 3 lines signature")
        assert "Bo Ash" in driven.line("Please stop, says 1.")


async def settled(driven: Driven) -> None:
    """Wait until the texts on the screen are there and have been painted."""

    def there() -> bool:
        pane = driven.mail.reading
        if pane is None or not pane.rows:
            return False
        return {row.message for row in pane.in_sight()} & pane.folds.open <= pane.digests.keys()

    await driven.until(there)
    await driven.pilot.pause()
