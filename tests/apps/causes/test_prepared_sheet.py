"""What was prepared, beside what happened, on the page where the evening is laid flat."""

from typing import Any

import pytest
from django.test import Client

from rebond.apps.causes.actions import judge_cause
from rebond.apps.causes.prepared_actions import note_prepared
from rebond.apps.debrief.models import Account, Interview, Opportunity, Readied
from rebond.apps.people.models import Person
from rebond.taxonomy.preparation import PREPARATION
from tests.apps import cast
from tests.apps.screen import Element, seen

pytestmark = pytest.mark.django_db

STRESS = cast.Passage("Mes mains tremblaient.", "fact", {"stress": 0.95}, ("stress",))
ENGLISH = {"accept-language": "en"}


def sheet(client: Client, account: Account, query: str = "") -> Element:
    return seen(client.get(f"/causes/{account.pk}/{query}", headers=ENGLISH)).one(id="prepared")


def lines(part: Element) -> list[str]:
    return [line.attributes["id"].removeprefix("item-") for line in part.all("div", class_="prepared-line")]


def words(part: Element) -> dict[str, list[str]]:
    return {entry.one("dt").words: [name.words for name in entry.all("li")] for entry in part.all("dl")[0].all("div")}


def say(account: Account, **choices: str) -> None:
    for key, choice in choices.items():
        note_prepared(account=account, key=key, choice=choice, by=account.owner, now=cast.NOON)


def interview_of(account: Account) -> Interview:
    by = {"owner": account.owner, "added_at": cast.NOON}
    post = Opportunity.objects.create(**by, company="Halle Verte", stage="interviewing", changed_at=cast.NOON)
    account.interview = Interview.objects.create(**by, opportunity=post)
    account.save(update_fields=["interview"])
    return account.interview


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate, [cast.ARRIVAL, cast.SALARY])


def test_what_happened_stands_beside_the_lines_that_bear_on_it(client: Client, account: Account) -> None:
    part = sheet(client, account)

    (title,) = [title for title in part.all("h3") if title.words == "Pay talk to prepare"]
    after = [element for element in part.one("div", class_="prepared-sheet").content if isinstance(element, Element)]
    quotes, line = after[after.index(title) + 1 : after.index(title) + 3]
    assert [link.attributes["href"].partition("?")[2] for link in quotes.all("a")] == ["moment=1#moment"]
    assert line.attributes["id"] == "item-pay"


def test_each_line_stands_once_beside_the_cause_nearest_to_it_and_the_rest_last(
    client: Client, candidate: Person
) -> None:
    part = sheet(client, cast.read(candidate, [cast.SALARY, STRESS]))

    assert [title.words for title in part.all("h3")] == [
        "Stress to tame",
        "Pay talk to prepare",
        "The rest of the sheet",
    ]
    assert sorted(lines(part)) == sorted(PREPARATION)
    assert lines(part)[:7] == ["people", "pitch", "way", "margin", "calm", "pay", "advert"]


def test_a_cause_that_the_candidate_refused_is_not_laid_beside_a_line(client: Client, account: Account) -> None:
    judge_cause(account=account, key="pay_unprepared", choice="rejected", by=account.owner, now=cast.NOON)

    assert "Pay talk to prepare" not in [title.words for title in sheet(client, account).all("h3")]


def test_where_nothing_happened_the_sheet_stands_whole(client: Client, candidate: Person) -> None:
    part = sheet(client, cast.read(candidate, [cast.ARRIVAL]))

    assert [title.words for title in part.all("h3")] == ["The sheet"]
    assert lines(part) == list(PREPARATION)


def test_it_is_closed_and_asks_for_nothing_until_it_is_opened(client: Client, account: Account) -> None:
    part = sheet(client, account)

    assert "open" not in part.one("details").attributes
    assert "open" in sheet(client, account, "?sheet=open").one("details").attributes
    assert part.all("dl") == []
    assert "Nothing here has to be filled in." in part.words


@pytest.mark.parametrize("choice", ["served", "of_no_use", "missed", "not_needed"])
def test_what_was_said_is_shown_and_can_be_taken_back(client: Client, account: Account, choice: str) -> None:
    say(account, pay=choice)

    pressed = sheet(client, account).one("button", aria_pressed="true")

    assert (pressed.attributes["id"], pressed.attributes["value"]) == (f"item-pay-{choice}", "")


def test_it_says_in_words_what_served_and_what_was_missing_beside_what_happened(
    client: Client, account: Account
) -> None:
    say(account, pitch="served", pay="missed", papers="of_no_use", language="not_needed", company="missed")

    assert words(sheet(client, account)) == {
        "It served": ["Say your introduction aloud"],
        "It was missing": [
            "Look at the company and its news",
            "Choose a pay range (it bears on: Pay talk to prepare)",
        ],
        "It was ready, and of no use": ["Lay out clothes and papers"],
    }


def test_what_a_missing_line_bears_on_is_called_a_supposition(client: Client, account: Account) -> None:
    say(account, pay="missed")

    assert "is a supposition" in sheet(client, account).words


def test_only_what_was_not_needed_is_said_so(client: Client, account: Account) -> None:
    say(account, language="not_needed")

    part = sheet(client, account)

    assert part.one("dd").words == "nothing that served, nothing that was missing"


def test_what_was_ticked_before_the_interview_is_shown_as_such(client: Client, account: Account) -> None:
    Readied.objects.create(interview=interview_of(account), key="pay", at=cast.NOON)

    part = sheet(client, account)

    assert part.one(id="item-pay").one("span", class_="tag").words == "ready before the interview"
    assert [line for line in lines(part) if part.one(id=f"item-{line}").all("span", class_="tag")] == ["pay"]
    assert words(part) == {"Ready before the interview": ["Choose a pay range"]}


def test_what_was_ready_for_another_interview_is_not_shown(client: Client, candidate: Person, account: Account) -> None:
    interview_of(account)
    Readied.objects.create(interview=interview_of(cast.read(candidate)), key="pay", at=cast.NOON)

    assert sheet(client, account).all("span", class_="tag") == []


@pytest.mark.parametrize("noted", [1, len(PREPARATION)])
def test_its_queries_do_not_grow(client: Client, account: Account, django_assert_num_queries: Any, noted: int) -> None:
    interview = interview_of(account)
    for key in list(PREPARATION)[:noted]:
        say(account, **{key: "missed"})
        Readied.objects.create(interview=interview, key=key, at=cast.NOON)

    # Those of the page (see test_flat), what was prepared and what was ready before.
    with django_assert_num_queries(12):
        client.get(f"/causes/{account.pk}/")
