"""A memo is spoken, written down, corrected while one listens, kept, and read."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.conftest import opening
from tests.engine.speech.sounds import RECORDED
from tests.journeys import steps, voice_steps
from tests.journeys.test_every_screen import NARROW, SMALLEST_TARGET_PX, TOO_SMALL, TOO_WIDE, TWICE_AS_LARGE
from tests.serving import Served, serving

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]


@pytest.mark.parametrize(("language", "window"), [("fr-FR", "laptop"), ("en-GB", "phone")])
def test_a_memo_is_spoken_corrected_kept_and_read(
    open_voice: Open, served: Served, axe: Callable[["Page"], None], language: str, window: str
) -> None:
    page = open_voice(locale=language, viewport=steps.WINDOWS[window])
    axe(page)
    page.get_by_label("Français").check()
    voice_steps.begin(page)
    voice_steps.speak_until(page, 6)
    axe(page)
    assert float(page.locator("#voice-level").evaluate("meter => meter.value")) > 0
    voice_steps.finish(page)
    axe(page)
    assert voice_steps.HEARD.search(voice_steps.text(page))
    first = page.locator("[name^=passage-]").first
    with page.expect_response("**/passages/"):
        first.fill("Entretien raté, je voulais plus de discrétion.")
    voice_steps.keep(page)

    (kept,) = steps.stored_texts(served.folder)
    assert kept.startswith("Entretien raté, je voulais plus de discrétion.")
    assert voice_steps.sounds(served) == (0, 0)
    assert voice_steps.on_device(page) == {}
    steps.have_it_read(page)
    assert "Entretien raté" in (page.locator("#reading").text_content() or "")


def test_the_sound_stays_where_one_keeps_it(open_voice: Open, served: Served) -> None:
    page = open_voice()
    voice_steps.begin(page)
    voice_steps.speak_until(page, 3)
    voice_steps.finish(page)
    page.locator("[name=keep_sound]").check()
    voice_steps.keep(page)

    assert voice_steps.sounds(served) == (0, 1)


def test_a_pause_is_not_recorded(open_voice: Open) -> None:
    page = open_voice()
    voice_steps.begin(page)
    voice_steps.speak_until(page, 2)
    page.locator("#voice-pause").click()
    stood = page.locator("#voice-time").text_content()
    page.wait_for_timeout(2500)
    assert page.locator("#voice-time").text_content() == stood
    page.locator("#voice-pause").click()
    voice_steps.speak_until(page, 3)
    voice_steps.finish(page)

    page.wait_for_function("() => document.getElementById('voice-played').duration > 0")
    assert 2.5 <= page.locator("#voice-played").evaluate("sound => sound.duration") <= 5


def test_it_can_all_be_done_by_keys(open_voice: Open, served: Served) -> None:
    page = open_voice()
    page.locator("#voice-main").focus()
    page.keyboard.press("Space")
    voice_steps.speak_until(page, 3)
    assert steps.focused(page) == "voice-main"
    page.keyboard.press("Enter")
    voice_steps.await_text(page)
    page.locator("[name^=passage-]").first.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Voilà.")
    page.keyboard.press("Control+Space")
    page.wait_for_function("() => !document.getElementById('voice-played').paused")
    page.keyboard.press("Escape")
    assert page.locator("#voice-played").evaluate("sound => sound.paused")
    page.locator("form[action$='/keep/'] button.button").focus()
    page.keyboard.press("Enter")
    steps.arrive(page, "[data-kept]")

    assert "Voilà." in steps.stored_texts(served.folder)[0]


@pytest.mark.parametrize("scripted", [True, False])
def test_a_file_is_written_down(open_voice: Open, served: Served, scripted: bool) -> None:
    page = open_voice(java_script_enabled=scripted)
    page.set_input_files("#voice-sound", RECORDED / "fr_clip.webm")
    page.locator("#voice-file button").click()
    page.wait_for_url(re.compile(r"/debrief/voice/[0-9a-f-]{36}/$"))
    if not scripted:
        while page.locator("#voice-text").count() == 0:
            page.wait_for_timeout(1000)
            page.reload()
    voice_steps.await_text(page)
    assert "connexion" in voice_steps.text(page)
    voice_steps.keep(page)

    assert "connexion" in steps.stored_texts(served.folder)[0]


def test_a_file_that_is_too_large_stays_here(open_voice: Open, served: Served) -> None:
    page = open_voice()
    page.locator("#voice").evaluate("page => { page.dataset.largestMegabytes = '0.01' }")
    page.set_input_files("#voice-sound", RECORDED / "fr_clip.webm")
    page.locator("#voice-file button").click()

    assert "Coupez-le en deux" in page.locator("#voice-sound").evaluate("field => field.validationMessage")
    assert voice_steps.on_server(served.folder) == {}


def test_a_microphone_that_is_refused_says_what_to_do(open_voice: Open, axe: Callable[["Page"], None]) -> None:
    page = open_voice(permissions=[])
    page.locator("#voice-main").click()

    expect(page.locator("#voice-problem")).to_contain_text("autorisez le micro")
    assert page.locator("#voice-sound").is_visible()
    assert page.locator("main a[href='/debrief/']").is_visible()
    axe(page)


def test_a_machine_without_a_microphone_says_what_to_do(open_page: Open, served: Served) -> None:
    page = open_page(permissions=["microphone"])  # of a browser without one
    page.goto(f"{served.origin}/debrief/voice/")
    page.locator("#voice-main").click()

    expect(page.locator("#voice-problem")).to_contain_text("Branchez-en un")


def test_a_recording_ends_by_itself_and_says_so(open_voice: Open) -> None:
    page = open_voice()
    page.locator("#voice").evaluate("page => { page.dataset.longestMinutes = '0.15' }")
    voice_steps.begin(page)
    page.locator("#voice-next").wait_for()

    assert "s’arrête de lui-même" in (page.locator("#voice-problem").text_content() or "")
    assert steps.focused(page) == "voice-next"
    page.locator("#voice-next").click()
    voice_steps.await_text(page)


def test_a_click_in_the_text_plays_from_the_word_under_it(open_voice: Open) -> None:
    page = open_voice()
    page.set_input_files("#voice-sound", RECORDED / "fr_clip.webm")
    page.locator("#voice-file button").click()
    voice_steps.await_text(page)
    field = page.locator("[name^=passage-]").first
    times = (page.locator("[data-times]").first.get_attribute("data-times") or "").split()
    field.evaluate("field => { field.value = `Bonjour. ${field.value}` }")  # words before it do not matter
    field.evaluate("field => field.setSelectionRange(field.value.indexOf('serveur'), field.value.indexOf('serveur'))")
    place = voice_steps.text(page).removeprefix("Bonjour. ").split().index("serveur")
    field.dispatch_event("click")
    page.wait_for_function("() => !document.getElementById('voice-played').paused")

    began = page.locator("#voice-played").evaluate("sound => sound.currentTime")
    assert abs(began - float(times[place])) < 1
    page.keyboard.press("Escape")
    page.locator("#voice-follows").uncheck()
    field.dispatch_event("click")
    assert page.locator("#voice-played").evaluate("sound => sound.paused")


def test_a_doubtful_word_is_shown_and_played_until_it_is_corrected(open_voice: Open) -> None:
    page = open_voice()
    page.set_input_files("#voice-sound", RECORDED / "fr_clip.webm")
    page.locator("#voice-file button").click()
    voice_steps.await_text(page)
    doubt = page.locator("[data-doubt]").first
    word = re.sub(r".*«\W*|\W*»", "", doubt.text_content() or "")
    doubt.click()
    page.wait_for_function("() => !document.getElementById('voice-played').paused")
    chosen = page.locator("[name^=passage-]").first.evaluate(
        "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    )
    page.wait_for_function("() => document.getElementById('voice-played').paused")  # it plays that word, not all
    page.keyboard.type("autre")

    assert chosen == word
    assert doubt.is_hidden()


def test_without_a_model_it_is_typed_while_one_listens(
    speaking: "Browser", data_folder: "Path", axe: Callable[["Page"], None]
) -> None:
    with (
        serving(data_folder, extra={"REBOND_WHISPER_MODEL": str(data_folder)}) as served,
        opening(speaking, served) as opened,
    ):
        page = opened(permissions=["microphone"])
        page.goto(f"{served.origin}/debrief/voice/")
        assert "rebond models get small" in (page.locator("#voice-no-model").text_content() or "")
        voice_steps.begin(page)
        voice_steps.speak_until(page, 3)
        voice_steps.finish(page)
        page.wait_for_function("() => document.getElementById('voice-played').duration > 2")
        axe(page)
        page.locator("#voice-typed").fill("Ce que j'ai dit.")
        voice_steps.keep(page)
        assert steps.stored_texts(data_folder) == ["Ce que j'ai dit."]
        steps.leave(page)


def test_it_lies_with_the_interview_that_one_came_from(open_voice: Open, served: Served) -> None:
    page = open_voice()
    page.goto(f"{served.origin}/debrief/applications/new/")
    page.locator("#id_company").fill("Maison Tellier")
    page.locator(".tracker-form button").first.click()
    page.locator("a[href$='/interviews/new/']").first.click()
    page.locator("#id_day").fill("2026-03-12")
    page.locator("#id_at").fill("09:30")
    page.locator("#id_kind").select_option("manager")
    page.locator(".tracker-form button").first.click()
    page.wait_for_load_state()
    ((interview,),) = steps.stored(served.folder, "SELECT id FROM debrief_interview")
    page.goto(f"{served.origin}/debrief/voice/?interview={interview}")
    assert "Maison Tellier" in (page.locator("main").text_content() or "")
    voice_steps.begin(page)
    voice_steps.speak_until(page, 2)
    voice_steps.finish(page)
    voice_steps.keep(page)

    assert steps.stored(served.folder, "SELECT interview_id FROM debrief_account") == [(interview,)]


def test_the_pages_fit_narrow_windows_and_fingers(open_voice: Open, served: Served) -> None:
    page = open_voice(viewport={"width": NARROW, "height": 740})
    found = [_misfits(page)]
    voice_steps.begin(page)
    voice_steps.speak_until(page, 3)
    found.append(_misfits(page))
    page.reload()
    page.locator("[data-goes-on]").wait_for()
    found.append(_misfits(page))
    page.locator("[data-writes-down] button").click()
    page.locator("#voice-hearing").wait_for()
    found.append(_misfits(page))
    voice_steps.await_text(page)
    found.append(_misfits(page))

    assert found == [[]] * 5


def _misfits(page: "Page") -> list[str]:
    """What is too wide for the window, or too small for a finger, in letters of the usual size and twice as large."""
    found = [*page.evaluate(TOO_WIDE), *page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX)]
    page.set_viewport_size({"width": 1280, "height": 740})
    page.evaluate(TWICE_AS_LARGE)
    found += page.evaluate(TOO_WIDE)
    page.evaluate("() => { document.documentElement.style.fontSize = '' }")
    page.set_viewport_size({"width": NARROW, "height": 740})
    return found


def test_corrections_survive_the_tab_and_the_application(open_voice: Open, served: Served) -> None:
    page = open_voice()
    page.set_input_files("#voice-sound", RECORDED / "fr_clip.webm")
    page.locator("#voice-file button").click()
    voice_steps.await_text(page)
    field = page.locator("[name^=passage-]").first
    with page.expect_response("**/passages/"):
        field.fill("Gardé par l'application.")
    page.route("**/passages/", lambda route: route.abort())
    field.fill("Gardé par l'appareil.")
    address = page.url
    page.wait_for_timeout(700)  # the application was asked, and did not answer
    page.close()
    open_voice.complaints.clear()  # type: ignore[attr-defined]

    again = page.context.new_page()
    with again.expect_response("**/passages/"):
        again.goto(address)
    assert again.locator("[name^=passage-]").first.input_value() == "Gardé par l'appareil."
    voice_steps.keep(again)
    assert steps.stored_texts(served.folder)[0].startswith("Gardé par l'appareil.")
