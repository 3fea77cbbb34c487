"""Invitations to interviews, as calendars write them (iCalendar, RFC 5545; cancelled ones, RFC 5546)."""

import datetime
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from icalendar import Calendar, Component

from rebond.engine.documents.dates import FIRST_YEAR, LAST_YEAR
from rebond.engine.documents.decoding import cleaned, decode
from rebond.engine.documents.named import plain
from rebond.engine.documents.refusal import Refusal, RefusedDocumentError

MOST_BYTES = 2**20
"""Our judgement: an invitation takes one to twenty thousand; the rest are pictures, which are not read."""
MOST_EVENTS = 100
"""In one file. Our judgement: more is a whole calendar, which is nobody's business here."""
MOST_ATTENDEES = 50
LONGEST = {"uid": 255, "summary": 300, "place": 300, "person": 200, "description": 20_000}
"""Characters that are kept; `uid` and `place` are those of the table of interviews. Our judgement for the rest."""

MAIL_FOR_ALL = frozenset(
    (
        "gmail",
        "googlemail",
        "outlook",
        "hotmail",
        "live",
        "msn",
        "yahoo",
        "icloud",
        "me",
        "orange",
        "wanadoo",
        "free",
        "sfr",
        "laposte",
        "neuf",
        "proton",
        "protonmail",
        "gmx",
        "aol",
        "bbox",
        "calendar",
        "google",
    )
)
"""Names that addresses of anybody's mail bear, and those of the calendars themselves: they name no company."""

EVENT = re.compile(r"^BEGIN:VEVENT[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
VIDEO = re.compile(
    r"\b(?:zoom\.us|teams\.(?:microsoft|live)\.com|meet\.google\.com|webex\.com|whereby\.com|meet\.jit\.si"
    r"|microsoft teams|google meet|visio(?:conf[ée]rence)?|video ?(?:call|conference))\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"\b(?:t[ée]l[ée]phone|t[ée]l|phone|call|appel)\b|^\+?\d[\d .()-]{7,}$", re.IGNORECASE)


@dataclass(frozen=True)
class Invitation:
    """One event of a calendar.

    Attributes:
        uid: what stays the same when it is sent again with another time; made from day and title where there is none.
        starts: when, with its time zone.
        ends: when it ends, not before it starts; None where it is not said.
        summary: its title, on one line.
        place: where, or an address of the web.
        organiser: name, else e-mail, of who invites; "" where it is not said.
        domain: of the organiser's e-mail, "" where it is anybody's.
        attendees: names or e-mails of who is invited.
        description: as written.
        is_cancelled: it says that it will not take place.
        is_recurring: it comes again and again; this is the first time.
        is_floating: no time zone is said: that of the candidate is taken.
        is_all_day: no hour is said: midnight is taken.
    """

    uid: str
    starts: datetime.datetime
    ends: datetime.datetime | None
    summary: str
    place: str
    organiser: str
    domain: str
    attendees: tuple[str, ...]
    description: str
    is_cancelled: bool
    is_recurring: bool
    is_floating: bool
    is_all_day: bool

    @property
    def setting(self) -> str:
        """How one meets as far as it says so, a key of taxonomy.tracker; "" where it does not."""
        if VIDEO.search(f"{self.place}\n{self.description}\n{self.summary}"):
            return "video"
        if PHONE.search(self.place) or PHONE.search(self.summary):
            return "phone"
        return "on_site" if self.place and "://" not in self.place else ""


def read_invitations(content: bytes, *, zone: datetime.tzinfo) -> tuple[Invitation, ...]:
    """The events of a calendar, at least one, the first to come first; of those with the same uid the latest version.

    `zone` is the candidate's, for events that say no time zone. An event without a beginning, or with one that is no
    date, refuses the file: a part of an invitation is none. Raises RefusedDocumentError: see `decode`, and where the
    file is no calendar, holds no event or more than MOST_EVENTS, or is larger than MOST_BYTES.
    """
    if len(content) > MOST_BYTES:
        raise RefusedDocumentError(Refusal.TOO_LARGE)
    text, _ = decode(content)
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        events = [(calendar, event) for calendar in calendars for event in calendar.walk("VEVENT")]
        if len(events) != len(EVENT.findall(text)):
            raise RefusedDocumentError(Refusal.BROKEN_CALENDAR)  # one that is cut short is passed over by the library
        if not events:
            raise RefusedDocumentError(Refusal.NO_EVENT)
        if len(events) > MOST_EVENTS:
            raise RefusedDocumentError(Refusal.TOO_MANY_EVENTS)
        read = [(_version(event), _invitation(calendar, event, zone)) for calendar, event in events]
    except RefusedDocumentError:
        raise
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise RefusedDocumentError(Refusal.BROKEN_CALENDAR) from error  # what the library raises on broken lines
    latest: dict[str, Invitation] = {}
    for _version_of, invitation in sorted(read, key=lambda pair: pair[0]):
        latest[invitation.uid] = invitation
    return tuple(sorted(latest.values(), key=lambda one: (one.starts, one.uid)))


def company_named(invitation: Invitation, companies: Sequence[str]) -> int | None:
    """Which of these companies the invitation names, from 0: in its title, its organiser or their address, else in its
    description; the longest name where there are several, None where there is none."""
    near = f" {plain(f'{invitation.summary} {invitation.organiser} {invitation.domain} {invitation.place}')} "
    for heard in (near, f" {plain(invitation.description)} "):
        named = [
            (len(name), -position)
            for position, company in enumerate(companies)
            if (name := plain(company)) and (f" {name} " in heard or f" {name.replace(' ', '')} " in heard)
        ]
        if named:
            return -max(named)[1]
    return None


def company_supposed(invitation: Invitation) -> str:
    """A name for a company that is not known yet: from the organiser's address; "" where that is anybody's mail."""
    name = invitation.domain.rpartition(".")[0].rpartition(".")[2] or invitation.domain.partition(".")[0]
    return name.replace("-", " ").capitalize()


def _invitation(calendar: Component, event: Component, zone: datetime.tzinfo) -> Invitation:
    begins = _when(event, "DTSTART")
    starts = _moment(begins, zone)
    summary = _text(event, "SUMMARY", LONGEST["summary"])
    organiser = event.get("ORGANIZER")
    cancelled = (_text(calendar, "METHOD", 20).upper(), _text(event, "STATUS", 20).upper())
    return Invitation(
        uid=_uid(event, starts, summary),
        starts=starts,
        ends=_end(event, begins, starts, zone),
        summary=" ".join(summary.split()),
        place=" ".join(_text(event, "LOCATION", LONGEST["place"]).split()),
        organiser=_person(organiser),
        domain=_domain(organiser),
        attendees=tuple(dict.fromkeys(filter(None, map(_person, _all(event, "ATTENDEE")[:MOST_ATTENDEES])))),
        description=_text(event, "DESCRIPTION", LONGEST["description"]),
        is_cancelled=cancelled[0] == "CANCEL" or cancelled[1] == "CANCELLED",
        is_recurring="RRULE" in event or "RDATE" in event,
        is_floating=isinstance(begins, datetime.datetime) and begins.tzinfo is None,
        is_all_day=not isinstance(begins, datetime.datetime),
    )


def _version(event: Component) -> tuple[bool, int]:
    """What comes last stands: the series after a change of one of its days, then the later version."""
    sequence = event.get("SEQUENCE")
    return ("RECURRENCE-ID" not in event, int(sequence) if isinstance(sequence, int) else 0)


def _moment(value: object, zone: datetime.tzinfo) -> datetime.datetime:
    if isinstance(value, datetime.datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=zone)
    elif isinstance(value, datetime.date):
        moment = datetime.datetime.combine(value, datetime.time(), zone)
    else:
        raise RefusedDocumentError(Refusal.BROKEN_CALENDAR)
    if not FIRST_YEAR < moment.year < LAST_YEAR:
        raise RefusedDocumentError(Refusal.BROKEN_CALENDAR)
    return moment.astimezone(datetime.UTC)


def _end(
    event: Component, begins: object, starts: datetime.datetime, zone: datetime.tzinfo
) -> datetime.datetime | None:
    if "DTEND" in event:
        ends = _moment(_when(event, "DTEND"), zone)
    elif "DURATION" in event:
        length = _when(event, "DURATION")
        ends = starts + length if isinstance(length, datetime.timedelta) else starts
    else:
        return None
    is_said = isinstance(begins, datetime.datetime)  # a day without an hour ends at no hour either
    return ends if is_said and ends > starts else None


def _uid(event: Component, starts: datetime.datetime, summary: str) -> str:
    uid = _text(event, "UID", 10 * LONGEST["uid"])
    if uid and len(uid) <= LONGEST["uid"]:
        return uid
    made_of = uid or f"{starts.isoformat()} {plain(summary)}"
    return "rebond-" + hashlib.sha256(made_of.encode("utf-8", "replace")).hexdigest()


def _all(event: Component, name: str) -> list[object]:
    found = event.get(name)
    return found if isinstance(found, list) else [] if found is None else [found]


def _when(event: Component, name: str) -> object:
    """What a property says: a day, a moment or a length of time. The first where it stands twice; raises IndexError
    where it is missing, AttributeError or ValueError where it is broken."""
    value: object = getattr(_all(event, name)[0], "dt")  # noqa: B009 - the library types its properties as one another
    return value


def _text(event: Component, name: str, longest: int) -> str:
    return cleaned(str(next(iter(_all(event, name)), "")), longest)


def _person(written: object) -> str:
    """The name of a person of the calendar, else their e-mail."""
    name = getattr(written, "params", {}).get("CN", "")
    name = " ".join(name) if isinstance(name, Iterable) and not isinstance(name, str) else name
    return " ".join(cleaned(str(name) or _address(written), LONGEST["person"]).split())


def _domain(written: object) -> str:
    """What stands after the @, where that is a company's own."""
    domain = cleaned(_address(written).partition("@")[2].lower(), LONGEST["person"])
    return "" if MAIL_FOR_ALL & set(domain.split(".")) else domain


def _address(written: object) -> str:
    return re.sub(r"^mailto:", "", str(written), flags=re.IGNORECASE) if written is not None else ""
