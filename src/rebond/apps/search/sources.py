"""Where what is searched comes from: one source a kind of text. How each database follows them: search.index."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Source:
    """The texts of one table.

    Attributes:
        kind: short name, stored.
        table: where they are.
        lines: the columns that make the text, a line each. Of several, empty ones at either end leave no empty line.
        anchors: the columns that say whose the text is. A change of one of them, or of a line, makes another text.
        places: where it belongs, as columns of search_writing and expressions over the row `s` and `joins`.
        owner: whose it is, as such an expression.
        joins: what these expressions need beside `s`.
    """

    kind: str
    table: str
    lines: tuple[str, ...]
    anchors: tuple[str, ...]
    places: Mapping[str, str] = field(default_factory=dict)
    owner: str = "s.owner_id"
    joins: str = ""

    @property
    def columns(self) -> str:
        """The columns of search_writing that a text of this source fills."""
        return ", ".join(("owner_id", "kind", "target", *self.places, "text", "meant_by"))

    @property
    def watched(self) -> str:
        """The columns whose change makes another text."""
        return ", ".join((*self.lines, *self.anchors))

    @property
    def triggers(self) -> Mapping[str, str]:
        """The triggers that follow the table, by what each waits for."""
        events = ("insert", "delete", "update")
        return {event: f"search_{self.kind}_{event}" for event in events}


_OF_ACCOUNT = "JOIN debrief_account a ON a.id = s.account_id"

SOURCES = (
    Source("account", "debrief_account", ("text",), ("owner_id",), {"account_id": "s.id"}),
    Source(
        "exchange",
        "debrief_exchange",
        ("asked", "said", "reaction"),
        ("account_id",),
        {"account_id": "s.account_id"},
        owner="a.owner_id",
        joins=_OF_ACCOUNT,
    ),
    Source(
        "learnt",
        "debrief_learnt",
        ("words",),
        ("account_id",),
        {"account_id": "s.account_id"},
        owner="a.owner_id",
        joins=_OF_ACCOUNT,
    ),
    Source(
        "opportunity",
        "debrief_opportunity",
        ("company", "post", "place", "contact", "notes"),
        ("owner_id",),
        {"opportunity_id": "s.id"},
    ),
    Source(
        "interview",
        "debrief_interview",
        ("people", "place"),
        ("opportunity_id", "owner_id"),
        {"interview_id": "s.id", "opportunity_id": "s.opportunity_id"},
    ),
    Source(
        "thought",
        "moments_secondthought",
        ("supports", "opposes", "fairer"),
        ("moment_id",),
        {"account_id": "a.id"},
        owner="a.owner_id",
        joins="JOIN moments_moment m ON m.id = s.moment_id JOIN moments_reading r ON r.id = m.reading_id"
        " JOIN debrief_account a ON a.id = r.account_id",
    ),
    Source(
        "step",
        "plan_step",
        ("own_words",),
        ("priority_id",),
        {"account_id": "p.account_id"},
        owner="p.owner_id",
        joins="JOIN plan_priority p ON p.id = s.priority_id",
    ),
    Source("card", "plan_cardline", ("words",), ("interview_id", "owner_id"), {"interview_id": "s.interview_id"}),
)
