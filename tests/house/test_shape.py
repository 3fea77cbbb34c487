"""Small files, small functions, and names that say something."""

import ast

from tests.house.tree import project_files, shown, with_suffix

LONGEST_FILE_LINES = 400
LONGEST_FUNCTION_LINES = 60
LONGEST_TEMPLATE_LINES = 120
CODE = (".py", ".js", ".css", ".html", ".sh")
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}


def lines_of(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_are_short() -> None:
    assert {shown(path): lines_of(path) for path in with_suffix(*CODE) if lines_of(path) >= LONGEST_FILE_LINES} == {}


def test_templates_are_shorter() -> None:
    templates = with_suffix(".html")

    assert {shown(path): lines_of(path) for path in templates if lines_of(path) > LONGEST_TEMPLATE_LINES} == {}


def test_functions_are_short() -> None:
    long = {}
    for path in with_suffix(".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length >= LONGEST_FUNCTION_LINES:
                    long[f"{shown(path)}:{node.name}"] = length

    assert long == {}


def test_no_file_or_folder_has_an_empty_name() -> None:
    found = [shown(path) for path in project_files() if EMPTY_NAMES & {part.split(".")[0] for part in path.parts[-3:]}]

    assert found == []
