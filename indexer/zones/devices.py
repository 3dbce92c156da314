"""Lines that a phone or a mail program adds below a message: ``Sent from my iPhone``.

Such a line is a verb of sending with a device or a product, or with "my", and little else; or an
invitation to get the product. What only begins so ("Sent from the depot on Monday.") is text.
"""

from __future__ import annotations

import re
from typing import Final

from indexer.zones.vocabulary import Beginnings

_LONGEST: Final = 120
_MOST_WORDS: Final = 12
_OUTER: Final = "*_<>[]()\u201c\u201d„\"'« ».!…-–—|\u00a0\u200e\u200f"
_LINK: Final = re.compile(r"[<(\[]?\b(?:https?://|www\.|aka\.ms/)[^\s>)\]]{1,300}[>)\]]?")

# "Sent from my", in which no device need be known: people name them as they like.
_FROM_MINE: Final = (
    "sent from my ", "sent from a ", "sent from an ", "sent by my ", "sent using my ",
    "sent via my ", "typed on my ", "written on my ", "sent with my ", "gesendet von meinem ",
    "gesendet von meiner ", "gesendet mit meinem ", "diese nachricht wurde von meinem ",
    "diese e-mail wurde von meinem ", "envoyé de mon ", "envoyée de mon ", "envoyé depuis mon ",
    "envoyé à partir de mon ", "envoyé via mon ", "envoyé avec mon ", "enviado desde mi ",
    "enviado de mi ", "enviado des del meu ", "enviat des del meu ", "enviat des de l'",
    "enviado do meu ", "enviado de meu ", "enviado a partir do meu ", "enviado dende o meu ",
    "inviato dal mio ", "inviato da mio ", "inviato con il mio ", "verzonden vanaf mijn ",
    "verstuurd vanaf mijn ", "verzonden met mijn ", "verstuurd met mijn ", "skickat från min ",
    "skickat från mitt ", "skickat med min ", "sendt fra min ", "sendt fra mit ",
    "sendt fra mitt ", "wysłane z mojego ", "wysłano z mojego ", "wysłane z moje",
    "odesláno z mého ", "odesláno z mé ", "odoslané z môjho ", "отправлено с моего ",
    "отправлено с мое", "надіслано з мого ", "изпратено от моя", "trimis de pe ",
    "στάλθηκε από το ", "εστάλη από το ", "poslano z mojega ", "poslano s mog", "poslato sa mog ",
    "saadetud minu ", "išsiųsta iš mano ", "nosūtīts no mana ", "sent úr ", "sendur úr ",
    "sent frá ", "gửi từ ", "được gửi từ ", "dikirim dari ", "anfonwyd o fy ", "anfonwyd o'm ",
    "seolta ó m", "seoladh ó m", "mibgħut mi", "dërguar nga ", "nire ", "lähetetty ",
)  # fmt: skip
_SENT: Final = (
    "sent ", "gesendet ", "von meinem ", "von meiner ", "von unterwegs ",
    "diese nachricht wurde ", "diese e-mail wurde ", "envoyé ", "envoyée ",
    "ce message a été envoyé ", "enviado ", "enviada ", "enviat ", "inviato ", "inviata ",
    "verzonden ", "verstuurd ", "skickat ", "skickades ", "sendt ", "lähetetty ", "wysłane ",
    "wysłano ", "wiadomość wysłana ", "odesláno ", "odoslané ", "отправлено ", "надіслано ",
    "відправлено ", "изпратено ", "trimis ", "στάλθηκε ", "εστάλη ", "poslano ", "poslato ",
    "saadetud ", "išsiųsta ", "nosūtīts ", "gönderildi ", "elküldve ", "küldve ", "gửi ",
    "dikirim ", "anfonwyd ", "seolta ", "sendur ", "ส่งจาก", "发自", "發自", "從我的", "从我的",
    "傳送自", "来自", "發送自", "نشرت من", "أرسلت من", "أُرسلت من", "تم الإرسال من", "مرسل من",
    "ارسال شده از", "נשלח מ", "발신", "발송", "nire ", "this message was sent ",
    "this email was sent ", "gesendet: ", "über ",
)  # fmt: skip
_SENT_LAST: Final = (
    "gesendet", "geschickt", "verschickt", "verzonden", "verstuurd", "から送信",
    "から送信されました", "gönderildi", "에서 보냄", "에서 보냈습니다", "küldve", "küldött",
    "elküldve", "küldtem", "发送", "發送", "寄出", "傳送", "tik bidalia", "sendt", "skickat",
    "lähetetty", "lähettänyt", "भेजा गया", "dan dikirim",
)  # fmt: skip
_GET: Final = (
    "get ", "download ", "try ", "holen sie sich ", "laden sie ", "hol dir ", "téléchargez ",
    "télécharger ", "obtenir ", "obtenez ", "obtener ", "obtén ", "descargar ", "descarga ",
    "obter ", "obtenha ", "baixar ", "ottieni ", "scarica ", "download ", "ontvang ", "skaffa ",
    "hämta ", "hent ", "få ", "skaff ", "hanki ", "lataa ", "pobierz ", "získejte ", "získat ",
    "stáhnout ", "získajte ", "stiahnuť ", "скачать ", "загрузите ", "отримати ", "завантажити ",
    "изтеглете ", "obțineți ", "descărcați ", "λήψη ", "κατεβάστε ", "preuzmite ", "prenesite ",
    "hankige ", "gaukite ", "iegūstiet ", "dapatkan ", "tải ", "获取 ", "取得 ", "下载 ", "下載 ",
    "להורדת ", "الحصول على ", "aconsegueix ", "lortu ", "faigh ", "cael ", "szerezze be ",
    "töltse le ",
)  # fmt: skip
_GET_LAST: Final = (
    "を入手",
    "다운로드",
    "downloaden",
    "beziehen",
    "herunterladen",
    "beszerzése",
    "indir",
    "edinin",
    "letöltése",
)

# What mail is sent with. A word that people use in other sentences too (mail, app, office) is
# none; nor is a carrier's name alone.
_DEVICES: Final = re.compile(
    r"(?<![a-z])(?:i-?phone|i-?pad|i-?mac|macbook|android|samsung|huawei|xiaomi|oneplus"
    r"|fairphone|motorola|blackberry|outlook|gmail|yahoo|hotmail|icloud|proton ?mail"
    r"|thunderbird|bluemail|fairemail|fastmail|k-9|aqua ?mail|mailbird|mailspring|tutanota"
    r"|roundcube|web\.de|gmx|t-online|smartphone|cellphone|laposte|blue mail|iphon|posteo|mobilger"
    r"|mobiltelef|puhelim|телефон|смартфон|айфон|андроид|яндекс|yandex|mail\.ru|кишеньков)"
    r"|\b(?:i-?pod|apple watch|galaxy|redmi|pixel|nokia|htc|xperia|oppo|honor|realme|lumia"
    r"|windows (?:phone|mail|1[01])|(?:tele|mobile ?|cell ?)phone|handheld|tablet\w{0,2}"
    r"|laptop|mobile device|handy|mobil|mobile|portable|móvil|celular|telemóvel|cellulare"
    r"|telefonino|telefoon|téléphone|teléfono|telefone|telefono|telefon\w{0,4}|κινητό|ffôn|ios"
    r"|ipados|aol|proton|spark|superhuman|airmail|canary|tuta|postbox|sparrow|newton|spike"
    r"|zoho|hey|zimbra|open-xchange|nine|mutt|eudora|lotus|freenet|orange|sfr|libero|virgilio"
    r"|seznam|wp|onet|interia|naver|daum|qq|foxmail|163|126|ziggo|telenet|bluewin|mailbox\.org"
    r"|[a-z]{2,20}[- ]app|mail for|mail für|mail pour|courrier pour|correo para"
    r"|email pour|posta per|app mail|mobile mail|mobile app|app mobile|mobilapp|commaster"
    r"|wireless|[45]g|lte)\b|携帯|スマート|手机|手機|邮箱|邮件|郵件|휴대|हॉ|स्मार्ट|מכשיר"
    r"|טלפון|هاتف|جوال|موبايل|گوشی|มือถือ",
    re.IGNORECASE,
)
# What such a line asks to be forgiven, on the line or on one of its own.
_EXCUSES: Final = re.compile(
    r"\b(?:excuse|forgive|pardon|apolog\w{1,4}|entschuldig\w{1,5}|verzeih\w{1,4}|excusez"
    r"|désolé\w{0,2}|disculp\w{1,4}|perdon\w{1,3}|desculp\w{1,3}|scus\w{1,4}|excuus|ursäkta"
    r"|undskyld|beklager|wybacz\w{0,3}|przepraszam|omluvte|извин\w{1,6}"
    r"|вибач\w{1,4})\b.{0,40}\b(?:brevity|typo\w{0,2}|tippfehler|kürze|errors?|mistakes?"
    r"|fautes?|fehler|brièveté|brevedad|erratas|errores|brevidade|erros|brevità|errori|refusi"
    r"|typefouten|tikfouten|beknoptheid|skrivfel|stavfel|tastefejl|stavefejl|skrivefeil"
    r"|literówki|błędy|překlepy|опечатки|краткость|spelling|autocorrect\w{0,3})\b",
    re.IGNORECASE,
)
_LAST: Final = (*_SENT_LAST, *_GET_LAST)
_ASKS: Final = ("please ", "bitte ", "merci ", "sorry", *_SENT)
_FIRST: Final = Beginnings((*_ASKS, "yahoo mail:", *_FROM_MINE, *_GET))
_BRIEF: Final = 6
_MINE_WORDS: Final = 7
_LINKED_WORDS: Final = 4


def is_phone(line: str) -> bool:
    """Whether a stripped line is what a phone or a mail program adds."""
    if not 6 <= len(line) <= _LONGEST * 3:
        return False
    linked = "http" in line or "www." in line or "aka.ms" in line
    if linked:
        line = _LINK.sub("", line)
    low = line.strip(_OUTER).lower().replace("\u00a0", " ")
    if len(low) > _LONGEST:
        return False
    words = low.count(" ") + 1
    said, comma, more = low.partition(",")
    if words > _BRIEF and not _FIRST.begin(low) and not said.endswith(_LAST):
        return False
    short = words <= _MOST_WORDS and (words <= 8 or low.startswith(_SENT))
    if short and _EXCUSES.search(low):
        return low.startswith(_ASKS) or words <= _BRIEF
    if comma and more.count(" ") > 2 and not _EXCUSES.search(more):
        return False
    if ". " in said and not _EXCUSES.search(said):
        return False
    words = said.count(" ") + 1
    if said.startswith("yahoo mail:") and words <= _MINE_WORDS:
        return True
    if said.startswith(_FROM_MINE) and words <= _MINE_WORDS + said.startswith("diese "):
        return True
    if linked and words <= _LINKED_WORDS and said.startswith(_SENT):
        return True
    if words > _MOST_WORDS:
        return False
    if said.startswith(_GET):
        return words <= 8 and _DEVICES.search(said) is not None
    sent = said.startswith(_SENT) or said.endswith(_LAST)
    return sent and _DEVICES.search(said) is not None
