import sys

import click
import pytest

from rebond.cli.commands import LazyGroup
from rebond.cli.main import rebond
from rebond.cli.refusals import Refused
from rebond.cli.serve import serve

RARE = "tests.cli.rare_command"


def _group(place: str) -> LazyGroup:
    return LazyGroup(name="rebond", places={"doctor": place})


def test_lazy_group_imports_a_command_only_when_it_is_called(runner, monkeypatch):
    monkeypatch.delitem(sys.modules, RARE, raising=False)
    group = _group(f"{RARE}:doctor")

    runner.invoke(group, ["--help"])
    before = RARE in sys.modules
    result = runner.invoke(group, ["doctor"])

    assert (before, RARE in sys.modules) == (False, True)
    assert (result.exit_code, result.stdout) == (0, "called\n")


def test_lazy_group_refuses_a_place_that_is_no_command():
    group = _group(f"{RARE}:WORDS")

    with pytest.raises(TypeError, match=f"{RARE}:WORDS is not a click command"):
        group.get_command(click.Context(group), "doctor")


def test_refusal_is_printed_as_it_is_said(runner, monkeypatch):
    def refuse(**_options: object) -> None:
        raise Refused("rien à faire.")

    monkeypatch.setattr(serve, "callback", refuse)

    result = runner.invoke(rebond, ["serve"])

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "rebond: rien à faire.\n")


def test_interruption_is_said_in_a_sentence(runner, monkeypatch):
    def interrupt(**_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(serve, "callback", interrupt)

    result = runner.invoke(rebond, ["serve"])

    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.strip() == "Interrompu. Rien de ce qui était enregistré n’a changé."


def test_rebond_alone_serves_with_the_same_options_as_serve(runner, monkeypatch):
    calls = []
    monkeypatch.setattr(serve, "callback", lambda **options: calls.append(options))

    alone, named = runner.invoke(rebond, []), runner.invoke(rebond, ["serve"])

    assert (alone.exit_code, named.exit_code) == (0, 0)
    assert calls == [{"port": None, "no_browser": False}] * 2


@pytest.mark.parametrize(("given", "status"), [("80", 0), ("-1", 2), ("x", 2)])
def test_bad_value_of_an_option_is_refused(runner, monkeypatch, given, status):
    monkeypatch.setattr(serve, "callback", lambda **options: None)

    result = runner.invoke(rebond, ["serve", "--port", given], prog_name="rebond")

    said = "rebond: la valeur donnée à --port ne convient pas. Voyez rebond serve --help.\n" if status else ""
    assert (result.exit_code, result.stderr) == (status, said)
