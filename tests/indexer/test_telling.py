"""The line that stands for a message: the first sentence that says something, of any text."""

from __future__ import annotations

from time import process_time

import pytest

from indexer.openings import opened
from indexer.sentences import sentences
from indexer.telling import LONGEST, snippet
from indexer.zones import split

SAYS = """
Hi Jane, we pay 4k | We pay 4k
Hello all how do you grit? | How do you grit?
hi jane, we do | We do
Good morning Jane - could you send it? | Could you send it?
Dear all, Happy New Year! We have moved. | We have moved.
Guten Tag zusammen, wir zahlen vier. | Wir zahlen vier.
Hallo in die Runde, kurze Frage: wer hat das Formular? | Wer hat das Formular?
Sehr geehrte Damen und Herren, die Brücke ist offen. | Die Brücke ist offen.
Bonjour à tous, j'espère que vous allez bien. Nous payons quatre. | Nous payons quatre.
Buenos días a todos, espero que estéis bien. El puente está abierto. | El puente está abierto.
Cari colleghi, scusate il ritardo. Il ponte è aperto. | Il ponte è aperto.
Beste allemaal, sorry voor de late reactie. De brug is open. | De brug is open.
Szanowni Państwo, przepraszam za późną odpowiedź. Most jest otwarty. | Most jest otwarty.
Bom dia a todos, desculpem a demora. A ponte está aberta. | A ponte está aberta.
Hej alla, hoppas allt är bra. Bron är öppen. | Bron är öppen.
Hope you are well and had a good weekend. The form is out. | The form is out.
I hope you are well and can send me the form. | I hope you are well and can send me the form.
Thanks for your mail, Jane. It is the blue one. | It is the blue one.
Thanks for raising this - we found the same. | We found the same.
Thanks for that but it is the blue one. | Thanks for that but it is the blue one.
Sorry for the late reply. It is the blue one. | It is the blue one.
Just to add that it is the blue one. | It is the blue one.
Just to add, it is the blue one. | It is the blue one.
All servers are down | All servers are down
Morning traffic is bad here | Morning traffic is bad here
Yes. | Yes.
Vielen Dank im Voraus! Es ist die blaue. | Es ist die blaue.
Hi all,¶Trevor,¶¶It is out. | It is out.
Nick, Ian,¶¶It is out. | It is out.
[External]¶¶It is out. | It is out.
Summary¶=======¶It fails on Dr. No's machine, e.g. here. | It fails on Dr. No's machine, e.g. here.
## Next steps¶¶Write it down. | Write it down.
Hi,¶https://x.example/a | https://x.example/a
https://x.example/a¶¶This is where it went. | This is where it went.
See https://x.example/a for that. | See https://x.example/a for that.
From: Ann <ann@x.example>¶¶Mend the lamp when it breaks.¶¶Signed-off-by: Ann | \
Mend the lamp when it breaks.
Acked-by: Ann <ann@x.example>¶¶Regards,¶Jane | Acked-by: Ann <ann@x.example>
On 3 May, Jane Khan wrote:¶It is out. | It is out.
Thanks!¶¶Jane | Thanks!
Thank you all for your replies.¶¶Kind regards | Thank you all for your replies.
Hi all, | Hi all,
Hi Bob,¶¶Yes.¶¶We have used it since 2019. | Yes. We have used it since 2019.
- one lamp¶- two poles | one lamp - two poles
Reviewed-by: Jane Khan <j@x.example>¶¶Gr{oetje,eeting}s, | Reviewed-by: Jane Khan <j@x.example>
hello all, the numbers are in: see below. | The numbers are in: see below.
hi team, i’ve sent it. we’ll see. | I’ve sent it. we’ll see.
Bonjour à tous, l’équipe est là. | L’équipe est là.
Hello all, iPhone 15 users: it fails. | iPhone 15 users: it fails.
Hi all, e-mail is down again. | e-mail is down again.
Hi all, notmuch new fails on it. | notmuch new fails on it.
Hi all, git.example is down. | git.example is down.
Hi all, for(;;) never ends here. | for(;;) never ends here.
the bridge is open. | the bridge is open.
👍 | 👍
--- | ---
各位同事：¶¶会议改到星期三。 | 会议改到星期三。
"""


@pytest.mark.parametrize("row", SAYS.strip().split("\n"))
def test_the_first_sentence_that_says_something_stands_for_a_message(row: str) -> None:
    text, said = row.split(" | ")
    text = text.replace("¶", "\n")
    assert snippet(split(text), "Jane Khan") == said


def test_a_sentence_is_one_however_its_lines_are_broken() -> None:
    wrapped = "Dear all,\nthe bridge that was closed for all of the last winter is\nopen.\nAnn"
    said = [one.text for one in sentences(wrapped)]
    assert said == [
        "Dear all,", "the bridge that was closed for all of the last winter is open.", "Ann",
    ]  # fmt: skip
    long = f"{'The bridge is open. ' * 4}{'It is a long one, ' * 12}as all know."
    assert snippet(split(long)) == ("The bridge is open. " * 4).strip()
    assert snippet(split("word " * 100)).endswith("word…")


def test_what_was_passed_on_counts_after_what_was_written() -> None:
    head = (
        "---------- Forwarded message ----------\nFrom: Ann <a@x.example>\nDate: Mon, 4 Mar 2024\n"
    )
    copy = f"{head}Subject: Roof\nTo: b@x.example\n\nHi Ben,\nThe roof leaks.\n"
    assert snippet(split(f"FYI\n\n{copy}")) == "The roof leaks."
    assert snippet(split(f"Can you see to this?\n\n{copy}")) == "Can you see to this?"


def test_what_opens_a_sentence_is_told_by_what_it_says_most() -> None:
    assert opened("Hi Jane, hope you are well") == ("polite", "")
    assert opened("Hi Jane, thanks") == ("thanks", "")
    assert opened("It is out") == ("", "It is out")


@pytest.mark.parametrize(
    "text",
    [
        "Hi " * 100_000, "hi, " * 100_000, "Thanks, " * 50_000, "a." * 200_000, "A. " * 100_000,
        "Jane, " * 100_000, "<http://x " * 50_000, "- \n" * 100_000, "x" * 500_000, "[" * 300_000,
        "*" * 300_000, "hope you " * 60_000, ">" * 300_000, "a\n" * 200_000, "-- " * 100_000,
    ],
    ids=lambda text: text[:6],
)  # fmt: skip
def test_any_text_is_told_at_once(text: str) -> None:
    zones = split("Hello.")
    zones = (type(zones[0])("new", text),)
    start = process_time()
    said = snippet(zones)
    assert process_time() - start < 1
    assert said
    assert len(said) <= LONGEST
    assert "\n" not in said
