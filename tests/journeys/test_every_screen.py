"""What holds on every screen, in both languages: accessible, within its window, in reach of a finger, quiet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps
from tests.journeys.gallery import Gallery, gallery

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

NARROW, WIDE = 320, 1280
LOOKS = (("light", NARROW), ("dark", WIDE))
# Where axe looks: in light and narrow windows in one language, in dark and wide ones in the other.
AXE_AT = {"fr-FR": NARROW, "en-GB": WIDE}
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
TWICE_AS_LARGE = "() => { document.documentElement.style.fontSize = '200%' }"


@dataclass
class Seen:
    """What was found on the screens, by their names: nothing where all is as it should be."""

    gallery: Gallery
    visited: list[str] = field(default_factory=list)
    headings: dict[str, tuple[bool, int]] = field(default_factory=dict)
    barriers: dict[str, str] = field(default_factory=dict)
    too_small: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    too_wide: dict[str, list[str]] = field(default_factory=dict)
    too_wide_enlarged: dict[str, list[str]] = field(default_factory=dict)


def _languages() -> list[object]:
    """Both; all that is asked of one is asked in one process, which goes through its screens once."""
    return [pytest.param(one, marks=pytest.mark.xdist_group(f"every-screen-{one}")) for one in steps.LANGUAGES]


@pytest.fixture(scope="module", params=_languages())
def seen(
    request: pytest.FixtureRequest, chromium: "Browser", tmp_path_factory: pytest.TempPathFactory, look: "Look"
) -> Iterator[Seen]:
    """Every screen in one language, gone through once and looked at from all sides."""
    with gallery(chromium, tmp_path_factory.mktemp("gallery"), request.param) as shown:
        found = Seen(shown)
        for name in shown.visit():
            found.visited.append(name)
            look(found, name)
        yield found


Look = Callable[[Seen, str], None]


@pytest.fixture(scope="module")
def look(axe: "Callable[[Page], None]") -> Look:
    """Looks at the screen that the page shows."""

    def looked(found: Seen, name: str) -> None:
        page = found.gallery.page
        found.headings[name] = (page.title().endswith("· Rebond"), page.locator("h1").count())
        for scheme, width in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": HEIGHT})
            _measure(found, name, width)
            if width == AXE_AT[found.gallery.language]:
                try:
                    axe(page)
                except AssertionError as error:
                    found.barriers[name] = str(error)
        page.evaluate(TWICE_AS_LARGE)  # in the wide window
        if wide := page.evaluate(TOO_WIDE):
            found.too_wide_enlarged[name] = wide

    return looked


def _measure(found: Seen, name: str, width: int) -> None:
    page = found.gallery.page
    if small := page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX):
        found.too_small[name, width] = small
    if width == NARROW and (wide := page.evaluate(TOO_WIDE)):
        found.too_wide[name] = wide


def test_every_screen_is_accessible(seen: Seen) -> None:
    assert seen.barriers == {}


def test_no_screen_scrolls_sideways_on_a_narrow_window(seen: Seen) -> None:
    assert seen.too_wide == {}


def test_no_screen_scrolls_sideways_with_text_twice_as_large(seen: Seen) -> None:
    assert seen.too_wide_enlarged == {}


def test_every_control_is_in_reach_of_a_finger(seen: Seen) -> None:
    assert seen.too_small == {}


def test_every_screen_has_a_title_and_one_heading_of_its_own(seen: Seen) -> None:
    assert seen.headings == dict.fromkeys(seen.gallery.screens, (True, 1))


def test_no_screen_complains_or_asks_another_origin(seen: Seen) -> None:
    assert (seen.visited, seen.gallery.complaints) == (list(seen.gallery.screens), [])
