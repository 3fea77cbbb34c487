"""What is proposed for each cause, and where to find help."""

import pytest

from rebond.taxonomy.causes import CAUSES, INCIDENT_WEIGHTS, NATURE_WEIGHTS, WEIGHTS_SOURCE
from rebond.taxonomy.labels import INCIDENTS
from rebond.taxonomy.remedies import REMEDIES, Remedy
from rebond.taxonomy.resources import load_resources


def test_each_cause_has_a_remedy_of_its_own() -> None:
    assert [cause.remedy for cause in CAUSES.values()] == list(REMEDIES)


@pytest.mark.parametrize("remedy", REMEDIES.values(), ids=lambda remedy: remedy.key)
def test_remedy_has_three_or_four_steps_with_keys_of_their_own(remedy: Remedy) -> None:
    keys = [step.key for step in remedy.steps]

    assert 3 <= len(keys) <= 4
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("remedy", REMEDIES.values(), ids=lambda remedy: remedy.key)
def test_remedy_has_a_horizon_of_three_days_to_a_month(remedy: Remedy) -> None:
    assert 3 <= remedy.days <= 30


@pytest.mark.parametrize("remedy", REMEDIES.values(), ids=lambda remedy: remedy.key)
def test_remedy_names_resources_that_exist_free_ones_first(remedy: Remedy) -> None:
    costs = [load_resources()[key].cost for key in remedy.resources]

    assert costs == sorted(costs)
    assert costs[0] == "free"


@pytest.mark.parametrize("remedy", REMEDIES.values(), ids=lambda remedy: remedy.key)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_remedy_has_a_free_resource_in_each_language(remedy: Remedy, language: str) -> None:
    free = [resource for key in remedy.resources if (resource := load_resources()[key]).cost == "free"]

    assert any(language in resource.languages for resource in free)


@pytest.mark.parametrize("resource", load_resources())
def test_resource_serves_a_remedy(resource: str) -> None:
    assert any(resource in remedy.resources for remedy in REMEDIES.values())


def test_what_was_not_the_candidates_fault_asks_for_no_correction() -> None:
    for key in ("let_go", "know_rights"):
        said = " ".join(step.words.fr for step in REMEDIES[key].steps).casefold()
        assert "améliorer" not in said
        assert "corriger" not in said
        assert "entraîn" not in said


def test_every_incident_but_strength_speaks_for_a_cause() -> None:
    assert set(INCIDENT_WEIGHTS) == set(INCIDENTS) - {"strength"}


def test_every_cause_is_spoken_for() -> None:
    assert {cause for weights in INCIDENT_WEIGHTS.values() for cause in weights} == set(CAUSES)


def test_facts_and_feedback_weigh_more_than_interpretations_and_feelings() -> None:
    weakest = min(NATURE_WEIGHTS["fact"], NATURE_WEIGHTS["feedback"])

    assert weakest > max(NATURE_WEIGHTS["interpretation"], NATURE_WEIGHTS["feeling"])


def test_weights_say_where_they_come_from() -> None:
    assert WEIGHTS_SOURCE == "our judgement, measured on the corpus"
