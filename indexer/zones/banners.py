"""Banners: what a gateway puts above mail from elsewhere, ``CAUTION: external email``.

Told by what a paragraph at the top speaks of, in any order: where the mail came from, a warning,
and what to beware of. One of these alone is something that a person may begin with.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from indexer.zones.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST: Final = 1200

_TAG: Final = re.compile(r"[\[(<*{#!⚠️ ]{1,6}([^\[\](){}<>*#!⚠]{2,40})[\])>*}#!⚠️ ]{1,6}:?")
_TAGS: Final = frozenset(
    ("external", "ext", "caution", "warning", "extern", "externe", "externo", "esterno", "externt",
     "ekstern", "external email", "external e-mail", "external sender", "external message",
     "external mail", "extern e-post", "externe e-mail", "externe mail", "externer absender",
     "correo externo", "mensaje externo", "email externo", "e-mail externo", "mail externe",
     "courriel externe", "email esterna", "mail esterna", "externí", "externí e-mail", "külső",
     "külső levél", "zewnętrzny", "zewnętrzna", "wiadomość zewnętrzna", "ulkoinen",
     "ulkoinen viesti", "внешнее", "внешнее письмо", "внешний", "зовнішній", "dış", "harici",
     "εξωτερικό", "allanol", "e-bost allanol", "seachtrach", "external to the organisation",
     "external to organization", "external origin", "external source", "exterior", "外部", "社外",
     "外部邮件", "外部郵件", "外部メール", "외부")
)  # fmt: skip

# Where it came from: words that no person begins a message to another with.
_ORIGIN: Final = (
    "originated from outside", "originated outside", "originates from outside",
    "sent from outside", "came from outside", "from outside of", "from outside the",
    "from outside your", "from outside our", "from an external", "from external",
    "external email", "external e-mail", "external sender", "external message", "external mail",
    "external source", "outside the organization", "outside of the organization",
    "outside the organisation", "outside of the organisation", "outside your organization",
    "outside of your organization", "outside your organisation", "outside of our", "outside our",
    "outside of the", "outside the company", "outside the university", "externe e-mail",
    "externe mail", "externer absender", "externen absender", "externe absender",
    "externer e-mail", "externen e-mail", "externes e-mail", "von außerhalb", "von ausserhalb",
    "ausserhalb der", "außerhalb der", "außerhalb ihrer", "ausserhalb ihrer", "außerhalb unserer",
    "courriel externe", "provient de l'extérieur", "expéditeur externe", "mail externe",
    "message externe", "l'extérieur de", "émane de l'extérieur", "e-mail externe",
    "source externe", "correo externo", "fuera de la organización", "fuera de su organización",
    "remitente externo", "mensaje externo", "email externo", "origen externo",
    "fuera de la empresa", "fuera de nuestra", "e-mail externo", "fora da organização",
    "fora da sua organização", "fora da empresa", "origem externa", "mittente esterno",
    "email esterna", "e-mail esterna", "mail esterna", "esterno all'organizzazione",
    "esterna all'organizzazione", "dall'esterno", "esterno alla", "externe afzender",
    "buiten de organisatie", "buiten onze organisatie", "buiten uw organisatie", "externe bron",
    "van buiten", "externt mejl", "externt mail", "extern avsändare", "externa avsändare",
    "utanför organisation", "utanför vår", "utifrån", "ekstern e-post", "ekstern mail",
    "ekstern e-mail", "ekstern afsender", "ekstern avsender", "uden for organisation",
    "utenfor organisasjon", "udefra", "utenfra", "utenfor virksomheten", "ulkoinen viesti",
    "ulkoinen sähköposti", "organisaation ulkopuolelta", "ulkopuolinen lähettäjä", "ulkopuolelta",
    "spoza organizacji", "spoza firmy", "zewnętrzny nadawca", "zewnętrznego nadawcy",
    "wiadomość zewnętrzna", "mimo organizaci", "mimo naši organizaci", "externí odesílatel",
    "externího odesílatele", "externí e-mail", "mimo organizácie", "mimo našu organizáciu",
    "externý odosielateľ", "szervezeten kívül", "külső feladó", "külső forrás", "külső címről",
    "din afara organiza", "expeditor extern", "din exterior", "kuruluş dışından",
    "kurum dışından", "harici e-posta", "harici gönderen", "dış kaynak", "εξωτερικό αποστολέα",
    "εκτός του οργανισμού", "εξωτερικό email", "внешний отправитель", "внешнего отправителя",
    "внешнее письмо", "извне организации", "внешнего источника", "за пределами организации",
    "зовнішній відправник", "зовнішнього відправника", "поза організацією", "външен подател",
    "извън организацията", "izvan organizacije", "zunanji pošiljatelj", "zunaj organizacije",
    "väljastpoolt", "y tu allan i'r", "tu allan i", "ffynhonnell allanol",
    "lasmuigh den eagraíocht", "ó fhoinse sheachtrach", "taobh amuigh", "fora de l'organització",
    "remitent extern", "外部メール", "社外からのメール", "外部からのメール", "外部邮件",
    "外部郵件", "来自外部", "來自外部", "외부 메일", "외부에서", "외부 발신",
)  # fmt: skip
_WARNING: Final = (
    "caution", "warning", "attention", "beware", "be careful", "be cautious", "exercise caution",
    "notice:", "important:", "achtung", "vorsicht", "warnung", "hinweis:", "prudence", "vigilan",
    "avertissement", "attention", "precaución", "atención", "advertencia", "aviso", "cuidado",
    "cautela", "atenção", "alerta", "attenzione", "avviso", "avvertenza", "let op", "waarschuwing",
    "pas op", "wees voorzichtig", "varning", "var försiktig", "obs!", "advarsel", "vær opmærksom",
    "vær forsiktig", "vær varsom", "forsigtig", "varoitus", "huomio", "ole varovainen", "uwaga",
    "ostrzeżenie", "ostrożność", "upozornění", "pozor", "varování", "upozornenie", "varovanie",
    "figyelem", "figyelmeztetés", "atenție", "avertisment", "precauție", "dikkat", "uyarı",
    "προσοχή", "προειδοποίηση", "внимание", "осторожно", "предупреждение", "увага", "обережно",
    "oprez", "upozorenje", "opozorilo", "tähelepanu", "dėmesio", "uzmanību", "atenció", "rhybudd",
    "gofal", "rabhadh", "aire", "注意", "警告", "주의", "경고",
)  # fmt: skip
_BEWARE: Final = (
    "do not click", "don't click", "not click", "do not open", "don't open", "not open attach",
    "unless you recogni", "unless you know", "unless you are expecting", "unless you trust",
    "recognize the sender", "recognise the sender", "know the content is safe", "content is safe",
    "verify the sender", "think before you click", "clicking links", "clicking on links",
    "opening attachments", "phishing", "links or attachments", "links and attachments",
    "keine anhänge", "keine links", "öffnen sie", "klicken sie", "anhänge", "anhängen", "links",
    "ne cliquez", "cliquez pas", "n'ouvrez", "pièces jointes", "les liens", "no haga clic",
    "no haga click", "no abra", "enlaces", "archivos adjuntos", "não clique", "não abra",
    "anexos", "non cliccare", "non fare clic", "non aprire", "allegati", "klik niet", "open geen",
    "bijlagen", "klicka inte", "öppna inte", "länkar", "bilagor", "klik ikke", "klikk ikke",
    "åbn ikke", "åpne ikke", "ikke åpne", "vedhæft", "vedlegg", "lenker", "älä avaa",
    "älä klikkaa", "linkkejä", "liitteitä", "nie klikaj", "nie otwieraj", "załącznik", "linki",
    "neklikejte", "neotevírejte", "přílohy", "odkazy", "neklikajte", "neotvárajte", "prílohy",
    "ne kattintson", "ne nyissa", "mellékletek", "nu faceți clic", "nu deschideți", "atașament",
    "tıklamayın", "açmayın", "bağlantı", "μην κάνετε κλικ", "συνημμένα", "не переходите",
    "не открывайте", "вложения", "ссылк", "не відкривайте", "не переходьте", "вкладення",
    "ne otvarajte", "ne klikajte", "privitke", "peidiwch â chlicio", "atodiadau", "dolenni",
    "ná cliceáil", "ceangaltáin", "adjunts", "添付", "リンク", "附件", "链接", "連結", "첨부",
    "링크",
)  # fmt: skip

# What mail programs themselves say of a sender, whole.
_UNKNOWN: Final = (
    "you don't often get email from", "[you don't often get",
    "some people who received this message don't often get email",
    "sie erhalten nicht oft e-mails von", "sie erhalten nicht häufig e-mails von",
    "sie erhalten nicht oft eine e-mail von", "vous n'obtenez pas souvent",
    "vous ne recevez pas souvent", "no suele recibir correo", "no suele recibir correos",
    "não costuma receber", "você não costuma receber", "não recebe com frequência",
    "non si ricevono spesso", "non ricevi spesso", "u ontvangt niet vaak",
    "je ontvangt niet vaak", "du får inte ofta", "du får ikke ofte", "du modtager ikke ofte",
    "et saa usein sähköpostia", "nieczęsto otrzymujesz", "nie otrzymujesz często",
    "nedostáváte často", "nedostávate často", "вы нечасто получаете", "ви нечасто отримуєте",
    "nem gyakran kap", "nu primiți des", "nu primiți deseori", "sık sık e-posta almıyorsunuz",
    "δεν λαμβάνετε συχνά", "您通常不会收到来自", "您不常收到", "자주 수신하지 않는",
    "nid ydych yn cael e-bost yn aml", "ne dobivate često", "ne primate često",
)  # fmt: skip
_UNKNOWN_LAST: Final = (
    "メールを受け取ることはあまりありません",
    "メールを受け取ることはほとんどありません",
)
_MORE: Final = ("aka.ms/learnaboutsender", "learn why this is important", "erfahren sie, warum")

_KINDS: Final = Vocabulary(_ORIGIN, _WARNING, _BEWARE)
_GOING_ON: Final = Vocabulary((*_ORIGIN, *_BEWARE, *_MORE))
_GREETS: Final = ("hi ", "hello ", "dear ", "hallo ", "bonjour ", "hola ", "i ")


def is_tag(line: str) -> bool:
    """Whether a line is a banner's mark and nothing else: ``[EXTERNAL]``, ``EXTERN:``."""
    if len(line) > 60:
        return False
    low = line.lower()
    tag = _TAG.fullmatch(low)
    if tag:
        return tag[1].strip(" !:-") in _TAGS
    bare = low.rstrip(" :!-–")
    return bare != low and bare in _TAGS and line[-1] in ":!"


def is_banner(paragraph: Sequence[str]) -> bool:
    """Whether lines at a text's top, or a paragraph at its end, are a gateway's banner."""
    text = " ".join(paragraph)[:_LONGEST].lower().replace("’", "'")
    if not text:
        return False
    if is_tag(text):
        return True
    if text.lstrip("[(*⚠️ ").startswith(_UNKNOWN):
        return "?" not in text
    if any(w in text for w in _UNKNOWN_LAST):
        return True
    kinds = _KINDS.said(text)
    if len(kinds) < 2 or 0 not in kinds:
        return False
    # A person who warns of a mail greets first, and asks or says "I".
    return len(kinds) == 3 or not (" i " in f" {text} " or "?" in text)


def goes_on(line: str) -> bool:
    """Whether a line right below a banner's lines is still the banner's: of the same words."""
    low = line[:_LONGEST].lower().replace("’", "'")
    return not low.startswith(_GREETS) and _GOING_ON.has(low)
