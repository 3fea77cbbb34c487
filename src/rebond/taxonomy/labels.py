"""The labels of a reading: what a moment is, what it shows, where in the interview it stands.

Keys are stored data: those of corpus/taxonomy.toml, never renamed. Words are in labels.toml.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rebond.taxonomy.files import HERE, Section, open_toml
from rebond.taxonomy.words import Words


@dataclass(frozen=True)
class Nature:
    """What a moment is: a fact, a feeling, an interpretation, feedback received, or context."""

    key: str
    name: Words
    means: Words


@dataclass(frozen=True)
class Family:
    """A heading under which the grid of incidents groups them."""

    key: str
    name: Words


@dataclass(frozen=True)
class Agency:
    """On whom something depended: me, them, circumstances, or unknown."""

    key: str
    name: Words


@dataclass(frozen=True)
class Incident:
    """Something that happened in an interview, badly or well.

    Attributes:
        key: of the taxonomy.
        name: two or three words.
        means: one line, said to the candidate.
        family: key of its family.
        depends_on: key of the agency it depends on most often; the candidate may see it otherwise.
    """

    key: str
    name: Words
    means: Words
    family: str
    depends_on: str


@dataclass(frozen=True)
class Label:
    """A turn that a thought takes when it goes further than what is known; never a diagnosis."""

    key: str
    name: Words
    means: Words


@dataclass(frozen=True)
class Phase:
    """A part of the interview, in the order in which they come."""

    key: str
    name: Words


@dataclass(frozen=True)
class Outcome:
    """What the interview led to, as far as the candidate knows."""

    key: str
    name: Words


def _label(key: str, table: Section) -> Label:
    return Label(key, table.words("name"), table.words("means"))


def _incident(key: str, table: Section) -> Incident:
    return Incident(
        key,
        table.words("name"),
        table.words("means"),
        table.choice("family", FAMILIES),
        table.choice("depends_on", (agency for agency in AGENCIES if agency != "unknown")),
    )


_FILE = open_toml(HERE / "labels.toml")

NATURES: Mapping[str, Nature] = _FILE.each("nature", lambda key, t: Nature(key, t.words("name"), t.words("means")))
AGENCIES: Mapping[str, Agency] = _FILE.each("agency", lambda key, t: Agency(key, t.words("name")))
FAMILIES: Mapping[str, Family] = _FILE.each("family", lambda key, t: Family(key, t.words("name")))
INCIDENTS: Mapping[str, Incident] = _FILE.each("incident", _incident)
DISTORTIONS: Mapping[str, Label] = _FILE.each("distortion", _label)
PHASES: Mapping[str, Phase] = _FILE.each("phase", lambda key, t: Phase(key, t.words("name")))
OUTCOMES: Mapping[str, Outcome] = _FILE.each("outcome", lambda key, t: Outcome(key, t.words("name")))
_FILE.close()


def incidents_of(family: str) -> tuple[Incident, ...]:
    """The incidents of one family, in the order of the file; raises KeyError where there is no such family."""
    known = FAMILIES[family]
    return tuple(incident for incident in INCIDENTS.values() if incident.family == known.key)
