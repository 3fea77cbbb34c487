"""A reading as the candidate sees it: the engine's labels with their own corrections laid over them."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from rebond.apps.debrief.models import Account
from rebond.apps.moments.models import Correction, Moment, Reading
from rebond.taxonomy.labels import INCIDENTS

OFFERED_AT_MOST = 5
LIKELY = 0.15
"""Below this probability an incident is not called likely in the grid. Our judgement: one in seven."""

Aspect = Correction.Aspect


@dataclass(frozen=True)
class Spiral:
    """A thought that may spiral: its key, the words that show it (offsets in the account), what the candidate says."""

    key: str
    start: int
    end: int
    holds: bool | None


@dataclass(frozen=True)
class ReadMoment:
    """One moment with the labels that hold now.

    Attributes:
        position: from 0, in reading order.
        start, end, quote: where it stands in the account.
        nature: the candidate's where they chose one, else the engine's; `nature_checked` says which.
        incidents: held now; those of `confirmed` by the candidate's own word.
        offered: up to five others, likeliest first, none that was refused.
        refused: incidents that the candidate took away.
        likelihoods: the engine's probability of each incident.
        spirals: thoughts that may spiral.
        phase: key, or "".
        agency: "me", "them", "circumstances", "unknown", or "" where nothing happened; `agency_checked` as for nature.
    """

    position: int
    start: int
    end: int
    quote: str
    nature: str
    nature_checked: bool
    unsure: bool
    incidents: tuple[str, ...]
    confirmed: frozenset[str]
    offered: tuple[str, ...]
    refused: tuple[str, ...]
    likelihoods: dict[str, float]
    spirals: tuple[Spiral, ...]
    phase: str
    agency: str
    agency_checked: bool


@dataclass(frozen=True)
class ReadAccount:
    """An account with its reading as it stands now."""

    account: Account
    lang: str
    reader: str
    moments: tuple[ReadMoment, ...]

    @functools.cached_property
    def corrected(self) -> int:
        """How many moments carry the candidate's word on their nature or on an incident."""
        return sum(1 for moment in self.moments if moment.nature_checked or moment.confirmed or moment.refused)

    def with_incident(self, key: str) -> tuple[ReadMoment, ...]:
        """The moments where this incident is held."""
        return tuple(moment for moment in self.moments if key in moment.incidents)

    def likeliest_for(self, key: str) -> tuple[ReadMoment, ...]:
        """Every moment: those that hold the incident first, then by likelihood, those where it was refused last."""

        def rank(moment: ReadMoment) -> tuple[bool, bool, float, int]:
            likelihood = moment.likelihoods.get(key, 0.0)
            return key in moment.refused, key not in moment.incidents, -likelihood, moment.position

        return tuple(sorted(self.moments, key=rank))


CONFIDENT = 0.5
"""Under this probability the nature is shown as unsure. Our judgement: more likely wrong than right."""


def reading_of(account: Account) -> ReadAccount | None:
    """The account's reading, or None where it has not been read yet. Three queries, whatever its length."""
    reading = Reading.objects.filter(account=account).first()
    if reading is None:
        return None
    moments = reading.moments.prefetch_related("corrections")
    read = tuple(_lay_over(moment, account.text, moment.corrections.all()) for moment in moments)
    return ReadAccount(account=account, lang=reading.lang, reader=reading.reader, moments=read)


def is_read(account: Account) -> bool:
    """Whether the account has a reading."""
    return Reading.objects.filter(account=account).exists()


def read_account_ids(person: AbstractBaseUser) -> frozenset[object]:
    """Which of the person's accounts have been read."""
    return frozenset(Reading.objects.filter(account__owner=person).values_list("account_id", flat=True))


def _lay_over(moment: Moment, text: str, corrections: Iterable[Correction]) -> ReadMoment:
    said: dict[str, dict[str, bool]] = {aspect: {} for aspect in Aspect.values}
    for correction in corrections:
        said[correction.aspect][correction.key] = correction.holds
    confirmed = frozenset(key for key, holds in said[Aspect.INCIDENT].items() if holds)
    refused = frozenset(said[Aspect.INCIDENT]) - confirmed
    incidents = tuple(key for key in moment.asserted if key not in refused)
    incidents += tuple(key for key in INCIDENTS if key in confirmed and key not in incidents)
    ranks = {key: rank for rank, key in enumerate(moment.offered)}  # the engine's own order where rounding makes ties
    likeliest = sorted(moment.likelihoods, key=lambda key: (-moment.likelihoods[key], ranks.get(key, len(ranks))))
    offered = [key for key in likeliest if key not in incidents and key not in refused][:OFFERED_AT_MOST]
    agency = next(iter(said[Aspect.AGENCY]), "") or _usual_agency(incidents)
    return ReadMoment(
        position=moment.position,
        start=moment.start,
        end=moment.end,
        quote=text[moment.start : moment.end],
        nature=next(iter(said[Aspect.NATURE]), moment.nature),
        nature_checked=bool(said[Aspect.NATURE]),
        unsure=moment.confidence < CONFIDENT and not said[Aspect.NATURE],
        incidents=incidents,
        confirmed=confirmed,
        offered=tuple(offered),
        refused=tuple(key for key in INCIDENTS if key in refused),
        likelihoods=moment.likelihoods,
        spirals=_spirals(moment, said[Aspect.DISTORTION]),
        phase=next(iter(said[Aspect.PHASE]), moment.phase),
        agency=agency,
        agency_checked=bool(said[Aspect.AGENCY]),
    )


def _spirals(moment: Moment, said: dict[str, bool]) -> tuple[Spiral, ...]:
    found = {
        item["key"]: Spiral(item["key"], item["start"], item["end"], said.get(item["key"]))
        for item in moment.distortions
    }
    named = {key: Spiral(key, moment.start, moment.end, True) for key, holds in said.items() if holds}
    return tuple((named | found).values())


def _usual_agency(incidents: tuple[str, ...]) -> str:
    """On whom such an incident usually depends; a first proposal, to be corrected."""
    return next((INCIDENTS[key].depends_on for key in incidents if key in INCIDENTS and key != "strength"), "")


@dataclass(frozen=True)
class Piece:
    """A moment with the white space and stray signs that stand before it, so that the whole text can be shown."""

    before: str
    moment: ReadMoment


def pieces_of(read: ReadAccount) -> tuple[tuple[Piece, ...], str]:
    """The account as pieces in order, and what follows the last one; put end to end they give the text again."""
    pieces, end = [], 0
    for moment in read.moments:
        pieces.append(Piece(before=read.account.text[end : moment.start], moment=moment))
        end = moment.end
    return tuple(pieces), read.account.text[end:]


@dataclass(frozen=True)
class GridCell:
    """One incident in the grid: where it is held (positions), whether it is likely, where it would lie if anywhere."""

    key: str
    held: tuple[int, ...]
    likely: bool
    where: int


@dataclass(frozen=True)
class GridFamily:
    """A family of incidents; held ones first, then by likelihood."""

    key: str
    cells: tuple[GridCell, ...]


def grid_of(read: ReadAccount) -> tuple[GridFamily, ...]:
    """All incidents by family, in the order of the taxonomy, held and likely ones first within each."""
    by_family: dict[str, list[tuple[float, GridCell]]] = {}
    for key, incident in INCIDENTS.items():
        ranked = read.likeliest_for(key)
        held = tuple(moment.position for moment in read.with_incident(key))
        best = max((m.likelihoods.get(key, 0.0) for m in ranked if key not in m.refused), default=0.0)
        cell = GridCell(key=key, held=held, likely=best >= LIKELY, where=ranked[0].position)
        by_family.setdefault(incident.family, []).append((2.0 if held else best, cell))
    return tuple(
        GridFamily(key=family, cells=tuple(cell for _, cell in sorted(cells, key=lambda item: -item[0])))
        for family, cells in by_family.items()
    )
