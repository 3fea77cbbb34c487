"""The job applications of a data export."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from rebond.engine.documents.columns import Columns
from rebond.engine.documents.linkedin import columns_of_export, job_applications, read_export
from rebond.engine.documents.refusal import Refusal, RefusedDocumentError
from rebond.engine.documents.table import Row

HEAD = (
    "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,"
    "Question And Answers"
)
FIELDS = ("applied_on", "", "", "company", "post", "link", "", "notes")


def line(company: str) -> str:
    return (
        f'"3/12/26, 10:15 AM",moi@exemple.fr,0600000000,{company},Dev,https://www.linkedin.com/jobs/1,cv.pdf,Why? | Yes'
    )


def cells(company: str) -> tuple[str, ...]:
    shared = ("Dev", "https://www.linkedin.com/jobs/1", "cv.pdf", "Why? | Yes")
    return ("3/12/26, 10:15 AM", "moi@exemple.fr", "0600000000", company, *shared)


def export(entries: Mapping[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return written.getvalue()


@pytest.mark.parametrize(
    "name", ["Job Applications.csv", "Jobs/Job Applications_1.csv", "x/y/job_applications (2).CSV", "Candidatures.csv"]
)
def test_the_table_is_found_in_any_folder(name: str) -> None:
    table = read_export(export({"Profile.csv": "secret", name: f"{HEAD}\n{line('Acme')}\n"}))

    assert table.rows[1:] == (Row(2, cells("Acme")),)
    assert columns_of_export(table) == Columns(True, FIELDS)


def test_other_tables_are_left_alone() -> None:
    content = export({"Job Applications.csv": HEAD, "Saved Jobs.csv": "x", "messages.csv": "x", "Jobs/notes.txt": "x"})

    assert [member.name for member in job_applications(content)] == ["Job Applications.csv"]


def test_several_tables_are_one_whatever_the_order_of_their_columns() -> None:
    other = "Job Title,Company Name,New\nQA,Nadir,?\n"

    table = read_export(export({"Job Applications.csv": f"{HEAD}\n{line('Acme')}\n", "Job Applications_1.csv": other}))

    assert table.rows[1:] == (Row(2, cells("Acme")), Row(4, ("", "", "", "Nadir", "QA", "", "", "")))


def test_notes_before_the_table_are_passed_over() -> None:
    table = read_export(
        export({"Job Applications.csv": f'Notes:\n"Your applications, until now"\n\n{HEAD}\n{line("A")}\n'})
    )

    assert table.rows[1:] == (Row(5, cells("A")),)


def test_a_table_of_other_columns_is_guessed() -> None:
    table = read_export(export({"Candidatures.csv": "Entreprise,Poste\nAcme,Dev\n"}))

    assert columns_of_export(table) == Columns(True, ("company", "post"))


def test_an_archive_without_applications_is_refused() -> None:
    with pytest.raises(RefusedDocumentError) as caught:
        read_export(export({"Profile.csv": "First Name\n"}))

    assert caught.value.refusal is Refusal.NO_APPLICATIONS
