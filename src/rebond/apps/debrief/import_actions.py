"""From a file that the candidate chose to opportunities and interviews: held, looked at, then added in one transaction.

What is looked at is read anew from the file each time: nothing of it is stored before the candidate says so.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from rebond.apps.base.audit import record
from rebond.apps.debrief.import_queries import Known, interviews_invited, known_opportunities
from rebond.apps.debrief.models import Interview, Opportunity, PendingImport
from rebond.engine.documents import linkedin
from rebond.engine.documents.applications import (
    Application,
    Applications,
    imprint_of,
    order_of_dates,
    read_applications,
)
from rebond.engine.documents.archive import archive_of
from rebond.engine.documents.columns import FIELDS as FIELDS
from rebond.engine.documents.columns import Columns, guess_columns
from rebond.engine.documents.dates import DateOrder
from rebond.engine.documents.decoding import LARGEST_BYTES as LARGEST_BYTES
from rebond.engine.documents.invitations import Invitation, company_named, company_supposed, read_invitations
from rebond.engine.documents.recognise import Kind, kind_of
from rebond.engine.documents.refusal import RefusedDocumentError as RefusedDocumentError
from rebond.engine.documents.table import Table, read_table

LONGEST_HELD = datetime.timedelta(days=1)
"""How long a file waits for its answer; then the next one sweeps it away."""
TABLE, LINKEDIN, CALENDAR = "table", "linkedin", "calendar"
LONGEST_NAME = 120
"""Characters of a file's name that are kept, to say which one is looked at."""
SHOWN_VALUES = 3
"""Values of a column that are shown, so that one sees what it holds."""


@dataclass(frozen=True)
class HowToRead:
    """How a table is read: its header, the field of each column ("" for none), whether days stand before months."""

    has_header: bool
    fields: tuple[str, ...]
    day_first: bool


@dataclass(frozen=True)
class Shown:
    """A column: its name ("" where the table has no header) and the first values in it."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class OpenTable:
    """A table that is looked at, and how it seems to be read."""

    table: Table
    guessed: HowToRead

    def columns(self, has_header: bool) -> tuple[Shown, ...]:
        """Its columns with what they hold."""
        rows = self.table.rows[has_header:]
        names = self.table.rows[0].cells if has_header else ()
        return tuple(
            Shown(names[column] if column < len(names) else "", _first_values(rows, column))
            for column in range(self.table.width)
        )


@dataclass(frozen=True)
class TablePreview:
    """What would come of a table: what is new, what is there already, and how it was read."""

    new: tuple[Application, ...]
    known: tuple[Application, ...]
    read: Applications

    @property
    def order(self) -> DateOrder:
        """What its dates tell of their own order."""
        return self.read.order


@dataclass(frozen=True)
class Invited:
    """An invitation that is looked at.

    Attributes:
        number: its place in the file, from 0.
        interview: what was taken from it before, None where nothing was.
        opportunity: the opportunity that it seems to be for, None where none is named.
        company: a name for a new one, "" where the invitation tells none.
    """

    number: int
    invitation: Invitation
    interview: Interview | None
    opportunity: Known | None
    company: str

    @property
    def state(self) -> str:
        """ "new", "same", "moved" (to another time), "called_off" (cancelled, and known) or "gone" (cancelled)."""
        if self.invitation.is_cancelled:
            return "called_off" if self.interview else "gone"
        if self.interview is None:
            return "new"
        said = (self.invitation.starts, self.invitation.ends or self.interview.ends_at)
        return "same" if said == (self.interview.starts_at, self.interview.ends_at) else "moved"


@dataclass(frozen=True)
class Decision:
    """What the candidate decided on an invitation: for a new one the opportunity, or the company of one to be made; for
    one that moved or is called off, whether the interview follows."""

    number: int
    opportunity: uuid.UUID | None = None
    company: str = ""
    follows: bool = False


@dataclass
class Added:
    """What an import did, in numbers of opportunities and interviews."""

    opportunities: int = 0
    interviews: int = 0
    known: int = 0
    moved: int = 0
    removed: int = 0


def hold_file(*, name: str, content: bytes, by: AbstractBaseUser, now: datetime.datetime) -> PendingImport:
    """Keep a file until the candidate has looked at what it would add; older ones that wait are swept away.

    It is read before the transaction opens, so that a long table holds no lock. Raises RefusedDocumentError where it
    cannot be read: it is not kept then.
    """
    kind, kept = _recognised(content)
    with transaction.atomic():
        PendingImport.objects.filter(added_at__lt=now - LONGEST_HELD).delete()
        pending = PendingImport.objects.create(
            owner=by, kind=kind, name=name[:LONGEST_NAME], content=kept, added_at=now
        )
        record(by=by, verb="hold_file", target=pending, now=now)
    return pending


@transaction.atomic
def drop_file(*, pending: PendingImport, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """Forget the file, of which nothing was added."""
    record(by=by, verb="drop_file", target=pending, now=now)
    pending.delete()


def open_table(pending: PendingImport) -> OpenTable:
    """The table that waits. Raises RefusedDocumentError where it is a calendar."""
    content = bytes(pending.content)
    table = linkedin.read_export(content) if pending.kind == LINKEDIN else read_table(content)
    columns = linkedin.columns_of_export(table) if pending.kind == LINKEDIN else guess_columns(table)
    order = order_of_dates(table, columns)
    month_first = pending.kind == LINKEDIN and not order.is_sure  # the network writes dates as in the United States
    return OpenTable(table, HowToRead(columns.has_header, columns.fields, order.day_first and not month_first))


def look_at_table(opened: OpenTable, how: HowToRead, *, by: AbstractBaseUser) -> TablePreview:
    """What would come of the table, read that way. Nothing is written."""
    return _beside_what_is_there(_read(opened, how), by)


def _read(opened: OpenTable, how: HowToRead) -> Applications:
    return read_applications(opened.table, Columns(how.has_header, how.fields), day_first=how.day_first)


def _beside_what_is_there(read: Applications, by: AbstractBaseUser) -> TablePreview:
    there = _imprints(known_opportunities(by))
    new = tuple(entry for entry in read.entries if entry.imprint not in there)
    return TablePreview(new, tuple(entry for entry in read.entries if entry.imprint in there), read)


def open_invitations(pending: PendingImport, *, by: AbstractBaseUser) -> tuple[tuple[Invited, ...], tuple[Known, ...]]:
    """The invitations that wait, and the opportunities that they may be for. Nothing is written."""
    invitations = read_invitations(bytes(pending.content), zone=timezone.get_current_timezone())
    there = interviews_invited(by, [invitation.uid for invitation in invitations])
    known = known_opportunities(by)
    companies = [one.company for one in known]
    found = []
    for number, invitation in enumerate(invitations):
        place = company_named(invitation, companies)
        opportunity = known[place] if place is not None else None
        interview = there.get(invitation.uid)
        found.append(Invited(number, invitation, interview, opportunity, company_supposed(invitation)))
    return tuple(found), known


def add_applications(*, pending: PendingImport, how: HowToRead, by: AbstractBaseUser, now: datetime.datetime) -> Added:
    """Add the opportunities of the table that are not there yet, all or none, and forget the file."""
    read = _read(open_table(pending), how)
    with transaction.atomic():
        preview = _beside_what_is_there(read, by)
        Opportunity.objects.bulk_create(_opportunity(entry, by, now) for entry in preview.new)
        record(by=by, verb="add_applications", target=pending, now=now)
        pending.delete()
    return Added(opportunities=len(preview.new), known=len(preview.known))


@transaction.atomic
def add_interviews(
    *, pending: PendingImport, decisions: Sequence[Decision], by: AbstractBaseUser, now: datetime.datetime
) -> Added:
    """Do what was decided on each invitation, all or nothing, and forget the file.

    A decision that no longer fits (another tab was quicker) changes nothing of its invitation. An opportunity that is
    not this person's counts as none.
    """
    invited, known = open_invitations(pending, by=by)
    mine = {one.key for one in known}
    added, made = Added(), {}
    for decision in decisions:
        one = invited[decision.number]
        if one.state == "new" and (decision.opportunity in mine or decision.company):
            company = decision.company
            if decision.opportunity not in mine and company.casefold() not in made:
                made[company.casefold()] = _opportunity_of(one.invitation, company, by, now)
                added.opportunities += 1
            key = decision.opportunity if decision.opportunity in mine else made[company.casefold()].pk
            _interview(one.invitation, key, by, now)
            added.interviews += 1
        elif one.state == "moved" and decision.follows:
            _move(one, by, now)
            added.moved += 1
        elif one.state == "called_off" and decision.follows:
            record(by=by, verb="remove_interview", target=one.interview, now=now)
            one.interview.delete()
            added.removed += 1
    added.known = sum(one.state == "same" for one in invited)
    record(by=by, verb="add_interviews", target=pending, now=now)
    pending.delete()
    return added


def _recognised(content: bytes) -> tuple[str, bytes]:
    """What the file is and what is kept of it, read once so that what cannot be read is refused at once."""
    kind = kind_of(content)
    if kind is Kind.ARCHIVE:
        kept = archive_of(linkedin.job_applications(content))
        linkedin.read_export(kept)
        return LINKEDIN, kept
    if kind is Kind.CALENDAR:
        read_invitations(content, zone=timezone.get_current_timezone())
        return CALENDAR, content
    read_table(content)
    return TABLE, content


def _first_values(rows: Sequence[object], column: int) -> tuple[str, ...]:
    values = (row.cells[column] for row in rows if column < len(row.cells) and row.cells[column])
    return tuple(value for value, _ in zip(values, range(SHOWN_VALUES), strict=False))


def _imprints(known: Sequence[Known]) -> set[str]:
    """Of what is there: where it was imported from, and as it reads now (entered by hand, or corrected since)."""
    now = {imprint_of(one.company, one.post, one.applied_on, one.link) for one in known}
    return now | {one.imprint for one in known if one.imprint}


def _opportunity(entry: Application, by: AbstractBaseUser, now: datetime.datetime) -> Opportunity:
    return Opportunity(
        owner=by,
        company=entry.company,
        post=entry.post,
        place=entry.place,
        link=entry.link,
        contact=entry.contact,
        stage=entry.stage,
        applied_on=entry.applied_on,
        notes=entry.notes,
        imprint=entry.imprint,
        added_at=now,
        changed_at=now,
    )


def _opportunity_of(invitation: Invitation, company: str, by: AbstractBaseUser, now: datetime.datetime) -> Opportunity:
    """A new opportunity for an invitation, with its words as notes: they may name the post."""
    return Opportunity.objects.create(
        owner=by,
        company=company,
        stage="interviewing",
        contact=invitation.organiser,
        notes="\n\n".join(filter(None, (invitation.summary, invitation.description))),
        added_at=now,
        changed_at=now,
    )


def _interview(invitation: Invitation, opportunity: uuid.UUID, by: AbstractBaseUser, now: datetime.datetime) -> None:
    people = dict.fromkeys(filter(None, (invitation.organiser, *invitation.attendees)))
    interview = Interview.objects.create(
        owner=by,
        opportunity_id=opportunity,
        starts_at=invitation.starts,
        ends_at=invitation.ends,
        setting=invitation.setting,
        place=invitation.place,
        people="\n".join(people),
        uid=invitation.uid,
        added_at=now,
    )
    Opportunity.objects.filter(pk=opportunity).update(changed_at=now)
    record(by=by, verb="add_interview", target=interview, now=now)


def _move(one: Invited, by: AbstractBaseUser, now: datetime.datetime) -> None:
    """The interview takes the invitation's time; where no end is said, it lasts as long as before."""
    interview, invitation = one.interview, one.invitation
    lasted = interview.ends_at - interview.starts_at if interview.ends_at and interview.starts_at else None
    interview.ends_at = invitation.ends or (invitation.starts + lasted if lasted else None)
    interview.starts_at = invitation.starts
    interview.save(update_fields=["starts_at", "ends_at"])
    Opportunity.objects.filter(pk=interview.opportunity_id).update(changed_at=now)
    record(by=by, verb="move_interview", target=interview, now=now)
