"""The stages of the journey, in the order in which a candidate lives them.

Every other list of stages (installed apps, URL prefixes, navigation, documentation, import contracts) follows this one;
tests/house checks that none disagrees. A stage stands here from the day its screens exist.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """One place of the journey.

    Attributes:
        key: name of its engine package, its Django app and its URL prefix.
        fr: what a French reader sees.
        en: what an English reader sees.
        of_one_account: whether it has a page for each account, or looks over all of them.
    """

    key: str
    fr: str
    en: str
    of_one_account: bool = True


STAGES: tuple[Stage, ...] = (
    Stage("debrief", "À chaud", "While it burns"),
    Stage("moments", "Lecture", "Reading"),
    Stage("causes", "Mise à plat", "Laying it flat"),
    Stage("plan", "Plan", "Plan"),
    Stage("progress", "Progrès", "Progress", of_one_account=False),
)
