"""What a folder or a Gmail label is for, by the name that mail programs give it.

Programs translate the names of the folders that they make, in what they write to disk and in what
they export too. The languages here are those that Gmail's and Outlook's users write most.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

Role = Literal[
    "", "inbox", "sent", "drafts", "trash", "spam", "outbox", "templates", "all",
    "archive", "unread", "read", "starred",
]  # fmt: skip

LEFT_OUT: frozenset[Role] = frozenset({"trash", "spam", "outbox", "templates"})
"""What is not mail that somebody got or sent and kept."""

_NAMES: dict[Role, str] = {
    "inbox": "inbox|posteingang|boîte de réception|bandeja de entrada|recibidos|posta in arrivo"
    "|caixa de entrada|postvak in|skrzynka odbiorcza|odebrane|inkorg|inkorgen|indbakke|innboks"
    "|doručená pošta|gelen kutusu|входящие|受信トレイ|收件箱|收件匣|받은편지함",
    "sent": "sent|sent items|sent mail|sent messages|gesendet|gesendete elemente"
    "|gesendete objekte|messages envoyés|éléments envoyés|envoyés|enviados|elementos enviados"
    "|itens enviados|e-mails enviados|inviati|posta inviata|verzonden|verzonden items"
    "|verzonden berichten|wysłane|elementy wysłane|skickat|skickade objekt|sendt|sendt post"
    "|sendte elementer|odeslané|odeslaná pošta|gönderilmiş öğeler|gönderilmiş postalar"
    "|отправленные|送信済みメール|送信済み|已发送|已发邮件|已傳送郵件|寄件備份|보낸편지함",
    "drafts": "draft|drafts|entwurf|entwürfe|brouillon|brouillons|borrador|borradores|rascunho"
    "|rascunhos|bozza|bozze|concept|concepten|wersje robocze|wersja robocza|utkast|kladder"
    "|kladde|koncepty|rozepsané|taslak|taslaklar|черновики|下書き|草稿|임시보관함",
    "trash": "trash|bin|deleted items|deleted messages|deleted|papierkorb|gelöschte elemente"
    "|gelöschte objekte|corbeille|éléments supprimés|papelera|elementos eliminados|lixeira"
    "|itens excluídos|itens eliminados|cestino|posta eliminata|prullenbak|verwijderde items"
    "|kosz|elementy usunięte|papperskorg|papperskorgen|borttagna objekt|papirkurv|slettet post"
    "|slettede elementer|koš|odstraněná pošta|çöp kutusu|silinmiş öğeler|корзина|удаленные"
    "|ゴミ箱|削除済みアイテム|已删除邮件|垃圾箱|垃圾桶|휴지통",
    "spam": "spam|junk|junk e-mail|junk email|junk-e-mail|bulk mail|courrier indésirable"
    "|pourriel|correo no deseado|lixo eletrônico|lixo eletrónico|lixo|posta indesiderata"
    "|ongewenste e-mail|wiadomości-śmieci|skräppost|uønsket e-mail|søppelpost"
    "|nevyžádaná pošta|önemsiz e-posta|спам|нежелательная почта|迷惑メール|垃圾邮件|垃圾郵件"
    "|스팸함",
    "outbox": "outbox|unsent|unsent messages|postausgang|boîte d'envoi|bandeja de salida"
    "|caixa de saída|posta in uscita|postvak uit|skrzynka nadawcza|utkorg|utkorgen|udbakke"
    "|utboks|pošta k odeslání|giden kutusu|исходящие|送信トレイ|发件箱|寄件匣",
    "templates": "template|templates|sync issues|synchronisierungsprobleme"
    "|problèmes de synchronisation|problemas de sincronización",
    "all": "all mail|alle nachrichten|tous les messages|todos|todos los mensajes|tutti i messaggi"
    "|alle e-mails|wszystkie|wszystkie wiadomości|alla mail|вся почта",
    "archive": "archived|archive|archives|archiviert|archiv|archivés|messages archivés|archivado"
    "|archivados|archivo|arquivado|arquivados|archiviati|archiviato|gearchiveerd|zarchiwizowane"
    "|arkiverad|arkiverat|arkiveret|arkivert|archivováno|arşivlenmiş|архив",
    "unread": "unread|ungelesen|non lus|non lu|no leído|no leídos|não lido|não lidas|não lidos"
    "|da leggere|non letti|non letto|ongelezen|nieprzeczytane|oläst|olästa|ulæst|ulest"
    "|nepřečtené|okunmamış|непрочитанные|未読|未读|未讀|읽지않음",
    "read": "opened|geöffnet|ouvert|ouverts|abierto|abiertos|aberto|aberta|abertas|aperti|aperto"
    "|geopend|otwarte|öppnad|öppnade|åbnet|åpnet|otevřené|açıldı|открытые|既読|已打开|已開啟",
    "starred": "starred|markiert|suivis|suivi|destacado|destacados|con estrela|com estrela"
    "|speciali|speciale|met ster|oznaczone gwiazdką|stjärnmärkt|stjernemarkeret|stjernemerket"
    "|s hvězdičkou|yıldızlı|помеченные|スター付き|已加星标|已加星號|별표편지함",
}  # fmt: skip


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().replace("_", " ").split())


_ROLES: dict[str, Role] = {
    _plain(name): role for role, names in _NAMES.items() for name in names.split("|")
}


def role(name: str) -> Role:
    """What a folder or label of this name is for; "" for one that somebody made."""
    return _ROLES.get(_plain(name), "")
