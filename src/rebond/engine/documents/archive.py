"""Some entries of a ZIP, and nothing else of it: never its folders, never more than what fits in memory."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rebond.engine.documents.decoding import LARGEST_BYTES
from rebond.engine.documents.refusal import Refusal, RefusedDocumentError

MOST_DIRECTORY_BYTES = 512 * 2**10
"""Of the list of entries, which is read whole: some eight thousand of them. Our judgement."""
MOST_ENTRIES = 5_000
"""Our judgement: a whole data export of a network has some hundred."""
MOST_RATIO = 200
"""Times that an entry may be larger than what it takes in the archive. Text repeats itself ten or thirty times; a bomb,
a thousand (the most that the method allows). Our judgement."""
MOST_MEMBERS = 20
"""Wanted entries. Our judgement: a network that parts its tables does so into a handful."""
PIECE_BYTES = 64 * 2**10

SPREADSHEET_ENTRIES = frozenset({"[Content_Types].xml", "mimetype"})
"""What the spreadsheets and documents of today, which are archives themselves, begin with (ECMA-376, OpenDocument)."""

END_SIGNATURE, END_BYTES = b"PK\x05\x06", 22
"""Of the record at the end of an archive (PKWARE APPNOTE 4.3.16): its size at offset 12, four bytes."""
LONGEST_COMMENT = 65_535

ENCRYPTED_FLAG = 0x1
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The others may ask for gigabytes of memory before they give a byte."""

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
"""What Python's reader of archives raises on one that is broken."""


@dataclass(frozen=True)
class Member:
    """An entry: its name without any folder, and what it holds."""

    name: str
    content: bytes


def members_of(content: bytes, wanted: Callable[[str], bool]) -> tuple[Member, ...]:
    """The entries whose name, without folders, is `wanted`, in the order of the archive; no other is opened.

    Raises RefusedDocumentError where the archive is too large, broken, encrypted, a spreadsheet, larger once open than
    its kind can be, or holds an archive where a wanted entry should be.
    """
    if len(content) > LARGEST_BYTES:
        raise RefusedDocumentError(Refusal.TOO_LARGE)
    _check_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return tuple(_read(archive, wanted))
    except RefusedDocumentError:
        raise
    except BROKEN as error:
        raise RefusedDocumentError(Refusal.BROKEN_ARCHIVE) from error


def archive_of(members: tuple[Member, ...]) -> bytes:
    """An archive of these entries alone, each under its name and a number."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, member in enumerate(members):
            archive.writestr(zipfile.ZipInfo(f"{number}/{member.name}"), member.content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _check_directory(content: bytes) -> None:
    """Before Python's reader makes an object of each entry: how long does the archive say that their list is?"""
    at = content.rfind(END_SIGNATURE, max(0, len(content) - END_BYTES - LONGEST_COMMENT))
    if at < 0 or at + END_BYTES > len(content):
        raise RefusedDocumentError(Refusal.BROKEN_ARCHIVE)
    (size,) = struct.unpack_from("<I", content, at + 12)
    if size > MOST_DIRECTORY_BYTES or content[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise RefusedDocumentError(Refusal.LARGE_ARCHIVE)  # or one of 64 bits, which our largest size does not need


def _read(archive: zipfile.ZipFile, wanted: Callable[[str], bool]) -> Iterator[Member]:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise RefusedDocumentError(Refusal.LARGE_ARCHIVE)
    found = [(name, entry) for entry in entries if not entry.is_dir() and wanted(name := _bare(entry.filename))]
    if not found and any(entry.filename in SPREADSHEET_ENTRIES for entry in entries):
        raise RefusedDocumentError(Refusal.SPREADSHEET)
    if not found and any(_bare(entry.filename).lower().endswith(".zip") for entry in entries):
        raise RefusedDocumentError(Refusal.NESTED_ARCHIVE)
    if len(found) > MOST_MEMBERS:
        raise RefusedDocumentError(Refusal.LARGE_ARCHIVE)
    room = LARGEST_BYTES
    for name, entry in found:
        held = _content(archive, entry, room)
        room -= len(held)
        yield Member(name, held)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """What the entry holds, read piece by piece: the size that it says may be a lie."""
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise RefusedDocumentError(Refusal.ENCRYPTED_ARCHIVE)
    if entry.compress_type not in METHODS:
        raise RefusedDocumentError(Refusal.BROKEN_ARCHIVE)
    most = min(room, max(entry.compress_size, 1) * MOST_RATIO)
    pieces, size = [], 0
    with archive.open(entry) as opened:
        while piece := opened.read(PIECE_BYTES):
            size += len(piece)
            if size > most:
                raise RefusedDocumentError(Refusal.LARGE_ARCHIVE)
            pieces.append(piece)
    held = b"".join(pieces)
    if held.startswith(b"PK\x03\x04"):
        raise RefusedDocumentError(Refusal.NESTED_ARCHIVE)
    return held


def _bare(name: str) -> str:
    """The name without folders, whichever way they are parted; a path leads nowhere, since nothing is written."""
    return re.split(r"[/\\]", name)[-1]
