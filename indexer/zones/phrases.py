"""How messages in many languages begin and end: greetings, sign-offs, what announces answers.

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
    "thanks and regards", "thanks & regards", "thx", "tia", "ta", "sincerely", "sincerely yours",
    "yours sincerely", "yours faithfully", "yours truly", "yours", "respectfully", "cordially",
    "love", "take care", "ciao", "talk soon", "see you", "bye", "with thanks", "much appreciated",
    "thanks so much", "thank you very much", "hth", "kr", "mit freundlichen grüßen",
    "mit freundlichem gruß", "freundliche grüße", "viele grüße", "liebe grüße", "beste grüße",
    "schöne grüße", "herzliche grüße", "gruß", "grüße", "mfg", "lg", "vg", "danke", "vielen dank",
    "freundliche grüsse", "viele grüsse", "liebe grüsse", "beste grüsse",
    "mit freundlichen grüssen", "gruss", "besten dank", "cordialement", "bien cordialement",
    "très cordialement", "bien à vous", "amicalement", "merci", "merci d'avance", "salutations",
    "meilleures salutations", "sincères salutations", "à bientôt", "cdt", "bonne journée",
    "respectueusement", "saludos", "un saludo", "saludos cordiales", "atentamente", "gracias",
    "muchas gracias", "cordialmente", "abrazo", "un abrazo", "atte", "atenciosamente", "att",
    "obrigado", "obrigada", "abraços", "abraço", "cumprimentos", "com os melhores cumprimentos",
    "melhores cumprimentos", "cordiali saluti", "distinti saluti", "saluti", "grazie",
    "un saluto", "grazie mille", "a presto", "met vriendelijke groet", "met vriendelijke groeten",
    "vriendelijke groet", "vriendelijke groeten", "groet", "groeten", "groetjes", "mvg",
    "bedankt", "dank", "hartelijke groet", "hälsningar", "med vänliga hälsningar",
    "vänliga hälsningar", "med vänlig hälsning", "vänligen", "mvh", "tack", "bästa hälsningar",
    "med venlig hilsen", "venlig hilsen", "mange hilsner", "hilsen", "de bedste hilsner", "tak",
    "vh", "bedste hilsner", "på forhånd tak", "med vennlig hilsen", "vennlig hilsen",
    "beste hilsen", "takk", "ystävällisin terveisin", "terveisin", "terveiset", "t.", "terv.",
    "kiitos", "yst. terv.", "parhain terveisin", "pozdrawiam", "z poważaniem",
    "z wyrazami szacunku", "dziękuję", "pozdrowienia", "dzięki", "serdecznie pozdrawiam",
    "s pozdravem", "s pozdravom", "s přátelským pozdravem", "děkuji", "díky", "zdraví",
    "hezký den", "ďakujem", "с уважением", "с наилучшими пожеланиями", "спасибо", "всего доброго",
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
    "با تشکر", "kh", "cofion", "cofion gorau", "cofion cynnes", "dymuniadau gorau", "yn gywir",
    "yn ddiffuant", "diolch", "diolch yn fawr", "gyda diolch", "hwyl", "le meas",
    "is mise le meas", "le gach dea-ghuí", "go raibh maith agat", "beir bua", "kær kveðja",
    "bestu kveðjur", "kveðja", "með kveðju", "með bestu kveðju", "takk fyrir", "me respekt",
    "përshëndetje", "agur", "agur bero bat", "ondo izan", "un saúdo", "saúdos", "srdačno",
    "s pozdravom a úctou", "с поштовањем", "поздрав", "со почит", "с поздравом", "ystävällisesti",
    "hyvää päivänjatkoa", "tervitades", "kõike head", "ar laba vēlējumiem", "geros dienos",
    "mit besten grüßen", "mit besten grüssen", "mit lieben grüßen", "mit herzlichen grüßen",
    "hochachtungsvoll", "freundlich grüßt", "schönen tag noch", "schönes wochenende",
    "bien amicalement", "sentiments distingués", "belle journée", "bonne réception",
    "reciba un cordial saludo", "un cordial saludo", "saludos a todos", "muy atentamente",
    "quedo a su disposición", "com os meus cumprimentos", "um abraço", "bom trabalho",
    "un cordiale saluto", "i migliori saluti", "buona giornata", "hoogachtend", "fijne dag",
    "met hartelijke groet", "allt gott", "trevlig helg", "ha det bra", "god weekend",
    "med hilsen", "de bedste hilsener", "hyvää viikonloppua", "miłego dnia",
    "łączę wyrazy szacunku", "z pozdrowieniami", "s úctou", "přeji hezký den",
    "tisztelettel és üdvözlettel", "szép napot", "baráti üdvözlettel", "o zi bună", "cu bine",
    "cu drag", "iyi günler", "kolay gelsin", "με φιλικούς χαιρετισμούς", "με τιμή",
    "с уважением и благодарностью", "хорошего дня", "гарного дня", "敬具",
    "よろしくお願い致します", "宜しくお願いいたします", "何卒よろしくお願いいたします", "敬上",
    "顺祝商祺", "祝工作顺利", "此致敬礼", "감사드립니다", "좋은 하루 되세요",
    "thanks and best regards", "thanks and kind regards", "thank you and best regards",
    "thank you and kind regards", "with warm regards", "best regards and thanks",
    "thank you for your help", "thank you for your time", "looking forward to hearing from you",
    "have a nice day", "have a great day", "have a good weekend", "kindly", "best rgds", "brgds",
    "bw", "kind rgds", "warmly", "in haste", "many thanks and best wishes",
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

# How a sign-off begins that thanks: alone it answers, as a greeting does not.
THANKS: Final = (
    "thank", "thx", "many thanks", "danke", "vielen dank", "herzlichen dank", "merci", "gracias",
    "muchas gracias", "obrigad", "muito obrigad", "grazie", "bedankt", "dank", "hartelijk dank",
    "tack", "tak", "mange tak", "kiitos", "dzięk", "díky", "děkuj", "ďakuj", "спасибо", "дякую",
    "благодар", "köszön", "mulțum", "teşekkür", "ευχαριστ", "hvala", "diolch", "gràcies", "谢谢",
    "謝謝", "ありがと", "감사",
)  # fmt: skip
