"""What is installed is pinned to the byte, wherever it is fetched from."""

import re
import tomllib

import pytest

from tests.house.tree import ROOT

LOCKS = ("requirements/run.txt", "requirements/dev.txt")
PINNED = re.compile(
    r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)
NAME = re.compile(r"^[A-Za-z0-9_.-]+")


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {canonical(name): version for name, version, _hashes in PINNED.findall(text)}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    return {canonical(NAME.match(line)[0]) for line in requirements}


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_carries_its_hashes(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    requirements = [line for line in lines if line and not line.startswith((" ", "#"))]

    assert len(pins(lock)) == len(requirements) > 0


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_where_to_fetch_from(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if re.search(r"://|^\s*--(?!hash)|^-|file:/|@ ", line)] == []


def test_what_runs_is_pinned_with_what_builds_it(project: dict) -> None:
    asked = names(project["project"]["dependencies"]) | names(project["build-system"]["requires"])

    assert asked - pins("requirements/run.txt").keys() == set()


def test_what_tests_and_trains_is_pinned(project: dict) -> None:
    extras = project["project"]["optional-dependencies"]

    assert names(extras["test"]) | names(extras["train"]) - pins("requirements/dev.txt").keys() <= (
        pins("requirements/dev.txt").keys()
    )


def test_builders_run_what_users_run() -> None:
    run, dev = pins("requirements/run.txt"), pins("requirements/dev.txt")

    assert {name: dev.get(name) for name in run} == run
