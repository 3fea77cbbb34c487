"""From rows to what may be said of them: the one place where this stage speaks to the engine. Nothing is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rebond.apps.plan.check_queries import SPEAKS
from rebond.apps.progress.queries import ANSWERS, SLIDERS, Answers, Assurance, Followed, Happened, Span, Told
from rebond.engine.progress import conclude
from rebond.engine.progress.before_after import BeforeAfter, before_after
from rebond.engine.progress.conclude import LEAST_INTERVIEWS, Said
from rebond.engine.progress.shares import LEVEL, Share, share
from rebond.engine.progress.trends import DRAWS, SURE, Mean, difference, mean, trend
from rebond.taxonomy.causes import INCIDENT_WEIGHTS
from rebond.taxonomy.labels import FAMILIES, INCIDENTS, PHASES
from rebond.taxonomy.preparation import PREPARATION

SEED = 1
"""Of every drawing by chance: the same figures, the same sentence, each time the page is opened."""
MOST_FREQUENT = 8
"""Incidents listed by frequency. Our judgement: what one takes in at a glance."""
METHOD = {"level": round(100 * LEVEL), "sure": round(100 * SURE), "draws": DRAWS, "least": LEAST_INTERVIEWS}
"""Numbers that the page names where it says how it counts."""


@dataclass(frozen=True)
class Slider:
    """One slider over the interviews: how it moved hot, and what cold made of it."""

    key: str
    moved: Said
    cooled: Said


def sliders_of(told: Sequence[Told]) -> tuple[Slider, ...]:
    """Stress, control and mood, in this order."""
    return tuple(_slider(key, told) for key in SLIDERS)


def _slider(key: str, told: Sequence[Told]) -> Slider:
    hot = [one.hot[key] for one in told if one.hot[key] is not None]
    both = [(one.hot[key], one.cold[key]) for one in told if None not in (one.hot[key], one.cold[key])]
    return Slider(
        key=key,
        moved=conclude.of_trend(len(hot), trend(hot, seed=SEED)),
        cooled=conclude.of_difference(difference(both, seed=SEED) if both else None),
    )


@dataclass(frozen=True)
class Frequent:
    """An incident, in how many interviews the candidate said so, in how many it is only deduced, and its share."""

    key: str
    said: int
    deduced: int
    share: Share


@dataclass(frozen=True)
class Incidents:
    """Incidents over the interviews that were read.

    Attributes:
        read: interviews that were read.
        frequent: what came up most, strengths left out, `MOST_FREQUENT` at most.
        first: what may be said of the first of them.
        strengths: interviews in which something went well.
        families: family → for each interview drawn True (said), False (deduced) or None.
    """

    read: int
    frequent: tuple[Frequent, ...]
    first: Said
    strengths: Frequent
    families: Mapping[str, tuple[bool | None, ...]]


def incidents_of(span: Span, happened: Happened) -> Incidents:
    """What came up, how often, and where."""
    said = Counter(key for held in happened.values() for key, by_them in held.items() if by_them)
    held = Counter(key for held in happened.values() for key in held)
    ranked = sorted(held, key=lambda key: (-held[key], -said[key], key))
    counted = {
        key: Frequent(key, said[key], held[key] - said[key], share(held[key], len(happened)))
        for key in (*ranked, "strength")
        if key in INCIDENTS
    }
    strengths = counted.pop("strength")
    frequent = tuple(counted.values())[:MOST_FREQUENT]
    return Incidents(
        read=len(happened),
        frequent=frequent,
        first=conclude.of_share(frequent[0].share if frequent else share(0, len(happened))),
        strengths=strengths,
        families={family: tuple(_family(family, happened.get(one)) for one in span.ids) for family in FAMILIES},
    )


def _family(family: str, held: Mapping[str, bool] | None) -> bool | None:
    found = [said for key, said in (held or {}).items() if key in INCIDENTS and INCIDENTS[key].family == family]
    return any(found) if found else None


@dataclass(frozen=True)
class Remedied:
    """A remedy, what it was for, and whether that came less often afterwards."""

    followed: Followed
    incidents: tuple[str, ...]
    shares: BeforeAfter
    said: Said


def remedied(span: Span, followed: Sequence[Followed], happened: Happened) -> tuple[Remedied, ...]:
    """For each remedy, the interviews read before and after it was decided, the one that it came from left out."""
    return tuple(_remedied(one, span, happened) for one in followed)


def _remedied(one: Followed, span: Span, happened: Happened) -> Remedied:
    incidents = incidents_behind(one.cause)
    before, after = [], []
    for told in span.told:
        if told.account_id in happened and told.account_id != one.account_id:
            side = after if told.at > one.since else before
            side.append(not happened[told.account_id].keys().isdisjoint(incidents))
    shares = before_after(before, after)
    return Remedied(followed=one, incidents=incidents, shares=shares, said=conclude.of_before_after(shares))


def incidents_behind(cause: str) -> tuple[str, ...]:
    """The incidents that speak for a cause, as where a remedy is looked at again, in the order of the taxonomy."""
    return tuple(key for key, causes in INCIDENT_WEIGHTS.items() if causes.get(cause, 0.0) >= SPEAKS)


@dataclass(frozen=True)
class Phases:
    """Confidence by phase, in the order of an interview; `lowest` is a phase, "" where none can be told."""

    means: Mapping[str, Mean]
    lowest: str
    said: Said
    turned: Mapping[str, int]


def phases_of(assurance: Assurance) -> Phases:
    """Where confidence is lowest, and where it turned."""
    known = [phase for phase in PHASES if phase in assurance.values]
    means = {phase: mean(assurance.values[phase], seed=SEED) for phase in known}
    lowest, said = conclude.of_lowest(means)
    turned = sorted((phase for phase in PHASES if assurance.turned.get(phase)), key=lambda p: -assurance.turned[p])
    return Phases(means, lowest, said, {phase: assurance.turned[phase] for phase in turned})


@dataclass(frozen=True)
class Silence:
    """How often no answer came, with what may be said of it."""

    share: Share
    said: Said


def silence_after_interviews(answers: Answers) -> Silence:
    """Interviews without an answer, out of those that had one or have waited long enough."""
    return _silence(answers.silent, answers.silent + sum(answers.came.values()))


def silence_after_applications(stages: Mapping[str, int]) -> Silence:
    """Applications marked as left without an answer, out of those that came to something or to nothing."""
    silent = stages.get("silent", 0)
    return _silence(silent, silent + sum(stages.get(key, 0) for key in ("interviewing", "offer", "refused")))


def _silence(silent: int, of: int) -> Silence:
    found = share(silent, of)
    return Silence(found, conclude.of_share(found))


def how_off(expected: str, outcome: str) -> str:
    """How an expected answer compares with the real one: "right", "darker", "brighter"; "" where one is not known.

    "darker" where a refusal was expected and a next stage or an offer came; "brighter" is the reverse.
    """
    if outcome not in ANSWERS or expected not in ANSWERS:
        return ""
    feared, refused = expected == "refused", outcome == "refused"
    return "right" if feared == refused else "darker" if feared else "brighter"


@dataclass(frozen=True)
class Expectations:
    """How often what was expected came, and how often the answer was better or worse than that."""

    counts: Mapping[str, int]
    said: Said


def expectations_of(answers: Answers) -> Expectations:
    """Over the whole range, of the answers that were expected before they came."""
    found = Counter({"right": 0, "darker": 0, "brighter": 0})
    for (expected, outcome), times in answers.expected.items():
        if off := how_off(expected, outcome):
            found[off] += times
    return Expectations(found, conclude.of_expectation(**found))


@dataclass(frozen=True)
class Item:
    """An item of the preparation sheet: interviews in which it served, was of no use, or was missed."""

    key: str
    served: int
    of_no_use: int
    missed: int
    said: Said

    @property
    def of(self) -> int:
        """Interviews of which one of these was said."""
        return self.served + self.of_no_use + self.missed


def preparation_of(prepared: Mapping[str, Mapping[str, int]]) -> tuple[Item, ...]:
    """The items of which something was said, those that served most often first."""
    items = []
    for key in PREPARATION:
        told = prepared.get(key, {})
        served, of_no_use, missed = (told.get(choice, 0) for choice in ("served", "of_no_use", "missed"))
        if of := served + of_no_use + missed:
            items.append(Item(key, served, of_no_use, missed, conclude.of_share(share(served, of))))
    return tuple(sorted(items, key=lambda item: (-item.served, -item.missed)))
