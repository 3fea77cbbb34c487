"""The dates that the candidate chose, as one calendar file that any calendar program opens (RFC 5545)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from icalendar import Calendar, Event

PRODUCT = "-//Rebond//Interviews//FR"
"""PRODID of RFC 5545, 3.7.3: which program wrote the file."""


@dataclass(frozen=True)
class Appointment:
    """One entry of the file.

    Attributes:
        uid: the same each time the same thing is written, so that a calendar program changes its entry and adds none.
        title: one line.
        starts_at: with its time zone.
        ends_at: with its time zone, not before `starts_at`; None where nobody knows, and then no end is made up.
        place: an address or a link; may be empty.
        notes: what stands under the title; may be empty.
    """

    uid: str
    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime | None = None
    place: str = ""
    notes: str = ""


def write_calendar(
    appointments: Sequence[Appointment], *, zone: datetime.tzinfo, now: datetime.datetime, language: str
) -> bytes:
    """The file, in UTF-8: one event an appointment, in the order given, its times in `zone`, whose rules it brings.

    `now` is when it is written (DTSTAMP), `language` that of its words ("fr", "en"). Raises ValueError where there is
    no appointment, or where a time says no zone.
    """
    if not appointments:
        raise ValueError("a calendar file holds at least one appointment (RFC 5545, 3.4)")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for appointment in appointments:
        calendar.add_component(_event(appointment, zone, now, language))
    years = [_local(appointment.starts_at, zone).year for appointment in appointments]
    calendar.add_missing_timezones(datetime.date(min(years), 1, 1), datetime.date(max(years) + 1, 1, 1))
    file: bytes = calendar.to_ical()
    return file


def _event(appointment: Appointment, zone: datetime.tzinfo, now: datetime.datetime, language: str) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("dtstamp", _local(now, datetime.UTC))
    event.add("dtstart", _local(appointment.starts_at, zone))
    if appointment.ends_at is not None:
        event.add("dtend", _local(appointment.ends_at, zone))
    for name, words in (
        ("summary", appointment.title),
        ("location", appointment.place),
        ("description", appointment.notes),
    ):
        if words:
            event.add(name, words, parameters={"LANGUAGE": language})
    return event


def _local(time: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    if time.tzinfo is None:
        raise ValueError("a time without its zone is nobody's time")
    return time.astimezone(zone)
