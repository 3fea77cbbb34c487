"""The calendar file: opened again by another program, it says what was put in."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from rebond.engine.documents.calendar_writer import Appointment, write_calendar

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime.datetime(2026, 3, 12, 19, 30, tzinfo=datetime.UTC)
MORNING = datetime.datetime(2026, 3, 16, 8, 0, tzinfo=datetime.UTC)
FIRST = Appointment(
    uid="one@rebond",
    title="Entretien, Établissements Roux ; vendeuse",
    starts_at=MORNING,
    ends_at=MORNING + datetime.timedelta(hours=1),
    place="3, rue des Lilas\nLyon",
    notes="Mme Roux",
)
SECOND = Appointment(uid="two@rebond", title="Entretien", starts_at=MORNING + datetime.timedelta(days=120))


def written(*appointments: Appointment, zone: datetime.tzinfo = PARIS, language: str = "fr") -> bytes:
    return write_calendar(appointments, zone=zone, now=NOW, language=language)


def events(file: bytes) -> list[Event]:
    return list(Calendar.from_ical(file).walk("VEVENT"))


def test_what_was_put_in_is_read_again() -> None:
    (event,) = events(written(FIRST))

    assert {name: str(event[name]) for name in ("UID", "SUMMARY", "LOCATION", "DESCRIPTION")} == {
        "UID": "one@rebond",
        "SUMMARY": FIRST.title,
        "LOCATION": FIRST.place,
        "DESCRIPTION": FIRST.notes,
    }
    assert (event["DTSTART"].dt, event["DTEND"].dt, event["DTSTAMP"].dt) == (FIRST.starts_at, FIRST.ends_at, NOW)


def test_times_are_those_of_the_zone_in_winter_and_in_summer() -> None:
    read = [event["DTSTART"] for event in events(written(FIRST, SECOND))]

    assert [start.params["TZID"] for start in read] == ["Europe/Paris", "Europe/Paris"]
    assert [(start.dt.hour, start.dt.utcoffset()) for start in read] == [
        (9, datetime.timedelta(hours=1)),
        (10, datetime.timedelta(hours=2)),
    ]


def test_file_brings_the_rules_of_its_zone() -> None:
    (zone,) = Calendar.from_ical(written(FIRST, SECOND)).walk("VTIMEZONE")

    assert zone["TZID"] == "Europe/Paris"
    assert {str(rule["TZNAME"]) for rule in (*zone.walk("STANDARD"), *zone.walk("DAYLIGHT"))} == {"CET", "CEST"}


def test_universal_time_needs_no_rules() -> None:
    file = written(FIRST, zone=datetime.UTC)

    assert Calendar.from_ical(file).walk("VTIMEZONE") == []
    assert b"DTSTART:20260316T080000Z" in file


def test_no_end_place_nor_notes_are_made_up() -> None:
    (event,) = events(written(SECOND))

    assert [name for name in ("DTEND", "DURATION", "LOCATION", "DESCRIPTION") if name in event] == []


def test_words_say_their_language() -> None:
    (event,) = events(written(FIRST, language="en"))

    assert event["SUMMARY"].params["LANGUAGE"] == "en"


def test_file_obeys_the_standard() -> None:
    file = written(FIRST, SECOND)
    calendar = Calendar.from_ical(file)

    assert (str(calendar["PRODID"]), str(calendar["VERSION"])) == ("-//Rebond//Interviews//FR", "2.0")
    assert [event.errors for event in events(file)] == [[], []]
    assert [line for line in file.split(b"\r\n") if len(line) > 75 or b"\n" in line] == []


def test_same_appointment_is_the_same_file() -> None:
    assert written(FIRST) == written(FIRST)


def test_words_cannot_add_a_line_of_their_own() -> None:
    evil = Appointment("three@rebond", "Entretien\r\nATTENDEE:mailto:x@example.org", MORNING, notes="a\nEND:VEVENT")

    (event,) = events(written(evil))

    assert "ATTENDEE" not in event
    assert sorted(event) == ["DESCRIPTION", "DTSTAMP", "DTSTART", "SUMMARY", "UID"]


def test_nothing_chosen_is_no_file() -> None:
    with pytest.raises(ValueError, match="at least one appointment"):
        written()


def test_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without its zone"):
        written(Appointment("four@rebond", "Entretien", MORNING.replace(tzinfo=None)))


@settings(deadline=None, max_examples=50)
@given(
    title=st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200),
    starts_at=st.datetimes(
        datetime.datetime(1990, 1, 1),  # Hypothesis adds the zone itself  # noqa: DTZ001
        datetime.datetime(2099, 12, 31),  # noqa: DTZ001
        timezones=st.just(datetime.UTC),
    ),
    zone=st.sampled_from([PARIS, ZoneInfo("America/Guadeloupe"), ZoneInfo("Indian/Reunion"), datetime.UTC]),
)
def test_any_title_at_any_time_is_read_again(title: str, starts_at: datetime.datetime, zone: datetime.tzinfo) -> None:
    starts_at = starts_at.replace(microsecond=0)

    (event,) = events(written(Appointment("five@rebond", title, starts_at), zone=zone))

    assert (str(event["SUMMARY"]), event["DTSTART"].dt) == (title, starts_at)
