"""Word boundaries by jieba, loaded when the first rule asks for them.

The tokenizer is our own and never jieba's global one, which belongs to the importing program; its cache lies in the user's
cache folder, where nobody else can write.
"""

from __future__ import annotations

import itertools
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any


def cache_folder() -> Path:
    """planparse's folder among the user's caches, by the platform's custom; it need not exist."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "planparse"


@contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """jieba logs its loading to standard error at any level; the logger is the importing program's again afterwards."""
    disabled, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = disabled


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    import jieba

    tokenizer = jieba.Tokenizer()
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        tokenizer.tmp_dir = str(folder)
    except OSError:
        tokenizer.tmp_dir = None
    tokenizer.cache_file = "jieba.cache"
    with _quiet(jieba.default_logger):
        tokenizer.initialize()
    return tokenizer


@lru_cache(maxsize=4096)
def boundaries(clause: str) -> frozenset[int]:
    """Offsets in ``clause`` at which a word begins or ends, 0 and its length included.

    By dictionary only: the statistical guesses at unknown words would make the result hang on more than the dictionary.
    """
    ends = [0]
    for word in _tokenizer().cut(clause, HMM=False):
        ends.append(ends[-1] + len(word))
    return frozenset(ends)


LONG = 64
"""A longer clause is cut at once: looking back from each of its places would cost its length squared."""


def is_boundary(clause: str, at: int) -> bool:
    """Whether a word begins or ends at ``at``: as ``boundaries`` says, but for most places found without cutting the clause.

    Where no word of the dictionary reaches across a place, every segmentation cuts there.
    """
    if at <= 0 or at >= len(clause):
        return at in (0, len(clause))
    return (len(clause) <= LONG and not _may_be_spanned(clause, at)) or at in boundaries(clause)


def is_word(clause: str, start: int, end: int) -> bool:
    """Whether a word begins at ``start`` and one, maybe another, ends at ``end``."""
    return is_boundary(clause, start) and is_boundary(clause, end)


def _may_be_spanned(clause: str, at: int) -> bool:
    """Whether a word of the dictionary, or a run of Latin letters and digits, reaches across a place."""
    if clause[at - 1].isascii() and clause[at].isascii():
        return True
    known = _tokenizer().FREQ
    # The dictionary holds every beginning of its words, with a frequency of nought.
    for start in range(at - 1, -1, -1):
        end = at + 1
        while end <= len(clause) and (frequency := known.get(clause[start:end])) is not None:
            if frequency:
                return True
            end += 1
    return False


def words(phrase: str) -> list[str]:
    """The words of a phrase, in order."""
    cuts = sorted(boundaries(phrase))
    return [phrase[start:end] for start, end in itertools.pairwise(cuts)]
