import os
import pty
import re
import signal
import subprocess
import sys
import time

import pytest

from rebond.cli.fetching import FAILURES
from rebond.cli.main import rebond
from rebond.cli.models import size_in_words
from rebond.cli.spoken import load_words
from rebond.engine.speech import models
from rebond.engine.speech.models import CATALOGUE, PACKAGED, UnusableModel
from tests.cli.model_server import FILES, SHORT, model_server, offered
from tests.cli.processes import all_of

NBSP = "\u00a0"
LONGEST_S = 60


@pytest.fixture(autouse=True)
def place(_environment, monkeypatch, tmp_path):
    """The folder of models, not made yet."""
    monkeypatch.setenv("REBOND_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "models"


@pytest.fixture
def no_package(monkeypatch):
    """A machine on which no package carries a model."""
    monkeypatch.setattr(models, "find_spec", lambda _name: None)


@pytest.fixture
def server():
    with model_server() as running:
        yield running


@pytest.fixture
def tiny(server, monkeypatch):
    """A model that the server has, alone in the catalogue."""
    model = offered(server.address)
    monkeypatch.setattr(models, "CATALOGUE", {"tiny": model})
    return model


def run(runner, *arguments, **environ):
    return runner.invoke(rebond, ["models", *arguments], env=environ)


# ------------------------------------------------------------------------------------------------- What is here or not


def test_page_says_what_is_here_and_what_can_be_fetched_without_making_anything(runner, place):
    result = run(runner)

    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines[:4] == [
        f"Modèles de reconnaissance de la parole sur cette machine{NBSP}:",
        f"* base, 150{NBSP}Mo, installé avec Rebond{NBSP}; c’est lui qui écoute",
        f"    {PACKAGED['base'].folder(place)}",
        "    (sera mis en place à la première transcription, quelques secondes)",
    ]
    assert f"  small, 486{NBSP}Mo, licence MIT" in lines
    assert f"    {CATALOGUE['small'].address}" in lines
    assert not place.exists()


def test_page_in_english_follows_the_locale(runner):
    result = run(runner, LANG="en_US.UTF-8")

    assert result.stdout.startswith("Models of speech on this machine:\n* base, 150 MB, installed with Rebond; this is")


@pytest.mark.usefixtures("no_package")
def test_machine_without_a_model_is_told_that_the_text_can_be_typed(runner):
    result = run(runner)

    assert result.exit_code == 0
    assert result.stdout.startswith(
        "Aucun modèle de reconnaissance de la parole n’est sur cette machine. Un enregistrem"
    )
    assert [line.split(",")[0] for line in result.stdout.splitlines() if "licence" in line] == [
        "  small", "  large-v3-turbo", "  base",
    ]  # fmt: skip


def test_model_that_was_fetched_listens_before_the_packaged_one(runner, tiny):
    run(runner, "get", "tiny", "--yes")

    listed = [line for line in run(runner).stdout.splitlines() if f"{NBSP}Mo, " in line]

    assert listed == [
        f"* tiny, 1{NBSP}Mo, téléchargé à votre demande{NBSP}; c’est lui qui écoute",
        f"  base, 150{NBSP}Mo, installé avec Rebond",
    ]


def test_folder_of_one_s_own_is_listed_first_and_listens(runner, tmp_path):
    own = tmp_path / "mine"
    own.mkdir()
    for name, data in FILES.items():
        (own / name).write_bytes(data)

    listed = [line for line in run(runner, REBOND_WHISPER_MODEL=str(own)).stdout.splitlines() if f"{NBSP}Mo, " in line]

    assert listed[0] == f"* mine, 1{NBSP}Mo, choisi par REBOND_WHISPER_MODEL{NBSP}; c’est lui qui écoute"
    assert listed[1] == f"  base, 150{NBSP}Mo, installé avec Rebond"


def test_model_that_is_asked_for_and_is_not_here_is_said(runner):
    result = run(runner, REBOND_WHISPER_MODEL="small")

    assert result.exit_code == 0
    assert "REBOND_WHISPER_MODEL demande le modèle small, qui n’est pas sur cette machine." in result.stdout
    assert "c’est lui qui écoute" not in result.stdout


@pytest.mark.parametrize(
    ("size", "french", "english"),
    [
        (1, f"1{NBSP}Mo", "1 MB"),
        (486_212_372, f"486{NBSP}Mo", "486 MB"),
        (1_621_665_983, f"1,6{NBSP}Go", "1.6 GB"),
    ],
)
def test_sizes_are_written_as_the_language_writes_them(monkeypatch, size, french, english):
    monkeypatch.setenv("REBOND_LANG", "fr")
    in_french = size_in_words(size)
    monkeypatch.setenv("REBOND_LANG", "en")

    assert (in_french, size_in_words(size)) == (french, english)


@pytest.mark.parametrize("reason", FAILURES)
def test_every_failure_has_its_sentence(reason):
    assert load_words()[f"models.failed_{reason}"]


def test_every_reason_against_a_model_has_its_sentence():
    told = re.findall(r'"(\w+)" \(', UnusableModel.__doc__)

    assert len(told) == 5
    assert [why for why in told if f"models.unusable_{why}" not in load_words()] == []


# ------------------------------------------------------------------------------------------------------------ Fetching


def test_agreed_model_is_fetched_after_what_it_takes_was_shown(runner, tiny, place):
    result = run(runner, "get", "tiny", "--yes")

    assert result.exit_code == 0
    assert result.stdout == f"Le modèle tiny est prêt, fichiers vérifiés{NBSP}: {tiny.folder(place)}\n"
    assert result.stderr.splitlines() == [
        f"Modèle tiny{NBSP}: 1{NBSP}Mo, licence MIT. Il serait téléchargé depuis{NBSP}:",
        f"    {tiny.address}",
        "C’est le seul téléchargement que fait Rebond, et seulement maintenant. Rien de ce que vous avez écrit ou dit"
        " ne part.",
    ]
    assert {path.name: path.read_bytes() for path in tiny.folder(place).iterdir()} == FILES


def test_model_that_is_here_is_said_to_be_without_asking_anything(runner, tiny, server):
    run(runner, "get", "tiny", "--yes")
    server.asked.clear()

    result = run(runner, "get", "tiny")

    assert (result.exit_code, result.stderr, server.asked) == (0, "", [])
    assert result.stdout.startswith("Le modèle tiny est déjà là, fichiers vérifiés")


def test_nobody_to_ask_and_no_agreement_fetches_nothing(runner, tiny, server, place):
    result = run(runner, "get", "tiny")

    assert (result.exit_code, result.stdout, server.asked, place.exists()) == (2, "", [], False)
    assert result.stderr.splitlines()[-1] == (
        "rebond: il n’y a personne à qui demander, et rien n’a été téléchargé. Si vous êtes d’accord, ajoutez"
        f" --yes{NBSP}: rebond models get tiny --yes."
    )


@pytest.mark.usefixtures("tiny")
def test_unknown_model_is_refused_with_those_that_are_known(runner):
    result = run(runner, "get", "huge\x1b[1m")

    assert (result.exit_code, result.stdout, result.stderr) == (
        2, "", f"rebond: il n’y a pas de modèle huge␛[1m. Rebond sait télécharger{NBSP}: tiny.\n",
    )  # fmt: skip


def test_name_that_is_missing_is_asked_for(runner):
    result = run(runner, "get")

    assert result.exit_code == 2
    assert result.stderr.startswith("rebond: il manque le nom du modèle. Écrivez par exemple")


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        ("missing", "le modèle tiny n’est plus à l’adresse que Rebond connaît"),
        ("busy", "127.0.0.1 a refusé la demande."),
        ("false", "ce que 127.0.0.1 envoie n’est pas le fichier attendu"),
        ("cutting", "la connexion s’est coupée. Ce qui est arrivé est gardé de côté"),
        ("insecure", "127.0.0.1 renvoie vers une adresse qui n’est pas en https, et Rebond ne suit pas."),
    ],
)
def test_failure_is_one_sentence_and_nothing_half_stands_in_place(runner, tiny, server, place, manner, said):
    server.manner = manner

    result = run(runner, "get", "tiny", "--yes")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1].startswith(f"rebond: {said}")
    assert not tiny.folder(place).exists()


@pytest.mark.usefixtures("no_package")
def test_model_that_is_half_fetched_does_not_listen_and_goes_on(runner, tiny, server):
    server.manner = "cutting"
    run(runner, "get", "tiny", "--yes")
    before = run(runner).stdout
    server.manner = "good"

    result = run(runner, "get", "tiny", "--yes")

    assert "c’est lui qui écoute" not in before
    assert f"1{NBSP}Mo sont déjà là{NBSP}: le téléchargement reprendrait à cet endroit." in result.stderr.splitlines()
    assert server.asked[-1] == ("/tiny/model.bin", f"bytes={SHORT}-")
    assert "c’est lui qui écoute" in run(runner).stdout


# ------------------------------------------------------------------------- In a process, with a person at the terminal

PROGRAM = """
import sys
from rebond.cli.main import main
from rebond.engine.speech import models
from tests.cli.model_server import offered
models.CATALOGUE = {"tiny": offered(sys.argv.pop(1))}
main()
"""


def started(server, *arguments, **streams):
    command = [sys.executable, "-c", PROGRAM, server.address, "models", "get", "tiny", *arguments]
    return subprocess.Popen(command, encoding="utf-8", **streams)


def on_a_terminal(server, answer):
    """Status and standard error of the command where a person sits before it and types `answer`."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    with started(server, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        _, errors = process.communicate(timeout=LONGEST_S)
    os.close(ours)
    os.close(theirs)
    return process.returncode, errors


@pytest.mark.parametrize("answer", ["oui", "O", "yes", " y "])
def test_on_a_terminal_a_yes_fetches(server, place, answer):
    status, errors = on_a_terminal(server, answer)

    assert (status, errors.splitlines()[-1]) == (0, f"Le télécharger{NBSP}? Écrivez oui{NBSP}: ")
    assert (offered(server.address).folder(place) / "model.bin").read_bytes() == FILES["model.bin"]


@pytest.mark.parametrize("answer", ["non", "", "ouais"])
def test_on_a_terminal_anything_else_fetches_nothing(server, place, answer):
    status, errors = on_a_terminal(server, answer)

    assert (status, server.asked, place.exists()) == (2, [], False)
    assert errors.splitlines()[-1].endswith("rebond: rien n’a été téléchargé.")


def test_interruption_keeps_what_has_come_aside_and_says_how_to_go_on(server, place):
    server.manner = "stalling"
    model = offered(server.address)
    partial = place / f"{model.folder(place).name}.part" / "model.bin.part"
    with started(server, "--yes", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        _wait_for_bytes(partial)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=LONGEST_S)

    assert (process.returncode, output) == (2, "")
    assert errors.splitlines()[-1] == (
        f"rebond: interrompu. Ce qui est arrivé est gardé de côté{NBSP}: relancez rebond models get tiny, le"
        " téléchargement reprendra à cet endroit."
    )
    assert not model.folder(place).exists()


def _wait_for_bytes(path):
    end = time.monotonic() + LONGEST_S
    while not (path.exists() and path.stat().st_size):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_terminal_shows_how_far_the_download_is(server):
    ours, theirs = pty.openpty()
    with started(server, "--yes", stdout=subprocess.PIPE, stderr=theirs, env=os.environ | {"TERM": "xterm"}) as process:
        os.close(theirs)
        shown = all_of(ours)
        process.wait(timeout=LONGEST_S)
    os.close(ours)

    assert process.returncode == 0
    assert b"100%" in shown
    assert f"1{NBSP}Mo".encode() in shown
