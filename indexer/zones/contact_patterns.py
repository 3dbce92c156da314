"""Patterns of what signatures have: numbers, addresses, links, pictures, hours.

Each repeats a bounded number of times and has one way to match, so that none can blow up.
"""

from __future__ import annotations

import re
from typing import Final

PHONE: Final = re.compile(
    r"(?<![\w/.,])\+?\(?\d[\d ()./\-\u2011\u2013\u00a0]{4,20}\d(?![\w/])(?!\.\d)"
)
DATE: Final = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./] ?\d{1,2}[-./] ?\d{2,4}(?!\d)"
    r"|\d{1,3}(?:[., ]\d{3})+$|\d{1,3}(?:\.\d{1,3}){3}$|(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d$"
)
EXTENSION: Final = re.compile(
    r"^\(?(?:(?:x|ext?n?\.?|extension|durchwahl|dw|poste|int\.|anexo|ramal|toestel|anknytning"
    r"|lokal|wew\.|linka|доб\.|вн\.|内線|分机|內線)[ .:]{0,2}\d?-?\d{2,5}|\d-\d{4})\)?$",
    re.IGNORECASE,
)
MAIL: Final = re.compile(r"[\w.+'-]{1,64}(?:@| at |\(at\)|\[at\])[\w-]{1,60}(?:\.[\w-]{1,40}){1,5}")
LINK: Final = re.compile(
    r"[<(\[]?(?:https?://|\bwww\.)[^\s>)\]]{2,300}[>)\]]?|\bmailto:\S{3,100}"
    r"|\btel:[+\d]\S{3,30}|(?-i:(?<![\w@.])(?:[a-z0-9-]{2,40}\.){1,3}(?:com|org|net|gov|edu|info|eu"
    r"|example|int|io|uk|ie|de|at|ch|fr|es|pt|it|nl|be|lu|se|dk|no|fi|is|pl|cz|sk|hu|ro|bg|gr"
    r"|tr|hr|si|rs|ee|lt|lv|ru|ua|cat|eus|gal|wales|cymru|scot|au|nz|us|jp|cn|kr|in|za|br|mx"
    r"|ar|cl)(?:/[\w/-]{0,60})?(?![\w.-]))",
    re.IGNORECASE,
)
HANDLE: Final = re.compile(r"(?<!\w)@[\w.-]{2,30}(?!\w)")
TITLES: Final = re.compile(
    r",? \(?(?:ph\.? ?d|m\.?b\.?a|b\.?sc?|m\.?sc?|m\.?a|b\.?a|m\.?d|j\.?d|esq|cpa|cfa|pmp|frcs"
    r"|mrics|p\.?e|r\.?n|llb|llm|acca|chartered \w{1,20}|dipl?[.-]\w{1,8})\.?\)?(?=,|$)",
    re.IGNORECASE,
)
PRONOUNS: Final = re.compile(
    r"\(?(?:pronouns?|pronomen|pronoms?|pronombres|pronomi|rhagenwau"
    r"|my pronouns are)?[:\s]{0,3}\b(?:she|he|they|ze|any|sie|er|dey|elle|il|iel|ella|él|elle"
    r"|lei|lui|ela|ele|zij|hij|hen|hon|han|hun|de|hän|ona|on|hi|fe|nhw|sí|sé)(?: ?/ ?(?:her"
    r"|him|them|hers|his|theirs|hir|any|all|ihr|ihm|er|sie|elle|il|ella|él|la|lo|lei|lui|haar"
    r"|hem|hen|hun|die|diens|henne|honom|hans|hennes|ham|han|hende|dem|den|jej|jego|they|she"
    r"|he|ei|ef|ddo|hi|nhw)){1,3}\b\)?",
    re.IGNORECASE,
)
ALT: Final = re.compile(
    r"[\[<(!]{1,2}(?:(?:cid|image|img|bild|imagen|immagine|afbeelding|imagem|obraz|obrázek|kép"
    r"|logo|icon|photo|picture|signature|banner|inline image|grafik|graphic|изображение|図|图片"
    r"|data)\b[^\[\]<>()]{0,120}|https?://[^\s\[\]<>]{1,300}|[^\[\]<>()]{0,60}\.(?:png|jpe?g"
    r"|gif|svg|bmp)[^\[\]<>()]{0,60}|[^\[\]<>()]{0,60}\b(?:logo|icon|icône|icono|ikon|symbol"
    r"|banner|badge|linkedin|facebook|twitter|instagram|youtube|xing|tiktok|mastodon"
    r"|bluesky)\b[^\[\]<>()]{0,40}|x)[\])>]{1,2}",
    re.IGNORECASE,
)
PLACE: Final = re.compile(
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
EXTRA: Final = re.compile(
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
DAYS: Final = re.compile(
    r"^\(?(?:mon|tues?|wed|thur?s?|fri|sat|sun|mo|di|mi|do|fr|lun|mar|mer|jeu|ven|lunes|martes"
    r"|seg|ter|ma|wo|vr|mån|tis|ons|tors|man|tir|pon|wt|po|út|пн|вт|monday|tuesday|wednesday"
    r"|thursday|friday|montag|dienstag|lundi|lunedì|segunda|maandag|måndag|mandag|poniedziałek"
    r"|pondělí|hétfő|luni|pazartesi|δευτέρα|ma|llun)\.?(?:\s?[-–—/,&+]\s?|\s(?:to|bis|au|a|al|t/m"
    r"|tot|till|til|do|až|by|and|und|et|y|e|en|och|og|дo|по|i)\s)\w{2,12}\.?"
    r"(?=[\s,:;(|)]|$)",
    re.IGNORECASE,
)
# What a text says that the lines below it are an answer, not whose they are.
ANNOUNCED: Final = re.compile(
    r"\b(?:here|below|hier|unten|voici|ci-dessous|aquí|abajo|aqui|abaixo|ecco|sotto|hieronder"
    r"|nedan|här|herunder|nedenfor|tässä|alla|poniżej|níže|nižšie|ниже|вот|нижче|alább|jos"
    r"|aşağıda|παρακάτω|address|number|contact|details|phone|call|reach|adress\w{0,2}|nummer"
    r"|kontakt\w{0,5}|anruf\w{0,3}|adresse|numéro|coordonnées|appel\w{1,3}|dirección|número"
    r"|contacto|datos|endereço|contato|indirizzo|numero|contatt\w{1,3}|adres|gegevens"
    r"|kontaktuppgift\w{0,3}|numeron?|osoite\w{0,3}|yhteystie\w{1,4}|dane|numer|kontaktní"
    r"|číslo|adresa|телефон|адрес\w?|контакт\w{0,2}|cím\w{0,3}|telefonszám\w?|telefon\w{0,3}"
    r"|numarası|adresi|διεύθυνση|τηλέφωνο)\b",
    re.IGNORECASE,
)
