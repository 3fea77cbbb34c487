"""Of what is spoken nothing is lost: not with the tab, not with the network, not with the application."""

import re
import signal
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.engine.speech.sounds import RECORDED
from tests.journeys import steps, voice_steps
from tests.serving import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]

PIECE = re.compile(r"/debrief/voice/[0-9a-f-]{36}/(\d+)/(\d+)/\?")
EXPECTED = re.compile(
    r"console error: (Failed to load resource: (net::ERR_|the server responded with a status of 403)"
    r"|htmx:\w+, \[object|Response Status Error Code 403)"
)


def _only_absences(open_voice: Open) -> None:
    """What the page complained of is that the application was away; nothing else."""
    assert [said for said in open_voice.complaints if not EXPECTED.match(said)] == []  # type: ignore[attr-defined]
    open_voice.complaints.clear()  # type: ignore[attr-defined]


def _count_arrivals(page: "Page") -> Counter[tuple[int, int]]:
    """How often each piece is said to be kept, from now on."""
    arrived: Counter[tuple[int, int]] = Counter()

    def count(response: "Response") -> None:
        place = PIECE.search(response.url)
        if place and response.status == 204:
            arrived[int(place[1]), int(place[2])] += 1

    page.on("response", count)
    return arrived


def test_application_killed_and_started_again_midway(open_voice: Open, served: Served) -> None:
    page = open_voice()
    arrived = _count_arrivals(page)
    voice_steps.begin(page)
    voice_steps.speak_until(page, 3)
    served.end(signal.SIGKILL)
    voice_steps.line(page, "away")
    voice_steps.speak_until(page, 6)

    with serving(served.folder, "--port", str(served.port)) as again:
        voice_steps.line(page, "outside")
        tab = page.context.new_page()
        tab.goto(again.address)
        voice_steps.line(page, "reached")
        tab.close()
        voice_steps.speak_until(page, 8)
        page.locator("#voice-pause").click()
        page.wait_for_timeout(1500)
        assert voice_steps.on_server(again.folder) == voice_steps.on_device(page)
        assert set(arrived.values()) == {1}
        voice_steps.finish(page)
        assert voice_steps.HEARD.search(voice_steps.text(page))
        page.locator("[name^=passage-]").first.fill("Corrigé.")
        voice_steps.keep(page)
        steps.have_it_read(page)
        steps.leave(page)

    assert steps.stored_texts(served.folder)[0].startswith("Corrigé.")
    _only_absences(open_voice)


def test_application_killed_while_it_writes_down(open_voice: Open, served: Served) -> None:
    page = open_voice()
    page.set_input_files("#voice-sound", RECORDED / "fr_memo.webm")
    page.locator("#voice-file button").click()
    page.locator("#voice-hearing progress[value]").wait_for(timeout=voice_steps.LONGEST_HEARING_MS)
    served.end(signal.SIGKILL)
    page.locator("#voice-away").wait_for()

    with serving(served.folder, "--port", str(served.port)) as again:
        page.context.new_page().goto(again.address)
        voice_steps.await_text(page)
        assert voice_steps.HEARD.search(voice_steps.text(page))
        voice_steps.keep(page)
        page.context.pages[1].close()
        steps.leave(page)

    assert len(steps.stored_texts(served.folder)) == 1
    _only_absences(open_voice)


def test_network_lost_midway(open_voice: Open, served: Served) -> None:
    page = open_voice()
    arrived = _count_arrivals(page)
    voice_steps.begin(page)
    voice_steps.speak_until(page, 2)
    page.context.set_offline(True)
    voice_steps.line(page, "away")
    voice_steps.speak_until(page, 5)
    there = voice_steps.on_server(served.folder)
    page.context.set_offline(False)
    voice_steps.line(page, "reached")
    page.locator("#voice-pause").click()
    page.wait_for_timeout(1500)

    assert len(there) < len(voice_steps.on_device(page))
    assert voice_steps.on_server(served.folder) == voice_steps.on_device(page)
    assert set(arrived.values()) == {1}
    voice_steps.finish(page)
    assert voice_steps.on_device(page) == {}
    _only_absences(open_voice)


def test_an_answer_that_is_lost_keeps_the_piece_once(open_voice: Open, served: Served) -> None:
    page = open_voice()
    lost = []

    def lose(route) -> None:
        route.fetch()  # it reaches the application, whose answer is lost
        lost.append(route.request.url)
        route.abort()

    page.route(PIECE, lose, times=2)
    voice_steps.begin(page)
    voice_steps.speak_until(page, 5)
    voice_steps.finish(page)

    assert len(lost) == 2
    assert list(voice_steps.on_server(served.folder)) == [
        (0, number) for number in range(len(voice_steps.on_server(served.folder)))
    ]
    _only_absences(open_voice)


def test_tab_closed_midway_is_found_again_and_written_down(open_voice: Open, served: Served) -> None:
    page = open_voice()
    voice_steps.begin(page)
    voice_steps.speak_until(page, 5)
    page.close()

    tab = page.context.new_page()
    tab.goto(f"{served.origin}/debrief/voice/")
    expect(tab.locator("#voice-found li")).to_have_count(1)
    expect(tab.locator("#voice-found [data-length]")).to_have_text(re.compile(r"0:0[456]"))
    tab.locator("[data-writes-down] button").click()
    voice_steps.await_text(tab)

    assert voice_steps.HEARD.search(voice_steps.text(tab))
    tab.wait_for_function("() => document.getElementById('voice-played').duration > 3.9")  # of five seconds and a bit
    assert voice_steps.on_device(tab) == {}


def test_tab_closed_while_the_application_was_away_is_sent_later(open_voice: Open, served: Served) -> None:
    page = open_voice()
    page.route(PIECE, lambda route: route.abort())
    voice_steps.begin(page)
    voice_steps.speak_until(page, 4)
    there = voice_steps.on_device(page)
    page.close()
    assert voice_steps.on_server(served.folder) == {}

    tab = page.context.new_page()
    tab.goto(f"{served.origin}/debrief/voice/")
    tab.locator("#voice-found li").wait_for()
    tab.locator("[data-writes-down] button").click()
    voice_steps.await_text(tab)

    assert there.items() <= voice_steps.on_server(served.folder).items()
    _only_absences(open_voice)


def test_recording_ended_while_the_application_was_away_finishes_by_itself(open_voice: Open, served: Served) -> None:
    page = open_voice()
    page.context.route(re.compile(r"/finish/$"), lambda route: route.abort())
    voice_steps.begin(page)
    voice_steps.speak_until(page, 3)
    page.locator("#voice-main").click()
    voice_steps.line(page, "away")
    page.close()
    page.context.unroute_all()

    tab = page.context.new_page()
    tab.goto(f"{served.origin}/debrief/voice/")
    tab.locator("#voice-found a").click()
    voice_steps.await_text(tab)
    assert voice_steps.on_device(tab) == {}
    _only_absences(open_voice)


def test_recording_goes_on_after_the_page_was_loaded_again(open_voice: Open, served: Served) -> None:
    page = open_voice()
    voice_steps.begin(page)
    voice_steps.speak_until(page, 3)
    page.reload()
    page.locator("[data-goes-on]").click()
    expect(page.locator("#voice-desk")).to_have_attribute("data-phase", "recording")
    voice_steps.speak_until(page, 6)
    voice_steps.finish(page)

    assert {take for take, _number in voice_steps.on_server(served.folder)} == {0, 1}
    page.wait_for_function("() => document.getElementById('voice-played').duration > 4.5")


def test_what_is_found_again_can_be_erased(open_voice: Open, served: Served) -> None:
    page = open_voice()
    voice_steps.begin(page)
    voice_steps.speak_until(page, 2)
    page.reload()
    page.locator("[data-erases] button").click()
    expect(page.locator("#voice-found")).to_be_hidden()

    assert steps.focused(page) == "voice-main"
    assert voice_steps.on_device(page) == voice_steps.on_server(served.folder) == {}
    assert steps.stored(served.folder, "SELECT count(*) FROM debrief_recording") == [(0,)]


def test_only_the_tab_that_records_sends(open_voice: Open, served: Served) -> None:
    page = open_voice()
    voice_steps.begin(page)
    voice_steps.speak_until(page, 2)
    other = page.context.new_page()
    other.goto(f"{served.origin}/debrief/voice/")
    expect(other.locator("#voice-found [data-line]")).to_contain_text("autre onglet")
    assert other.locator("[data-goes-on]").is_hidden()
    page.close()

    expect(other.locator("[data-goes-on]")).to_be_visible()
    other.locator("[data-writes-down] button").click()
    voice_steps.await_text(other)


def test_a_browser_that_keeps_nothing_still_records(open_voice: Open, served: Served) -> None:
    page = open_voice()
    page.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError') }")
    page.reload()
    expect(page.locator("#voice-line")).to_contain_text("ne fermez pas cet onglet")
    voice_steps.begin(page)
    voice_steps.speak_until(page, 4)
    voice_steps.finish(page)

    assert voice_steps.HEARD.search(voice_steps.text(page))
