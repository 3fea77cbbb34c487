"""What a person's corrections teach: used for the accounts that follow, shown, switched off, forgotten and recalled."""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from rebond.apps.base.models import AuditEntry
from rebond.apps.debrief.actions import record_account
from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import correct_moment, learned_from, read_account, the_reader
from rebond.apps.moments.lessons_actions import forget_lessons, recall_lessons, use_corrections
from rebond.apps.moments.lessons_queries import MOST_LEARNED, Lesson, Lessons, lessons_of
from rebond.apps.moments.models import Correction, Learning, Moment, Reading
from rebond.apps.moments.queries import reading_of
from rebond.apps.people.models import Person
from rebond.engine.moments.types import Correction as Said
from tests.apps import cast
from tests.apps.screen import seen

pytestmark = pytest.mark.django_db

PAGE = "/moments/taught/"
LATER = cast.NOON + datetime.timedelta(hours=1)
HAND = "J'ai gardé les mains sous la table tout le long, comme d'habitude."
LIKE_HAND = "Encore les mains sous la table, tout le long."


def say(account: Account, position: int, aspect: str, key: str, *, holds: bool = True, now: Any = cast.NOON) -> None:
    correct_moment(account=account, position=position, aspect=aspect, key=key, holds=holds, by=account.owner, now=now)


@pytest.fixture
def corrected(candidate: Person) -> Account:
    """An account of which two labels were corrected."""
    account = cast.read(candidate, [cast.Passage(HAND), cast.SALARY])
    say(account, 0, "incident", "stress")
    say(account, 1, "incident", "salary", holds=False)
    return account


def test_nothing_is_learned_where_nothing_was_corrected(candidate: Person) -> None:
    cast.read(candidate)

    assert learned_from(candidate) is None
    assert lessons_of(candidate) == Lessons(used=True, since=None, count=0, forgotten=0, lessons=())


def test_what_is_learned_is_what_was_corrected(candidate: Person, corrected: Account) -> None:
    learned = learned_from(candidate)

    said = [Said("incidents", "stress", True, HAND), Said("incidents", "salary", False, cast.SALARY.quote)]
    assert learned is not None
    assert learned.version == the_reader().learn(said).version


def test_the_next_account_is_read_with_it_and_says_so(candidate: Person, corrected: Account) -> None:
    account = cast.kept(candidate, LIKE_HAND)

    reading = read_account(account=account, by=candidate, now=LATER)

    learned = learned_from(candidate)
    assert learned is not None
    assert reading.version == f"{the_reader().version}+{learned.version}"
    moment = Moment.objects.get(reading=reading)
    plain = the_reader().read(LIKE_HAND).moments[0]
    assert moment.likelihoods["stress"] > round(plain.likelihoods["stress"], 4)
    assert moment.taught == [["incident", "stress"]]
    assert read_account(account=account, by=candidate, now=LATER) == reading


def test_what_does_not_resemble_it_is_read_as_before(candidate: Person, corrected: Account) -> None:
    text = "Le directeur financier voulait savoir combien de budgets avaient été clos."

    read_account(account=cast.kept(candidate, text), by=candidate, now=LATER)

    moment = Moment.objects.filter(reading__account__text=text).get()
    plain = the_reader().read(text).moments[0]
    assert (moment.nature, moment.asserted, moment.taught) == (plain.nature, list(plain.incidents), [])


def test_agency_the_example_and_a_phase_taken_away_teach_nothing(candidate: Person) -> None:
    account = cast.read(candidate)
    say(account, 1, "agency", "circumstances")
    say(account, 4, "phase", "")
    example = record_account(text=HAND, key=Person().pk, by=candidate, now=cast.NOON, is_example=True)
    read_account(account=example, by=candidate, now=cast.NOON)
    say(example, 0, "nature", "feeling")

    assert learned_from(candidate) is None


def test_another_persons_corrections_teach_nothing(candidate: Person, corrected: Account) -> None:
    assert learned_from(cast.another_person()) is None
    assert lessons_of(cast.another_person()).lessons == ()


def test_the_latest_corrections_alone_teach(candidate: Person, corrected: Account) -> None:
    moment = Moment.objects.filter(reading__account=corrected)[0]
    Correction.objects.bulk_create(
        Correction(moment=moment, aspect="incident", key=f"retired {n}", holds=True, by=candidate, at=LATER)
        for n in range(MOST_LEARNED)
    )

    assert [lesson.key for lesson in lessons_of(candidate).lessons if not lesson.key.startswith("retired")] == []
    assert lessons_of(candidate).count == MOST_LEARNED


def test_a_label_that_no_longer_exists_teaches_nothing_and_breaks_nothing(
    candidate: Person, corrected: Account
) -> None:
    Correction.objects.update(key="retired")

    learned = learned_from(candidate)

    assert learned is not None
    assert the_reader().read(HAND, learned=learned).moments == the_reader().read(HAND).moments


# ------------------------------------------------------------------------------------------------------ The switches


def test_switched_off_it_moves_nothing_and_on_again_it_does(candidate: Person, corrected: Account) -> None:
    use_corrections(used=False, by=candidate, now=LATER)
    off = learned_from(candidate)
    use_corrections(used=True, by=candidate, now=LATER)

    assert off is None
    assert learned_from(candidate) is not None


def test_forgetting_keeps_the_corrections_and_can_be_taken_back(candidate: Person, corrected: Account) -> None:
    before = list(Correction.objects.values())
    forget_lessons(by=candidate, now=LATER)
    forgotten = (learned_from(candidate), lessons_of(candidate).forgotten)
    recall_lessons(by=candidate, now=LATER)

    assert forgotten == (None, 2)
    assert lessons_of(candidate).count == 2
    assert list(Correction.objects.values()) == before


def test_what_is_corrected_after_forgetting_teaches(candidate: Person, corrected: Account) -> None:
    forget_lessons(by=candidate, now=LATER)
    say(corrected, 1, "nature", "feeling", now=LATER + datetime.timedelta(minutes=1))

    assert lessons_of(candidate) == Lessons(
        used=True,
        since=LATER,
        count=1,
        forgotten=2,
        lessons=(Lesson("nature", "feeling", 1, 0, (cast.SALARY.quote,), ()),),
    )


def test_each_switch_leaves_one_audit_row_and_moves_no_reading(candidate: Person, corrected: Account) -> None:
    AuditEntry.objects.all().delete()
    readings = [list(Reading.objects.values()), list(Moment.objects.values())]

    use_corrections(used=False, by=candidate, now=LATER)
    use_corrections(used=True, by=candidate, now=LATER)
    forget_lessons(by=candidate, now=LATER)
    recall_lessons(by=candidate, now=LATER)

    verbs = ["use_corrections", "leave_corrections", "forget_lessons", "recall_lessons"]
    assert sorted(AuditEntry.objects.values_list("verb", flat=True)) == sorted(verbs)
    assert [list(Reading.objects.values()), list(Moment.objects.values())] == readings
    assert Learning.objects.count() == 1


# ---------------------------------------------------------------------------------------------------------- The page


def test_the_page_shows_each_label_with_the_words(client: Client, corrected: Account) -> None:
    page = seen(client.get(PAGE))

    lessons = {
        item.attributes["id"]: [quote.words for quote in item.all("q")] for item in page.all("li", class_="stack")
    }
    assert lessons == {"incident-stress": [HAND], "incident-salary": [cast.SALARY.quote]}
    assert page.one(id="use").attributes["value"] == "no"
    assert page.all(id="recall") == []


def test_the_page_says_that_there_is_nothing_yet(client: Client) -> None:
    page = seen(client.get(PAGE))

    assert (page.all("li", class_="stack"), page.all(id="forget"), page.all(id="recall")) == ([], [], [])


@pytest.mark.parametrize(
    ("path", "form", "choice"),
    [
        ("use/", {"used": "no"}, (False, None)),
        ("use/", {"used": "yes"}, (True, None)),
        ("recall/", {}, (True, None)),
    ],
)
def test_a_switch_of_the_page_works_and_leads_back(
    client: Client, corrected: Account, path: str, form: Mapping[str, str], choice: tuple[bool, Any]
) -> None:
    response = client.post(f"{PAGE}{path}", form)

    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    assert Learning.objects.values_list("used", "since").get() == choice


def test_forgotten_on_the_page_it_offers_to_recall(client: Client, corrected: Account) -> None:
    client.post(f"{PAGE}forget/")

    page = seen(client.get(PAGE))
    assert (page.all("li", class_="stack"), page.all(id="forget")) == ([], [])
    assert page.one(id="recall").tag == "button"


def test_a_switch_that_says_neither_is_refused_and_changes_nothing(client: Client, corrected: Account) -> None:
    stored = cast.everything_stored()

    assert client.post(f"{PAGE}use/", {"used": "perhaps"}).status_code == 422
    assert cast.everything_stored() == stored


def test_hostile_words_are_quoted_as_text(client: Client, candidate: Person) -> None:
    say(cast.read(candidate, [cast.Passage(cast.HOSTILE)]), 0, "incident", "stress")

    page = seen(client.get(PAGE))

    assert page.one("q").text == f"{cast.HOSTILE[:119]}…"
    assert page.all("b") == []


def test_a_passage_that_was_moved_says_so_and_leads_to_the_page(
    client: Client, candidate: Person, corrected: Account
) -> None:
    account = cast.kept(candidate, LIKE_HAND)
    read_account(account=account, by=candidate, now=LATER)

    moved = seen(client.get(f"/moments/{account.pk}/?moment=0")).one(id="taught")
    unmoved = seen(client.get(f"/moments/{corrected.pk}/?moment=0")).all(id="taught")

    assert [link.attributes["href"] for link in moved.all("a")] == [PAGE]
    read = reading_of(account)
    assert read is not None
    assert (read.moments[0].taught, unmoved) == ((("incident", "stress"),), [])


@pytest.mark.parametrize("accounts", [1, 3])
def test_the_queries_of_the_page_do_not_grow(
    client: Client, candidate: Person, django_assert_num_queries: Any, accounts: int
) -> None:
    for _ in range(accounts):
        say(cast.read(candidate), 1, "incident", "stress")
    forget_lessons(by=candidate, now=LATER)

    with django_assert_num_queries(4):  # who asks, their choice, what teaches, how many do not
        client.get(PAGE)
