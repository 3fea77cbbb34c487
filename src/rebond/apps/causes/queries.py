"""Causes as the candidate sees them: the engine's hypotheses with their own verdicts."""

from dataclasses import dataclass

from rebond.apps.causes.models import Hypothesis, Verdict
from rebond.apps.debrief.models import Account
from rebond.taxonomy.causes import CAUSES


@dataclass(frozen=True)
class SeenCause:
    """A cause on the table.

    Attributes:
        key: of the taxonomy's causes.
        support: "strong", "some" or "thin" by the engine's deduction; "yours" where only the candidate named it.
        evidence: positions of the moments behind it, strongest first.
        verdict: "confirmed", "rejected", "unknown", or "" while nothing was said.
        depends_on: "me", "them" or "circumstances".
    """

    key: str
    support: str
    evidence: tuple[int, ...]
    verdict: str
    depends_on: str


def causes_of(account: Account) -> tuple[SeenCause, ...]:
    """Every cause proposed or named, strongest first, those that the candidate added last. Two queries."""
    verdicts = dict(Verdict.objects.filter(account=account).values_list("key", "choice"))
    proposed = {hypothesis.key: hypothesis for hypothesis in Hypothesis.objects.filter(account=account)}
    named = [key for key, choice in verdicts.items() if choice != Verdict.Choice.REJECTED and key not in proposed]
    return tuple(
        SeenCause(
            key=key,
            support=proposed[key].support if key in proposed else "yours",
            evidence=tuple(proposed[key].evidence) if key in proposed else (),
            verdict=verdicts.get(key, ""),
            depends_on=CAUSES[key].depends_on,
        )
        for key in (*proposed, *named)
        if key in CAUSES
    )


def says_unknown(account: Account) -> bool:
    """Whether the candidate said that they do not know what went wrong."""
    return Verdict.objects.filter(account=account, key=UNKNOWN).exists()


UNKNOWN = "unknown"
"""Key of the verdict on the whole evening: "I do not know what went wrong". Not a cause of the taxonomy."""
