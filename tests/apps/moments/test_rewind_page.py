"""The interview from beginning to end: its line, where it turned, the strongest moment, the passages of each phase."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.fragments import ANNOUNCEMENT
from rebond.apps.debrief.models import Account
from rebond.apps.moments import on_screen
from rebond.apps.moments.rewind_actions import mark_strongest, mark_turning, rate_phase
from rebond.apps.people.models import Person
from rebond.taxonomy.labels import PHASES
from tests.apps import cast
from tests.apps.screen import Element, region, seen

pytestmark = pytest.mark.django_db

HTMX = {"hx-request": "true"}
STORY = (
    cast.Passage("Bien reçu.", "fact", {"strength": 0.95}, ("strength",), phase="welcome"),
    cast.Passage("On s'assoit.", "context"),
    cast.Passage("Trou noir.", "fact", {"memory_blank": 0.9}, ("memory_blank",), phase="technical"),
    cast.Passage("Tout s'est brouillé.", "fact", {"loss_of_control": 1.0}, phase="technical"),
    cast.Passage("Merci, au revoir.", "context", phase="closing"),
)


@pytest.fixture
def account(candidate: Person) -> Account:
    return cast.read(candidate, STORY)


def url(account: Any) -> str:
    return f"/moments/{account.pk}/rewind/"


def page(client: Client, account: Account) -> Element:
    return seen(client.get(url(account)))


def points(page: Element) -> list[tuple[str, str, str, str]]:
    return [
        (p.attributes["data-phase"], p.attributes["data-value"], p.attributes["data-state"], p.text)
        for p in page.all(class_="rewind-point")
    ]


def quoted(element: Element) -> list[str]:
    return [quote.one("a").attributes["href"].split("/")[-1] for quote in element.all("li", class_="quote")]


def test_it_shows_the_line_that_the_passages_tell(client: Client, account: Account) -> None:
    shown = page(client, account)

    assert points(shown) == [
        ("welcome", "8", "deduced", "8"),
        ("technical", "0", "deduced", "0"),
        ("closing", "5", "untold", "?"),
    ]
    across, down = (svg.one("polyline").attributes["points"] for svg in shown.all("svg", aria_hidden="true")[-2:])
    assert (across, down) == ("1,4 3,20", "16,1 0,3")


def test_it_marks_the_turning_point_with_what_came_before_and_the_strongest_moment(
    client: Client, account: Account
) -> None:
    shown = page(client, account)

    assert quoted(shown.one(id="turning")) == ["?moment=3#moment", "?moment=1#moment", "?moment=2#moment"]
    assert quoted(shown.one(id="strongest")) == ["?moment=0#moment"]
    marked = [[mark.words[0] for mark in name.all(class_="rewind-mark")] for name in shown.all(class_="rewind-name")]
    assert marked == [["★"], ["↘"], []]


def test_passages_hang_under_their_phase_with_what_they_pull(client: Client, account: Account) -> None:
    welcome = page(client, account).one(id="row-welcome")

    assert quoted(welcome) == ["?moment=0#moment", "?moment=1#moment"]
    notes = [[note.words for note in quote.all(class_="small soft rewind-pull")] for quote in welcome.all("li")]
    assert [len(of_one) for of_one in notes] == [1, 1]
    assert notes[0][0].startswith("↑ Point fort, 3,4")


def test_what_is_deduced_is_called_so_and_what_is_said_wins(
    client: Client, account: Account, candidate: Person
) -> None:
    before = page(client, account)
    rate_phase(account=account, phase="welcome", value=2, by=candidate, now=cast.NOON)
    after = page(client, account)

    selected = [
        [option.words for option in shown.one(id="value-welcome").all("option", selected="")]
        for shown in (before, after)
    ]
    assert selected == [[], ["2"]]
    assert points(before)[0][2:] == ("deduced", "8")
    assert points(after)[0] == ("welcome", "2", "said", "2")


def test_the_candidates_marks_stand_in_the_place_of_the_deduced_ones(
    client: Client, account: Account, candidate: Person
) -> None:
    said = {"account": account, "by": candidate, "now": cast.NOON}
    mark_turning(**said, phase="welcome", moment=1)
    mark_strongest(**said, moment=4)
    shown = page(client, account)

    assert quoted(shown.one(id="turning")) == ["?moment=1#moment", "?moment=0#moment"]
    assert quoted(shown.one(id="strongest")) == ["?moment=4#moment"]
    chosen = [option.attributes["value"] for option in shown.all("option", selected="")]
    assert chosen == ["welcome:1", "4"]


def test_a_phase_alone_may_be_where_it_turned(client: Client, account: Account, candidate: Person) -> None:
    mark_turning(account=account, phase="closing", moment=None, by=candidate, now=cast.NOON)
    shown = page(client, account).one(id="turning")

    assert quoted(shown) == ["?moment=2#moment", "?moment=3#moment"]
    assert [option.attributes["value"] for option in shown.all("option", selected="")] == ["closing:"]


def test_a_passage_whose_phase_changed_since_is_marked_where_it_hangs_now(
    client: Client, account: Account, candidate: Person
) -> None:
    mark_turning(account=account, phase="salary", moment=2, by=candidate, now=cast.NOON)
    names = page(client, account).all(class_="rewind-name")

    assert ["↘" in name.words for name in names] == [False, True, False]


def test_every_phase_stands_once_on_the_line_or_beside_it(client: Client, account: Account) -> None:
    shown = page(client, account)

    others = [option.attributes["value"] for option in shown.one(id="added").all("option")]
    assert sorted([*(point[0] for point in points(shown)), *others]) == sorted(["", *PHASES])


def test_where_no_passage_tells_a_phase_it_says_that_this_is_not_enough(client: Client, candidate: Person) -> None:
    shown = page(client, cast.read(candidate, [cast.ARRIVAL, cast.SHAME]))

    assert points(shown) == []
    assert len(shown.all("p", class_="note")) == 1
    assert len(shown.one(id="added").all("option")) == len(PHASES) + 1
    values = {option.attributes["value"] for option in shown.one(id="best").all("option")}
    assert values == {"", "0", "1"}


def test_one_phase_with_a_value_is_too_few_for_a_line(client: Client, candidate: Person) -> None:
    shown = page(client, cast.read(candidate, [cast.SMILE]))

    assert [point[0] for point in points(shown)] == ["welcome"]
    assert len(shown.all("p", class_="note")) == 1


def test_an_account_that_is_not_read_offers_to_read_it(client: Client, candidate: Person) -> None:
    unread = cast.kept(candidate)

    assert page(client, unread).one("form", action=f"/moments/{unread.pk}/read/").one("button")


def test_htmx_gets_the_part_and_it_is_what_the_page_holds_in_its_place(client: Client, account: Account) -> None:
    whole, part = client.get(url(account)), client.get(url(account), headers=HTMX)

    assert [element.attributes["id"] for element in seen(part).content if isinstance(element, Element)] == ["rewind"]
    assert region(part, "rewind") == region(whole, "rewind")


def test_what_is_noted_is_announced(client: Client, account: Account) -> None:
    response = client.post(f"{url(account)}sure/", {"phase": "welcome", "value": "3"}, headers=HTMX)

    assert json.loads(response.headers["HX-Trigger-After-Settle"]) == {ANNOUNCEMENT: "C’est noté."}
    assert region(response, "rewind") == region(client.get(url(account)), "rewind")


def test_looking_stores_nothing_and_notes_that_the_passages_are_on_a_screen(client: Client, account: Account) -> None:
    stored = cast.everything_stored()

    client.get(url(account))

    assert cast.everything_stored() == stored
    assert on_screen.was_shown(account.pk)


def test_hostile_words_are_shown_as_text(client: Client, candidate: Person) -> None:
    shown = page(client, cast.read(candidate, [cast.Passage(cast.HOSTILE, "fact", {"stress": 1.0}, phase="career")]))

    assert cast.HOSTILE in shown.one(id="row-career").text
    assert shown.all("b") == []


@pytest.mark.parametrize("phases", [("career",), tuple(PHASES)])
@pytest.mark.parametrize("times", [1, 20])
def test_its_queries_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, phases: tuple[str, ...], times: int
) -> None:
    account = cast.read(candidate, [cast.Passage("Un.", "fact", {"stress": 0.9}, phase=key) for key in phases] * times)
    for phase in phases:
        rate_phase(account=account, phase=phase, value=4, by=candidate, now=cast.NOON)

    with django_assert_num_queries(8):  # who asks, the account, its reading (3), marks, phases taken off, values
        client.get(url(account))


def test_another_persons_account_is_not_found(client: Client) -> None:
    assert client.get(url(cast.read(cast.another_person()))).status_code == 404


def test_an_account_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"/moments/{uuid.uuid4()}/rewind/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, account: Account, method: str) -> None:
    assert getattr(client, method)(url(account)).status_code == 405


def test_without_the_launch_cookie_nothing_is_shown(stranger: Client, account: Account) -> None:
    assert stranger.get(url(account)).status_code == 403
