"""The index of words in SQLite: FTS5, filled by triggers."""

# ruff: noqa: S608  (statements made of the names of sources, of nothing that a person writes)

from collections.abc import Iterator, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from rebond.apps.search.index import MOST_RANKED, Index, Stamp
from rebond.apps.search.models import Erasure, Meaning, Writing
from rebond.apps.search.sources import SOURCES, Source
from rebond.engine.text import search
from rebond.engine.text.search import Word

PAGES_AT_ONCE = 64
"""Pages of the index merged in one go, so that no other write waits for long. Our judgement."""

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
"""

OWN_TRIGGERS = {
    "search_writing_insert": "CREATE TRIGGER search_writing_insert AFTER INSERT ON search_writing BEGIN"
    " INSERT INTO search_words (rowid, text) VALUES (NEW.id, NEW.text); END",
    "search_writing_delete": "CREATE TRIGGER search_writing_delete AFTER DELETE ON search_writing BEGIN"
    " INSERT INTO search_words (search_words, rowid, text) VALUES ('delete', OLD.id, OLD.text);"
    " DELETE FROM search_meaning WHERE writing_id = OLD.id;"
    " INSERT INTO search_erasure (id) VALUES (NULL); END",
}


class SQLiteIndex(Index):
    """FTS5 beside search_writing, and its own table of words. One connection writes at a time."""

    tables = Index.tables | {"search_words"}
    own_triggers = tuple(OWN_TRIGGERS)
    in_order = True

    def expression(self, words: Sequence[Word], *, together: bool) -> str:
        """See Index: a query of FTS5."""
        return search.expression(words, together=together)

    def matching(self, person: AbstractBaseUser, *, expression: str) -> list[int]:
        """See Index."""
        with connection.cursor() as cursor:
            cursor.execute(MATCHING, {"words": expression, "owner": person.pk.hex})
            return [key for (key,) in cursor.fetchall()]

    def stamp_now(self, person: AbstractBaseUser) -> Stamp:
        """That of everybody's texts, without a look at any: SQLite notes the last key of each table, given once."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, seq FROM sqlite_sequence WHERE name LIKE 'search!_%%' ESCAPE '!'", [])
            last = dict(cursor.fetchall())
        return Stamp(*(last.get(model._meta.db_table, 0) for model in (Writing, Meaning, Erasure)))

    def terms(self, person: AbstractBaseUser) -> list[str]:
        """Those of the index: everybody's, which on one's own machine are one's own."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT term FROM search_vocabulary")
            return [term for (term,) in cursor.fetchall()]

    def erase_some(self) -> bool:
        """Merge some pages of the index, so that no word of what was deleted stays in them.

        Each merge is a transaction of its own. Freed pages are overwritten (PRAGMA secure_delete).
        """
        last = Erasure.objects.order_by("-pk").values_list("pk", flat=True).first()
        if last is None:
            return False
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT total_changes()")
            before = cursor.fetchone()[0]
            cursor.execute("INSERT INTO search_words (search_words, rank) VALUES ('merge', %s)", [-PAGES_AT_ONCE])
            cursor.execute("SELECT total_changes()")
            merged = cursor.fetchone()[0] - before
            if merged < 2:  # FTS5: the statement itself is one change; more than that, there was something to merge
                Erasure.objects.filter(pk__lte=last).delete()
        return merged >= 2

    def triggers_there(self) -> frozenset[str]:
        """See Index."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            return frozenset(name for (name,) in cursor.fetchall())

    def to_follow(self) -> Iterator[str]:
        """See Index."""
        yield from self.to_let_go()
        yield from OWN_TRIGGERS.values()
        for source in SOURCES:
            yield from self._step(source)
        for source in SOURCES:
            yield from self._triggers(source)

    def to_let_go(self) -> Iterator[str]:
        """See Index."""
        for name in (*OWN_TRIGGERS, *(name for source in SOURCES for name in source.triggers.values())):
            yield f"DROP TRIGGER IF EXISTS {name}"

    def _triggers(self, source: Source) -> Iterator[str]:
        added, gone = self._added(source), self._gone(source)
        events = {
            "insert": ("INSERT", added),
            "delete": ("DELETE", gone),
            "update": (f"UPDATE OF {source.watched}", gone + added),
        }
        for event, name in source.triggers.items():
            when, statements = events[event]
            yield f"CREATE TRIGGER {name} AFTER {when} ON {source.table} BEGIN {statements} END"

    def _step(self, source: Source) -> Iterator[str]:
        """Statements that put the writings of this kind in step, leaving those that are right as they are."""
        texts, kind = self._texts(source), f"kind = '{source.kind}'"
        yield f"DELETE FROM search_writing WHERE {kind} AND (target, text) NOT IN (SELECT target, text FROM ({texts}))"
        yield (
            f"INSERT INTO search_writing ({source.columns}) SELECT {source.columns} FROM ({texts})"
            f" WHERE target NOT IN (SELECT target FROM search_writing WHERE {kind})"
        )

    def _text(self, source: Source) -> str:
        lines = [f"s.{column}" for column in source.lines]
        return f"trim({' || char(10) || '.join(lines)}, char(10) || ' ')" if len(lines) > 1 else lines[0]

    def _target(self, row: str) -> str:
        return f"CAST({row}.id AS TEXT)"
