"""The card of a coming interview on screen, in English: what stands on it, and why."""

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client

from rebond.apps.debrief.actions import record_account
from rebond.apps.debrief.models import Account, Interview, Readied
from rebond.apps.moments.actions import correct_moment
from rebond.apps.people.models import Person
from rebond.apps.plan.models import CardLine
from rebond.taxonomy.labels import PHASES
from rebond.taxonomy.preparation import PREPARATION
from rebond.taxonomy.remedies import REMEDIES
from tests.apps import cast
from tests.apps.plan import coming
from tests.apps.screen import Element, on_one_line, region, seen

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
HTMX = ENGLISH | {"hx-request": "true"}
EARLIER_AT = "Halle Vauban, 3 March 2026"


def url(interview: Interview, verb: str = "") -> str:
    return f"/plan/cards/{interview.pk}/{verb}"


def page_of(client: Client, interview: Interview) -> Element:
    return seen(client.get(url(interview), headers=ENGLISH))


def lines(page: Element, section: str) -> list[tuple[str, ...]]:
    """The lines of a section, each as what one reads of it without opening anything."""
    part = page.one("section", aria_labelledby=f"section-{section}")
    shown = part.one("ul") if part.content and part.all("ul") else None
    if shown is None:
        return []
    return [
        tuple(on_one_line(p.text) for p in line.content if isinstance(p, Element) and p.tag == "p")
        for line in shown.all("li", class_="card-line")
    ]


@pytest.fixture
def interview(candidate: Person) -> Interview:
    return coming.rich(candidate)


def test_it_says_whom_one_meets_when_and_where(client: Client, interview: Interview) -> None:
    page = page_of(client, interview)

    facts = [(fact.one("dt").words, fact.one("dd").words) for fact in page.one("dl").all("div")]
    assert page.one("h1").words == "Halle Vauban"
    assert page.one("p", class_="card-post").words == "Magasinière cariste"
    assert page.one("p", class_="card-day").words == "Tuesday 17 March 2026, 8:30 a.m."
    assert [name for name, _ in facts] == ["With", "How", "Where", "Advert"]
    assert facts[0] == ("With", "Nadia")
    assert facts[2:] == [
        ("Where", "12 rue des Tanneurs"),
        ("Advert", "exemple.test/annonces/12 (opens on the internet)"),
    ]


def test_lessons_are_those_of_earlier_interviews_with_where_they_come_from(
    client: Client, interview: Interview
) -> None:
    remedy = REMEDIES["prepare_pay"]

    assert lines(page_of(client, interview), "lesson") == [
        (coming.FAIRER, f"my fairer sentence · {EARLIER_AT}"),
        (remedy.name.en, f"It is done when: {remedy.done_when.en} · in my plan"),
        ("Elle a souri à mon exemple.", f"perhaps it went well (deduced) · {EARLIER_AT}"),
    ]


def test_where_it_turned_leaves_a_line_to_write_what_one_will_do(client: Client, interview: Interview) -> None:
    page = page_of(client, interview)

    assert lines(page, "stress") == [
        (
            f"Last time it turned at “{PHASES['salary'].name.en}”",
            f"J'ai bafouillé un chiffre sur le salaire. · {EARLIER_AT}",
            "This time, at that point, I:",
        ),
        ("Elle a souri à mon exemple.", f"my strongest moment · {EARLIER_AT}"),
    ]


def test_what_was_learnt_of_them_stands_with_the_practical_side(client: Client, interview: Interview) -> None:
    ((words, why),) = lines(page_of(client, interview), "logistics")

    assert words == coming.TEAM
    assert why.startswith("learnt from them · ")


def test_another_company_is_not_mixed_up_with_it(client: Client, candidate: Person, interview: Interview) -> None:
    elsewhere = coming.interview(candidate, of=coming.opportunity(candidate, "Atelier Ségur"))

    page = page_of(client, elsewhere)

    assert lines(page, "logistics") == []
    assert lines(page, "lesson")[0][0] == coming.FAIRER


def test_a_strength_that_one_confirmed_is_not_called_deduced(client: Client, candidate: Person) -> None:
    account = coming.told(candidate)
    correct_moment(
        account=account, position=4, aspect="incident", key="strength", holds=True, by=candidate, now=cast.NOON
    )

    found = lines(page_of(client, coming.interview(candidate)), "lesson")

    assert found == [("Elle a souri à mon exemple.", "it went well · 13 March 2026")]


def test_a_strength_that_one_took_away_is_not_on_it(client: Client, candidate: Person) -> None:
    account = coming.told(candidate)
    said = {"position": 4, "aspect": "incident", "key": "strength", "holds": False}
    correct_moment(account=account, by=candidate, now=cast.NOON, **said)

    assert lines(page_of(client, coming.interview(candidate)), "lesson") == []


def test_what_one_chose_to_leave_is_not_on_it(client: Client, candidate: Person) -> None:
    account = cast.read(candidate, [cast.SHAME])
    coming.thought(account, 0, choice="leave")

    assert lines(page_of(client, coming.interview(candidate)), "lesson") == []


def test_a_thought_without_a_fairer_sentence_is_quoted(client: Client, candidate: Person) -> None:
    coming.thought(cast.read(candidate, [cast.SHAME]), 0, fairer="")

    found = lines(page_of(client, coming.interview(candidate)), "lesson")

    assert found == [("J'avais honte en sortant.", "to work on · 13 March 2026")]


def test_steps_against_stress_are_a_routine(client: Client, candidate: Person) -> None:
    stress = cast.Passage("J'ai tremblé.", "feeling", {"stress": 0.9}, ("stress",))
    coming.planned(cast.read(candidate, [stress]), "stress_unmanaged")

    found = lines(page_of(client, coming.interview(candidate)), "stress")

    assert found == [(step.words.en, "a step of my plan") for step in REMEDIES["tame_stress"].steps]


def test_the_example_teaches_nothing(client: Client, candidate: Person) -> None:
    account = coming.told(candidate)
    coming.thought(account, 3)
    Account.objects.filter(pk=account.pk).update(is_example=True)

    assert lines(page_of(client, coming.interview(candidate)), "lesson") == []


def test_the_accounts_of_the_interview_itself_are_not_earlier_ones(client: Client, candidate: Person) -> None:
    itself = coming.interview(candidate)
    coming.thought(coming.told(candidate, itself), 3)

    assert lines(page_of(client, itself), "lesson") == []


def test_where_there_is_nothing_a_space_is_left_with_a_gentle_prompt(client: Client, candidate: Person) -> None:
    page = page_of(client, coming.interview(candidate, starts_at=None))

    prompts = [p.words for p in page.all("p", class_="card-prompt")]
    assert prompts == [
        "One thing that I want to remember this time:",
        "A sentence that I am sure of, when words fail me:",
        "Something that I did, and what came of it:",
        "What I truly want to know of this post:",
        "What does me good just before, and what I do if my mind goes blank:",
        "The way there, the floor, a name, what I know of them:",
    ]
    assert page.one("p", class_="card-day").words == "no date yet"


def test_own_lines_of_every_card_stand_on_it(client: Client, candidate: Person, interview: Interview) -> None:
    CardLine.objects.create(owner=candidate, section="story", position=0, words="Two days, not five.", at=cast.NOON)

    assert lines(page_of(client, interview), "story") == [("Two days, not five.", "on the card of every interview")]


def test_what_finds_no_room_is_within_reach(client: Client, candidate: Person, interview: Interview) -> None:
    for place in range(5):
        CardLine.objects.create(owner=candidate, section="story", position=place, words=f"{place}.", at=cast.NOON)

    section = page_of(client, interview).one("section", aria_labelledby="section-story")

    assert "2 more that find no room on the page" in section.words


def test_preparation_is_a_list_to_tick(client: Client, interview: Interview) -> None:
    first, second, *_ = PREPARATION
    Readied.objects.create(interview=interview, key=second, at=cast.NOON)

    page = page_of(client, interview)

    ticks = {button.attributes["id"]: button.attributes["aria-pressed"] for button in page.all("button", class_="tick")}
    assert list(ticks) == [f"ready-{key}" for key in PREPARATION]
    assert (ticks[f"ready-{first}"], ticks[f"ready-{second}"]) == ("false", "true")


def test_hostile_words_are_shown_as_they_stand(client: Client, candidate: Person) -> None:
    opened = coming.opportunity(candidate, cast.HOSTILE[:160], post=cast.HOSTILE[:200], link="javascript:alert(1)")
    interview = coming.interview(candidate, of=opened, people=cast.HOSTILE, place=cast.HOSTILE[:300])
    CardLine.objects.create(
        owner=candidate, section="story", position=0, words=cast.HOSTILE[:150], at=cast.NOON, interview=interview
    )

    page = page_of(client, interview)

    assert page.one("h1").text == cast.HOSTILE[:160]
    assert lines(page, "story") == [(on_one_line(cast.HOSTILE[:150]),)]
    assert [link for link in page.all("a") if link.attributes["href"].startswith("javascript")] == []


def test_htmx_gets_the_part_that_the_page_holds(client: Client, interview: Interview) -> None:
    page, part = client.get(url(interview), headers=ENGLISH), client.get(url(interview), headers=HTMX)

    assert region(part, "card") == region(page, "card")


def test_the_next_card_is_that_of_the_interview_that_comes_first(client: Client, candidate: Person) -> None:
    today = datetime.datetime.now(datetime.UTC)
    coming.interview(candidate, starts_at=today - datetime.timedelta(days=1))
    coming.interview(candidate, starts_at=today + datetime.timedelta(days=9))
    first = coming.interview(candidate, starts_at=today + datetime.timedelta(days=2))
    coming.interview(cast.another_person(), starts_at=today + datetime.timedelta(days=1))
    coming.interview(candidate, starts_at=None)

    assert client.get("/plan/cards/next/").headers["Location"] == url(first)


def test_without_an_interview_to_come_it_says_where_to_note_one(client: Client, candidate: Person) -> None:
    page = seen(client.get("/plan/cards/next/", headers=ENGLISH))

    assert page.one("h1").words == "No interview to come yet"
    assert page.one("a", class_="button").attributes["href"] == "/debrief/applications/"


def test_another_persons_card_is_not_found(client: Client) -> None:
    theirs = coming.interview(cast.another_person())

    assert [client.get(url(theirs)).status_code, client.get(url(theirs, "pdf/")).status_code] == [404, 404]


def test_another_persons_lessons_are_not_shown(client: Client, candidate: Person) -> None:
    other = cast.another_person()
    coming.rich(other)
    CardLine.objects.create(owner=other, section="lesson", position=0, words="Theirs.", at=cast.NOON)

    page = page_of(client, coming.interview(candidate))

    assert page.all("li", class_="card-line") == []


def test_a_card_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(f"/plan/cards/{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_verb_is_refused(client: Client, interview: Interview, method: str) -> None:
    addresses = (url(interview), url(interview, "pdf/"), "/plan/cards/next/")

    assert [getattr(client, method)(address).status_code for address in addresses] == [405, 405, 405]


def test_without_the_launch_cookie_nothing_is_shown(stranger: Client, candidate: Person) -> None:
    assert stranger.get(url(coming.rich(candidate))).status_code == 403


def _more(candidate: Person, count: int) -> None:
    for number in range(count):
        account = coming.told(candidate, now=cast.NOON + datetime.timedelta(hours=number))
        coming.thought(account, 3, fairer=f"Fairer {number}.")
        coming.rewound(account, turning_phase="closing", strongest_moment=4)
        CardLine.objects.create(owner=candidate, section="lesson", position=number, words=f"{number}.", at=cast.NOON)
        record_account(text=f"Récit {number}.", key=uuid.uuid4(), by=candidate, now=cast.NOON)


@pytest.mark.parametrize("count", [0, 3, 20])
def test_its_queries_do_not_grow(
    client: Client, candidate: Person, interview: Interview, django_assert_num_queries: Any, count: int
) -> None:
    _more(candidate, count)

    # Who asks, the interview, own lines, earlier accounts, priorities, their steps, second thoughts, strengths,
    # rewinds, what was learnt, what was left out, what is ready.
    with django_assert_num_queries(12):
        client.get(url(interview))
