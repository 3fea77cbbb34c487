"""The calendar file of what the candidate chose to plan: nothing is stored, but the engine is spoken to."""

import datetime
from collections.abc import Mapping, Sequence

from rebond.apps.plan.calendar_queries import Plannable
from rebond.apps.plan.models import Step
from rebond.engine.documents.calendar_writer import Appointment, write_calendar
from rebond.taxonomy.remedies import REMEDIES, Remedy

LASTS = datetime.timedelta(minutes=30)
"""How long one entry takes in the calendar: a step is small. Our judgement; the candidate's calendar can change it."""


def calendar_of(
    chosen: Sequence[Plannable],
    *,
    days: Mapping[str, datetime.date],
    at: datetime.time,
    zone: datetime.tzinfo,
    language: str,
    now: datetime.datetime,
) -> bytes:
    """The file with one entry for each of `chosen`, on its day in `days` (by key) at the time `at` of `zone`.

    Raises ValueError where nothing was chosen.
    """
    appointments = [
        _appointment(entry, datetime.datetime.combine(days[entry.key], at, zone), language) for entry in chosen
    ]
    return write_calendar(appointments, zone=zone, now=now, language=language)


def _appointment(entry: Plannable, starts_at: datetime.datetime, language: str) -> Appointment:
    remedy = REMEDIES[entry.priority.remedy]
    name = remedy.name.spoken(language)
    return Appointment(
        uid=f"{entry.key}-{entry.priority.account_id}@rebond",
        title=_step_words(entry.step, remedy, language) if entry.step else name,
        starts_at=starts_at,
        ends_at=starts_at + LASTS,
        notes=name if entry.step else remedy.done_when.spoken(language),
    )


def _step_words(step: Step, remedy: Remedy, language: str) -> str:
    known = {one.key: one.words.spoken(language) for one in remedy.steps}
    return step.own_words or known.get(step.key, step.key)
