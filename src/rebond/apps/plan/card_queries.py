"""What may stand on the card of an interview: the candidate's own lines, and what their earlier accounts left them."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext as _

from rebond.apps.base.ownership import get_owned_or_404, owned
from rebond.apps.debrief.models import Account, Interview, Learnt, Readied
from rebond.apps.moments.models import Correction, Moment, Rewind, SecondThought
from rebond.apps.plan.card_words import in_the_readers_language, name_of
from rebond.apps.plan.models import CardLeftOut, CardLine, Priority, Step
from rebond.taxonomy.labels import PHASES
from rebond.taxonomy.preparation import PREPARATION, PreparationItem
from rebond.taxonomy.remedies import REMEDIES
from rebond.taxonomy.tracker import TOPICS

LATEST_ACCOUNTS = 12
"""Accounts from which the card is made: those of about one season of interviews. Our judgement."""
MOST_OF_ONE_ORIGIN = 12
"""Lines of one origin that are looked at, the latest first; the card holds five of a section."""
HELPS_WITH_STRESS = "tame_stress"
"""The remedy whose steps are a routine before going in."""
STRENGTH = "strength"

Section = CardLine.Section


@dataclass(frozen=True)
class Found:
    """One thing that may stand on the card; fields as in rebond.engine.plan.card.Lesson."""

    source: str
    section: str
    origin: str
    words: str
    at: datetime.datetime
    detail: str = ""
    about: str = ""
    place: int = 0


@dataclass(frozen=True)
class Item:
    """One line of the preparation sheet, and whether it is ready for this interview."""

    item: PreparationItem
    is_ready: bool


def interview_of(person: AbstractBaseUser, interview_id: object) -> Interview:
    """One interview of this person with its opportunity; absent (404) where it is not theirs."""
    return get_owned_or_404(Interview.objects.select_related("opportunity"), by=person, pk=interview_id)


def next_interview_of(person: AbstractBaseUser, now: datetime.datetime) -> Interview | None:
    """The person's next interview with a date, or None."""
    coming = owned(Interview.objects.filter(starts_at__gte=now), by=person)
    return coming.select_related("opportunity").order_by("starts_at", "id").first()


def own_lines_of(interview: Interview) -> QuerySet[CardLine]:
    """Lines written or kept for this interview, or for every card, in their order."""
    theirs = CardLine.objects.filter(owner_id=interview.owner_id)
    return theirs.filter(Q(interview=interview) | Q(interview=None)).order_by("section", "position", "id")


def not_as_proposed(interview: Interview) -> dict[str, bool]:
    """Sources that do not stand on this card as proposed: True for those that the candidate left out.

    The others are kept in a line of their own, of this card or of every card.
    """
    everywhere = Q(kept_as__isnull=False, kept_as__interview=None, interview__owner=interview.owner_id)
    rows = CardLeftOut.objects.filter(Q(interview=interview) | everywhere)
    return {source: kept is None for source, kept in rows.order_by("id").values_list("source", "kept_as")}


def items_of(interview: Interview) -> tuple[Item, ...]:
    """The preparation sheet of the interview."""
    ready = set(Readied.objects.filter(interview=interview).values_list("key", flat=True))
    return tuple(Item(item, key in ready) for key, item in PREPARATION.items())


def found_for(interview: Interview) -> tuple[tuple[Found, ...], frozenset[str]]:
    """Everything that may stand on the card, left out or not, and the sources of lines that stand on every card.

    At most nine queries, whatever there is.
    """
    lines = list(own_lines_of(interview))
    accounts = {account.pk: account for account in _latest_accounts(interview)}
    kept = _kept_priorities(interview)
    found = (
        *(Found(f"line:{line.pk}", line.section, "own", line.words, line.at, place=n) for n, line in enumerate(lines)),
        *_second_thoughts(accounts),
        *_priorities(kept),
        *_strengths(accounts),
        *_rewinds(accounts),
        *_stress_steps(kept),
        *_learnt(interview),
    )
    return found, frozenset(f"line:{line.pk}" for line in lines if line.interview_id is None)


def _latest_accounts(interview: Interview) -> Iterable[Account]:
    """Real accounts of other interviews, the latest first, without their text."""
    mine = Account.objects.filter(owner_id=interview.owner_id, is_example=False)
    others = mine.filter(Q(interview=None) | ~Q(interview=interview))
    return others.select_related("interview__opportunity").defer("text").order_by("-written_at", "id")[:LATEST_ACCOUNTS]


def _quote(moment: str = "") -> Substr:
    """The words of a moment; `moment` is the path to it."""
    start, end = F(f"{moment}start"), F(f"{moment}end")
    return Substr(f"{moment}reading__account__text", start + 1, end - start)


def _second_thoughts(accounts: dict[object, Account]) -> Iterator[Found]:
    thoughts = SecondThought.objects.filter(moment__reading__account__in=accounts, choice=SecondThought.Choice.WORK)
    rows = thoughts.order_by("-at", "-id").values_list(
        "pk", "fairer", "at", "moment__reading__account", _quote("moment__")
    )
    for pk, fairer, at, account, quote in rows[:MOST_OF_ONE_ORIGIN]:
        origin, about = ("fairer" if fairer.strip() else "to_work_on"), name_of(accounts[account])
        yield Found(f"thought:{pk}", Section.LESSON, origin, fairer.strip() or quote, at, about=about)


def _kept_priorities(interview: Interview) -> list[Priority]:
    kept = Priority.objects.filter(
        owner_id=interview.owner_id, state=Priority.State.KEPT, account__is_example=False, remedy__in=REMEDIES
    )
    return list(kept.prefetch_related("steps").order_by("decided_at", "id"))


def _priorities(kept: Iterable[Priority]) -> Iterator[Found]:
    for priority in kept:
        remedy = REMEDIES[priority.remedy]
        yield Found(
            source=f"priority:{priority.pk}",
            section=Section.LESSON,
            origin="priority",
            words=in_the_readers_language(remedy.name),
            at=priority.decided_at,
            detail=f"{_('It is done when:')} {in_the_readers_language(remedy.done_when)}",
        )


def _stress_steps(kept: Iterable[Priority]) -> Iterator[Found]:
    known = {step.key: step.words for step in REMEDIES[HELPS_WITH_STRESS].steps}
    for priority in kept:
        if priority.remedy == HELPS_WITH_STRESS:
            # of one origin the latest goes first, and the steps were made at once: the clock keeps their order
            for place, step in enumerate(priority.steps.all()):
                at = priority.decided_at - datetime.timedelta(seconds=place)
                yield Found(f"step:{step.pk}", Section.STRESS, "step", _step_words(step, known), at)


def _step_words(step: Step, known: dict[str, object]) -> str:
    return step.own_words or (in_the_readers_language(known[step.key]) if step.key in known else step.key)


def _strengths(accounts: dict[object, Account]) -> Iterator[Found]:
    """Moments where a strength is held, by the candidate's own word or by the engine's."""
    said = Correction.objects.filter(moment=OuterRef("pk"), aspect=Correction.Aspect.INCIDENT, key=STRENGTH)
    moments = Moment.objects.filter(reading__account__in=accounts).annotate(
        said=Subquery(said.values("holds")[:1]), held=Cast("asserted", TextField())
    )
    found = moments.filter(Q(said=True) | Q(said=None, held__contains=f'"{STRENGTH}"'))
    rows = found.order_by("-reading__account__written_at", "position").values_list(
        "pk", "said", "reading__agreed_at", "reading__account", _quote()
    )
    for pk, holds, agreed_at, account, quote in rows[:MOST_OF_ONE_ORIGIN]:
        origin = "strength" if holds or agreed_at else "strength_deduced"
        told = accounts[account]
        yield Found(f"strength:{pk}", Section.LESSON, origin, quote, told.written_at, about=name_of(told))


def _rewinds(accounts: dict[object, Account]) -> Iterator[Found]:
    """Where the latest interview turned, of those that were rewound, and the strongest moments of all."""

    def at_position(field: str) -> Subquery:
        there = Moment.objects.filter(reading__account=OuterRef("account"), position=OuterRef(field))
        return Subquery(there.annotate(quote=_quote()).values("quote")[:1])

    rewinds = Rewind.objects.filter(account__in=accounts).order_by("-account__written_at", "-id")
    rows = rewinds.values_list(
        "pk", "account", "turning_phase", at_position("turning_moment"), at_position("strongest_moment")
    )
    has_turned = False
    for pk, account, phase, turning, strongest in rows:
        told = accounts[account]
        if strongest:
            yield Found(f"helped:{pk}", Section.STRESS, "helped", strongest, told.written_at, about=name_of(told))
        if not has_turned and (phase in PHASES or turning):
            has_turned = True
            yield Found(
                source=f"turning:{pk}",
                section=Section.STRESS,
                origin="turning",
                words=_("Last time it turned at “%(phase)s”") % {"phase": in_the_readers_language(PHASES[phase].name)}
                if phase in PHASES
                else _("Last time it turned here"),
                at=told.written_at,
                detail=turning or "",
                about=name_of(told),
            )


def _learnt(interview: Interview) -> Iterator[Found]:
    """What earlier interviews for the same opportunity taught of them."""
    learnt = Learnt.objects.filter(account__interview__opportunity=interview.opportunity_id)
    others = learnt.exclude(account__interview=interview).order_by("-at", "-id")
    for pk, topic, words, at in others.values_list("pk", "topic", "words", "at")[:MOST_OF_ONE_ORIGIN]:
        about = in_the_readers_language(TOPICS[topic].name) if topic in TOPICS else ""
        yield Found(f"learnt:{pk}", Section.LOGISTICS, "learnt", words, at, about=about)
