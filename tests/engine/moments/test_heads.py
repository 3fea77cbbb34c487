"""What ships: arrays without pickle, small, and a card that says what they are."""

import tomllib

import numpy as np
import pytest

from rebond.engine.moments.judge import HEADS, Judge
from rebond.engine.moments.whole import NETWORKS_OF
from rebond.engine.text.stored import load_arrays, load_card
from rebond.taxonomy.labels import DISTORTIONS, INCIDENTS, NATURES, PHASES
from training.accounts import CORPUS

MOST_BYTES = 15_000_000
CARD = load_card(HEADS / "card.json")


def test_heads_hold_arrays_of_finite_numbers_alone():
    for path in sorted(HEADS.glob("*.npz")):
        for name, array in load_arrays(path).items():
            # Beside weights: which pieces of the vocabulary are kept, and the rows of the marks among them.
            kinds = {"kept": (np.uint8,), "marks": (np.int64,), "gap_shares": (np.float64,)}
            assert array.dtype in kinds.get(name, (np.float16, np.float32)), (path.name, name)
            assert np.isfinite(array).all(), (path.name, name)


def test_heads_are_small_and_nothing_else_ships_with_them():
    assert sorted(path.name for path in HEADS.iterdir()) == [
        "GEMMA-TERMS.txt",
        "boundaries.npz",
        "card.json",
        "e5-adapter.npz",
        "e5-heads.npz",
        "e5.npz",
        "e5.onnx",
        "gemma-adapter.npz",
        "gemma-heads.npz",
        "gemma.npz",
        "gemma.onnx",
        "light.npz",
    ]
    assert sum(path.stat().st_size for path in HEADS.iterdir()) < MOST_BYTES


def test_card_names_the_labels_of_the_taxonomy():
    assert {kind: set(keys) for kind, keys in CARD["labels"].items()} == {
        "natures": set(NATURES),
        "incidents": set(INCIDENTS),
        "distortions": set(DISTORTIONS),
        "phases": set(PHASES),
    }


def test_card_keeps_the_order_of_the_corpus():
    taxonomy = tomllib.loads((CORPUS / "taxonomy.toml").read_text("utf-8"))

    assert CARD["labels"]["incidents"] == list(taxonomy["incident"])


def test_card_tells_data_licence_limits_and_seed():
    assert CARD["data"]["accounts"] == 1497
    assert (CARD["seed"], CARD["folds"]) == (0, 3)
    assert CARD["licence"].startswith("AGPL-3.0-or-later")
    assert len(CARD["limits"]) >= 4


@pytest.mark.parametrize("kind", ["gemma", "e5", "light"])
def test_card_counts_what_each_label_was_measured_on(kind):
    for row in CARD["readers"][kind]["incidents"].values():
        assert row["right"] <= min(row["asserted"], row["annotated"])
        assert (row["bar"] is None) == (row["asserted"] == 0)


@pytest.mark.parametrize("kind", ["gemma", "e5", "light"])
def test_bars_of_the_card_are_those_that_decide(kind, networks):
    judge = Judge(kind, {whole.name: networks[whole.name] for whole in NETWORKS_OF[kind]})

    bars = [
        bar if bar is not None else 2.0 for bar in (row["bar"] for row in CARD["readers"][kind]["incidents"].values())
    ]
    assert judge.finish.incident_bars.tolist() == pytest.approx(bars, abs=1e-3)


@pytest.mark.parametrize("kind", ["gemma", "e5", "light"])
def test_what_is_asserted_was_right_about_four_times_in_five(kind):
    rows = CARD["readers"][kind]["incidents"].values()

    assert sum(row["right"] for row in rows) / sum(row["asserted"] for row in rows) >= 0.75
