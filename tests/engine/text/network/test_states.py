"""The network at work: a state for every piece of any text, and the same ones each time."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rebond.taxonomy.examples
from rebond.engine.moments import whole
from rebond.engine.text.network.shape import GEMMA
from rebond.engine.text.network.states import OVERLAP, Network, States

EXAMPLES = Path(rebond.taxonomy.examples.__file__).parent / "examples"
FRENCH, ENGLISH = ((EXAMPLES / f"{language}.txt").read_text("utf-8") for language in ("fr", "en"))
WIDTH = 640
# Two marks are read with each window.
ROOM = GEMMA.most_pieces - 2
# Cosine that half of a later window's states have at least with those of a window that saw all (measured: 0.998, and
# 0.91 for the worst of them).
ALIKE = 0.98
ODD = {
    "nothing": "",
    "one letter": "a",
    "NULs": "\0\0",
    "a lone surrogate": "J’ai dit \ud800 oui",
    "pictures": "😭👩‍💻🇫🇷",
    "white space": " \n\t\u00a0\u2028",
    "another script": "私は面接に落ちた。",
    "decomposed accents": "e\u0301te\u0301",
    "controls": "\x01\x02\x7f\ufeff",
}


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one * other).sum(axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)


def lengths(states: States) -> np.ndarray:
    """Root mean square of each state."""
    return np.sqrt((states.values.astype(np.float64) ** 2).mean(axis=1))


# ---------------------------------------------------------------------------------------------------- One window


@pytest.mark.parametrize(("text", "count"), [(FRENCH, 405), (ENGLISH, 317)], ids=["fr", "en"])
def test_an_example_has_a_state_for_each_piece(network: Network, text: str, count: int) -> None:
    states = network.read(text)

    assert (states.values.dtype, states.values.shape) == (np.float32, (count, WIDTH))
    assert states.places.shape == (count, 2)
    assert "".join(text[low:high] for low, high in dict.fromkeys(map(tuple, states.places.tolist()))) == text


def test_states_are_of_root_mean_square_one(network: Network) -> None:
    assert np.allclose(lengths(network.read(FRENCH)), 1, atol=1e-3)


def test_the_same_text_has_the_same_states(network: Network) -> None:
    first, second = network.read(ENGLISH), network.read(ENGLISH)

    assert np.array_equal(first.values, second.values)
    assert np.array_equal(first.places, second.places)


def test_a_piece_is_read_with_what_stands_before_it_alone(network: Network) -> None:
    start = FRENCH[:400].rindex(" ")

    alone, whole = network.read(FRENCH[:start]), network.read(FRENCH)

    assert cosines(alone.values, whole.values[: len(alone.values)]).min() > 0.99


def test_the_same_word_is_another_thing_elsewhere(network: Network) -> None:
    offered, broken = network.read("On m’a offert un verre."), network.read("J’ai cassé un verre.")

    assert cosines(offered.values[-2:-1], broken.values[-2:-1])[0] < 0.999


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_has_states_inside_it(network: Network, text: str) -> None:
    states = network.read(text)

    assert states.values.shape == (len(states.places), WIDTH)
    assert np.allclose(lengths(states), 1, atol=1e-3)
    assert states.places.min() >= 0
    assert states.places.max() <= len(text)


def test_a_text_without_pieces_has_one_empty_place(network: Network) -> None:
    assert network.read("").places.tolist() == [[0, 0]]


# ------------------------------------------------------------------------------------------------ Several windows


def test_a_long_text_has_as_many_states_as_pieces(network: Network) -> None:
    once, thrice = network.read(FRENCH), network.read(FRENCH * 3)

    assert len(thrice.values) == len(thrice.places) == 3 * len(once.values)
    assert np.allclose(lengths(thrice), 1, atol=1e-3)


def test_a_long_text_is_read_like_a_short_one_as_far_as_the_first_window_goes(network: Network) -> None:
    long, short = network.read(FRENCH * 3), network.read(FRENCH)

    assert len(long.values) > ROOM > len(short.values)
    assert cosines(short.values[:-1], long.values[: len(short.values) - 1]).min() > 0.99


def test_a_later_window_agrees_with_one_that_saw_all(network: Network) -> None:
    whole = network.read(FRENCH)
    padding = network.read(f"{ENGLISH} {ENGLISH} ")

    long = network.read(f"{ENGLISH} {ENGLISH} {FRENCH}")

    offset = len(padding.values) - 1
    assert offset > ROOM - OVERLAP
    found = cosines(whole.values[OVERLAP:], long.values[offset:][: len(whole.values)][OVERLAP:])
    assert np.median(found) > ALIKE


@pytest.mark.parametrize("more", [-1, 0, 1, ROOM - OVERLAP, ROOM - OVERLAP + 1])
def test_windows_meet_whatever_the_length(network: Network, more: int) -> None:
    text = "a\n" * ((ROOM + more) // 2) + "b" * ((ROOM + more) % 2)

    states = network.read(text)

    assert len(states.values) == len(states.places) == ROOM + more


def test_a_very_long_word_is_read_to_its_end(network: Network) -> None:
    states = network.read("x" * 5_000)

    assert states.places[-1].tolist()[1] == 5_000
    assert np.isfinite(states.values).all()


# --------------------------------------------------------------------------------------------- Which pieces cover what

PLACES = np.array([[0, 2], [2, 5], [5, 6], [6, 6 + 4]])


@pytest.mark.parametrize(
    ("stretch", "expected"),
    [
        ((0, 2), (0, 1)),
        ((0, 3), (0, 2)),
        ((1, 2), (0, 1)),
        ((2, 6), (1, 3)),
        ((5, 10), (2, 4)),
        ((4, 4), (1, 2)),  # nothing: the piece around it
        ((10, 10), (3, 4)),  # the end of the text
        ((12, 20), (3, 4)),  # what was dropped at the end: the piece before it
    ],
)
def test_covering_gives_first_and_last_piece(stretch: tuple[int, int], expected: tuple[int, int]) -> None:
    assert States(np.zeros((4, 1), np.float32), PLACES).covering(*stretch) == expected


@given(
    ends=st.lists(st.integers(1, 9), min_size=1, max_size=8), stretch=st.tuples(st.integers(0, 99), st.integers(0, 99))
)
def test_covering_always_gives_a_piece(ends: list[int], stretch: tuple[int, int]) -> None:
    edges = np.cumsum([0, *ends])
    states = States(np.zeros((len(ends), 1), np.float32), np.stack([edges[:-1], edges[1:]], axis=1))

    first, last = states.covering(*sorted(stretch))

    assert 0 <= first < last <= len(ends)


@settings(max_examples=10, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_can_be_read(network: Network, text: str) -> None:
    states = network.read(text)

    assert np.isfinite(states.values).all()
    assert len(states.values) == len(states.places) > 0


def test_the_plan_that_ships_is_small() -> None:
    assert whole.GEMMA.plan.stat().st_size < 1_000_000
