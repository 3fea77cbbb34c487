"""Whether what a remedy was for happens less since: the interviews before it was kept, and those after."""

from collections.abc import Sequence
from dataclasses import dataclass

from rebond.engine.progress.shares import LEVEL, Share, share


@dataclass(frozen=True)
class BeforeAfter:
    """Shares of interviews with the incident: `before` the remedy was kept, and `after`."""

    before: Share
    after: Share


def before_after(before: Sequence[bool], after: Sequence[bool], *, level: float = LEVEL) -> BeforeAfter:
    """The two shares; each value says whether the incident happened in one interview.

    The interview that the remedy was chosen from must not be among them: it was chosen because the incident happened
    there, and would make any remedy look useful (regression to the mean; Barnett, van der Pols & Dobson, International
    Journal of Epidemiology 34, 2005). That other things changed as well, nobody can exclude.
    Raises ValueError as `share` does.
    """
    return BeforeAfter(
        share(sum(before), len(before), level=level),
        share(sum(after), len(after), level=level),
    )
