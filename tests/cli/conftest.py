"""A terminal that speaks French, wherever the tests run."""

import os

import pytest
from click.testing import CliRunner

from rebond.cli.spoken import LANGUAGE_VARIABLES


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    for name in list(os.environ):
        if name.startswith("REBOND_") or name in LANGUAGE_VARIABLES or name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    monkeypatch.setenv("REBOND_ENCODER", "e5")
    monkeypatch.setenv("REBOND_DATA", str(tmp_path / "data"))


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner()
