"""The page of what moves over the interviews."""

from typing import Any

import pytest
from django.test import Client

from rebond.apps.causes.models import Prepared
from rebond.apps.debrief.models import Account, Interview, Opportunity
from rebond.apps.people.models import Person
from rebond.apps.plan.models import Check
from rebond.apps.progress import views
from tests.apps import cast
from tests.apps.progress import history
from tests.apps.screen import Element, seen

pytestmark = pytest.mark.django_db

URL = "/progress/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _it_is_the_day_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "now", lambda: cast.NOON)


def page(client: Client, chosen: str = "all") -> Element:
    return seen(client.get(URL, {"range": chosen}, headers=ENGLISH))


def section(client: Client, name: str) -> Element:
    return page(client).one("section", aria_labelledby=f"{name}-title")


def lived(person: Person, interviews: int) -> Account:
    """So many interviews with everything that the page looks at; the last one."""
    for day in range(interviews):
        account = history.told(
            person,
            days_ago=day,
            hot={"stress": 8, "control": 3, "mood": 4},
            cold={"stress": 4},
            incidents=["salary", "strength"],
            expected="refused",
            outcome=["refused", "offer", "waiting"][day % 3],
        )
        history.sure(account, turned="salary", welcome=8, salary=2)
        Prepared.objects.create(account=account, key="pitch", choice="served", at=cast.NOON)
        priority = history.kept(account, days_ago=day)
        Check.objects.create(priority=priority, account=account, choice="did_not", at=cast.NOON)
        Opportunity.objects.create(
            owner=person, company=f"Abax {day}", stage="silent", added_at=cast.NOON, changed_at=cast.NOON
        )
    return account


def test_it_works(client: Client, candidate: Person) -> None:
    lived(candidate, 6)

    found = page(client)

    assert found.one("h1").words == "What moves over the interviews"
    assert [heading.words for heading in found.all("h2")] == [
        "How you were",
        "What went well",
        "What came up",
        "What you worked on, and what came of it",
        "Where you are less sure",
        "Preparation that served",
        "Answers, and silence",
        "What you expected, and what came",
        "The interviews drawn here",
    ]
    assert [link.words for link in found.all("a", aria_current="true")] == ["All of them"]


def test_every_picture_has_a_title_a_telling_and_a_table_behind_it(client: Client, candidate: Person) -> None:
    lived(candidate, 6)

    found = page(client)
    pictures = found.all("svg", role="img")

    # Three sliders, two of incidents, six remedies, phases, preparation, two of answers, expectations.
    assert len(pictures) == 16
    for picture in pictures:
        named = picture.attributes["aria-labelledby"].split()
        assert [part.attributes["id"] for part in (picture.one("title"), picture.one("desc"))] == named
        assert all(part.words for part in (picture.one("title"), picture.one("desc")))
    cards = [card for card in found.all("article") if card.all("svg")]
    assert [len(card.all("svg")) for card in cards] == [len(card.all("details")) for card in cards]
    assert all(len(details.all("table")) >= 1 for card in cards for details in card.all("details"))


def test_no_id_stands_twice(client: Client, candidate: Person) -> None:
    lived(candidate, 6)

    ids = [element.attributes["id"] for element in page(client).elements() if "id" in element.attributes]

    assert sorted(ids) == sorted(set(ids))


def test_without_an_interview_it_says_how_it_fills(client: Client, candidate: Person) -> None:
    history.told(candidate, is_example=True, hot={"stress": 5}, incidents=["salary"])

    found = page(client)

    assert found.all("h2") == []
    assert found.all("svg", role="img") == []
    assert "Nothing here yet" in found.one("main").words


@pytest.mark.parametrize("interviews", [1, 4])
def test_under_five_interviews_nothing_is_concluded(client: Client, candidate: Person, interviews: int) -> None:
    lived(candidate, interviews)

    found = page(client).one("main").words

    assert "Under 5 it is too early to conclude anything" in found
    for conclusion in ("in the later half", "Read again cold, about", "Least sure", "lies probably", "You feared more"):
        assert conclusion not in found


def test_what_is_plain_is_said(client: Client, candidate: Person) -> None:
    for day, stress in enumerate((2, 3, 2, 9, 8, 9)):
        history.told(candidate, days_ago=day, hot={"stress": stress}, cold={"stress": max(0, stress - 2)})

    card = section(client, "sliders").all("article")[0]

    assert card.all("p")[0].words == (
        "Around 2 of 10 in the later half of these interviews, around 9 in the earlier half. "
        "Read again cold, about 2 lower."
    )


def test_a_slider_is_a_table_hot_and_cold(client: Client, candidate: Person) -> None:
    history.told(candidate, days_ago=1, hot={"stress": 0})
    history.told(candidate, hot={"stress": 7}, cold={"stress": 4})

    rows = section(client, "sliders").all("article")[0].one("tbody").all("tr")

    assert [[cell.words for cell in row.all("td")] for row in rows] == [["7", "4"], ["0", "–"]]


def test_what_is_said_and_what_is_deduced_are_told_apart(client: Client, candidate: Person) -> None:
    history.told(candidate, days_ago=1, incidents=["salary"], agreed=True)
    history.told(candidate, incidents=["salary"])

    found = section(client, "incidents")

    assert found.all("p")[0].words == (
        "Most often: Salary expectations, in 2 of 2 interviews that were read. It is too early to conclude."
    )
    assert [cell.words for cell in found.all("tbody")[0].all("td")][:3] == ["1", "1", "2 of 2"]


def test_a_remedy_says_too_few_where_they_are_few(client: Client, candidate: Person) -> None:
    first = history.told(candidate, days_ago=9, incidents=["salary"])
    history.kept(first, days_ago=8)
    history.told(candidate, incidents=[])

    found = section(client, "remedies")

    assert "Interviews read: 0 before, 1 since. Too few to say." in found.words


def test_silence_is_a_count_with_how_far_off_it_may_be(client: Client, candidate: Person) -> None:
    for day in range(5):
        history.told(candidate, days_ago=day, outcome="refused")
    history.told(candidate, days_ago=40, outcome="waiting")

    words = section(client, "answers").words

    assert "Without an answer: 1 of 6 interviews. The true share lies probably between 0 and 5 times in ten." in words


def test_expected_and_real_answers_stand_side_by_side(client: Client, candidate: Person) -> None:
    for day in range(6):
        history.told(candidate, days_ago=day, expected="refused", outcome="next_stage")

    found = section(client, "expectations")

    assert "You feared more than what came: 6 times of 6 the answer was better." in found.words
    assert [cell.words for cell in found.one("tbody").all("tr")[0].all("td")] == [
        "Refusal",
        "Next stage",
        "Better than feared",
    ]


def test_the_company_is_named_and_escaped(client: Client, candidate: Person) -> None:
    opportunity = Opportunity.objects.create(
        owner=candidate, company=cast.HOSTILE[:160], stage="applied", added_at=cast.NOON, changed_at=cast.NOON
    )
    interview = Interview.objects.create(owner=candidate, opportunity=opportunity, added_at=cast.NOON)
    history.told(candidate, interview=interview, hot={"stress": 4})

    found = page(client)

    assert found.one("ul", class_="stack shown").text.count(cast.HOSTILE[:160]) == 1
    assert found.all("script", src="") == []


def test_many_interviews_say_that_the_latest_are_drawn(client: Client, candidate: Person) -> None:
    for day in range(61):
        history.told(candidate, days_ago=day, hot={"stress": day % 11})

    found = page(client)

    assert "the 60 latest are drawn" in found.one("p", class_="note").words
    assert len(found.one("svg", aria_labelledby="stress-picture stress-told").all("circle")) == 60


def test_another_persons_interviews_are_not_shown(client: Client) -> None:
    lived(cast.another_person(), 6)

    assert page(client).all("svg", role="img") == []


def test_looking_writes_nothing(client: Client, candidate: Person) -> None:
    lived(candidate, 6)
    before = cast.everything_stored()

    client.get(URL)

    assert cast.everything_stored() == before


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, candidate: Person, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


def test_without_the_launch_cookie_nothing_is_shown(stranger: Client, candidate: Person) -> None:
    assert stranger.get(URL).status_code == 403


@pytest.mark.parametrize("chosen", ["last", "year", "all"])
@pytest.mark.parametrize("interviews", [1, 3, 60])
def test_its_queries_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, interviews: int, chosen: str
) -> None:
    lived(candidate, interviews)

    # Who asks; accounts, cold readings; readings, corrections, moments; remedies, what was said of them; confidence,
    # turns; answers; preparation; applications.
    with django_assert_num_queries(13):
        client.get(URL, {"range": chosen})


def test_its_queries_are_as_many_with_accounts_alone(
    client: Client, candidate: Person, django_assert_num_queries: Any
) -> None:
    history.told(candidate)

    with django_assert_num_queries(13):
        client.get(URL)
