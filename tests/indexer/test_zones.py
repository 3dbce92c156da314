"""The cleaner on whole messages: what is hidden, and above all what is not."""

from __future__ import annotations

import pytest

from indexer.telling import snippet
from indexer.zones import clean, split

ATTRIBUTION = "On Wed, 1 May 2024 at 10:00, Ann Other <ann@one.example> wrote:"
BLOCK = "From: Ann Other\nSent: 01 May 2024 10:00\nTo: You\nSubject: Roads"


def kinds(text: str, subject: str = "") -> list[str]:
    return [zone.kind for zone in split(text, subject)]


def test_nothing_at_all() -> None:
    zones = split("")
    assert [(zone.kind, zone.text) for zone in zones] == [("new", "")]
    assert clean(zones) == ""
    assert snippet(zones) == ""


def test_answers_between_quotes_stay_in_their_places() -> None:
    text = (
        f"Hi Ann,\n\n{ATTRIBUTION}\n> Who pays?\n\nWe do.\n\n> And how much?\n> Really?\n\n"
        "Four thousand.\n\n-- \nBen\n"
    )
    zones = split(text)
    assert [zone.kind for zone in zones] == [
        "new", "attribution", "quote", "new", "quote", "new", "signature"
    ]  # fmt: skip
    assert clean(zones) == "Hi Ann,\n\nWe do.\n\nFour thousand."


def test_an_answer_below_a_quote_without_a_blank_line() -> None:
    assert clean(split(f"{ATTRIBUTION}\n> Who pays?\nWe do.\n")) == "We do."


def test_a_header_block_over_marked_lines_ends_with_them() -> None:
    text = f"{BLOCK}\n\n> Who pays?\n\nWe do.\n\n> How much?\n\nA lot.\n"
    assert clean(split(text, "Re: Roads")) == "We do.\n\nA lot."


def test_a_header_block_of_one_line_below_a_rule() -> None:
    text = f"We do.\n{'_' * 32}\nFrom: ann@one.example Date: 1 May 2024 10:00\nWho pays?\n"
    assert clean(split(text, "Re: Roads")) == "We do."


def test_answers_written_into_the_copy_are_shown() -> None:
    text = f"See my comments in red below.\n\n{BLOCK}\n\nWho pays? We do.\n\n{BLOCK}\n\nOld.\n"
    shown = clean(split(text, "Re: Roads"))
    assert "Who pays? We do." in shown
    assert "Old." not in shown


def test_text_that_only_looks_like_a_header_block() -> None:
    trip = "The plan:\n\nFrom: Leeds\nTo: York\nDate: 1 May\n\nBring boots.\n"
    assert kinds(trip) == ["new"]
    event = "Subject: the roads\nDate: 1 May\nTime: 10:00\nWhere: Leeds\n\nPlease come.\n"
    assert kinds(event) == ["new"]


def test_a_header_block_that_the_author_points_at_is_text() -> None:
    named = "From: Ann Other <ann@one.example>\nDate: 1 May 2024 10:00\nSubject: Roads"
    text = f"Hi Ben,\n\nthe message that I mean is this one:\n\n{named}\n\nPlease look for it.\n"
    assert kinds(text, "Re: Roads") == ["new"]
    indented = named.replace("From", "    From").replace("\n", "\n    ")
    text = f"Hi Ben,\n\nplease look for\n\n{indented}\n\nin the archive.\n"
    assert kinds(text, "Re: Roads") == ["new"]
    trail = f"Hi Ben,\n\nwe do.\n\n{named}\n\nWho pays?\n"
    assert kinds(trail, "Re: Roads") == ["new", "attribution", "quote"]


@pytest.mark.parametrize(
    "entry",
    ["[2024-05-01 {}] Ann <ann@one.example> wrote:", "{} ann@one.example wrote:",
     "On 1 May 2024 at {}, ann@one.example wrote:", "ann@one.example wrote at {}:"],
)  # fmt: skip
def test_a_chat_s_log_is_text_but_a_trail_goes_back_in_time(entry: str) -> None:
    log = "From the chat:\n\n{}\nWho pays?\n\n{}\nWe do.\n\nSo we do.\n"
    forward = log.format(entry.format("9:58 AM"), entry.format("1:01 PM"))
    assert kinds(forward, "Re: Roads") == ["new"]
    if "[" not in entry:
        back = log.format(entry.format("1:01 PM"), entry.format("9:58 AM"))
        assert "Who pays?" not in clean(split(back, "Re: Roads"))


def test_a_sentence_about_who_wrote_what_is_text() -> None:
    text = "The minutes of 1 May 2024 say what Ann wrote:\n\nroads are closed.\n\nI doubt it.\n"
    assert kinds(text) == ["new"]


def test_a_forward_that_ends_leaves_the_rest_new() -> None:
    text = (
        "Look:\n\n----- Forwarded message from Ann <ann@one.example> -----\n\nRoads.\n\n"
        "----- End forwarded message -----\n\nI think so too.\n"
    )
    zones = split(text)
    assert zones[-1].text.strip() == "I think so too."
    assert zones[-1].kind == "new"


def test_a_forward_in_quote_marks_is_shown() -> None:
    text = (
        "Look:\n\nBegin forwarded message:\n\n> From: Ann <ann@one.example>\n> Subject: Roads\n"
        ">\n> The roads are closed.\n\nWhat now?\n"
    )
    assert kinds(text) == ["new", "forward", "new"]
    assert "The roads are closed." in clean(split(text))


def test_a_patch_is_text_to_its_version_line() -> None:
    patch = (
        "Mend the gritter.\n\nSigned-off-by: Ann Other <ann@one.example>\n---\n"
        " grit.c | 4 ++--\n 1 file changed, 2 insertions(+), 2 deletions(-)\n\n"
        "diff --git a/grit.c b/grit.c\n--- a/grit.c\n+++ b/grit.c\n@@ -1,6 +1,6 @@\n"
        " From: a\n-- \n > kept\n+>added\n--\n+--\n tail\n context\n"
    )
    zones = split(f"{patch}-- \n2.39.2\n")
    assert [zone.kind for zone in zones] == ["new", "signature"]
    assert zones[0].text + "\n" == patch


@pytest.mark.parametrize(
    "text",
    [
        "Points:\n\n-- one thing\n-- another\n--> a third\n",
        "Section one.\n\n--\nSection two goes on here with more of the discussion, at length.\n",
        ">>> roads = 3\n>>> print(roads)\n3\n",
        "road | length\n-----|-------\nA1 | 12\nB2 | 7\n",
        "| road | length |\n| A1 | 12 |\n",
        "2024-05-01 10:00:00 gritter[12]: started\n2024-05-01 10:00:01 gritter[12]: wrote: ok\n",
        "The options:\n\n* close it\n* grit it\n\n- or wait\n",
        "int main(void)\n{\n    if (a > b) return a --> b;\n}\n",
        ">From now on we grit at night.\n",
        "Visit us\n>>> https://roads.example/ <<<\nsoon.\n",
        "Thanks,\n\nbut what about the A1? It was closed on Monday.\n",
        "Sent from my desk, this is much easier to type.\n",
        "Please sign the confidential agreement by Friday.\n",
    ],
)
def test_text_is_text(text: str) -> None:
    assert kinds(text) == ["new"]


@pytest.mark.parametrize(
    ("signature", "shown"),
    [
        ("-- \nBen Two\nHead of Grit\n\nany length of line, and anything else that may stand.", ""),
        ("--\nBen Two\nTwo Council", ""),
        ("____\nBen Two\nben@two.example", ""),
        ("Kind regards,\nBen Two\nHead of Grit\nTel: 020 7946 0000", "Kind regards,"),
        ("Mit freundlichen Grüßen\n\nBen Two\nAbteilung Streusalz\nTelefon +49 30 1234567",
         "Mit freundlichen Grüßen"),
        ("Ben Two\nHead of Grit\nTwo Council\n020 7946 0000\nwww.two.example", ""),
    ],
)  # fmt: skip
def test_a_signature_is_hidden_and_its_sign_off_stays(signature: str, shown: str) -> None:
    expected = f"The A1 is open.\n\n{shown}".strip()
    for below in ("", f"\n\n{ATTRIBUTION}\n> Is it?\n", f"\n\n{BLOCK}\n\nIs it?\n"):
        assert clean(split(f"The A1 is open.\n\n{signature}{below}", "Re: A1")) == expected


def test_a_sign_off_and_a_name_stay() -> None:
    text = "The A1 is open.\n\nThanks,\nBen\n"
    assert clean(split(text)) == text.strip()


def test_a_postscript_below_a_name_is_text() -> None:
    assert "PS: bring" in clean(split("It is open.\n\n--\nBen\n\nPS: bring salt.\n"))


@pytest.mark.parametrize(
    "notice",
    [
        (
            "This email and its attachments are confidential and intended solely for "
            "the\naddressee. "
            "If you have received it in error please notify the sender."
        ),
        (
            "CONFIDENTIALITY NOTICE\n\nThis message is intended only for the addressee. Any "
            "disclosure is prohibited."
        ),
        "Please consider the environment before printing this email.",
        "This email has been checked for viruses.",
        (
            "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat "
            "sind, informieren Sie bitte den Absender und vernichten Sie diese Mail."
        ),
        (
            "Ce message est confidentiel et destiné à son seul destinataire. Si vous l'avez reçu "
            "par erreur, veuillez en informer l'expéditeur."
        ),
        (
            "Este mensaje es confidencial y va dirigido a su destinatario. Si lo ha recibido por "
            "error, le rogamos que lo elimine."
        ),
        (
            "Questo messaggio è riservato al destinatario. Se ricevuto per errore, vogliate "
            "distruggerlo."
        ),
        (
            "Dit bericht is vertrouwelijk en bestemd voor de geadresseerde. Bij ontvangst per "
            "vergissing verzoeken wij u het te verwijderen."
        ),
    ],
)
def test_a_notice_is_hidden_above_and_below_a_quote(notice: str) -> None:
    assert kinds(f"It is open.\n\n{notice}\n") == ["new", "disclaimer"]
    text = f"It is open.\n\n{notice}\n\n{ATTRIBUTION}\n> Is it?\n\n{notice}\n"
    assert clean(split(text)) == "It is open."


@pytest.mark.parametrize(
    "banner",
    [
        "[EXTERNAL]",
        (
            "*CAUTION:* This email originated from outside of the organization. Do not click "
            "links or open\nattachments unless you know the sender."
        ),
        "EXTERNAL EMAIL: think before you click.",
        "You don't often get email from ann@one.example. Learn why this is important",
        "ACHTUNG: Diese E-Mail kommt von außerhalb der Organisation.",
        "ATTENTION : courriel externe.",
    ],
)
def test_a_banner_at_the_top(banner: str) -> None:
    assert kinds(f"{banner}\n\nThe A1 is open.\n") == ["banner", "new"]
    assert clean(split(f"{banner}\n\nThe A1 is open.\n")) == "The A1 is open."


@pytest.mark.parametrize(
    "footer",
    [
        (
            "_______________________________________________\ngrit mailing list\n"
            "grit@lists.example\n"
            "https://lists.example/mailman/listinfo/grit"
        ),
        (
            '-- \nYou received this message because you are subscribed to the Google Groups "grit" '
            "group.\nTo unsubscribe from this group, send an email to "
            "grit+unsubscribe@lists.example."
        ),
        (
            "-=-=-=-=-=-=-=-=-=-=-=-\nGroups.io Links: You receive all messages sent to "
            "this group.\n"
            "View/Reply Online (#12): https://lists.example/g/grit/message/12\n-=-=-=-=-=-=-=-=-=-=-=-"
        ),
        (
            "---------------------------------------------------------------------\n"
            "To unsubscribe, e-mail: grit-unsubscribe@lists.example\n"
            "For additional commands, e-mail: grit-help@lists.example"
        ),
        (
            "########################################################################\n\n"
            "To unsubscribe from the GRIT list, click the following link:\nhttps://lists.example/x"
        ),
        (
            "------------------------------------\n\nYahoo! Groups Links\n\n"
            "<*> To visit your group on the web, go to:\n    https://lists.example/"
        ),
        "Pour se désabonner : https://lists.example/sympa/signoff/grit",
    ],
)
def test_a_list_s_own_lines(footer: str) -> None:
    assert kinds(f"The A1 is open.\n\n{footer}\n") == ["new", "footer"]
    quoted = split(f"The A1 is open.\n\n{ATTRIBUTION}\n> Is it?\n\n{footer}\n")
    assert clean(quoted) == "The A1 is open."
    assert quoted[-1].kind == "footer"


def test_a_forward_of_nothing_but_a_quote_is_shown() -> None:
    text = "> Twelve roads are closed.\n> Ten are gritted.\n"
    assert kinds(text, "Fwd: Roads") == ["forward"]
    assert kinds(f"--\n\n{text}", "Fwd: Roads") == ["new", "forward"]
    assert kinds(text, "Re: Roads") == ["quote"]


def test_below_a_greeting_alone_a_copy_is_a_forward_but_thanks_are_an_answer() -> None:
    copy = f"{BLOCK}\n\nTwelve roads are closed.\n"
    assert kinds(f"Hello,\n\n{copy}") == ["new", "forward"]
    assert kinds(f"Thanks,\n\n{copy}") == ["new", "attribution", "quote"]


@pytest.mark.parametrize("text", ["-- \nBen", "Sent from my iPhone", "[EXTERNAL]"])
def test_what_is_all_that_was_written_is_shown(text: str) -> None:
    assert clean(split(text)) == text


def test_a_snippet_is_one_line_of_at_most_200_characters() -> None:
    long = "The gritting of the roads goes on. " * 20
    said = snippet(split(f"Hi all,\n\n{long}"))
    assert said.startswith("The gritting of the roads goes on. The")
    assert said.endswith("goes on.")
    assert len(said) <= 200
    assert snippet(split("Hi all,\n")) == "Hi all,"
    assert snippet(split("> only a quote")) == ""
    assert snippet(split("Hi all, how   do you\tgrit?")) == "How do you grit?"
