"""From probabilities to answers, and the contract of the contenders."""

import pickle
from pathlib import Path

import numpy as np
import pytest

from benchmarks.quality.answers import NEVER, Bars, answer_of, bars_of
from benchmarks.quality.contenders import CONTENDERS
from benchmarks.quality.heads import fit_head
from benchmarks.quality.plain import MostFrequent, TfidfLinear
from benchmarks.quality.row import judge, sample_of
from rebond.engine.moments.judge import Labels
from training.accounts import load_accounts

LABELS = Labels(("fact", "feeling"), ("blunder", "salary"), ("should",), ("before", "after"))
BARS = Bars(likely=0.3, asserted=0.8, distortion=0.5, phase=0.4)


@pytest.fixture(scope="module")
def few():
    accounts = load_accounts()
    known = [account for account in accounts if not account.held_out][::12]
    return known, [account for account in accounts if account.held_out][:6]


def test_an_answer_says_what_passes_its_bar() -> None:
    probabilities = np.array([[0.2, 0.7, 0.85, 0.4, 0.6, 0.1, 0.3]])

    assert answer_of(probabilities, [(0, 5)], LABELS, BARS)["moments"] == [
        {
            "start": 0,
            "end": 5,
            "nature": "feeling",
            "incidents": ["blunder"],
            "offered": ["salary"],
            "likely": ["blunder", "salary"],
            "distortions": ["should"],
            "phase": None,
        }
    ]


def test_bars_part_what_is_annotated_from_what_is_not() -> None:
    held = np.zeros((20, 7), np.bool_)
    held[:10, [0, 2, 4, 5]] = True
    probabilities = np.where(held, 0.9, 0.1)

    assert bars_of(probabilities, held, LABELS) == Bars(likely=0.11, asserted=0.9, distortion=0.11, phase=0.0)


def test_nothing_is_asserted_where_too_little_would_be_right() -> None:
    held = np.zeros((20, 7), np.bool_)
    held[::3, 2:4] = True

    assert bars_of(np.full((20, 7), 0.5), held, LABELS).asserted == NEVER


def test_a_head_tells_two_groups_apart() -> None:
    features = np.array([[0.0, 1.0], [0.1, 0.9], [1.0, 0.0], [0.9, 0.1]], np.float32)
    held = np.array([[True], [True], [False], [False]])

    head = fit_head(features, held, 1e-3)

    assert (head.probabilities(features) > 0.5).tolist() == held.tolist()


@pytest.mark.parametrize("kind", [MostFrequent, TfidfLinear])
def test_a_contender_answers_every_moment_it_is_given_and_the_same_once_kept(kind, few, tmp_path: Path) -> None:
    known, judged = few
    contender = kind(tmp_path)
    contender.fit(known)
    cuts = {account.id: account.spans for account in judged}

    answers = contender.predict(judged, cuts)

    spans = {key: [(moment["start"], moment["end"]) for moment in said["moments"]] for key, said in answers.items()}
    assert spans == {key: list(value) for key, value in cuts.items()}
    assert pickle.loads(pickle.dumps(contender)).predict(judged, cuts) == answers


def test_a_row_says_who_was_judged_and_how_well(few, tmp_path: Path) -> None:
    known, judged = few

    row = judge(MostFrequent(tmp_path), known, judged)

    assert (row["key"], row["moments"]) == ("frequent", sum(len(account.spans) for account in judged))
    assert 0 < row["scores"]["nature"] < 100


def test_a_sample_holds_about_as_many_moments_as_asked_for() -> None:
    judged = [account for account in load_accounts() if account.held_out]

    assert sum(len(account.spans) for account in sample_of(judged, 200)) == pytest.approx(200, abs=40)


def test_every_contender_has_a_key_of_its_own() -> None:
    assert len({kind.key for kind in CONTENDERS}) == len(CONTENDERS)
