"""Settings with a language model of the candidate's own: one that talks, one on this machine, one on another."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.apps.moments.second_opinion import AWAY, WORDS
from tests.language_model_server import TalkingModel, talking_model


@pytest.fixture
def model(settings: Any) -> Iterator[TalkingModel]:
    """A model of the candidate's own on this machine, set up."""
    with talking_model("good", WORDS) as talking:
        settings.LANGUAGE_MODEL_URL, settings.LANGUAGE_MODEL = talking.url, "petit"
        yield talking


@pytest.fixture
def local(settings: Any) -> None:
    """The settings of a model on this machine; nothing listens there."""
    settings.LANGUAGE_MODEL_URL, settings.LANGUAGE_MODEL = "http://127.0.0.1:9/v1", "petit"


@pytest.fixture
def away(settings: Any) -> None:
    """The settings of a model on another machine."""
    settings.LANGUAGE_MODEL_URL, settings.LANGUAGE_MODEL = AWAY, "grand"
    settings.LANGUAGE_MODEL_KEY = "secret"
