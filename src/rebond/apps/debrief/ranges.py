"""A part of a file, as a player asks for it: byte ranges (RFC 9110, section 14), one at a time."""

import re

from django.http import HttpResponse

ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def part_of(content: bytes, media_type: str, asked: str) -> HttpResponse:
    """The whole content, or the one range that the header Range `asked` for; 416 where it lies outside.

    A header that cannot be made out, or that asks for several ranges, is passed over, as the RFC allows.
    """
    found = ONE_RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return HttpResponse(content, content_type=media_type, headers={"Accept-Ranges": "bytes"})
    first, last = _bounds(found[1], found[2], len(content))
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {first}-{last}/{len(content)}"}
    return HttpResponse(content[first : last + 1], content_type=media_type, status=206, headers=headers)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte, both included; the first after the last where there is nothing to give."""
    if not first:  # the last so many bytes
        return (max(0, size - int(last)), size - 1) if int(last) else (1, 0)
    return int(first), min(int(last) if last else size - 1, size - 1)
