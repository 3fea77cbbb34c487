"""The causes a candidate (or nobody) can act on, and the table that leads from incidents to them.

Words and numbers are in causes.toml; engine.causes.weigh uses the table, docs/decisions/0002 says why there is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rebond.taxonomy.files import HERE, Section, open_toml
from rebond.taxonomy.labels import AGENCIES, INCIDENTS, NATURES
from rebond.taxonomy.remedies import REMEDIES
from rebond.taxonomy.words import Words

CALLS: tuple[str, ...] = ("work", "choice", "nothing")
"""What a cause may call for, in the order in which a person is told of them."""


@dataclass(frozen=True)
class CauseKind:
    """A cause that an interview may have.

    Attributes:
        key: of the taxonomy.
        name: a heading.
        means: one line, said to the candidate; a hypothesis.
        depends_on: "me", "them" or "circumstances".
        calls_for: "work" of the candidate, a "choice" of where to look next, or "nothing": it is not theirs to correct.
        remedy: key of the remedy that answers it.
    """

    key: str
    name: Words
    means: Words
    depends_on: str
    calls_for: str
    remedy: str


def _cause(key: str, table: Section) -> CauseKind:
    return CauseKind(
        key,
        table.words("name"),
        table.words("means"),
        table.choice("depends_on", (agency for agency in AGENCIES if agency != "unknown")),
        table.choice("calls_for", CALLS),
        table.choice("remedy", REMEDIES),
    )


def _incident_weights(key: str, table: Section) -> Mapping[str, float]:
    if key not in INCIDENTS:
        raise table.error("", "is not an incident of labels.toml")
    for cause in table.names():
        if cause not in CAUSES:
            raise table.error(cause, "is not a cause of this file")
    return MappingProxyType({cause: table.number(cause, most=1.0) for cause in table.names()})


def _nature_weights(table: Section) -> Mapping[str, float]:
    weights = MappingProxyType({nature: table.number(nature, most=1.0) for nature in NATURES})
    table.close()
    return weights


_FILE = open_toml(HERE / "causes.toml")

CAUSES: Mapping[str, CauseKind] = _FILE.each("cause", _cause)

_WEIGHTS = _FILE.section("weights")

#: Where the numbers of the two tables come from.
WEIGHTS_SOURCE: str = _WEIGHTS.text("source")
#: Incident → cause → how far a moment with that incident speaks for that cause, above 0, at most 1.
INCIDENT_WEIGHTS: Mapping[str, Mapping[str, float]] = _WEIGHTS.each("incident", _incident_weights)
#: Nature → how much a moment of that nature counts, above 0, at most 1.
NATURE_WEIGHTS: Mapping[str, float] = _nature_weights(_WEIGHTS.section("nature"))

_WEIGHTS.close()
_FILE.close()
