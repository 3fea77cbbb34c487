"""The same corrections by keyboard alone: the focus is never lost nor hidden, and what was noted is said."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]

FRENCH_DIGITS = {"1": "&", "2": "é", "3": '"', "4": "'", "5": "("}
"""What the digits of a French keyboard give without Shift."""

MOST_STOPS = 120
FOCUSED = "() => document.activeElement.outerHTML.slice(0, 120)"


def _tab_to(page: "Page", selector: str) -> None:
    """Press Tab until the element has the focus; whatever has it on the way can be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert steps.focus_in_sight(page), f"hidden: {page.evaluate(FOCUSED)}"
        if page.locator(selector).first.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no way to {selector} by Tab")


def _press(page: "Page", key: str) -> None:
    """Press a key that asks for a part of the page; afterwards what has the focus is somewhere, and in sight."""
    with steps.swapped(page):
        page.keyboard.press(key)
    assert steps.focused(page) != "BODY"
    assert steps.focus_in_sight(page), f"hidden: {page.evaluate(FOCUSED)}"


def _press_french_digit(page: "Page", digit: str) -> None:
    typed = FRENCH_DIGITS[digit]
    session = page.context.new_cdp_session(page)
    key = {"key": typed, "code": f"Digit{digit}", "windowsVirtualKeyCode": ord(digit)}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": typed, **key})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    session.detach()


@pytest.mark.parametrize(("language", "window"), [("fr-FR", "phone"), ("en-GB", "laptop")])
def test_whole_journey_goes_by_keyboard(open_page: Open, served: Served, language: str, window: str) -> None:
    page = open_page(locale=language, viewport=steps.WINDOWS[window])
    assert steps.focused(page) == "text"
    page.keyboard.insert_text(steps.STORIES[language])
    _tab_to(page, "form[data-draft-address] button")
    page.keyboard.press("Enter")
    steps.arrive(page, "[data-kept]")
    _tab_to(page, "form[action$='/read/'] button")
    page.keyboard.press("Enter")
    steps.arrive(page, "#reading")

    _tab_to(page, "#m0")
    _press(page, "Enter")
    _press(page, "1" if page.locator("#nature-fact[aria-pressed=false]").count() else "2")
    said = steps.spoken(page)
    _press(page, "ArrowRight")
    _press(page, "a")
    _tab_to(page, "a[href*='/causes/'].button")
    page.keyboard.press("Enter")
    steps.arrive(page, "#flat")
    _tab_to(page, "button[id$='-confirmed']")
    _press(page, "Enter")
    _tab_to(page, "a[href*='/plan/'].button")
    page.keyboard.press("Enter")
    steps.arrive(page, "#plan")
    _tab_to(page, "button[id^='keep-']")
    _press(page, "Enter")
    _tab_to(page, ".tick")
    _press(page, "Space")

    assert said == steps.NOTED[language]
    assert [correction[:2] for correction in steps.stored_corrections(served.folder)] == [
        (0, "nature"),
        (1, "incident"),
    ]
    assert steps.stored(served.folder, "SELECT choice FROM causes_verdict") == [("confirmed",)]
    assert steps.stored(served.folder, "SELECT count(*) FROM plan_step WHERE done_at IS NOT NULL") == [(1,)]


def test_every_stop_of_the_reading_can_be_seen(reading: "Page") -> None:
    reading.goto(f"{reading.url}?moment=0")

    _tab_to(reading, "a[href*='/causes/'].button")


def test_digits_go_by_their_place_on_a_french_keyboard(reading_on_laptop: "Page") -> None:
    page = reading_on_laptop
    with steps.swapped(page):
        page.locator("#m0").press("Enter")
    pressed = []
    for digit in FRENCH_DIGITS:
        with steps.swapped(page):
            _press_french_digit(page, digit)
        pressed.append(page.locator("button[id^='nature-'][aria-pressed=true]").get_attribute("data-key"))

    assert pressed == list(FRENCH_DIGITS)


def test_arrows_go_from_passage_to_passage_and_the_focus_with_them(reading: "Page") -> None:
    _tab_to(reading, "#m0")
    _press(reading, "Enter")
    visited = []
    for key in ["ArrowRight"] * 4 + ["ArrowLeft"]:
        _press(reading, key)
        visited.append((reading.locator(".moment[aria-current]").get_attribute("id"), steps.focused(reading)))

    assert visited == [("m1", "m1"), ("m2", "m2"), ("m3", "m3"), ("m4", "m4"), ("m3", "m3")]
    assert reading.url.endswith("?moment=3")


def test_passage_shown_is_announced(reading_on_laptop: "Page") -> None:
    page = reading_on_laptop
    total = page.locator(".moment").count()
    with steps.swapped(page):
        page.locator("#m2").press("Enter")

    assert steps.spoken(page) == f"Passage 3 sur {total}"


def test_choice_that_goes_leaves_the_focus_on_the_heading_of_the_passage(reading: "Page") -> None:
    _tab_to(reading, "#m0")
    _press(reading, "Enter")
    offered = reading.locator("button[id^='incident-'][aria-pressed=false]")
    name = offered.first.get_attribute("id")
    _tab_to(reading, f"#{name}")
    _press(reading, "Enter")

    assert steps.focused(reading) in (name, "moment-title")
    assert reading.locator(f"#{name}").get_attribute("aria-pressed") == "true"


def test_setting_the_only_proposal_aside_leaves_the_focus_on_a_heading(reading: "Page") -> None:
    steps.go_to(reading, "plan")
    _tab_to(reading, "button[id^='aside-']")
    _press(reading, "Enter")

    assert steps.focused(reading) == "proposed-title"


def test_priority_done_leaves_the_focus_on_a_heading(reading: "Page") -> None:
    steps.go_to(reading, "plan")
    _tab_to(reading, "button[id^='keep-']")
    _press(reading, "Enter")
    _tab_to(reading, "button[id^='finish-']")
    _press(reading, "Enter")

    assert steps.focused(reading) == "kept-title"


def test_keys_do_nothing_while_the_focus_is_outside_the_reading(reading_on_laptop: "Page", served: Served) -> None:
    page = reading_on_laptop
    page.goto(f"{page.url}?moment=0")
    for place in (".brand", ".steps a", "a.button[href*='/causes/']"):
        page.locator(place).first.focus()
        for key in ("1", "2", "a", "n", "h", "ArrowRight"):
            page.keyboard.press(key)
    page.wait_for_timeout(300)

    assert steps.stored_corrections(served.folder) == []
    assert page.url.endswith("?moment=0")


def test_keys_do_nothing_while_one_chooses_in_a_list(reading_on_laptop: "Page", served: Served) -> None:
    page = reading_on_laptop
    page.goto(f"{page.url}?moment=0")
    page.locator("#phase").focus()
    for key in ("1", "2", "j", "y"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)

    assert [c for c in steps.stored_corrections(served.folder) if c[1] != "phase"] == []


def test_keys_held_with_another_stay_those_of_the_browser(reading_on_laptop: "Page", served: Served) -> None:
    page = reading_on_laptop
    page.goto(f"{page.url}?moment=0")
    page.locator("#m0").focus()
    for key in ("Control+a", "Alt+2", "Control+1", "Control+c"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)

    assert steps.stored_corrections(served.folder) == []


def test_letters_in_the_field_are_only_written(page: "Page", served: Served) -> None:
    page.locator("#text").press_sequentially("a1 n2 s3 h4")

    assert page.locator("#text").input_value() == "a1 n2 s3 h4"


def test_list_of_points_of_the_interview_sends_itself(reading_on_laptop: "Page", served: Served) -> None:
    page = reading_on_laptop
    page.goto(f"{page.url}?moment=0")
    present = page.locator("#phase").input_value()
    chosen = "phase:salary:yes" if present != "phase:salary:yes" else "phase:welcome:yes"
    page.locator("#phase").focus()
    with steps.swapped(page):
        page.locator("#phase").select_option(chosen)

    assert steps.stored_corrections(served.folder) == [(0, "phase", chosen.split(":")[1], 1)]
    assert steps.focused(page) == "phase"
    assert steps.spoken(page) == steps.NOTED["fr-FR"]
