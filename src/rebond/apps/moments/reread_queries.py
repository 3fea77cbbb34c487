"""Which readings another reader than today's has made, and which of them must keep their cuts."""

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from rebond.apps.moments import on_screen
from rebond.apps.moments.models import Learning, Moment, Reading, Rewind

FULLEST_FIRST = ("gemma", "e5", "light")
"""The readers: one that answers where a fuller one cannot never takes its place."""


def outdated_readings(*, reader: str, version: str, personal: str) -> list[int]:
    """The keys of the readings to be renewed by this reader, the latest account first.

    Those of another version, and those that a person's corrections have moved who since had that forgotten or stopped;
    `personal` parts the version from what was learned. A reading with which the candidate agrees is theirs: it stays.
    """
    of_today = Q(version=version) | Q(version__startswith=f"{version}{personal}")
    withdrawn = Learning.objects.filter(
        Q(used=False) | Q(since__gt=OuterRef("read_at")), person=OuterRef("account__owner")
    )
    outdated = Reading.objects.filter(~of_today | Q(Exists(withdrawn), version__contains=personal), agreed_at=None)
    fuller = FULLEST_FIRST[: FULLEST_FIRST.index(reader)]
    outdated = outdated.exclude(reader__in=fuller)
    return list(outdated.order_by("-account__written_at", "pk").values_list("pk", flat=True))


def keeps_its_cuts(reading: Reading) -> bool:
    """Whether something hangs on its moments, or a page may show them.

    A correction, a second thought or whatever a stage puts there; or a rewind that names moments by their numbers.
    """
    return (
        on_screen.was_shown(reading.account_id)
        or any(model.objects.filter(**{path: reading}).exists() for model, path in _what_may_hang())
        or _is_marked(reading)
    )


def _is_marked(reading: Reading) -> bool:
    """Whether the candidate has marked where confidence turned, or where it was strongest, on a moment."""
    rewound = Rewind.objects.filter(account=reading.account_id)
    return rewound.exclude(turning_moment=None, strongest_moment=None).exists()


def _what_may_hang() -> list[tuple[Any, str]]:
    """Every table that points to a reading or to a moment, and the path from it to the reading."""
    onto_moments = [(model, f"{field}__reading") for model, field in _pointing_to(Moment)]
    return [*onto_moments, *(known for known in _pointing_to(Reading) if known[0] is not Moment)]


def _pointing_to(target: type[Model]) -> list[tuple[Any, str]]:
    relations = (field for field in target._meta.get_fields(include_hidden=True) if field.auto_created)
    return [(r.related_model, r.field.name) for r in relations if r.one_to_many or r.one_to_one]
