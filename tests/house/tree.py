"""The files of the project: those of the folder, less what .gitignore names."""

import fnmatch
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = (".git",)


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that belongs to the project, in order."""
    return tuple(sorted(_walk(ROOT, _ignored_patterns())))


def with_suffix(*suffixes: str) -> tuple[Path, ...]:
    """The project's files with one of these suffixes."""
    return tuple(path for path in project_files() if path.suffix in suffixes)


def shown(path: Path) -> str:
    """The path as a reader of a failure wants it."""
    return path.relative_to(ROOT).as_posix()


def _ignored_patterns() -> tuple[str, ...]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return (*NOT_OURS, *(line.strip().strip("/") for line in lines if line.strip() and not line.startswith("#")))


def _walk(folder: Path, ignored: tuple[str, ...]) -> Iterator[Path]:
    for path in folder.iterdir():
        if any(fnmatch.fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path, ignored)
        elif path.is_file():
            yield path
