"""What one may note beside an account, in a real browser: by keys alone, and without a script."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]
Axe = Callable[["Page"], None]

MOST_STOPS = 60
SMALLEST = {"width": 320, "height": 640}


def _tab_to(page: "Page", selector: str) -> None:
    """Press Tab until the element has the focus; whatever has it on the way can be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert steps.focus_in_sight(page)
        if page.locator(selector).first.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no way to {selector} by Tab")


def _press(page: "Page", key: str) -> None:
    """Press a key that leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def _click(page: "Page", selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def _account(page: "Page", language: str = "fr-FR") -> str:
    """Write an account and keep it; returns the address of its page."""
    steps.write(page, steps.STORIES[language])
    return steps.keep(page)


def _told(served: Served) -> list[tuple[object, ...]]:
    return steps.stored(served.folder, "SELECT asked, said, sureness FROM debrief_exchange ORDER BY position")


@pytest.mark.parametrize("scripted", [True, False])
def test_questions_are_told_one_after_the_other_by_keys(open_page: Open, served: Served, scripted: bool) -> None:
    page = open_page(viewport=steps.WINDOWS["phone"], java_script_enabled=scripted)
    page.goto(f"{_account(page)}questions/")
    page.locator("#asked").focus()
    page.keyboard.insert_text("Pourquoi nous ?")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("J'ai récité.")
    _tab_to(page, "form:has(#asked) button")
    _press(page, "Enter")
    first = steps.focused(page)
    page.keyboard.insert_text("Votre prix ?")
    _tab_to(page, "[name=sureness_given]")
    page.keyboard.press("Space")
    _tab_to(page, "#sureness")
    page.keyboard.press("ArrowLeft")
    _tab_to(page, "form:has(#asked) button")
    _press(page, "Enter")

    assert (first, steps.focused(page)) == ("asked", "asked")
    assert _told(served) == [("Pourquoi nous ?", "J'ai récité.", None), ("Votre prix ?", "", 4)]


@pytest.mark.parametrize("scripted", [True, False])
def test_questions_are_changed_moved_and_removed_by_keys(open_page: Open, served: Served, scripted: bool) -> None:
    page = open_page(viewport=steps.WINDOWS["laptop"], java_script_enabled=scripted)
    page.goto(f"{_account(page)}questions/")
    for question in ("Un", "Deux", "Trois"):
        page.locator("#asked").fill(question)
        _click(page, "form:has(#asked) button")
    focused = []
    for selector in ("button[id^='down-']", "li[id^=question-]:nth-child(3) a", "form:has(#asked) button"):
        page.locator(selector).first.focus()
        _press(page, "Enter")
        focused.append(steps.focused(page))
        if focused[-1] == "asked":
            page.keyboard.press("End")
            page.keyboard.insert_text(", vraiment")
    page.locator("li[id^=question-]:nth-child(1) details summary").focus()
    page.keyboard.press("Enter")
    _tab_to(page, "li[id^=question-]:nth-child(1) details button")
    _press(page, "Enter")

    ((kept, one), (_, three)) = steps.stored(served.folder, "SELECT asked, id FROM debrief_exchange ORDER BY position")
    assert focused == [f"down-{one}", "asked", f"question-{three}"]
    assert (kept, steps.focused(page)) == ("Un", "questions-title")
    assert _told(served) == [("Un", "", None), ("Trois, vraiment", "", None)]


@pytest.mark.parametrize("language", steps.LANGUAGES)
def test_all_is_noted_without_script(open_page: Open, served: Served, language: str) -> None:
    page = open_page(locale=language, java_script_enabled=False)
    account = _account(page, language)
    _click(page, "a[href$='/interview/']")
    page.locator("#company").fill("Électricité du Sud")
    page.locator("#post").fill("Soudeuse")
    _click(page, "form[action$='/interview/new/'] button")
    shown = page.locator(".of-interview").inner_text()
    _click(page, "a[href$='/learnt/']")
    page.locator("#learnt-team").fill("Six personnes.")
    _click(page, "main form button")
    landed = (page.url, steps.focused(page))
    _click(page, "a[href$='/answer/']")
    page.locator("#expected").select_option("refused")
    _click(page, "form[action$='/answer/expected/'] button")
    _click(page, "a[href$='/answer/']")
    page.locator("#outcome").select_option("offer")
    _click(page, "form[action$='/answer/noted/'] button")

    assert shown.startswith("Électricité du Sud, Soudeuse · ")
    assert landed == (f"{account}#beside-title", "beside-title")
    assert page.locator("#expected").count() == 0
    assert steps.stored(served.folder, "SELECT topic, words FROM debrief_learnt") == [("team", "Six personnes.")]
    answers = "SELECT a.expected, a.outcome, i.outcome FROM debrief_account a JOIN debrief_interview i"
    assert steps.stored(served.folder, answers) == [("refused", "offer", "offer")]


def test_interview_is_found_by_a_word_and_chosen(open_page: Open, served: Served) -> None:
    page = open_page(viewport=SMALLEST)
    account = _account(page)
    for company in ("Électricité du Sud", *(f"Maison {number}" for number in range(9))):
        page.goto(f"{account}interview/")
        page.locator("#company").fill(company)
        _click(page, "form[action$='/interview/new/'] button")
    page.goto(f"{account}interview/")
    page.locator("#words").fill("electricite")
    page.locator("#words").press("Enter")
    page.wait_for_url("**words=electricite")
    _click(page, "button[name=interview][id^=take-]")

    assert page.locator(".of-interview strong").inner_text() == "Électricité du Sud"
    chosen = "SELECT o.company FROM debrief_account a, debrief_interview i, debrief_opportunity o"
    joined = f"{chosen} WHERE i.id = a.interview_id AND o.id = i.opportunity_id"
    assert steps.stored(served.folder, joined) == [("Électricité du Sud",)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_narrow_screen_and_axe_finds_nothing(open_page: Open, axe: Axe, scheme: str) -> None:
    page = open_page(viewport=SMALLEST, color_scheme=scheme)
    account = _account(page)
    page.goto(f"{account}interview/")
    page.locator("#company").fill("Anticonstitutionnellement" * 4)
    _click(page, "form[action$='/interview/new/'] button")
    page.goto(f"{account}questions/")
    for question in ("Pourquoi ?", "Anticonstitutionnellement" * 4):
        page.locator("#asked").fill(question)
        _click(page, "form:has(#asked) button")

    widths = {}
    for way in ("", "questions/", "learnt/", "answer/", "interview/"):
        page.goto(f"{account}{way}")
        axe(page)
        widths[way] = page.evaluate("document.documentElement.scrollWidth")
    _click(page, "form[action$='/interview/chosen/'] button")
    page.goto(f"{account}questions/")
    _click(page, "li a[href$='#asked']")
    axe(page)

    assert widths == dict.fromkeys(widths, SMALLEST["width"])
