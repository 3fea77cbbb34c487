"""The packaged resources, and the file an operator may give instead."""

from pathlib import Path

import pytest

from rebond.taxonomy.files import TaxonomyError
from rebond.taxonomy.resources import PACKAGED, Resource, load_resources
from rebond.taxonomy.words import Words

MINE = """
[resource.mission_locale]
name.fr = "Ma mission locale"
name.en = "My youth centre"
what.fr = "Ateliers le jeudi."
what.en = "Workshops on Thursdays."
languages = ["fr"]
cost = "free"
url.fr = "https://example.org/ateliers?q={term}"
url.en = "https://example.org/"
source = "our own service"
"""


def _written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    return path


def test_operators_file_takes_the_place_of_the_packaged_one(tmp_path: Path) -> None:
    resources = load_resources(_written(tmp_path, MINE))

    assert dict(resources) == {
        "mission_locale": Resource(
            "mission_locale",
            Words("Ma mission locale", "My youth centre"),
            Words("Ateliers le jeudi.", "Workshops on Thursdays."),
            ("fr",),
            "free",
            Words("https://example.org/ateliers?q={term}", "https://example.org/"),
            "our own service",
        )
    }


def test_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + MINE.encode())

    assert list(load_resources(path)) == ["mission_locale"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('cost = "free"\n', "", "mine.toml, resource.mission_locale.cost: is missing"),
        ('cost = "free"', 'cost = "gratis"', 'cost: "gratis" is not one of free, paid'),
        ('cost = "free"', 'costs = "free"', "mine.toml, resource.mission_locale.cost: is missing"),
        ("source =", 'price = "0"\nsource =', "price: is not a key that Rebond knows here; known: cost, languages"),
        ('name.en = "My youth centre"\n', "", "mine.toml, resource.mission_locale.name.en: is missing"),
        ('name.en = "My youth centre"', 'name.en = "  "', "name.en: is empty"),
        ('name.en = "My youth centre"', "name.en = 3", "name.en: must be a text between quotation marks"),
        ('languages = ["fr"]', 'languages = ["fr", "fr"]', "languages: holds the same text twice"),
        ('languages = ["fr"]', 'languages = ["br"]', 'languages: "br" is not one of fr, en'),
        ('languages = ["fr"]', "languages = []", "languages: must name at least one language"),
        ('languages = ["fr"]', 'languages = "fr"', "languages: must be a list of texts"),
        ("https://example.org/ateliers", "http://example.org/ateliers", "url.fr: must be an address beginning with"),
        ("q={term}", "q={word}", "url.fr: must be an address beginning with"),
        ("q={term}", "q={term}{term}", "url.fr: must be an address beginning with"),
        ("https://example.org/ateliers", "javascript:alert(1)//", "url.fr: must be an address beginning with"),
        ("https://example.org/ateliers", "https://example.org/mes ateliers", "url.fr: must be an address"),
        ("[resource.mission_locale]", "[resources.mission_locale]", "mine.toml, resource: is missing"),
        ("[resource.mission_locale]", "[resource.mission_locale", "mine.toml: is not valid TOML"),
    ],
)
def test_bad_file_is_refused_with_its_place(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    path = _written(tmp_path, MINE.replace(old, new))

    with pytest.raises(TaxonomyError) as refused:
        load_resources(path)

    assert sentence in str(refused.value)


def test_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match=r"nowhere\.toml: cannot be read \(No such file or directory\)"):
        load_resources(tmp_path / "nowhere.toml")


def test_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(MINE.replace("centre", "cantère").encode("latin-1"))

    with pytest.raises(TaxonomyError, match=r"mine\.toml: is not text in UTF-8"):
        load_resources(path)


def test_address_carries_the_term_escaped() -> None:
    fun = load_resources()["fun_mooc"]

    assert (
        fun.address("fr", "R&D à l’été")
        == "https://www.fun-mooc.fr/fr/cours/?query=R%26D%20%C3%A0%20l%E2%80%99%C3%A9t%C3%A9"
    )
    assert fun.address("en-GB") == "https://www.fun-mooc.fr/en/cours/?query="


def test_packaged_file_explains_each_of_its_fields() -> None:
    lines = PACKAGED.read_text("utf-8").split("\n[resource.")[0].splitlines()
    preamble = "\n".join(line for line in lines if line.startswith("#"))

    for field in ("name.fr", "what.fr", "languages", "cost", "url.fr", "source", "{term}"):
        assert field in preamble


def test_packaged_resources_speak_french_and_english() -> None:
    spoken = [resource.languages for resource in load_resources().values()]

    assert sum("fr" in languages for languages in spoken) >= 10
    assert sum("en" in languages for languages in spoken) >= 10
