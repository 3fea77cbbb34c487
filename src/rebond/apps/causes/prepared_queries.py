"""What was prepared, beside what happened: the preparation sheet with the causes of one account that it bears on."""

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.apps.causes.models import Prepared, Verdict
from rebond.apps.causes.queries import SeenCause
from rebond.apps.debrief.models import Account, Readied
from rebond.apps.moments.queries import ReadAccount, ReadMoment
from rebond.taxonomy.preparation import PREPARATION, PreparationItem

PASSAGES_AT_MOST = 3
"""Passages beside the lines of one cause; the causes above show them all. Our judgement."""


@dataclass(frozen=True)
class SheetLine:
    """One line of the preparation sheet, afterwards.

    Attributes:
        item: its words.
        was_ready: ticked on the sheet before this interview.
        choice: "served", "of_no_use", "missed" or "not_needed" by the candidate, "" while they said nothing.
        causes: keys of this account's causes that it bears on, the nearest first.
    """

    item: PreparationItem
    was_ready: bool
    choice: str
    causes: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """A cause of this account, what happened, and the lines of the sheet that bear on it before any other."""

    cause: str
    passages: tuple[ReadMoment, ...]
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True)
class Sheet:
    """The whole sheet: `lines` in its order, `beside` what happened, the strongest cause first."""

    lines: tuple[SheetLine, ...]
    beside: tuple[Beside, ...]

    @property
    def rest(self) -> tuple[SheetLine, ...]:
        """The other lines."""
        return tuple(line for line in self.lines if not line.causes)

    @property
    def is_answered(self) -> bool:
        """Whether the candidate said something of a line."""
        return any(line.choice for line in self.lines)

    @property
    def was_ready(self) -> tuple[SheetLine, ...]:
        """Lines ticked before the interview."""
        return tuple(line for line in self.lines if line.was_ready)

    @property
    def served(self) -> tuple[SheetLine, ...]:
        """Lines that served."""
        return self._chosen(Prepared.Choice.SERVED)

    @property
    def of_no_use(self) -> tuple[SheetLine, ...]:
        """Lines that were ready for nothing."""
        return self._chosen(Prepared.Choice.OF_NO_USE)

    @property
    def missed(self) -> tuple[SheetLine, ...]:
        """Lines that would have been useful."""
        return self._chosen(Prepared.Choice.MISSED)

    def _chosen(self, choice: str) -> tuple[SheetLine, ...]:
        return tuple(line for line in self.lines if line.choice == choice)


def sheet_of(account: Account, causes: Sequence[SeenCause], read: ReadAccount) -> Sheet:
    """The sheet beside the account's `causes` (as from `causes_of`), those that the candidate refused left out.

    Two queries, one where the account belongs to no interview.
    """
    said = dict(Prepared.objects.filter(account=account).values_list("key", "choice"))
    ticked = Readied.objects.filter(interview=account.interview_id) if account.interview_id else Readied.objects.none()
    ready = frozenset(ticked.values_list("key", flat=True))
    standing = [cause for cause in causes if cause.verdict != Verdict.Choice.REJECTED]
    keys = {cause.key for cause in standing}
    lines = tuple(
        SheetLine(item, key in ready, said.get(key, ""), tuple(cause for cause in item.causes if cause in keys))
        for key, item in PREPARATION.items()
    )
    parted = [Beside(cause.key, _passages(cause, read), _nearest(cause.key, lines)) for cause in standing]
    return Sheet(lines, tuple(beside for beside in parted if beside.lines))


def _passages(cause: SeenCause, read: ReadAccount) -> tuple[ReadMoment, ...]:
    found = [read.moments[i] for i in cause.evidence if i < len(read.moments)]
    return tuple(found[:PASSAGES_AT_MOST])


def _nearest(cause: str, lines: tuple[SheetLine, ...]) -> tuple[SheetLine, ...]:
    return tuple(line for line in lines if line.causes[:1] == (cause,))
