"""Which kind of sound file this is, as its bytes say; its name is never asked.

Sources: RFC 8794 (EBML) and RFC 9559 (Matroska, of which WebM is a part), RFC 3533 (Ogg), ISO/IEC 14496-12 (MP4, M4A,
3GP), RFC 9639 (FLAC), ISO/IEC 11172-3 (MP3), ISO/IEC 14496-3 (ADTS), the ID3v2.4 structure, and the RIFF of Microsoft.
"""

import struct
from enum import StrEnum


class Kind(StrEnum):
    """A kind of file that is read. The value is the name of FFmpeg's reader for it: no other is ever asked."""

    MATROSKA = "matroska"  # WebM too: Chrome, Edge, Firefox, recent Safari
    OGG = "ogg"  # Firefox; voice messages of telephones
    MP4 = "mp4"  # M4A, 3GP and films, in one piece or in fragments: Safari, telephones
    WAV = "wav"
    FLAC = "flac"
    MP3 = "mp3"
    AAC = "aac"  # ADTS: a bare stream


EBML, SEGMENT, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
"""Identifiers of Matroska's header, of the whole and of a piece of it."""
OGG_PAGE = b"OggS"
OGG_HEADER_BYTES = 27
ID3_HEADER_BYTES = 10
MOST_PADDING_BYTES = 64 * 2**10
"""Zeroes that programs leave between the tags of an MP3 and its sound. Our judgement."""


def kind_of(content: bytes) -> Kind | None:
    """The kind whose sign the content begins with; None where it is none that is read."""
    if content.startswith(EBML.to_bytes(4)):
        return Kind.MATROSKA
    if content.startswith(OGG_PAGE):
        return Kind.OGG
    if content[4:8] == b"ftyp":
        return Kind.MP4
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return Kind.WAV
    if content.startswith(b"ID3"):
        return _bare_stream(_after_tag(content))
    return _bare_stream(content)


def _bare_stream(content: bytes) -> Kind | None:
    """FLAC, and the kinds that are but a row of frames: sync bits, then fields some values of which are forbidden."""
    if content.startswith(b"fLaC"):
        return Kind.FLAC
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE0 != 0xE0:
        return None
    version, layer = content[1] >> 3 & 3, content[1] >> 1 & 3
    if layer == 0:  # forbidden in MPEG layers I to III, and what ADTS says
        return Kind.AAC if version & 2 and content[2] >> 2 & 15 <= 12 else None
    is_frame = version != 1 and content[2] >> 4 != 15 and content[2] >> 2 & 3 != 3
    return Kind.MP3 if layer == 1 and is_frame else None  # 1 is layer III


def _after_tag(content: bytes) -> bytes:
    """The first bytes after a tag of names and pictures: the size of the tag is in four times seven bits."""
    if len(content) < ID3_HEADER_BYTES or max(content[6:10]) > 127:
        return b""
    size = content[6] << 21 | content[7] << 14 | content[8] << 7 | content[9]
    start = ID3_HEADER_BYTES + size + (ID3_HEADER_BYTES if content[5] & 0x10 else 0)
    return content[start : start + MOST_PADDING_BYTES].lstrip(b"\0")[:4]


def is_cut(content: bytes, kind: Kind) -> bool:
    """Whether the file ends in the middle of a part of which it says the length itself.

    FLAC, MP3 and AAC have no such parts: False. It takes a moment for each part, and the file chooses how many it has.
    """
    if kind is Kind.MATROSKA:
        return _elements_end(content) > len(content)
    if kind is Kind.OGG:
        return _last_page_ends(content) > len(content)
    if kind is Kind.MP4:
        return _boxes_end(content) > len(content)
    if kind is Kind.WAV:
        (size,) = struct.unpack_from("<I", content, 4)
        return size not in (0, 2**32 - 1) and size + 8 > len(content)  # both mean: was not known yet
    return False


def _elements_end(content: bytes) -> int:
    """Where the last element of Matroska ends. Recorders leave open how long the whole and its pieces are, and say it
    of what is in them."""
    at, end = 0, len(content)
    while at < end:
        identifier, after = _number(content, at, keeps_marker=True)
        size, at = _number(content, after, keeps_marker=False)
        if identifier is None:  # not an element: what follows the last one is nothing to us
            return end
        if identifier == SEGMENT and size is not None and at + size > end:
            return at + size
        if identifier == SEGMENT or (identifier == CLUSTER and size is None):
            continue  # with what is in it
        if size is None:
            return end
        at += size
    return at


def _number(content: bytes, at: int, *, keeps_marker: bool) -> tuple[int | None, int]:
    """A number of EBML and where it ends: as many bytes more as its first has zeroes in front. None: open, or none."""
    if at >= len(content) or content[at] == 0:
        return None, at + 1
    length = 9 - content[at].bit_length()
    read = int.from_bytes(content[at : at + length])
    if keeps_marker:
        return read, at + length
    value = read & ~(1 << 7 * length)
    return (None if value == (1 << 7 * length) - 1 else value), at + length


def _last_page_ends(content: bytes) -> int:
    """Where the last page of Ogg ends: its lengths stand in a table at the end of its header."""
    at = content.rfind(OGG_PAGE)
    table = at + OGG_HEADER_BYTES
    if len(content) < table or len(content) < table + content[table - 1]:
        return len(content) + 1
    count = content[table - 1]
    return table + count + sum(content[table : table + count])


def _boxes_end(content: bytes) -> int:
    """Where the last box of MP4 ends."""
    at = 0
    while at + 8 <= len(content):
        (size,) = struct.unpack_from(">I", content, at)
        if size == 1 and at + 16 <= len(content):
            (size,) = struct.unpack_from(">Q", content, at + 8)
        if size < 8:  # 0 says: to the end of the file; the others are errors
            return len(content)
        at += size
    return at if at >= len(content) else len(content) + 1
