"""What may be held for and against an interpretation, from the labels and words of the same account alone."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.engine.moments.second_thoughts import (
    JUST_BEFORE,
    LIKELY,
    MOST_A_SIDE,
    Bearing,
    ToldMoment,
    Weighing,
    second_thoughts,
    shows_kindness,
)
from rebond.taxonomy.labels import AGENCIES, DISTORTIONS, INCIDENTS, NATURES, PHASES
from rebond.taxonomy.second_thoughts import REASONS


def told(quote="Un.", nature="fact", *held, **labels):
    return ToldMoment(quote, nature, frozenset(held), **labels)


HOPELESS = told("J'ai été nul.", "interpretation", distortions=frozenset({"labelling"}))
LIAR = told("Il me prend pour un menteur.", "interpretation", distortions=frozenset({"mind_reading"}))
BLANK = told("Trou noir.", "fact", "memory_blank", agency="me")
STRENGTH = told("Ma présentation est passée.", "fact", "strength")
LATE = told("Il est arrivé en retard.", "fact", "recruiter_disorganised", agency="them")
WATCH = told("Il a regardé sa montre.", "fact", "recruiter_disinterest", agency="them")
CRITIQUE = told("« Pas assez précis », a-t-il dit.", "feedback", "vagueness", agency="me")
SETTING = told("C'était mardi.", "context")


def sides(*moments, at=0):
    """Position → reasons, for and against."""
    found = second_thoughts(moments, at)
    return {b.position: b.reasons for b in found.supports}, {b.position: b.reasons for b in found.opposes}


def test_a_strength_speaks_against_i_was_hopeless():
    assert sides(HOPELESS, STRENGTH) == ({}, {1: ("strength",)})


def test_a_kind_reaction_of_the_recruiter_speaks_against_it():
    assert sides(HOPELESS, told("Elle m'a souri.")) == ({}, {1: ("kind",)})


def test_what_depended_on_others_speaks_against_it():
    assert sides(HOPELESS, LATE) == ({}, {1: ("not_on_me",)})


def test_what_depended_on_others_does_not_speak_against_a_thought_about_them():
    about_them = told("Ils avaient déjà choisi.", "interpretation", "external", agency="circumstances")

    assert sides(about_them, LATE) == ({}, {})


def test_what_they_said_themselves_may_support_it():
    assert sides(HOPELESS, CRITIQUE) == ({1: ("said_by_them",)}, {})


def test_the_same_incident_may_support_it():
    rambled = dataclasses.replace(HOPELESS, held=frozenset({"memory_blank"}))

    assert sides(rambled, SETTING, SETTING, SETTING, BLANK) == ({4: ("same_incident",)}, {})


@pytest.mark.parametrize("between", range(JUST_BEFORE + 1))
def test_what_happened_just_before_may_support_it_and_nothing_further_away(between):
    moments = [BLANK, *[SETTING] * between, HOPELESS]

    found = {0: ("just_before",)} if between < JUST_BEFORE else {}
    assert sides(*moments, at=between + 1) == (found, {})


def test_what_happened_afterwards_did_not_bring_it_about():
    assert sides(HOPELESS, BLANK) == ({}, {})


def test_what_happened_in_another_part_of_the_interview_did_not_bring_it_about():
    blank = dataclasses.replace(BLANK, phase="technical")

    assert sides(blank, dataclasses.replace(HOPELESS, phase="after"), at=1) == ({}, {})


def test_a_sign_that_was_seen_may_support_what_one_thinks_they_thought():
    assert sides(LIAR, WATCH) == ({1: ("their_sign",)}, {})
    assert sides(HOPELESS, WATCH) == ({}, {1: ("not_on_me",)})


def test_what_they_said_speaks_against_what_one_thinks_they_thought_where_it_is_something_else():
    assert sides(LIAR, CRITIQUE) == ({}, {1: ("said_otherwise",)})


def test_feedback_can_stand_on_both_sides():
    both = told(
        "« J'ai été impressionné, mais pas assez précis. » Il m'a remercié.", "feedback", "vagueness", agency="me"
    )

    assert sides(HOPELESS, both) == ({1: ("said_by_them",)}, {1: ("kind",)})


@pytest.mark.parametrize("nature", ["feeling", "interpretation"])
def test_a_feeling_or_a_conclusion_supports_nothing(nature):
    other = told("J'avais tout raté.", nature, "memory_blank", agency="me")
    rambled = dataclasses.replace(HOPELESS, held=frozenset({"memory_blank"}))

    assert sides(other, rambled, at=1) == ({}, {})


def test_a_hopeful_thought_is_looked_at_from_the_other_side():
    hopeful = told("Je crois que ça leur a plu.", "interpretation", "strength")

    assert sides(hopeful, STRENGTH, CRITIQUE, LATE) == ({1: ("strength",)}, {2: ("said_by_them",)})


def test_facts_and_feedback_come_before_the_setting_and_both_before_conclusions():
    well = [told("Un.", nature, "strength") for nature in ("interpretation", "context", "feedback", "feeling", "fact")]
    found = second_thoughts([HOPELESS, *well[:3]], 0).opposes, second_thoughts([HOPELESS, *well[2:]], 0).opposes

    assert [[bearing.position for bearing in side] for side in found] == [[3, 2, 1], [1, 3, 2]]


def test_the_strongest_reason_comes_first_then_the_same_phase_then_the_nearest():
    there = dataclasses.replace(STRENGTH, phase="welcome")
    thought = dataclasses.replace(HOPELESS, phase="welcome")

    found = second_thoughts([there, SETTING, LATE, STRENGTH, thought], 4)

    assert [bearing.position for bearing in found.opposes] == [0, 3, 2]


def test_words_in_common_are_named_as_written_and_weigh_with_another_reason_alone():
    thought = told("Mes tableaux étaient nuls.", "interpretation")
    well = told("Le tableau de paie a plu.", "fact", "strength")
    neutral = told("Un tableau, une chaise.", "context")

    assert second_thoughts([thought, well, neutral], 0) == Weighing(
        (), (Bearing(1, ("strength", "same_words"), ("tableau",)),)
    )


def test_everyday_words_are_nothing_in_common():
    thought = told("Le recruteur était contre cet entretien.", "interpretation")

    assert (
        second_thoughts([thought, told("Le recruteur, cet entretien.", "fact", "strength")], 0).opposes[0].shared == ()
    )


def test_an_incident_that_is_more_likely_than_not_counts_and_one_refused_does_not():
    likely = told(likelihoods={"strength": LIKELY})
    unlikely = told(likelihoods={"strength": LIKELY - 0.01})
    refused = dataclasses.replace(likely, refused=frozenset({"strength"}))

    assert sides(HOPELESS, likely, unlikely, refused) == ({}, {1: ("strength",)})


def test_nothing_found_is_said():
    found = second_thoughts([HOPELESS, SETTING], 0)

    assert (found, found.found) == (Weighing((), ()), False)


def test_a_few_are_offered_a_side():
    assert len(second_thoughts([HOPELESS, *[STRENGTH] * 9], 0).opposes) == MOST_A_SIDE


@pytest.mark.parametrize("position", [-1, 1])
def test_a_moment_that_is_not_there_is_refused(position):
    with pytest.raises(IndexError):
        second_thoughts([HOPELESS], position)


@pytest.mark.parametrize(
    ("quote", "shows"),
    [
        ("La dame a souri.", True),
        ("Elle m'a gentiment proposé de l'eau.", True),
        ("He nodded and thanked me.", True),
        ("They said they were interested.", True),
        ("Il n'a pas souri une seule fois.", False),
        ("Elle ne souriait jamais.", False),
        ("She never smiled.", False),
        ("J'ai souri tout du long.", False),
        ("Suis-je toujours intéressé, m'a écrit le directeur.", False),
        ("I smiled and nodded.", False),
        ("On joue au chat et à la souris.", False),
        ("Il a regardé sa montre.", False),
        ("", False),
    ],
)
def test_kindness_shows_in_words(quote, shows):
    assert shows_kindness(quote) == shows


def test_contempt_with_a_smile_is_no_kindness():
    scorn = told("Il a souri de mon âge.", "fact", "recruiter_disrespect", agency="them")

    assert sides(HOPELESS, scorn) == ({}, {1: ("not_on_me",)})


MOMENTS = st.builds(
    ToldMoment,
    quote=st.sampled_from(["Elle a souri.", "J'ai bafouillé un chiffre.", "Un chiffre précis.", "", "…"]),
    nature=st.sampled_from(list(NATURES)),
    held=st.frozensets(st.sampled_from(list(INCIDENTS)), max_size=2),
    refused=st.frozensets(st.sampled_from(list(INCIDENTS)), max_size=2),
    likelihoods=st.dictionaries(st.sampled_from(list(INCIDENTS)), st.floats(0, 1), max_size=3),
    distortions=st.frozensets(st.sampled_from(list(DISTORTIONS)), max_size=2),
    phase=st.sampled_from(["", *PHASES]),
    agency=st.sampled_from(["", *AGENCIES]),
)


@given(st.lists(MOMENTS, min_size=1, max_size=8), st.integers(0, 7))
def test_whatever_the_account_what_is_offered_exists_has_its_reasons_and_stands_in_order(moments, position):
    position %= len(moments)

    found = second_thoughts(moments, position)

    for side in (found.supports, found.opposes):
        positions = [bearing.position for bearing in side]
        assert len(set(positions)) == len(positions) <= MOST_A_SIDE
        assert set(positions) <= set(range(len(moments))) - {position}
        for bearing in side:
            assert bearing.reasons == tuple(sorted(set(bearing.reasons), key=list(REASONS).index)) != ()
            assert all(word in moments[bearing.position].quote for word in bearing.shared)
        are_evidence = [moments[p].nature in ("fact", "feedback", "context") for p in positions]
        assert are_evidence == sorted(are_evidence, reverse=True)
    assert second_thoughts(moments, position) == found
