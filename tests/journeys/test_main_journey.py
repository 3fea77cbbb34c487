"""The main job on the screens, by hand: from a raw account to a step that is ticked, in both languages."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps
from tests.serving import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("language", steps.LANGUAGES)]

Open = Callable[..., "Page"]

WITHOUT_MARKS = """account => {
    const marks = [...account.querySelectorAll(".sign, .what")];
    for (const mark of marks) {
        const before = mark.previousSibling;
        if (mark.matches(".what")) before.data = before.data.replace(/ $/, "");  // what parts it from the words
        mark.remove();
    }
    return account.textContent;
}"""


def test_first_run_says_three_things_and_is_dismissed_for_good(open_page: Open, served: Served, language: str) -> None:
    page = open_page(locale=language)
    first = page.locator("[aria-labelledby='welcome-title']")
    said = first.locator("li").all_text_contents()

    first.locator("button").click()
    page.wait_for_load_state()

    assert (len(said), str(served.folder) in said[0]) == (3, True)
    assert first.count() == 0
    assert page.reload() is not None
    assert first.count() == 0


def test_page_speaks_the_language_of_the_browser_and_changes_it_by_one_click(open_page: Open, language: str) -> None:
    page = open_page(locale=language)
    other = {"fr-FR": "en", "en-GB": "fr"}[language]
    spoken_first = page.locator("html").get_attribute("lang")

    page.locator("form[action$='/setlang/'] button").click()
    page.locator(f"html[lang='{other}']").wait_for()
    page.reload()

    assert spoken_first == language[:2]
    assert page.locator("html").get_attribute("lang") == other


def test_everything_after_the_account_can_be_skipped(open_page: Open, served: Served, language: str) -> None:
    page = open_page(locale=language)
    steps.write(page, steps.STORIES[language])
    steps.keep(page)

    page.locator("form[action$='/state/'] button").click()
    page.wait_for_url("**/moments/**")
    steps.have_it_read(page)

    answers = steps.stored(served.folder, "SELECT leaving, stress, control, mood, outcome, text FROM debrief_account")
    assert answers == [("", None, None, None, "", steps.STORIES[language])]


def test_one_slider_and_the_outcome_can_be_answered_alone(open_page: Open, served: Served, language: str) -> None:
    page = open_page(locale=language)
    steps.write(page, steps.STORIES[language])
    account = steps.keep(page)

    page.locator("#stress").focus()
    page.keyboard.press("ArrowRight")
    page.locator("#outcome").select_option("waiting")
    page.locator("form[action$='/state/'] button").click()
    page.wait_for_url("**/moments/**")
    page.goto(account)

    answers = steps.stored(served.folder, "SELECT leaving, stress, control, mood, outcome FROM debrief_account")
    assert answers == [("", 6, None, None, "waiting")]
    assert page.locator("#stress").input_value() == "6"
    assert [page.locator(f"[name={name}_given]").is_checked() for name in ("stress", "control", "mood")] == [
        True,
        False,
        False,
    ]
    assert page.locator("#outcome").input_value() == "waiting"


def test_reading_shows_the_text_unchanged(open_page: Open, language: str) -> None:
    page = open_page(locale=language)
    steps.write(page, steps.STORIES[language])
    steps.keep(page)
    steps.have_it_read(page)

    shown = page.locator(".account").evaluate(WITHOUT_MARKS)

    assert shown == steps.STORIES[language]


def test_account_becomes_a_plan_and_all_of_it_is_found_again(open_page: Open, served: Served, language: str) -> None:
    page = open_page(locale=language)
    steps.write(page, steps.STORIES[language])
    steps.keep(page)
    steps.have_it_read(page)

    nature = _correct_nature(page, 0)
    incident = _confirm_incident(page, 1)
    steps.go_to(page, "causes")
    cause = _confirm_first_cause(page)
    steps.go_to(page, "plan")
    _take_first_priority(page)
    _tick_first_step(page)
    plan = page.url

    _assert_stored(served, nature, incident, cause)
    _assert_shown(page, nature, incident, cause)
    steps.leave(page)
    served.end()
    with serving(served.folder, "--port", str(served.port)) as again:
        page.goto(again.address)
        page.goto(plan)
        _assert_shown(page, nature, incident, cause)
        _assert_stored(again, nature, incident, cause)
        steps.leave(page)


def _correct_nature(page: "Page", position: int) -> str:
    with steps.swapped(page):
        page.locator(f"#m{position}").click()
    nature = steps.another_nature(page)
    with steps.swapped(page):
        page.locator(f"#nature-{nature}").click()
    return nature


def _confirm_incident(page: "Page", position: int) -> str:
    with steps.swapped(page):
        page.locator(f"#m{position}").click()
    choice = page.locator("button[id^='incident-'][aria-pressed='false']").first
    incident = str(choice.get_attribute("id")).removeprefix("incident-")
    with steps.swapped(page):
        choice.click()
    return incident


def _confirm_first_cause(page: "Page") -> str:
    choice = page.locator("button[id$='-confirmed']").first
    cause = str(choice.get_attribute("id")).removesuffix("-confirmed")
    with steps.swapped(page):
        choice.click()
    return cause


def _take_first_priority(page: "Page") -> None:
    with steps.swapped(page):
        page.locator("button[id^='keep-']").first.click()


def _tick_first_step(page: "Page") -> None:
    with steps.swapped(page):
        page.locator(".tick").first.click()


def _assert_stored(served: Served, nature: str, incident: str, cause: str) -> None:
    folder = served.folder
    assert steps.stored_corrections(folder) == [(0, "nature", nature, 1), (1, "incident", incident, 1)]
    assert steps.stored(folder, "SELECT key, choice FROM causes_verdict") == [(cause, "confirmed")]
    assert steps.stored(folder, "SELECT cause FROM plan_priority WHERE state = 'kept'") == [(cause,)]
    ticked = steps.stored(folder, "SELECT done_at IS NOT NULL FROM plan_step ORDER BY position")
    assert ticked == [(1,)] + [(0,)] * (len(ticked) - 1)


def _assert_shown(page: "Page", nature: str, incident: str, cause: str) -> None:
    """Walk the way of steps backwards, reloading each page, then forwards again to the plan."""
    page.reload()
    pressed = [tick.get_attribute("aria-pressed") for tick in page.locator(".tick").all()]
    assert pressed == ["true"] + ["false"] * (len(pressed) - 1)
    steps.go_to(page, "causes")
    page.reload()
    assert page.locator(f"#{cause}-confirmed").get_attribute("aria-pressed") == "true"
    steps.go_to(page, "moments")
    page.reload()
    assert page.locator("#m0").get_attribute("data-nature") == nature
    page.goto(f"{page.url}?moment=1")
    assert page.locator(f"#incident-{incident}").get_attribute("aria-pressed") == "true"
    steps.go_to(page, "plan")
