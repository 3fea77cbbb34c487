"""Reads of everything written: by words through the database's index, by meaning through the vectors kept with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, connections
from django.db.models import Q

from rebond.apps.base.ownership import owned
from rebond.apps.moments.models import Moment
from rebond.apps.search.models import Erasure, Meaning, Writing
from rebond.apps.search.sources import TABLES, TRIGGERS

MOST_RANKED = 300
"""Texts that one word query ranks, the latest ones: beyond, ranking costs more than a person reads. Our judgement."""

# Ranked by bm25, FTS5's own: the more of what is rare, in the shorter text, the earlier. The inner query finds where
# the latest MOST_RANKED begin without ranking any; CROSS JOIN keeps SQLite from walking the writings instead.
MATCHING = f"""
    SELECT w.id FROM search_words f CROSS JOIN search_writing w ON w.id = f.rowid
    WHERE search_words MATCH %(words)s AND w.owner_id = %(owner)s AND f.rowid >= COALESCE((
        SELECT i.rowid FROM search_words i CROSS JOIN search_writing v ON v.id = i.rowid
        WHERE i.search_words MATCH %(words)s AND v.owner_id = %(owner)s
        ORDER BY i.rowid DESC LIMIT 1 OFFSET {MOST_RANKED - 1}
    ), 0)
    ORDER BY f.rank
"""  # noqa: S608


@dataclass(frozen=True)
class Stamp:
    """How far the texts have come: the last keys of a text, of a vector and of a deletion. None is given twice."""

    writing: int = 0
    meaning: int = 0
    erasure: int = 0


def matching(person: AbstractBaseUser, *, expression: str) -> list[int]:
    """The keys of the person's texts that meet an FTS5 expression, the best first: MOST_RANKED at most."""
    with connection.cursor() as cursor:
        cursor.execute(MATCHING, {"words": expression, "owner": person.pk.hex})
        return [key for (key,) in cursor.fetchall()]


def stamp_now() -> Stamp:
    """That of everybody's texts, without a look at any: SQLite notes the last key of each table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence WHERE name LIKE 'search!_%%' ESCAPE '!'", [])
        last = dict(cursor.fetchall())
    return Stamp(*(last.get(model._meta.db_table, 0) for model in (Writing, Meaning, Erasure)))


def indexed_terms() -> list[str]:
    """Every word of the index, everybody's: for the correction of slips, never for show."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT term FROM search_vocabulary")
        return [term for (term,) in cursor.fetchall()]


def texts_after(key: int) -> list[str]:
    """The texts added since this one."""
    return list(Writing.objects.filter(pk__gt=key).values_list("text", flat=True))


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


def is_in_step() -> bool:
    """Whether every trigger is there that keeps the texts in step with the stages."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return TRIGGERS.keys() <= {name for (name,) in cursor.fetchall()}


def has_tables(using: str) -> bool:
    """Whether the tables of all stages and of the search exist."""
    return TABLES.issubset(connections[using].introspection.table_names())
