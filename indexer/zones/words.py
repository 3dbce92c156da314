"""How mail programs in many languages name header fields, quotes, forwards and phones.

Everything is lower case. Each table has a row a language, so that a language is added or mended
in one place a table; which rule reads a table is said above it.
"""

from __future__ import annotations

from typing import Final


def _rows(table: str) -> list[tuple[str, list[list[str]]]]:
    """``lang  a, b | c`` a row: the language and its cells, each a list of phrases.

    A line that begins with a space goes on with the row above it.
    """
    rows = []
    for line in table.strip().replace("\n ", " ").splitlines():
        language, cells = line.split(None, 1)
        rows.append((language, [_cell(cell) for cell in cells.split("|")]))
    return rows


def _cell(cell: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in cell.split(",") if phrase.strip()]


def words(text: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(text.split())


def _words_of(table: str) -> frozenset[str]:
    """The words of a table whose cells have nothing but words."""
    return frozenset(word for row in table.strip().splitlines() for word in row.split()[1:])


def _phrases(table: str) -> frozenset[str]:
    return frozenset(phrase for _, cells in _rows(table) for cell in cells for phrase in cell)


# Header fields as a reply or a forward copies them into the text:
# from | date | to | cc | subject | others that stand in such a block.
_LABELS = """
en  from, author | sent, date, sent at, sent on, date sent | to | cc, bcc, copies to | subject |
    reply-to, sent by, importance, attachments, attachment, organization, please respond to,
    send reply to, sender, message-id, resent-from, priority, when, where, sensitivity,
    newsgroups, list-id, cc/bcc
de  von | gesendet, datum, gesendet am, gesendet von | an | kopie, cc, bcc, kopie (cc) | betreff,
    thema | antwort an, wichtigkeit, anlagen, anlage, priorität, gesendet von
fr  de, expéditeur | envoyé, date, message du, date d'envoi, envoyé le, envoyé par | à, pour,
    destinataire, a | cc, copie, copie à, cci | objet, sujet | répondre à, pièces jointes,
    importance, pièce jointe
es  de, remitente | enviado, fecha, enviado el, enviado a las, enviado por | para | cc, cco, con
    copia a | asunto, tema | responder a, importancia, datos adjuntos, adjunto, adjuntos
pt  de, remetente | enviado, data, enviada em, enviado em, enviada, data de envio | para | cc,
    cco, com cópia | assunto | responder a, anexos, importância, prioridade
it  da, mittente | inviato, data, data invio, inviato il | a, destinatario | cc, ccn, copia |
    oggetto | rispondi a, allegati, priorità
nl  van, afzender | verzonden, datum, verzonden op, verstuurd | aan | cc, kopie | onderwerp,
    betreft | antwoord aan, bijlagen, urgentie, beantwoorden aan
sv  från | skickat, datum, skickades | till | kopia, cc | ämne | svara till, svar till, bifogade
    filer
da  fra | sendt, dato | til | cc, kopi | emne | svar til, besvar til, vedhæftede filer
no  fra | sendt, dato | til | kopi, cc | emne | svar til
fi  lähettäjä | lähetetty, päivämäärä, päiväys, pvm, päivä | vastaanottaja, vastaanottajat, saaja
    | kopio, cc | aihe, otsikko | vastausosoite, liitteet
pl  od, nadawca | wysłano, data, wysłane, wysłany, data wysłania | do, adresat | dw, udw, kopia,
    do wiadomości | temat | odpowiedz do, załączniki
cs  od | odesláno, datum, odesláno dne, posláno | komu, pro | kopie, kopie (cc), cc | předmět, věc
    | odpovědět komu, přílohy
cy  oddi wrth | anfonwyd, dyddiad | at | cc, copi | pwnc | atodiadau
sk  od | odoslané, dátum, odoslaná, poslané | komu, pre | kópia | predmet | odpovedať komu,
    prílohy
ru  от, от кого, отправитель | отправлено, дата, отправлен, послано | кому, получатель | копия,
    сс, cc | тема | обратный адрес, вложения, ответить
uk  від, від кого | надіслано, дата, відправлено | кому, до | копія | тема | вкладення
bg  от | изпратено, дата | до, за | копие, як | относно, тема | отговор до
hu  feladó, küldő | elküldve, dátum, küldve, időpont, küldés dátuma | címzett, címzettek |
    másolat, másolatot kap, másolat címzettje | tárgy | válaszcím, mellékletek
ro  de la, de, expeditor, expeditorul | trimis, data, dată, trimis la | către, catre, la,
    destinatarul | cc, copie | subiect, subiectul | răspuns către, atașamente
tr  kimden, gönderen | gönderildi, tarih, gönderme tarihi, gönderilme tarihi | kime, alıcı,
    alıcılar | bilgi, cc | konu | yanıtla, ekler
el  από, αποστολέας | στάλθηκε, ημερομηνία, εστάλη, απεστάλη | προς, παραλήπτης | κοιν.,
    κοινοποίηση, κοιν | θέμα | απάντηση σε
hr  od, šalje, pošiljatelj, autor | poslano, datum, datum slanja | za, prima, primatelj | kopija,
    cc | predmet | odgovori na
sl  od, pošiljatelj | poslano, datum | za, prejemnik | kp, v vednost, cc | zadeva | odgovori na
sr  od, pošiljalac, од, шаље | poslato, datum, послато, датум | za, prima, за | kopija, копија |
    naslov, predmet, тема, наслов, предмет | odgovori
et  saatja, kellelt | saadetud, kuupäev | saaja, adressaat, kellele | koopia | teema | vastus
lt  nuo, siuntėjas | išsiųsta, data | kam, iki, gavėjas | kopija | tema | atsakyti
lv  no, sūtītājs | nosūtīts, datums, nosūtīšanas laiks | kam, adresāts | kopija | tēma, temats |
    atbildēt
is  frá | sent, dagsetning | til | afrit | efni | svara
ca  de | enviat, data, enviat el | per a, a, per | a/c, cc | assumpte, tema | respon a
gl  de | enviado, data | para | cc | asunto | responder a
eu  nork, nondik | bidalia, data | nori, nora | cc | gaia | erantzun
vi  từ, người gửi | đã gửi, ngày, vào lúc | đến, tới, người nhận | đồng gửi | chủ đề, tiêu đề |
    trả lời
id  dari | dikirim, tanggal | kepada, ke, untuk | cc | perihal, subjek | balas ke
th  จาก | ส่ง, วันที่ | ถึง | สำเนา, สำเนาถึง | เรื่อง | ตอบกลับ
ja  差出人, from, 送信者 | 送信日時, 日時, 日付, 送信日, 送信 | 宛先, to | cc, ｃｃ,
    写し | 件名 | 返信先, 添付ファイル
zh  发件人, 寄件者, 寄件人 | 发送时间, 日期, 寄件日期, 傳送日期, 发送日期, 时间, 時間, 已发送,
    寄件時間 | 收件人, 收件者 | 抄送, 副本, 密送 | 主题,
    主旨, 主題 | 回复至, 附件
ko  보낸 사람, 보낸사람, 발신자, 발신 | 보낸 날짜, 날짜, 보낸날짜, 보냄, 일시 | 받는 사람,
    받는사람, 수신자, 수신 | 참조 | 제목 | 답장 받는 사람
he  מאת | נשלח, תאריך, נשלח בתאריך | אל | עותק, העתק | נושא | השב אל
ar  من | تم الإرسال, التاريخ, تاريخ الإرسال, تاريخ, مرسل | إلى, الى | نسخة, نسخة إلى | الموضوع,
    موضوع | الرد على
hi  प्रेषक, से | भेजा गया, दिनांक, तारीख | प्रति, प्राप्तकर्ता | प्रतिलिपि | विषय | उत्तर दें
ms  daripada | dihantar, tarikh | kepada | salinan | subjek | balas kepada
mk  од | испратено, датум | до, за | копија | предмет, тема | одговори
sq  nga | dërguar, data | për | kopje | subjekti | përgjigju
ga  ó | seolta, dáta | chuig | cóip | ábhar | freagra
af  van | gestuur, datum | aan | afskrif | onderwerp | antwoord
sw  kutoka kwa, kutoka | imetumwa, tarehe | kwa | nakala | mada | jibu
fa  از, فرستنده | ارسال, تاریخ, ارسال شده | به, گیرنده | رونوشت | موضوع | پاسخ به
"""

ROLES: Final = ("from", "date", "to", "cc", "subject", "other")

LABELS: Final[dict[str, str]] = {
    phrase: role
    for _, cells in reversed(_rows(_LABELS))
    for role, cell in reversed(list(zip(ROLES, cells, strict=False)))
    for phrase in cell
}

# The line above a copied message that an answer stands over.
ORIGINAL: Final = _phrases("""
en  original, original message, original message follows, original appointment, reply message,
    original mail, original email, original e-mail, message original, quoted message, previous
    message, end of original message, replied message, reply separator
de  antwort nachricht, ursprüngliche nachricht, originalnachricht, original-nachricht,
    urspr. nachricht, ursprüngliche mail, original nachricht, ursprünglicher termin
fr  mail original, mail d'origine, e-mail d'origine, message d'origine,
    message original, message initial, message d’origine, courriel original,
    courrier d'origine, message de réponse
es  mensaje original, correo original, mensaje de respuesta
pt  mensagem original, mensagem de resposta
it  messaggio originale, messaggio di risposta, messaggio original
nl  oorspronkelijk bericht, origineel bericht, oorspronkelijke bericht
sv  ursprungligt meddelande, originalmeddelande, originalmeddelandet
da  oprindelig meddelelse, original meddelelse, original besked, oprindelig besked
no  opprinnelig melding, opprinnelig beskjed, originalmelding
fi  alkuperäinen viesti
pl  wiadomość oryginalna, oryginalna wiadomość, pierwotna wiadomość, treść oryginalnej wiadomości
cs  původní zpráva, původní e-mail, originální zpráva
sk  pôvodná správa, pôvodná e-mailová správa
ru  исходное сообщение, оригинальное сообщение, первоначальное сообщение
uk  вихідне повідомлення, оригінальне повідомлення, початкове повідомлення
bg  оригинално съобщение
hu  eredeti üzenet
ro  mesaj original, mesajul original
tr  orijinal mesaj, özgün ileti, orijinal ileti, özgün mesaj
el  αρχικό μήνυμα
hr  izvorna poruka, originalna poruka, izvirno sporočilo, originalno sporočilo
et  algne kiri, algne sõnum
lt  originalus laiškas, pradinis pranešimas
lv  sākotnējais ziņojums, oriģinālais ziņojums
ca  missatge original
vi  thư gốc, tin nhắn gốc
id  pesan asli, pesan asal
th  ข้อความดั้งเดิม, ข้อความต้นฉบับ
ja  元のメッセージ, オリジナル メッセージ, オリジナルメッセージ, 元のメール
zh  原始邮件, 邮件原件, 原始郵件, 原邮件, 原始信件, 回复的原邮件, 原始訊息
ko  원본 메일, 원본 메시지, 원본 이메일
he  הודעה מקורית
ar  الرسالة الأصلية, رسالة أصلية
fa  پیام اصلی
""")

# The line above a message that is passed on.
FORWARDED: Final = _phrases("""
en  forwarded message, begin forwarded message, forwarded mail, forwarded email, forwarded e-mail,
    forwarded message follows, start of forwarded message, forward message, forwarded, fwd
    message, message forwarded
de  weitergeleitete nachricht, anfang der weitergeleiteten nachricht, weitergeleitete e-mail,
    weitergeleitete mail, beginn der weitergeleiteten nachricht, weiterleitung
fr  message transféré, début du message réexpédié, début du message transféré, message réexpédié,
    message transmis, courriel transféré, message transferé
es  mensaje reenviado, inicio del mensaje reenviado, comienzo del mensaje reenviado, correo
    reenviado
pt  mensagem encaminhada, início da mensagem encaminhada, mensagem reencaminhada, início da
    mensagem reencaminhada, inicio da mensagem encaminhada, mensagem reenviada
it  messaggio inoltrato, inizio messaggio inoltrato, inizio del messaggio inoltrato
nl  doorgestuurd bericht, begin doorgestuurd bericht, doorgestuurde bericht, begin van
    doorgestuurd bericht
sv  vidarebefordrat meddelande, vidarebefordrat mejl, vidarebefordrat brev, påbörjat
    vidarebefordrat meddelande, börja vidarebefordrat meddelande
da  videresendt meddelelse, videresendt besked, start på videresendt besked, videresendt e-mail,
    videresendt mail, begyndelse på videresendt besked
no  videresendt melding, videresendt e-post, start på videresendt melding, videresendt beskjed,
    påbegynt videresendt melding
fi  välitetty viesti, edelleenlähetetty viesti, välitetty viesti alkaa, edelleen lähetetty viesti
pl  przekazana wiadomość, początek przekazywanej wiadomości, wiadomość przekazana dalej, treść
    przekazanej wiadomości, początek przekazanej wiadomości, przesłana wiadomość
cs  přeposlaná zpráva, začátek přeposílané zprávy, přeposlaný e-mail, předaná zpráva, začátek
    přeposlané zprávy
sk  preposlaná správa, začiatok preposlanej správy, odovzdaná správa, začiatok preposielanej
    správy
ru  пересылаемое сообщение, перенаправленное сообщение, начало переадресованного сообщения, начало
    пересылаемого сообщения, пересланное сообщение, переадресованное сообщение
uk  переслане повідомлення, початок переадресованого повідомлення, початок листа, що
    пересилається, перенаправлене повідомлення, початок переспрямованого повідомлення
bg  препратено съобщение, начало на препратеното съобщение
hu  továbbított üzenet, továbbított levél kezdete, továbbított levél, továbbított üzenet kezdete
ro  mesaj redirecționat, mesaj transmis mai departe, începutul mesajului redirecționat, început de
    mesaj redirecționat, mesaj redirecţionat
tr  iletilmiş mesaj, yönlendirilmiş mesaj, iletilen mesaj başlangıcı, iletilen ileti başlangıcı,
    yönlendirilen mesaj, iletilen mesaj, başlangıç iletilen ileti
el  προωθημένο μήνυμα, έναρξη προωθημένου μηνύματος, αρχή προωθημένου μηνύματος
hr  proslijeđena poruka, početak proslijeđene poruke, prosleđena poruka, posredovano sporočilo,
    prosljeđena poruka
et  edastatud kiri, edastatud sõnum, edasisaadetud kiri
lt  persiųstas laiškas, persiųsta žinutė
lv  pārsūtītā ziņa, pārsūtīts ziņojums
ca  missatge reenviat, inici del missatge reenviat
vi  thư đã chuyển tiếp, thư được chuyển tiếp, tin nhắn được chuyển tiếp, bắt đầu thư được chuyển
    tiếp
id  pesan terusan, pesan yang diteruskan, mulai pesan yang diteruskan
th  ข้อความที่ส่งต่อ
ja  転送されたメッセージ, 転送メッセージ, 転送されたメール, 転送メール
zh  转发的邮件, 转发邮件, 轉寄的郵件, 已转发邮件, 開始轉寄郵件, 转发的消息, 被转发邮件信息,
    開始轉寄的郵件, 已轉寄郵件, 转发邮件信息
ko  전달된 메시지, 전달된 메일, 전달된 이메일
he  הודעה שהועברה, תחילת הודעה שהועברה
ar  رسالة معاد توجيهها, الرسالة المعاد توجيهها, بداية الرسالة المعاد توجيهها
fa  پیام هدایت‌شده
""")

# ``Forwarded by NAME on DATE`` between rules: Lotus Notes, mutt and others.
FORWARDED_BY: Final = (
    "forwarded by ", "forwarded message from ", "forwarded mail from ", "weitergeleitet von ",
    "weitergeleitete nachricht von ", "transféré par ", "réacheminé par ", "message transféré de ",
    "reenviado por ", "mensaje reenviado de ", "encaminhado por ", "inoltrato da ",
    "messaggio inoltrato da ", "doorgestuurd door ", "doorgestuurd bericht van ",
    "vidarebefordrat av ", "videresendt af ", "videresendt av ", "przesłane przez ",
    "välittänyt ", "přeposlal ", "переслано ",
)  # fmt: skip

# What ends a forward that has an end.
FORWARD_END: Final = (
    "end forwarded message", "end of forwarded message", "end of the forwarded message",
    "ende der weitergeleiteten nachricht", "ende weitergeleitete nachricht",
    "fin du message réexpédié", "fin du message transféré", "fin del mensaje reenviado",
    "fine del messaggio inoltrato", "fim da mensagem encaminhada", "einde doorgestuurd bericht",
    "конец пересылаемого сообщения", "конец перенаправленного сообщения",
)  # fmt: skip

# Words of writing, as attributions have them: what Thunderbird's reply_header_authorwrote, Gmail,
# Apple Mail, KMail, Evolution and others put for "wrote" in each language, in its past and its
# present, for a man and a woman, and for "you". A bare ``NAME VERB:`` above a quote is enough.
WRITES: Final = _words_of("""
en  wrote writes written said says quoth spake
de  schrieb schreibt schrieben schriebst geschrieben meinte sprach
fr  écrit ecrit écrivait écrivit écrivais écrivez
es  escribió escribio escribe escrito escribiste escribieron
pt  escreveu escreve escreva
it  scritto scrisse scrive scriveva scrivevi
nl  schreef schrijft geschreven
sv  skrev skriver
is  skrifaði skrifar
fi  kirjoitti kirjoittaa
et  kirjutas kirjutab
pl  napisał napisała pisze napisano napisana napisał(a
cs  napsal napsala napsal(a píše
sk  napísal napísala napísal(a
ru  написал написала написал(а пишет писал писала писали писал(а
uk  написав написала пише
bg  написа напиша написал
mk  напиша пишува напишал
sr  писа је написао написао/ла шаље
hr  napisao napisala je
sl  napisal napisala
hu  írta írt ír
ro  scris scrie
tr  yazdı yazmış yazmıştı yazdi
el  έγραψε γράφει
lt  rašė rašo parašė
lv  rakstīja raksta
sq  shkroi
eu  idatzi idatzi(du idatzi(a zuen
ca  escrigué escrit schreib escriu
gl  escribiu escribiches
ga  scríobh
cy  ysgrifennodd
vi  viết
id  menulis tulis
fil sinulat
sw  aliandika
he  כתב כתבה כתב/ה
ar  كتب كتبت
fa  نوشت
""")

# Scripts that put no spaces between words: looked for anywhere.
WRITES_ANYWHERE: Final = (
    "写道", "寫道", "写到", "寫到", "書きました", "のメール", "さんは書", "作成", "작성", "님이 쓴",
    "님이", "เขียน", "ने लिखा",
)  # fmt: skip

# What makes a line above a quote an attribution though it has no verb of writing.
QUOTES_FROM: Final = words("""
quoting zitat zitiere citando citat citation selon citaat cytowanie citát excerpts
missatge цитирую цитата lainaus
""")

# How attributions begin, besides dates and names.
OPENERS: Final = words("""
on at in am le el em il op den dne dnia w v на în on: el: a den: på pe la στις στις vào pada
в dňa dana tarihinde 在 於 am: il: le: op: em: de på: dátum kuupäeval missatge
""")

# Short forms of the days of a week and the months that attributions begin with.
DAYS: Final = words("""
mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday
mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag
lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche
mié mie jue vie sáb sab dom lunes martes miércoles jueves viernes sábado domingo
seg ter qua qui sex segunda terça quarta quinta sexta
gio lunedì martedì mercoledì giovedì venerdì
ma wo vr za zo maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
mån tis ons tors tor lör lør søn man tir fre måndag
ke to pe la su ti pon wt śr czw pt sob niedz
po út st čt pá so ne пн вт ср чт пт сб вс нд sri čet pet uto ned sub sre joi mie. vin sâm
""")
