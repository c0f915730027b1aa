"""Word boundaries by jieba, loaded when the first rule asks for them.

The tokenizer is our own and never jieba's global one, which belongs to the importing program; its dictionary is kept
in the user's cache folder, in a form of which only the words are read that a text asks for. Where the extra ``fast`` is
installed, rjieba does the same with the same words in compiled code, once there is more to cut than its loading takes.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from planparse.caching import cache_folder, keep, kept

_CACHE = "jieba-words"

_NUMBER = array("I").itemsize

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


class _Dictionary:
    """jieba's words and their beginnings, of which those that begin like two characters of a clause are looked up when it comes.

    A text of some thousand characters needs a few hundred of the half a million, and to make a mapping of all takes longer
    than to read such a text.
    """

    def __init__(self, content: bytes) -> None:
        head = content.index(b"\n") + 1
        self.total, many = (int(number) for number in content[:head].split())
        first, words = head + many * _NUMBER, head + (2 * many + 1) * _NUMBER
        self._starts = array("I", content[head:first])
        self._offsets = array("I", content[first:words])
        self._words = memoryview(content)[words:]
        self._blocks: dict[str, str] = {}
        self._looked_up: set[str] = set()
        self.frequencies: dict[str, int] = {}

    def look_up(self, clause: str) -> None:
        """Adds to ``frequencies`` whatever may begin in a clause: its characters, and all that begins with two of them."""
        starts = {*clause, *map("".join, itertools.pairwise(clause))}
        for start in starts - self._looked_up:
            self.frequencies.update(self._beginning(start))
        self._looked_up |= starts

    def _beginning(self, start: str) -> Iterator[tuple[str, int]]:
        block = self._block(start[0])
        at = block.find(f"\n{start} ") + 1
        while at and block.startswith(start, at):
            end = block.index("\n", at)
            word, _, frequency = block[at:end].partition(" ")
            yield word, int(frequency)
            at = end + 1 if len(start) > 1 else 0

    def _block(self, first: str) -> str:
        """The words that begin with a character and their frequencies, in order, a line end before each and one at the end."""
        block = self._blocks.get(first)
        if block is None:
            place = bisect_left(self._starts, ord(first))
            known = place < len(self._starts) and self._starts[place] == ord(first)
            block = str(self._words[self._offsets[place] : self._offsets[place + 1]], "utf-8") if known else ""
            self._blocks[first] = block
        return block


def _packed(frequencies: Mapping[str, int], total: int) -> bytes:
    """What a dictionary is read from: total and number of first characters, then these, where the words of each begin, the words."""
    blocks: dict[str, list[str]] = {}
    for word in sorted(frequencies):
        blocks.setdefault(word[0], ["\n"]).append(f"{word} {frequencies[word]}\n")
    texts = ["".join(lines).encode("utf-8") for lines in blocks.values()]
    offsets = array("I", itertools.accumulate(map(len, texts), initial=0))
    head = f"{total} {len(blocks)}\n".encode()
    return b"".join([head, array("I", map(ord, blocks)).tobytes(), offsets.tobytes(), *texts])


@lru_cache(maxsize=1)
def _tokenizer() -> tuple[Any, _Dictionary | None]:
    """jieba's tokenizer, and the dictionary that its words are looked up in; none where it holds them all itself."""
    jieba = _jieba()
    tokenizer = jieba.Tokenizer()
    with _quiet(jieba.default_logger):
        if all(hasattr(tokenizer, part) for part in _INNER_PARTS):
            dictionary = _Dictionary(_dictionary(tokenizer, jieba.__version__))
            tokenizer.FREQ, tokenizer.total = dictionary.frequencies, dictionary.total
            tokenizer.initialized = True
            return tokenizer, dictionary
        # Its own cache would lie in a folder that is everybody's.
        tokenizer.tmp_dir = str(cache_folder())
        tokenizer.initialize()
        return tokenizer, None


def _dictionary(tokenizer: Any, version: str) -> bytes:
    """What a dictionary is read from, kept for the next process."""
    with tokenizer.get_dict_file() as file:
        origin = f"jieba {version}, dictionary {hashlib.sha256(file.read()).hexdigest()}, {sys.byteorder}-endian, in blocks"
    content = kept(_CACHE, origin)
    if content is None:
        content = _packed(*tokenizer.gen_pfdict(tokenizer.get_dict_file()))
        keep(_CACHE, origin, content)
    return content


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
    words: Iterable[str] = compiled.cut(clause, False) if compiled else _knowing(clause).cut(clause, HMM=False)
    return words


def _knowing(clause: str) -> Any:
    """jieba's tokenizer, which knows all words that may stand in a clause."""
    tokenizer, dictionary = _tokenizer()
    if dictionary is not None:
        dictionary.look_up(clause)
    return tokenizer


FEW = 500
"""So many clauses jieba cuts sooner than rjieba is loaded: those of some seven reports."""


def _compiled() -> Any:
    """rjieba, if it is there, and loaded or worth its loading."""
    return load() if load.cache_info().currsize or boundaries.cache_info().misses > FEW else None


@lru_cache(maxsize=1)
def load() -> Any:
    """rjieba, if it is there; from now on it cuts all."""
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
    known = _knowing(clause).FREQ
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
