"""A search that has nothing in memory: tests take their rows back, and keys are used again."""

from collections.abc import Iterator

import pytest

from rebond.apps.search.actions import KNOWN


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    KNOWN.forget()
    yield
    KNOWN.forget()
