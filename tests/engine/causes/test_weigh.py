"""From moments to causes, and the reasons given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.engine.causes.types import Cause, WeighedMoment
from rebond.engine.causes.weigh import LEAST_LIKELY, MOST_CAUSES, from_reading, sums, weigh
from rebond.engine.moments.types import Moment, Reading
from rebond.taxonomy.causes import CAUSES, INCIDENT_WEIGHTS, NATURE_WEIGHTS
from rebond.taxonomy.labels import INCIDENTS, NATURES

PROBABILITIES = st.floats(0.0, 1.0)
MOMENTS = st.builds(
    WeighedMoment,
    st.sampled_from(list(NATURES)),
    st.dictionaries(st.sampled_from(list(INCIDENTS)), PROBABILITIES, max_size=5),
)
ACCOUNTS = st.lists(MOMENTS, max_size=12)


def _moment(nature: str, *incidents: str, probability: float = 1.0) -> WeighedMoment:
    return WeighedMoment(nature, dict.fromkeys(incidents, probability))


def test_one_sure_fact_gives_its_cause_with_its_evidence() -> None:
    causes = weigh([_moment("context"), _moment("fact", "salary"), _moment("fact", "strength")])

    weight = INCIDENT_WEIGHTS["salary"]["pay_unprepared"]
    assert causes == (Cause("pay_unprepared", pytest.approx(weight / (1 + weight)), "some", (1,)),)


def test_evidence_comes_strongest_first() -> None:
    causes = weigh(
        [
            _moment("interpretation", "salary"),
            _moment("fact", "salary", probability=0.5),
            _moment("fact", "salary"),
            _moment("feeling", "stress"),
            _moment("feedback", "salary"),
        ]
    )

    assert causes[0].key == "pay_unprepared"
    assert causes[0].evidence == (2, 4, 0, 1)


def test_weak_moments_are_no_evidence_beside_a_strong_one() -> None:
    causes = weigh([_moment("fact", "salary", probability=0.1), _moment("fact", "salary")])

    assert causes[0].evidence == (1,)


def test_weak_moments_together_carry_a_thin_cause() -> None:
    causes = weigh([_moment("fact", "salary", probability=0.1)] * 3)

    assert [(cause.key, cause.support, cause.evidence) for cause in causes] == [("pay_unprepared", "thin", (0, 1, 2))]


@pytest.mark.parametrize("lesser", ["interpretation", "feeling", "context"])
@pytest.mark.parametrize("greater", ["fact", "feedback"])
def test_what_happened_weighs_more_than_what_was_concluded(greater: str, lesser: str) -> None:
    fact, other = weigh([_moment(greater, "blunder")]), weigh([_moment(lesser, "blunder")])

    assert fact[0].weight > other[0].weight


def test_support_grows_with_the_moments() -> None:
    support = [weigh([_moment("fact", "stress")] * number)[0].support for number in (1, 2)]
    thin = weigh([_moment("interpretation", "blunder")])[0].support

    assert [thin, *support] == ["thin", "some", "strong"]


def test_outside_cause_and_recruiters_conduct_are_told_apart() -> None:
    outside = weigh([_moment("feedback", "external")])
    recruiter = weigh([_moment("fact", "recruiter_disrespect"), _moment("fact", "recruiter_unlawful")])

    assert [cause.key for cause in outside] == ["outside"]
    assert [cause.key for cause in recruiter] == ["recruiter"]


@pytest.mark.parametrize(
    "moments",
    [
        [],
        [_moment("context"), _moment("fact")],
        [_moment("fact", "strength")],
        [_moment("fact", "salary", probability=0.0)],
        [_moment("fact", *INCIDENTS, probability=LEAST_LIKELY - 0.01)] * 50,
        [_moment("fact", "destabilising_question")],
    ],
    ids=["empty", "no incident", "only strengths", "refused by the candidate", "only noise", "a lone hard question"],
)
def test_nothing_comes_where_nothing_supports_it(moments: list[WeighedMoment]) -> None:
    assert weigh(moments) == ()


def test_five_causes_at_most_are_given() -> None:
    troubles = ["salary", "career_gap", "motivation", "missing_examples", "preparation", "foreign_language", "blunder"]

    assert len(weigh([_moment("fact", incident) for incident in troubles])) == MOST_CAUSES


def test_unknown_incident_is_passed_over() -> None:
    assert weigh([WeighedMoment("fact", {"of_a_later_version": 1.0})]) == ()


def test_unknown_nature_is_an_error() -> None:
    with pytest.raises(KeyError, match="guess"):
        weigh([_moment("guess", "stress")])


def test_moments_of_a_reading_keep_their_order_and_probabilities() -> None:
    moments = [
        Moment(0, 2, "Un", "fact", 0.9, {}, ("stress",), ("salary",), {"stress": 0.8, "salary": 0.2}, (), None),
        Moment(3, 7, "deux", "feeling", 0.6, {}, (), (), {"stress": 0.1}, (), "after"),
    ]

    assert from_reading(Reading("fr", tuple(moments), "light", "1")) == (
        WeighedMoment("fact", {"stress": 0.8, "salary": 0.2}),
        WeighedMoment("feeling", {"stress": 0.1}),
    )


@given(ACCOUNTS, st.randoms(use_true_random=False))
def test_order_of_the_moments_changes_no_weight(account: list[WeighedMoment], chance: object) -> None:
    shuffled = list(account)
    chance.shuffle(shuffled)

    assert sums(account) == sums(shuffled)
    assert [(cause.key, cause.weight) for cause in weigh(account)] == [
        (cause.key, cause.weight) for cause in weigh(shuffled)
    ]


@given(ACCOUNTS, MOMENTS, st.sampled_from(list(INCIDENTS)), PROBABILITIES, PROBABILITIES)
def test_more_probability_never_lowers_a_weight(
    account: list[WeighedMoment], moment: WeighedMoment, incident: str, one: float, other: float
) -> None:
    less, more = sorted((one, other))
    before = sums([*account, WeighedMoment(moment.nature, {**moment.incidents, incident: less})])
    after = sums([*account, WeighedMoment(moment.nature, {**moment.incidents, incident: more})])

    assert [cause for cause in CAUSES if after[cause] < before[cause]] == []


@given(ACCOUNTS)
def test_causes_are_well_formed(account: list[WeighedMoment]) -> None:
    causes = weigh(account)

    weights = [cause.weight for cause in causes]
    assert weights == sorted(weights, reverse=True)
    assert len({cause.key for cause in causes}) == len(causes) <= MOST_CAUSES
    for cause in causes:
        assert 0 < cause.weight < 1
        assert len(set(cause.evidence)) == len(cause.evidence) > 0
        assert set(cause.evidence) <= set(range(len(account)))


@given(ACCOUNTS)
def test_each_moment_of_the_evidence_speaks_for_its_cause(account: list[WeighedMoment]) -> None:
    for cause in weigh(account):
        for position in cause.evidence:
            likely = {key for key, value in account[position].incidents.items() if value >= LEAST_LIKELY}
            assert any(cause.key in INCIDENT_WEIGHTS.get(incident, {}) for incident in likely)


@given(st.sampled_from(list(NATURES)))
def test_worth_of_a_nature_is_that_of_the_table(nature: str) -> None:
    expected = INCIDENT_WEIGHTS["preparation"]["research_missing"] * NATURE_WEIGHTS[nature]

    assert sums([_moment(nature, "preparation")])["research_missing"] == pytest.approx(expected)
