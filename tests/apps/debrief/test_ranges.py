"""A part of a file, as a player asks for it (RFC 9110, section 14)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.apps.debrief.ranges import part_of

CONTENT = bytes(range(100))


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=90-", 90, 99), ("bytes=-5", 95, 99), ("bytes=5-500", 5, 99), ("bytes=-500", 0, 99)],
)
def test_the_range_that_is_asked_for_is_given(asked: str, first: int, last: int) -> None:
    response = part_of(CONTENT, "audio/mpeg", asked)

    assert (response.status_code, response.content) == (206, CONTENT[first : last + 1])
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/100"


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=9-3", "bytes=-0"])
def test_a_range_outside_is_refused_with_the_size(asked: str) -> None:
    response = part_of(CONTENT, "audio/mpeg", asked)

    assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */100")


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=0-1,5-6", "lines=0-1", "bytes=a-b"])
def test_what_cannot_be_made_out_gives_the_whole(asked: str) -> None:
    response = part_of(CONTENT, "audio/mpeg", asked)

    assert (response.status_code, response.content) == (200, CONTENT)
    assert response.headers["Accept-Ranges"] == "bytes"


@given(cuts=st.lists(st.integers(1, 99), max_size=6))
def test_parts_that_follow_one_another_are_the_whole(cuts: list[int]) -> None:
    places = [0, *sorted(set(cuts)), 100]
    parts = [
        part_of(CONTENT, "audio/mpeg", f"bytes={first}-{after - 1}").content
        for first, after in itertools.pairwise(places)
    ]

    assert b"".join(parts) == CONTENT
