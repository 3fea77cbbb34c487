"""What the heads make of the network's states, worked out by hand on states of two numbers."""

import numpy as np
import pytest

from rebond.engine.moments import account_look
from rebond.engine.moments.account_look import ACCOUNT, GAP_WORDS, LENGTH, NEIGHBOUR, AccountLook, seen_of
from rebond.engine.text.network.states import States

WIDTH, LABELS = 2, 3
SEEN = 4 * WIDTH + 5


class Spoken:
    """A network that holds of a piece its length and 1; a piece is a word. It remembers what it was asked to read."""

    def __init__(self) -> None:
        self.read_texts: list[str] = []

    def read(self, text: str) -> States:
        self.read_texts.append(text)
        places, start = [], 0
        for word in text.split(" "):
            places.append((start, start + len(word)))
            start += len(word) + 1
        values = np.array([[end - begin, 1] for begin, end in places], np.float32)
        return States(values, np.array(places, np.int64))


def heads(**given: np.ndarray) -> dict[str, np.ndarray]:
    nothing = {
        "judge.weight": np.zeros((LABELS, SEEN), np.float16),
        "judge.bias": np.zeros(LABELS, np.float32),
        "gaps.weight": np.zeros((1, GAP_WORDS * WIDTH), np.float16),
        "gaps.bias": np.zeros(1, np.float32),
        "middle": np.zeros(WIDTH, np.float16),
        "spread": np.ones(WIDTH, np.float16),
    }
    return nothing | {name.replace("__", "."): array for name, array in given.items()}


def look(network: Spoken | None = None, **given: np.ndarray) -> AccountLook:
    return AccountLook(network or Spoken(), heads(**given))  # type: ignore[arg-type]


def one_weight(label: int, column: int) -> np.ndarray:
    weights = np.zeros((LABELS, SEEN), np.float16)
    weights[label, column] = 1
    return weights


# ------------------------------------------------------------------------------------------------- What a head sees


def test_a_moment_is_seen_with_its_neighbours_the_account_and_its_place() -> None:
    vectors = np.array([[1, 2], [3, 4], [5, 6]], np.float32)

    seen = seen_of(vectors)

    length = np.log1p(3) * LENGTH
    mean = [3 * ACCOUNT, 4 * ACCOUNT]
    assert seen == pytest.approx(
        np.array(
            [
                [1, 2, 0, 0, *(vectors[1] * NEIGHBOUR), *mean, 1 / 6, 1 / 36, 1, 0, length],
                [3, 4, *(vectors[0] * NEIGHBOUR), *(vectors[2] * NEIGHBOUR), *mean, 0.5, 0.25, 0, 0, length],
                [5, 6, *(vectors[1] * NEIGHBOUR), 0, 0, *mean, 5 / 6, 25 / 36, 0, 1, length],
            ]
        ),
        rel=1e-5,
    )


def test_a_lone_moment_is_first_last_and_its_own_account() -> None:
    seen = seen_of(np.array([[1, 2]], np.float32))

    assert seen == pytest.approx(
        np.array([[1, 2, 0, 0, 0, 0, ACCOUNT, 2 * ACCOUNT, 0.5, 0.25, 1, 1, np.log1p(1) * LENGTH]]), rel=1e-5
    )


# ---------------------------------------------------------------------------------------------------------- Labels


def test_log_odds_are_those_of_the_average_state_of_the_moment() -> None:
    found = look(judge__weight=one_weight(1, 0), judge__bias=np.array([5, 0, -5], np.float32)).log_odds(
        "un mot long", [(0, 6), (7, 11)]
    )

    assert (found.dtype, found.tolist()) == (np.float32, [[5, 2.5, -5], [5, 4, -5]])


def test_states_are_centred_and_scaled_before_they_are_seen() -> None:
    found = look(
        judge__weight=one_weight(0, 0), middle=np.array([1, 0], np.float16), spread=np.array([2, 1], np.float16)
    ).log_odds("cinq", [(0, 4)])

    assert found[0, 0] == 1.5


def test_a_moment_takes_the_pieces_that_it_touches() -> None:
    found = look(judge__weight=one_weight(0, 0)).log_odds("un trois quatre", [(4, 8)])

    assert found[0, 0] == 5


def test_no_moments_have_no_log_odds_and_need_no_reading() -> None:
    network = Spoken()

    found = look(network).log_odds("un mot", [])

    assert (found.shape, network.read_texts) == ((0, LABELS), [])


# ------------------------------------------------------------------------------------------------------------ Gaps

TEXT = "a bb ccc dddd eeeee"
WORDS = [(0, 1), (2, 4), (5, 8), (9, 13), (14, 19)]


@pytest.mark.parametrize(
    ("shift", "expected"),
    [(0, [1, 2, 3, 4]), (1, [2, 3, 4, 5]), (2, [3, 4, 5, 0]), (3, [4, 5, 0, 0])],
)
def test_a_gap_sees_the_word_before_it_and_three_after(shift: int, expected: list[float]) -> None:
    weights = np.zeros((1, GAP_WORDS * WIDTH), np.float16)
    weights[0, shift * WIDTH] = 1

    found = look(gaps__weight=weights, gaps__bias=np.array([0.5], np.float32)).gap_log_odds(TEXT, WORDS)

    assert found.tolist() == [value + 0.5 for value in expected]


def test_one_word_has_no_gap() -> None:
    assert look().gap_log_odds("a", [(0, 1)]).tolist() == []


# ------------------------------------------------------------------------------------- States between cut and judging


def test_a_text_that_is_cut_and_then_judged_is_read_once() -> None:
    network = Spoken()
    looking = look(network)

    looking.gap_log_odds(TEXT, WORDS)
    looking.log_odds(TEXT, [(0, 4), (5, 19)])

    assert network.read_texts == [TEXT]


def test_the_text_looked_at_longest_ago_is_given_up_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_look, "PIECES_KEPT", 4)
    network = Spoken()
    looking = look(network)

    for text in ("a b", "c d", "a b", "e f", "a b", "c d"):
        looking.log_odds(text, [(0, 3)])

    assert network.read_texts == ["a b", "c d", "e f", "c d"]


def test_one_text_is_kept_however_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_look, "PIECES_KEPT", 1)
    network = Spoken()
    looking = look(network)

    for _ in range(2):
        looking.log_odds(TEXT, [(0, 4)])

    assert network.read_texts == [TEXT]
