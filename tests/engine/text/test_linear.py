import numpy as np
import pytest

from rebond.engine.text.hashing import grams
from rebond.engine.text.linear import PIECES_A_BATCH, HashedLinear

BITS = 12


def model_of(*telling):
    """A model of one label, towards which the given words pull."""
    weights = np.zeros((1 << BITS, 1), np.float32)
    for word in telling:
        weights[grams([word], bits=BITS).buckets] = 1.0
    return HashedLinear(weights, np.ones(1 << BITS, np.float32), np.array([-1.0], np.float32))


def test_log_odds_of_nothing_is_the_bias():
    assert model_of("trac").log_odds(["", "…"]).tolist()[0] == [-1.0]


def test_log_odds_rise_with_a_telling_word():
    told, other = model_of("trac").log_odds(["le trac", "le train"])[:, 0]

    assert told > other >= -1.0


def test_log_odds_of_many_pieces_equal_those_of_each():
    pieces = [f"moment {number} du trac" for number in range(PIECES_A_BATCH + 3)]

    together = model_of("trac").log_odds(pieces)

    alone = np.concatenate([model_of("trac").log_odds([piece]) for piece in pieces[-5:]])
    assert np.array_equal(together[-5:], alone)


def test_pull_of_is_strongest_for_the_telling_word():
    pull = model_of("imposture").pull_of(["je", "suis", "une", "imposture"], 0)

    assert int(pull.argmax()) == 3
    assert pull[3] == pytest.approx(len(grams(["imposture"], bits=BITS).buckets))
