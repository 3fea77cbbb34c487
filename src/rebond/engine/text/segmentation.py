"""An account cut into moments: contiguous pieces that cover every word."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from rebond.engine.text.words import cut_in, find_words, may_cut, trimmed

# Longest moment, in characters and in words. The longest of the corpus has 243 characters; twice that leaves room and
# still fits the encoder's 512 pieces.
LONGEST_MOMENT, MOST_WORDS = 480, 90
# Punctuation kept at each end of a moment; what goes beyond (a thousand dashes) lies outside.
LONGEST_PUNCTUATION = 40

# Log-odds given to a gap in which no moment may end: cut there only when the moment would grow too long otherwise.
FORBIDDEN = -50.0

Spans = list[tuple[int, int]]
Judge = Callable[[str, Sequence[tuple[int, int]]], NDArray[np.float64]]


def cut(text: str, judge: Judge, lengths: NDArray[np.float64]) -> Spans:
    """Start and end of each moment of `text`, in order, not overlapping; every \\w character lies in one.

    Args:
        text: anything, of any length.
        judge: log-odds, for each gap between two neighbouring words, that a moment ends there.
        lengths: what a moment of 0, 1, 2 … MOST_WORDS words is worth, in log-odds.
    """
    words = find_words(text)
    if not words:
        return _without_words(text)
    log_odds = judge(text, words) if len(words) > 1 else np.zeros(0)
    for gap in range(len(words) - 1):
        (start, stop), (onward, far) = words[gap], words[gap + 1]
        if not may_cut(text[stop:onward], text[start:stop], text[onward:far]):
            log_odds[gap] = FORBIDDEN
    return _spans(text, words, best_path(words, log_odds, lengths))


def best_path(
    words: Sequence[tuple[int, int]], log_odds: NDArray[np.float64], lengths: NDArray[np.float64]
) -> list[int]:
    """The numbers of the words that begin a moment, for the cut of the highest sum (Viterbi over segments).

    No moment is longer than LONGEST_MOMENT characters from its first word to its last, nor than MOST_WORDS words.
    """
    count = len(words)
    starts, ends = np.array([word[0] for word in words]), np.array([word[1] for word in words])
    # For the moment that ends with word j - 1: the first word that it may begin with.
    lowest = np.maximum(np.searchsorted(starts, ends - LONGEST_MOMENT), np.arange(1, count + 1) - MOST_WORDS)
    best = np.zeros(count + 1)
    begin = np.zeros(count + 1, np.int64)
    gains = np.concatenate([log_odds, [0.0]])
    backwards = lengths[::-1]
    for j in range(1, count + 1):
        low = lowest[j - 1]
        totals = best[low:j] + backwards[len(backwards) - 1 - (j - low) : len(backwards) - 1]
        chosen = int(totals.argmax())
        best[j] = totals[chosen] + gains[j - 1]
        begin[j] = low + chosen
    firsts = []
    j = count
    while j > 0:
        j = int(begin[j])
        firsts.append(j)
    return firsts[::-1]


def _spans(text: str, words: Sequence[tuple[int, int]], firsts: Sequence[int]) -> Spans:
    bounds = [0]
    for first in firsts[1:]:
        stop, onward = words[first - 1][1], words[first][0]
        bounds.append(stop + cut_in(text[stop:onward]))
    bounds.append(len(text))
    spans = []
    for number, first in enumerate(firsts):
        last = firsts[number + 1] - 1 if number + 1 < len(firsts) else len(words) - 1
        low = max(bounds[number], words[first][0] - LONGEST_PUNCTUATION)
        high = min(bounds[number + 1], words[last][1] + LONGEST_PUNCTUATION)
        spans.append(trimmed(text, low, high))
    return spans


def _without_words(text: str) -> Spans:
    # Emoji or punctuation alone: moments of bounded length, so that a person can still see and label them.
    start, end = trimmed(text, 0, len(text))
    pieces = (trimmed(text, low, min(end, low + LONGEST_MOMENT)) for low in range(start, end, LONGEST_MOMENT))
    return [(low, high) for low, high in pieces if low < high]


def rule_judge(text: str, words: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
    """Cuts after « . », « ! », « ? », « … » and line ends alone: the baseline that the learned judge must beat."""
    gaps = (text[words[i][1] : words[i + 1][0]] for i in range(len(words) - 1))
    return np.array([1.0 if any(mark in ".!?…\n" for mark in gap) else -1.0 for gap in gaps])
