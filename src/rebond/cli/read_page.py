"""A reading for a person, gathered: what to say, in which order and words. How it looks is read_print's matter."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rebond.cli.screen import harmless
from rebond.cli.spoken import say
from rebond.engine.causes.types import Cause
from rebond.engine.causes.weigh import LEAST_LIKELY
from rebond.engine.moments.types import Distortion, Moment, Reading
from rebond.engine.plan.types import Priority
from rebond.taxonomy.causes import CAUSES
from rebond.taxonomy.helplines import HELPLINES
from rebond.taxonomy.labels import DISTORTIONS, INCIDENTS
from rebond.taxonomy.remedies import REMEDIES

# Feelings before facts; what others said before what one concludes.
ORDER = ("feeling", "fact", "feedback", "interpretation", "context")
# One sign a nature, so that they are told apart without colour: a wave, what is, what came in, a question, a detail.
MARKS = {"feeling": "~", "fact": "=", "feedback": ">", "interpretation": "?", "context": "."}
EVERYWHERE = "EU"  # the emergency number of the European Union stands beside those of each country
WENT_WELL = "strength"
OBSERVED = frozenset({"fact", "feedback"})
# Of up to five offered, those that also weigh on causes, three at most: more would drown the account in guesses (our
# judgement); --json has them all.
OFFERED_SHOWN = 3
OFFERED_LEAST = LEAST_LIKELY
LIKELIER_THAN_NOT = 0.5
QUOTES_A_CAUSE = 3  # the strongest; enough to judge by (our judgement)
QUOTE_LENGTH = 110  # characters of a quote that is only recalled


@dataclass(frozen=True)
class ShownMoment:
    """A moment as it is said: its quote and the names of what it shows."""

    nature: str
    quote: str
    incidents: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    thoughts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A heading with moments under it.

    Attributes:
        nature: key of the nature it gathers, None for what went well.
        note: what is said where it holds no moment, "" where nothing is.
    """

    nature: str | None
    title: str
    moments: tuple[ShownMoment, ...]
    note: str = ""


@dataclass(frozen=True)
class ShownCause:
    """A cause with what carries it."""

    name: str
    support: str
    quotes: tuple[ShownMoment, ...]


@dataclass(frozen=True)
class ShownRemedy:
    """A remedy with its first small step."""

    name: str
    cause: str
    why: str
    first_step: str
    done_when: str


@dataclass(frozen=True)
class Page:
    """All that is said of one account, every text harmless to a terminal.

    `causes` can be acted on; those of `apart` leave the candidate nothing to correct.
    """

    language: str
    title: str
    notes: tuple[str, ...]
    parts: tuple[Part, ...]
    causes: tuple[ShownCause, ...]
    apart: tuple[ShownCause, ...]
    remedies: tuple[ShownRemedy, ...]
    help_lines: tuple[str, ...]


def gather(
    reading: Reading,
    causes: Sequence[Cause],
    priorities: Sequence[Priority],
    *,
    distressed: bool,
    language: str,
    country: str | None = None,
) -> Page:
    """The page about `reading`, said in `language`; where `distressed`, with the help lines of `country` (ISO 3166)."""
    shown = tuple(_shown(moment, language) for moment in reading.moments)
    to_work_on, apart = _parted(causes)
    return Page(
        language=language,
        title=say("page.title", language, count=len(shown)) if len(shown) != 1 else say("page.title_one", language),
        notes=_notes(reading, language),
        parts=_parts(reading, shown, language),
        causes=tuple(_shown_cause(cause, shown, language) for cause in to_work_on),
        apart=tuple(_shown_cause(cause, shown, language) for cause in apart),
        remedies=tuple(_shown_remedy(priority, language) for priority in priorities),
        help_lines=_help_lines(language, country) if distressed else (),
    )


def _notes(reading: Reading, language: str) -> tuple[str, ...]:
    notes = {"page.other_language": reading.lang == "other", "page.light_reader": reading.reader == "light"}
    return tuple(say(key, language) for key, holds in notes.items() if holds)


def _parts(reading: Reading, shown: Sequence[ShownMoment], language: str) -> tuple[Part, ...]:
    by_nature = (
        Part(nature, say(f"page.{nature}", language), tuple(moment for moment in shown if moment.nature == nature))
        for nature in ORDER
    )
    return (*(part for part in by_nature if part.moments), _went_well(reading, language))


def _went_well(reading: Reading, language: str) -> Part:
    """What is asserted to have gone well, then what probably did; a question where there is neither."""
    sure = [moment for moment in reading.moments if WENT_WELL in moment.incidents]
    likely = [
        moment
        for moment in reading.moments
        if WENT_WELL in moment.offered and moment.likelihoods[WENT_WELL] >= LIKELIER_THAN_NOT
    ]
    perhaps = (INCIDENTS[WENT_WELL].name.spoken(language),)
    shown = (
        *(ShownMoment(moment.nature, harmless(moment.quote)) for moment in sure),
        *(ShownMoment(moment.nature, harmless(moment.quote), offered=perhaps) for moment in likely),
    )
    note = "" if shown else say("page.nothing_went_well", language)
    return Part(None, say("page.went_well", language), shown, note)


def _shown(moment: Moment, language: str) -> ShownMoment:
    return ShownMoment(
        nature=moment.nature,
        quote=harmless(moment.quote),
        incidents=tuple(INCIDENTS[key].name.spoken(language) for key in moment.incidents),
        offered=tuple(INCIDENTS[key].name.spoken(language) for key in _worth_offering(moment)),
        thoughts=tuple(_thought(distortion, moment, language) for distortion in moment.distortions),
    )


def _worth_offering(moment: Moment) -> Sequence[str]:
    return [key for key in moment.offered if moment.likelihoods[key] >= OFFERED_LEAST][:OFFERED_SHOWN]


def _thought(distortion: Distortion, moment: Moment, language: str) -> str:
    name = DISTORTIONS[distortion.key].name.spoken(language)
    words = moment.quote[distortion.start - moment.start : distortion.end - moment.start]
    if not words.strip() or words.strip() == moment.quote.strip():
        return name
    return say("page.thought_words", language, name=name, words=shortened(harmless(words)))


def _parted(causes: Sequence[Cause]) -> tuple[Sequence[Cause], Sequence[Cause]]:
    """The causes that the candidate can act on, and those that leave them nothing to correct; each in their order."""
    apart = [cause for cause in causes if CAUSES[cause.key].calls_for == "nothing"]
    return [cause for cause in causes if cause not in apart], apart


def _shown_cause(cause: Cause, shown: Sequence[ShownMoment], language: str) -> ShownCause:
    behind = [shown[position] for position in cause.evidence]
    return ShownCause(
        name=CAUSES[cause.key].name.spoken(language),
        support=_support(cause, behind, language),
        quotes=tuple(ShownMoment(moment.nature, shortened(moment.quote)) for moment in behind[:QUOTES_A_CAUSE]),
    )


def _support(cause: Cause, behind: Sequence[ShownMoment], language: str) -> str:
    """How far the moments carry the cause, in a sentence: few is called few, deduced is called deduced."""
    observed = any(moment.nature in OBSERVED for moment in behind)
    if len(behind) == 1:
        return say("cause.one_observed" if observed else "cause.one_deduced", language)
    key = {"strong": "cause.strong", "some": "cause.some"}.get(cause.support, "cause.thin")
    return say(key if observed else "cause.deduced", language, count=len(behind))


def _shown_remedy(priority: Priority, language: str) -> ShownRemedy:
    remedy = REMEDIES[priority.remedy]
    return ShownRemedy(
        name=remedy.name.spoken(language),
        cause=CAUSES[priority.cause].name.spoken(language),
        why=remedy.why.spoken(language),
        first_step=remedy.steps[0].words.spoken(language),
        done_when=remedy.done_when.spoken(language),
    )


def _help_lines(language: str, country: str | None) -> tuple[str, ...]:
    """A quiet sentence, then services to call: those of the country, or the first one of each where it is not known."""
    near = [line for line in HELPLINES if line.country in (country, EVERYWHERE)]
    if all(line.country == EVERYWHERE for line in near):
        near = list({line.country: line for line in reversed(HELPLINES)}.values())[::-1]
    return (
        say("page.distress", language),
        *(
            say(
                "page.help_line",
                language,
                name=line.name.spoken(language),
                place=line.place.spoken(language),
                number=line.number,
                hours=line.hours.spoken(language),
                note=line.note.spoken(language),
            )
            for line in near
        ),
    )


def shortened(text: str, most: int = QUOTE_LENGTH) -> str:
    """`text`, or its beginning up to `most` characters with an ellipsis; cut between words where there are several."""
    if len(text) <= most:
        return text
    cut = text.rfind(" ", 0, most)
    return f"{text[:cut]} …" if cut > 0 else f"{text[: _between_letters(text, most)]}…"


def _between_letters(text: str, cut: int) -> int:
    # An accent, a variation selector or a joiner belongs to the letter before it.
    while cut > 0 and unicodedata.category(text[cut]) in ("Mn", "Me", "Mc", "Cf"):
        cut -= 1
    return cut
