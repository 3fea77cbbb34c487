"""Every variable of the environment that Rebond reads is told to its user, in one page and by `rebond doctor`."""

import re

from rebond.cli.doctor_findings import VARIABLES
from tests.house.tree import ROOT, with_suffix

VARIABLE = re.compile(r"\bREBOND_[A-Z0-9_]+\b")


def read_in_the_sources() -> set[str]:
    sources = (path for path in with_suffix(".py") if ROOT / "src" in path.parents)
    return {name for path in sources for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}


def told_in_the_page() -> list[str]:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `(REBOND_[A-Z0-9_]+)`", page, flags=re.MULTILINE)


def test_the_page_tells_every_variable_once_and_no_other() -> None:
    assert sorted(told_in_the_page()) == sorted(read_in_the_sources())


def test_the_doctor_knows_every_variable_and_no_other() -> None:
    assert sorted(VARIABLES) == sorted(read_in_the_sources())
