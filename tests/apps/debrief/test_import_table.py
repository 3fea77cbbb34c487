"""A table of applications: looked at, its columns changed, added once."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils.translation import gettext

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief import import_actions
from rebond.apps.debrief.models import Opportunity, PendingImport
from tests.apps import cast
from tests.apps.debrief.uploads import LINKEDIN, TABLE, URL, add, archive, held
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db


def stored() -> list[tuple[Any, ...]]:
    fields = ("company", "post", "stage", "applied_on", "link", "contact", "notes")
    return list(Opportunity.objects.order_by("company").values_list(*fields))


IN_THE_TABLE = [
    (
        "Générale d’Énergie",
        "Développeuse",
        "refused",
        datetime.date(2026, 3, 12),
        "https://exemple.fr/1",
        "",
        "« déjà vus »",
    ),
    ("Élan", "Comptable", "applied", datetime.date(2026, 3, 13), "", "", ""),
]


def test_a_file_is_looked_at_and_nothing_is_added(client: Client, candidate: Any) -> None:
    address = held(client, TABLE.encode("cp1252"))

    assert Opportunity.objects.count() == 0
    assert PendingImport.objects.values_list("owner", "kind", "name").get() == (candidate.pk, "table", "suivi.csv")
    page = seen(client.get(address))
    chosen = [
        option.attributes["value"]
        for select in page.all("select")
        for option in select.all("option")
        if "selected" in option.attributes
    ]
    assert chosen == ["yes", "company", "post", "applied_on", "stage", "link", "notes", "day"]
    assert [entry.one("strong").text for entry in page.all("li", class_="entry")] == ["Générale d’Énergie", "Élan"]
    assert page.one(class_="import-notices").one("q").text == "Sans société"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_saying_yes_adds_what_was_shown(client: Client, candidate: Any, encoding: str) -> None:
    response = add(client, held(client, TABLE.encode(encoding)))

    assert (response.status_code, response.headers["Location"]) == (
        302,
        f"{URL}?opportunities=2&interviews=0&known=0&moved=0&removed=0",
    )
    assert stored() == IN_THE_TABLE
    assert set(Opportunity.objects.values_list("owner", flat=True)) == {candidate.pk}
    assert PendingImport.objects.count() == 0
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["arrive", "hold_file", "add_applications"]


def test_the_same_file_twice_adds_nothing(client: Client) -> None:
    add(client, held(client, TABLE.encode("cp1252")))
    address = held(client, TABLE.encode("utf-8"))

    page = seen(client.get(address))
    assert page.all("form", action=f"{address}add/") == []
    response = client.post(
        f"{address}add/",
        {"header": "yes", "days": "day", "c0": "company", "c1": "post", "c2": "applied_on", "c4": "link"},
    )
    assert "opportunities=0&interviews=0&known=2" in response.headers["Location"]
    assert stored() == IN_THE_TABLE


def test_what_was_corrected_after_an_import_is_not_added_again(client: Client) -> None:
    add(client, held(client, TABLE.encode()))
    Opportunity.objects.filter(company="Élan").update(company="Élan vital")

    assert seen(client.get(held(client, TABLE.encode()))).all("li", class_="entry") == []


def test_what_was_entered_by_hand_is_not_added_again(client: Client, candidate: Any) -> None:
    Opportunity.objects.create(
        owner=candidate,
        company="ELAN ",
        post="comptable",
        stage="offer",
        applied_on=datetime.date(2026, 3, 13),
        added_at=cast.NOON,
        changed_at=cast.NOON,
    )

    page = seen(client.get(held(client, TABLE.encode())))

    assert [entry.one("strong").text for entry in page.all("li", class_="entry")] == ["Générale d’Énergie"]


def test_columns_may_be_changed_and_are_added_as_changed(client: Client) -> None:
    address = held(client, b"Alpha;Acme\r\nBeta;Nadir\r\n")
    how = {"header": "no", "days": "day", "c0": "post", "c1": "company"}

    page = seen(client.get(address, how))
    response = add_as(client, address, how)

    assert [entry.one("strong").text for entry in page.all("li", class_="entry")] == ["Acme", "Nadir"]
    assert response.status_code == 302
    assert [row[:2] for row in stored()] == [("Acme", "Alpha"), ("Nadir", "Beta")]


def add_as(client: Client, address: str, how: dict[str, str]) -> Any:
    return client.post(f"{address}add/", how)


def test_the_month_may_come_first(client: Client) -> None:
    address = held(client, b"Company,Date\nAcme,3/4/2026\n")
    how = {"header": "yes", "days": "month", "c0": "company", "c1": "applied_on"}

    add_as(client, address, how)

    assert stored()[0][3] == datetime.date(2026, 3, 4)


def test_dates_that_could_be_two_days_are_said(client: Client) -> None:
    ambiguous, clear = held(client, b"Company,Date\nAcme,3/4/2026\n"), held(client, b"Company,Date\nAcme,13/4/2026\n")

    said = gettext("Nothing in this file tells the day from the month.")
    told = [said in seen(client.get(page)).words for page in (ambiguous, clear)]
    assert told == [True, False]


@pytest.mark.parametrize(
    "how",
    [
        {"header": "yes", "days": "day", "c0": "company", "c1": "company"},
        {"header": "yes", "days": "day", "c0": "salary"},
        {"header": "perhaps", "days": "day"},
        {"header": "yes"},
    ],
)
def test_columns_that_cannot_be_are_refused_and_nothing_changes(client: Client, how: dict[str, str]) -> None:
    address = held(client, b"Company,Job\nAcme,Dev\n")
    before = cast.everything_stored()

    assert (client.get(address, how).status_code, add_as(client, address, how).status_code) == (422, 422)
    assert cast.everything_stored() == before


def test_without_a_company_nothing_can_be_added(client: Client) -> None:
    address = held(client, b"Company,Job\nAcme,Dev\n")

    page = seen(client.get(address, {"header": "yes", "days": "day", "c1": "post"}))

    assert page.all("form", action=f"{address}add/") == []
    assert len(page.all("p", role="alert")) == 1


def test_an_error_of_the_database_midway_adds_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = held(client, TABLE.encode())
    page = {"header": "yes", "days": "day", "c0": "company", "c1": "post"}
    before = cast.everything_stored()
    made = import_actions._opportunity
    monkeypatch.setattr(import_actions, "_opportunity", lambda entry, by, now: _spoilt(made(entry, by, now)))

    with pytest.raises(IntegrityError):
        add_as(client, address, page)

    assert cast.everything_stored() == before


def _spoilt(opportunity: Opportunity) -> Opportunity:
    """The second one breaks a constraint of the table."""
    opportunity.company = "" if opportunity.company == "Élan" else opportunity.company
    return opportunity


def test_dropping_a_file_adds_nothing_and_forgets_it(client: Client) -> None:
    address = held(client, TABLE.encode())

    response = client.post(f"{address}drop/")

    assert (response.status_code, response.headers["Location"]) == (302, URL)
    assert (PendingImport.objects.count(), Opportunity.objects.count()) == (0, 0)
    assert client.get(address).status_code == 404


def test_a_file_that_waits_is_its_owners_alone(client: Client) -> None:
    theirs = PendingImport.objects.create(
        owner=cast.another_person(), kind="table", name="a.csv", content=TABLE.encode(), added_at=cast.NOON
    )
    before = cast.everything_stored()

    address = f"{URL}{theirs.pk}/"
    assert client.get(address).status_code == 404
    assert [client.post(f"{address}{verb}/").status_code for verb in ("add", "drop")] == [404, 404]
    assert cast.everything_stored() == before


def test_another_persons_applications_do_not_count_as_there(client: Client, candidate: Any) -> None:
    add(client, held(client, TABLE.encode()))
    Opportunity.objects.update(owner=cast.another_person())

    add(client, held(client, TABLE.encode()))

    assert Opportunity.objects.filter(owner=candidate).count() == 2


def test_files_that_waited_a_day_are_swept_away_by_the_next(candidate: Any) -> None:
    day = datetime.timedelta(days=1)
    hold = import_actions.hold_file
    for hours in (25, 23):
        hold(name=f"{hours}", content=b"a;b", by=candidate, now=cast.NOON + day - datetime.timedelta(hours=hours))

    hold(name="now", content=b"a;b", by=candidate, now=cast.NOON + day)

    assert list(PendingImport.objects.order_by("added_at").values_list("name", flat=True)) == ["23", "now"]


def test_the_archive_of_linkedin_is_kept_without_what_else_it_holds(client: Client) -> None:
    whole = archive({"Profile.csv": "secret", "Jobs/Job Applications.csv": LINKEDIN, "messages.csv": "secret"})
    address = held(client, whole, "Complete_LinkedInDataExport.zip")

    kept = bytes(PendingImport.objects.get().content)
    assert (b"Profile" in kept, b"messages" in kept, b"Job Applications" in kept) == (False, False, True)
    add(client, address)
    assert stored() == [
        (
            "Acme",
            "Dev, Python",
            "applied",
            datetime.date(2026, 3, 12),
            "https://www.linkedin.com/jobs/1",
            "",
            "Years of experience? | 5",
        )
    ]


def test_a_preview_costs_the_same_queries_whatever_is_there(
    client: Client, candidate: Any, django_assert_num_queries: Any
) -> None:
    address = held(client, TABLE.encode())
    for companies in ([], [f"Acme {number}" for number in range(30)]):
        Opportunity.objects.bulk_create(
            Opportunity(owner=candidate, company=name, stage="applied", added_at=cast.NOON, changed_at=cast.NOON)
            for name in companies
        )
        with django_assert_num_queries(3):  # the person, the file, the opportunities
            client.get(address)


def test_adding_costs_the_same_queries_whatever_is_added(client: Client, django_assert_num_queries: Any) -> None:
    how = {"header": "yes", "days": "day", "c0": "company"}
    for rows in (1, 30):
        table = "Company;Job\n" + "".join(f"Acme {rows} {number};Dev\n" for number in range(rows))
        address = held(client, table.encode())
        with django_assert_num_queries(8):  # person, file, BEGIN, what is there, rows, audit, file gone, COMMIT
            add_as(client, address, how)


def test_hostile_words_are_shown_as_words(client: Client) -> None:
    hostile = cast.HOSTILE.replace('"', '""')
    address = held(client, f'Company;Job;Link\n"{hostile}";"{hostile}";javascript:alert(1)\n'.encode())

    page = seen(client.get(address))

    assert page.one("li", class_="entry").one("strong").text == cast.HOSTILE[:160].strip()
    assert [link for link in page.all("a") if "javascript" in link.attributes.get("href", "")] == []
