"""What a true reading costs: gestures from an account as it was read to one of which every label is right.

A gesture is one click, one tap or one key; scrolling is none. A choice in a list costs two: opening it and choosing.
The truth was annotated by hand after corpus/GUIDE.md, cut as a person would (annotated.json): the two examples that
Rebond shows and three shorter accounts. Confirmed means: each annotated moment's nature and incidents are those of the
passage that covers most of it, no passage holds an incident that no moment under it has, and the candidate has said
that the rest is right. Where one passage covers two annotated moments, either nature is true of it.
"""

import dataclasses
import json
import statistics
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rebond.taxonomy.examples import EXAMPLES
from tests.journeys import steps
from tests.serving import Served, Visitor, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ANNOTATED = json.loads(Path(__file__).with_name("annotated.json").read_text("utf-8"))
# What the median account takes today, so that it grows no longer unseen; the aim is ten.
MOST_GESTURES = {"mouse": 11, "touch": 11, "keys": 12}
HANDS = {
    "mouse": {"viewport": steps.WINDOWS["laptop"]},
    "touch": {"viewport": steps.WINDOWS["phone"], "has_touch": True, "is_mobile": True},
    "keys": {"viewport": steps.WINDOWS["laptop"]},
}

STATE = """() => [...document.querySelectorAll(".moment")].map(moment => {
    const position = moment.id.slice(1);
    const held = document.querySelectorAll(`[id^="chip-${position}-incident-"][data-state="held"]`);
    return [moment.dataset.nature, [...held].map(chip => chip.id.split("-").at(-1))];
})"""


@dataclasses.dataclass
class Wanted:
    """What a passage must say: one of these natures (any where there is none), exactly these incidents."""

    natures: set[str] = dataclasses.field(default_factory=set)
    incidents: set[str] = dataclasses.field(default_factory=set)


@dataclasses.dataclass
class Person:
    """Corrects a reading with one of the three hands, and counts."""

    page: "Page"
    hand: str
    gestures: int = 0

    def choose(self, selector: str) -> None:
        """One gesture on a control."""
        control = self.page.locator(selector)
        with steps.swapped(self.page):
            if self.hand == "keys":
                key = control.get_attribute("data-key")
                assert key, f"no key for {selector}"
                self.page.keyboard.press(key.replace("shift+", "Shift+"))
            elif self.hand == "touch":
                control.tap()
            else:
                control.click()
        self.gestures += 1

    def choose_in_list(self, value: str) -> None:
        """A label that is not offered, in the list of all."""
        listed = self.page.locator("#more")
        if self.hand != "keys":
            with steps.swapped(self.page):
                listed.select_option(value)
            self.gestures += 2
            return
        self.page.keyboard.press(str(listed.get_attribute("data-key")))
        self.gestures += 1
        for letter in str(listed.locator(f"option[value='{value}']").text_content()):
            self.page.keyboard.type(letter)
            self.gestures += 1
            if listed.input_value() == value:
                break
        assert listed.input_value() == value
        with steps.swapped(self.page):
            self.page.keyboard.press("Enter")
        self.gestures += 1

    def offers(self, selector: str) -> bool:
        """Whether the control is there, and, for the keyboard, has a key of its own: letters are fewer than labels."""
        control = self.page.locator(selector)
        return control.count() == 1 and (self.hand != "keys" or bool(control.get_attribute("data-key")))


def _wanted(annotated: dict[str, Any], spans: list[tuple[int, int]]) -> list[Wanted]:
    wanted = [Wanted() for _ in spans]
    start = 0
    for moment in annotated["moments"]:
        start = annotated["text"].index(moment["quote"], start)
        end = start + len(moment["quote"])
        covered = [min(end, high) - max(start, low) for low, high in spans]
        best = wanted[covered.index(max(covered))]
        best.natures.add(moment["nature"])
        best.incidents |= set(moment["incidents"])
        start = end
    return wanted


def _labels_beside_the_text(person: Person, wanted: list[Wanted]) -> Iterator[str]:
    """Controls in the text that bring it nearer to the truth, as the page stands."""
    for position, ((nature, held), truth) in enumerate(zip(person.page.evaluate(STATE), wanted, strict=True)):
        for key in (set(held) - truth.incidents) | (truth.incidents - set(held)):
            if person.offers(f"#chip-{position}-incident-{key}"):
                yield f"#chip-{position}-incident-{key}"
        if truth.natures and nature not in truth.natures:
            for key in truth.natures:
                if person.offers(f"#chip-{position}-nature-{key}"):
                    yield f"#chip-{position}-nature-{key}"


def _correct(person: Person, wanted: list[Wanted]) -> None:
    """First what stands in the text, then the passages that need more, opened one by one; then: the rest is right."""
    while control := next(_labels_beside_the_text(person, wanted), None):
        person.choose(control)
    for position, truth in enumerate(wanted):
        nature, held = person.page.evaluate(STATE)[position]
        missing = sorted(truth.incidents - set(held))
        wrong = sorted(set(held) - truth.incidents)
        turned = truth.natures and nature not in truth.natures
        if missing or wrong or turned:
            person.choose(f"#m{position}")
        for key in wrong:
            person.choose(f"button#incident-{key}[aria-pressed=true]")
        if turned:
            person.choose(f"#nature-{min(truth.natures)}")
        for key in missing:
            offered = f"button#incident-{key}[aria-pressed=false]"
            if person.offers(offered):
                person.choose(offered)
            else:
                person.choose_in_list(f"incident:{key}:yes")
    person.choose("#agree")


def _kept_and_read(visitor: Visitor, text: str) -> str:
    key = str(uuid.uuid4())
    assert visitor.post("/debrief/", {"key": key, "text": text}).status == 302
    assert visitor.post(f"/moments/{key}/read/", {}).status == 302
    return key


def _spans(served: Served, key: str) -> list[tuple[int, int]]:
    return steps.stored(
        served.folder,
        "SELECT m.start, m.end FROM moments_moment m JOIN moments_reading r ON r.id = m.reading_id "
        "WHERE r.account_id = ? ORDER BY m.position",
        key.replace("-", ""),
    )  # type: ignore[return-value]


def test_the_examples_are_annotated_whole() -> None:
    texts = {annotated["id"]: annotated["text"] for annotated in ANNOTATED}

    assert (texts["example-fr"], texts["example-en"]) == (EXAMPLES["fr"], EXAMPLES["en"])
    for annotated in ANNOTATED:
        left = annotated["text"]
        for moment in annotated["moments"]:
            between, left = left.split(moment["quote"], 1)
            assert between.strip() == ""
        assert left.strip() == ""


@pytest.fixture
def served(data_folder: Path, network_cache: Path) -> Iterator[Served]:
    """The application with the reader that it comes with."""
    with serving(data_folder, extra={"REBOND_ENCODER": "gemma"}) as application:
        yield application


@pytest.mark.parametrize("hand", HANDS)
def test_the_median_account_is_confirmed_with_few_gestures(
    open_page: "Callable[..., Page]", served: Served, hand: str
) -> None:
    visitor = Visitor(served)
    visitor.open()
    page = open_page(**HANDS[hand])
    spent = {}
    for annotated in ANNOTATED:
        key = _kept_and_read(visitor, annotated["text"])
        wanted = _wanted(annotated, _spans(served, key))
        page.goto(f"{served.origin}/moments/{key}/")
        person = Person(page, hand)

        _correct(person, wanted)

        spent[annotated["id"]] = person.gestures
        for (nature, held), truth in zip(page.evaluate(STATE), wanted, strict=True):
            assert set(held) == truth.incidents
            assert not truth.natures or nature in truth.natures
        agreed = "SELECT agreed_at IS NOT NULL FROM moments_reading WHERE account_id = ?"
        assert steps.stored(served.folder, agreed, key.replace("-", "")) == [(1,)]

    assert statistics.median(spent.values()) <= MOST_GESTURES[hand], spent
