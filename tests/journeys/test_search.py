"""Looking for something once written: by keyboard, without accents, with a slip, without script."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]
Axe = Callable[["Page"], None]


def write(page: "Page") -> str:
    """Keep an account that is not read yet; returns its address."""
    steps.write(page, steps.STORIES["fr-FR"])
    page.locator("form[data-draft-address] button").click()
    steps.arrive(page, "[data-kept]")
    return page.url


def look_for(page: "Page", words: str) -> None:
    """From the field to what is found, by keyboard alone."""
    page.locator("#q").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    page.locator("#found-title").wait_for()


def marks(page: "Page") -> list[str]:
    return page.locator(".hit mark").all_text_contents()


@pytest.mark.parametrize("window", ["laptop", "phone"])
def test_it_goes_by_keyboard_without_accents_and_with_a_slip(open_page: Open, axe: Axe, window: str) -> None:
    page = open_page(viewport=steps.WINDOWS[window])
    address = write(page)
    page.goto(address.split("/debrief/")[0] + "/search/")
    axe(page)

    look_for(page, "bafouille salaire")
    assert marks(page) == ["bafouillé", "salaire"]
    axe(page)
    look_for(page, "magasinnière")
    assert marks(page) == ["magasinière"]
    axe(page)
    look_for(page, "éléphant rose")
    assert marks(page) == []

    look_for(page, "honte")
    while not page.evaluate("() => document.activeElement.closest('.hit')"):
        page.keyboard.press("Tab")
        assert steps.focus_in_sight(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/debrief/accounts/**")
    assert page.url.split("#")[0] == address


def test_a_passage_that_was_read_is_shown_chosen_in_its_reading(page: "Page") -> None:
    write(page)
    steps.have_it_read(page)
    page.goto(page.url.split("/moments/")[0] + "/search/")

    look_for(page, "honte")
    page.locator(".hit a").first.click()
    steps.arrive(page, "#reading")

    assert "honte" in (page.locator(".moment[aria-current='true']").text_content() or "")


def test_it_works_without_script(open_page: Open, page: "Page") -> None:
    address = write(page)
    plain = open_page(java_script_enabled=False, color_scheme="dark")
    plain.goto(address.split("/debrief/")[0] + "/search/")

    plain.locator("#q").fill("inventaire")
    plain.locator(".seek button").click()

    assert marks(plain) == ["inventaire"]
    assert plain.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
