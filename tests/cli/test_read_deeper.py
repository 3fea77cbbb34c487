"""A second opinion on the command line: of one's own model, and never sent away unseen."""

import json
import os
import pty
import subprocess
import sys

import pytest

from rebond.cli.main import rebond
from rebond.engine.moments.deeper_request import LONGEST_FOR_A_MODEL, request_about
from tests.cli.processes import COMMAND
from tests.language_model_server import labels, talking_model
from tests.readers import LIGHT

TEXT = "J'ai eu un trou de mémoire. Elle a regardé sa montre pendant que je parlais."
AWAY = {"REBOND_LANGUAGE_MODEL_URL": "https://models.example.org/v1", "REBOND_LANGUAGE_MODEL": "grand"}
WORDS = labels(
    ("un trou de mémoire", "fact", ["memory_blank"], []),
    ("Elle a regardé sa montre", "fact", ["recruiter_disinterest"], ["mind_reading"]),
    ("Elle a ri", "fact", ["recruiter_disrespect"], []),
)
SAID = """
Un second avis, de votre propre modèle (petit)\u00a0: à vérifier
Un modèle de langage se trompe souvent. Ce qu’il dit ne compte dans rien de ce
qui précède.

  «\u00a0un trou de mémoire\u00a0»
    peut-être\u00a0: Fait\u00a0; Trou de mémoire
"""


def read(runner, *arguments, given=TEXT, **environ):
    options = ["read", "--deeper", "--encoder", "light", *arguments, "-"]
    return runner.invoke(rebond, options, input=given.encode(), env=environ)


def plain_page(runner):
    return runner.invoke(rebond, ["read", "--encoder", "light", "-"], input=TEXT.encode()).stdout


def settings(url, name="petit"):
    return {"REBOND_LANGUAGE_MODEL_URL": url, "REBOND_LANGUAGE_MODEL": name}


def test_page_ends_with_what_the_model_says(runner):
    with talking_model("good", WORDS) as talking:
        result = read(runner, **settings(talking.url))

    page = plain_page(runner)
    assert result.exit_code == 0
    assert result.stdout.startswith(page)
    added = result.stdout.removeprefix(page)
    assert added.startswith(SAID)
    assert "«\u00a0Elle a regardé sa montre\u00a0»" in added
    assert "ri\u00a0»" not in added
    assert added.splitlines()[-1] == (
        "Citations écartées, parce qu’elles ne sont pas mot pour mot dans votre texte\u00a0: 1"
    )
    assert result.stderr == (
        "Votre modèle lit (petit). Cela peut prendre quelques minutes\u00a0; Ctrl-C pour ne pas attendre.\n"
    )


def test_json_holds_what_the_model_says_beside_the_reading(runner):
    with talking_model("good", WORDS) as talking:
        result = read(runner, "--json", **settings(talking.url))

    values = json.loads(result.stdout)
    deeper = values.pop("deeper")
    plain = runner.invoke(rebond, ["read", "--json", "--encoder", "light", "-"], input=TEXT.encode())
    assert values == json.loads(plain.stdout)
    assert deeper["passages"][0] == {
        "moment": 0,
        "start": 8,
        "end": 26,
        "quote": "un trou de mémoire",
        "nature": "fact",
        "incidents": ["memory_blank"],
        "distortions": [],
    }
    assert [TEXT[p["start"] : p["end"]] for p in deeper["passages"]] == [p["quote"] for p in deeper["passages"]]
    assert (deeper["model"], deeper["not_found"]) == ("petit", 1)


def test_without_deeper_the_model_is_not_asked(runner):
    with talking_model("good", WORDS) as talking:
        result = runner.invoke(
            rebond, ["read", "--encoder", "light", "-"], input=TEXT.encode(), env=settings(talking.url)
        )

        assert (result.exit_code, talking.asked()) == (0, [])


def test_a_model_that_labels_nothing_is_said_to(runner):
    with talking_model("good", labels()) as talking:
        result = read(runner, **settings(talking.url))

    assert result.stdout.splitlines()[-1] == "  Il n’a rien étiqueté."


def test_what_the_model_makes_of_control_characters_is_harmless(runner):
    text = "Il a dit \x1b[31mnon\x1b[0m."
    with talking_model("good", labels(("Il a dit \x1b[31mnon", "feedback", [], []))) as talking:
        result = read(runner, given=text, **settings(talking.url, "pe\u202etit"))

    assert "«\u00a0Il a dit ␛[31mnon\u00a0»" in result.stdout
    assert "\x1b" not in result.stdout + result.stderr
    assert "\u202e" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("arguments", "environ", "sentence"),
    [
        ([], {}, "aucun modèle de langage n’est réglé."),
        (["--jsonl"], settings("http://127.0.0.1:9/v1"), "--deeper lit un seul récit à la fois"),
        (
            [],
            settings("http://models.example.org/v1"),
            "REBOND_LANGUAGE_MODEL_URL mène à une autre machine sans https.",
        ),
        ([], settings("http://127.0.0.1:9/v1", ""), "réglez REBOND_LANGUAGE_MODEL sur le nom d’un modèle"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(runner, arguments, environ, sentence):
    result = read(runner, *arguments, **environ)

    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(f"rebond: {sentence}")


def test_a_text_too_long_for_a_model_is_refused(runner):
    result = read(runner, given="Un trou. " * (LONGEST_FOR_A_MODEL // 9 + 1), **settings("http://127.0.0.1:9/v1"))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("rebond: ce récit dépasse 20\u00a0000 caractères")


@pytest.mark.parametrize(
    ("manner", "sentence"),
    [
        ("garbage", "le modèle a répondu autre chose qu’une liste d’étiquettes."),
        ("redirecting", "le serveur renvoie vers une autre adresse, et Rebond ne suit pas."),
        ("unknown", "le serveur ne connaît pas ce modèle ou cette adresse."),
    ],
)
def test_what_goes_wrong_is_said_after_the_reading(runner, manner, sentence):
    with talking_model(manner) as talking:
        result = read(runner, **settings(talking.url))

    assert (result.exit_code, result.stdout) == (2, plain_page(runner))
    assert result.stderr.splitlines()[-1].startswith(f"rebond: {sentence}")


# ------------------------------------------------------------------------------------------ A model on another machine


def test_without_a_terminal_nothing_leaves_and_it_says_how_to_agree(runner):
    result = read(runner, **AWAY)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == (
        "rebond: le récit partirait vers models.example.org et il n’y a personne à qui demander. Rien n’a été envoyé."
        " Si vous êtes d’accord, ajoutez --send-to models.example.org."
    )


@pytest.mark.parametrize("host", ["", "example.org", "models.example.org.", "MODELS.example.org", "*", "evil.example"])
def test_another_host_than_the_one_of_the_model_is_no_agreement(runner, host):
    result = read(runner, "--send-to", host, **AWAY)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == (
        "rebond: --send-to ne nomme pas models.example.org, où le récit partirait. Rien n’a été envoyé."
    )


def test_what_would_leave_is_shown_whole(runner):
    result = read(runner, **AWAY, REBOND_LANGUAGE_MODEL_KEY="très-secret".replace("è", "e"))

    spans = [(moment.start, moment.end) for moment in LIGHT.read(TEXT).moments]
    asked = request_about(TEXT, spans, lang="fr")
    shown = result.stderr.splitlines()
    assert shown[0] == (
        "Ceci partirait de cette machine vers https://models.example.org/v1/chat/completions (modèle grand), et rien"
        " d’autre\u00a0:"
    )
    assert shown[1] == "(avec votre clé)"
    assert [line for message in asked.messages for line in message.content.splitlines() if line not in shown] == []
    assert "tres-secret" not in result.stderr


@pytest.mark.parametrize("answer", ["non", "", "o", "yes please"])
def test_on_a_terminal_only_a_plain_yes_sends(tmp_path, answer):
    file = tmp_path / "account.txt"
    file.write_text(TEXT, "utf-8")

    status, errors = on_a_terminal(file, answer, AWAY)

    assert status == 2
    assert errors.splitlines()[-1].endswith("rebond: rien n’a été envoyé.")


def on_a_terminal(file, answer, environ):
    """Status and standard error of the command where a person sits before standard input and types `answer`."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    process = subprocess.run(
        [*COMMAND, "read", "--deeper", "--encoder", "light", str(file)],
        stdin=theirs,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environ},
        check=False,
        timeout=120,
    )
    os.close(ours)
    os.close(theirs)
    assert process.stdout == ""
    return process.returncode, process.stderr


RESOLVER = """
import socket, sys
def refuse(host, *rest, **named):
    print("asked for", host, file=sys.stderr)
    raise socket.gaierror(-2, "no network in tests")
socket.getaddrinfo = refuse
from rebond.cli.main import main
sys.argv = ["rebond", *sys.argv[1:]]
main()
"""
"""The command where no name is known: what it looks up is what it would have connected to."""


@pytest.mark.parametrize(("host", "reached"), [("models.example.org", True), ("evil.example", False)])
def test_the_named_host_is_the_one_that_is_reached(tmp_path, host, reached):
    file = tmp_path / "account.txt"
    file.write_text(TEXT, "utf-8")

    process = subprocess.run(
        [sys.executable, "-c", RESOLVER, "read", "--deeper", "--encoder", "light", "--send-to", host, str(file)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **AWAY},
        check=False,
        timeout=120,
    )

    assert process.returncode == 2
    assert ("asked for models.example.org" in process.stderr) is reached
    assert "asked for evil.example" not in process.stderr
