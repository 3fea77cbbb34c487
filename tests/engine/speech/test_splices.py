"""A sound without its silences."""

import numpy as np
import pytest

from rebond.engine.speech import splices
from rebond.engine.speech.sound import SAMPLE_RATE, Sound, Stretch
from rebond.engine.speech.splices import Splice, clipped, spliced
from rebond.engine.speech.transcript import Word
from rebond.engine.speech.voiced import FRAME_S, Voice


def word(start_s: float, end_s: float) -> Word:
    return Word(start_s, end_s, "mot", 0.9)


def times(placed: Word) -> tuple[float, float]:
    return placed.start_s, placed.end_s


@pytest.fixture
def splice() -> Splice:
    """Seconds 2 to 5, 10 to 12 and 20 to 24 of a sound whose samples say in which second they are."""
    seconds = np.repeat(np.arange(30, dtype=np.float32), SAMPLE_RATE)
    return Splice.of(Sound(seconds), [Stretch(2, 5), Stretch(10, 12), Stretch(20, 24)])


def test_stretches_are_put_one_behind_the_other(splice: Splice) -> None:
    assert splice.samples[::SAMPLE_RATE].tolist() == [2, 3, 4, 10, 11, 20, 21, 22, 23]


def test_words_find_their_place_in_the_sound_again(splice: Splice) -> None:
    heard = [word(0, 1), word(2.5, 2.75), word(3, 4), word(5, 6), word(8, 9)]

    assert [times(splice.in_sound(each)) for each in heard] == [(2, 3), (4.5, 4.75), (10, 11), (20, 21), (23, 24)]


def test_a_word_over_a_cut_stays_in_the_stretch_of_its_middle(splice: Splice) -> None:
    assert times(splice.in_sound(word(2.5, 3.25))) == (4.5, 5)
    assert times(splice.in_sound(word(2.75, 3.5))) == (10, 10.5)


def test_a_word_past_the_end_stays_inside(splice: Splice) -> None:
    assert times(splice.in_sound(word(8.5, 12))) == (23.5, 24)


def test_a_word_outside_a_stretch_is_brought_to_its_edge() -> None:
    assert times(clipped(word(1, 3), Stretch(2, 4))) == (2, 3)
    assert times(clipped(word(5, 6), Stretch(2, 4))) == (4, 4)


def test_long_silences_are_left_out_and_short_ones_kept() -> None:
    probabilities = np.zeros(int(20 / FRAME_S), np.float32)
    for start_s, end_s in ((2, 4), (5, 6), (12, 14)):
        probabilities[round(start_s / FRAME_S) : round(end_s / FRAME_S)] = 0.9

    (pieces,) = spliced(Voice(probabilities, 20.0))

    assert [(round(each.start_s, 1), round(each.end_s, 1)) for each in pieces] == [(1.6, 6.4), (11.6, 14.4)]


def test_work_is_done_in_pieces_that_end_in_silences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splices, "PIECE_S", 10.0)
    probabilities = np.zeros(int(60 / FRAME_S), np.float32)
    for start_s, end_s in ((1, 6), (10, 13), (20, 25), (30, 55)):
        probabilities[round(start_s / FRAME_S) : round(end_s / FRAME_S)] = 0.9

    pieces = [
        [(round(each.start_s), round(each.end_s)) for each in piece] for piece in spliced(Voice(probabilities, 60))
    ]

    assert pieces == [[(1, 6), (10, 13)], [(20, 25)], [(30, 40)], [(40, 50)], [(50, 55)]]
