"""Where what is searched comes from, as statements of SQLite: one source a kind of text, and its triggers.

The word index is SQLite's own (FTS5); there are no statements for another database yet.
"""

# ruff: noqa: S608  (statements made of the names below, of nothing that a person writes)

from collections.abc import Iterator
from dataclasses import dataclass

NOTHING = "NULL"
COLUMNS = "owner_id, kind, target, account_id, interview_id, opportunity_id, text, meant_by"


@dataclass(frozen=True)
class Source:
    """The texts of one table.

    Attributes:
        kind: short name, stored.
        table: where they are.
        watched: the columns whose change makes another text.
        words: the text, as an expression over the row `s`; empty where there is none.
        owner, account, interview, opportunity: where it belongs, as expressions.
        joins: what these expressions need beside `s`.
    """

    kind: str
    table: str
    watched: tuple[str, ...]
    words: str
    owner: str = "s.owner_id"
    account: str = NOTHING
    interview: str = NOTHING
    opportunity: str = NOTHING
    joins: str = ""

    def texts(self, condition: str = "1") -> str:
        """A SELECT of COLUMNS: the texts that are there now."""
        inner = (
            f"SELECT {self.owner} AS owner_id, '{self.kind}' AS kind, CAST(s.id AS TEXT) AS target,"
            f" {self.account} AS account_id, {self.interview} AS interview_id, {self.opportunity} AS opportunity_id,"
            f" {self.words} AS text, '' AS meant_by FROM {self.table} s {self.joins} WHERE {condition}"
        )
        return f"SELECT {COLUMNS} FROM ({inner}) WHERE text <> ''"

    def triggers(self) -> Iterator[tuple[str, str]]:
        """The name and the statement of each trigger that keeps the writings in step with the table."""
        added = f"INSERT INTO search_writing ({COLUMNS}) {self.texts('s.id = NEW.id')};"
        gone = f"DELETE FROM search_writing WHERE kind = '{self.kind}' AND target = CAST(OLD.id AS TEXT);"
        for event, statements in (
            ("INSERT", added),
            ("DELETE", gone),
            (f"UPDATE OF {', '.join(self.watched)}", gone + added),
        ):
            name = f"search_{self.kind}_{event.split()[0].lower()}"
            yield name, f"CREATE TRIGGER {name} AFTER {event} ON {self.table} BEGIN {statements} END"

    def step(self) -> tuple[str, str]:
        """Statements that put the writings of this kind in step, leaving those that are right as they are."""
        return (
            f"DELETE FROM search_writing WHERE kind = '{self.kind}'"
            f" AND (target, text) NOT IN (SELECT target, text FROM ({self.texts()}))",
            f"INSERT INTO search_writing ({COLUMNS}) SELECT {COLUMNS} FROM ({self.texts()}) WHERE target NOT IN"
            f" (SELECT target FROM search_writing WHERE kind = '{self.kind}')",
        )


def _lines(*columns: str) -> str:
    return "trim(" + " || char(10) || ".join(f"s.{column}" for column in columns) + ", char(10) || ' ')"


SOURCES = (
    Source("account", "debrief_account", ("text", "owner_id"), "s.text", account="s.id"),
    Source(
        "exchange",
        "debrief_exchange",
        ("asked", "said", "reaction", "account_id"),
        _lines("asked", "said", "reaction"),
        owner="a.owner_id",
        account="s.account_id",
        joins="JOIN debrief_account a ON a.id = s.account_id",
    ),
    Source(
        "learnt",
        "debrief_learnt",
        ("words", "account_id"),
        "s.words",
        owner="a.owner_id",
        account="s.account_id",
        joins="JOIN debrief_account a ON a.id = s.account_id",
    ),
    Source(
        "opportunity",
        "debrief_opportunity",
        ("company", "post", "place", "contact", "notes", "owner_id"),
        _lines("company", "post", "place", "contact", "notes"),
        opportunity="s.id",
    ),
    Source(
        "interview",
        "debrief_interview",
        ("place", "people", "opportunity_id", "owner_id"),
        _lines("people", "place"),
        interview="s.id",
        opportunity="s.opportunity_id",
    ),
    Source(
        "thought",
        "moments_secondthought",
        ("supports", "opposes", "fairer", "moment_id"),
        _lines("supports", "opposes", "fairer"),
        owner="a.owner_id",
        account="a.id",
        joins="JOIN moments_moment m ON m.id = s.moment_id JOIN moments_reading r ON r.id = m.reading_id"
        " JOIN debrief_account a ON a.id = r.account_id",
    ),
    Source(
        "step",
        "plan_step",
        ("own_words", "priority_id"),
        "s.own_words",
        owner="p.owner_id",
        account="p.account_id",
        joins="JOIN plan_priority p ON p.id = s.priority_id",
    ),
    Source("card", "plan_cardline", ("words", "interview_id", "owner_id"), "s.words", interview="s.interview_id"),
)

OWN_TRIGGERS = {
    "search_writing_insert": "CREATE TRIGGER search_writing_insert AFTER INSERT ON search_writing BEGIN"
    " INSERT INTO search_words (rowid, text) VALUES (NEW.id, NEW.text); END",
    "search_writing_delete": "CREATE TRIGGER search_writing_delete AFTER DELETE ON search_writing BEGIN"
    " INSERT INTO search_words (search_words, rowid, text) VALUES ('delete', OLD.id, OLD.text);"
    " DELETE FROM search_meaning WHERE writing_id = OLD.id;"
    " INSERT INTO search_erasure (id) VALUES (NULL); END",
}
TRIGGERS = OWN_TRIGGERS | dict(trigger for source in SOURCES for trigger in source.triggers())
TABLES = frozenset({"search_writing", "search_words", *(source.table for source in SOURCES)})
