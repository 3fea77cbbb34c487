"""Looking twice at an interpretation: which moments of the same account may support it, which may speak against it.

No encoder and no score: labels as they hold now, words and places, so that every reader answers and every reason can be
said. It offers, and proves nothing; the questions are those of a thought record (Beck, Rush, Shaw and Emery, "Cognitive
therapy of depression", 1979), and the candidate answers them.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from rebond.engine.text.language import HOUSE_LANGUAGES, WORDS_FILE
from rebond.engine.text.words import find_words, folded_word
from rebond.taxonomy.labels import INCIDENTS
from rebond.taxonomy.second_thoughts import DENIALS, KIND_BEGINNINGS, MISTAKEN, MYSELF, REASONS, THEIRS

#: More moments a side than this are not taken in at a glance. Our judgement.
MOST_A_SIDE = 4
#: An incident that nobody has confirmed counts from this probability on: more likely there than not. Our judgement.
LIKELY = 0.5
#: So many moments before a thought, what happened may have brought it about: the one before, and the one before that.
#: Our judgement.
JUST_BEFORE = 2
#: Words are compared by their first letters, so that « présentation » meets « présenter ». Our judgement.
STEM_LETTERS = 6
#: Shorter words say nothing of what is spoken of. Our judgement.
SHORTEST_WORD = 4
#: So many words before a kind word tell who showed it. Our judgement: a clause.
WORDS_BEFORE = 6
#: So many words before it, and after it (« ne souriait pas »), take it back. Our judgement.
DENIED_BEFORE, DENIED_AFTER = 3, 1

STRENGTH = "strength"
MIND_READING = "mind_reading"
SIGN = "recruiter_disinterest"
# What is evidence by its nature comes first: what was done or said, then the setting, then what was felt or concluded.
_TIERS: Mapping[str, int] = {"fact": 0, "feedback": 0, "context": 1, "feeling": 2, "interpretation": 2}
_EVIDENCE = frozenset({"fact", "feedback", "context"})
_NOT_ME = frozenset({"them", "circumstances"})
_RANKS: Mapping[str, int] = {key: rank for rank, key in enumerate(REASONS)}


@dataclass(frozen=True)
class ToldMoment:
    """One moment with the labels that hold now, the candidate's corrections laid over the engine's.

    Attributes:
        quote: its words.
        nature: key of the taxonomy's natures.
        held: incidents asserted or confirmed.
        refused: incidents that the candidate took away.
        likelihoods: probability of each incident, 0 to 1.
        distortions: turns that the thought takes, those refused left out.
        phase: key, or "" where it is not known.
        agency: on whom it depended: "me", "them", "circumstances", "unknown", or "" where nothing is said.
    """

    quote: str
    nature: str
    held: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    likelihoods: Mapping[str, float] = field(default_factory=dict, repr=False)
    distortions: frozenset[str] = frozenset()
    phase: str = ""
    agency: str = ""

    @cached_property
    def incidents(self) -> frozenset[str]:
        """What is held, and what is more likely there than not where the candidate has not taken it away."""
        likely = {key for key, probability in self.likelihoods.items() if probability >= LIKELY and key in INCIDENTS}
        return self.held | (likely - self.refused)

    @cached_property
    def is_kind(self) -> bool:
        """Whether its words show a kind reaction, and it holds nothing that others did badly."""
        theirs = any(INCIDENTS[key].depends_on != "me" for key in self.incidents if key in INCIDENTS)
        return not theirs and shows_kindness(self.quote)

    @cached_property
    def stems(self) -> Mapping[str, str]:
        """First letters of each word that tells what is spoken of → the word as written, in order."""
        return _stems(self.quote)


@dataclass(frozen=True)
class Bearing:
    """A moment that may bear on an interpretation.

    Attributes:
        position: of the moment, from 0.
        reasons: keys of the taxonomy's reasons, at least one, the strongest first.
        shared: words of the moment, as written, that the interpretation has too.
    """

    position: int
    reasons: tuple[str, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Weighing:
    """What may be held for and against one interpretation; both sides empty where nothing was found.

    A moment may stand on both sides: feedback can praise and criticise in one breath.
    """

    supports: tuple[Bearing, ...]
    opposes: tuple[Bearing, ...]

    @property
    def found(self) -> bool:
        """Whether any moment bears on it."""
        return bool(self.supports or self.opposes)


def second_thoughts(moments: Sequence[ToldMoment], position: int) -> Weighing:
    """What the other moments may say for and against the one at `position`; the same for the same moments.

    Of the interpretations of the annotated accounts, 87 in 100 are offered something, 76 something that speaks against
    (measured with annotated labels; with a reader's own labels it is what these are worth).

    What was done or said comes before the setting, and both before what was felt or concluded; then the strongest
    reason, then the number of reasons, the same phase, and nearness. Four a side at most. A feeling or another
    interpretation supports nothing: a conclusion is no proof of another one.

    Raises:
        IndexError: there is no such moment.
        KeyError: a nature that the taxonomy does not know.
    """
    if not 0 <= position < len(moments):
        raise IndexError(position)
    thought = moments[position]
    supports: list[tuple[tuple[int, ...], Bearing]] = []
    opposes: list[tuple[tuple[int, ...], Bearing]] = []
    for other, moment in enumerate(moments):
        if other == position:
            continue
        for_it, against_it = _reasons(thought, moment, position - other)
        if not for_it and not against_it:
            continue
        shared = tuple(word for stem, word in moment.stems.items() if stem in thought.stems)
        for side, reasons in ((supports, for_it), (opposes, against_it)):
            if reasons:
                bearing = Bearing(other, _in_order(reasons | ({"same_words"} if shared else set())), shared)
                side.append((_order(thought, moment, bearing, position), bearing))
    return Weighing(_first(supports), _first(opposes))


def _reasons(thought: ToldMoment, moment: ToldMoment, ahead: int) -> tuple[set[str], set[str]]:
    """Why the moment may support the thought, and why it may speak against it; `ahead` is how far before it stands."""
    good, bad = _good(moment), _bad(thought, moment, ahead)
    if _is_favourable(thought):
        return good, bad - {"same_incident"}
    against = set(good)
    if moment.nature in _EVIDENCE:
        if MIND_READING in thought.distortions and moment.nature == "feedback" and not bad:
            against.add("said_otherwise")
        if moment.agency in _NOT_ME and thought.agency not in _NOT_ME and "their_sign" not in bad:
            against.add("not_on_me")
            bad.discard("just_before")
    return bad, against


def _good(moment: ToldMoment) -> set[str]:
    reasons = {"strength"} if STRENGTH in moment.incidents else set()
    if moment.nature in _EVIDENCE and moment.is_kind:
        reasons.add("kind")
    return reasons


def _bad(thought: ToldMoment, moment: ToldMoment, ahead: int) -> set[str]:
    if moment.nature not in _EVIDENCE:
        return set()
    reasons = set()
    mishaps, claimed = moment.incidents - {STRENGTH}, thought.incidents - {STRENGTH}
    reads_minds = MIND_READING in thought.distortions
    if mishaps & claimed:
        reasons.add("same_incident")
    on_point = bool(mishaps & claimed) if reads_minds else bool(mishaps)
    if moment.nature == "feedback" and on_point and moment.agency not in _NOT_ME:
        reasons.add("said_by_them")
    if reads_minds and moment.nature == "fact" and SIGN in mishaps:
        reasons.add("their_sign")
    same_part = not (thought.phase and moment.phase) or thought.phase == moment.phase
    if moment.nature == "fact" and mishaps and 0 < ahead <= JUST_BEFORE and same_part:
        reasons.add("just_before")
    return reasons


def _is_favourable(thought: ToldMoment) -> bool:
    """Whether the thought itself says that something went well."""
    return thought.incidents == {STRENGTH} and not thought.distortions


def shows_kindness(quote: str) -> bool:
    """Whether a kind reaction of somebody else shows in these words, of either house language.

    A word of a closed list tells (rebond.taxonomy.second_thoughts); not where it is taken back, nor where the candidate
    is the one who showed it.
    """
    words = [word for start, end in find_words(quote) for word in _parts(quote[start:end])]
    for place, word in enumerate(words):
        if not word.startswith(KIND_BEGINNINGS) or word in MISTAKEN:
            continue
        before = words[max(0, place - WORDS_BEFORE) : place]
        around = [*before[-DENIED_BEFORE:], *words[place + 1 : place + 1 + DENIED_AFTER]]
        who = next((said for said in reversed(before) if said in MYSELF or said in THEIRS), "")
        if who not in MYSELF and DENIALS.isdisjoint(around):
            return True
    return False


def _parts(word: str) -> list[str]:
    """A word without accents, parted at its apostrophes and hyphens: « m'a » and « suis-je » are two each."""
    return [part for part in folded_word(word).replace("-", "'").split("'") if part]


def _stems(quote: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for start, end in find_words(quote):
        word = quote[start:end]
        last = _parts(word)[-1:]
        if last and len(last[0]) >= SHORTEST_WORD and last[0].isalpha() and last[0] not in _everyday_words():
            found.setdefault(last[0][:STEM_LETTERS], word)
    return found


@cache
def _everyday_words() -> frozenset[str]:
    """The closed classes of the house languages, and what every account of an interview speaks of."""
    lists = tomllib.loads(WORDS_FILE.read_text("utf-8"))
    return frozenset(word for language in HOUSE_LANGUAGES for word in lists[language].split())


def _in_order(reasons: set[str]) -> tuple[str, ...]:
    return tuple(sorted(reasons, key=lambda key: _RANKS[key]))


def _order(thought: ToldMoment, moment: ToldMoment, bearing: Bearing, position: int) -> tuple[int, ...]:
    same_phase = bool(thought.phase) and thought.phase == moment.phase
    return (
        _TIERS[moment.nature],
        _RANKS[bearing.reasons[0]],
        -len(bearing.reasons),
        not same_phase,
        abs(bearing.position - position),
        bearing.position,
    )


def _first(side: list[tuple[tuple[int, ...], Bearing]]) -> tuple[Bearing, ...]:
    return tuple(bearing for _, bearing in sorted(side, key=lambda item: item[0])[:MOST_A_SIDE])
