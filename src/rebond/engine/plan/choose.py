"""From causes to the few things to work on first."""

from collections.abc import Sequence

from rebond.engine.causes.types import Cause
from rebond.engine.plan.types import Priority
from rebond.taxonomy.causes import CAUSES

#: More than three at a time are not done. Our judgement, after the method: one to three priorities.
MOST_PRIORITIES = 3
#: What nobody need correct comes first in the plan only where it carries this many times the strongest other cause.
#: Our judgement: at twice, the account speaks mostly of it.
DOMINANCE = 2.0
#: Causes that leave the candidate nothing to correct: their remedy is to let go, or to note it and decide.
NOTHING_TO_CORRECT = frozenset({"outside", "recruiter"})

_ORDER = {key: place for place, key in enumerate(CAUSES)}


def choose(causes: Sequence[Cause], *, at_most: int = MOST_PRIORITIES) -> tuple[Priority, ...]:
    """One to `at_most` priorities, the first one first; none where there is no cause.

    Whatever order the causes come in, the same causes give the same plan:
    1. Strongest first, because what showed most is what a small effort changes most; ties in the order of the taxonomy.
    2. What the candidate can act on goes before `outside` and `recruiter`: a plan is for what one can do. These two
       stay out while there is something else to do, so that nobody is told to repair what was not theirs.
    3. Except where one of the two dominates (twice the strongest other cause): then it leads, because the honest first
       step is to let it go or to note it, and what can be worked on follows.
    4. Where nothing else is supported they are the plan.
    A remedy that answers two causes is proposed once.

    Raises ValueError where `at_most` is under 1, KeyError for a cause that the taxonomy does not know.
    """
    if at_most < 1:
        raise ValueError("a plan holds one priority at least")
    ranked = sorted(causes, key=lambda cause: (-cause.weight, _ORDER[cause.key]))
    own = [cause for cause in ranked if cause.key not in NOTHING_TO_CORRECT]
    others = [cause for cause in ranked if cause.key in NOTHING_TO_CORRECT]
    if not own:
        kept = others
    elif others and _sum(others[0]) >= DOMINANCE * _sum(own[0]):
        kept = [others[0], *own]
    else:
        kept = own
    remedies: dict[str, str] = {}
    for cause in kept:
        remedies.setdefault(CAUSES[cause.key].remedy, cause.key)
    return tuple(Priority(cause, remedy) for remedy, cause in remedies.items())[:at_most]


def _sum(cause: Cause) -> float:
    """What the moments of a cause add up to, from its weight (engine.causes.weigh: sum / (1 + sum))."""
    return cause.weight / (1 - cause.weight) if cause.weight < 1 else float("inf")
