"""Some entries of a ZIP, and nothing else of it."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.documents.archive import MOST_ENTRIES, MOST_MEMBERS, Member, archive_of, members_of
from rebond.engine.documents.decoding import LARGEST_BYTES
from rebond.engine.documents.refusal import Refusal, RefusedDocumentError


def zipped(entries: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)  # no hour in it: the same bytes each time
    return written.getvalue()


def tables(name: str) -> bool:
    return name.endswith(".csv")


def refused(content: bytes) -> Refusal:
    with pytest.raises(RefusedDocumentError) as caught:
        members_of(content, tables)
    return caught.value.refusal


def test_wanted_entries_are_read_and_their_folders_forgotten() -> None:
    content = zipped({"a.csv": "1", "../../etc/b.csv": "2", "C:\\d\\c.csv": "3", "d/": "", "photo.jpg": "4"})

    assert members_of(content, tables) == (Member("a.csv", b"1"), Member("b.csv", b"2"), Member("c.csv", b"3"))


def test_other_entries_are_never_opened() -> None:
    content = bytearray(zipped({"photo.jpg": bytes(range(100)), "a.csv": "1"}, zipfile.ZIP_STORED))
    content[40:60] = b"\xff" * 20  # whoever opened it would find it broken

    assert members_of(bytes(content), tables) == (Member("a.csv", b"1"),)


def test_an_archive_is_written_and_read_back() -> None:
    members = (Member("a.csv", b"1"), Member("a.csv", b"2"))

    assert members_of(archive_of(members), tables) == members


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    bomb = zipped({"a.csv": b"0" * 200 * 2**20})
    tracemalloc.start()
    try:
        assert refused(bomb) is Refusal.LARGE_ARCHIVE
        assert tracemalloc.get_traced_memory()[1] < 2 * LARGEST_BYTES + 2**20
    finally:
        tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(zipped({"a.csv": b"0" * 20 * 2**20}))
    struct.pack_into("<I", bomb, bomb.index(b"PK\x01\x02") + 24, 10)

    assert refused(bytes(bomb)) in (Refusal.LARGE_ARCHIVE, Refusal.BROKEN_ARCHIVE)


def test_many_entries_that_are_large_together_are_refused() -> None:
    piece = bytes(range(256)) * 4096

    assert refused(zipped({f"{number}.csv": piece for number in range(8)})) is Refusal.LARGE_ARCHIVE


@pytest.mark.parametrize("count", [MOST_ENTRIES + 1, 20_000])
def test_too_many_entries_are_refused(count: int) -> None:
    assert refused(zipped({f"{number}": "" for number in range(count)})) is Refusal.LARGE_ARCHIVE


def test_too_many_wanted_entries_are_refused() -> None:
    assert refused(zipped({f"{number}.csv": "" for number in range(MOST_MEMBERS + 1)})) is Refusal.LARGE_ARCHIVE


def test_an_archive_too_large_is_refused_unopened() -> None:
    assert refused(b"PK\x03\x04" + b"0" * LARGEST_BYTES) is Refusal.TOO_LARGE


def test_an_entry_that_is_locked_is_refused() -> None:
    content = bytearray(zipped({"a.csv": "1"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert refused(bytes(content)) is Refusal.ENCRYPTED_ARCHIVE


@pytest.mark.parametrize("entries", [{"a.csv": zipped({"b.csv": "1"})}, {"b.zip": zipped({"b.csv": "1"})}])
def test_an_archive_in_an_archive_is_refused(entries: Mapping[str, bytes]) -> None:
    assert refused(zipped(entries)) is Refusal.NESTED_ARCHIVE


@pytest.mark.parametrize("entry", ["[Content_Types].xml", "mimetype"])
def test_a_workbook_is_called_one(entry: str) -> None:
    assert refused(zipped({entry: "x"})) is Refusal.SPREADSHEET


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_may_ask_for_much_memory_is_refused(method: int) -> None:
    assert refused(zipped({"a.csv": "1"}, method)) is Refusal.BROKEN_ARCHIVE


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 17, zipped({"a.csv": "1"})[:-30]])
def test_a_broken_one_is_refused(content: bytes) -> None:
    assert refused(content) is Refusal.BROKEN_ARCHIVE


WHOLE = zipped({"a.csv": b"Company;Job\n" * 20, "other": "x"})


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_no_change_of_bytes_breaks_the_reading(changes: list[tuple[int, int]]) -> None:
    content = bytearray(WHOLE)
    for place, byte in changes:
        content[place] = byte

    try:
        found = members_of(bytes(content), tables)
    except RefusedDocumentError:
        return
    assert sum(len(member.content) for member in found) <= LARGEST_BYTES
