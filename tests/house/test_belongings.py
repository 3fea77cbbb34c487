"""The project names no machine on which it was made, and no place from which it must be fetched."""

import re

from tests.house.tree import project_files, shown

# Written in two pieces, so that this file does not find itself.
MACHINE = re.compile(rf"(?<![\w.~/<-])/(?:{'work'}|{'root'}|{'home'}|{'Users'}|{'opt'}|{'tmp'})/\w")
REGISTRY = re.compile(rf"{'pypi'}\.org|{'pythonhosted'}\.org|{'npmjs'}\.(?:org|com)|{'index-url'} ?=")


def readable() -> dict[str, str]:
    texts = {}
    for path in project_files():
        try:
            texts[shown(path)] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # arrays and other binary data
            continue
    return texts


def found(pattern: re.Pattern[str]) -> dict[str, list[str]]:
    return {name: pattern.findall(text) for name, text in readable().items() if pattern.search(text)}


def test_no_file_names_a_path_of_a_machine() -> None:
    assert found(MACHINE) == {}


def test_no_file_names_a_registry() -> None:
    assert found(REGISTRY) == {}


def test_the_licence_is_whole() -> None:
    text = readable()["LICENSE"]

    assert text.lstrip().startswith(
        "GNU AFFERO GENERAL PUBLIC LICENSE\n                       Version 3, 19 November 2007"
    )
    assert "END OF TERMS AND CONDITIONS" in text
    assert len(text.encode()) == 34_523
