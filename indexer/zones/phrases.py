"""How messages in many languages begin and end: greetings, sign-offs, phones, notices.

Everything is lower case; what a table is for is said above it.
"""

from __future__ import annotations

from typing import Final

# How a greeting begins; the rest of its line is names, few of them.
GREETINGS: Final = (
    "hi", "hello", "hey", "hiya", "howdy", "dear", "good morning", "good afternoon",
    "good evening", "good day", "greetings", "morning", "afternoon", "evening", "gents", "folks",
    "all", "team", "everyone", "everybody", "colleagues", "to all", "happy monday",
    "happy friday", "g'day", "hallo", "guten tag", "guten morgen", "guten abend", "liebe",
    "lieber", "liebes", "sehr geehrte", "sehr geehrter", "werte", "werter", "moin", "servus",
    "grüezi", "grüß gott", "grüße", "bonjour", "bonsoir", "cher", "chère", "chers", "chères",
    "salut", "madame", "monsieur", "mesdames", "coucou", "hola", "buenos días", "buenos dias",
    "buenas tardes", "buenas noches", "buenas", "buen día", "estimado", "estimada", "estimados",
    "estimadas", "querido", "querida", "queridos", "olá", "ola", "oi", "bom dia", "boa tarde",
    "boa noite", "caro", "cara", "caros", "caras", "prezado", "prezada", "prezados", "prezadas",
    "ciao", "buongiorno", "buonasera", "buon giorno", "salve", "gentile", "gentili", "cari",
    "care", "egregio", "spettabile", "beste", "geachte", "goedemorgen", "goedemiddag",
    "goedenavond", "goedendag", "dag", "hoi", "hej", "hejsan", "god morgon", "bästa", "kära",
    "tjena", "goddag", "god morgen", "god dag", "kære", "kjære", "hei", "heisann", "heippa",
    "terve", "moi", "moikka", "hyvä", "hyvät", "hyvää huomenta", "hyvää päivää", "cześć",
    "witam", "witaj", "dzień dobry", "szanowny", "szanowna", "szanowni", "drogi", "droga",
    "drodzy", "ahoj", "dobrý den", "dobré ráno", "vážený", "vážená", "vážení", "milý", "milá",
    "čau", "dobrý deň", "привет", "здравствуй", "здравствуйте", "добрый день", "доброе утро",
    "добрый вечер", "уважаемый", "уважаемая", "уважаемые", "коллеги", "дорогой", "дорогие",
    "привіт", "доброго дня", "добрий день", "вітаю", "шановний", "шановна", "шановні", "здравей",
    "здравейте", "уважаеми", "szia", "sziasztok", "kedves", "tisztelt", "jó napot", "helló",
    "bună", "bună ziua", "salutare", "stimate", "stimată", "stimați", "dragă", "dragi",
    "merhaba", "selam", "sayın", "değerli", "günaydın", "iyi günler", "γεια", "γεια σου",
    "γεια σας", "καλημέρα", "καλησπέρα", "αγαπητέ", "αγαπητή", "αγαπητοί", "bok", "poštovani",
    "poštovana", "dobar dan", "dragi", "pozdravljeni", "živjo", "spoštovani", "tere", "tervist",
    "lugupeetud", "sveiki", "labas", "laba diena", "gerbiamas", "gerbiama", "labdien", "sveiks",
    "cienījamais", "benvolgut", "benvolguda", "benvolguts", "bon dia", "kaixo", "xin chào",
    "chào", "kính gửi", "halo", "selamat pagi", "selamat siang", "kepada", "yth", "สวัสดี",
    "เรียน", "お疲れ様です", "お世話になっております", "お世話になります", "こんにちは",
    "皆様", "皆さん", "各位", "大家好", "你好", "您好", "各位好", "尊敬的", "亲爱的", "親愛的",
    "안녕하세요", "안녕하십니까", "여러분", "שלום", "היי", "مرحبا", "السلام عليكم", "عزيزي",
    "السيد", "سلام", "नमस्ते",
)  # fmt: skip

# Scripts in which a greeting runs into its names with no space.
GREETINGS_RUN_ON: Final = tuple(g for g in GREETINGS if ord(g[0]) > 0x0E00)

# How a sign-off reads: the whole line, but for a name or two and punctuation.
SIGN_OFFS: Final = (
    "regards", "kind regards", "best regards", "warm regards", "warmest regards", "many regards",
    "with regards", "with best regards", "with kind regards", "kindest regards", "rgds", "br",
    "best", "all the best", "best wishes", "with best wishes", "cheers", "thanks", "thank you",
    "many thanks", "thanks again", "thanks in advance", "thank you in advance", "thanks a lot",
    "thanks and regards", "thanks & regards", "thx", "tia", "ta", "sincerely",
    "sincerely yours", "yours sincerely", "yours faithfully", "yours truly", "yours",
    "respectfully", "cordially", "love", "take care", "ciao", "talk soon", "see you", "bye",
    "with thanks", "much appreciated", "thanks so much", "thank you very much", "hth", "kr",
    "mit freundlichen grüßen", "mit freundlichem gruß", "freundliche grüße",
    "viele grüße", "liebe grüße", "beste grüße", "schöne grüße", "herzliche grüße", "gruß",
    "grüße", "mfg", "lg", "vg", "danke", "vielen dank", "freundliche grüsse", "viele grüsse",
    "liebe grüsse", "beste grüsse", "mit freundlichen grüssen", "gruss", "besten dank",
    "cordialement", "bien cordialement", "très cordialement", "bien à vous", "amicalement",
    "merci", "merci d'avance", "salutations", "meilleures salutations", "sincères salutations",
    "à bientôt", "cdt", "bonne journée", "respectueusement", "saludos", "un saludo",
    "saludos cordiales", "atentamente", "gracias", "muchas gracias", "cordialmente", "abrazo",
    "un abrazo", "atte", "atenciosamente", "att", "obrigado", "obrigada", "abraços", "abraço",
    "cumprimentos", "com os melhores cumprimentos", "melhores cumprimentos", "cordiali saluti",
    "distinti saluti", "saluti", "grazie", "un saluto", "grazie mille", "a presto",
    "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet",
    "vriendelijke groeten", "groet", "groeten", "groetjes", "mvg", "bedankt", "dank",
    "hartelijke groet", "hälsningar", "med vänliga hälsningar", "vänliga hälsningar",
    "med vänlig hälsning", "vänligen", "mvh", "tack", "bästa hälsningar",
    "med venlig hilsen", "venlig hilsen", "mange hilsner", "hilsen", "de bedste hilsner", "tak",
    "vh", "bedste hilsner", "på forhånd tak", "med vennlig hilsen", "vennlig hilsen",
    "beste hilsen", "takk", "ystävällisin terveisin", "terveisin", "terveiset", "t.", "terv.",
    "kiitos", "yst. terv.", "parhain terveisin", "pozdrawiam", "z poważaniem",
    "z wyrazami szacunku", "dziękuję", "pozdrowienia", "dzięki", "serdecznie pozdrawiam",
    "s pozdravem", "s pozdravom", "s přátelským pozdravem", "děkuji", "díky", "zdraví", "hezký den",
    "ďakujem", "с уважением", "с наилучшими пожеланиями", "спасибо", "всего доброго",
    "с приветом", "з повагою", "дякую", "с уважение", "поздрави", "благодаря", "üdvözlettel",
    "tisztelettel", "köszönettel", "köszönöm", "üdv", "cu respect", "cu stimă", "mulțumesc",
    "toate cele bune", "saygılarımla", "saygılar", "iyi çalışmalar", "teşekkürler", "sevgiler",
    "με εκτίμηση", "ευχαριστώ", "χαιρετισμούς", "φιλικά", "srdačan pozdrav", "pozdrav",
    "lijep pozdrav", "lep pozdrav", "hvala", "lp", "s poštovanjem", "parimate soovidega",
    "lugupidamisega", "tänan", "aitäh", "pagarbiai", "su pagarba", "ačiū", "ar cieņu", "paldies",
    "salutacions", "atentament", "gràcies", "trân trọng", "cảm ơn", "hormat saya", "salam",
    "terima kasih", "よろしくお願いします", "よろしくお願いいたします", "以上",
    "宜しくお願い致します", "谢谢", "謝謝", "此致", "敬礼", "祝好", "顺颂商祺", "감사합니다",
    "드림", "בברכה", "תודה", "مع تحيات", "مع خالص التحية", "تحياتي", "شكرا", "با احترام",
    "با تشکر",
)  # fmt: skip

# How the line begins that a phone or a mail program adds.
PHONE_STARTS: Final = (
    "sent from my ", "sent from ", "sent via ", "sent using ", "sent with ", "sent by my ",
    "sent wirelessly ", "sent on the ", "sent on the go", "sent through ", "get outlook for ",
    "get bluemail for ", "download outlook ", "typed on my ", "sent while mobile",
    "please excuse my brevity", "please excuse the brevity", "please excuse any typos",
    "please excuse typos", "excuse my brevity", "von meinem ", "gesendet von ", "gesendet mit ",
    "diese nachricht wurde von meinem ", "diese nachricht wurde mit ", "von unterwegs gesendet",
    "holen sie sich outlook ", "outlook für ", "envoyé de mon ", "envoyé depuis ",
    "envoyé à partir ",
    "envoyé sans fil ", "envoyé par ", "envoyé avec ", "téléchargez outlook ",
    "télécharger outlook ", "obtenir outlook ", "obtenez outlook ", "enviado desde ",
    "enviado de mi ", "obtener outlook ", "descargar outlook ", "enviado do ", "enviado de meu ",
    "enviado a partir ", "enviado via ", "enviado por ", "obter o outlook ", "obtenha o outlook ",
    "baixar o outlook ", "inviato da ", "inviato con ", "ottieni outlook ", "scarica outlook ",
    "inviato dal ", "verzonden vanaf ", "verzonden met ", "verzonden via ", "verstuurd vanaf ",
    "verstuurd met ", "outlook downloaden ", "outlook voor ", "skickat från ", "skickat med ",
    "skaffa outlook ", "hämta outlook ", "sendt fra ", "sendt med ", "sendt via ", "hent outlook ",
    "få outlook ", "skaff deg outlook ", "lähetetty ", "hanki outlook ", "wysłane z ",
    "wysłano z ", "wysłane za pomocą ", "pobierz outlook ", "pobierz aplikację outlook ",
    "odesláno z", "odesláno pomocí ", "získejte outlook ", "získat outlook ", "odoslané z",
    "získajte outlook ", "отправлено с ", "отправлено из ", "отправлено через ",
    "скачать outlook ", "надіслано з ", "надіслано через ", "отримати outlook ",
    "изпратено от ", "trimis de pe ", "trimis din ", "obțineți outlook ", "στάλθηκε από ",
    "εστάλη από ", "λήψη του outlook ", "poslano z ", "poslano s ", "poslato sa ", "saadetud minu ",
    "išsiųsta iš ", "nosūtīts no ", "enviat des ", "enviat de ", "nire iphone", "gửi từ ",
    "được gửi từ ", "dikirim dari ", "ส่งจาก", "発信元:", "发自", "發自", "从我的",
    "從我的", "傳送自",
    "获取 outlook", "取得 outlook", "נשלח מ", "أُرسلت من", "أرسلت من", "تم الإرسال من",
    "ارسال شده از", "مرسل من", "envoyée depuis ", "sendur úr ",
)  # fmt: skip

# How such a line ends where its verb comes last.
PHONE_ENDS: Final = (
    " gesendet", " gesendet.", "から送信", "から送信されました", "'umdan gönderildi",
    "'imden gönderildi", "'dan gönderildi", "'den gönderildi", "dan gönderildi", "den gönderildi",
    "에서 보냄", "에서 보냈습니다", " küldve", "küldött", " elküldve", "发送", "寄出", "を入手",
    "tik bidalia", "傳送",
)  # fmt: skip

# Notices of the law department and the mail gateway, by what they say. Two of these are one.
NOTICES: Final[tuple[tuple[str, ...], ...]] = (
    (
        "confidential", "privileged", "vertraulich", "confidentiel", "confidencial", "riservat",
        "vertrouwelijk", "konfidentiell", "fortrolig", "luottamuksell", "poufn", "důvěrn",
        "dôvern", "конфиденциаль", "конфіденцій", "поверителн", "bizalmas", "confidențial",
        "gizli", "εμπιστευτικ", "povjerljiv", "zaupn", "konfidents", "konfidencial", "機密", "机密",
        "保密", "기밀", "סודי", "سري",
    ),
    (
        "intended recipient", "intended only for", "intended solely for", "named recipient",
        "intended addressee", "addressee", "individual or entity", "person or entity",
        "intended for the", "solely for the use", "only for the use", "to whom it is addressed",
        "to whom they are addressed", "richtige adressat", "für den adressaten", "empfänger",
        "destinataire", "destinatario", "destinatário", "destinatari", "geadresseerde",
        "bestemd voor", "bestemde ontvanger", "mottagare", "modtager", "mottaker", "adresat",
        "vastaanottaj", "адресат", "címzett", "destinatar", "alıcı", "παραλήπτ", "primatelj",
        "naslovnik", "adressaa", "受信者", "宛先", "收件人", "수신자",
    ),
    (
        "received this in error", "received in error", "in error", "by mistake", "in errore",
        "irrtümlich", "versehentlich", "par erreur", "por error", "por engano", "per errore",
        "abusievelijk", "ten onrechte", "per vergissing", "av misstag", "ved en fejl",
        "ved en feil",
        "erehdyksessä", "omyłkowo", "przez pomyłkę", "omylem", "ошибочно", "по ошибке", "помилково",
        "tévedésből", "din greșeală", "yanlışlıkla", "εκ παραδρομής", "greškom", "pomotoma",
        "誤って", "误收", "잘못 수신",
    ),
    (
        "notify the sender", "notify us", "contact the sender", "delete this", "delete it",
        "delete the", "delete all copies", "destroy", "advise the sender", "inform the sender",
        "return e-mail", "reply e-mail", "return email", "reply email", "notify me", "delete any",
        "den absender", "vernichten sie", "löschen sie", "l'expéditeur", "le supprimer",
        "al remitente", "notifíquelo", "elimin", "ao remetente", "al mittente", "distrugger",
        "de afzender", "verwijderen", "avsändaren", "afsenderen", "avsenderen", "lähettäjä",
        "nadawc", "odesílatel", "odosielateľ", "отправител", "відправник", "feladó", "expeditor",
        "gönderen", "αποστολέα", "pošiljatelj", "削除", "删除", "삭제",
    ),
    (
        "unauthori", "strictly prohibited", "is prohibited", "disclosure", "dissemination",
        "distribution", "any use", "copying", "unerlaubte", "nicht gestattet", "weitergabe",
        "strictement interdit", "divulgation", "prohibid", "divulgación", "proibid", "divulgação",
        "vietat", "divulgazione", "niet toegestaan", "verspreiding", "zabronion", "zakázán",
        "запрещен", "заборонен", "tilos", "interzis", "yasak", "απαγορεύ", "zabranjen",
        "förbjud", "forbudt", "kiellet", "禁止", "금지",
    ),
    (
        "this e-mail", "this email", "this message", "this communication", "this transmission",
        "the information contained", "any attachment", "and attachments", "e-mail message",
        "email message", "diese e-mail", "diese mail", "diese nachricht", "ce message",
        "ce courriel", "cet e-mail", "este mensaje", "este correo", "esta mensagem", "este e-mail",
        "questo messaggio", "questa e-mail", "il presente messaggio", "dit bericht",
        "deze e-mail", "detta meddelande", "detta e-post", "denne e-mail", "denne e-post",
        "denne mail", "tämä viesti", "ta wiadomość", "niniejsza wiadomość", "tento e-mail",
        "tato zpráva", "táto správa", "это сообщение", "данное сообщение", "настоящее сообщение",
        "це повідомлення", "ez az e-mail", "ez az üzenet", "acest mesaj", "acest e-mail",
        "bu e-posta", "bu mesaj", "το παρόν", "ova poruka", "本メール", "このメール", "本邮件",
        "本郵件", "이 메일",
    ),
    (
        "virus", "malware", "antivirus", "computer viruses", "has been scanned", "was scanned",
        "mimecast", "messagelabs", "mailscanner", "checked by avg", "avast", "viren", "virenfrei",
    ),
    (
        "views expressed", "views or opinions", "opinions expressed", "do not necessarily",
        "does not necessarily", "not necessarily represent", "liability", "no responsibility",
        "legally binding", "negligence", "does not accept", "do not accept", "keine haftung",
        "not be liable", "subject to monitoring", "be monitored", "freedom of information",
        "privacy notice", "data protection", "personal data", "datenschutz",
    ),
    (
        "registered office", "registered in england", "company number", "registered number",
        "registered address", "company registration", "incorporated in", "authorised and regulated",
        "amtsgericht", "handelsregister", "geschäftsführ", "sitz der gesellschaft", "ust-id",
        "ust.-id", "vorstand", "registergericht", "siège social", "r.c.s.", "sede legale",
        "partita iva", "kvk", "vat no", "vat reg", "registered charity",
    ),
)  # fmt: skip

# A paragraph that says one of these is a notice by itself, when it stands at an end.
NOTICE_ALONE: Final = (
    "before printing", "before you print", "think before print", "environment before",
    "avoid printing", "print this email", "print this e-mail", "bevor sie diese",
    "avant d'imprimer",
    "n'imprimez", "antes de imprimir", "prima di stampare", "voordat u deze", "innan du skriver ut",
    "ennen tulostamista", "pomyśl o środowisku", "zanim wydrukujesz", "intended recipient",
    "intended only for the", "unauthorized disclosure", "unauthorised disclosure",
    "unauthorized use", "unauthorised use",
    "confidentiality notice", "confidential notice", "confidentiality note",
    "confidentiality disclaimer", "legal notice", "legal disclaimer",
    "may contain confidential", "contains confidential", "may be confidential",
    "are confidential", "please notify the sender", "please delete this e",
    "virus-free", "virus free", "scanned for viruses", "scanned by", "checked for viruses",
    "for the presence of computer viruses", "checked by avg", "avast.com", "no virus found",
    "notification email address", "notification-only", "do not reply to this email",
    "please do not reply to this", "unmonitored mailbox", "unmonitored address",
    "sitz der gesellschaft", "registered in england",
)  # fmt: skip

# Headings over such notices.
NOTICE_HEADINGS: Final = (
    "disclaimer", "confidential", "notice", "privileged", "important", "haftungsausschluss",
    "vertraulich", "avis", "confidentialité", "aviso", "legal", "avvertenz", "avvertimento",
    "privacy", "hinweis",
)  # fmt: skip

# What gateways put at the top of mail from elsewhere.
BANNERS: Final = (
    "originated from outside", "originated outside", "from outside of", "from outside the",
    "from outside your", "from outside our", "from an external", "from external", "external email",
    "external e-mail", "external sender", "external message", "external mail", "external source",
    "outside the organization", "outside of the organization", "outside the organisation",
    "outside your organization", "outside of your organization", "outside your organisation",
    "do not click links", "do not click on links", "do not click any links", "don't click links",
    "do not click on any links", "not click on links", "not click links",
    "don't often get email from", "think before you click",
    "externe e-mail", "externe mail", "externer absender", "externen absender",
    "von außerhalb", "ausserhalb der organisation", "außerhalb der organisation",
    "öffnen sie keine anhänge", "erhalten nicht oft e-mails von",
    "courriel externe", "provient de l'extérieur", "provient de l’extérieur", "expéditeur externe",
    "mail externe", "message externe", "n'obtenez pas souvent", "ne recevez pas souvent",
    "correo externo", "fuera de la organización", "remitente externo", "no suele recibir correo",
    "mensaje externo", "email externo", "e-mail externo", "fora da organização",
    "remetente externo", "não costuma receber", "mittente esterno", "email esterna",
    "e-mail esterna", "esterno all'organizzazione", "dall'esterno", "externe afzender",
    "buiten de organisatie", "buiten onze organisatie", "externt mejl", "externt mail",
    "extern avsändare", "ekstern e-post", "ekstern mail", "ekstern afsender",
    "uden for organisationen",
    "utanför organisationen", "ulkoinen viesti", "organisaation ulkopuolelta", "spoza organizacji",
    "zewnętrzny nadawca", "mimo organizaci", "externí odesílatel", "externí e-mail",
    "внешний отправитель", "внешнее письмо", "外部メール", "社外からのメール", "外部邮件",
    "外部郵件",
)  # fmt: skip

BANNER_TAGS: Final = frozenset(
    ("external", "ext", "caution", "warning", "extern", "externe", "externo", "esterno", "externt",
     "ekstern", "external email", "external sender", "внешнее", "外部")
)  # fmt: skip

# What a list's own lines below a message say.
FOOTERS: Final = (
    "mailing list", "unsubscribe", "/listinfo", "/mailman", "googlegroups.com",
    "google groups", "groups.io", "yahoo! groups", "yahoogroups", "listserv", "majordomo",
    "list archive", "archives:", "manage your subscription", "manage subscription",
    "email preferences", "subscription options", "leave this group", "leave this list",
    "signoff ", "mailingliste", "mailing-liste", "abmelden", "abbestellen", "austragen",
    "liste de diffusion", "désabonner", "désinscrire", "désinscription", "se désabonner",
    "lista de correo", "darse de baja", "cancelar la suscripción", "cancelar su suscripción",
    "lista de discussão", "cancelar a inscrição", "descadastr", "disiscriver", "cancellarsi",
    "annullare l'iscrizione", "mailinglijst", "afmelden", "uitschrijven", "avregistrera",
    "avprenumerera", "e-postlista", "sändlista", "afmeld", "avmeld", "meld deg av",
    "postituslista", "lista dyskusyjna", "wypisać", "odhlásit", "odhlášení", "отписаться",
    "рассылк", "відписатися", "leiratkoz", "dezabon", "退订", "退訂", "配信停止", "수신거부",
    "an html attachment was scrubbed", "scrubbed...", "reply to this email directly",
    "you are receiving this", "you received this message because", "you're receiving this",
    "/sympa", "to post to this", "do you yahoo", "msn hotmail", "explorer.msn.com",
    "mail.yahoo.com", "join the world's largest",
)  # fmt: skip

# What tells that an answer is written into the copy below it.
INLINE_HINTS: Final = (
    "inline", "in-line", "in line below", "in red", "in blue", "in green", "in bold",
    "comments below", "answers below", "responses below", "replies below", "embedded below",
    "interspersed", "between the lines", "see my comments", "see my answers", "within your email",
    "unten in rot", "in rot", "in blau", "siehe unten im text", "meine antworten unten",
    "meine kommentare unten", "im text unten", "en rouge", "en bleu", "dans le texte",
    "mes réponses ci-dessous", "en rojo", "en azul", "mis respuestas abajo", "em vermelho",
    "em azul", "in rosso", "in blu", "in het rood", "in het blauw", "hieronder in", "i rött",
    "med rødt", "w tekście poniżej", "na czerwono", "červeně", "красным", "在下面红色",
)  # fmt: skip

# All there is above a forward whose sender adds nothing.
FYI: Final = (
    "fyi", "fyi.", "f.y.i.", "for your information", "for info", "for information", "see below",
    "please see below", "as below", "fwd", "forwarding", "forwarded", "as discussed",
    "as requested", "zur info", "zur information", "zur kenntnis", "z.k.", "zk", "z. k.",
    "siehe unten", "wie besprochen", "pour info", "pour information", "pi", "voir ci-dessous",
    "para su información", "para tu información", "para su conocimiento", "ver abajo",
    "para conhecimento", "para informação", "per conoscenza", "per info", "vedi sotto",
    "ter info", "ter informatie", "zie onder", "zie hieronder", "för kännedom", "fyk", "til info",
    "til orientering", "til din orientering", "tiedoksi", "do wiadomości", "na vědomí",
    "pro informaci", "к сведению", "для информации", "до відома", "tájékoztatásul", "spre știință",
    "bilginize", "ご参考まで", "供参考", "参考", "참고",
)  # fmt: skip
