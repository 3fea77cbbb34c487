"""What a language model of the candidate's own is asked about an account that is cut into moments.

Nothing is sent from here: the engine writes the question, a door carries it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path

from rebond.engine.text.limits import TextRefused, check_length
from rebond.taxonomy.files import open_toml
from rebond.taxonomy.labels import DISTORTIONS, INCIDENTS, NATURES, Incident, Label, Nature
from rebond.taxonomy.words import Words

WORDS_FILE = Path(__file__).with_name("deeper.toml")
# Characters: three thousand words, ten times a long account. Models on a laptop read some eight thousand tokens at
# once, the question included, and pass over the rest in silence (our judgement).
LONGEST_FOR_A_MODEL = 20_000

SHAPE = '{"moments": [{"quote": "…", "nature": "…", "incidents": ["…"], "distortions": ["…"]}]}'


@dataclass(frozen=True)
class Message:
    """One message to the model; `role` is "system" (what is asked) or "user" (the account, as data)."""

    role: str
    content: str


@dataclass(frozen=True)
class DeeperRequest:
    """All that is sent about an account, and the shape in which the answer is wanted.

    Attributes:
        messages: the instruction with the labels, then the account between two marks that it does not hold.
        schema: JSON Schema of the answer (draft 2020-12, the part that "structured output" knows).
    """

    messages: tuple[Message, ...]
    schema: Mapping[str, object] = field(repr=False)


def request_about(text: str, spans: Sequence[tuple[int, int]], *, lang: str) -> DeeperRequest:
    """The request about an account whose moments lie at `spans` (start, end), in the language of the account.

    Raises:
        TextRefused: "empty", or "too_long" over LONGEST_FOR_A_MODEL characters.
    """
    check_length(text)
    if len(text) > LONGEST_FOR_A_MODEL:
        raise TextRefused("too_long")
    opening, closing = _marks_absent_from(text)
    passages = (f"[{number}] {' '.join(text[start:end].split())}" for number, (start, end) in enumerate(spans, 1))
    return DeeperRequest(
        messages=(
            Message("system", _instruction(opening, closing, lang)),
            Message("user", "\n".join((opening, *passages, closing))),
        ),
        schema=answer_schema(),
    )


def answer_schema() -> Mapping[str, object]:
    """JSON Schema of the answer: quotes with keys of the taxonomy, and no place for anything else."""
    fields = {
        "quote": {"type": "string"},
        "nature": {"type": "string", "enum": list(NATURES)},
        "incidents": {"type": "array", "items": {"type": "string", "enum": list(INCIDENTS)}},
        "distortions": {"type": "array", "items": {"type": "string", "enum": list(DISTORTIONS)}},
    }
    return _object({"moments": {"type": "array", "items": _object(fields)}})


def _object(fields: Mapping[str, object]) -> Mapping[str, object]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _marks_absent_from(text: str) -> tuple[str, str]:
    """An opening and a closing mark that the account does not hold, so that it cannot end its own quotation."""
    folded = text.casefold()
    number = next(number for number in count(1) if f"account-{number}" not in folded)
    return f"<account-{number}>", f"</account-{number}>"


@cache
def _words() -> Mapping[str, Words]:
    file = open_toml(WORDS_FILE)
    section = file.section("request")
    return {name: section.words(name) for name in section.names()}


def _instruction(opening: str, closing: str, lang: str) -> str:
    said = _words()["instruction"].spoken(lang).format(opening=opening, closing=closing, shape=SHAPE).strip()
    legends = (
        _legend("natures", NATURES.values(), lang),
        _legend("incidents", INCIDENTS.values(), lang),
        _legend("distortions", DISTORTIONS.values(), lang),
    )
    return "\n\n".join((said, *legends))


def _legend(kind: str, labels: Iterable[Nature | Incident | Label], lang: str) -> str:
    line = _words()["label"].spoken(lang)
    lines = (line.format(key=x.key, name=x.name.spoken(lang), means=x.means.spoken(lang)) for x in labels)
    return "\n".join((_words()[kind].spoken(lang), *lines))
