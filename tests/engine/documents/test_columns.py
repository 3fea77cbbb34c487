"""Which column holds what, by its name or by what stands in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.documents.columns import FIELDS, Columns, guess_columns
from rebond.engine.documents.named import field_named, month_named, stage_named
from rebond.engine.documents.table import read_table
from rebond.taxonomy.tracker import OPPORTUNITY_STAGES


def guessed(text: str) -> Columns:
    return guess_columns(read_table(text.encode()))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "Société,Intitulé du poste,Lieu,Date d’envoi,Statut,Lien de l’offre,Contact,Remarques\na,b,c,d,e,f,g,h",
            FIELDS,
        ),
        ("Company,Position,Location,Date Applied,Status,URL,Recruiter,Notes\na,b,c,d,e,f,g,h", FIELDS),
        ("NOM DE L'ENTREPRISE *;  Poste visé ;Inconnu\na;b;c", ("company", "post", "")),
        ("Company;Company name;Employer\na;b;c", ("company", "", "")),
        ("Job;Société\nDev;Acme", ("post", "company")),
    ],
)
def test_columns_are_known_by_their_names(text: str, fields: tuple[str, ...]) -> None:
    assert guessed(text) == Columns(True, fields)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (
            "12/03/2026;Acme;Dev;https://exemple.fr/1;marie@acme.fr\n13/03/2026;Nadir;QA;www.exemple.fr;paul@nadir.fr",
            Columns(False, ("applied_on", "company", "post", "link", "contact")),
        ),
        ("Acme;Dev;refusé\nNadir;QA;en cours", Columns(False, ("company", "post", "stage"))),
        ("Wo;Wann\nAcme;2026-03-12\nNadir;2026-03-13", Columns(True, ("company", "applied_on"))),
        ("Acme\nNadir", Columns(False, ("company",))),
        ("1;2\n3;4", Columns(False, ("", ""))),
    ],
)
def test_columns_are_known_by_what_stands_in_them(text: str, columns: Columns) -> None:
    assert guessed(text) == columns


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("À postuler", "to_apply"),
        ("Candidature envoyée", "applied"),
        ("Applied", "applied"),
        ("Entretien RH le 3", "interviewing"),
        ("Offer received", "offer"),
        ("Refus ❌", "refused"),
        ("Not selected", "refused"),
        ("No response", "silent"),
        ("Sans réponse", "silent"),
        ("J’ai renoncé", "withdrew"),
        ("Offer declined", "withdrew"),
        ("Peut-être", ""),
        ("", ""),
    ],
)
def test_stages_are_known_by_their_words(words: str, stage: str) -> None:
    assert stage_named(words) == stage


def test_every_stage_is_known_by_its_own_name() -> None:
    named = {key: (stage_named(stage.name.fr), stage_named(stage.name.en)) for key, stage in OPPORTUNITY_STAGES.items()}

    assert named == {key: (key, key) for key in OPPORTUNITY_STAGES}


def test_every_field_has_a_name() -> None:
    assert {
        field_named(name) for name in ("société", "poste", "lieu", "date", "statut", "lien", "contact", "notes")
    } == {*FIELDS}
    assert [month_named(name) for name in ("janvier", "Dec", "Mardi")] == [1, 12, 0]


CELLS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters='";'), max_size=8)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6))
def test_no_field_is_given_twice(rows: list[list[str]]) -> None:
    columns = guess_columns(read_table("\n".join([*map(";".join, rows), "x;y"]).encode()))

    given_fields = [field for field in columns.fields if field]
    assert len(given_fields) == len(set(given_fields))
    assert set(given_fields) <= set(FIELDS)
