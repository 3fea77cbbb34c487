"""Models of speech: which are on this machine, which of them hears, and which a door may fetch at a person's word.

Nothing is fetched here. A model that came with installed packages is joined from their parts the first time it is asked
for; the packages are never imported, and what they hold is data: the tensors of CTranslate2, no pickle.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rebond.taxonomy.files import Section, open_toml

FOLDER_NAME = "models"
"""Of the folder of models inside the cache."""

AUTOMATIC = "auto"
CHOSEN, FETCHED, PACKAGED_WITH = "chosen", "fetched", "packaged"
"""Where a model comes from: a folder of the person's own, a fetch they asked for, packages installed with Rebond."""

WEIGHTS = "model.bin"
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
NEEDED = ("config.json", WEIGHTS, "tokenizer.json")
ROOM_TO_SPARE = 50 * 1000**2
"""Bytes left free on the disk beside a model. Our judgement: a full disk harms everything else that runs."""

LONG_AGO_S = 24 * 3600
"""What is younger may be the work of another process that still lives."""

_FILE = Path(__file__).with_name("models.toml")
_CHUNK = 2**20


class UnusableModel(ValueError):  # noqa: N818
    """No model can hear as it was asked, and something can be done about it.

    Attributes:
        why: "unknown" (neither a name nor a folder), "not_here" (a name, not fetched), "not_a_model" (a folder without
            the files), "broken" (files are not what they should be) or "cannot_write" (the parts cannot be joined).
        chosen: what was asked for.
    """

    def __init__(self, why: str, chosen: str) -> None:
        super().__init__(f"{chosen}: {why}")
        self.why = why
        self.chosen = chosen


@dataclass(frozen=True)
class FoundModel:
    """A model that hears on this machine.

    Attributes:
        name: in the catalogue, or that of the folder.
        folder: what faster-whisper opens.
        origin: CHOSEN, FETCHED or PACKAGED_WITH.
    """

    name: str
    folder: Path
    origin: str


@dataclass(frozen=True)
class ModelFile:
    """A file of a model: its size in bytes and its SHA-256 in hexadecimal digits."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Described:
    """What a model is made of.

    Attributes:
        name: as a person types it.
        licence: of the weights.
        files: all that are needed.
    """

    name: str
    licence: str
    files: tuple[ModelFile, ...]

    @property
    def bytes(self) -> int:
        """What it takes on the disk."""
        return sum(file.bytes for file in self.files)

    def folder(self, models_folder: Path) -> Path:
        """Where it lies once it is here: another place for other weights of the same name."""
        weights = next(file for file in self.files if file.name == WEIGHTS)
        return models_folder / f"whisper-{self.name}-{weights.sha256[:8]}"


@dataclass(frozen=True, kw_only=True)
class Offered(Described):
    """A model that can be fetched.

    Attributes:
        address: of the folder of its files, with a stroke at its end.
    """

    address: str


@dataclass(frozen=True, kw_only=True)
class Packaged(Described):
    """A model that installed packages carry.

    Attributes:
        parts: of each file by its name, in order: "package/path inside it".
    """

    parts: Mapping[str, tuple[str, ...]]


def _file(section: Section) -> ModelFile:
    return ModelFile(section.text("name"), section.count("bytes"), section.text("sha256"))


def _offered(name: str, section: Section) -> Offered:
    files = tuple(_closed(each, _file(each)) for each in section.sections("files"))
    return Offered(name=name, licence=section.text("licence"), address=section.text("address"), files=files)


def _packaged(name: str, section: Section) -> Packaged:
    files, parts = [], {}
    for each in section.sections("files"):
        files.append(_file(each))
        parts[files[-1].name] = each.texts("parts")
        each.close()
    return Packaged(name=name, licence=section.text("licence"), files=tuple(files), parts=parts)


def _closed(section: Section, file: ModelFile) -> ModelFile:
    section.close()
    return file


CATALOGUE: Mapping[str, Offered] = open_toml(_FILE).each("offered", _offered)
"""What can be fetched, by name."""

PACKAGED: Mapping[str, Packaged] = open_toml(_FILE).each("packaged", _packaged)
"""What packages may carry, by name."""


# ------------------------------------------------------------------------------------------------------ Which one hears


def find_model(chosen: str, models_folder: Path) -> FoundModel | None:
    """The model that hears, joined from its packages first where it must be (some seconds, once on a machine).

    Args:
        chosen: the value of REBOND_WHISPER_MODEL: "" or "auto" for the best that is here, a name, or a folder.
        models_folder: where models lie that Rebond has put on this machine, made or not.

    Returns:
        None where nothing is chosen and no model is here.

    Raises:
        UnusableModel: what is chosen names nothing usable, or the packages cannot be joined.
    """
    found = look_for_model(chosen, models_folder)
    if found is not None and not is_here(found):
        join(PACKAGED[found.name], models_folder)
    return found


def look_for_model(chosen: str, models_folder: Path) -> FoundModel | None:
    """The model that `find_model` would give, with nothing joined: its folder may not be there yet.

    Raises:
        UnusableModel: what is chosen names nothing usable.
    """
    if chosen in ("", AUTOMATIC):
        return next(here(models_folder), None)
    if chosen not in CATALOGUE and chosen not in PACKAGED:
        return _own(chosen)
    for found in here(models_folder):
        if found.name == chosen:
            return found
    fetched = CATALOGUE.get(chosen)
    was_here = fetched is not None and fetched.folder(models_folder).is_dir()
    raise UnusableModel("broken" if was_here else "not_here", chosen)


def here(models_folder: Path) -> Iterator[FoundModel]:
    """The models that can hear, the best first: the larger one hears better, and one that was fetched is wanted.

    Sizes of files are looked at, their sums are not (see `broken_files`).
    """
    for offered in sorted(CATALOGUE.values(), key=lambda offered: offered.bytes, reverse=True):
        if is_whole(offered, folder := offered.folder(models_folder)):
            yield FoundModel(offered.name, folder, FETCHED)
    for packaged in PACKAGED.values():
        if is_whole(packaged, folder := packaged.folder(models_folder)) or parts_of(packaged) is not None:
            yield FoundModel(packaged.name, folder, PACKAGED_WITH)


def described(model: FoundModel) -> Described | None:
    """What a model should be made of; None for one of the person's own, of which nothing is known."""
    return {CHOSEN: None, FETCHED: CATALOGUE.get(model.name), PACKAGED_WITH: PACKAGED.get(model.name)}[model.origin]


def is_here(model: FoundModel) -> bool:
    """Whether its folder is there; one that packages carry may have to be joined first."""
    return model.origin != PACKAGED_WITH or is_whole(PACKAGED[model.name], model.folder)


def _own(chosen: str) -> FoundModel:
    try:
        folder = Path(chosen).expanduser().absolute()
        names = {path.name for path in folder.iterdir() if path.is_file() and path.stat().st_size}
    except (OSError, ValueError, RuntimeError) as error:  # nothing there, not to be opened, a NUL, no such home
        raise UnusableModel("unknown", chosen) from error
    if not names.issuperset(NEEDED) or names.isdisjoint(VOCABULARIES):
        raise UnusableModel("not_a_model", chosen)
    return FoundModel(folder.resolve().name, folder, CHOSEN)


# ----------------------------------------------------------------------------------------------------- What lies there


def is_whole(model: Described, folder: Path) -> bool:
    """Whether every file lies there in its size."""
    try:
        return all((folder / file.name).stat().st_size == file.bytes for file in model.files)
    except OSError:
        return False


def broken_files(model: Described, folder: Path) -> tuple[str, ...]:
    """The files that are missing or not what they should be, each one read to its end (some 300 MB a second)."""
    return tuple(file.name for file in model.files if sum_of(folder / file.name) != file.sha256)


def sum_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal digits, "" where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def put_in_place(made: Path, model: Described, models_folder: Path) -> Path:
    """Moves a folder that is made, beside it on the same disk, to where the model belongs: whole or not at all.

    What another process has put there meanwhile is as good and stays; what is damaged there gives way.

    Raises:
        OSError: the folder cannot be moved.
    """
    place = model.folder(models_folder)
    if is_whole(model, place) and not broken_files(model, place):
        shutil.rmtree(made, ignore_errors=True)
        return place
    aside = made.with_name(f"{made.name}.old")
    with contextlib.suppress(FileNotFoundError):
        place.replace(aside)
    try:
        made.replace(place)
    except OSError:
        if not is_whole(model, place):  # else another process was faster by a hair
            raise
        shutil.rmtree(made, ignore_errors=True)
    shutil.rmtree(aside, ignore_errors=True)
    return place


# ------------------------------------------------------------------------------------------------- Joined from packages


def parts_of(model: Packaged) -> dict[str, tuple[Path, ...]] | None:
    """Where the parts of each file lie; None where a package, or a part of it, is not installed."""
    found = {}
    for name, parts in model.parts.items():
        paths = [_path_of(part) for part in parts]
        if None in paths:
            return None
        found[name] = tuple(path for path in paths if path is not None)
    return found


def _path_of(part: str) -> Path | None:
    package, _, inside = part.partition("/")
    spec = find_spec(package)  # of a package that is in no other: it is found without being imported
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        if (path := Path(folder, inside)).is_file():
            return path
    return None


def join(model: Packaged, models_folder: Path) -> Path:
    """Joins the parts of a model where it belongs, every file compared with its sum; the folder.

    Raises:
        UnusableModel: "not_here" where a part is missing, "broken" where they make something else, "cannot_write".
    """
    parts = parts_of(model)
    if parts is None:
        raise UnusableModel("not_here", model.name)
    try:
        models_folder.mkdir(parents=True, exist_ok=True)
        check_room(models_folder, model.bytes)
        _take_away_remains(model, models_folder)
        made = Path(tempfile.mkdtemp(prefix=f"{model.folder(models_folder).name}.", dir=models_folder))
        try:
            for file in model.files:
                _write(parts[file.name], made / file.name)
            if broken_files(model, made):
                raise UnusableModel("broken", model.name)
            return put_in_place(made, model, models_folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise UnusableModel("cannot_write", model.name) from error


def check_room(folder: Path, wanted: int) -> None:
    """Raises OSError (ENOSPC) where the disk has no room for that many bytes and ROOM_TO_SPARE."""
    if shutil.disk_usage(folder).free < wanted + ROOM_TO_SPARE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _write(parts: tuple[Path, ...], path: Path) -> None:
    with path.open("xb") as written:
        for part in parts:
            with part.open("rb") as stream:
                shutil.copyfileobj(stream, written, _CHUNK)
        written.flush()
        os.fsync(written.fileno())


def _take_away_remains(model: Packaged, models_folder: Path) -> None:
    """Takes away what a join that was killed midway has left behind."""
    for remains in models_folder.glob(f"{model.folder(models_folder).name}.*"):
        if remains.stat().st_mtime < time.time() - LONG_AGO_S:
            shutil.rmtree(remains, ignore_errors=True)
