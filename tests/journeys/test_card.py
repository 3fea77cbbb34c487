"""The card of the next interview in a real browser: changed by hand and by keyboard, taken as PDF, printed."""

import contextlib
import io
import re
import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.journeys import steps
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]

STORY = "Two days for the stock-taking, not five."
LONG = "A sentence that is long enough to fill three lines of its column, with all that one has to say and to say again"


def _interview(folder: Path, *, company: str = "Halle Vauban", lines: int = 0) -> str:
    """Put an interview to come into the data of a running application; returns the path of its card."""
    opportunity, interview = uuid.uuid4().hex, uuid.uuid4().hex
    when = "2099-03-17 08:30:00"
    with contextlib.closing(sqlite3.connect(folder / "rebond.sqlite3", timeout=10)) as database, database:
        ((owner,),) = database.execute("SELECT id FROM people_person").fetchall()
        database.execute(
            "INSERT INTO debrief_opportunity (id, owner_id, company, post, place, link, contact, stage, notes, "
            "imprint, added_at, changed_at) VALUES (?, ?, ?, 'Cariste', '', '', '', 'interviewing', '', '', ?, ?)",
            (opportunity, owner, company, when, when),
        )
        database.execute(
            "INSERT INTO debrief_interview (id, owner_id, opportunity_id, kind, starts_at, setting, place, people, "
            "outcome, uid, added_at) VALUES (?, ?, ?, 'manager', ?, 'on_site', '12 rue des Tanneurs', '', '', '', ?)",
            (interview, owner, opportunity, when, when),
        )
        for section in ("lesson", "sentence", "story", "question", "stress", "logistics"):
            for place in range(lines):
                database.execute(
                    "INSERT INTO plan_cardline (owner_id, interview_id, section, position, words, at) "
                    "VALUES (?, ?, ?, ?, ?, ?)",
                    (owner, interview, section, place, f"{place}. {LONG} {LONG}", when),
                )
    return f"/plan/cards/{uuid.UUID(interview)}/"


@pytest.fixture
def card(served: Served, open_page: Open) -> "Page":
    """The card of an interview to come, in English, reached by the way to the next one."""
    page = open_page(locale="en-GB", viewport=steps.WINDOWS["phone"])
    steps.arrive(page, "#text")
    path = _interview(served.folder)
    page.goto(f"{served.origin}/plan/cards/next/")
    steps.arrive(page, "#card")
    assert page.url == served.origin + path
    return page


def _add_story(page: "Page") -> None:
    page.locator("section[aria-labelledby=section-story] > details > summary").click()
    page.locator("#add-story").fill(STORY)
    with steps.swapped(page):
        page.locator("section[aria-labelledby=section-story] .card-form button").click()


def test_line_is_added_then_left_out_then_put_back(card: "Page", axe: Callable[["Page"], None]) -> None:
    story = card.locator("section[aria-labelledby=section-story]")
    _add_story(card)
    assert story.locator(".card-line > p").first.text_content() == STORY
    axe(card)

    story.locator(".card-line summary").click()
    with steps.swapped(card):
        story.locator(".card-line form[action$='/leave-out/'] button").click()
    assert story.locator(".card-line").count() == 0
    card.locator("#card > details > summary").click()
    axe(card)
    with steps.swapped(card):
        card.locator("form[action$='/put-back/'] button").click()

    assert story.locator(".card-line > p").first.text_content() == STORY


def test_line_is_changed_by_keyboard_and_the_focus_is_never_lost(card: "Page", served: Served) -> None:
    _add_story(card)
    assert steps.focused(card) == "section-story"
    card.locator("section[aria-labelledby=section-story] .card-line summary").focus()
    card.keyboard.press("Enter")
    card.keyboard.press("Tab")
    card.keyboard.press("Control+A")
    card.keyboard.insert_text("One day.")
    card.keyboard.press("Tab")
    card.keyboard.press("Space")
    card.keyboard.press("Tab")
    with steps.swapped(card):
        card.keyboard.press("Enter")

    assert steps.stored(served.folder, "SELECT words, interview_id FROM plan_cardline") == [
        ("One day.", steps.stored(served.folder, "SELECT id FROM debrief_interview")[0][0])
    ]
    assert steps.focused(card) == "section-story"
    assert steps.focus_in_sight(card)


def test_what_is_ready_is_ticked_and_keeps_the_focus(card: "Page", served: Served) -> None:
    tick = card.locator(".card-items .tick").first
    tick.focus()
    with steps.swapped(card):
        card.keyboard.press("Space")

    assert tick.get_attribute("aria-pressed") == "true"
    assert steps.focused(card) == tick.get_attribute("id")
    assert steps.spoken(card) == steps.NOTED["en-GB"]
    assert steps.stored(served.folder, "SELECT count(*) FROM debrief_readied") == [(1,)]


def test_card_is_taken_as_one_page_of_pdf(card: "Page") -> None:
    _add_story(card)

    with card.expect_download() as downloading:
        card.locator("a[href$='/pdf/']").click()

    assert downloading.value.suggested_filename == "rebond-halle-vauban-en.pdf"
    (page,) = PdfReader(downloading.value.path()).pages
    text = re.sub(r"\s+", " ", page.extract_text())
    assert "Halle Vauban" in text
    assert STORY in text


@pytest.mark.parametrize("lines", [0, 2, 6], ids=["empty", "some", "full"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_printed_page_is_one_sheet_without_what_is_for_the_screen(
    served: Served, open_page: Open, lines: int, scheme: str
) -> None:
    page = open_page(color_scheme=scheme)
    steps.arrive(page, "#text")
    page.goto(f"{served.origin}{_interview(served.folder, lines=lines)}")
    page.emulate_media(media="print")

    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))

    (sheet,) = printed.pages
    assert "Halle Vauban" in sheet.extract_text()
    shown = [element for element in page.locator("header.top, footer, details, textarea").all() if element.is_visible()]
    assert shown == []
    assert all(tick.is_visible() for tick in page.locator(".card-items .tick").all())
    last_item = page.locator(".card-items .step-line").last.bounding_box()
    sheet_of_paper = page.locator(".interview-card").bounding_box()
    assert last_item is not None
    assert sheet_of_paper is not None
    assert last_item["y"] + last_item["height"] < sheet_of_paper["y"] + sheet_of_paper["height"]


@pytest.mark.parametrize("window", [{"width": 320, "height": 640}, steps.WINDOWS["laptop"]], ids=["narrow", "laptop"])
def test_nothing_scrolls_sideways(served: Served, open_page: Open, window: dict[str, int]) -> None:
    page = open_page(viewport=window)
    steps.arrive(page, "#text")
    page.goto(f"{served.origin}{_interview(served.folder, company='Anticonstitutionnellement' * 6, lines=2)}")
    for summary in page.locator("summary").all()[:3]:
        summary.click()

    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_without_script_a_line_is_added_too(served: Served, open_page: Open) -> None:
    page = open_page(java_script_enabled=False, locale="en-GB")
    page.goto(f"{served.origin}{_interview(served.folder)}")
    page.locator("section[aria-labelledby=section-story] > details > summary").click()
    page.locator("#add-story").fill(STORY)
    page.locator("section[aria-labelledby=section-story] .card-form button").click()

    page.locator(".card-line").wait_for()
    assert page.locator(".card-line > p").first.text_content() == STORY
