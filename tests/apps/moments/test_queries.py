"""A reading with the candidate's word laid over the engine's."""

import datetime
from typing import Any

import pytest

from rebond.apps.debrief.models import Account
from rebond.apps.moments.actions import correct_moment
from rebond.apps.moments.models import Moment
from rebond.apps.moments.queries import ReadAccount, ReadMoment, Spiral, grid_of, reading_of
from rebond.apps.people.models import Person
from rebond.taxonomy.labels import FAMILIES, INCIDENTS, incidents_of
from tests.apps import cast

pytestmark = pytest.mark.django_db

SPIRAL = {"key": "labelling", "probability": 0.7, "start": 0, "end": 11}
LIKELY = {
    "salary": 0.9,
    "stress": 0.5,
    "vagueness": 0.4,
    "manner": 0.3,
    "closing": 0.2,
    "health": 0.12,
    "blunder": 0.11,
}


def shown(account: Account) -> ReadAccount:
    read = reading_of(account)
    assert read is not None
    return read


def say(account: Account, position: int, *labels: str) -> None:
    """The candidate's word: "aspect:key" holds, "aspect:key:no" does not."""
    for label in labels:
        aspect, key, *no = label.split(":")
        correct_moment(
            account=account, position=position, aspect=aspect, key=key, holds=not no, by=account.owner, now=cast.NOON
        )


@pytest.fixture
def account(candidate: Person) -> Account:
    passage = cast.Passage("Je suis nul.", "interpretation", LIKELY, ("salary",), (SPIRAL,), "salary", 0.8)
    return cast.read(candidate, [passage, cast.SHAME])


def test_a_reading_without_corrections_is_the_engines(account: Account) -> None:
    assert shown(account).moments[0] == ReadMoment(
        position=0,
        start=0,
        end=12,
        quote="Je suis nul.",
        nature="interpretation",
        nature_checked=False,
        other_nature="",
        unsure=False,
        incidents=("salary",),
        confirmed=frozenset(),
        offered=("stress", "vagueness", "manner", "closing", "health"),
        refused=(),
        withdrawn=(),
        likelihoods=dict.fromkeys(INCIDENTS, cast.NOISE) | LIKELY,
        spirals=(Spiral("labelling", 0, 11, None),),
        phase="salary",
        agency="me",
        agency_checked=False,
    )


def test_the_candidates_word_wins_over_the_engines(account: Account) -> None:
    say(account, 0, "nature:feedback", "incident:salary:no", "incident:health", "distortion:labelling", "phase:closing")
    say(account, 0, "agency:them")

    assert shown(account).moments[0] == ReadMoment(
        position=0,
        start=0,
        end=12,
        quote="Je suis nul.",
        nature="feedback",
        nature_checked=True,
        other_nature="",
        unsure=False,
        incidents=("health",),
        confirmed=frozenset({"health"}),
        offered=("stress", "vagueness", "manner", "closing", "blunder"),
        refused=("salary",),
        withdrawn=("salary",),
        likelihoods=dict.fromkeys(INCIDENTS, cast.NOISE) | LIKELY,
        spirals=(Spiral("labelling", 0, 11, True),),
        phase="closing",
        agency="them",
        agency_checked=True,
    )


def test_an_account_that_is_not_read_has_no_reading(candidate: Person) -> None:
    assert reading_of(cast.kept(candidate)) is None


def test_the_moments_come_in_the_order_of_the_text(account: Account) -> None:
    assert [moment.quote for moment in shown(account).moments] == ["Je suis nul.", cast.SHAME.quote]


def test_asserted_incidents_come_before_those_that_the_candidate_adds(account: Account) -> None:
    say(account, 0, "incident:health", "incident:motivation")

    assert shown(account).moments[0].incidents == ("salary", "motivation", "health")


def test_an_asserted_incident_that_is_confirmed_stays_in_its_place(account: Account) -> None:
    say(account, 0, "incident:motivation", "incident:salary")

    moment = shown(account).moments[0]
    assert (moment.incidents, moment.confirmed) == (("salary", "motivation"), frozenset({"salary", "motivation"}))


@pytest.mark.parametrize("refused", [1, 5, len(INCIDENTS) - 5, len(INCIDENTS)])
def test_what_was_refused_is_never_offered_again(account: Account, refused: int) -> None:
    likeliest = sorted(INCIDENTS, key=lambda key: -(LIKELY.get(key, cast.NOISE)))
    say(account, 0, *(f"incident:{key}:no" for key in likeliest[:refused]))

    moment = shown(account).moments[0]
    left = [key for key in likeliest[refused:] if key not in moment.incidents]
    assert moment.offered == tuple(left[:5])
    assert set(moment.refused) == set(likeliest[:refused])


def test_a_refusal_counts_for_its_own_moment_alone(candidate: Person) -> None:
    account = cast.read(candidate, [cast.SALARY, cast.SALARY])
    say(account, 0, "incident:salary:no")

    assert [moment.incidents for moment in shown(account).moments] == [(), ("salary",)]


def test_a_refused_incident_that_is_confirmed_after_all_is_held(account: Account) -> None:
    say(account, 0, "incident:stress:no", "incident:stress")

    moment = shown(account).moments[0]
    assert (moment.incidents, moment.refused) == (("salary", "stress"), ())


def test_a_phase_may_be_taken_away(account: Account) -> None:
    say(account, 0, "phase:")

    assert shown(account).moments[0].phase == ""


def test_a_thought_that_the_engine_did_not_see_is_named_over_its_whole_moment(account: Account) -> None:
    say(account, 0, "distortion:should", "distortion:mind_reading:no", "distortion:labelling:no")

    assert set(shown(account).moments[0].spirals) == {Spiral("should", 0, 12, True), Spiral("labelling", 0, 11, False)}


def test_where_nothing_happened_nothing_depended_on_anyone(account: Account) -> None:
    assert (shown(account).moments[1].agency, shown(account).moments[1].agency_checked) == ("", False)


def test_a_strength_alone_is_nobodys_doing(candidate: Person) -> None:
    assert shown(cast.read(candidate, [cast.SMILE])).moments[0].agency == ""


def test_the_usual_agency_is_that_of_the_first_incident_that_is_no_strength(candidate: Person) -> None:
    passage = cast.Passage("Bien, puis.", likelihoods={}, asserted=("strength", "recruiter_unlawful", "salary"))

    assert shown(cast.read(candidate, [passage])).moments[0].agency == INCIDENTS["recruiter_unlawful"].depends_on


def test_a_nature_is_unsure_under_one_half_until_the_candidate_says_it(candidate: Person) -> None:
    account = cast.read(candidate, [cast.Passage(f"Passage {c}.", confidence=c) for c in (0.49, 0.5)])

    before = [moment.unsure for moment in shown(account).moments]
    say(account, 0, "nature:fact")

    assert (before, [moment.unsure for moment in shown(account).moments]) == ([True, False], [False, False])


def test_corrected_counts_the_moments_with_a_word_on_their_nature_or_an_incident(candidate: Person) -> None:
    account = cast.read(candidate)
    say(account, 0, "nature:fact", "incident:stress")
    say(account, 1, "incident:salary:no")
    say(account, 2, "phase:closing", "agency:me")

    assert shown(account).corrected == 2


def test_with_incident_gives_the_moments_that_hold_it(candidate: Person) -> None:
    account = cast.read(candidate)
    say(account, 3, "incident:salary")

    assert [moment.position for moment in shown(account).with_incident("salary")] == [1, 3]


def test_likeliest_for_puts_those_that_hold_it_first_then_by_likelihood_then_by_place(candidate: Person) -> None:
    likelihoods = (0.2, 0.8, 0.2, 0.5, 0.01)
    passages = [cast.Passage(f"Passage numéro {n}.", likelihoods={"stress": p}) for n, p in enumerate(likelihoods)]
    account = cast.read(candidate, passages)
    say(account, 4, "incident:stress")
    say(account, 3, "incident:stress:no")

    assert [moment.position for moment in shown(account).likeliest_for("stress")] == [4, 1, 0, 2, 3]


def test_likeliest_for_puts_those_where_it_was_refused_last(account: Account) -> None:
    first, second = [moment.position for moment in shown(account).likeliest_for("stress")]
    say(account, first, "incident:stress:no")

    assert [moment.position for moment in shown(account).likeliest_for("stress")] == [second, first]


def test_the_grid_holds_the_families_in_the_order_of_the_taxonomy(account: Account) -> None:
    grid = grid_of(shown(account))

    assert [family.key for family in grid] == list(FAMILIES)
    assert [sorted(cell.key for cell in family.cells) for family in grid] == [
        sorted(incident.key for incident in incidents_of(key)) for key in FAMILIES
    ]


def test_in_a_family_what_is_held_comes_first_then_the_likeliest(candidate: Person) -> None:
    answers = [incident.key for incident in incidents_of("answers")]
    likely, held, likelier = answers[0], answers[1], answers[2]
    account = cast.read(
        candidate, [cast.Passage("Un.", likelihoods={likely: 0.2}), cast.Passage("Deux.", likelihoods={likelier: 0.6})]
    )
    say(account, 1, f"incident:{held}")

    family = next(family for family in grid_of(shown(account)) if family.key == "answers")

    cells = [(cell.key, cell.held, cell.likely, cell.where) for cell in family.cells]
    assert cells[:3] == [(held, (1,), False, 1), (likelier, (), True, 1), (likely, (), True, 0)]
    assert cells[3:] == [(key, (), False, 0) for key in answers[3:]]


def test_likely_begins_at_its_bar(candidate: Person) -> None:
    account = cast.read(candidate, [cast.Passage("Un.", likelihoods={"stress": 0.15, "manner": 0.1499})])

    cells = {cell.key: cell.likely for family in grid_of(shown(account)) for cell in family.cells}
    assert [key for key, likely in cells.items() if likely] == ["stress"]


def test_an_incident_refused_everywhere_stays_in_the_grid_and_is_not_likely(account: Account) -> None:
    say(account, 0, "incident:stress:no")
    say(account, 1, "incident:stress:no")

    cells = {cell.key: (cell.held, cell.likely) for family in grid_of(shown(account)) for cell in family.cells}
    assert set(cells) == set(INCIDENTS)
    assert cells["stress"] == ((), False)


@pytest.mark.parametrize("passages", [1, 30])
def test_a_reading_takes_three_queries_whatever_its_length(
    candidate: Person, django_assert_num_queries: Any, passages: int
) -> None:
    account = cast.read(candidate, [cast.SALARY] * passages)
    say(account, 0, "incident:stress")

    with django_assert_num_queries(3):
        grid_of(shown(account))


def test_a_retired_incident_is_shown_as_it_was_stored(account: Account, now: datetime.datetime) -> None:
    Moment.objects.filter(position=0).update(asserted=["an_old_label", "salary"])

    moment = shown(account).moments[0]
    assert (moment.incidents, moment.agency) == (("an_old_label", "salary"), "me")
