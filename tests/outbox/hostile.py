"""Forty header blocks of parents that strangers wrote to get something into an answer to them."""

from __future__ import annotations

EVE = b"eve@evil.example"
_CROWD = b", ".join(b"Stranger %d <s%d@elsewhere.example>" % (n, n) for n in range(1000))
_IDS = b"\n ".join(b"<%d.%s@long.example>" % (n, b"x" * 60) for n in range(400))


def block(**fields: bytes) -> bytes:
    given = {
        "From": b"Jane Khan <jane@otterley.example>",
        "To": b"Sam Reader <sam@here.example>",
        "Subject": b"Gritting",
        "Message-ID": b"<parent@mail.example>",
        "Date": b"Mon, 04 Mar 2024 09:00:00 +0000",
    } | {name.replace("_", "-"): value for name, value in fields.items()}
    return b"".join(b"%s: %s\n" % (name.encode(), value) for name, value in given.items())


PARENTS: dict[str, bytes] = {
    "an encoded newline in the id": block(Message_ID=b"<=?utf-8?q?=0ABcc:" + EVE + b"?=@x>"),
    "an encoded id": block(Message_ID=b"<=?utf-8?b?YUBiCkJjYzogZQ==?=>"),
    "an id with a carriage return": block(Message_ID=b"<a\rBcc: eve@evil.example\r@x>"),
    "an id with a NUL": block(Message_ID=b"<a\0b@x>"),
    "an id of 300 characters": block(Message_ID=b"<" + b"i" * 300 + b"@x.example>"),
    "an id of 990 characters": block(Message_ID=b"<" + b"i" * 980 + b"@x.example>"),
    "an id of 5000 characters": block(Message_ID=b"<" + b"i" * 5000 + b"@x.example>"),
    "an id beyond ASCII": block(Message_ID="<é\u202e@x.example>".encode()),
    "an id with brackets inside": block(Message_ID=b"<a>, <b@x> <c@x>"),
    "no id": block(Message_ID=b""),
    "an id without brackets": block(Message_ID=b"bare@mail.example"),
    "an encoded newline in References": block(
        References=b"<a@x> <=?utf-8?q?=0D=0ABcc:_eve=40evil.example?=> <b@x>"
    ),
    "400 references": block(References=_IDS),
    "a reference of 300 characters": block(References=b"<" + b"r" * 300 + b"@x>"),
    "headers in In-Reply-To": block(In_Reply_To=b"<a@x>\n X: y\n <b@x>"),
    "an encoded newline in the subject": block(Subject=b"=?utf-8?q?Hi=0D=0ABcc=3A_eve=40evil?="),
    "an encoded word within the subject's encoded word": block(
        Subject=b"=?utf-8?b?PT91dGYtOD9xP2E9MEFCY2M6IGU/PQ==?="
    ),
    "escapes in the subject": block(Subject=b"\x1b]52;c;Yg==\x07 \xe2\x80\xae x"),
    "a subject of 20,000 characters": block(Subject=b"x" * 20_000),
    "a subject of many prefixes": block(Subject=b"Re: " * 500 + b"AW: Re[2]: Gritting"),
    "no subject": block(Subject=b""),
    "an encoded recipient in the name": block(
        From=b"=?utf-8?q?Jane=3E=2C_=3Ceve=40evil=2Eexample=3E=2C?= <jane@otterley.example>"
    ),
    "an encoded newline in the name": block(
        From=b"=?utf-8?q?Jane=0D=0ABcc=3A_eve=40evil=2Eexample?= <jane@otterley.example>"
    ),
    "quotes and backslashes in the name": block(
        From=b'"Jane \\"\\\\\\" <eve@evil.example>, \\"" <jane@otterley.example>'
    ),
    "a name that is an address": block(From=b'"eve@evil.example" <jane@otterley.example>'),
    "a name of 5000 characters": block(From=b"J" * 5000 + b" <jane@otterley.example>"),
    "two addresses in From": block(From=b"jane@otterley.example, Bo <bo@otterley.example>"),
    "two From fields": block() + b"From: eve@evil.example\n",
    "a group in From": block(From=b"Us: jane@otterley.example, bo@otterley.example;"),
    "no From": block(From=b""),
    "a route and comments": block(From=b"(x <eve@evil.example>) <@a,@b:jane@otterley.example>"),
    "an address with a newline": block(From=b"<jane\n @otterley.example>"),
    "an address that is an option": block(From=b"<-oQ/tmp@otterley.example>"),
    "an address beyond ASCII": block(From="<jané@otterley.example>".encode()),
    "a domain beyond ASCII": block(From="Jane <jane@bücher.example>".encode()),
    "a domain that no name can be": block(From=b"jane@" + b"a" * 200 + "é.example".encode()),
    "a thousand in Cc": block(Cc=_CROWD),
    "groups in To": block(To=b"A: a@x.example, b@x.example;, B:;, C: =?utf-8?q?c=2C?= <c@x>;"),
    "a Reply-To with a newline": block(Reply_To=b"=?utf-8?q?=0ABcc:_e?= <home@otterley.example>"),
    "a Thread-Index with a header": block(Thread_Index=b"AQ==\n\tBcc: eve@evil.example"),
    "a Thread-Topic with a header": block(
        Thread_Index=b"Adpt0123456789abcdefghijklmnop",
        Thread_Topic=b"=?utf-8?q?x=0ABcc=3A_eve=40evil=2Eexample?=",
    ),
    "nothing but bytes": bytes(range(256)),
    "a lone surrogate's bytes": block(Subject=b"\xed\xa0\x80", From=b"\xff\xfe <jane@o.example>"),
}
