"""Word boundaries by jieba, loaded when the first rule asks for them.

The tokenizer is our own and never jieba's global one, which belongs to the importing program; its dictionary is kept
in the user's cache folder, in a form that is quicker to read than jieba's. Where the extra ``fast`` is installed, rjieba
does the same with the same words in compiled code.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import sys
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from planparse.caching import cache_folder, keep, kept

_CACHE = "jieba-words"

# What of jieba's tokenizer is read and set here; where it has something else one day, it loads its dictionary itself.
_INNER_PARTS = ("FREQ", "total", "initialized", "get_dict_file", "gen_pfdict")


@contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """jieba logs its loading to standard error at any level; the logger is the importing program's again afterwards."""
    disabled, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = disabled


def _jieba() -> Any:
    """jieba, imported without pkg_resources: it takes half of the import, and jieba asks it only for paths that it knows without it."""
    hidden = "pkg_resources" not in sys.modules
    if hidden:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        import jieba
    finally:
        if hidden:
            del sys.modules["pkg_resources"]
    return jieba


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    jieba = _jieba()
    tokenizer = jieba.Tokenizer()
    with _quiet(jieba.default_logger):
        if all(hasattr(tokenizer, part) for part in _INNER_PARTS):
            tokenizer.FREQ, tokenizer.total = _dictionary(tokenizer, jieba.__version__)
            tokenizer.initialized = True
        else:
            # Its own cache would lie in a folder that is everybody's.
            tokenizer.tmp_dir = str(cache_folder())
            tokenizer.initialize()
    return tokenizer


def _dictionary(tokenizer: Any, version: str) -> tuple[dict[str, int], int]:
    """jieba's words and their beginnings with their frequencies, and the sum of these.

    jieba's own cache holds half a million separate strings and takes three times as long to read as one text that is cut
    at its line ends.
    """
    with tokenizer.get_dict_file() as file:
        origin = f"jieba {version}, dictionary {hashlib.sha256(file.read()).hexdigest()}, {sys.byteorder}-endian"
    content = kept(_CACHE, origin)
    if content is not None:
        return _unpacked(content)
    frequencies, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    keep(_CACHE, origin, _packed(frequencies, total))
    return frequencies, total


def _packed(frequencies: dict[str, int], total: int) -> bytes:
    """The total and the words, one a line, then a null, then the frequencies as machine numbers."""
    lines = "\n".join([str(total), *frequencies])
    return lines.encode("utf-8") + b"\0" + array("I", frequencies.values()).tobytes()


def _unpacked(content: bytes) -> tuple[dict[str, int], int]:
    lines, _, numbers = content.partition(b"\0")
    total, _, words = lines.decode("utf-8").partition("\n")
    return dict(zip(words.split("\n"), array("I", numbers), strict=True)), int(total)


@lru_cache(maxsize=4096)
def boundaries(clause: str) -> frozenset[int]:
    """Offsets in ``clause`` at which a word begins or ends, 0 and its length included.

    By dictionary only: the statistical guesses at unknown words would make the result hang on more than the dictionary.
    """
    ends = [0]
    for word in _cut(clause):
        ends.append(ends[-1] + len(word))
    return frozenset(ends)


def _cut(clause: str) -> Iterable[str]:
    compiled = _compiled()
    words: Iterable[str] = compiled.cut(clause, False) if compiled else _tokenizer().cut(clause, HMM=False)
    return words


@lru_cache(maxsize=1)
def _compiled() -> Any:
    """rjieba, if it is there."""
    try:
        import rjieba
    except ImportError:
        return None
    return rjieba


LONG = 64
"""A longer clause is cut at once: looking back from each of its places would cost its length squared."""


def is_boundary(clause: str, at: int) -> bool:
    """Whether a word begins or ends at ``at``: as ``boundaries`` says, but for most places found without cutting the clause.

    Where no word of the dictionary reaches across a place, every segmentation cuts there.
    """
    if at <= 0 or at >= len(clause):
        return at in (0, len(clause))
    alone = _compiled() is None and len(clause) <= LONG and not _may_be_spanned(clause, at)
    return alone or at in boundaries(clause)


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
