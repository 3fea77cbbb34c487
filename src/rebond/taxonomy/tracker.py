"""The words of the tracker: where an opportunity stands, what an interview was, what one learns of a company.

Keys are stored data, never renamed. Words are in tracker.toml.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rebond.taxonomy.files import HERE, open_toml
from rebond.taxonomy.words import Words


@dataclass(frozen=True)
class OpportunityStage:
    """Where an opportunity stands; none is a success or a failure.

    Attributes:
        key: of tracker.toml.
        name: heading of its column on the board.
        means: one line, said to the candidate.
    """

    key: str
    name: Words
    means: Words


@dataclass(frozen=True)
class InterviewKind:
    """Which kind of interview it is."""

    key: str
    name: Words


@dataclass(frozen=True)
class Setting:
    """How one meets: on site, by video, by phone."""

    key: str
    name: Words


@dataclass(frozen=True)
class Topic:
    """Something that one may learn of the company or the post, apart from how one did.

    Attributes:
        key: of tracker.toml.
        name: a few words.
        asks: one line that helps to remember.
    """

    key: str
    name: Words
    asks: Words


_FILE = open_toml(HERE / "tracker.toml")

#: In the order of the board.
OPPORTUNITY_STAGES: Mapping[str, OpportunityStage] = _FILE.each(
    "stage", lambda key, t: OpportunityStage(key, t.words("name"), t.words("means"))
)
INTERVIEW_KINDS: Mapping[str, InterviewKind] = _FILE.each("kind", lambda key, t: InterviewKind(key, t.words("name")))
SETTINGS: Mapping[str, Setting] = _FILE.each("setting", lambda key, t: Setting(key, t.words("name")))
TOPICS: Mapping[str, Topic] = _FILE.each("topic", lambda key, t: Topic(key, t.words("name"), t.words("asks")))
_FILE.close()
