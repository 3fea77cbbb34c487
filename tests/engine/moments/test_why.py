import numpy as np
import pytest

from rebond.engine.moments.why import MOST_AGAINST, MOST_PIECES, MOST_TOWARDS, SMALLEST_PULL, why
from rebond.engine.text.words import find_words
from tests.readers import FULL, LIGHT

MOMENTS = (
    "Entretien mardi matin pour un poste.",
    "J'avais les mains moites et je tremblais.",
    "Trou complet.",
    "Il a soupiré.",
)
ACCOUNT = " ".join(MOMENTS)
SPANS = [(ACCOUNT.index(moment), ACCOUNT.index(moment) + len(moment)) for moment in MOMENTS]


@pytest.fixture(params=[LIGHT, FULL], ids=["light", "e5"])
def reader(request):
    return request.param


class Counted:
    """A judge whose log-odds of every label is how often a letter stands in the moment, and what it was asked."""

    labels = LIGHT._judge.labels

    def __init__(self, letter):
        self.letter, self.asked = letter, []

    def first_looks(self, batch):
        self.asked.append(batch)
        return [
            np.array([[text[start:end].count(self.letter)] * self.labels.count for start, end in spans], np.float32)
            for text, spans in batch
        ]


def ask(judge, text, spans, position=0):
    return why(judge, text, spans, position, kind="natures", key="fact")


def test_words_weigh_what_the_label_loses_without_them():
    found = ask(Counted("z"), "un z, deux zz et zzz", [(0, 20)])

    assert [(word.start, word.end, word.weight) for word in found.words] == [(17, 20, 3.0), (11, 13, 2.0), (3, 4, 1.0)]
    assert found.against == ()


def test_words_that_pull_away_are_told_apart():
    judge = Counted("z")
    counted = judge.first_looks
    judge.first_looks = lambda batch: [-look for look in counted(batch)]

    found = ask(judge, "z zz zzz ou", [(0, 11)])

    assert found.words == ()
    assert [word.weight for word in found.against] == [-3.0, -2.0]


def test_all_variants_are_asked_at_once_between_their_neighbours():
    judge = Counted("z")
    ask(judge, ACCOUNT, SPANS, position=2)

    (batch,) = judge.asked
    assert [[text[start:end] for start, end in spans] for text, spans in batch] == [
        ["J'avais les mains moites et je tremblais.", words, "Il a soupiré."]
        for words in ("Trou complet.", " complet.", "Trou .")
    ]
    assert {text[0] for text, _ in batch} == {"J"}


def test_a_moment_of_one_word_leaves_a_sign_behind():
    judge = Counted("z")
    found = ask(judge, "zut", [(0, 3)])

    assert judge.asked == [[("zut", [(0, 3)]), ("…", [(0, 1)])]]
    assert [word.weight for word in found.words] == [1.0]


def test_a_moment_without_words_has_no_reasons():
    assert ask(Counted("z"), "?!", [(0, 2)]).words == ()


def test_the_work_is_bounded_and_every_word_is_left_out_once():
    judge = Counted("z")
    text = " ".join(["z"] * 90)
    found = ask(judge, text, [(0, len(text))])

    (batch,) = judge.asked
    assert len(batch) <= MOST_PIECES + 1
    lost = [text.count("z") - variant.count("z") for variant, _ in batch[1:]]
    assert sum(lost) == 90
    assert [word.weight for word in found.words] == [3.0] * MOST_TOWARDS


def test_the_words_are_words_of_the_moment_strongest_first(reader):
    found = reader.why(ACCOUNT, SPANS, 1, kind="natures", key="feeling")

    first = SPANS[1][0]
    words = {(first + start, first + end) for start, end in find_words(MOMENTS[1])}
    assert {(word.start, word.end) for word in (*found.words, *found.against)} <= words
    weights = [word.weight for word in found.words]
    assert weights == sorted(weights, reverse=True)
    assert 0 < len(weights) <= MOST_TOWARDS
    assert min(weights) >= SMALLEST_PULL
    assert len(found.against) <= MOST_AGAINST
    assert all(word.weight <= -SMALLEST_PULL for word in found.against)


def test_the_telling_word_weighs_most(reader):
    found = reader.why(ACCOUNT, SPANS, 1, kind="incidents", key="stress")

    assert "tremblais" in [ACCOUNT[word.start : word.end] for word in found.words[:2]]


def test_the_same_question_has_the_same_answer(reader):
    asked = {"kind": "phases", "key": "before"}

    assert reader.why(ACCOUNT, SPANS, 0, **asked) == reader.why(ACCOUNT, SPANS, 0, **asked)


@pytest.mark.parametrize(
    ("kind", "key"), [("natures", "salary"), ("incidents", "nothing"), ("moods", "fact"), ("", "")]
)
def test_an_unknown_label_is_refused(kind, key):
    with pytest.raises(KeyError):
        LIGHT.why(ACCOUNT, SPANS, 0, kind=kind, key=key)


@pytest.mark.parametrize("position", [-1, 4])
def test_an_unknown_moment_is_refused(position):
    with pytest.raises(IndexError):
        LIGHT.why(ACCOUNT, SPANS, position, kind="natures", key="fact")
