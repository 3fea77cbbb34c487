"""A reading for another program: the JSON that DESIGN.md fixes."""

import json
from collections.abc import Sequence

from rebond.engine.causes.types import Cause
from rebond.engine.moments.types import Moment, Reading
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.remedies import REMEDIES

DECIMALS = 4  # probabilities are not known to better than a hundredth; four keep their order


def reading_values(reading: Reading, causes: Sequence[Cause]) -> dict[str, object]:
    """The value that `rebond read --json` prints: causes with their weight, evidence and the name of their remedy."""
    return {
        "lang": reading.lang,
        "moments": [_moment_values(moment) for moment in reading.moments],
        "causes": [_cause_values(cause, reading.lang) for cause in causes],
    }


def line_values(identity: object, reading: Reading, causes: Sequence[Cause]) -> dict[str, object]:
    """The value of one line of `rebond read --jsonl`: `id` added, causes reduced to their keys, strongest first."""
    return {
        "id": identity,
        "lang": reading.lang,
        "moments": [_moment_values(moment) for moment in reading.moments],
        "causes": [cause.key for cause in causes],
    }


def as_line(values: object) -> str:
    """`values` as JSON on one line with its line feed."""
    return json.dumps(values, ensure_ascii=False, allow_nan=False) + "\n"


def _moment_values(moment: Moment) -> dict[str, object]:
    return {
        "start": moment.start,
        "end": moment.end,
        "quote": moment.quote,
        "nature": moment.nature,
        "incidents": list(moment.incidents),
        "offered": list(moment.offered),
        "distortions": list(dict.fromkeys(distortion.key for distortion in moment.distortions)),
        "phase": moment.phase,
        "confidence": round(moment.confidence, DECIMALS),
    }


def _cause_values(cause: Cause, language: str) -> dict[str, object]:
    return {
        "key": cause.key,
        "weight": round(cause.weight, DECIMALS),
        "evidence": list(cause.evidence),
        "remedy": REMEDIES[CAUSES[cause.key].remedy].name.spoken(language),
    }
