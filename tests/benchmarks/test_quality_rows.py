"""The tables, and their place in the page."""

import pytest

from benchmarks.quality.plain import MostFrequent
from benchmarks.quality.rows import aligned, markdown, rows_in, written


def test_a_table_has_columns_of_one_width() -> None:
    assert aligned([["reader", "nature"], ["light", "70.6"]]) == (
        "| reader | nature |\n| ------ | ------ |\n| light  | 70.6   |"
    )


def test_a_contender_that_was_not_run_says_so(tmp_path) -> None:
    tables = markdown(rows_in(tmp_path, [MostFrequent])).split("\n\n")

    assert tables[0].splitlines()[2].split(" | ")[:2] == ["| most frequent label", "not run"]


def test_text_goes_between_its_marks_and_nowhere_else() -> None:
    page = "a\n<!-- one -->\nold\n<!-- end of one -->\nb"

    assert written(page, "one", "new") == "a\n<!-- one -->\nnew\n<!-- end of one -->\nb"


def test_text_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="no place named two"):
        written("a", "two", "new")
