"""The card as PDF from the page: in the reader's language, one page, and a sentence where it cannot be made."""

import io
import re
import sys

import pytest
from django.test import Client
from pypdf import PdfReader

from rebond.apps.debrief.models import Interview
from rebond.apps.people.models import Person
from rebond.apps.plan.models import CardLine
from rebond.taxonomy.preparation import PREPARATION
from tests.apps import cast
from tests.apps.plan import coming
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db


def pages(client: Client, interview: Interview, language: str) -> tuple[PdfReader, str]:
    response = client.get(f"/plan/cards/{interview.pk}/pdf/", headers={"accept-language": language})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/pdf")
    read = PdfReader(io.BytesIO(response.content))
    (page,) = read.pages
    return read, re.sub(r"\s+", " ", page.extract_text())


def test_it_is_the_card_as_it_stands(client: Client, candidate: Person) -> None:
    interview = coming.rich(candidate)

    read, text = pages(client, interview, "en")

    assert read.trailer["/Root"]["/Lang"] == "en"
    assert read.metadata.title == "Halle Vauban"
    for words in (
        coming.FAIRER,
        "my fairer sentence · Halle Vauban, 3 March 2026",
        coming.TEAM,
        "This time, at that point, I:",
        "What I truly want to know of this post:",
        "Tuesday 17 March 2026, 8:30 a.m.",
        *(item.name.en for item in PREPARATION.values()),
    ):
        assert words.replace(" ", "") in text.replace(" ", "")


def test_it_speaks_french_to_who_reads_french(client: Client, candidate: Person) -> None:
    read, text = pages(client, coming.rich(candidate), "fr")

    assert read.trailer["/Root"]["/Lang"] == "fr"
    assert "mardi 17 mars 2026, 8 h 30" in text.replace("\u00a0", " ")
    ours = (
        "Ce que je garde de mes entretiens",
        "Eux, et le côté pratique",
        "Ce que je veux vraiment savoir de ce poste",
    )
    for words in (*ours, *(item.name.fr for item in PREPARATION.values())):
        assert words.replace("\u00a0", "").replace(" ", "") in text.replace("\u00a0", "").replace(" ", "")


def test_its_name_is_that_of_whom_one_meets(client: Client, candidate: Person) -> None:
    interview = coming.interview(candidate, of=coming.opportunity(candidate, 'Été & Fils "SA"\n'))

    response = client.get(f"/plan/cards/{interview.pk}/pdf/", headers={"accept-language": "fr"})

    assert response.headers["Content-Disposition"] == 'attachment; filename="rebond-ete-fils-sa-fr.pdf"'


def test_a_full_card_is_one_page(client: Client, candidate: Person) -> None:
    interview = coming.rich(candidate)
    for section in CardLine.Section.values:
        for place in range(6):
            CardLine.objects.create(
                owner=candidate, section=section, position=place, words=f"{place} {cast.HOSTILE}"[:400], at=cast.NOON
            )

    _read, text = pages(client, interview, "fr")

    assert "0 <script>alert(1)</script>" in text


def test_where_it_cannot_be_made_a_sentence_says_what_to_do(
    client: Client, candidate: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)

    response = client.get(f"/plan/cards/{coming.interview(candidate).pk}/pdf/", headers={"accept-language": "en"})

    assert response.status_code == 503
    assert seen(response).one(role="alert").words == (
        "The PDF could not be made here. Print this page from your browser: it fits on one sheet too."
    )


def test_without_the_launch_cookie_nothing_is_made(stranger: Client, candidate: Person) -> None:
    assert stranger.get(f"/plan/cards/{coming.interview(candidate).pk}/pdf/").status_code == 403
