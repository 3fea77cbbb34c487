"""Bytes to text, without moving a character."""

import codecs
import re

from rebond.engine.text.limits import TextRefused

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Signatures of formats handed over by mistake: PDF, ZIP (and .docx, .odt), old Office, PNG, JPEG, GIF, gzip, ELF, RTF.
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"{\\rtf",
)
# Control characters that no text editor writes; NUL apart, which a text may hold by accident.
_NOT_TEXT = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
# Share of such bytes above which the bytes are no text (our judgement: a text holds next to none).
_MOST_NOT_TEXT = 0.02
# What Windows-1252 holds between 0x80 and 0x9f, where Latin-1 has control characters.
_WINDOWS_1252 = {
    byte: character for byte in range(0x80, 0xA0) if (character := bytes([byte]).decode("cp1252", "ignore"))
}


def decode(raw: bytes) -> str:
    """The text that `raw` holds; line ends untouched, a byte order mark dropped.

    UTF-8, or UTF-16 where a byte order mark says so, else Windows-1252 (the five bytes it leaves free read as Latin-1).

    Raises:
        TextRefused: "binary" where the bytes are no text; "empty" where there is none at all.
    """
    if not raw:
        raise TextRefused("empty")
    if raw.startswith(_UTF16_MARKS):
        return _as_utf16(raw)
    body = raw.removeprefix(codecs.BOM_UTF8)
    if body.startswith(_SIGNATURES) or _looks_binary(body):
        raise TextRefused("binary")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("latin-1").translate(_WINDOWS_1252)


def _as_utf16(raw: bytes) -> str:
    try:
        return raw.decode("utf-16")
    except UnicodeDecodeError as broken:
        raise TextRefused("binary") from broken


def _looks_binary(body: bytes) -> bool:
    return len(_NOT_TEXT.findall(body)) > _MOST_NOT_TEXT * len(body)
