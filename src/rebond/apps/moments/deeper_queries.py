"""The second opinion as the candidate sees it: what it adds to the labels that hold now, and nothing else."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings

from rebond.apps.moments.language_model import LONGEST_TEXT, PATIENCE_S, LanguageModel, UnusableSettings, language_model
from rebond.apps.moments.models import Correction, DeeperPassage, DeeperReading
from rebond.apps.moments.queries import ReadAccount, ReadMoment
from rebond.taxonomy.labels import DISTORTIONS, INCIDENTS, NATURES

LONGEST_WAIT = datetime.timedelta(seconds=2 * PATIENCE_S + 60)
"""After this long nobody answers any more: the program was closed in between."""

Aspect = Correction.Aspect
State = DeeperReading.State


@dataclass(frozen=True)
class Said:
    """Words of a moment, and what the model says of them: pairs of an aspect and a key, none of them settled yet."""

    words: str
    labels: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SeenDeeper:
    """The second opinion, as far as it goes.

    Attributes:
        model: that would be asked, None where it cannot be.
        problem: why nothing can be asked: of language_model.PROBLEMS, or "too_long" for this account; "" where it can.
        asked: what was asked, None where nothing was.
        state: "" (nothing asked), "waiting", "done" or "failed".
        failure: why it failed: of language_model.FAILURES, or "interrupted".
        adds: the moments to which the model adds something, each with what it says there.
        here: what it says of the moment that is shown.
    """

    model: LanguageModel | None
    problem: str
    asked: DeeperReading | None
    state: str
    failure: str
    adds: tuple[tuple[ReadMoment, tuple[Said, ...]], ...]
    here: tuple[Said, ...]


def model_of_settings() -> LanguageModel | None:
    """The language model of the settings, None where there is none. Raises UnusableSettings."""
    return language_model(
        url=settings.LANGUAGE_MODEL_URL, name=settings.LANGUAGE_MODEL, key=settings.LANGUAGE_MODEL_KEY
    )


def deeper_of(read: ReadAccount, *, moment: ReadMoment | None, now: datetime.datetime) -> SeenDeeper | None:
    """What there is of a second opinion: two queries at most. None, without any query, where no model is set."""
    problem = ""
    try:
        model = model_of_settings()
    except UnusableSettings as unusable:
        model, problem = None, unusable.problem
    if model is None and not problem:
        return None
    if not problem and len(read.account.text) > LONGEST_TEXT:
        problem = "too_long"
    asked = DeeperReading.objects.filter(reading__account=read.account).first()
    state, failure = _state_of(asked, now)
    passages = list(asked.passages.all()) if asked and state == State.DONE else []
    adds = dict(_added(read, passages))
    return SeenDeeper(
        model=model,
        problem=problem,
        asked=asked,
        state=state,
        failure=failure,
        adds=tuple((read.moments[position], said) for position, said in adds.items()),
        here=adds.get(moment.position, ()) if moment else (),
    )


def _state_of(asked: DeeperReading | None, now: datetime.datetime) -> tuple[str, str]:
    if asked is None:
        return "", ""
    if is_given_up(asked, now):
        return State.FAILED.value, "interrupted"
    return asked.state, asked.failure


def is_given_up(asked: DeeperReading, now: datetime.datetime) -> bool:
    """Whether nobody works at the answer any more."""
    return asked.state == State.WAITING and now - asked.asked_at >= LONGEST_WAIT


def _added(read: ReadAccount, passages: list[DeeperPassage]) -> Iterator[tuple[int, tuple[Said, ...]]]:
    by_moment: dict[int, list[DeeperPassage]] = {}
    for passage in passages:
        by_moment.setdefault(passage.position, []).append(passage)
    for position, within in sorted(by_moment.items()):
        settled = _settled(read.moments[position])
        said = []
        for passage in within:
            labels = tuple(label for label in _labels(passage) if label not in settled)
            settled |= {*labels}
            if labels:
                said.append(Said(read.account.text[passage.start : passage.end], labels))
        if said:
            yield position, tuple(said)


def _labels(passage: DeeperPassage) -> Iterator[tuple[str, str]]:
    kinds: tuple[tuple[Aspect, list[str], Mapping[str, object]], ...] = (
        (Aspect.NATURE, [passage.nature], NATURES),
        (Aspect.INCIDENT, passage.incidents, INCIDENTS),
        (Aspect.DISTORTION, passage.distortions, DISTORTIONS),
    )
    for aspect, keys, known in kinds:
        yield from ((aspect.value, key) for key in keys if key in known)  # a retired key can be accepted no more


def _settled(moment: ReadMoment) -> set[tuple[str, str]]:
    """The labels that the candidate has spoken of, or that the reading shows already."""
    natures = NATURES if moment.nature_checked else (moment.nature,)
    return {
        *((Aspect.NATURE.value, key) for key in natures),
        *((Aspect.INCIDENT.value, key) for key in (*moment.incidents, *moment.refused)),
        *((Aspect.DISTORTION.value, spiral.key) for spiral in moment.spirals),
    }
