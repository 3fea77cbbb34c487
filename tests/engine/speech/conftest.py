"""The smallest model, joined once on this machine, and what it hears in a recording, heard once."""

import pytest

from rebond.engine.speech.decoding import decode
from rebond.engine.speech.models import FoundModel, find_model
from rebond.engine.speech.sound import Sound
from rebond.engine.speech.transcribe import Heard, transcribe
from rebond.engine.speech.transcript import Transcript
from rebond.web import data_folder
from tests.engine.speech.sounds import recorded


@pytest.fixture(scope="session")
def base() -> FoundModel:
    """The model that packages carry."""
    found = find_model("base", data_folder.cache() / "models")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def memo() -> Sound:
    """Three quarters of a minute in French, in six pieces."""
    return decode(recorded("fr_memo.webm"))


@pytest.fixture(scope="session")
def clip() -> Sound:
    """Eight seconds in English."""
    return decode(recorded("en_clip.webm"))


@pytest.fixture(scope="session")
def memo_heard(base: FoundModel, memo: Sound) -> tuple[Transcript, list[Heard]]:
    """What is heard in the memo, and how it came."""
    came: list[Heard] = []
    return transcribe(memo, model=base, language="fr", hear=came.append), came
