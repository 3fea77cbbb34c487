"""What can be done about each cause: small steps, a date, a sign that it is done. Words are in remedies.toml."""

from collections.abc import Mapping
from dataclasses import dataclass

from rebond.taxonomy.files import HERE, Section, open_toml
from rebond.taxonomy.words import Words


@dataclass(frozen=True)
class Step:
    """One small thing to do; `key` is stable within its remedy, so that a tick survives a change of words."""

    key: str
    words: Words


@dataclass(frozen=True)
class Remedy:
    """What can be done about one cause.

    Attributes:
        key: of remedies.toml.
        name: a heading, a verb first.
        why: one sentence, why it helps.
        steps: three or four, in order; the first can be done tonight in ten minutes.
        done_when: a sign that anyone could observe.
        days: proposed horizon, in days from the day the plan is made; the candidate may change it.
        resources: keys of resources.toml, the most useful first; an operator's file may lack some.
    """

    key: str
    name: Words
    why: Words
    steps: tuple[Step, ...]
    done_when: Words
    days: int
    resources: tuple[str, ...]


def _steps(table: Section) -> tuple[Step, ...]:
    steps = []
    for row in table.sections("step"):
        steps.append(Step(row.text("key"), row.words("words")))
        row.close()
    if len({step.key for step in steps}) < len(steps):
        raise table.error("step", "holds the same key twice")
    return tuple(steps)


def _remedy(key: str, table: Section) -> Remedy:
    return Remedy(
        key,
        table.words("name"),
        table.words("why"),
        _steps(table),
        table.words("done_when"),
        table.count("days"),
        table.texts("resources"),
    )


_FILE = open_toml(HERE / "remedies.toml")

REMEDIES: Mapping[str, Remedy] = _FILE.each("remedy", _remedy)

_FILE.close()
