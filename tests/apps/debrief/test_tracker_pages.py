"""The list and the board of what the candidate goes for, and what every page of the tracker costs."""

import datetime
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief import tracker_queries as queries
from rebond.apps.debrief.models import Opportunity
from rebond.taxonomy.tracker import OPPORTUNITY_STAGES
from tests.apps import cast
from tests.apps.debrief.tracked import BOARD, LIST, NEW, SOON, about, at, interview, links, opportunity
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db


def listed(client: Client, address: str = LIST) -> list[str]:
    return [entry.one("a").words for entry in seen(client.get(address)).all("li", class_="entry")]


# ---------------------------------------------------------------------------------------------------------------- List


def test_list_is_changed_last_first(client: Client, candidate: Any) -> None:
    for hour, company in ((9, "Roux"), (11, "Duval"), (10, "Petit")):
        opportunity(candidate, company, post="Vendeuse", changed_at=cast.NOON.replace(hour=hour))

    assert listed(client) == ["Duval, Vendeuse", "Petit, Vendeuse", "Roux, Vendeuse"]


def test_row_says_its_stage_and_its_next_interview_else_its_last(client: Client, candidate: Any) -> None:
    coming, gone = (
        opportunity(candidate, "Coming"),
        opportunity(candidate, "Gone", changed_at=cast.NOON.replace(hour=9)),
    )
    for of, days in ((coming, 2), (coming, 0), (coming, -30), (gone, -20), (gone, -30)):
        interview(candidate, of, starts_at=SOON + datetime.timedelta(days=days))

    rows = queries.opportunities_page(
        candidate, stage="", words="", number=1, now=SOON - datetime.timedelta(days=9)
    ).rows

    assert [(row.company, row.next_at, row.last_at) for row in rows] == [
        ("Coming", SOON, SOON - datetime.timedelta(days=30)),
        ("Gone", None, SOON - datetime.timedelta(days=20)),
    ]
    page = seen(client.get(LIST, headers={"accept-language": "en"}))
    assert [tag.words for tag in page.all("span", class_="tag")] == [OPPORTUNITY_STAGES["applied"].name.en] * 2
    assert "Next interview:" in page.all("li", class_="entry")[0].words
    assert "Last interview:" in page.all("li", class_="entry")[1].words


def test_list_holds_a_page_and_leads_to_the_next(client: Client, candidate: Any) -> None:
    for number in range(queries.PAGE_LENGTH + 2):
        opportunity(candidate, f"E{number:02}", changed_at=cast.NOON - datetime.timedelta(minutes=number))

    first, second = seen(client.get(LIST)), seen(client.get(f"{LIST}?page=2"))

    assert len(first.all("li", class_="entry")) == queries.PAGE_LENGTH
    assert first.one("a", rel="next").attributes["href"] == "?page=2"
    assert [entry.one("a").words for entry in second.all("li", class_="entry")] == [
        f"E{queries.PAGE_LENGTH}",
        f"E{queries.PAGE_LENGTH + 1}",
    ]
    assert second.one("a", rel="prev").attributes["href"] == "?page=1"
    assert first.all("a", rel="prev") == second.all("a", rel="next") == []


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_page_that_cannot_be_is_the_first(client: Client, candidate: Any, page: str) -> None:
    opportunity(candidate, "Roux")

    assert listed(client, f"{LIST}?page={page}") == ["Roux"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ecole", ["École des Lilas, Maîtresse-nageuse"]),
        ("ÉCOLE lilas", ["École des Lilas, Maîtresse-nageuse"]),
        ("maitresse", ["École des Lilas, Maîtresse-nageuse"]),
        ("coeur", ["Cœur & Fils (Lyon)"]),
        ("CŒUR", ["Cœur & Fils (Lyon)"]),
        ("(lyon)", ["Cœur & Fils (Lyon)"]),
        ("lilas coeur", []),
        (".*", []),
        ("%", []),
        ("a a a a a a zzz", ["École des Lilas, Maîtresse-nageuse"]),
    ],
)
def test_words_are_found_whatever_their_accents(client: Client, candidate: Any, words: str, found: list[str]) -> None:
    opportunity(candidate, "École des Lilas", post="Maîtresse-nageuse")
    opportunity(candidate, "Cœur & Fils (Lyon)")

    page = seen(client.get(LIST, {"words": words}))

    assert [entry.one("a").words for entry in page.all("li", class_="entry")] == found
    assert page.one("input", name="words").attributes["value"] == words


def test_stage_is_filtered_and_kept_from_page_to_page(client: Client, candidate: Any) -> None:
    for number in range(queries.PAGE_LENGTH + 1):
        opportunity(candidate, f"S{number}", stage="silent")
    opportunity(candidate, "Roux", stage="offer")

    page = seen(client.get(LIST, {"stage": "silent", "words": "s"}))

    assert len(page.all("li", class_="entry")) == queries.PAGE_LENGTH
    assert page.one("a", rel="next").attributes["href"] == "?words=s&stage=silent&page=2"
    assert listed(client, f"{LIST}?stage=offer") == ["Roux"]
    assert len(listed(client, f"{LIST}?stage=hired")) == queries.PAGE_LENGTH


def test_nothing_yet_leads_to_the_first_one(client: Client) -> None:
    page = seen(client.get(LIST))

    assert NEW in links(page)
    assert page.all("form", role="search") == []


def test_hostile_words_are_shown_as_text(client: Client, candidate: Any) -> None:
    held = interview(candidate, opportunity(candidate, "<b>Roux</b>", post="<b onclick=x>"), people="<b>Moi</b>")
    about(held, cast.HOSTILE)

    for address in (LIST, BOARD, at(held), at(held.opportunity), at(held, "remove/"), f"{LIST}?words=<b>"):
        assert seen(client.get(address)).all("b") == []


# --------------------------------------------------------------------------------------------------------------- Board


def test_board_has_every_stage_in_order_with_its_cards(client: Client, candidate: Any) -> None:
    opportunity(candidate, "Roux", stage="silent")
    opportunity(candidate, "Duval", stage="offer")

    columns = seen(client.get(BOARD)).one(id="board").all("section")

    assert [column.one("h2").words for column in columns] == [stage.name.fr for stage in OPPORTUNITY_STAGES.values()]
    assert {
        column.one("h2").words: column.one("article").one("a").words for column in columns if column.all("article")
    } == {
        OPPORTUNITY_STAGES["silent"].name.fr: "Roux",
        OPPORTUNITY_STAGES["offer"].name.fr: "Duval",
    }


def test_column_is_bounded_and_leads_to_the_rest(client: Client, candidate: Any) -> None:
    for number in range(queries.COLUMN_LENGTH + 1):
        opportunity(candidate, f"S{number}", stage="silent")

    page = seen(client.get(BOARD))

    assert len(page.all("article")) == queries.COLUMN_LENGTH
    assert f"{LIST}?stage=silent" in links(page)


def test_card_is_moved_without_script(client: Client, candidate: Any) -> None:
    moved = opportunity(candidate)

    response = client.post(at(moved, "stage/"), {"stage": "withdrew"})

    assert (response.status_code, response.headers["Location"]) == (302, f"{BOARD}#opportunity-{moved.pk}")
    assert Opportunity.objects.get().stage == "withdrew"


def test_card_moved_with_script_comes_back_in_its_column(client: Client, candidate: Any) -> None:
    moved = opportunity(candidate)

    response = client.post(at(moved, "stage/"), {"stage": "offer"}, headers={"HX-Request": "true"})

    assert seen(response).one("section", aria_labelledby="column-offer").one("article").attributes["id"] == (
        f"opportunity-{moved.pk}"
    )
    assert seen(response).all("h1") == []
    assert "rebond:announce" in response.headers["HX-Trigger-After-Settle"]


def test_stage_that_does_not_exist_is_refused(client: Client, candidate: Any) -> None:
    moved = opportunity(candidate)
    stored = cast.everything_stored()

    assert client.post(at(moved, "stage/"), {"stage": "hired"}).status_code == 422
    assert cast.everything_stored() == stored


def test_another_persons_is_listed_nowhere(client: Client, candidate: Any) -> None:
    other = cast.another_person()
    interview(other, starts_at=SOON)
    cast.kept(other)
    held = interview(candidate, opportunity(candidate, "Mine"))

    assert listed(client) == ["Mine"]
    assert len(seen(client.get(BOARD)).all("article")) == 1
    assert seen(client.get(at(held))).all("select", id="attach") == []


# ----------------------------------------------------------------------------------------------------- What it costs


@pytest.mark.parametrize("times", [1, 30])
def test_pages_cost_the_same_queries_whatever_the_history(
    client: Client, candidate: Any, django_assert_num_queries: Any, times: int
) -> None:
    of = opportunity(candidate, "First", stage="silent", changed_at=SOON)
    held = interview(candidate, of, starts_at=cast.NOON)
    for number in range(times):
        about(interview(candidate, of, starts_at=cast.NOON))
        about(held)
        cast.kept(candidate)
        for stage in OPPORTUNITY_STAGES:
            interview(candidate, opportunity(candidate, f"{stage} {number}", stage=stage), starts_at=SOON)

    costs = {
        LIST: 3,  # who asks, which of them, the page
        f"{LIST}?words=first&stage=silent": 3,
        BOARD: 9,  # who asks, which of each stage, the cards
        at(of): 4,  # who asks, the opportunity, its interviews, the accounts of those
        at(held): 4,  # who asks, the interview, its accounts, those that stand alone
        at(of, "remove/"): 3,  # who asks, the opportunity, what would go
        at(held, "remove/"): 3,
        f"{LIST}calendar/": 3,  # who asks, what comes, the month
        f"{LIST}calendar/?month=2026-03": 2,
    }
    for address, queries_asked in costs.items():
        with django_assert_num_queries(queries_asked):
            client.get(address)
