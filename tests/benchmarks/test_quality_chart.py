"""Charts as SVG."""

from xml.etree import ElementTree

import pytest

from benchmarks.quality.chart import Axis, Point, Series, lines, scatter

SVG = "{http://www.w3.org/2000/svg}"
SECONDS = Axis("seconds", 0.01, 10.0, (0.01, 0.1, 1.0, 10.0), by_ratio=True)
PERCENT = Axis("percent", 0, 100, (0, 50, 100))


def texts_of(picture: str) -> list[str]:
    return [each.text for each in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_equal_ratios_take_equal_room() -> None:
    assert [SECONDS.share(value) for value in (0.01, 0.1, 1.0, 10.0)] == pytest.approx([0, 1 / 3, 2 / 3, 1])


def test_a_scatter_names_itself_its_axes_and_every_mark() -> None:
    picture = scatter(
        "Quality", "What it shows.", SECONDS, PERCENT, [Point(0.1, 40, "words & pairs"), Point(1, 70, "net", 1)]
    )

    root = ElementTree.fromstring(picture)
    assert (root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text) == ("Quality", "What it shows.")
    assert texts_of(picture) == [
        "Quality", "0", "50", "100", "0.01", "0.1", "1", "10", "seconds", "percent", "net", "words & pairs",
    ]  # fmt: skip


def test_labels_of_marks_in_one_place_do_not_cover_each_other() -> None:
    picture = scatter("Quality", "", SECONDS, PERCENT, [Point(0.1, 50, f"reader {number}") for number in range(6)])

    labels = [each for each in ElementTree.fromstring(picture).iter(f"{SVG}text") if each.text.startswith("reader")]
    assert len({(label.get("x"), label.get("y")) for label in labels}) == 6


def test_each_kind_of_mark_has_a_shape_of_its_own() -> None:
    points = [Point(0.1, 10 + 30 * kind, f"kind {kind}", kind) for kind in range(3)]

    root = ElementTree.fromstring(scatter("Quality", "", SECONDS, PERCENT, points))

    marks = [each.tag.removeprefix(SVG) for each in root.iter() if "mark" in each.get("class", "").split()]
    assert sorted(marks) == ["circle", "path", "rect"]


def test_lines_end_with_their_names() -> None:
    one = Series("retold", ((0.1, 20, 10, 30), (1.0, 60, 50, 70)))
    other = Series("invented", ((0.1, 10, 5, 15), (1.0, 30, 20, 40)))

    picture = lines("Curve", "", SECONDS, PERCENT, [one, other])

    assert texts_of(picture)[-2:] == ["retold", "invented"]
    assert len(list(ElementTree.fromstring(picture).iter(f"{SVG}polyline"))) == 2


def test_the_ground_changes_in_the_dark() -> None:
    assert "prefers-color-scheme: dark" in scatter("Quality", "", SECONDS, PERCENT, [Point(1, 1, "one")])
