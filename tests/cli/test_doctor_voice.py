import json
from pathlib import Path

import pytest

from rebond.cli import doctor_voice
from rebond.cli.main import rebond
from rebond.engine.speech import models
from rebond.engine.speech.models import PACKAGED, join
from tests.cli.model_server import FILES, offered


@pytest.fixture(autouse=True)
def cache(_environment, monkeypatch, tmp_path):
    """A cache of this test's alone, not made yet; the light reader, so that networks have no part in it."""
    monkeypatch.setenv("REBOND_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("REBOND_ENCODER", "light")
    return tmp_path / "cache"


@pytest.fixture
def no_package(monkeypatch):
    """A machine on which no package carries a model."""
    monkeypatch.setattr(models, "find_spec", lambda _name: None)


@pytest.fixture
def tiny(monkeypatch, cache):
    """A model that can be fetched, and that was."""
    model = offered("https://models.example.org/")
    for module in (models, doctor_voice):
        monkeypatch.setattr(module, "CATALOGUE", {"tiny": model})
    folder = model.folder(cache / "models")
    folder.mkdir(parents=True)
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return folder


def doctor(runner, chosen=""):
    return runner.invoke(rebond, ["doctor"], env={"REBOND_WHISPER_MODEL": chosen})


def voice(runner, chosen=""):
    result = runner.invoke(rebond, ["doctor", "--json"], env={"REBOND_WHISPER_MODEL": chosen})
    values = json.loads(result.stdout)
    return values["voice"], values["needs"]


def said(result):
    return next(line for line in result.stdout.splitlines() if line.startswith("Voix"))


def last_line(result):
    return result.stdout.splitlines()[-1]


def test_packaged_model_is_said_and_not_joined(runner, cache):
    result = doctor(runner)

    assert result.exit_code == 0
    assert said(result).startswith(
        "Voix\u00a0: le modèle base écoute, installé avec Rebond\u00a0; il sera mis en place"
    )
    assert not cache.exists()


def test_joined_model_is_verified(runner, cache):
    place = join(PACKAGED["base"], cache / "models")

    result = doctor(runner)

    assert said(result) == f"Voix\u00a0: le modèle base écoute, installé avec Rebond, fichiers vérifiés ({place})"


@pytest.mark.usefixtures("no_package")
def test_no_model_is_said_and_needs_no_act(runner):
    result = doctor(runner)

    assert (result.exit_code, last_line(result)) == (0, "Tout est en place.")
    assert "aucun modèle n’est là. Un enregistrement est gardé et son texte s’écrit à la main" in said(result)


@pytest.mark.usefixtures("tiny")
def test_fetched_model_that_listens_is_said_with_where_it_came_from(runner):
    assert "le modèle tiny écoute, téléchargé à votre demande, fichiers vérifiés" in said(doctor(runner))


def test_folder_of_one_s_own_is_said_to_be_taken_as_it_is(runner, tiny):
    result = doctor(runner, str(tiny))

    assert result.exit_code == 0
    assert f"écoute, choisi par REBOND_WHISPER_MODEL et pris tel quel ({tiny})" in said(result)


def test_model_whose_sum_has_changed_needs_an_act(runner, tiny):
    (tiny / "model.bin").write_bytes(bytes(len(FILES["model.bin"])))

    result = doctor(runner)

    assert result.exit_code == 1
    assert said(result) == "Voix\u00a0: les fichiers du modèle tiny ont changé depuis qu’ils ont été écrits"
    assert last_line(result).startswith(f"À faire\u00a0: effacez\u00a0: {tiny}. Ce qui vient avec Rebond sera refait")


def test_model_that_is_passed_over_for_its_size_needs_an_act(runner, tiny):
    (tiny / "model.bin").write_bytes(b"cut")

    found, needs = voice(runner)

    assert (found["name"], found["broken"], len(needs)) == ("base", [str(tiny)], 1)


@pytest.mark.parametrize(
    ("chosen", "state", "act"),
    [
        ("grand", "unknown", "réglez REBOND_WHISPER_MODEL sur auto, sur un modèle (rebond models les montre)"),
        ("small", "not_here", "téléchargez ce modèle (rebond models get small), ou réglez REBOND_WHISPER_MODEL sur"),
        (str(Path(__file__).parent), "not_a_model", "mettez dans ce dossier model.bin, config.json, tokenizer.json"),
    ],
    ids=["unknown", "not_here", "not_a_model"],
)
def test_model_that_is_asked_for_and_cannot_listen_needs_an_act(runner, chosen, state, act):
    result = doctor(runner, chosen)
    found, needs = voice(runner, chosen)

    assert result.exit_code == 1
    assert last_line(result).startswith(f"À faire\u00a0: {act}")
    assert (found["state"], len(needs)) == (state, 1)


def test_cache_that_cannot_be_written_needs_an_act(runner, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("REBOND_CACHE", str(tmp_path / "file"))

    result = doctor(runner)

    assert result.exit_code == 1
    assert last_line(result).startswith(
        f"À faire\u00a0: Rebond ne peut pas écrire {tmp_path}/file/models/whisper-base-"
    )


def test_package_that_is_missing_is_said(runner, monkeypatch):
    monkeypatch.setattr(doctor_voice, "PACKAGES", ("faster-whisper", "no-such-package"))

    lines = doctor(runner).stdout.splitlines()

    assert [line for line in lines if line.startswith("  no-such-package n’est pas installé\u00a0: rien ne peut")]
