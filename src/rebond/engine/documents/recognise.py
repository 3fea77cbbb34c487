"""What a document is, by what it holds and never by its name."""

from enum import StrEnum

from rebond.engine.documents.refusal import Refusal, RefusedDocumentError

ARCHIVE_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""How a ZIP begins: an entry, none at all, or a part of several (PKWARE APPNOTE 4.3)."""

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the spreadsheets of before 2007 begin ([MS-CFB] 2.2)."""

CALENDAR_OPENING = b"BEGIN:VCALENDAR"
"""RFC 5545, 3.4."""

OPENING_BYTES = 256
"""What is looked at: a mark of byte order, blank lines, then the opening."""


class Kind(StrEnum):
    """A table of applications, an invitation (or several), an archive."""

    TABLE = "table"
    CALENDAR = "calendar"
    ARCHIVE = "archive"


def kind_of(content: bytes) -> Kind:
    """What the document is; a table is whatever is nothing else. Raises RefusedDocumentError where it is empty, or a
    spreadsheet of before 2007."""
    if not content:
        raise RefusedDocumentError(Refusal.EMPTY)
    if content.startswith(OLE_SIGNATURE):
        raise RefusedDocumentError(Refusal.SPREADSHEET)
    if content.startswith(ARCHIVE_SIGNATURES):
        return Kind.ARCHIVE
    opening = content[:OPENING_BYTES].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n").upper()
    return Kind.CALENDAR if opening.startswith(CALENDAR_OPENING) else Kind.TABLE
