"""The order of the journey is stated once, in rebond.journey; every other list follows it."""

import re
import tomllib

from django.conf import settings
from django.urls import get_resolver

from rebond.journey import STAGES
from tests.house.tree import ROOT

KEYS = [stage.key for stage in STAGES]
BEFORE_THE_STAGES = ["base", "people"]
AFTER_THE_STAGES = ["search"]
READING_TOOLS = ["text", "speech", "documents"]


def folders(name: str) -> set[str]:
    return {path.parent.name for path in (ROOT / "src" / "rebond" / name).glob("*/__init__.py")}


def test_installed_apps_follow_the_journey() -> None:
    ours = [app.removeprefix("rebond.apps.") for app in settings.INSTALLED_APPS if app.startswith("rebond.")]

    assert ours == [*BEFORE_THE_STAGES, *KEYS, *AFTER_THE_STAGES]


def test_every_stage_has_its_app_and_no_app_stands_outside() -> None:
    assert folders("apps") == {*BEFORE_THE_STAGES, *KEYS, *AFTER_THE_STAGES}


def test_every_stage_has_its_engine_package() -> None:
    assert folders("engine") - set(READING_TOOLS) == set(KEYS)


def test_addresses_follow_the_journey() -> None:
    prefixes = [str(pattern.pattern).split("/")[0] for pattern in get_resolver().url_patterns]
    ours = list(dict.fromkeys(prefix for prefix in prefixes if prefix in KEYS))

    assert ours == KEYS


def test_every_address_of_a_stage_lies_under_its_key() -> None:
    resolvers = [pattern for pattern in get_resolver().url_patterns if getattr(pattern, "app_name", None)]

    assert {resolver.app_name: str(resolver.pattern) for resolver in resolvers} == {
        key: f"{key}/" for key in [*KEYS, *AFTER_THE_STAGES]
    }


def test_imports_of_apps_and_engine_follow_the_journey() -> None:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = {
        contract["containers"][0]: list(reversed(contract["layers"]))
        for contract in linter["contracts"]
        if contract["type"] == "layers"
    }

    assert layers["rebond.apps"] == [*BEFORE_THE_STAGES, *KEYS, *AFTER_THE_STAGES]
    assert layers["rebond.engine"] == [*READING_TOOLS, *KEYS]


def test_the_page_on_the_journey_tells_the_stages_in_their_order() -> None:
    page = (ROOT / "docs" / "journey.md").read_text(encoding="utf-8")

    assert re.findall(r"^## (.+)$", page, flags=re.MULTILINE) == [
        f"{stage.key} — {', '.join(dict.fromkeys((stage.fr, stage.en)))}" for stage in STAGES
    ]
