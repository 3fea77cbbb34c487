"""What holds on every screen, in both languages: accessible, within its window, in reach of a finger, quiet."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps
from tests.journeys.gallery import Gallery, gallery

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDTHS = (320, 1280)
# Light and dark, narrow and wide: each of the four in one language.
LOOKS = {"fr-FR": (("light", 320), ("dark", 1280)), "en-GB": (("dark", 320), ("light", 1280))}
HEIGHT = 800
SMALLEST_TARGET_PX = 24  # WCAG 2.2, 2.5.8

TOO_WIDE = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > room + 1);
    return wide.map(e => `${e.tagName}.${e.className}#${e.id}`).slice(-3);
}"""

# Links within a sentence are exempt, and so are controls that stand for another (a label is pressed with its box).
TOO_SMALL = """smallest => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(e => e.checkVisibility() && getComputedStyle(e).display !== "inline" && e.type !== "hidden")
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([, box]) => Math.min(box.width, box.height) < smallest)
    .map(([e, box]) => `${e.tagName}.${e.className}#${e.id} ${box.width} × ${box.height}`)"""


@pytest.fixture(scope="module", params=steps.LANGUAGES)
def screens(
    request: pytest.FixtureRequest, chromium: "Browser", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gallery]:
    """Every screen in one language."""
    with gallery(chromium, tmp_path_factory.mktemp("gallery"), request.param) as shown:
        yield shown


def test_every_screen_is_accessible(screens: Gallery, axe: "Callable[[Page], None]") -> None:
    found = {}
    for name in screens.visit():
        for scheme, width in LOOKS[screens.language]:
            screens.page.emulate_media(color_scheme=scheme)
            screens.page.set_viewport_size({"width": width, "height": HEIGHT})
            try:
                axe(screens.page)
            except AssertionError as error:
                found[name, scheme, width] = str(error)

    assert found == {}


def test_no_screen_scrolls_sideways_on_a_narrow_window(screens: Gallery) -> None:
    screens.page.set_viewport_size({"width": 320, "height": HEIGHT})

    assert {name: wide for name in screens.visit() if (wide := screens.page.evaluate(TOO_WIDE))} == {}


def test_no_screen_scrolls_sideways_with_text_twice_as_large(screens: Gallery) -> None:
    screens.page.set_viewport_size({"width": 1280, "height": HEIGHT})
    found = {}
    for name in screens.visit():
        screens.page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
        if wide := screens.page.evaluate(TOO_WIDE):
            found[name] = wide

    assert found == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_every_control_is_in_reach_of_a_finger(screens: Gallery, width: int) -> None:
    screens.page.set_viewport_size({"width": width, "height": HEIGHT})
    found = {}
    for name in screens.visit():
        if small := screens.page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX):
            found[name] = small

    assert found == {}


def test_every_screen_has_a_title_and_one_heading_of_its_own(screens: Gallery) -> None:
    found = {}
    for name in screens.visit():
        found[name] = (screens.page.title().endswith("· Rebond"), screens.page.locator("h1").count())

    assert found == dict.fromkeys(screens.screens, (True, 1))


def test_no_screen_complains_or_asks_another_origin(screens: Gallery) -> None:
    visited = list(screens.visit())

    assert (visited, screens.complaints) == (list(screens.screens), [])
