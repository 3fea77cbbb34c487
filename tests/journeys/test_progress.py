"""What moves over the interviews, looked at in a real browser."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps
from tests.serving import Served, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]

STRESS = (9, 9, 8, 3, 2, 3)


@pytest.fixture
def evenings(served: Served) -> None:
    """Six evenings with their sliders, the last one read."""
    visitor = Visitor(served)
    visitor.open()
    for number, stress in enumerate(STRESS):
        key = str(uuid.UUID(int=number + 1))
        visitor.post("/debrief/", {"text": steps.STORIES["fr-FR"], "key": key})
        state = {"stress": str(stress), "stress_given": "on", "outcome": "refused", "leaving": ""}
        visitor.post(f"/debrief/accounts/{key}/state/", state)
    visitor.post(f"/moments/{key}/read/", {})


def _is_open(page: "Page") -> bool:
    return bool(page.locator("section[aria-labelledby='sliders-title'] details").first.evaluate("part => part.open"))


@pytest.mark.parametrize(
    ("language", "scheme", "window"),
    [
        ("fr-FR", "light", "phone"),
        ("fr-FR", "dark", "laptop"),
        ("en-GB", "dark", "phone"),
        ("en-GB", "light", "laptop"),
    ],
)
def test_the_pages_are_accessible_and_never_wider_than_the_window(
    open_page: Open,
    served: Served,
    evenings: None,
    axe: Callable[["Page"], None],
    window: str,
    scheme: str,
    language: str,
) -> None:
    page = open_page(locale=language, color_scheme=scheme, viewport=steps.WINDOWS[window])
    page.goto(f"{served.origin}/progress/")
    page.locator("details").evaluate_all("all => all.forEach(part => { part.open = true; })")

    axe(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")

    page.locator(".shown a").first.click()
    steps.arrive(page, "h1")
    axe(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def test_a_picture_and_its_table_say_the_same(open_page: Open, served: Served, evenings: None) -> None:
    page = open_page(locale="en-GB")
    page.goto(f"{served.origin}/progress/")

    card = page.locator("section[aria-labelledby='sliders-title'] article").first
    heights = card.locator("circle").evaluate_all("dots => dots.map(dot => Number(dot.getAttribute('cy')))")
    told = card.locator("tbody td:nth-child(2)").all_text_contents()

    assert told == [str(stress) for stress in reversed(STRESS)]
    assert heights == [round(140 - 12.8 * stress) for stress in STRESS]
    assert "Around 3 of 10 in the later half of these interviews, around 9 in the earlier half." in card.inner_text()


@pytest.mark.parametrize("scripted", [True, False])
def test_the_journey_goes_by_keyboard_with_and_without_script(
    open_page: Open, served: Served, evenings: None, scripted: bool
) -> None:
    page = open_page(java_script_enabled=scripted)
    page.goto(f"{served.origin}/debrief/accounts/")
    page.locator(".ways a[href='/progress/']").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(".choices a").nth(2).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url == f"{served.origin}/progress/?range=all"
    page.locator(".choices a").nth(2).focus()
    page.keyboard.press("Tab")
    assert steps.focus_in_sight(page)
    assert not _is_open(page)
    page.keyboard.press("Enter")
    assert _is_open(page)
    page.keyboard.press("Tab")
    assert steps.focus_in_sight(page)
    assert page.evaluate("() => document.activeElement.className") == "table"
