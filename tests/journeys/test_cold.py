"""The evening read again with a cool head: asked for, by keyboard alone, without a script, on a phone."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps
from tests.serving import Served, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]
Axe = Callable[["Page"], None]

MOST_STOPS = 60
THOUGHT = "SELECT t.supporting, t.opposing, t.fairer, t.choice FROM moments_secondthought t"
STATE = "SELECT leaving, stress, control, mood, begun_at IS NOT NULL FROM moments_coldreading"
SCROLLS_SIDEWAYS = "() => document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture
def cold_address(example_read: str, served: Served) -> str:
    """The address of the cold reading of the example."""
    return f"{served.origin}{example_read}cold/"


def _tab_to(page: "Page", selector: str) -> None:
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.locator(selector).first.evaluate("element => element === document.activeElement"):
            assert steps.focus_in_sight(page)
            return
    raise AssertionError(f"no way to {selector} by Tab")


def _first_thought(page: "Page") -> str:
    found = page.locator("article").first.get_attribute("id")
    assert found is not None
    return found.removeprefix("c")


@pytest.mark.parametrize("language", steps.LANGUAGES)
def test_the_whole_of_it_goes_by_keyboard(
    cold_address: str, open_page: Open, served: Served, axe: Axe, language: str
) -> None:
    page = open_page(locale=language, viewport=steps.WINDOWS["laptop"])
    page.goto(cold_address)
    axe(page)
    _tab_to(page, "#leaving")
    page.keyboard.insert_text("calme")
    _tab_to(page, "#stress")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    _tab_to(page, "#cold-note")
    page.keyboard.press("Enter")
    steps.arrive(page, "#cold-change dl")
    position = _first_thought(page)
    _tab_to(page, f"#c{position} input[name=opposing]")
    page.keyboard.press("Space")
    _tab_to(page, f"#fairer-{position}")
    page.keyboard.insert_text("Elle a souri.")
    _tab_to(page, f"#choice-{position}-leave")
    with steps.swapped(page):
        page.keyboard.press("Enter")

    assert steps.spoken(page) == steps.NOTED[language]
    assert (steps.focused(page), steps.focus_in_sight(page)) == (f"choice-{position}-leave", True)
    assert page.locator(f"#choice-{position}-leave").get_attribute("aria-pressed") == "true"
    assert "Elle a souri." in page.locator("#cold-change").inner_text()
    ((supporting, opposing, fairer, choice),) = steps.stored(served.folder, THOUGHT)
    assert (supporting, opposing != "[]", fairer, choice) == ("[]", True, "Elle a souri.", "leave")
    assert steps.stored(served.folder, STATE) == [("calme", 3, None, None, 1)]
    axe(page)


def test_what_is_written_is_not_lost_by_going_on(cold_address: str, open_page: Open, served: Served) -> None:
    page = open_page(viewport=steps.WINDOWS["phone"])
    page.goto(cold_address)
    position = _first_thought(page)
    page.locator(f"#fairer-{position}").fill("Une fois, une seule.")
    onward = page.locator(f"#next-{position}").get_attribute("value")
    page.locator(f"#next-{position}").click()
    steps.arrive(page, f"#c{onward}")
    page.locator(f"#previous-{onward}").click()
    steps.arrive(page, f"#c{position}")

    assert page.locator(f"#fairer-{position}").input_value() == "Une fois, une seule."
    assert steps.stored(served.folder, THOUGHT) == [("[]", "[]", "Une fois, une seule.", "")]


def test_words_written_beside_one_thought_stay_while_another_is_noted(cold_address: str, open_page: Open) -> None:
    page = open_page(viewport=steps.WINDOWS["laptop"])
    page.goto(f"{cold_address}?all")
    first, second = (card.get_attribute("id") for card in page.locator("article").all()[:2])
    page.locator(f"#{first} textarea[name=fairer]").fill("Une fois, une seule.")
    with steps.swapped(page):
        page.locator(f"#{second} button[value=work]").click()

    assert page.locator(f"#{first} textarea[name=fairer]").input_value() == "Une fois, une seule."


def test_each_thought_leads_to_its_passage_and_back(cold_address: str, open_page: Open) -> None:
    page = open_page(viewport=steps.WINDOWS["phone"])
    page.goto(f"{cold_address}?all")
    position = _first_thought(page)
    page.locator(f"#c{position} a[href='#m{position}']").click()
    there = steps.in_sight(page, f"#m{position}")
    page.locator(f"#m{position}").click()

    assert (there, steps.in_sight(page, f"#thought-{position}")) == (True, True)


def test_it_works_without_a_script(cold_address: str, open_page: Open, served: Served) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(cold_address)
    position = _first_thought(page)
    page.locator("#mood").fill("7")
    page.locator("input[name=mood_given]").check()
    page.locator("#cold-note").click()
    page.locator(f"#fairer-{position}").fill("Je ne sais pas encore.")
    page.locator(f"#choice-{position}-open").click()
    page.locator("#cold-close").click()
    page.goto(f"{cold_address}asking/")
    page.locator("#cold-tomorrow").click()

    assert steps.stored(served.folder, STATE) == [("", None, None, 7, 1)]
    assert steps.stored(served.folder, THOUGHT) == [("[]", "[]", "Je ne sais pas encore.", "")]
    assert steps.stored(served.folder, "SELECT asked_for IS NOT NULL FROM moments_coldreading") == [(1,)]


def test_it_is_asked_for_in_one_touch_and_taken_back(
    cold_address: str, open_page: Open, served: Served, axe: Axe
) -> None:
    page = open_page(viewport=steps.WINDOWS["phone"])
    page.goto(f"{cold_address}asking/")
    axe(page)
    with steps.swapped(page):
        page.locator("#cold-tomorrow").click()
    asked = steps.stored(served.folder, "SELECT asked_for IS NOT NULL, begun_at FROM moments_coldreading")
    focused, said = steps.focused(page), steps.spoken(page)
    axe(page)
    with page.expect_download() as download:
        page.locator("a[download]").click()
    with steps.swapped(page):
        page.locator("#cold-forget").click()

    assert (asked, focused, said) == ([(1, None)], "cold-asking-title", steps.NOTED["fr-FR"])
    assert download.value.suggested_filename == "rebond.ics"
    assert steps.stored(served.folder, "SELECT asked_for FROM moments_coldreading") == [(None,)]


def test_the_narrowest_phone_in_the_dark_shows_it_whole(
    cold_address: str, open_page: Open, example_read: str, served: Served, axe: Axe
) -> None:
    visitor = Visitor(served)
    visitor.open()
    key = example_read.split("/")[2]
    answers = {"stress": "8", "stress_given": "on", "mood": "2", "mood_given": "on", "leaving": "vidée"}
    assert visitor.post(f"/debrief/accounts/{key}/state/", answers).status == 302
    assert visitor.post(f"{example_read}cold/state/", answers | {"stress": "3", "leaving": "calme"}).status == 302
    page = open_page(viewport={"width": 320, "height": 640}, color_scheme="dark")

    for query in ("", "?all"):
        page.goto(f"{cold_address}{query}")
        assert not page.evaluate(SCROLLS_SIDEWAYS)
        assert page.locator(".cold-picture circle").count() == 4
        axe(page)
