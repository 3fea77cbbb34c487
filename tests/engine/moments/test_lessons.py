"""What corrections teach: nothing from nothing, a little to what resembles them, nothing to the rest."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.moments.judge import HEADS, Judge
from rebond.engine.moments.lessons import FARTHEST, MOST_REASONS, learn
from rebond.engine.moments.read import PERSONAL, load_reader
from rebond.engine.moments.types import Correction
from rebond.engine.text.stored import load_arrays
from training.accounts import load_accounts

JUDGE = Judge()
READER = load_reader(encoder="light")
RARITY = load_arrays(HEADS / "light.npz")["rarity"]
LABELS = JUDGE.labels
HAND = "J'ai gardé les mains sous la table tout le long, comme d'habitude."
LIKE_HAND = "Encore les mains sous la table, tout le long."
UNLIKE = "Le directeur financier voulait savoir combien de budgets avaient été clos."
STRESS = Correction("incidents", "stress", True, HAND)
CALM = Correction("incidents", "stress", False, HAND)
FACT = Correction("natures", "fact", True, HAND)
CORRECTIONS = (
    STRESS,
    FACT,
    Correction("phases", "closing", True, UNLIKE),
    Correction("incidents", "salary", False, UNLIKE),
    Correction("distortions", "labelling", True, "Je suis une catastrophe ambulante."),
    Correction("natures", "feeling", True, LIKE_HAND),
)
ANY_CORRECTION = st.builds(
    Correction,
    kind=st.just("incidents"),
    key=st.sampled_from(LABELS.incidents),
    holds=st.booleans(),
    quote=st.text(min_size=1, max_size=40) | st.sampled_from([HAND, LIKE_HAND, UNLIKE]),
) | st.builds(
    Correction,
    kind=st.just("natures"),
    key=st.sampled_from(LABELS.natures),
    holds=st.just(True),
    quote=st.sampled_from([HAND, LIKE_HAND, UNLIKE]),
)


def shift(corrections, quote, kind, key):
    column = LABELS.columns(kind).start + getattr(LABELS, kind).index(key)
    return float(learn(corrections, RARITY).shifts([quote], LABELS)[0, column])


def test_no_correction_teaches_exactly_nothing():
    learned = learn([], RARITY)

    assert not learned.shifts([HAND, UNLIKE, ""], LABELS).any()
    assert (learned.version, learned.because(HAND, "natures", "fact")) == ("", ())
    assert learned.nearest([HAND]).tolist() == [0.0]
    assert READER.read(f"{HAND} {UNLIKE}", learned=learned) == READER.read(f"{HAND} {UNLIKE}")


def test_shifts_have_a_row_a_moment_and_a_column_a_label():
    shifts = learn(CORRECTIONS, RARITY).shifts([HAND, UNLIKE, "?"], LABELS)

    assert (shifts.shape, shifts.dtype) == ((3, LABELS.count), np.float32)
    assert learn(CORRECTIONS, RARITY).shifts([], LABELS).shape == (0, LABELS.count)


def test_what_resembles_a_corrected_moment_moves_and_what_does_not_stays():
    same, like, unlike = (shift([STRESS], quote, "incidents", "stress") for quote in (HAND, LIKE_HAND, UNLIKE))

    assert same > like > 0.3
    assert abs(unlike) < 0.05


def test_a_no_moves_the_other_way():
    assert shift([CALM], LIKE_HAND, "incidents", "stress") == -shift([STRESS], LIKE_HAND, "incidents", "stress")


def test_only_the_label_that_was_spoken_of_moves():
    shifts = learn([STRESS], RARITY).shifts([HAND], LABELS)[0]

    assert np.flatnonzero(shifts).tolist() == [LABELS.columns("incidents").start + LABELS.incidents.index("stress")]


def test_a_choice_speaks_against_the_others_of_its_kind():
    shifts = learn([FACT], RARITY).shifts([HAND], LABELS)[0][LABELS.columns("natures")]

    assert {key: float(np.sign(value)) for key, value in zip(LABELS.natures, shifts, strict=True)} == {
        key: 1.0 if key == "fact" else -1.0 for key in LABELS.natures
    }


def test_a_yes_and_a_no_to_the_same_words_cancel_out():
    assert shift([STRESS, CALM], HAND, "incidents", "stress") == 0


def test_saying_it_often_moves_more_and_never_without_end():
    often = [Correction("incidents", "stress", True, f"{HAND} {'encore ' * times}") for times in range(60)]

    assert shift(often[:1], HAND, "incidents", "stress") < shift(often, HAND, "incidents", "stress") <= FARTHEST


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY_CORRECTION, max_size=12), st.text(max_size=60))
def test_no_label_moves_further_than_the_bound(corrections, quote):
    shifts = learn(corrections, RARITY).shifts([quote, HAND], LABELS)

    assert np.isfinite(shifts).all()
    assert float(np.abs(shifts).max()) <= FARTHEST


def test_the_order_of_the_corrections_changes_nothing():
    learned = [learn(order, RARITY) for order in itertools.islice(itertools.permutations(CORRECTIONS), 40)]

    assert len({one.version for one in learned}) == 1
    assert len({one.shifts([HAND, LIKE_HAND, UNLIKE], LABELS).tobytes() for one in learned}) == 1


def test_reasons_are_the_corrected_words_the_strongest_first():
    others = [Correction("incidents", "stress", True, f"{UNLIKE} {number}") for number in range(5)]
    learned = learn([STRESS, *others, Correction("incidents", "stress", True, LIKE_HAND)], RARITY)

    reasons = learned.because(LIKE_HAND, "incidents", "stress")

    assert reasons[:2] == (LIKE_HAND, HAND)
    assert len(reasons) <= MOST_REASONS
    assert learned.because(LIKE_HAND, "incidents", "salary") == ()


def test_a_label_is_called_moved_where_it_moved_enough():
    learned = learn([STRESS, FACT], RARITY)
    asked = [("incidents", "stress"), ("incidents", "salary"), ("natures", "fact"), ("natures", "feedback")]

    assert learned.moved(HAND, asked) == [True, False, True, True]
    assert learned.moved(UNLIKE, asked) == [False] * 4


def test_nearest_is_one_for_the_same_words_and_small_for_others():
    same, like, unlike = learn([STRESS], RARITY).nearest([HAND, LIKE_HAND, UNLIKE]).tolist()

    assert same == pytest.approx(1)
    assert 1 > like > 0.3 > unlike >= 0


def test_the_version_of_a_reading_says_that_corrections_moved_it():
    learned = READER.learn([STRESS])

    assert READER.read(HAND, learned=learned).version == f"{READER.version}{PERSONAL}{learned.version}"
    assert READER.read(HAND).version == READER.version
    assert learned.version != READER.learn([CALM]).version


def test_a_corrected_moment_is_read_as_it_was_corrected():
    text = f"{HAND} {UNLIKE}"
    before = READER.read(text).moments[0]
    corrections = [FACT, STRESS] if before.nature != "fact" else [Correction("natures", "feeling", True, HAND), STRESS]

    after = READER.read(text, learned=READER.learn(corrections)).moments[0]

    assert (after.nature, after.nature != before.nature) == (corrections[0].key, True)
    assert after.likelihoods["stress"] > before.likelihoods["stress"]


def test_reading_many_is_moved_as_reading_each():
    learned = READER.learn(CORRECTIONS)
    texts = [f"{HAND} {UNLIKE}", LIKE_HAND, "Nul."]

    assert list(READER.read_many(texts, learned=learned)) == [READER.read(text, learned=learned) for text in texts]


# What docs/engine.md says of 226 accounts and a reader that never saw them, on fewer and with the one that ships.
MOST_FORGOTTEN = 0.01
"""Share of the natures of other people's moments that may be read worse."""


def test_what_one_person_teaches_is_not_forgotten_by_the_others():
    accounts = [account for account in load_accounts() if account.held_out][:60]
    mine, others = accounts[:8], accounts[8:]
    corrections = [
        Correction("natures", moment["nature"], True, quote)
        for account in mine
        for moment, quote in zip(account.moments, account.quotes, strict=True)
    ]
    learned = READER.learn(corrections)

    right = {name: _right_natures(others, taught) for name, taught in (("before", None), ("after", learned))}

    assert right["after"] >= right["before"] - MOST_FORGOTTEN
    assert _right_natures(mine, learned) > _right_natures(mine, None)


def _right_natures(accounts, learned):
    read = READER.judged([(account.text, list(account.spans)) for account in accounts], learned=learned)
    wanted = [moment["nature"] for account in accounts for moment in account.moments]
    found = [moment.nature for reading in read for moment in reading.moments]
    return sum(map(str.__eq__, wanted, found)) / len(wanted)
