"""Clauses, and which words of a clause belong to which of its numbers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from planparse.lexicon import Lexicon
from planparse.quantities.mentions import Mention
from planparse.targets.verbs import Verb, VerbTable

QUOTED = "□"
"""Stands for each character inside quotes: a name is a noun, whatever it says."""

BRACKETED = "■"
"""Stands for each character of a bracket: an aside that no rule reads across."""

_PAIRS = re.compile(r"“[^“”]*”|‘[^‘’]*’|《[^《》]*》|「[^「」]*」|\"[^\"]*\"")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)|［[^［］]*］|\[[^\[\]]*\]|〔[^〔〕]*〕")
# A comma between thousands (1,200) ends nothing.
_CLAUSE_END = re.compile(
    r"[；;。！？!?]|——|(?<![0-9０-９])，|，(?![0-9０-９]{3}(?![0-9０-９]))|(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|(?<![0-9])[：:]|[：:](?![0-9])"
)


def mask_quotes(sentence: str, mentions: Sequence[Mention], base: int) -> str:
    """``sentence`` with the inside of quotes masked, character for character; a quotation that holds a mention stays readable."""
    spans = [(mention.start - base, mention.end - base) for mention in mentions]

    def quoted(found: re.Match[str]) -> str:
        word = found.group()
        if any(found.start() < start and end <= found.end() for start, end in spans):
            return word
        return word[0] + QUOTED * (len(word) - 2) + word[-1]

    return _PAIRS.sub(quoted, sentence) if _MARKS.search(sentence) else sentence


def mask_brackets(sentence: str) -> str:
    """``sentence`` with whole brackets masked, character for character."""
    return _BRACKETS.sub(lambda found: BRACKETED * len(found.group()), sentence) if _MARKS.search(sentence) else sentence


_MARKS = re.compile(r"[“‘《「\"（(［\[〔]")


class Clause(NamedTuple):
    """``masked[start:end]`` of a sentence, with its mentions; ``aside`` is one inside brackets."""

    start: int
    end: int
    mentions: tuple[Mention, ...]
    aside: bool


def clauses_of(quotes_masked: str, masked: str, mentions: Sequence[Mention], base: int) -> Iterator[Clause]:
    """The clauses that hold a mention, in order; the inside of a bracket is a clause of its own."""
    asides = [found.span() for found in _BRACKETS.finditer(quotes_masked) if any(_inside(m, found, base) for m in mentions)]
    cuts = sorted({0, len(masked)} | {found.end() for found in _CLAUSE_END.finditer(masked)})
    regions = [(start + 1, end - 1, True) for start, end in asides]
    for start, end in itertools.pairwise(cuts):
        regions.append((start, end, False))
    left = list(mentions)
    found: list[Clause] = []
    for start, end, aside in regions:
        if not left:
            break
        held = tuple([m for m in left if start <= m.start - base and m.end - base <= end])
        if held:
            left = [m for m in left if not any(m is one for one in held)]
            whole = [Clause(start, _content_end(masked, start, end), held, False)]
            found.extend(_split_aside(quotes_masked, start, end, held, base) if aside else whole)
    if left:
        found.append(Clause(0, len(masked), tuple(left), False))
    yield from sorted(found, key=lambda clause: clause.mentions[0].start)


def _split_aside(masked: str, start: int, end: int, held: tuple[Mention, ...], base: int) -> Iterator[Clause]:
    cuts = [start, *(m.end() for m in _CLAUSE_END.finditer(masked, start, end)), end]
    for first, last in itertools.pairwise(cuts):
        part = tuple(m for m in held if first <= m.start - base and m.end - base <= last)
        if part:
            yield Clause(first, _content_end(masked, first, last), part, True)


def _inside(mention: Mention, found: re.Match[str], base: int) -> bool:
    return found.start() < mention.start - base and mention.end - base < found.end()


def _content_end(masked: str, start: int, end: int) -> int:
    while end > start and masked[end - 1] in "，,；;。！？!?：:— \n":
        end -= 1
    return end


class Share(NamedTuple):
    """The words of a clause that belong to one mention: ``left`` before it and ``right`` behind it, as spans of the sentence."""

    mention: Mention
    left: tuple[int, int]
    right: tuple[int, int]
    joined: bool
    threshold: bool = False


class Sharing:
    """Splits the words between two numbers of a clause."""

    def __init__(self, lexicon: Lexicon, verbs: VerbTable) -> None:
        self._verbs = verbs
        self._separators = tuple(sorted(lexicon.sets["separators"], key=len, reverse=True))
        self._alike = lexicon.sets["like_conjunctions"]
        self._of = lexicon.sets["attributive"][0]
        self._metric_ends = lexicon.sets["metric_ends"]
        self._comma = lexicon.sets["list_comma"]
        self._each = lexicon.sets["each"]
        self._hollow = frozenset(lexicon.sets["hollow_nouns"])
        self._nominal = frozenset(lexicon.sets["nominal_verbs"]) - frozenset(lexicon.sets["building_verbs"])

    def shares(self, masked: str, clause: Clause, base: int) -> list[Share]:
        """The words of each mention of a clause, in order."""
        mentions = clause.mentions
        lefts, rights = [clause.start], []
        thresholds: set[int] = set()
        for index, (here, following) in enumerate(itertools.pairwise(mentions), start=2):
            tail = masked[following.right - base : mentions[index].left - base if index < len(mentions) else clause.end]
            right_end, left_start, threshold = self._between(masked, here, following, tail, base, lefts[-1])
            rights.append(right_end)
            lefts.append(left_start)
            if threshold:
                thresholds.add(id(threshold))
        rights.append(clause.end)
        if thresholds:
            self._reach_back(masked, mentions, base, thresholds)
        return [
            Share(
                mention,
                (min(left, mention.left - base), mention.left - base),
                (mention.right - base, max(mention.right - base, right)),
                joined=index > 0,
                threshold=id(mention) in thresholds,
            )
            for index, (mention, left, right) in enumerate(zip(mentions, lefts, rights, strict=True))
        ]

    def _reach_back(self, masked: str, mentions: Sequence[Mention], base: int, thresholds: set[int]) -> None:
        """年收益超10万元、超30万元村集体占比: what 、 joins to a threshold in the same terms is one as well."""
        for here, following in reversed(list(itertools.pairwise(mentions))):
            alike = here.role == following.role and here.comparator == following.comparator != "eq"
            if id(following) in thresholds and alike and masked[here.right - base : following.left - base] in self._comma:
                thresholds.add(id(here))

    def _between(self, masked: str, here: Mention, following: Mention, tail: str, base: int, left: int) -> tuple[int, int, Mention | None]:
        """Where the first mention's words end, where the second's begin, and which of them only narrows the other."""
        start, end = here.right - base, following.left - base
        words = masked[start:end]
        if not words:
            bounded = here.left < here.start or here.right > here.end
            if here.role == "measure" and bounded and following.role == "classifier" and not self._is_noun(tail):
                return start, left, here  # 其中50亿元以上|10个
            sized = here.role == "classifier" and following.role == "measure" and self._is_noun(tail)
            return (self._statement_end(masked, end), start, following) if sized else (start, start, None)
        if words == self._of and here.role == "measure" and following.role == "classifier" and self._is_noun(tail):
            return end, end, here  # 总投资90亿元的|289个项目
        if masked.startswith(self._of, following.right - base) and self._describes(words, here, following):
            return self._statement_end(masked, following.right - base), start, following
        lead = next((mark for mark in self._separators if words.startswith(mark) and not words.startswith(self._alike)), "")
        if lead:
            return start, start + len(lead), None
        closing = self._verbs.tail(self._verbs.strip_tail_words(words))
        each = masked.endswith(self._each, left, here.left - base)
        if closing and each and not self._verbs.strip_tail_words(words[: closing.start]):
            return start, left, here  # 收购价每50公斤|提高到|121元: so much of it is what the price is of
        if closing and len(words) <= 4 and not self._is_placed(words, closing, here, following, tail):
            return start, start, None
        if words.endswith(self._separators):
            return end, end, None
        if here.role == "share" and here.right > here.end and words.endswith(self._metric_ends):
            # 出口增长3%左右|失业率5%: a bound ends what is said of the first share, though a comma was lost behind it.
            return start, start, None
        cut = self._separator_before_verb(words)
        if cut is not None:
            return start + cut, start + cut, None
        number_first = self._is_noun(tail)
        bounded = here.left < here.start or here.right > here.end
        described = bounded and here.role in ("measure", "classifier")
        described = described or (here.role == "measure" and following.role == "classifier")
        if described and not number_first and not following.implied:
            return end, left, here
        if number_first and here.role in ("classifier", "place", "rank") and following.role in ("classifier", "place"):
            # 每5所幼儿园|配备1名督学: a verb that ends the words between governs the second number.
            cut = start + closing.start if closing and closing.plain and closing.text not in self._nominal else end
            return cut, cut, None
        return (start + closing.start if closing else end), start, None

    def _is_placed(self, words: str, closing: Verb, here: Mention, following: Mention, tail: str) -> bool:
        """在15个|港口|建设30个泊位: a noun and the verb of the next count, and no verb of the first (3家、|增长到|5家)."""
        counted = here.role == following.role == "classifier" and self._is_noun(tail)
        return counted and len(closing.text) > 1 and len(self._verbs.strip_tail_words(words[: closing.start])) > 1

    def _describes(self, words: str, here: Mention, following: Mention) -> bool:
        """10个营业收入超千亿元的集群: the second number only describes what the first counts."""
        counted = here.role in ("classifier", "place") and following.role in ("measure", "share", "bare")
        bounded = following.left < following.start or following.right > following.end
        return counted and bounded and not any(mark in words for mark in self._separators)

    @staticmethod
    def _statement_end(masked: str, start: int) -> int:
        found = _CLAUSE_END.search(masked, start)
        return found.start() if found else len(masked)

    def _separator_before_verb(self, words: str) -> int | None:
        """The last 、 between the words, or the first one with a verb behind it."""
        places = [index for index, char in enumerate(words) if char in self._comma]
        if not places:
            return None
        for place in places:
            verbs = self._verbs.find(words[place + 1 :])
            if verbs and verbs[0].start == 0:
                return place
        return places[-1]

    def _is_noun(self, words: str) -> bool:
        if words.startswith((*self._comma, "，", "；")):
            return False
        words = words.rstrip("，。；、 ").removeprefix(self._of)
        parted = words.startswith(self._separators) and not words.startswith(self._alike)
        return bool(words) and words not in self._hollow and not parted
