"""The index of words in PostgreSQL: a column that it derives from the text itself, and triggers in plpgsql."""

# ruff: noqa: S608  (statements made of the names of sources, of nothing that a person writes)

from collections.abc import Iterator, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection

from rebond.apps.search.index import MOST_RANKED, Index, Stamp
from rebond.apps.search.sources import SOURCES, Source
from rebond.engine.text.search import Word

# Ranked by ts_rank, over the logarithm of the length: the oftener in the shorter text, the earlier. The first part is
# kept apart, or PostgreSQL might walk everybody's texts from the latest on.
MATCHING = f"""
    WITH held AS MATERIALIZED (
        SELECT id FROM search_writing WHERE owner_id = %(owner)s AND words @@ CAST(%(words)s AS tsquery)
    ), latest AS (SELECT id FROM held ORDER BY id DESC LIMIT {MOST_RANKED})
    SELECT w.id FROM search_writing w JOIN latest ON latest.id = w.id
    ORDER BY ts_rank(w.words, CAST(%(words)s AS tsquery), 1) DESC, w.id DESC
"""

# Counts and sums, as keys are not seen in the order in which they are given.
STAMP = """
    SELECT w.keys, m.keys, w.count + m.count FROM
    (SELECT COALESCE(SUM(id), 0)::bigint AS keys, COUNT(*) FROM search_writing WHERE owner_id = %(owner)s) w,
    (SELECT COALESCE(SUM(id), 0)::bigint AS keys, COUNT(*) FROM search_meaning WHERE owner_id = %(owner)s) m
"""

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('rebond: search in step'))"
"""Two processes that start at once would each replace the functions of the other, which PostgreSQL refuses."""

LETTING_GO = "search_writing_delete"


class PostgreSQLIndex(Index):
    """A tsvector of folded words (search_lexemes, migration 0001) with its GIN index."""

    own_triggers = (LETTING_GO,)
    in_order = False

    def expression(self, words: Sequence[Word], *, together: bool) -> str:
        """See Index: a tsquery. Every form stands between quotes and holds letters and digits alone."""
        return (" & " if together else " | ").join(map(_alternatives, words))

    def matching(self, person: AbstractBaseUser, *, expression: str) -> list[int]:
        """See Index."""
        with connection.cursor() as cursor:
            cursor.execute(MATCHING, {"words": expression, "owner": person.pk})
            return [key for (key,) in cursor.fetchall()]

    def stamp_now(self, person: AbstractBaseUser) -> Stamp:
        """That of the person's texts."""
        with connection.cursor() as cursor:
            cursor.execute(STAMP, {"owner": person.pk})
            return Stamp(*cursor.fetchone())

    def terms(self, person: AbstractBaseUser) -> list[str]:
        """The person's own: what was taken for a mistyped word is shown, and others wrote in the same table."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT unnest(tsvector_to_array(words)) FROM search_writing WHERE owner_id = %s", [person.pk]
            )
            return [term for (term,) in cursor.fetchall()]

    def erase_some(self) -> bool:
        """Nothing: the words of a deleted row go with it, when PostgreSQL takes up its space (autovacuum)."""
        return False

    def triggers_there(self) -> frozenset[str]:
        """See Index."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid)")
            return frozenset(name for (name,) in cursor.fetchall())

    def to_follow(self) -> Iterator[str]:
        """See Index. Triggers first: from there on, nobody else writes in their tables until this is done."""
        yield ONE_AT_A_TIME
        yield from self.to_let_go()
        for source in SOURCES:
            yield from self._triggers(source)
        gone = "DELETE FROM search_meaning WHERE writing_id = OLD.id;"
        yield _function(LETTING_GO, f"{gone} RETURN NULL;")
        yield _trigger(LETTING_GO, "DELETE", "search_writing", LETTING_GO)
        for source in SOURCES:
            yield from self._step(source)

    def to_let_go(self) -> Iterator[str]:
        """See Index."""
        for source in SOURCES:
            for name in source.triggers.values():
                yield f"DROP TRIGGER IF EXISTS {name} ON {source.table}"
            yield f"DROP FUNCTION IF EXISTS {_follower(source)}()"
        yield f"DROP TRIGGER IF EXISTS {LETTING_GO} ON search_writing"
        yield f"DROP FUNCTION IF EXISTS {LETTING_GO}()"

    def _triggers(self, source: Source) -> Iterator[str]:
        yield _function(
            _follower(source),
            f"IF TG_OP <> 'INSERT' THEN {self._gone(source)} END IF;"
            f" IF TG_OP <> 'DELETE' THEN {self._added(source)} END IF; RETURN NULL;",
        )
        events = {"insert": "INSERT", "delete": "DELETE", "update": f"UPDATE OF {source.watched}"}
        for event, name in source.triggers.items():
            yield _trigger(name, events[event], source.table, _follower(source))

    def _step(self, source: Source) -> Iterator[str]:
        """Statements that put the writings of this kind in step, leaving those that are right as they are."""
        texts, kind = self._texts(source), f"w.kind = '{source.kind}'"
        yield (
            f"DELETE FROM search_writing w WHERE {kind} AND NOT EXISTS"
            f" (SELECT FROM ({texts}) AS t WHERE t.target = w.target AND t.text = w.text)"
        )
        yield (
            f"INSERT INTO search_writing ({source.columns}) SELECT {source.columns} FROM ({texts}) AS t"
            f" WHERE NOT EXISTS (SELECT FROM search_writing w WHERE {kind} AND w.target = t.target)"
        )

    def _text(self, source: Source) -> str:
        lines = [f"s.{column}" for column in source.lines]
        return f"btrim({' || chr(10) || '.join(lines)}, chr(10) || ' ')" if len(lines) > 1 else lines[0]

    def _target(self, row: str) -> str:
        # A UUID without its dashes, as Django keeps it where a database has no type for it.
        return f"replace(CAST({row}.id AS text), '-', '')"


def _alternatives(word: Word) -> str:
    star = ":*" if word.begins else ""
    return "(" + " | ".join(f"'{form}'{star}" for form in word.forms) + ")"


def _follower(source: Source) -> str:
    return f"search_follow_{source.kind}"


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _trigger(name: str, when: str, table: str, function: str) -> str:
    return f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
