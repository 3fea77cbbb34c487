"""The candidate's own language model, asked from the reading: it waits, it answers, it fails, it is taken away."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps
from tests.language_model_server import TalkingModel, labels, talking_model
from tests.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WORDS = labels(
    ("Trou complet.", "fact", ["memory_blank", "stress"], []),
    ("je ne retrouverai jamais rien", "interpretation", [], ["catastrophising"]),
    ("Elle a ri de moi", "fact", ["recruiter_disrespect"], []),
)
"""Two passages of the example with labels, and one that it does not tell."""
NOWHERE = "http://127.0.0.1:9/v1"
"""The port "discard" of this machine, where no model answers."""
AWAY = "https://models.example.org/v1"
WAITS_MS = 15_000


@pytest.fixture
def open_with_model(
    example_read: str, data_folder: Path, chromium: "Browser"
) -> "Callable[..., tuple[Page, list[str]]]":
    """Opens the reading of the example where a model is set up; gives the page and what it complained of."""
    opened = []

    def open_reading(url: str, **options: object) -> "tuple[Page, list[str]]":
        served = serving(data_folder, extra={"REBOND_LANGUAGE_MODEL_URL": url, "REBOND_LANGUAGE_MODEL": "petit"})
        application = served.__enter__()
        context = chromium.new_context(**{"locale": "fr-FR", "timezone_id": "Europe/Paris"} | options)
        opened.append((context, served))
        complaints: list[str] = []
        context.on("request", lambda request: _gather_foreign(complaints, request.url, application.origin))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        page.goto(application.address)
        page.goto(f"{application.origin}{example_read}")
        return page, complaints

    yield open_reading
    for context, served in opened:
        context.close()
        served.__exit__(None, None, None)


def _gather_foreign(complaints: list[str], url: str, origin: str) -> None:
    if not url.startswith((f"{origin}/", "data:", "blob:")):
        complaints.append(url)


def _ask(page: "Page", model: TalkingModel) -> None:
    """Ask a model that is held, and let it answer once the page says that it reads."""
    with steps.swapped(page):
        page.locator("#ask-deeper").click()
    page.get_by_text(re.compile("Votre modèle lit|Your model is reading")).first.wait_for()
    model.speak()
    page.locator("#deeper .quotes").wait_for(timeout=WAITS_MS)


@pytest.mark.parametrize("window", steps.WINDOWS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_the_model_says_comes_by_itself_with_the_words_of_the_account(
    open_with_model: "Callable[..., tuple[Page, list[str]]]",
    axe: "Callable[[Page], None]",
    window: str,
    scheme: str,
) -> None:
    with talking_model("held", WORDS) as model:
        page, complaints = open_with_model(model.url, viewport=steps.WINDOWS[window], color_scheme=scheme)
        axe(page)
        _ask(page, model)

        quotes = page.locator("#deeper .quote").all_text_contents()
        assert [quote.strip("« »\u00a0") for quote in quotes] == ["Trou complet.", "je ne retrouverai jamais rien"]
        assert "Elle a ri de moi" not in page.locator("main").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= steps.WINDOWS[window]["width"]
        axe(page)
        assert complaints == []


def test_a_label_of_the_model_counts_once_the_candidate_takes_it_up(
    open_with_model: "Callable[..., tuple[Page, list[str]]]", data_folder: Path
) -> None:
    with talking_model("held", WORDS) as model:
        page, _ = open_with_model(model.url)
        _ask(page, model)
        before = steps.stored(data_folder, "SELECT count(*) FROM moments_correction")
        with steps.swapped(page):
            page.locator("#deeper .quotes a").last.click()
        with steps.swapped(page):
            page.locator("#deeper-distortion-catastrophising").click()

    assert before == [(0,)]
    assert steps.stored(data_folder, "SELECT aspect, key, holds FROM moments_correction") == [
        ("distortion", "catastrophising", 1)
    ]


def test_a_model_that_does_not_answer_is_told_in_words_and_taken_away_by_keyboard(
    open_with_model: "Callable[..., tuple[Page, list[str]]]", axe: "Callable[[Page], None]", data_folder: Path
) -> None:
    page, _ = open_with_model(NOWHERE, locale="en-GB")
    page.locator("#ask-deeper").focus()
    page.keyboard.press("Enter")
    page.get_by_text("No model answers at that address.").first.wait_for(timeout=WAITS_MS)
    axe(page)
    page.locator("#remove-deeper").focus()
    with steps.swapped(page):
        page.keyboard.press("Enter")

    assert page.locator("#remove-deeper").count() == 0
    assert steps.stored(data_folder, "SELECT count(*) FROM moments_deeperreading") == [(0,)]


@pytest.mark.parametrize("locale", steps.LANGUAGES)
def test_a_model_elsewhere_shows_what_would_leave_before_anything_does(
    open_with_model: "Callable[..., tuple[Page, list[str]]]",
    axe: "Callable[[Page], None]",
    locale: str,
    data_folder: Path,
) -> None:
    page, complaints = open_with_model(AWAY, locale=locale, viewport=steps.WINDOWS["phone"])
    page.locator("#ask-deeper").click()
    page.locator("#send").wait_for()

    assert "Entretien ce matin à dix heures" in page.locator("[data-message=user]").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= steps.WINDOWS["phone"]["width"]
    axe(page)
    page.locator("main a.quiet").click()
    page.locator("#ask-deeper").wait_for()
    assert steps.stored(data_folder, "SELECT count(*) FROM moments_deeperreading") == [(0,)]
    assert complaints == []
