"""From the bytes of a document to its text: whatever program saved it, in whatever encoding."""

import codecs
import re

from charset_normalizer import from_bytes

from rebond.engine.documents.refusal import Refusal, RefusedDocumentError

LARGEST_BYTES = 7 * 2**20
"""Of any document. Our judgement: more than ten thousand applications take; it fits the largest form of the server."""

SAMPLE_BYTES = 64 * 2**10
"""What is looked at to guess an encoding: even, for those of two bytes. Our judgement; the guess takes a tenth of a
second."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks (Unicode standard, section 23.8), those of four bytes before those of two that begin them."""

WESTERN = ("cp1252", "mac_roman", "cp850", "latin_1", "utf_16_le", "utf_16_be")
"""What programs of France and Britain have saved tables in. Unbounded, the guess calls a short French text Korean."""

_FAMILIAR = re.compile("[àâæçèéêëîïôœùûüÀÂÇÈÉÊÎÔŒÙÛ«»‘’“”–—…€£°\u00a0]")
"""What French and English write besides the letters of ASCII: of two encodings that could be, that of more of them."""

MOST_CONTROLS = 0.01
"""Share of control characters above which this is no text. Our judgement: a text holds none or a stray one."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f-\x9f]")  # \x1a ends the files of DOS
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def decode(content: bytes) -> tuple[str, str]:
    """The text of a document and the name of its encoding (Python's): from its byte order mark, as UTF-8, or guessed.

    Raises RefusedDocumentError where it is larger than LARGEST_BYTES (before anything is read), empty, no text at all,
    or in no encoding that gives all of it.
    """
    if len(content) > LARGEST_BYTES:
        raise RefusedDocumentError(Refusal.TOO_LARGE)
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), None)
    text, encoding = _decoded_as(content, encoding) if encoding else _guessed(content)
    if not text.strip():
        raise RefusedDocumentError(Refusal.EMPTY)
    if "\0" in text or _controls(text) > MOST_CONTROLS:
        raise RefusedDocumentError(Refusal.NOT_TEXT)
    return text, encoding


def _decoded_as(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise RefusedDocumentError(Refusal.UNKNOWN_ENCODING) from error


def _guessed(content: bytes) -> tuple[str, str]:
    if b"\0" not in content:  # UTF-8 has no other use for it than UTF-16 has: every second byte of a Western text
        try:
            return content.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    matches = from_bytes(content[:SAMPLE_BYTES], cp_isolation=list(WESTERN))
    for match in sorted(matches, key=lambda match: -len(_FAMILIAR.findall(str(match)))):
        try:
            return content.decode(match.encoding), match.encoding
        except UnicodeDecodeError:
            continue
    raise RefusedDocumentError(Refusal.NOT_TEXT if b"\0" in content else Refusal.UNKNOWN_ENCODING)


def _controls(text: str) -> float:
    sample = text[:SAMPLE_BYTES]
    return len(_CONTROLS.findall(sample)) / len(sample)


def cleaned(text: str, longest: int | None = None) -> str:
    """The text without control characters but line ends and tabs, without white space around it, cut at `longest`."""
    kept = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return kept.strip()[:longest].strip()
