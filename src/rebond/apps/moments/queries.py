"""A reading as the candidate sees it: the engine's labels with their own corrections laid over them."""

import datetime
import functools
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from django.contrib.auth.models import AbstractBaseUser

from rebond.apps.debrief.models import Account
from rebond.apps.moments.models import Correction, Moment, Reading
from rebond.taxonomy.labels import INCIDENTS, NATURES

OFFERED_AT_MOST = 5
LIKELY = 0.15
"""Below this probability an incident is not called likely in the grid. Our judgement: one in seven."""

Aspect = Correction.Aspect


class Weighty(Protocol):
    """Words of the account that weigh on a label."""

    @property
    def start(self) -> int:
        """Offset of their first character."""

    @property
    def end(self) -> int:
        """Offset after the last one."""


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
        other_nature: what it may be instead, where the engine hesitates and the candidate has said nothing; else "".
        incidents: held now; those of `confirmed` by the candidate's own word.
        offered: up to five others, likeliest first, none that was refused.
        refused: incidents that the candidate took away; `withdrawn` are those among them that the engine found.
        likelihoods: the engine's probability of each incident.
        spirals: thoughts that may spiral.
        phase: key, or "".
        agency: "me", "them", "circumstances", "unknown", or "" where nothing happened; `agency_checked` as for nature.
        taught: aspect and key of the engine's labels that corrections of other passages have moved.
    """

    position: int
    start: int
    end: int
    quote: str
    nature: str
    nature_checked: bool
    other_nature: str
    unsure: bool
    incidents: tuple[str, ...]
    confirmed: frozenset[str]
    offered: tuple[str, ...]
    refused: tuple[str, ...]
    withdrawn: tuple[str, ...]
    likelihoods: dict[str, float]
    spirals: tuple[Spiral, ...]
    phase: str
    agency: str
    agency_checked: bool
    taught: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReadAccount:
    """An account with its reading as it stands now; `agreed_at` is when the candidate said that the rest is right."""

    account: Account
    lang: str
    reader: str
    version: str
    agreed_at: datetime.datetime | None
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
HESITANT = 0.75
"""Under this probability the second likeliest nature stands beside the text, one gesture away. Our judgement."""


def reading_of(account: Account) -> ReadAccount | None:
    """The account's reading, or None where it has not been read yet. Three queries, whatever its length."""
    reading = Reading.objects.filter(account=account).first()
    if reading is None:
        return None
    moments = reading.moments.prefetch_related("corrections")
    agreed = reading.agreed_at is not None
    return ReadAccount(
        account=account,
        lang=reading.lang,
        reader=reading.reader,
        version=reading.version,
        agreed_at=reading.agreed_at,
        moments=tuple(_lay_over(moment, account.text, moment.corrections.all(), agreed=agreed) for moment in moments),
    )


def is_read(account: Account) -> bool:
    """Whether the account has a reading."""
    return Reading.objects.filter(account=account).exists()


def read_account_ids(person: AbstractBaseUser, among: Iterable[Account] | None = None) -> frozenset[object]:
    """Which of the person's accounts have been read; of those in `among` alone, where it is given."""
    read = Reading.objects.filter(account__owner=person)
    if among is not None:
        read = read.filter(account__in=[account.pk for account in among])
    return frozenset(read.values_list("account_id", flat=True))


def _lay_over(moment: Moment, text: str, corrections: Iterable[Correction], *, agreed: bool) -> ReadMoment:
    said: dict[str, dict[str, bool]] = {aspect: {} for aspect in Aspect.values}
    for correction in corrections:
        said[correction.aspect][correction.key] = correction.holds
    confirmed = frozenset(key for key, holds in said[Aspect.INCIDENT].items() if holds)
    refused = frozenset(said[Aspect.INCIDENT]) - confirmed
    incidents = tuple(key for key in moment.asserted if key not in refused)
    incidents += tuple(key for key in INCIDENTS if key in confirmed and key not in incidents)
    nature = next(iter(said[Aspect.NATURE]), moment.nature)
    nature_checked = agreed or bool(said[Aspect.NATURE])
    ranks = {key: rank for rank, key in enumerate(moment.offered)}  # the engine's own order where rounding makes ties
    likeliest = sorted(moment.likelihoods, key=lambda key: (-moment.likelihoods[key], ranks.get(key, len(ranks))))
    offered = [key for key in likeliest if key not in incidents and key not in refused][:OFFERED_AT_MOST]
    agency = next(iter(said[Aspect.AGENCY]), "") or _usual_agency(incidents)
    return ReadMoment(
        position=moment.position,
        start=moment.start,
        end=moment.end,
        quote=text[moment.start : moment.end],
        nature=nature,
        nature_checked=nature_checked,
        other_nature="" if nature_checked else _other_nature(moment),
        unsure=moment.confidence < CONFIDENT and not nature_checked,
        incidents=incidents,
        confirmed=frozenset(incidents) if agreed else confirmed,
        offered=tuple(offered),
        refused=tuple(key for key in INCIDENTS if key in refused),
        withdrawn=tuple(key for key in likeliest if key in refused and _found(moment, key)),
        likelihoods=moment.likelihoods,
        spirals=_spirals(moment, said[Aspect.DISTORTION]),
        phase=next(iter(said[Aspect.PHASE]), moment.phase),
        agency=agency,
        agency_checked=bool(said[Aspect.AGENCY]),
        taught=tuple((aspect, key) for aspect, key in moment.taught),
    )


def _found(moment: Moment, key: str) -> bool:
    """Whether the engine asserted the incident or called it likely."""
    return key in moment.asserted or moment.likelihoods.get(key, 0.0) >= LIKELY


def _other_nature(moment: Moment) -> str:
    """The second likeliest nature where the first is not sure; of equals the first of the taxonomy."""
    if moment.confidence >= HESITANT:
        return ""
    others = [key for key in NATURES if moment.natures.get(key, 0.0) > 0 and key != moment.nature]
    return max(others, key=lambda key: moment.natures[key], default="")


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


CHIPS_OFFERED_AT_MOST = 2
"""Incidents offered beside the words of one passage; the others are one gesture further. Our judgement."""
CHIP_LETTERS = "abcdefhijklmnopqstuvwxyz"
"""Keys of the chips in the order of the text: all but g (the grid) and r (the rest is right)."""
PASSAGE_LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""Keys of the passages, with Shift."""


@dataclass(frozen=True)
class Chip:
    """A label that stands beside the words of its passage and is said, or taken back, by touching it.

    Attributes:
        aspect, key: the label, "nature" or "incident".
        state: "held", "likely" (offered) or "withdrawn" (found by the engine, taken away by the candidate).
        choice: what touching it says, in the words of CorrectionForm.
        letter: the keyboard key that stands for it, or "".
    """

    aspect: str
    key: str
    state: str
    choice: str
    letter: str


@dataclass(frozen=True)
class Piece:
    """A moment with the white space and stray signs that stand before it, so that the whole text can be shown.

    `letter` is the key that opens it, with Shift; "" once the alphabet is used up.
    """

    before: str
    moment: ReadMoment
    chips: tuple[Chip, ...]
    letter: str


def pieces_of(read: ReadAccount, *, with_keys: bool) -> tuple[tuple[Piece, ...], str]:
    """The account as pieces in order, and what follows the last one; put end to end they give the text again.

    `with_keys` gives the chips their keys: not while a passage is open, whose own choices have them.
    """
    pieces, end = [], 0
    letters = itertools.chain(CHIP_LETTERS if with_keys else "", itertools.repeat(""))
    jumps = itertools.chain(PASSAGE_LETTERS, itertools.repeat(""))
    for moment in read.moments:
        chips = tuple(
            Chip(aspect, key, state, f"{aspect}:{key}:{'no' if state == 'held' else 'yes'}", next(letters))
            for aspect, key, state in _chips_of(read, moment)
        )
        before = read.account.text[end : moment.start]
        pieces.append(Piece(before=before, moment=moment, chips=chips, letter=next(jumps)))
        end = moment.end
    return tuple(pieces), read.account.text[end:]


def _chips_of(read: ReadAccount, moment: ReadMoment) -> Iterator[tuple[str, str, str]]:
    """Held incidents, then what the engine hesitates about; none of that once the candidate agreed with the rest.

    What the candidate said of a neighbouring passage is offered here where it is among the five: where one passage
    holds an incident its neighbour does in one case of eight (measured on the annotated accounts), near LIKELY.
    """
    yield from (("incident", key, "held") for key in moment.incidents)
    yield from (("incident", key, "withdrawn") for key in moment.withdrawn)
    if read.agreed_at:
        return
    beside = read.moments[max(0, moment.position - 1) : moment.position + 2]
    near = {key for neighbour in beside for key in neighbour.confirmed}
    likely = [key for key in moment.offered if moment.likelihoods.get(key, 0.0) >= LIKELY or key in near]
    yield from (("incident", key, "likely") for key in likely[:CHIPS_OFFERED_AT_MOST])
    if moment.other_nature:
        yield "nature", moment.other_nature, "likely"


@dataclass(frozen=True)
class Run:
    """Some words of a passage; `pull` is "towards" or "against" where they weigh on a label, else ""."""

    words: str
    pull: str


def runs_of(moment: ReadMoment, towards: Iterable[Weighty], against: Iterable[Weighty]) -> tuple[Run, ...]:
    """The passage in runs, with the words that weigh marked; put end to end they give its quote again."""
    marked = [(word.start, word.end, "towards") for word in towards]
    marked += [(word.start, word.end, "against") for word in against]
    runs, end = [], 0
    for start, stop, pull in sorted((start - moment.start, stop - moment.start, pull) for start, stop, pull in marked):
        runs += [Run(moment.quote[end:start], ""), Run(moment.quote[start:stop], pull)]
        end = stop
    return tuple(run for run in (*runs, Run(moment.quote[end:], "")) if run.words)


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
