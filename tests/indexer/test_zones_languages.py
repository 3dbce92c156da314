"""Attributions, header blocks, forwards and phone lines as mail programs write them."""

from __future__ import annotations

import pytest

from indexer.telling import snippet
from indexer.zones import clean, split

ATTRIBUTIONS = (
    "On Wed, May 1, 2024 at 10:00 AM Ann Other <ann@one.example> wrote:",
    "On 1 May 2024, at 10:00, Ann Other <ann@one.example> wrote:",
    "On 01/05/2024 10:00, Ann Other wrote:",
    "On Wed, 2024-05-01 at 10:00 +0100, Ann Other wrote:",
    "At 10:00 AM 5/1/2024, Ann Other wrote:",
    "* Ann Other <ann@one.example> [2024-05-01 10:00]:",
    "Quoting Ann Other <ann@one.example>:",
    "Ann Other <ann@one.example> writes:",
    "2024-05-01 10:00 GMT+01:00 Ann Other <ann@one.example>:",
    "Am Mi., 1. Mai 2024 um 10:00 Uhr schrieb Ann Other <ann@one.example>:",
    "Am 01.05.2024 um 10:00 schrieb Ann Other:",
    "Ann Other <ann@one.example> schrieb am Mi., 1. Mai 2024, 10:00:",
    "Le mer. 1 mai 2024 à 10:00, Ann Other <ann@one.example> a écrit :",
    "El mié, 1 may 2024 a las 10:00, Ann Other (<ann@one.example>) escribió:",
    "Em qua., 1 de mai. de 2024 às 10:00, Ann Other <ann@one.example> escreveu:",
    "Il giorno mer 1 mag 2024 alle ore 10:00 Ann Other <ann@one.example> ha scritto:",
    "Op wo 1 mei 2024 om 10:00 schreef Ann Other <ann@one.example>:",
    "Den ons 1 maj 2024 kl 10:00 skrev Ann Other <ann@one.example>:",
    "Den ons. 1. maj 2024 kl. 10.00 skrev Ann Other <ann@one.example>:",
    "ons. 1. mai 2024 kl. 10:00 skrev Ann Other <ann@one.example>:",
    "ke 1. toukok. 2024 klo 10.00 Ann Other (ann@one.example) kirjoitti:",
    "śr., 1 maj 2024 o 10:00 Ann Other <ann@one.example> napisał(a):",
    "W dniu 1.05.2024 o 10:00, Ann Other pisze:",
    "st 1. 5. 2024 v 10:00 odesílatel Ann Other <ann@one.example> napsal:",
    "Dne 1. 5. 2024 v 10:00 Ann Other napsal(a):",
    "st 1. 5. 2024 o 10:00 Ann Other <ann@one.example> napísal(a):",
    "ср, 1 мая 2024 г. в 10:00, Ann Other <ann@one.example>:",
    "1 мая 2024 г., в 10:00, Ann Other <ann@one.example> написал(а):",
    "ср, 1 трав. 2024 р. о 10:00 Ann Other <ann@one.example> пише:",
    "На ср, 1.05.2024 г. в 10:00 Ann Other <ann@one.example> написа:",
    "Ann Other <ann@one.example> ezt írta (időpont: 2024. máj. 1., Sze, 10:00):",
    "În mie., 1 mai 2024 la 10:00, Ann Other <ann@one.example> a scris:",
    "Ann Other <ann@one.example>, 1 May 2024 Çar, 10:00 tarihinde şunu yazdı:",
    "Στις Τετ, 1 Μαΐ 2024 στις 10:00 π.μ., ο χρήστης Ann Other <ann@one.example> έγραψε:",
    "sri, 1. svi 2024. u 10:00 Ann Other <ann@one.example> napisao je:",
    "V V sre., 1. maj 2024 ob 10:00 je oseba Ann Other <ann@one.example> napisala:",
    "Kuupäeval K, 1. mai 2024 kell 10:00 kirjutas Ann Other <ann@one.example>:",
    "2024-05-01, tr, 10:00 Ann Other <ann@one.example> rašė:",
    "Missatge de Ann Other <ann@one.example> del dia dc., 1 de maig 2024 a les 10:00:",
    "Vào Th 4, 1 thg 5, 2024 vào lúc 10:00 Ann Other <ann@one.example> đã viết:",
    "Pada Rab, 1 Mei 2024 pukul 10.00 Ann Other <ann@one.example> menulis:",
    "2024年5月1日(水) 10:00 Ann Other <ann@one.example>:",
    "2024/05/01 10:00、Ann Other <ann@one.example>のメール:",
    "Ann Other <ann@one.example> 于2024年5月1日周三 10:00写道：",
    "Ann Other <ann@one.example> 於 2024年5月1日 週三 上午10:00寫道：",
    "2024년 5월 1일 (수) 오전 10:00, Ann Other <ann@one.example>님이 작성:",
    (
        "\u202bבתאריך יום ד׳, 1 במאי 2024 ב-10:00 מאת "
        "\u202aAnn Other\u202c\u200f <\u202aann@one.example\u202c\u200f>:\u202c"
    ),
    "في الأربعاء، 1 مايو 2024 في 10:00 كتب Ann Other <ann@one.example>:",
)

BLOCKS = {
    "en": "From: Ann Other\nSent: 01 May 2024 10:00\nTo: You <you@two.example>\nSubject: Roads",
    "en, bold": "*From:* Ann Other <ann@one.example>\n*Date:* Wednesday, 1 May 2024 at 10:00\n"
    "*To:* You <you@two.example>\n*Subject:* Roads",
    "en, rendered": "**From:** Ann Other  \n**Sent:** 01 May 2024 10:00  \n**To:** You  \n"
    "**Subject:** Roads",
    "de": "Von: Ann Other\nGesendet: Mittwoch, 1. Mai 2024 10:00\nAn: Sie\nBetreff: Straßen",
    "fr": "De : Ann Other\nEnvoyé : mercredi 1 mai 2024 10:00\nÀ : Vous\nObjet : Routes",
    "es": "De: Ann Other\nEnviado: miércoles, 1 de mayo de 2024 10:00\nPara: Usted\nAsunto: Calles",
    "pt": "De: Ann Other\nEnviada em: quarta-feira, 1 de maio de 2024 10:00\nPara: Tu\n"
    "Assunto: Ruas",
    "it": "Da: Ann Other\nInviato: mercoledì 1 maggio 2024 10:00\nA: Lei\nOggetto: Strade",
    "nl": "Van: Ann Other\nVerzonden: woensdag 1 mei 2024 10:00\nAan: U\nOnderwerp: Wegen",
    "sv": "Från: Ann Other\nSkickat: den 1 maj 2024 10:00\nTill: Du\nÄmne: Vägar",
    "da": "Fra: Ann Other\nSendt: 1. maj 2024 10:00\nTil: Du\nEmne: Veje",
    "fi": "Lähettäjä: Ann Other\nLähetetty: 1. toukokuuta 2024 10:00\nVastaanottaja: Sinä\n"
    "Aihe: Tiet",
    "pl": "Od: Ann Other\nWysłano: środa, 1 maja 2024 10:00\nDo: Ty\nTemat: Drogi",
    "cs": "Od: Ann Other\nOdesláno: středa 1. května 2024 10:00\nKomu: Vy\nPředmět: Cesty",
    "ru": "От: Ann Other\nОтправлено: 1 мая 2024 г. 10:00\nКому: Вы\nТема: Дороги",
    "uk": "Від: Ann Other\nНадіслано: 1 травня 2024 р. 10:00\nКому: Ви\nТема: Дороги",
    "hu": "Feladó: Ann Other\nElküldve: 2024. május 1. 10:00\nCímzett: Te\nTárgy: Utak",
    "ro": "De la: Ann Other\nTrimis: 1 mai 2024 10:00\nCătre: Tu\nSubiect: Drumuri",
    "tr": "Kimden: Ann Other\nGönderildi: 1 Mayıs 2024 10:00\nKime: Siz\nKonu: Yollar",
    "el": "Από: Ann Other\nΣτάλθηκε: 1 Μαΐου 2024 10:00\nΠρος: Εσένα\nΘέμα: Δρόμοι",
    "ja": "差出人: Ann Other\n送信日時: 2024年5月1日 10:00\n宛先: You\n件名: 道路",
    "zh": "发件人: Ann Other\n发送时间: 2024年5月1日 10:00\n收件人: You\n主题: 道路",
    "zh, full width": "寄件者：Ann Other\n日期：2024年5月1日 10:00\n收件者：You\n主旨：道路",
    "ko": "보낸 사람: Ann Other\n보낸 날짜: 2024년 5월 1일 10:00\n받는 사람: You\n제목: 도로",
    "rule": "________________________________\nFrom: Ann Other\nSent: 01 May 2024 10:00\nTo: You\n"
    "Subject: Roads",
    "announced": "-----Original Message-----\nFrom: Ann Other\nSent: 01 May 2024 10:00",
    "announced, de": "-----Ursprüngliche Nachricht-----\nVon: Ann Other\nGesendet: 1. Mai 2024",
    "announced alone": "-------- Original message --------",
    "another order": "Subject: Roads\nDate: 1 May 2024 10:00\nFrom: Ann Other\nTo: You",
    "folded": "From: Ann Other [mailto:\nann@one.example]\nSent: 01 May 2024 10:00\n"
    "To: A <a@one.example>; B\n <b@one.example>; C <c@one.example>;\nD <d@one.example>\n"
    "Subject: Roads and a subject so long that it was broken\n  over two lines",
    "apart": "From: Ann Other\n\nSent: 01 May 2024 10:00\n\nTo: You\n\nSubject: Roads",
    "three hundred": f"From: Ann Other\nSent: 01 May 2024 10:00\nTo: {'Some One; ' * 300}\n"
    "Subject: Roads",
    "notes": "Ann Other/ROADS/ONE\n01/05/2024 10:00 AM\nTo: You/TWO@TWO\ncc:\n\nSubject: Roads",
    "notes, sent by": "\tAnn Other\n\tSent by: Bob\n\t01/05/2024 10:00 AM\n\t\t\n\t\t To: You\n"
    "\t\t cc: \n\t\t Subject: Roads",
    "notes, one line": '"Ann Other" <ann@one.example> on 01/05/2024 10:00:00 AM\nTo: You\ncc:\n'
    "Subject: Roads",
}  # fmt: skip

FORWARDS = (
    "---------- Forwarded message ---------",
    "-------- Forwarded Message --------",
    "Begin forwarded message:",
    "---------- Weitergeleitete Nachricht ----------",
    "Anfang der weitergeleiteten Nachricht:",
    "---------- Message transféré ---------",
    "Début du message réexpédié :",
    "---------- Mensaje reenviado ----------",
    "---------- Mensagem encaminhada ----------",
    "---------- Messaggio inoltrato ----------",
    "---------- Doorgestuurd bericht ----------",
    "---------- Vidarebefordrat meddelande ----------",
    "---------- Videresendt meddelelse ----------",
    "---------- Välitetty viesti ----------",
    "---------- Przekazana wiadomość ----------",
    "---------- Přeposlaná zpráva ----------",
    "---------- Пересылаемое сообщение ----------",
    "---------- 转发的邮件 ----------",
    "---------- 転送されたメッセージ ----------",
    "----- Forwarded by Ann Other/ONE on 01/05/2024 10:00 AM -----",
    "----- Forwarded message from Ann Other <ann@one.example> -----",
)

PHONES = (
    "Sent from my iPhone", "Sent from my Galaxy", "Get Outlook for iOS<https://aka.example/x>",
    "Sent via BlackBerry", "Von meinem iPhone gesendet", "Gesendet mit der Post-App",
    "Envoyé de mon iPhone", "Envoyé depuis mon téléphone", "Enviado desde mi iPhone",
    "Enviado do meu iPhone", "Inviato da iPhone", "Verstuurd vanaf mijn iPhone",
    "Verzonden met Outlook", "Skickat från min iPhone", "Sendt fra min iPhone",
    "Lähetetty iPhonesta", "Wysłane z iPhone’a", "Odesláno z iPhonu", "Odoslané z iPhonu",
    "Отправлено с iPhone", "Надіслано з iPhone", "Trimis de pe iPhone-ul meu",
    "iPhone'umdan gönderildi", "Στάλθηκε από το iPhone μου", "Poslano z mojega iPhona",
    "iPhoneから送信", "发自我的 iPhone", "從我的 iPhone 傳送", "나의 iPhone에서 보냄",
    "Enviat des del meu iPhone", "Được gửi từ iPhone của tôi", "Dikirim dari iPhone saya",
)  # fmt: skip

GREETINGS = (
    "Hi all,", "Dear colleagues", "Hello Jane,", "Hi Jane and Rhys!", "Good morning everyone,",
    "Guten Tag zusammen,", "Liebe Kolleginnen und Kollegen,", "Sehr geehrte Frau Other,",
    "Bonjour à tous,", "Hola Ana:", "Buenos días,", "Olá a todos,", "Caro Marco,", "Beste Jan,",
    "Hej alla,", "Hei kaikki,", "Cześć Anno,", "Dobrý den,", "Здравствуйте, Анна!", "Szia Anna,",
    "Merhaba arkadaşlar,", "Καλημέρα σας,", "皆様", "各位同事：", "안녕하세요,",
    "שלום לכולם,", "Jane,",
)  # fmt: skip


@pytest.mark.parametrize("line", ATTRIBUTIONS)
def test_an_attribution_above_a_quote(line: str) -> None:
    zones = split(f"My answer.\n\n{line}\n\n> the question\n")
    assert [zone.kind for zone in zones] == ["new", "attribution", "quote"]
    assert clean(zones) == "My answer."


@pytest.mark.parametrize("line", [a for a in ATTRIBUTIONS if "<" in a and "10" in a])
def test_an_attribution_above_text_without_marks(line: str) -> None:
    zones = split(f"My answer.\n\n{line}\n\nthe question\nand more\n")
    assert [zone.kind for zone in zones] == ["new", "attribution", "quote"]
    assert clean(zones) == "My answer."


@pytest.mark.parametrize("line", [a for a in ATTRIBUTIONS if len(a) > 50])
def test_an_attribution_broken_over_two_lines(line: str) -> None:
    cut = line.rindex(" ", 0, 48)
    zones = split(f"My answer.\n\n{line[:cut]}\n{line[cut + 1 :]}\n> the question\n")
    assert clean(zones) == "My answer."


def test_an_attribution_broken_over_three_lines() -> None:
    text = (
        "My answer.\n\nOn Wed, May 1, 2024 at 10:00 AM,\nAnn Other from the Roads Office\n"
        "<ann.other@one.example> wrote:\n\n> the question"
    )
    assert clean(split(text)) == "My answer."


def test_an_address_broken_before_its_bracket() -> None:
    text = "My answer.\n\nOn 1 May 2024 at 10:00 Ann Other <ann@one.example\n> wrote:\n\n> why?"
    assert clean(split(text)) == "My answer."


@pytest.mark.parametrize("name", BLOCKS)
def test_below_a_header_block_all_is_quoted(name: str) -> None:
    text = f"My answer.\n\n{BLOCKS[name]}\n\nThe question\n\n-- \nAnn\n"
    zones = split(text, "Re: Roads")
    assert [zone.kind for zone in zones] == ["new", "attribution", "quote"]
    assert clean(zones) == "My answer."


@pytest.mark.parametrize("name", BLOCKS)
def test_a_header_block_with_nothing_above_is_shown(name: str) -> None:
    zones = split(f"{BLOCKS[name]}\n\nThe message that is passed on.\n")
    assert "The message that is passed on." in clean(zones)
    assert {zone.kind for zone in zones} == {"forward"}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_forward_by_its_subject_is_shown(name: str) -> None:
    text = f"One for your team?\n\n{BLOCKS[name]}\n\nThe message that is passed on.\n"
    assert "passed on" in clean(split(text, "[herd] WG: Roads"))
    assert "passed on" not in clean(split(text, "Re: FW: Roads"))


@pytest.mark.parametrize("line", FORWARDS)
def test_a_forward_by_its_announcement_is_shown(line: str) -> None:
    header = "From: Ann Other <ann@one.example>\nDate: 1 May 2024 10:00\nSubject: Roads\nTo: you"
    text = f"Please see this.\n\n{line}\n{header}\n\nThe message that is passed on.\n"
    zones = split(text)
    assert [zone.kind for zone in zones] == ["new", "forward"]
    assert "passed on" in clean(zones)


def test_a_forward_whose_trail_is_folded() -> None:
    text = (
        f"FYI\n\n{FORWARDS[0]}\n{BLOCKS['en']}\n\nThe message that is passed on.\n\n"
        f"{BLOCKS['de']}\n\nDie Frage davor.\n"
    )
    zones = split(text)
    assert [zone.kind for zone in zones] == ["new", "forward", "attribution", "quote"]
    assert "Frage" not in clean(zones)


@pytest.mark.parametrize("line", PHONES)
def test_a_phone_s_line_is_a_signature(line: str) -> None:
    zones = split(f"See you at ten.\n\n{line}\n")
    assert [zone.kind for zone in zones] == ["new", "signature"]
    quoted = split(f"See you at ten.\n\n{line}\n\n{ATTRIBUTIONS[0]}\n> when?\n")
    assert clean(quoted) == "See you at ten."


@pytest.mark.parametrize("line", GREETINGS)
def test_a_snippet_skips_the_greeting(line: str) -> None:
    text = f"{line}\n\nThe gritting page\nis live.\n\nMore on that later."
    assert snippet(split(text)) == "The gritting page is live. More on that later."
