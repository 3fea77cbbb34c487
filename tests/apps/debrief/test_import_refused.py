"""Files that cannot be read: refused with a sentence, nothing kept of them."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rebond.apps.debrief.import_forms import FIELD_NAMES, PROBLEMS, REFUSALS
from rebond.apps.debrief.models import Opportunity
from rebond.engine.documents.applications import LONGEST, Problem
from rebond.engine.documents.columns import FIELDS
from rebond.engine.documents.refusal import Refusal
from tests.apps import cast
from tests.apps.debrief.uploads import LINKEDIN, URL, archive, calendar, event, send
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db


def bomb() -> bytes:
    """Six megabytes of nothing in a few thousand bytes."""
    return archive({"Job Applications.csv": b"0" * 6 * 2**20})


def encrypted() -> bytes:
    """An archive whose only entry says that it is locked."""
    whole = bytearray(archive({"Job Applications.csv": LINKEDIN}))
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


FILES = {
    "empty": b"",
    "not_text": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01",
    "spreadsheet": archive({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}),
    "open_quote": b'Company;Job\nAcme;"Dev\nNadir;Dev\n',
    "too_many_rows": b"a;b\n" * 10_002,
    "too_many_columns": b";".join([b"a"] * 101),
    "field_too_long": b"Company;Job\nAcme;" + b"a" * 50_001,
    "broken_calendar": calendar(event(starts="tomorrow")),
    "no_event": calendar(),
    "too_many_events": calendar(*(event(str(number)) for number in range(101))),
    "broken_archive": archive({"Job Applications.csv": LINKEDIN})[:-30],
    "large_archive": bomb(),
    "encrypted_archive": encrypted(),
    "nested_archive": archive({"inside.zip": archive({"Job Applications.csv": LINKEDIN})}),
    "no_applications": archive({"Profile.csv": "First Name\r\nMoi\r\n"}),
}


@pytest.mark.parametrize("refusal", FILES)
def test_a_file_that_cannot_be_read_is_refused_with_its_sentence(client: Client, refusal: str) -> None:
    before = cast.everything_stored()

    response = send(client, FILES[refusal], "fichier")

    assert response.status_code == 422
    assert seen(response).one("p", role="alert").text == str(REFUSALS[refusal]) % {
        "line": 2 if refusal != "too_many_columns" else 1
    }
    assert cast.everything_stored() == before


def test_no_file_at_all_is_said(client: Client) -> None:
    response = client.post(URL, {})

    assert response.status_code == 422
    assert seen(response).one("p", role="alert").text == str(REFUSALS["none"])


MEMORY_ALONE = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]


@pytest.mark.parametrize("handlers", [None, MEMORY_ALONE])
def test_too_large_a_file_is_refused_by_its_size(client: Client, settings: Any, handlers: list[str] | None) -> None:
    settings.FILE_UPLOAD_HANDLERS = handlers or settings.FILE_UPLOAD_HANDLERS  # the second drops what is too large
    before = cast.everything_stored()

    response = client.post(URL, {"file": SimpleUploadedFile("a.csv", b"a;b\n" * (2 * 2**20))})

    assert response.status_code == 413
    assert seen(response).one("p", role="alert").text == str(REFUSALS["too_large"])
    assert cast.everything_stored() == before


def test_every_refusal_and_every_problem_has_its_sentence() -> None:
    assert set(REFUSALS) == {*Refusal, "none"}
    assert set(PROBLEMS) == set(Problem)
    assert tuple(FIELD_NAMES) == FIELDS


def test_what_is_kept_fits_the_table_of_opportunities() -> None:
    fields = {name: Opportunity._meta.get_field(name).max_length for name in LONGEST}

    assert fields == LONGEST | {"notes": None}


def test_an_archive_of_several_tables_is_one(client: Client) -> None:
    other = LINKEDIN.replace("Acme", "Nadir")
    whole = archive({"Jobs/Job Applications.csv": LINKEDIN, "Jobs/Job Applications_1.csv": other})

    response = send(client, whole, "export.zip")

    page = seen(client.get(response.headers["Location"]))
    assert [entry.one("strong").text for entry in page.all("li", class_="entry")] == ["Acme", "Nadir"]
    assert zipfile.is_zipfile(io.BytesIO(whole))
