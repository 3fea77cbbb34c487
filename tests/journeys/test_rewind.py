"""The line of an interview under every hand: points pulled by mouse and finger, moved by keys, said in a list."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.journeys import steps
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

Open = Callable[..., "Page"]
STATE = "point => [Number(point.dataset.value), point.dataset.state]"
CENTRE = "point => { const b = point.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }"
TRACK = "point => { const b = point.parentElement.getBoundingClientRect(); return [b.width, b.height]; }"
THREADS = "() => [...document.querySelectorAll('.rewind-thread polyline')].map(line => line.getAttribute('points'))"
JOINTS = """() => {
    const told = [...document.querySelectorAll(".rewind-point")]
        .map((p, n) => [n, Number(p.dataset.value), p.dataset.state])
        .filter(([, , state]) => state !== "untold");
    return [told.map(([n, v]) => `${2 * n + 1},${20 - 2 * v}`), told.map(([n, v]) => `${2 * v},${2 * n + 1}`)]
        .map(joints => joints.join(" "));
}"""


@pytest.fixture
def open_rewind(open_reading: Open) -> Open:
    """Opens a tab on the line of the example."""

    def opened(**options: object) -> "Page":
        page = open_reading(**options)
        page.goto(f"{page.url.split('?')[0]}rewind/")
        return page

    return opened


def stored(served: Served) -> dict[str, int]:
    return dict(steps.stored(served.folder, "SELECT phase, value FROM moments_confidence"))


def until_stored(page: "Page", served: Served, wanted: dict[str, int]) -> dict[str, int]:
    """What is stored once it is what is wanted, or else in the end."""
    for _ in range(40):
        if stored(served) == wanted:
            break
        page.wait_for_timeout(250)
    return stored(served)


def state(point: "Locator") -> list[object]:
    return list(point.evaluate(STATE))


def way(point: "Locator", steps_up: int) -> tuple[float, float]:
    """How far a hand goes for so many steps of the scale: upwards on a wide screen, to the right on a narrow one."""
    width, height = point.evaluate(TRACK)
    return (0, -steps_up * height / 10) if height > width else (steps_up * width / 10, 0)


def pull(page: "Page", point: "Locator", steps_up: int) -> None:
    point.scroll_into_view_if_needed()
    (x, y), (right, down) = point.evaluate(CENTRE), way(point, steps_up)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right / 2, y + down / 2)
    page.mouse.move(x + right, y + down)
    with steps.swapped(page):
        page.mouse.up()


@pytest.mark.parametrize("window", steps.WINDOWS)
def test_a_point_is_pulled_by_the_mouse_and_the_line_follows(open_rewind: Open, served: Served, window: str) -> None:
    page = open_rewind(viewport=steps.WINDOWS[window])
    point = page.locator("#point-salary")
    value, before = state(point)

    pull(page, point, 4)

    assert (before, state(point)) == ("deduced", [value + 4, "said"])
    assert stored(served) == {"salary": value + 4}
    assert page.evaluate(THREADS) == page.evaluate(JOINTS)
    assert steps.spoken(page) == steps.NOTED["fr-FR"]


def test_a_point_is_pulled_by_a_finger(open_rewind: Open, served: Served) -> None:
    page = open_rewind(viewport=steps.WINDOWS["phone"], has_touch=True, is_mobile=True)
    point = page.locator("#point-salary")
    point.scroll_into_view_if_needed()
    (x, y), (right, _), (value, _) = point.evaluate(CENTRE), way(point, 3), state(point)
    scrolled = page.evaluate("() => scrollY")
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, *at: float) -> None:
        fingers = [{"x": at[0], "y": at[1]}] if at else []
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    touch("touchStart", x, y)
    touch("touchMove", x + right / 2, y + 12)
    touch("touchMove", x + right, y + 12)
    with steps.swapped(page):
        touch("touchEnd")

    assert stored(served) == {"salary": value + 3}
    assert page.evaluate("() => scrollY") == scrolled


def test_a_touch_says_that_what_is_deduced_is_right(open_rewind: Open, served: Served) -> None:
    page = open_rewind(viewport=steps.WINDOWS["laptop"])
    point = page.locator("#point-salary")
    value, _ = state(point)

    with steps.swapped(page):
        point.click()

    assert (state(point), stored(served)) == ([value, "said"], {"salary": value})


def test_a_touch_on_a_point_without_a_value_says_nothing(open_rewind: Open, served: Served) -> None:
    page = open_rewind(viewport=steps.WINDOWS["laptop"])
    untold = page.locator(".rewind-point[data-state=untold]").first
    untold.click()
    untold.press("Enter")
    page.wait_for_timeout(600)

    assert (state(untold), stored(served)) == ([5, "untold"], {})


@pytest.mark.parametrize("window", steps.WINDOWS)
def test_points_are_moved_by_keys_and_keep_the_focus(open_rewind: Open, served: Served, window: str) -> None:
    page = open_rewind(viewport=steps.WINDOWS[window])
    page.locator("#point-salary").focus()
    heard = []
    for keys in (["End"], ["Home"], ["ArrowUp", "ArrowRight", "ArrowUp"], ["PageUp"], ["ArrowLeft", "PageDown"]):
        with steps.swapped(page):
            for key in keys:
                page.keyboard.press(key)
        assert steps.focused(page) == "point-salary"
        assert steps.focus_in_sight(page)
        heard.append(page.locator("#point-salary").get_attribute("aria-valuetext"))
    page.keyboard.press("Tab")

    assert [text.split()[0] for text in heard if text] == ["10", "0", "3", "5", "2"]
    assert stored(served) == {"salary": 2}
    assert steps.focused(page) == "point-after"


def test_what_is_moved_while_an_answer_is_on_its_way_is_not_lost(open_rewind: Open, served: Served) -> None:
    page = open_rewind(viewport=steps.WINDOWS["laptop"])
    names = ("before", "career", "technical", "salary")
    for number, name in enumerate(names):
        page.locator(f"#point-{name}").focus()
        page.keyboard.press("Home")
        for _ in range(number + 3):
            page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
    wanted = {name: number + 3 for number, name in enumerate(names)}

    assert until_stored(page, served, wanted) == wanted
    page.wait_for_timeout(500)
    assert {name: state(page.locator(f"#point-{name}")) for name in names} == {
        name: [value, "said"] for name, value in wanted.items()
    }


def test_a_page_that_is_left_at_once_keeps_what_was_moved(open_rewind: Open, served: Served) -> None:
    page = open_rewind(viewport=steps.WINDOWS["laptop"])
    page.locator("#point-salary").press("End")
    page.goto(page.url.replace("rewind/", ""))

    assert until_stored(page, served, {"salary": 10}) == {"salary": 10}


def test_the_turning_point_follows_the_line_until_one_marks_it(open_rewind: Open, served: Served) -> None:
    page = open_rewind(viewport=steps.WINDOWS["laptop"])
    for name, key in (("career", "End"), ("technical", "End"), ("salary", "Home")):
        with steps.swapped(page):
            page.locator(f"#point-{name}").press(key)
    marked = page.locator("li:has(.rewind-mark) .rewind-point").evaluate_all("all => all.map(one => one.id)")
    with steps.swapped(page):
        page.locator("#place").select_option("technical:")

    assert "point-salary" in marked
    assert page.locator("li:has-text('↘') .rewind-point").get_attribute("id") == "point-technical"
    assert steps.stored(served.folder, "SELECT turning_phase, turning_moment FROM moments_rewind") == [
        ("technical", None)
    ]
    assert steps.focused(page) in ("place", "turning-title")


def test_passages_open_under_their_phase_stay_open_and_lead_back_to_the_reading(open_rewind: Open) -> None:
    page = open_rewind(viewport=steps.WINDOWS["laptop"])
    page.locator("#on-salary summary").click()
    with steps.swapped(page):
        page.locator("#point-career").press("End")
    link = page.locator("#on-salary .quote a").first
    words = link.inner_text()[1:].strip()
    link.click()
    steps.arrive(page, "#moment")

    assert page.locator("#moment blockquote").inner_text().strip() == words


def test_a_phase_that_was_not_there_is_taken_off_and_put_back(open_rewind: Open) -> None:
    page = open_rewind(viewport=steps.WINDOWS["laptop"])
    before = page.locator(".rewind-point").evaluate_all("all => all.map(one => one.id)")
    page.locator("#on-salary summary").click()
    with steps.swapped(page):
        page.locator("#off-salary").click()
    without, after_off = page.locator("#point-salary").count(), steps.focused(page)
    with steps.swapped(page):
        page.locator("#back-salary").click()

    assert (without, after_off, steps.focused(page)) == (0, "others-title", "line-title")
    assert page.locator(".rewind-point").evaluate_all("all => all.map(one => one.id)") == before


def test_everything_can_be_said_without_script(open_rewind: Open, served: Served) -> None:
    page = open_rewind(java_script_enabled=False)
    page.locator("#value-salary").select_option("8")
    page.locator("#sure-salary button").click()
    page.locator("#added").select_option("language")
    page.locator("#added-value").select_option("1")
    page.locator("#add-phase").click()
    page.locator("#place").select_option("language:")
    page.locator("#turning button").click()
    page.locator("#best").select_option("0")
    page.locator("#strongest button").click()
    page.locator("#on-career summary").click()
    page.locator("#off-career").click()
    page.wait_for_url("**#others")

    assert stored(served) == {"salary": 8, "language": 1}
    assert steps.stored(served.folder, "SELECT turning_phase, strongest_moment FROM moments_rewind") == [
        ("language", 0)
    ]
    assert page.locator("#point-salary").inner_text() == "8"
    assert page.locator("#point-career, .rewind-point[role], .rewind-point[tabindex]").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")])
def test_the_line_is_accessible_in_its_window_and_in_reach_of_a_finger(
    open_rewind: Open, axe: "Callable[[Page], None]", width: int, scheme: str
) -> None:
    page = open_rewind(viewport={"width": width, "height": 800}, color_scheme=scheme)
    with steps.swapped(page):
        page.locator("#point-salary").press("End")
    for summary in page.locator("details summary").all():
        summary.click()

    axe(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") == width
    sizes = page.locator(".rewind-point").evaluate_all("all => all.map(one => [one.offsetWidth, one.offsetHeight])")
    assert sizes == [[44, 44]] * len(sizes)


def test_paper_shows_the_line_and_its_values_without_controls(open_rewind: Open) -> None:
    page = open_rewind(viewport=steps.WINDOWS["laptop"])
    page.emulate_media(media="print")

    assert page.locator(".rewind-point").first.is_visible()
    assert page.locator("#row-salary td p").first.is_visible()
    assert [one for one in page.locator("select, button, nav").all() if one.is_visible()] == []


def test_where_rebond_does_not_answer_what_was_moved_stays_and_goes_with_the_next(
    open_rewind: Open, open_page: Open, served: Served
) -> None:
    page = open_rewind(viewport=steps.WINDOWS["laptop"])
    page.route("**/rewind/sure/", lambda route: route.abort())
    page.locator("#point-salary").press("End")
    page.locator("#out-of-reach").wait_for()
    shown = state(page.locator("#point-salary"))
    page.unroute("**/rewind/sure/")
    page.locator("#point-career").press("Home")
    wanted = {"salary": 10, "career": 0}

    assert (shown, until_stored(page, served, wanted)) == ([10, "said"], wanted)
    assert [words for words in open_page.complaints if "ERR_FAILED" not in words and "htmx:" not in words] == []
    open_page.complaints.clear()
