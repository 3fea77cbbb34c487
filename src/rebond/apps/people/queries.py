"""Shared reads of people."""

from rebond.apps.people.models import Person


def the_local_candidate() -> Person | None:
    """The one candidate of this machine, or None before the first launch."""
    return Person.objects.filter(is_local=True).first()
