"""On paper: the text, its marks and the plan; none of what is only for the screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SCREEN_ONLY = "header, nav, footer, form:has(.quiet), form:has(.button), .skip, #moment, .cell"


def _shown(page: "Page", selector: str) -> list[str]:
    return [
        element.evaluate("element => element.outerHTML.slice(0, 80)")
        for element in page.locator(selector).all()
        if element.is_visible()
    ]


def test_reading_prints_the_text_and_its_marks_alone(reading_on_laptop: "Page") -> None:
    page = reading_on_laptop
    page.goto(f"{page.url}?moment=2")
    page.emulate_media(media="print")

    assert _shown(page, SCREEN_ONLY) == []
    assert page.locator("h1").is_visible()
    assert all(moment.is_visible() for moment in page.locator(".moment").all())
    assert all(sign.is_visible() for sign in page.locator(".moment .sign").all())


def test_causes_print_without_their_buttons(reading_on_laptop: "Page") -> None:
    page = reading_on_laptop
    steps.go_to(page, "causes")
    page.emulate_media(media="print")

    assert _shown(page, SCREEN_ONLY) == []
    assert page.locator("[id^='cause-'] h3").first.is_visible()


def test_plan_prints_its_steps_with_a_box_to_tick(reading_on_laptop: "Page") -> None:
    page = reading_on_laptop
    steps.go_to(page, "plan")
    with steps.swapped(page):
        page.locator("button[id^='keep-']").first.click()
    page.emulate_media(media="print")
    lines = page.locator(".step-line")

    assert _shown(page, SCREEN_ONLY) == []
    assert lines.count() > 1
    assert all(line.locator("span").is_visible() for line in lines.all())
    assert all(line.locator(".tick").is_visible() for line in lines.all())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_white_and_its_ink_black_in_both_schemes(open_reading: "Callable[..., Page]", scheme: str) -> None:
    page = open_reading(color_scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)

    colours = page.evaluate(
        "() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
