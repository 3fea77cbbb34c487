"""Invitations as the calendars of Google, Microsoft and Apple write them, and broken ones."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.engine.documents.invitations import (
    LONGEST,
    MOST_BYTES,
    MOST_EVENTS,
    Invitation,
    company_named,
    company_supposed,
    read_invitations,
)
from rebond.engine.documents.refusal import Refusal, RefusedDocumentError
from rebond.taxonomy.tracker import SETTINGS

PARIS = ZoneInfo("Europe/Paris")

GOOGLE = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VEVENT
DTSTART:20260320T090000Z
DTEND:20260320T100000Z
DTSTAMP:20260310T080000Z
ORGANIZER;CN=Marie Petit:mailto:marie.petit@acme-industries.fr
UID:7kukuqrfedlm2f9t0vr5ab3s9g@google.com
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
 TRUE;CN=candidat@gmail.com;X-NUM-GUESTS=0:mailto:candidat@gmail.com
X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij
DESCRIPTION:Bonjour\\,\\nVoici le lien : https://meet.google.com/abc-defg-hij
LOCATION:
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Entretien – Développeuse chez Acme
END:VEVENT
END:VCALENDAR
"""

OUTLOOK = """BEGIN:VCALENDAR
METHOD:REQUEST
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Romance Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ORGANIZER;CN="Roy, Paul":MAILTO:paul.roy@nadir.com
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Moi:MAILTO:moi@exemple.fr
DESCRIPTION;LANGUAGE=fr-FR:\\n________________\\nRejoindre sur votre ordinateur
UID:040000008200E00074C5B7101A82E00800000000
SUMMARY;LANGUAGE=fr-FR:Entretien RH
DTSTART;TZID=Romance Standard Time:20260720T140000
DTEND;TZID=Romance Standard Time:20260720T150000
CLASS:PUBLIC
DTSTAMP:20260310T080000Z
STATUS:CONFIRMED
SEQUENCE:0
LOCATION;LANGUAGE=fr-FR:12 rue des Lilas\\, Lyon
BEGIN:VALARM
DESCRIPTION:REMINDER
TRIGGER;RELATED=START:-PT15M
ACTION:DISPLAY
END:VALARM
END:VEVENT
END:VCALENDAR
"""

APPLE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Apple Inc.//macOS 15.1//EN
BEGIN:VEVENT
UID:6E1C7F5A-1B1D-4F0B-9B3E-6E5E1F0D7C11
DTSTAMP:20260310T080000Z
DTSTART;VALUE=DATE:20260320
DTEND;VALUE=DATE:20260321
SUMMARY:Journée d’essai
END:VEVENT
END:VCALENDAR
"""


EVENT = "BEGIN:VEVENT\nUID:1\nDTSTART:20260320T090000Z\nEND:VEVENT\n"


def moment(day: int, hour: int, month: int = 3) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, tzinfo=datetime.UTC)


def read(text: str | bytes) -> tuple[Invitation, ...]:
    content = text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode()
    return read_invitations(content, zone=PARIS)


def one(*lines: str, around: str = "") -> Invitation:
    """The only event of a calendar with these lines in it."""
    event = "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])
    (found,) = read(f"BEGIN:VCALENDAR\n{around}{event}\nEND:VCALENDAR\n")
    return found


def refused(text: str | bytes) -> Refusal:
    with pytest.raises(RefusedDocumentError) as caught:
        read(text)
    return caught.value.refusal


def test_an_invitation_of_google_is_read() -> None:
    assert read(GOOGLE) == (
        Invitation(
            uid="7kukuqrfedlm2f9t0vr5ab3s9g@google.com",
            starts=moment(20, 9),
            ends=moment(20, 10),
            summary="Entretien – Développeuse chez Acme",
            place="",
            organiser="Marie Petit",
            domain="acme-industries.fr",
            attendees=("candidat@gmail.com",),
            description="Bonjour,\nVoici le lien : https://meet.google.com/abc-defg-hij",
            is_cancelled=False,
            is_recurring=False,
            is_floating=False,
            is_all_day=False,
        ),
    )


def test_an_invitation_of_outlook_is_read_in_its_own_time_zone() -> None:
    (found,) = read(OUTLOOK)

    assert (found.starts, found.ends) == (moment(20, 12, 7), moment(20, 13, 7))
    assert (found.place, found.organiser, found.domain) == ("12 rue des Lilas, Lyon", "Roy, Paul", "nadir.com")
    assert (found.attendees, found.setting) == (("Moi",), "on_site")


def test_a_whole_day_of_apple_begins_at_midnight_of_the_candidate() -> None:
    (found,) = read(APPLE)

    assert (found.starts, found.ends, found.is_all_day, found.is_floating) == (moment(19, 23), None, True, False)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_old_programs_are_read(encoding: str) -> None:
    assert read(GOOGLE.encode(encoding)) == read(GOOGLE)


def test_an_hour_without_a_zone_is_that_of_the_candidate() -> None:
    found = one("UID:1", "DTSTART:20260720T140000")

    assert (found.starts, found.ends, found.is_floating) == (moment(20, 12, 7), None, True)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("DTEND:20260320T103000Z", datetime.timedelta(minutes=90)),
        ("DURATION:PT45M", datetime.timedelta(minutes=45)),
        ("DTEND:20260320T080000Z", None),
        ("DURATION:PT0S", None),
    ],
)
def test_an_end_is_taken_where_it_comes_after_the_beginning(end: str, expected: datetime.timedelta | None) -> None:
    found = one("UID:1", "DTSTART:20260320T090000Z", end)

    assert found.ends == (found.starts + expected if expected else None)


@pytest.mark.parametrize(
    ("method", "status", "is_cancelled"),
    [("CANCEL", "CONFIRMED", True), ("REQUEST", "CANCELLED", True), ("REQUEST", "TENTATIVE", False)],
)
def test_one_that_is_cancelled_says_so(method: str, status: str, is_cancelled: bool) -> None:
    found = one("UID:1", "DTSTART:20260320T090000Z", f"STATUS:{status}", around=f"METHOD:{method}\n")

    assert found.is_cancelled is is_cancelled


def test_of_one_that_comes_again_the_first_is_taken_and_said() -> None:
    found = one("UID:1", "DTSTART:20260320T090000Z", "RRULE:FREQ=WEEKLY;COUNT=4")

    assert (found.starts, found.is_recurring) == (moment(20, 9), True)


def test_of_one_uid_the_series_and_then_the_latest_version_stands() -> None:
    events = [
        ("20260322T090000Z", "SEQUENCE:3"),
        ("20260321T090000Z", "SEQUENCE:1"),
        ("20260327T090000Z", "SEQUENCE:9\nRECURRENCE-ID:20260327T090000Z"),
    ]
    text = "".join(f"BEGIN:VEVENT\nUID:1\nDTSTART:{starts}\n{more}\nEND:VEVENT\n" for starts, more in events)

    assert [found.starts for found in read(f"BEGIN:VCALENDAR\n{text}END:VCALENDAR\n")] == [moment(22, 9)]


def test_events_come_in_the_order_of_their_dates() -> None:
    text = "".join(f"BEGIN:VEVENT\nUID:{day}\nDTSTART:202603{day}T090000Z\nEND:VEVENT\n" for day in (22, 20, 21))

    assert [found.uid for found in read(f"BEGIN:VCALENDAR\n{text}END:VCALENDAR\n")] == ["20", "21", "22"]


def test_one_without_a_uid_has_always_the_same_one() -> None:
    lines = ("DTSTART:20260320T090000Z", "SUMMARY:Entretien")

    assert one(*lines).uid == one(*lines, "LOCATION:Lyon").uid != one(lines[0]).uid
    assert len(one("UID:" + "x" * 300, lines[0]).uid) <= LONGEST["uid"]


@pytest.mark.parametrize(
    ("lines", "setting"),
    [
        (["LOCATION:https://us02web.zoom.us/j/1"], "video"),
        (["DESCRIPTION:Join with Google Meet"], "video"),
        (["SUMMARY:Visio avec Paul"], "video"),
        (["LOCATION:+33 6 12 34 56 78"], "phone"),
        (["SUMMARY:Entretien par téléphone"], "phone"),
        (["LOCATION:12 rue des Lilas"], "on_site"),
        (["LOCATION:https://acme.example/room"], ""),
        ([], ""),
    ],
)
def test_how_one_meets_is_read(lines: list[str], setting: str) -> None:
    assert one("UID:1", "DTSTART:20260320T090000Z", *lines).setting == setting
    assert setting in {*SETTINGS, ""}


@pytest.mark.parametrize(
    ("lines", "companies", "named"),
    [
        (["SUMMARY:Entretien Acme"], ["Nadir", "Acmé"], 1),
        (["ORGANIZER:mailto:marie@acme-industries.fr"], ["Acme", "Acme Industries"], 1),
        (["ORGANIZER:mailto:marie@generaledenergie.fr"], ["General", "Générale d’Énergie"], 1),
        (["ORGANIZER:mailto:marie@belleile.fr"], ["Belle Ile"], 0),
        (["DESCRIPTION:Vous rencontrerez Nadir"], ["Acme", "Nadir"], 1),
        (["SUMMARY:Acme", "DESCRIPTION:Nadir"], ["Nadir", "Acme"], 1),
        (["SUMMARY:Acmeology"], ["Acme", "", "!"], None),
    ],
)
def test_the_company_that_it_names_is_heard(lines: list[str], companies: list[str], named: int | None) -> None:
    assert company_named(one("UID:1", "DTSTART:20260320T090000Z", *lines), companies) == named


@pytest.mark.parametrize(
    ("address", "company"),
    [
        ("marie@acme-industries.fr", "Acme industries"),
        ("marie@recrutement.acme.com", "Acme"),
        ("marie@gmail.com", ""),
        ("unknownorganizer@calendar.google.com", ""),
        ("marie", ""),
    ],
)
def test_a_new_company_is_supposed_from_the_address(address: str, company: str) -> None:
    found = one("UID:1", "DTSTART:20260320T090000Z", f"ORGANIZER:mailto:{address}")

    assert company_supposed(found) == company


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", Refusal.EMPTY),
        ("Company;Job\n", Refusal.BROKEN_CALENDAR),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n", Refusal.BROKEN_CALENDAR),
        ("BEGIN:VCALENDAR\nEND:VEVENT\nEND:VCALENDAR\n", Refusal.BROKEN_CALENDAR),
        ("BEGIN:VCALENDAR\nno line\nEND:VCALENDAR\n", Refusal.BROKEN_CALENDAR),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n", Refusal.BROKEN_CALENDAR),
        (APPLE.replace("20260320", "20261350"), Refusal.BROKEN_CALENDAR),
        (APPLE.replace("20260320", "00010101"), Refusal.BROKEN_CALENDAR),
        ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", Refusal.NO_EVENT),
        ("BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nEND:VTODO\nEND:VCALENDAR\n", Refusal.NO_EVENT),
        (f"BEGIN:VCALENDAR\n{EVENT * (MOST_EVENTS + 1)}END:VCALENDAR\n", Refusal.TOO_MANY_EVENTS),
        (f"BEGIN:VCALENDAR\n{EVENT}BEGIN:VEVENT\nUID:2\nDTSTART:2026", Refusal.BROKEN_CALENDAR),
        (GOOGLE + " " * MOST_BYTES, Refusal.TOO_LARGE),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(text: str, refusal: Refusal) -> None:
    assert refused(text) is refusal


LINES = st.sampled_from(GOOGLE.splitlines() + OUTLOOK.splitlines() + APPLE.splitlines())
NOISE = st.text(max_size=30) | st.from_regex(r"[A-Z-]{1,12}(;[A-Z]{1,6}=[^:]{0,9})?:.{0,20}", fullmatch=True)


@settings(deadline=None)
@given(st.lists(LINES | NOISE, max_size=20))
def test_no_lines_break_the_reading(lines: list[str]) -> None:
    text = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])
    try:
        found = read_invitations(text.encode("utf-8", "ignore"), zone=PARIS)
    except RefusedDocumentError:
        return
    assert all(one.uid and len(one.uid) <= LONGEST["uid"] and len(one.place) <= LONGEST["place"] for one in found)
    assert all(one.ends is None or one.ends > one.starts for one in found)


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(GOOGLE)))
def test_no_bytes_break_the_reading(noise: bytes, place: int) -> None:
    whole = GOOGLE.encode()
    try:
        found = read_invitations(whole[:place] + noise + whole[place:], zone=PARIS)
    except RefusedDocumentError:
        return
    assert found != ()
