"""What stands on the card of a coming interview, in which order, and how long lines are cut."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.engine.plan.card import (
    ELLIPSIS,
    LONGEST_DETAIL,
    LONGEST_LINE,
    LONGEST_WORD,
    MOST_LINES,
    ORIGINS,
    SECTIONS,
    Lesson,
    Line,
    Section,
    compose,
    shortened,
)

NOON = datetime.datetime(2026, 3, 13, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def lesson(source: str, origin: str = "fairer", section: str = "lesson", days_ago: int = 0, **fields: object) -> Lesson:
    return Lesson(source, section, origin, fields.pop("words", f"Words of {source}"), NOON - days_ago * DAY, **fields)


LESSONS = st.lists(
    st.builds(
        Lesson,
        source=st.uuids().map(str),
        section=st.sampled_from(SECTIONS),
        origin=st.sampled_from(ORIGINS),
        words=st.text(max_size=400),
        at=st.datetimes(timezones=st.just(datetime.UTC)),
        detail=st.text(max_size=200),
        place=st.integers(0, 5),
    ),
    max_size=30,
    unique_by=lambda one: one.source,
)


def sources(lessons: list[Lesson], section: str = "lesson") -> list[str]:
    return [line.source for line in next(part for part in compose(lessons) if part.key == section).lines]


def test_card_of_nothing_has_every_section_and_no_line() -> None:
    assert compose([]) == tuple(Section(key, (), ()) for key in SECTIONS)


def test_line_says_what_it_is_and_where_it_comes_from() -> None:
    given_lesson = lesson("thought:1", words="She was  tired.\n", detail="A long day", about="Halle Vauban")

    (section, *_) = compose([given_lesson])

    assert section.lines == (Line("thought:1", "fairer", "She was tired.", "A long day", "Halle Vauban"),)


def test_own_lines_come_first_in_the_order_that_was_given_them() -> None:
    own = [lesson(f"line:{n}", "own", place=place, days_ago=n) for n, place in ((1, 2), (2, 0), (3, 1))]

    assert sources([lesson("thought:1"), *own]) == ["line:2", "line:3", "line:1", "thought:1"]


def test_one_of_each_origin_comes_before_a_second_of_any() -> None:
    fairer = [lesson(f"thought:{n}", days_ago=n) for n in range(3)]

    found = sources([*fairer, lesson("priority:1", "priority", days_ago=9), lesson("strength:1", "strength")])

    assert found == ["thought:0", "priority:1", "strength:1", "thought:1", "thought:2"]


def test_of_one_origin_the_latest_goes_first() -> None:
    assert sources([lesson("a", days_ago=2), lesson("b"), lesson("c", days_ago=1)]) == ["b", "c", "a"]


def test_what_finds_no_room_is_kept_apart_in_order() -> None:
    (section, *_) = compose([lesson(f"thought:{n}", days_ago=n) for n in range(7)])

    assert [line.source for line in section.rest] == ["thought:5", "thought:6"]


def test_same_words_stand_once_whatever_their_capitals_and_spaces() -> None:
    twice = [lesson("a", words="Breathe  slowly"), lesson("b", words="breathe slowly ", days_ago=1)]

    assert sources(twice) == ["a"]


def test_words_of_nothing_but_space_stand_nowhere() -> None:
    assert sources([lesson("a", words=" \n ")]) == []


def test_unknown_section_is_refused() -> None:
    with pytest.raises(ValueError, match="no section 'weather' on a card"):
        compose([lesson("a", section="weather")])


def test_unknown_origin_is_refused() -> None:
    with pytest.raises(KeyError):
        compose([lesson("a", "hearsay")])


@given(LESSONS, st.randoms(use_true_random=False))
def test_order_in_which_lessons_come_changes_nothing(lessons: list[Lesson], chance: object) -> None:
    shuffled = list(lessons)
    chance.shuffle(shuffled)

    assert compose(lessons) == compose(shuffled)


@given(LESSONS)
def test_card_is_short_and_invents_nothing(lessons: list[Lesson]) -> None:
    given_by = {one.source: one for one in lessons}

    for section in compose(lessons):
        assert len(section.lines) <= MOST_LINES[section.key]
        assert not section.rest or len(section.lines) == MOST_LINES[section.key]
        for line in section.lines + section.rest:
            told = given_by[line.source]
            assert told.section == section.key
            assert line == Line(
                told.source,
                told.origin,
                shortened(told.words, LONGEST_LINE),
                shortened(told.detail, LONGEST_DETAIL),
                told.about,
            )


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("Une phrase.", 11, "Une phrase."),
        ("Une phrase trop longue", 14, "Une phrase…"),
        ("Une phrase trop longue", 16, "Une phrase trop…"),
        ("Elle a dit : « oui » aussitôt", 15, "Elle a dit…"),
        ("a" * 50, 10, "a" * 9 + "…"),
        ("Voir https://exemple.test/" + "a" * 50, 40, "Voir https://exemple.test/" + "a" * 13 + "…"),
        ("deux\n lignes\tet", 40, "deux lignes et"),
        ("insécable\u00a0: oui", 40, "insécable\u00a0: oui"),
        ("", 5, ""),
    ],
)
def test_long_text_is_cut_after_a_word(text: str, most: int, cut: str) -> None:
    assert shortened(text, most) == cut


def test_cut_to_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="one character at least"):
        shortened("a", 0)


@given(st.text(max_size=300), st.integers(LONGEST_WORD + 2, 120))
def test_cut_text_is_short_and_begins_as_the_whole(text: str, most: int) -> None:
    cut, whole = shortened(text, most), shortened(text, 1000)

    assert len(cut) <= most
    assert cut == whole or (cut.endswith(ELLIPSIS) and whole.startswith(cut.removesuffix(ELLIPSIS)))


def test_own_line_that_says_what_is_proposed_takes_its_place() -> None:
    proposed = lesson("thought:1", words="Breathe.")

    assert sources([proposed, replace(proposed, source="line:1", origin="own")]) == ["line:1"]
