"""What `rebond doctor` looks at of the voice: which model would listen, and whether it can. Nothing is made."""

import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rebond.engine.speech.models import (
    CATALOGUE,
    FoundModel,
    UnusableModel,
    broken_files,
    described,
    is_here,
    is_whole,
    look_for_model,
)

# What hears, and what reads the files of recorders.
PACKAGES = ("faster-whisper", "av")


@dataclass(frozen=True)
class Voice:
    """What is there to write down what is said.

    Attributes:
        state: "ready" (every file verified), "own" (a folder of the person's own, taken as it is), "to_join" (put in
            place at the first transcription), "none" (a recording is kept, its text is typed), or why the model that is
            asked for or found does not listen: "broken", "cannot_write", "unknown", "not_here", "not_a_model".
        name: of the model, or what was asked for where there is none of that name; "" where nothing was.
        origin: "packaged", "fetched", "chosen", None where there is no model.
        folder: where it lies or will lie, None likewise.
        broken: folders whose files are not what they should be.
        packages: versions of the packages that it takes, None for one that is not installed.
    """

    state: str
    name: str
    origin: str | None
    folder: str | None
    broken: tuple[str, ...]
    packages: Mapping[str, str | None]

    @property
    def need(self) -> str | None:
        """Key of what needs an act, None where nothing does: without a model a recording is kept and its text typed."""
        if self.broken:
            return "voice_broken"
        return None if self.state in ("ready", "own", "to_join", "none") else f"voice_{self.state}"


def look_at_voice(chosen: str, models_folder: Path, *, can_write: bool) -> Voice:
    """What is there for `chosen`, the value of REBOND_WHISPER_MODEL; `can_write` tells of the folder of models."""
    packages = {name: _version(name) for name in PACKAGES}
    folders = {offered: offered.folder(models_folder) for offered in CATALOGUE.values()}
    damaged = [str(folder) for offered, folder in folders.items() if folder.is_dir() and not is_whole(offered, folder)]
    try:
        model = look_for_model(chosen, models_folder)
    except UnusableModel as unusable:
        return Voice(unusable.why, unusable.chosen, None, None, tuple(damaged), packages)
    if model is None:
        return Voice("none", "", None, None, tuple(damaged), packages)
    state = _state(model, can_write=can_write)
    broken = [*damaged, str(model.folder)] if state == "broken" else damaged
    return Voice(state, model.name, model.origin, str(model.folder), tuple(broken), packages)


def _state(model: FoundModel, *, can_write: bool) -> str:
    known = described(model)
    if known is None:
        return "own"
    if not is_here(model):
        return "to_join" if can_write else "cannot_write"
    return "broken" if broken_files(known, model.folder) else "ready"


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
