"""What a document is, whatever its name says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.documents.recognise import OLE_SIGNATURE, Kind, kind_of
from rebond.engine.documents.refusal import Refusal, RefusedDocumentError


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"Company;Job\n", Kind.TABLE),
        (b"PK;Company\n", Kind.TABLE),
        (b"BEGIN:VCALENDAR\r\n", Kind.CALENDAR),
        (b"\xef\xbb\xbf\r\nbegin:vcalendar\n", Kind.CALENDAR),
        ("BEGIN:VCALENDAR\r\n".encode("utf-16"), Kind.CALENDAR),
        (b"PK\x03\x04...", Kind.ARCHIVE),
        (b"PK\x05\x06...", Kind.ARCHIVE),
    ],
)
def test_a_document_is_what_it_holds(content: bytes, kind: Kind) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize(
    ("content", "refusal"),
    [(b"", Refusal.EMPTY), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", Refusal.SPREADSHEET)],
)
def test_what_it_cannot_be_is_refused(content: bytes, refusal: Refusal) -> None:
    with pytest.raises(RefusedDocumentError) as caught:
        kind_of(content)

    assert caught.value.refusal is refusal


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=300).filter(lambda content: not content.startswith(OLE_SIGNATURE)))
def test_any_bytes_are_something(content: bytes) -> None:
    assert kind_of(content) in Kind
