import pytest

from rebond.cli.read_page import Page, Part, ShownCause, ShownMoment, ShownRemedy, gather, shortened
from rebond.engine.causes.types import Cause
from rebond.engine.plan.types import Priority
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.helplines import HELPLINES
from rebond.taxonomy.labels import DISTORTIONS, INCIDENTS
from rebond.taxonomy.remedies import REMEDIES
from tests.cli.readings import EXAMPLE, moment, reading

STRESS = Cause("stress_unmanaged", 0.6, "some", (0, 1))


def _incident(key: str) -> str:
    return INCIDENTS[key].name.fr


def _distortion(key: str) -> str:
    return DISTORTIONS[key].name.fr


PARTS_OF_THE_EXAMPLE = (
    Part(
        "feeling",
        "Ce que vous avez ressenti",
        (ShownMoment("feeling", "J'avais les mains moites.", (_incident("stress"),)),),
    ),
    Part(
        "fact",
        "Ce qui s’est passé",
        (
            ShownMoment(
                "fact",
                "Elle a demandé pourquoi moi.",
                offered=(_incident("motivation"), _incident("vagueness"), _incident("blunder")),
            ),
        ),
    ),
    Part(
        "interpretation",
        "Ce que vous en concluez",
        (
            ShownMoment("interpretation", "J'ai bien parlé du client.", (_incident("strength"),)),
            ShownMoment(
                "interpretation",
                "Elle m'a trouvé nul, c'est mort.",
                thoughts=(
                    f"{_distortion('mind_reading')} («\u00a0Elle m'a trouvé nul\u00a0»)",
                    _distortion("catastrophising"),
                ),
            ),
        ),
    ),
    Part(None, "Ce qui s’est bien passé", (ShownMoment("interpretation", "J'ai bien parlé du client."),)),
)


def test_page_says_everything_in_the_order_in_which_it_is_read():
    remedy_key = CAUSES["stress_unmanaged"].remedy
    remedy = REMEDIES[remedy_key]

    page = gather(EXAMPLE, (STRESS,), (Priority("stress_unmanaged", remedy_key),), distressed=False, language="fr")

    assert page == Page(
        language="fr",
        title="Votre récit, relu\u00a0: 4 moments",
        notes=(),
        parts=PARTS_OF_THE_EXAMPLE,
        causes=(
            ShownCause(
                CAUSES["stress_unmanaged"].name.fr,
                "Assez appuyé\u00a0: 2 moments y mènent.",
                (
                    ShownMoment("feeling", "J'avais les mains moites."),
                    ShownMoment("fact", "Elle a demandé pourquoi moi."),
                ),
            ),
        ),
        apart=(),
        remedies=(
            ShownRemedy(
                remedy.name.fr,
                CAUSES["stress_unmanaged"].name.fr,
                remedy.why.fr,
                remedy.steps[0].words.fr,
                remedy.done_when.fr,
            ),
        ),
        help_lines=(),
    )


def test_what_probably_went_well_comes_after_what_surely_did():
    text = "Elle a ri. Il a noté. Elle a dit que c'était bien. Rien."
    page = gather(
        reading(
            moment(text, "Elle a ri.", "fact", offered=["strength"]),
            moment(text, "Il a noté.", "fact", unlikely=["strength"]),
            moment(text, "Elle a dit que c'était bien.", "feedback", incidents=["strength"]),
        ),
        (),
        (),
        distressed=False,
        language="fr",
    )

    assert page.parts[-1] == Part(
        None,
        "Ce qui s’est bien passé",
        (
            ShownMoment("feedback", "Elle a dit que c'était bien."),
            ShownMoment("fact", "Elle a ri.", offered=(_incident("strength"),)),
        ),
    )


def test_where_nothing_went_well_a_question_is_asked():
    page = gather(reading(moment("Rien.", "Rien.", "fact")), (), (), distressed=False, language="fr")

    assert page.parts[-1] == Part(
        None,
        "Ce qui s’est bien passé",
        (),
        "Le récit n’en parle pas. Y a-t-il eu un moment, même petit, où cela allait\u00a0?",
    )


@pytest.mark.parametrize(
    ("support", "evidence", "sentence"),
    [
        ("strong", (1, 0), "Bien appuyé\u00a0: 2 moments y mènent."),
        ("some", (0, 1), "Assez appuyé\u00a0: 2 moments y mènent."),
        ("thin", (0, 1), "Peu appuyé\u00a0: 2 moments y mènent, sans plus."),
        ("strong", (1,), "Un seul moment y mène\u00a0: c’est peu."),
        ("strong", (0, 3), "Déduit de ressentis ou d’interprétations (2 moments)\u00a0: aucun fait ne le montre."),
        (
            "thin",
            (3,),
            "Un seul moment y mène, et c’est un ressenti ou une interprétation\u00a0: c’est peu, et déduit.",
        ),
    ],
)
def test_cause_says_how_far_it_is_supported(support, evidence, sentence):
    page = gather(EXAMPLE, (Cause("stress_unmanaged", 0.5, support, evidence),), (), distressed=False, language="fr")

    assert [cause.support for cause in page.causes] == [sentence]


def test_what_leaves_nothing_to_correct_stands_apart_each_in_its_order():
    keys = ("recruiter", "stress_unmanaged", "outside", "job_misfit")
    causes = tuple(Cause(key, 0.5, "some", (0, 1)) for key in keys)

    page = gather(EXAMPLE, causes, (), distressed=False, language="fr")

    assert [cause.name for cause in page.causes] == [CAUSES[key].name.fr for key in ("stress_unmanaged", "job_misfit")]
    assert [cause.name for cause in page.apart] == [CAUSES[key].name.fr for key in ("recruiter", "outside")]


def test_cause_quotes_its_three_strongest_moments():
    page = gather(
        EXAMPLE, (Cause("stress_unmanaged", 0.5, "strong", (3, 1, 0, 2)),), (), distressed=False, language="fr"
    )

    assert [quote.quote for quote in page.causes[0].quotes] == [EXAMPLE.moments[i].quote for i in (3, 1, 0)]


@pytest.mark.parametrize(
    ("lang", "reader", "notes"),
    [
        ("fr", "e5", ()),
        (
            "other",
            "light",
            (
                "This text seems to be neither French nor English: it is cut into moments, but their labels are a"
                " guess.",
                "Light reading: no network was used, the labels are less sure (rebond doctor says why).",
            ),
        ),
    ],
)
def test_page_says_when_its_labels_are_less_sure(lang, reader, notes):
    page = gather(reading(lang=lang, reader=reader), (), (), distressed=False, language="en")

    assert page.notes == notes


def test_page_of_a_single_moment_does_not_count_it_in_the_plural():
    page = gather(reading(moment("Rien.", "Rien.", "fact")), (), (), distressed=False, language="en")

    assert page.title == "Your account, read again: a single moment"


def test_quotes_are_harmless_to_a_terminal():
    text = "Il a dit\n\x1b[2Jnon."

    page = gather(reading(moment(text, text, "feedback")), (), (), distressed=False, language="fr")

    assert page.parts[0].moments[0].quote == "Il a dit ␛[2Jnon."


@pytest.mark.parametrize(
    ("country", "countries"),
    [
        ("FR", ["FR", "FR", "EU"]),
        ("BE", ["BE", "EU"]),
        ("JP", list(dict.fromkeys(line.country for line in HELPLINES))),
        (None, list(dict.fromkeys(line.country for line in HELPLINES))),
    ],
)
def test_distress_is_met_with_the_help_lines_of_the_country(country, countries):
    page = gather(EXAMPLE, (), (), distressed=True, language="fr", country=country)

    expected = list(countries)
    numbers = []
    for line in HELPLINES:
        if line.country in expected:
            expected.remove(line.country)
            numbers.append(line.number)
    assert page.help_lines[0].startswith("Certains de vos mots disent que c’est très dur en ce moment.")
    assert [number in said for number, said in zip(numbers, page.help_lines[1:], strict=True)] == [True] * len(numbers)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("abc def", "abc def"),
        ("abc def ghi", "abc …"),
        ("abcdefghijk", "abcdefg…"),
        ("abcdefe\u0301\u0302jk", "abcdef…"),
    ],
)
def test_shortened_cuts_between_words_or_letters(text, short):
    assert shortened(text, 7) == short
