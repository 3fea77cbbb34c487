"""Reads of everything written: by words through the database's index, by meaning through the vectors kept with it."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Q

from rebond.apps.base.ownership import owned
from rebond.apps.moments.models import Moment
from rebond.apps.search.index import Index
from rebond.apps.search.models import Meaning, Writing
from rebond.apps.search.postgresql import PostgreSQLIndex
from rebond.apps.search.sqlite import SQLiteIndex

_INDEXES: Mapping[str, Index] = {"sqlite": SQLiteIndex(), "postgresql": PostgreSQLIndex()}


def index_of(using: str = DEFAULT_DB_ALIAS) -> Index:
    """What speaks to this database. KeyError for one that nobody speaks."""
    return _INDEXES[connections[using].vendor]


def texts_after(person: AbstractBaseUser, key: int) -> list[str]:
    """The person's texts added since this one."""
    return list(owned(Writing.objects.filter(pk__gt=key), by=person).values_list("text", flat=True))


def meanings_after(person: AbstractBaseUser, key: int) -> list[tuple[int, int, int, int, bytes]]:
    """Key, text, start, end and vector of each piece of this person's texts added since this one."""
    rows = owned(Meaning.objects.filter(pk__gt=key), by=person).order_by("pk")
    return list(rows.values_list("pk", "writing_id", "start", "end", "vector"))


def meaning_keys(person: AbstractBaseUser) -> list[int]:
    """The keys of the pieces that are still there."""
    return list(owned(Meaning.objects.all(), by=person).values_list("pk", flat=True))


def writings_of(person: AbstractBaseUser, keys: Sequence[int]) -> dict[int, Writing]:
    """These texts of the person by key, with where they belong."""
    rows = owned(Writing.objects.filter(pk__in=keys), by=person).select_related(
        "account__interview__opportunity", "interview__opportunity", "opportunity"
    )
    return {row.pk: row for row in rows.defer("account__text")}


def moments_of(accounts: Sequence[object]) -> dict[object, list[tuple[int, int]]]:
    """End and position of the moments of each account that was read, in the order of its text."""
    found: dict[object, list[tuple[int, int]]] = {}
    rows = Moment.objects.filter(reading__account__in=accounts).order_by("position")
    for account, position, end in rows.values_list("reading__account_id", "position", "end"):
        found.setdefault(account, []).append((end, position))
    return found


def to_be_meant(version: str, *, most: int) -> list[Writing]:
    """Texts that this version of the encoder has not turned into vectors, the latest first."""
    # Two ranges of the index instead of a look at every row.
    keys = Writing.objects.filter(Q(meant_by__lt=version) | Q(meant_by__gt=version)).order_by("-pk")
    return list(Writing.objects.filter(pk__in=list(keys.values_list("pk", flat=True)[:most])).order_by("-pk"))


def has_tables(using: str) -> bool:
    """Whether the tables of all stages and of the search exist."""
    return index_of(using).tables.issubset(connections[using].introspection.table_names())
