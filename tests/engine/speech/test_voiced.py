"""Where a voice is heard."""

from itertools import pairwise

import numpy as np
import pytest

from rebond.engine.speech.sound import SAMPLE_RATE, Sound, Stretch
from rebond.engine.speech.voiced import CERTAIN, FRAME_S, Voice, voice_of


def voice(*frames: float) -> Voice:
    return Voice(np.array(frames, np.float32), len(frames) * FRAME_S)


def in_frames(stretches: tuple[Stretch, ...]) -> list[tuple[float, float]]:
    return [(stretch.start_s / FRAME_S, stretch.end_s / FRAME_S) for stretch in stretches]


def test_a_recorded_voice_is_heard_nearly_all_the_time(memo: Sound) -> None:
    voiced = voice_of(memo.samples)

    assert 0.7 * memo.duration_s < voiced.voiced_s(CERTAIN) < memo.duration_s


def test_six_pieces_with_silences_between_are_heard_as_at_least_six(memo: Sound) -> None:
    stretches = voice_of(memo.samples).stretches(CERTAIN, silence_s=0.5)

    assert len(stretches) >= 6
    assert all(before.end_s < after.start_s for before, after in pairwise(stretches))


def test_silence_put_into_a_voice_is_found_where_it_is(clip: Sound) -> None:
    half = len(clip.samples) // 2
    parted = np.concatenate([clip.samples[:half], np.zeros(2 * SAMPLE_RATE, np.float32), clip.samples[half:]])

    stretches = voice_of(parted).stretches(CERTAIN, silence_s=1.0)

    silences = [
        (before.end_s, after.start_s)
        for before, after in pairwise(stretches)
        if before.end_s <= half / SAMPLE_RATE + 0.3 and after.start_s >= half / SAMPLE_RATE + 1.7
    ]
    assert len(silences) == 1


@pytest.mark.parametrize("samples", [0, 1, 511, 512, 513, 40_000])
def test_any_length_has_a_probability_for_each_begun_frame(samples: int) -> None:
    heard = voice_of(np.zeros(samples, np.float32))

    assert len(heard.probabilities) == -(-samples // 512)
    assert heard.stretches(CERTAIN, silence_s=0.1) == ()


def test_what_is_heard_does_not_depend_on_how_much_is_looked_at_at_a_time(
    clip: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = voice_of(clip.samples)

    monkeypatch.setattr("rebond.engine.speech.voiced._FRAMES_AT_ONCE", 7)

    assert np.allclose(voice_of(clip.samples).probabilities, whole.probabilities, atol=1e-4)


def test_a_short_silence_does_not_end_a_stretch_and_a_long_one_does() -> None:
    heard = voice(0, 0.9, 0.9, 0.1, 0.9, 0.1, 0.1, 0.1, 0.9, 0)

    assert in_frames(heard.stretches(0.5, silence_s=3 * FRAME_S)) == [(1, 5), (8, 9)]


def test_a_voice_goes_on_a_little_below_the_threshold() -> None:
    heard = voice(0.4, 0.6, 0.4, 0.4, 0.3)

    assert in_frames(heard.stretches(0.5, silence_s=FRAME_S)) == [(1, 4)]


def test_stretches_that_are_too_short_are_left_out() -> None:
    heard = voice(0.9, 0, 0, 0.9, 0.9, 0.9, 0)

    assert in_frames(heard.stretches(0.5, silence_s=FRAME_S, shortest_s=2 * FRAME_S)) == [(3, 6)]


def test_padding_stays_inside_the_sound_and_is_shared_with_the_neighbour() -> None:
    heard = voice(0, 0.9, 0, 0, 0.9, 0.9)

    assert in_frames(heard.stretches(0.5, silence_s=FRAME_S, pad_s=2 * FRAME_S)) == [(0, 3), (3, 6)]


def test_the_highest_probability_of_a_stretch_is_that_of_its_frames() -> None:
    heard = voice(0.1, 0.2, 0.8, 0.3)

    assert heard.highest_between(0, FRAME_S) == pytest.approx(0.2)
    assert heard.highest_between(FRAME_S, 2 * FRAME_S) == pytest.approx(0.8)
    assert heard.highest_between(9, 10) == 0
