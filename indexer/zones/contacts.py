"""What one line of a signature is: a name, a way of contact, a role, a place, an extra.

Of a stripped line, each answer is by the line alone; which lines together are a signature is for
:mod:`~indexer.zones.signatures`.
"""

from __future__ import annotations

import re
from typing import Final

from indexer.zones.words import words

LONGEST: Final = 160
_FEW: Final = 2
_OUTER: Final = "*_|•·#\u00a0\u200b\u200e\u200f "

_PHONE: Final = re.compile(
    r"(?<![\w/.,])\+?\(?\d[\d ()./\-\u2011\u2013\u00a0]{4,20}\d(?![\w/])(?!\.\d)"
)
_DATE: Final = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./] ?\d{1,2}[-./] ?\d{2,4}(?!\d)"
    r"|\d{1,3}(?:[., ]\d{3})+$|\d{1,3}(?:\.\d{1,3}){3}$|(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d$"
)
_EXTENSION: Final = re.compile(
    r"^\(?(?:(?:x|ext?n?\.?|extension|durchwahl|dw|poste|int\.|anexo|ramal|toestel|anknytning"
    r"|lokal|wew\.|linka|доб\.|вн\.|内線|分机|內線)[ .:]{0,2}\d?-?\d{2,5}|\d-\d{4})\)?$",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(
    r"[\w.+'-]{1,64}(?:@| at |\(at\)|\[at\])[\w-]{1,60}(?:\.[\w-]{1,40}){1,5}"
)
_LINK: Final = re.compile(
    r"[<(\[]?(?:https?://|\bwww\.)[^\s>)\]]{2,300}[>)\]]?|\bmailto:\S{3,100}"
    r"|\btel:[+\d]\S{3,30}|(?-i:(?<![\w@.])(?:[a-z0-9-]{2,40}\.){1,3}(?:com|org|net|gov|edu|info|eu"
    r"|example|int|io|uk|ie|de|at|ch|fr|es|pt|it|nl|be|lu|se|dk|no|fi|is|pl|cz|sk|hu|ro|bg|gr"
    r"|tr|hr|si|rs|ee|lt|lv|ru|ua|cat|eus|gal|wales|cymru|scot|au|nz|us|jp|cn|kr|in|za|br|mx"
    r"|ar|cl)(?:/[\w/-]{0,60})?(?![\w.-]))",
    re.IGNORECASE,
)
_HANDLE: Final = re.compile(r"(?<!\w)@[\w.-]{2,30}(?!\w)")
_LABELS: Final = words("""
tel telephone phone ph fax mobile mob cell cellphone office work home desk direct main switchboard
voice pager skype teams whatsapp signal matrix xmpp jabber irc icq email mail e web website site
url homepage blog twitter linkedin facebook instagram mastodon github gitlab orcid ext extension t
m f p d o c w b h g s a dd ddi internet contact call telefon telefoon telefono teléfono telefone
téléphone tél tlf tfno tfn mobil mobiel mobiltelefon mobiltlf móvil movil cellulare celular
telemóvel portable gsm handy natel fon durchwahl zentrale festnetz büro kontor puh puhelin
sähköposti postadresse e-mail epost e-post courriel correo correio mél mel posta poczta kom
tel/fax telefax fakti faks faksas φαξ τηλ κιν ηλ тел моб факс телефон мобильный сайт почта почтa
эл ел telef ügyfélszolgálat mobiltel ffôn ffacs symudol gwefan ebost e-bost fón guthán facs
ríomhphost suíomh sími netfang 電話 电话 手机 手機 传真 傳真 邮箱 信箱 携帯 メール 직통 전화 팩스
휴대폰 이메일 טל נייד פקס דואל هاتف جوال فاكس بريد and und et y i och og ja of or de der la le hr
hrs uk us
""")
_PARTICLES: Final = words("""
de da do dos das di del della van der den ter ten von und zu zum zur le la les du des el al bin ibn
ben abu y e i of the and & af av til och og ap mac mc o' für for à a na w we i/a im am an
""")
_TITLES: Final = re.compile(
    r",? \(?(?:ph\.? ?d|m\.?b\.?a|b\.?sc?|m\.?sc?|m\.?a|b\.?a|m\.?d|j\.?d|esq|cpa|cfa|pmp|frcs"
    r"|mrics|p\.?e|r\.?n|llb|llm|acca|chartered \w{1,20}|dipl?[.-]\w{1,8})\.?\)?(?=,|$)",
    re.IGNORECASE,
)
_PRONOUNS: Final = re.compile(
    r"\(?(?:pronouns?|pronomen|pronoms?|pronombres|pronomi|rhagenwau"
    r"|my pronouns are)?[:\s]{0,3}\b(?:she|he|they|ze|any|sie|er|dey|elle|il|iel|ella|él|elle"
    r"|lei|lui|ela|ele|zij|hij|hen|hon|han|hun|de|hän|ona|on|hi|fe|nhw|sí|sé)(?: ?/ ?(?:her"
    r"|him|them|hers|his|theirs|hir|any|all|ihr|ihm|er|sie|elle|il|ella|él|la|lo|lei|lui|haar"
    r"|hem|hen|hun|die|diens|henne|honom|hans|hennes|ham|han|hende|dem|den|jej|jego|they|she"
    r"|he|ei|ef|ddo|hi|nhw)){1,3}\b\)?",
    re.IGNORECASE,
)
_ALT: Final = re.compile(
    r"[\[<(!]{1,2}(?:(?:cid|image|img|bild|imagen|immagine|afbeelding|imagem|obraz|obrázek|kép"
    r"|logo|icon|photo|picture|signature|banner|inline image|grafik|graphic|изображение|図|图片"
    r"|data)\b[^\[\]<>()]{0,120}|https?://[^\s\[\]<>]{1,300}|[^\[\]<>()]{0,60}\.(?:png|jpe?g"
    r"|gif|svg|bmp)[^\[\]<>()]{0,60}|[^\[\]<>()]{0,60}\b(?:logo|icon|icône|icono|ikon|symbol"
    r"|banner|badge|linkedin|facebook|twitter|instagram|youtube|xing|tiktok|mastodon"
    r"|bluesky)\b[^\[\]<>()]{0,40}|x)[\])>]{1,2}",
    re.IGNORECASE,
)
_SOCIAL: Final = words("""
linkedin facebook twitter instagram youtube xing tiktok mastodon bluesky threads flickr pinterest
github gitlab orcid vimeo x snapchat whatsapp telegram medium researchgate web website blog podcast
newsletter
""")

_ROLE_STEMS: Final = tuple(sorted(words("""
chief principal senior manager managing director engineer officer analyst consultant developer
president vice-president assistant coordinator co-ordinator administrator architect specialist
executive partner chair chairman chairwoman founder co-founder cofounder ceo cto cfo coo cio ciso
vp professor lecturer researcher scientist secretary editor designer advisor adviser lawyer
attorney counsel solicitor barrister accountant technician supervisor planner surveyor librarian
curator teacher nurse physician gp dr. cllr councillor treasurer paralegal recruiter strategist
producer fellow postdoc student inspector apprentice intern trainee maintainer warden bursar
registrar headteacher geschäftsführ leiter leitung abteilungs sachbearbeit sachgebiet referent
referat teamleit assistenz berater entwickler ingenieur vorstand vorsitz bürgermeister sekretariat
vertrieb einkauf stabsstelle directeur directrice responsable ingénieur chargé chargée gérant
adjoint conseill maire secrétaire comptable chercheu professeur maître délégué gerente jefe jefa
técnico técnica consejer profesor abogad ingenier coordinador secretari concejal alcald diretor
gestor chefe advogad engenheir coordenador vereador assessor direttore direttrice ingegnere
avvocat assessore sindaco geom. ing. dott. dott.ssa arch. avv. impiegat coordinat hoofd adviseur
medewerk beleids projectleid voorzitter secretaris wethouder burgemeester raadslid bestuurder chef
handläggare enhets ordförande samordnare utredare ingenjör lärare rektor verksamhets kommunalråd
ansvarlig leder konsulent sagsbehandler rådgiver rådgivare direktør direktör formand fuldmægtig
ingeniør borgmester kontorchef saksbehandler fagleder seksjonsleder avdelingsleder ordfører
johtaja päällikkö asiantuntija suunnittelija sihteeri insinööri kierownik dyrektor specjalist
inspektor prezes sekretarz radca naczelnik starosta vedoucí ředitel referentka tajemník jednatel
konateľ vedúc riaditeľ igazgató vezető ügyintéző főosztály titkár mérnök előadó șef inginer
consilier secretar müdür uzman mühendis başkan sorumlusu yönetici διευθυντ υπεύθυν προϊστάμεν
γραμματέ σύμβουλ μηχανικός директор менеджер начальник руководител специалист инженер заведующ
секретар бухгалтер консультант керівник фахівець головний voditelj ravnatelj direktor svetovalec
strokovn juhataja spetsialist juhtivspetsialist direktorius vadovas vadītājs priekšnieks
cyfarwyddwr rheolwr swyddog pennaeth arweinydd cydlynydd cynghorydd clerc bainisteoir stiúrthóir
oifigeach rúnaí comhairleoir innealtóir framkvæmdastjóri deildarstjóri sérfræðingur verkefnastjóri
tècnic regidor zuzendari 部長 課長 係長 主任 担当 代表取締役 取締役 社長 室長 经理 总监 工程师
教授 處長 經理 부장 과장 대리 팀장 이사 차장 교수 מנהל מנהלת יועץ مدير مهندس مسؤول رئيس giám
trưởng manajer direktur kepala staf
""")))  # fmt: skip
_ORG: Final = words("""
inc ltd limited llc llp lp plc gmbh ag kg ohg ug e.v ev eg mbh corp corporation company co bv nv
vof sa sas sarl eurl scop s.a s.l sl slu s.r.l srl spa s.p.a sp.z.o.o z.o.o s.r.o sro a.s as aps
a/s ab oy oyj kft zrt nyrt bt doo d.o.o ooo ооо оао зао пао ао тов srl-d ltda lda eirl oü uab sia
ehf hf pty pte bhd foundation trust university institute college school council department dept
division group holdings partners associates solutions services systems technologies consulting
unit office team bureau agency ministry authority association society federation committee
hospital laboratory lab centre center faculty library museum universität hochschule institut stadt
landkreis kreis gemeinde landratsamt bundesamt landesamt amt behörde ministerium fachbereich
fachdienst abteilung dezernat verein stiftung verband klinikum gesellschaft université mairie
ville préfecture ministère conseil direction service laboratoire département société fondation
école hôpital métropole universidad ayuntamiento ministerio departamento servicio consejería
dirección fundación asociación instituto facultad empresa universidade câmara prefeitura
secretaria direção fundação faculdade ministério comune università ministero dipartimento ufficio
settore servizio azienda regione provincia fondazione gemeente universiteit ministerie afdeling
stichting provincie vereniging hogeschool waterschap kommun kommune universitet avdelning
avdelningen enheten förvaltning förvaltningen myndigheten länsstyrelsen region afdelingen
forvaltning forvaltningen styrelsen etaten fylkeskommune avdeling seksjon yliopisto kaupunki kunta
virasto ministeriö osasto yksikkö keskus urząd miasta gmina uniwersytet wydział ministerstwo
departament biuro fundacja politechnika starostwo univerzita univerzity město obec úřad odbor
oddělení ministerstvo fakulta krajský mesto úrad oddelenie egyetem önkormányzat minisztérium
hivatal osztály igazgatóság universitatea primăria ministerul direcția facultatea üniversitesi
belediyesi müdürlüğü bakanlığı daire başkanlığı şti a.ş πανεπιστήμιο δήμος υπουργείο τμήμα
διεύθυνση университет министерство администрация отдел управление департамент институт компания
університет міністерство відділ općina grad sveučilište ministarstvo odjel občina univerza
ministrstvo oddelek cyngor prifysgol llywodraeth adran gwasanaeth tîm comhairle ollscoil roinn
foireann sveitarfélag háskóli ajuntament universitat udala unibertsitatea 株式会社 有限会社
合同会社 公司 大学 大學 学院 주식회사 대학교 affairs affairs, relations communications operations
planning engineering marketing sales finance legal accounting procurement purchasing logistics
security research development resources support government governance compliance transport
highways housing
""")
_PLACE: Final = re.compile(
    r"\b(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|drive|blvd\.?|boulevard|square|court"
    r"|terrace|suite|floor|room|building|house|p\.?o\.? ?box|postfach|postbus|postboks|box|bp"
    r"|cs|apartado|casella|\w{2,30}(?:str\.|straße|strasse|platz|allee|gasse|weg|ring|straat"
    r"|laan|plein|kade|gracht|gatan|vägen|torget|gränd|gade|gaden|vej|vejen|gata|veien|katu"
    r"|tie|kuja|polku)|straße|strasse|rue|allée|quai|chemin|route|cours|via|viale|piazza|corso"
    r"|largo|calle|c/|avda\.?|avenida|plaza|paseo|carrer|plaça|rua|praça|travessa|alameda|ul\."
    r"|ulica|al\.|aleja|pl\.|ulice|nám\.?|náměstí|námestie|třída|utca|út|tér|körút|str\."
    r"|strada|bd\.|bulevardul|calea|sokak|sok\.|cad\.|caddesi|mah\.|bulvarı|οδός|λεωφ\.|ул\."
    r"|улица|пр\.|проспект|д\.|вул\.|бул\.|ulica|trg|cesta|tn|mnt|gatvė|g\.|iela|stryd|ffordd"
    r"|heol|sráid|bóthar|plas|neuadd)(?![\w])|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
    r"|\b\d{4} ?[A-Z]{2}\b|\b[A-Z]{2} \d{5}\b|^(?:[A-Z]{1,2}[- ])?\d{4,6},? [^\W\d]"
    r"|\b\d{2}-\d{3} [^\W\d]|\b\d{3} \d{2} [^\W\d]|〒|, \d{5}$",
    re.IGNORECASE,
)
_EXTRA: Final = re.compile(
    r"^(?:follow us|find us|join us on|like us|connect with (?:me|us)|visit us|visit our"
    r"|visit my|check out our|folge[nt]? (?:sie )?uns|besuchen sie uns|suivez-?(?:nous|moi)"
    r"|retrouvez-?nous|síguenos|síganos|visítanos|siga-nos|siga nos|visite-nos|seguici"
    r"|visita il|volg ons|bezoek ons|följ oss|besök oss|følg os|følg oss|besøg os|besøk oss"
    r"|seuraa meitä|obserwuj nas|śledź nas|odwiedź|sledujte nás|kövessen|urmăriți|bizi takip"
    r"|ακολουθήστε|подписывайтесь|следите|prati|pratite|dilynwch|lean sinn|book (?:a|an|some"
    r"|my|time|your)|schedule (?:a|time|some)|make an appointment|arrange a|grab (?:a"
    r"|some) time|find a time|my calendar|termin (?:buchen|vereinbaren)|buchen sie"
    r"|termine? nach|sprechzeit|sprechstunde|prendre (?:un )?rendez-vous|réserver un"
    r"|prenez rendez|reservar? (?:una|cita)|agend[ae]|marcar|marque|prenota|fissa un|plan een"
    r"|maak een afspraak|boka (?:ett|en|tid|möte)|book (?:et|møde|møte)|varaa|umów|zarezerwuj"
    r"|rezerv|забронировать|записаться|trefnwch|office hours?|working (?:hours|days|pattern)"
    r"|work(?:ing)? (?:days|hours)|my (?:working|office|usual)|opening (?:hours|times)|hours:"
    r"|i (?:usually |normally |currently )?work (?:part|flexibl|from|mon|tue|wed|thu|mond|tues"
    r"|wedn|thur|full|\d)|(?:my )?non-working|i am in the office|please note my working"
    r"|part[- ]time|arbeitszeit|arbeitstage|bürozeit|öffnungszeit|erreichbar|anwesend|kernzeit"
    r"|teilzeit|horaires?|jours (?:travaillés|de présence)|présent|horario|jornada|horário"
    r"|expediente|orari|orario|openingstijden|werkdagen|aanwezig|ik werk|werkzaam|arbetstid"
    r"|öppettider|arbetsdagar|telefontid|åbningstid|kontortid|træffetid|telefontid|åpningstid"
    r"|arbejdsdage|arbeidsdager|aukiolo|työaika|godziny|czynne|dni pracy|úřední|otevírací"
    r"|pracovní doba|otváracie|stránkové|nyitvatart|félfogad|ügyfélfogad|program|mesai|çalışma"
    r"|ώρες|часы|время|график|години|radno vrijeme|uradne ure|oriau|diwrnodau|uaireanta"
    r"|opnunartím|営業時間|受付時間|工作时间|办公时间|영업시간|an equal opportunit"
    r"|investors? in people|disability confident|member of|mitglied|membre d|part of the"
    r"|living wage|winner|shortlisted|named|recognised|iso \d{4}|certified|zertifiziert"
    r"|certifié|disclaimer|sent on behalf|on behalf of|i\.?a\.?|i\.? ?v\.?|ppa\.?|p\.?p\.?"
    r"|i\. ?a\.)\b",
    re.IGNORECASE,
)
_DAYS: Final = re.compile(
    r"^\(?(?:mon|tues?|wed|thur?s?|fri|sat|sun|mo|di|mi|do|fr|lun|mar|mer|jeu|ven|lunes|martes"
    r"|seg|ter|ma|wo|vr|mån|tis|ons|tors|man|tir|pon|wt|po|út|пн|вт|monday|tuesday|wednesday"
    r"|thursday|friday|montag|dienstag|lundi|lunedì|segunda|maandag|måndag|mandag|poniedziałek"
    r"|pondělí|hétfő|luni|pazartesi|δευτέρα|ma|llun)\.?\s?(?:[-–—/,&+]|to|bis|au|a|al|t/m|tot"
    r"|till|til|do|až|by|and|und|et|y|e|en|och|og|дo|по|i)\s?\w{2,12}\.?(?=[\s,:;(|)]|$)",
    re.IGNORECASE,
)
_NOT_NAMES: Final = words("""
the a an this that these those yes no ok okay please thanks thank we you he she it they i my your
our see best kind dear hi hello hey note nb ps der die das ein eine ich wir sie ja nein bitte
danke le la les un une je nous vous oui non merci el los las una yo sí gracias o os as um uma sim
não obrigado il lo gli uno si grazie de het een ik wij nee dank jag vi nej tack jeg takk tak kyllä
ei kiitos nie dziękuję ano ne да нет спасибо igen nem köszönöm da nu evet hayır ναι όχι to not and
but or if when what why how where who for from with without about after before at on in by of is
are was were will
""")


def bare(line: str) -> str:
    """A line without the marks of bold and the bars around it."""
    return line.strip(_OUTER)


def has_phone(line: str) -> bool:
    """Whether a line has a telephone number: seven digits or more that are no date or amount."""
    for found in _PHONE.finditer(line[: 2 * LONGEST]):
        number = found[0]
        digits = sum(c.isdigit() for c in number)
        if 7 <= digits <= 15 and not _DATE.match(number.lstrip("+(")):
            return True
    return False


def has_link(line: str) -> bool:
    """Whether a line has the address of a page."""
    return "://" in line or "www." in line


def is_contact(line: str) -> bool:
    """Whether a line is a way of contact and little else: a phone, an address of mail or a page.

    A sentence that has one is none: ``You can reach me at 01632 960 111``.
    """
    if len(line) > 2 * LONGEST:
        return False
    if _EXTENSION.match(line):
        return True
    rest = line
    if "@" in line or " at " in line or "(at)" in line or "[at]" in line:
        rest = _HANDLE.sub(" ", _MAIL.sub(" ", rest))
    if "." in rest or ":" in rest:
        rest = _LINK.sub(" ", rest)
    found = rest != line
    if not found and not has_phone(line):
        return False
    rest = re.sub(r"[+\d()./\-–|:;,•·*<>#=~\[\]]+", " ", rest)
    left = [w for w in rest.split() if w.lower().strip(".'\"") not in _LABELS]
    if len(left) <= _FEW:
        return True
    return len(left) <= 7 and not any(w[0].islower() and w not in _PARTICLES for w in left)


def is_role(line: str) -> bool:
    """Whether a line is a role or an organisation: ``Head of Roads``, ``Otterley Council``."""
    if not is_titled(line):
        return False
    for word in re.findall(r"[^\W\d_][\w./&'-]*", line.lower()):
        if word.rstrip(".,") in _ORG or word.startswith(_ROLE_STEMS) or word == "head":
            return True
    return False


def is_place(line: str) -> bool:
    """Whether a line is a postal address, or a part of one with a number."""
    return (
        len(line) <= LONGEST
        and any(c.isdigit() for c in line)
        and line[-1] not in "?!:"
        and line.count(" ") < 14
        and _PLACE.search(line) is not None
        and sum(w[:1].islower() and w not in _PARTICLES for w in line.split()) <= 2
    )


def is_extra(line: str) -> bool:
    """Whether a line is what else signatures have: pronouns, logos, hours, networks, bookings."""
    if len(line) > LONGEST or line.endswith("?"):
        return False
    if is_alt(line):
        return True
    said = [w for w in re.split(r"[\s|/,•·:&+-]+", line.lower()) if w]
    if said and all(w in _SOCIAL or w in _LABELS for w in said):
        return True
    pronouns = _PRONOUNS.match(line)
    if pronouns and pronouns.end() >= len(line) - 1:
        return True
    return _EXTRA.match(line) is not None or _DAYS.match(line) is not None


def is_alt(line: str) -> bool:
    """Whether a line is nothing but the words that stand for pictures: ``[logo]``."""
    if line[:1] not in "[<(!" or len(line) > 2 * LONGEST:
        return False
    return not _ALT.sub("", line).strip(_OUTER)


def tells(line: str) -> bool:
    """Whether a line is one that signatures have and messages hardly: any but a name."""
    return is_contact(line) or is_role(line) or is_place(line) or is_extra(line)


def is_name(line: str) -> bool:
    """Whether a line reads as a person's name, perhaps with titles or pronouns."""
    return name_words(line) > 0


def name_words(line: str) -> int:
    """How many words a line that reads as a name has; 0 where it does not."""
    line = _TITLES.sub("", _PRONOUNS.sub("", line.split("|", maxsplit=1)[0])).strip(
        _OUTER + ",-–—~()"
    )
    if not line or len(line) > 50 or line[-1] in "?!:;…" or any(c.isdigit() for c in line):
        return 0
    parts = line.replace(",", " ").replace("/", " ").split()
    if not 0 < len(parts) <= 6 or parts[0].lower() in _NOT_NAMES:
        return 0
    if not parts[0][0].isupper():
        # Scripts that have no capitals: short, and no sentence.
        caseless = parts[0][0].isalpha() and not parts[0][0].islower()
        return len(parts) if caseless and len(line) <= 20 and line[-1] not in "。.،؟" else 0
    if line[-1] == "." and not (len(parts[-1]) <= 4 or len(parts) == 1):
        return 0
    for part in parts[1:]:
        first = part.lstrip("(\"'“„‘.-")[:1]
        if first and not first.isupper() and part.lower() not in _PARTICLES:
            return 0
    return len(parts) if all(_lettered(p) for p in parts) else 0


def _lettered(word: str) -> bool:
    return all(c.isalpha() or c in ".'’-()\"“”„‘&" for c in word)


def is_titled(line: str) -> bool:
    """Whether a line is a heading's kind: short, begun with a capital, no sentence."""
    if len(line) > 100 or line[-1] in "?:;…" or not (line[0].isalpha() or line[0] in '("“„'):
        return False
    if line[0].islower():
        return False
    parts = line.split()
    if len(parts) > 12 or parts[0].lower() in _NOT_NAMES:
        return False
    if line[-1] in ".!" and len(parts) > 3 and len(parts[-1]) > 6:
        return False
    small = sum(w[0].islower() and w.strip(",.") not in _PARTICLES for w in parts)
    return small <= 1 + len(parts) // 3
