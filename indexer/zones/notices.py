"""Notices of the law department, the mail gateway and the scanner, at a message's ends.

A paragraph is told by how many kinds of such words it has: what the message is, that it is
confidential, for whom, what to do if it went astray. One kind is in anybody's sentence.
"""

from __future__ import annotations

import re
from typing import Final

_LEAST: Final = 16
_ENOUGH: Final = 3
_TERSE: Final = 200
_START: Final = 60
# A first person, which no notice has; in English it is the capital that tells it.
_SPOKEN: Final = re.compile(
    r"(?:^|[\s(])(?:I(?:['’](?:m|ll|ve|d))?\s+[a-z]|[Ii]ch\s|[Jj]e (?:vous|te|ne|suis|pense)\s"
    r"|[Jj]['’]ai\s|[Jj]eg\s|[Jj]ag\s|[Ss]orry\b)"
)

_MESSAGE: Final = (
    "this e-mail", "this email", "this message", "this communication", "this transmission",
    "the information contained", "information in this", "contents of this", "any attachment",
    "and attachments", "its attachments", "e-mail message", "email message", "the message and",
    "this mail", "this electronic", "incoming and outgoing", "email transmission",
    "e-mail transmission", "diese e-mail", "diese mail", "diese nachricht", "dieser e-mail",
    "dieser nachricht", "diese email", "dieser mail", "ce message", "ce courriel", "cet e-mail",
    "cet email", "ce mail", "ce courrier", "le présent message", "présent courriel",
    "este mensaje", "este correo", "este e-mail", "este email", "el presente mensaje",
    "el presente correo", "esta mensagem", "esta comunicação", "questo messaggio",
    "questa e-mail", "questa email", "presente messaggio", "questa mail", "presente e-mail",
    "presente comunicazione", "presente mail", "messaggio di posta", "dit bericht", "deze e-mail",
    "deze email", "dit e-mail", "deze mail", "detta meddelande", "detta e-post", "detta mejl",
    "detta mail", "det här mejlet", "det här meddelandet", "denne e-mail", "denne e-post",
    "denne mail", "denne meddelelse", "denne meldingen", "denne e-posten", "denne besked",
    "tämä viesti", "tämä sähköposti", "tämän viestin", "tämän sähköpost", "ta wiadomość",
    "niniejsza wiadomość", "tej wiadomości", "niniejszej wiadomości", "niniejszy e-mail",
    "wiadomość ta", "tento e-mail", "tato zpráva", "této zpráv", "tohoto e-mailu", "táto správa",
    "tejto správ", "это сообщение", "данное сообщение", "настоящее сообщение", "этом сообщении",
    "настоящее письмо", "данном сообщении", "данное письмо", "это письмо", "це повідомлення",
    "цей лист", "даний лист", "това съобщение", "този имейл", "този e-mail", "ez az e-mail",
    "ez az üzenet", "ezen üzenet", "jelen üzenet", "jelen e-mail", "a jelen", "acest mesaj",
    "acest e-mail", "acest email", "bu e-posta", "bu mesaj", "bu ileti", "bu elektronik",
    "το παρόν", "αυτό το μήνυμα", "αυτό το email", "ova poruka", "ovaj e-mail", "ova e-pošta",
    "to sporočilo", "ta e-pošta", "käesolev", "see e-kiri", "šis pranešimas", "šis laiškas",
    "šis e-pasts", "šī vēstule", "aquest missatge", "aquest correu", "mezu hau", "y neges hon",
    "yr e-bost hwn", "e-bost hwn", "neges e-bost", "an ríomhphost seo", "ríomhphost seo",
    "teachtaireacht seo", "þessi tölvupóst", "þetta skeyti", "本メール", "このメール",
    "このeメール", "本电子邮件", "本邮件", "本郵件", "此邮件", "此電子郵件", "本電子郵件",
    "이 메일", "본 메일", "이 이메일", "본 이메일", "הודעה זו", "هذه الرسالة", "این ایمیل",
    "thư này", "email này", "surel ini", "email ini", "e-mail ini", "อีเมลนี้", "อีเมลฉบับนี้",
)  # fmt: skip
_SECRET: Final = (
    "confidential", "privileged", "proprietary", "vertraulich", "confidentiel", "confidencial",
    "riservat", "confidenzial", "vertrouwelijk", "konfidentiell", "fortrolig", "sekretess",
    "taushets", "luottamuksell", "salassa pidet", "poufn", "důvěrn", "dôvern", "конфиденциаль",
    "конфіденцій", "поверителн", "bizalmas", "confidențial", "confidenţial", "gizli",
    "εμπιστευτικ", "απόρρητ", "povjerljiv", "poverljiv", "zaupn", "konfidents", "konfidencial",
    "konfidenc", "cyfrinachol", "gyfrinachol", "faoi rún", "rúnda", "trúnaðar", "機密",
    "秘密情報", "机密", "保密", "기밀", "비밀", "סודי", "חסוי", "سري", "محرمانه", "bảo mật",
    "rahasia", "ความลับ",
)  # fmt: skip
_READER: Final = (
    "intended recipient", "intended only for", "intended solely", "named recipient",
    "intended addressee", "addressee", "individual or entity", "person or entity",
    "individual(s)", "recipient(s)", "entity to", "named above", "intended for the",
    "solely for the use", "only for the use", "solely for the", "to whom it is addressed",
    "to whom they are addressed", "to which it is addressed", "not the intended",
    "richtige adressat", "den adressaten", "empfänger", "adressat", "destinataire", "destinatari",
    "destinatário", "geadresseerde", "bestemd voor", "bestemde ontvanger", "beoogde ontvanger",
    "ontvanger", "mottagare", "modtager", "mottaker", "adresat", "vastaanottaj", "адресат",
    "получател", "одержувач", "címzett", "destinatar", "alıcı", "muhatab", "παραλήπτ", "αποδέκτ",
    "primatelj", "primalac", "naslovnik", "prejemnik", "adressaa", "saajale", "gavėj", "adresāt",
    "saņēmēj", "derbynnydd", "unigolyn", "sawl y", "seolaí", "faighteoir", "duine nó",
    "viðtakand", "受信者", "宛先", "受取人", "收件人", "收件者", "수신자", "수신인", "נמען",
    "המען", "المرسل إليه", "المستلم", "گیرنده", "người nhận", "penerima", "ผู้รับ",
)  # fmt: skip
_ASTRAY: Final = (
    "received this in error", "received in error", "in error", "by mistake", "in errore",
    "irrtümlich", "versehentlich", "fehler erhalten", "par erreur", "pas le destinataire",
    "por error", "por engano", "por erro", "per errore", "per sbaglio", "abusievelijk",
    "ten onrechte", "per vergissing", "per abuis", "niet voor u bestemd", "av misstag",
    "felaktigt", "ved en fejl", "ved en feil", "ved en fejltagelse", "ved feil", "fejlagtigt",
    "erehdyksessä", "erehdyksestä", "vahingossa", "omyłkowo", "przez pomyłkę", "błędnie",
    "omylem", "ошибочно", "по ошибке", "помилково", "по погрешка", "tévedésből", "tévesen",
    "din greșeală", "din eroare", "din greşeală", "yanlışlıkla", "hatayla", "εκ παραδρομής",
    "από λάθος", "greškom", "pomotoma", "ekslikult", "per klaidą", "kļūdas dēļ", "per error",
    "akats", "trwy gamgymeriad", "ar gam", "drwy gamgymeriad", "mewn camgymeriad", "trí dhearmad",
    "trí earráid", "de dhearmad", "fyrir mistök", "誤って", "误收", "错误地", "誤收", "잘못 수신",
    "잘못 전송", "בטעות", "بالخطأ", "عن طريق الخطأ", "اشتباه", "nhầm", "secara tidak sengaja",
    "โดยไม่ได้ตั้งใจ",
)  # fmt: skip
_ACTION: Final = (
    "notify the sender", "notify us", "contact the sender", "delete this", "delete it",
    "delete the", "delete all copies", "destroy", "advise the sender", "inform the sender",
    "return e-mail", "reply e-mail", "return email", "reply email", "notify me", "delete any",
    "let the sender know", "tell the sender", "alert the sender", "erase", "den absender",
    "vernichten sie", "löschen sie", "l'expéditeur", "le supprimer", "détruire", "le détruire",
    "al remitente", "notifíquelo", "elimin", "bórrelo", "destrúy", "ao remetente", "apague",
    "al mittente", "il mittente", "distrugger", "cancellar", "de afzender", "verwijder",
    "vernietig", "avsändaren", "radera", "afsenderen", "avsenderen", "slette", "slett ",
    "makuler", "lähettäjä", "poista", "tuhoa", "nadawc", "usunię", "odesílatel", "smaž", "vymaž",
    "odstraň", "odosielateľ", "отправител", "удалите", "відправник", "видаліть", "изпращач",
    "подател", "feladó", "törölje", "törlés", "expeditor", "ștergeți", "gönderen", "siliniz",
    "imha", "αποστολέα", "διαγράψ", "pošiljatelj", "pošiljaoc", "obrišite", "izbrišite", "saatja",
    "kustuta", "siuntėj", "ištrin", "sūtītāj", "dzēs", "remitent", "esborr", "igorle", "anfonwr",
    "anfonydd", "dilëwch", "dileu", "seoltóir", "scrios", "sendanda", "eyða", "削除", "送信者",
    "删除", "刪除", "发件人", "삭제", "발신자", "למחוק", "השולח", "حذف", "المرسل", "فرستنده",
    "xóa", "hapus", "pengirim", "ลบ",
)  # fmt: skip
_SENDER: Final = (
    "the sender", "absender", "l'expéditeur", "remitente", "remetente", "mittente", "afzender",
    "avsändaren", "afsender", "avsender", "lähettäjä", "nadawc", "odesílatel", "odosielateľ",
    "отправител", "відправник", "feladó", "expeditor", "gönderen", "αποστολέα", "pošiljatelj",
    "anfonwr", "anfonydd", "seoltóir", "送信者", "发件人", "발신자",
)  # fmt: skip
_FORBID: Final = (
    "unauthori", "strictly prohibited", "is prohibited", "disclosure", "dissemination",
    "distribution", "any use", "copying", "may not be disclosed", "must not disclose",
    "disseminate", "without the express", "unlawful",
    "unerlaubt", "unbefugt", "nicht gestattet", "weitergabe", "strictement interdit",
    "non autorisé", "divulg", "diffusion", "prohibid", "proibid", "vietat", "diffusione",
    "niet toegestaan", "verspreid", "openbaarmaking", "zabronion", "rozpowszechni", "ujawni",
    "zakázán", "zakázan", "запрещ", "заборон", "разглаш", "забранен", "tilos", "jogosulatlan",
    "interzis", "yasak", "απαγορεύ", "zabranjen", "prepovedan", "förbjud", "otillåt", "obehörig",
    "forbud", "uberettig", "videreformid", "uvedkommende", "kiellet", "luvaton", "keelatud",
    "draudžiama", "aizliegt", "prohibi", "debekat", "gwaherddir", "datgelu", "cosc", "nochtadh",
    "óheimil", "禁止", "금지", "אסור", "يحظر", "ممنوع", "nghiêm cấm", "dilarang", "ห้าม",
)  # fmt: skip
_SCAN: Final = (
    "virus", "malware", "anti-virus", "antivirus", "has been scanned", "was scanned",
    "been checked", "was checked", "is checked", "überprüft", "geprüft", "vérifié", "mimecast",
    "messagelabs", "mailscanner", "checked by avg", "avast", "viren", "eset ", "kaspersky",
    "norton", "bitdefender", "mcafee", "sophos", "proofpoint", "barracuda", "symantec",
    "trend micro", "f-secure", "spamassassin", "mailguard", "trustwave", "fireeye", "вирус",
    "вірус", "από ιούς", "ιών ", "virüs", "vírus", "virük", "ウイルス", "病毒", "바이러스",
    "firysau", "feirws", "víreas",
)  # fmt: skip
_SCANNED: Final = (
    "message", "mail", "nachricht", "mensaje", "mensagem", "messaggio", "bericht", "meddelande",
    "viesti", "wiadomoś", "zpráv", "správ", "сообщени", "письм", "лист", "üzenet", "ileti",
    "posta", "μήνυμα", "メール", "메일", "邮件",
)  # fmt: skip
_LAW: Final = (
    "views expressed", "views or opinions", "opinions expressed", "do not necessarily",
    "does not necessarily", "not necessarily represent", "liability", "no responsibility",
    "liable", "responsibility for any", "legally binding", "negligence", "does not accept",
    "do not accept", "subject to monitoring", "be monitored", "monitors", "monitor email",
    "monitored and", "freedom of information", "privacy notice", "privacy policy",
    "privacy statement", "data protection", "personal data", "gdpr", "rgpd", "dsgvo", "avg ",
    "lopd", "2016/679", "keine haftung", "haftung", "rechtsverbindlich", "datenschutz",
    "responsabilité", "données personnelles", "données à caractère", "protección de datos",
    "datos personales", "responsabilidad", "responsabilidade", "dados pessoais",
    "proteção de dados", "dati personali", "d.lgs", "responsabilità", "aansprakelijk",
    "persoonsgegevens", "geen rechten", "ansvar", "personuppgift", "personopplysning",
    "personoplysning", "vastuu", "henkilötieto", "odpowiedzialnoś", "danych osobowych", "rodo",
    "odpovědnost", "osobních údaj", "osobných údaj", "zodpovednosť", "nezavazuje", "závazn",
    "ответственност", "персональны", "оферт", "відповідальн", "персональних", "отговорност",
    "felelősség", "személyes adat", "răspunde", "datelor cu caracter", "sorumlu", "kişisel veri",
    "ευθύνη", "προσωπικών δεδομένων", "odgovornost", "osobnih podataka", "vastutus", "isikuandme",
    "atsakomyb", "asmens duomen", "atbildīb", "responsabilitat", "dades personals", "atebolrwydd",
    "cyfrifoldeb", "rhyddid gwybodaeth", "diogelu data", "safbwyntiau", "barn ", "dliteanas",
    "cosaint sonraí", "saoráil faisnéise", "ábyrgð", "個人情報", "责任", "責任", "책임",
    "개인정보", "אחריות", "مسؤولية", "مسئولیت", "trách nhiệm", "tanggung jawab",
)  # fmt: skip
_COMPANY: Final = (
    "registered office", "registered in england", "registered in scotland", "registered in ireland",
    "company number", "company no", "registered number", "registered no", "registration no",
    "registered address", "company registration", "incorporated in", "authorised and regulated",
    "regulated by the", "limited liability partnership", "amtsgericht", "handelsregister", "hrb ",
    "geschäftsführ", "sitz der gesellschaft", "ust-id", "ust.-id", "ust-idnr", "vorstand",
    "aufsichtsrat", "registergericht", "firmenbuch", "siège social", "r.c.s.", " rcs ", "siret",
    "siren", "capital social", "au capital de", "sede legale", "sede legal", "registro mercantil",
    "partita iva", "p.iva", "p. iva", "c.f.", "kvk", "btw", "vat no", "vat reg", "vat number",
    "registered charity", "charity number", "org.nr", "org. nr", "cvr", "y-tunnus", "regon", "krs ",
    "nip ", "nip:", "ičo", "dič", "cégjegyzék", "adószám", "инн ", "огрн", "cui ", "cif ", "cnpj",
    "rhif cofrestru", "swyddfa gofrestredig", "oifig chláraithe",
)  # fmt: skip
_TELLING: Final = frozenset((2, 3, 6, 7, 8))
_GROUPS: Final = (_MESSAGE, _SECRET, _READER, _ASTRAY, _ACTION, _FORBID, _SCAN, _LAW, _COMPANY)
"""The order is that of ``_TELLING``, the kinds that are in notices only."""

# A short paragraph that says one of these is a notice by itself, at an end: nobody writes so.
_ALONE: Final = (
    "save a tree", "save paper", "before printing this", "before printing the",
    "before you print", "think before print", "think before you print", "environment before",
    "avoid printing", "print this email only", "print this e-mail only", "need to print this",
    "bevor sie diese e-mail", "bevor sie diese mail", "diese e-mail ausdrucken",
    "ausgedruckt werden muss", "e-mail drucken", "avant d'imprimer", "n'imprimez",
    "d'imprimer ce", "antes de imprimir", "prima di stampare", "non stampare",
    "voordat u deze e-mail", "voordat u deze mail", "denk aan het milieu", "innan du skriver ut",
    "tänk på miljön", "ennen tulostamista", "ennen kuin tulostat", "tarvitseeko tulostaa",
    "før du printer", "før du udskriver", "før du skriver ut", "tænk på miljøet",
    "tenk på miljøet", "pomyśl o środowisku", "zanim wydrukujesz", "czy musisz drukować",
    "než vytisknete", "než tento e-mail", "skôr než vytlačíte", "прежде чем распечатать",
    "перш ніж друкувати", "mielőtt kinyomtat", "gondoljon a környezet", "înainte de a tipări",
    "înainte de a imprima", "gândiți-vă la mediu", "yazdırmadan önce", "çevreyi düşün",
    "σκεφτείτε το περιβάλλον", "πριν εκτυπώσετε", "prije ispisa", "preden natisnete",
    "abans d'imprimir", "cyn argraffu", "ystyriwch yr amgylchedd", "sula bpriontál",
    "áður en þú prentar", "unauthorized disclosure", "unauthorised disclosure",
    "unauthorized use", "unauthorised use", "confidentiality notice", "confidential notice",
    "confidentiality note", "confidentiality disclaimer", "legal disclaimer", "virus-free.",
    "virus free.", "scanned for viruses", "been scanned by", "email scanned by",
    "checked for viruses", "for the presence of computer viruses", "checked by avg", "avast.com",
    "no virus found", "scanned by mailscanner", "scanned by mimecast", "virenfrei.",
    "auf viren geprüft", "auf viren überprüft", "garanti sans virus", "sans virus.",
    "libre de virus", "sin virus.", "livre de vírus", "privo di virus", "virusvrij", "virusfri",
    "virusmentes", "wolna od wirusów", "вирусов нет", "проверено на отсутствие вирусов",
    "неперевірено на віруси", "virüs bulunmuyor", "virusi ei leitud", "neobsahuje žádné viry",
    "neobsahuje viry", "testováno antivirem", "notification email address", "notification-only",
    "this is an automated message", "this is an automatically generated",
    "do not reply to this e", "do not reply to this message", "please do not reply to this",
    "this mailbox is not monitored", "unmonitored mailbox", "unmonitored address",
    "automatisch generiert", "automatisch erstellt", "antworten sie nicht auf diese",
    "ne pas répondre à ce", "no responda a este", "não responda a este", "non rispondere a quest",
    "niet op deze e-mail", "sitz der gesellschaft", "registered in england",
    "we welcome correspondence in welsh", "gohebiaeth yn gymraeg", "correspondence in welsh",
    "correspondence in irish", "fáilte roimh chomhfhreagras", "comhfhreagras i ngaeilge",
    "croesawn ohebiaeth", "croesawu gohebiaeth", "ohebu yn gymraeg",
)  # fmt: skip
_ALONE_MOST: Final = 400
_PRINT: Final = (
    "print", "druck", "imprim", "stampa", "afdruk", "skriv ut", "skriver ut", "udskriv", "tulost",
    "wydruk", "drukow", "tisk", "vytlač", "распечат", "печат", "друк", "nyomtat", "yazdır",
    "εκτυπώ", "ispis", "natis", "argraffu", "clóbhual", "priontái", "prenta", "打印", "列印",
    "印刷", "인쇄",
)  # fmt: skip
_EARTH: Final = (
    "environment", "umwelt", "environnement", "medio ambiente", "medioambiente", "ambiente",
    "milieu", "miljö", "miljø", "ympäristö", "środowisk", "životní prostředí",
    "životné prostredie", "природ", "окружающ", "довкілля", "környezet", "mediul", "çevre",
    "περιβάλλον", "okoliš", "okolj", "amgylchedd", "comhshaol", "umhverfi", "trees", "planet",
    "planète", "bäume", "环境", "環境", "환경",
)  # fmt: skip

_HEADINGS: Final = (
    "disclaimer", "confidential", "notice", "privileged", "important", "haftungsausschluss",
    "vertraulich", "avis", "confidentialité", "aviso", "legal", "avvertenz", "avvertimento",
    "privacy", "hinweis", "rechtlich", "ansvarsfraskriv", "ansvarsfriskriv", "vastuuvapaus",
    "klauzula", "upozornění", "upozornenie", "jogi", "notă", "yasal", "αποποίηση", "предупреждение",
    "ymwadiad", "séanadh", "免責", "免责", "면책", "riservatezza", "confidencialidad", "vrijwaring",
)  # fmt: skip


def is_notice(paragraph: str) -> bool:
    """Whether a paragraph is a notice of confidentiality, of a scanner, of a company."""
    if len(paragraph) < _LEAST:
        return False
    text = paragraph.lower().replace("’", "'")
    said = _said(text)
    if _is_green(text) and len(text) < _TERSE:
        return True
    if _spoken(paragraph):
        return len(said) > _ENOUGH + 1
    if len(text) < _ALONE_MOST and (any(phrase in text for phrase in _ALONE) or _is_scan(text)):
        return True
    if _is_terse(text):
        return True
    # Who asks a person to keep a message to themselves names no recipient and no law.
    if len(said) == _ENOUGH:
        return 0 in said and not said.isdisjoint(_TELLING)
    return len(said) > _ENOUGH or _is_imprint(text)


def may_be_notice(paragraph: str, least: int = 2) -> bool:
    """Whether a paragraph beside a notice may be a part of it: it has ``least`` of its words."""
    text = paragraph.lower().replace("’", "'")
    return len(text) >= _LEAST and not _spoken(paragraph) and len(_said(text)) >= least


def _said(text: str) -> set[int]:
    return {i for i, group in enumerate(_GROUPS) if any(word in text for word in group)}


def _is_terse(text: str) -> bool:
    """Whether a sentence or two is a notice's: of the message itself, or of sender and error."""
    if len(text) > _TERSE:
        return False
    if any(w in text for w in _SENDER) and any(w in text for w in _ASTRAY):
        return True
    start = text[:_START].lstrip(" *_([")
    # "Please" is what a person says of a message that they wrote.
    return (
        start.startswith(_MESSAGE)
        and "please" not in text
        and "bitte" not in text
        and any(w in text for w in (*_SECRET, *_READER))
    )


def _is_green(text: str) -> bool:
    """Whether a paragraph asks to spare the earth a printed page; it may ask with a question."""
    return any(w in text for w in _PRINT) and any(w in text for w in _EARTH)


def _is_scan(text: str) -> bool:
    """Whether a scanner speaks: of a message, with two of its words."""
    return sum(word in text for word in _SCAN) >= 2 and any(w in text for w in _SCANNED)


def _is_imprint(text: str) -> bool:
    """Whether a paragraph is what the law makes a company print: its register, seat, directors."""
    return (
        len(text) < _ALONE_MOST
        and sum(word in text for word in _COMPANY) >= 2
        and sum(c.isdigit() for c in text) >= 4
    )


def is_heading(line: str) -> bool:
    """Whether a line is what stands over a notice: ``Disclaimer:``."""
    low = line.lower()
    return len(low) < 60 and "?" not in low and any(h in low for h in _HEADINGS)


def _spoken(paragraph: str) -> bool:
    """Whether somebody speaks: a question, or a first person."""
    return "?" in paragraph or _SPOKEN.search(paragraph[:_ALONE_MOST]) is not None
