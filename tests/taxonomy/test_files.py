"""Strict reading: what is wrong in a TOML file of words is named with its place."""

from pathlib import Path

import pytest

from rebond.taxonomy.files import Section, TaxonomyError, open_toml
from rebond.taxonomy.words import Words


def _opened(folder: Path, text: str) -> Section:
    path = folder / "words.toml"
    path.write_text(text, "utf-8")
    return open_toml(path)


def test_words_are_read_in_both_languages(tmp_path: Path) -> None:
    file = _opened(tmp_path, 'name.fr = "Oui"\nname.en = "Yes"')

    assert file.words("name") == Words("Oui", "Yes")


def test_a_third_language_is_a_misspelt_key(tmp_path: Path) -> None:
    file = _opened(tmp_path, 'name.fr = "Oui"\nname.en = "Yes"\nname.es = "Sí"')

    with pytest.raises(TaxonomyError, match=r"words\.toml, name\.es: is not a key that Rebond knows here"):
        file.words("name")


def test_error_carries_file_key_and_problem(tmp_path: Path) -> None:
    file = _opened(tmp_path, "[remedy.rest]\ndays = 0")

    with pytest.raises(TaxonomyError) as refused:
        file.section("remedy").section("rest").count("days")

    error = refused.value
    assert (error.file, error.key, error.problem) == (
        "words.toml",
        "remedy.rest.days",
        "must be a whole number, 1 or more",
    )


@pytest.mark.parametrize("value", ["0", "-0.5", "1.1", "true", '"0.5"', "nan", "inf"])
def test_number_outside_its_range_is_refused(tmp_path: Path, value: str) -> None:
    file = _opened(tmp_path, f"weight = {value}")

    with pytest.raises(TaxonomyError, match=r"weight: must be a number above 0, at most 1"):
        file.number("weight", most=1.0)


def test_tables_in_a_list_are_called_by_their_place(tmp_path: Path) -> None:
    file = _opened(tmp_path, '[[step]]\nkey = "one"\n[[step]]\nkeys = "two"')

    with pytest.raises(TaxonomyError, match=r"words\.toml, step\[2\]\.key: is missing"):
        [row.text("key") for row in file.sections("step")]


def test_value_in_place_of_a_table_is_refused(tmp_path: Path) -> None:
    file = _opened(tmp_path, 'cause = "none"')

    with pytest.raises(TaxonomyError, match=r"words\.toml, cause: must be a table"):
        file.section("cause")


def test_empty_table_is_refused(tmp_path: Path) -> None:
    file = _opened(tmp_path, "[nature]")

    with pytest.raises(TaxonomyError, match=r"words\.toml, nature: is empty"):
        file.each("nature", lambda key, table: key)
