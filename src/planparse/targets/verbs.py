"""Where a clause has verbs that govern a quantity."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from planparse.lexicon import Lexicon
from planparse.lexicon.entries import Action
from planparse.models import Measure
from planparse.quantities.matching import Words
from planparse.segmentation import is_boundary, is_word

RECENT = 256
"""The rules ask for the verbs of the same few words several times in a sentence."""

MAX_ADVERB = 4
"""An adverb between a conjunction and the verb that it joins has up to this many characters."""


class Verb(NamedTuple):
    """A verb at ``clause[start:end]``; ``text`` is as written, side by side verbs in one (培育引进)."""

    start: int
    end: int
    text: str
    action: Action

    @property
    def causative(self) -> bool:
        return self.action.role == "causative"

    @property
    def changes(self) -> bool:
        """Whether it says by how much something moves."""
        return self.action.measure in ("increase", "decrease", "growth", "decline")

    @property
    def plain(self) -> bool:
        return self.action.role == "plain"


START = 2
"""So many characters tell nearly always whether a verb begins at a place."""


class VerbTable:
    """The actions of a lexicon, looked up by their first character or at the end of a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._actions = {action.action: action for action in lexicon.actions}
        self._light = frozenset(lexicon.sets["light_verbs"])
        self._metric_ends = lexicon.sets["metric_ends"]
        names = (*lexicon.sets["fixed_statistics"], *lexicon.sets["names_holding_verbs"])
        self._names = Words(names)
        self._tail_words = Words(lexicon.sets["tail_words"])
        self._spending, self._purses = frozenset(lexicon.sets["spending_verbs"]), lexicon.sets["purses"]
        self._funds, self._grants = lexicon.sets["sought_funds"], frozenset(lexicon.sets["granted_nouns"])
        self._paying = frozenset(lexicon.sets["paying_verbs"])
        self._modals = lexicon.sets["modals"]
        self._describing, self._of = frozenset(lexicon.sets["describing_verbs"]), lexicon.sets["attributive"][0]
        self._new = lexicon.sets["new_prefix"][0]
        self._copula = lexicon.sets["copula"]
        self._attributive = frozenset(lexicon.sets["attributive_verbs"])
        self._nominal = frozenset(lexicon.sets["nominal_verbs"])
        self._well = lexicon.sets["done_well"][0]
        self._objects = Words(lexicon.sets["verb_object_words"])
        self._sizes = lexicon.sets["sizes_of_work"]
        self._issuing = frozenset(lexicon.sets["issuing_verbs"])
        self._kinds = lexicon.sets["kind_suffixes"]
        self._conjunctions = lexicon.sets["noun_conjunctions"]
        self._alike = lexicon.sets["like_conjunctions"]
        self._named_joints = (*self._conjunctions, *lexicon.sets["list_comma"])
        self._joints = ("", *lexicon.sets["verb_joints"])
        self._time = lexicon.pattern("time_of_number")
        self._dated = lexicon.sets["time_ends"]
        self._places = lexicon.sets["place_suffixes"]
        self._resultatives = lexicon.sets["resultatives"]
        self._by_start: dict[str, list[Action]] = defaultdict(list)
        for action in sorted(lexicon.actions, key=lambda action: -len(action.action)):
            if len(action.action) > 1 or action.role == "award":
                self._by_start[action.action[:START]].append(action)
        self._longest = max(map(len, self._actions))
        self._lasts = frozenset(action[-1] for action in self._actions)
        self._starts = frozenset((*self._by_start, *(name[:START] for name in names)))
        firsts = {start[0] for start in self._starts}
        self._first = re.compile(f"[{re.escape(''.join(sorted(firsts)))}]")
        self._openers = frozenset(firsts | {self._new})
        self._find = lru_cache(maxsize=RECENT)(self._find_all)

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> VerbTable:
        return VerbTable(lexicon)

    def named(self, text: str) -> Verb | None:
        """The verb of that text, 新 before it or not."""
        action = self._actions.get(text) or self._actions.get(text.removeprefix(self._new))
        return Verb(0, len(text), text, action) if action else None

    def is_verb(self, words: str) -> bool:
        """Whether words are a verb and nothing else: 新增, 压缩至."""
        return bool(self.named(words) or (words.endswith(self._resultatives) and self.named(words[:-1])))

    def moves_to(self, verb: Verb) -> bool:
        """提高到, 减至: whether it is a change that reaches a level; 达到 changes nothing."""
        change = self.named(verb.text[:-1]) if verb.text.endswith(self._resultatives) else None
        return change is not None and change.changes

    def name_at(self, words: str, start: int, end: int) -> str:
        """The name with a verb in it that begins at a place (城镇新增就业, 基本建设); empty if there is none."""
        return self._names.prefix(words, start, end)

    def leading(self, words: str) -> Verb | None:
        """The verb that ``words`` begin with."""
        if words[:1] not in self._openers:
            return None
        verbs = self.find(words)
        return verbs[0] if verbs and verbs[0].start == 0 else None

    def behind_causatives(self, words: str) -> str:
        """``words`` without the verbs at their beginning that only hand over: 推动|确保|覆盖率."""
        leading = self.leading(words)
        while leading and leading.causative and leading.end < len(words):
            words = words[leading.end :]
            leading = self.leading(words)
        return words

    def find_any(self, words: str) -> str | None:
        """The first change verb in a name, even in one of a statistic: 城镇新增就业 has 新增."""
        changing = (action.action for action in self._actions.values() if action.relative and len(action.action) > 1)
        return next((action for action in changing if action in words), None)

    def tail(self, words: str) -> Verb | None:
        """The verb that ends ``words`` (…实际增长), longest first; one character only where it is a word of its own."""
        end = len(words)
        reached = self._reached(words)
        if reached:
            return reached
        if words[-1:] not in self._lasts:
            return None
        for length in range(min(self._longest, end), 0, -1):
            action = self._actions.get(words[end - length :])
            if action and (length > 1 or self._stands(words, end - 1, end) or self._is_state_of_metric(words, action)):
                return self._with_prefix(words, Verb(end - length, end, action.action, action))
        return None

    def _is_state_of_metric(self, words: str, action: Action) -> bool:
        """占比|达 and 保护率均|达: behind a metric it is the verb, though the dictionary has 比达 and 均达."""
        return action.role == "state" and self.strip_tail_words(words[:-1]).endswith(self._metric_ends)

    def _reached(self, words: str) -> Verb | None:
        """A change verb with 到, 至 or 为 behind it reaches a level: 提升至, 压减到."""
        if not words.endswith(self._resultatives):
            return None
        for length in range(4, 0, -1):
            action = self._actions.get(words[-1 - length : -1]) if length < len(words) else None
            moves = action is not None and (action.relative is not None or self._reaches(words, action, length))
            if action and moves:
                level = action.model_copy(update={"measure": "level", "relative": None, "role": "state"})
                return Verb(len(words) - 1 - length, len(words), words[-1 - length :], level)
        return None

    def _reaches(self, words: str, action: Action, length: int) -> bool:
        """推广到5万亩 reaches a state as well; 生产为 does not, since 为 is a verb of its own there."""
        return action.role == "plain" and length > 1 and not words.endswith(self._copula)

    def strip_tail_words(self, words: str) -> str:
        """``words`` without the adverbs at its end: 分别, 均, 累计, 力争 …"""
        while True:
            words = words.rstrip(" \u3000")
            if words.endswith(self._dated):
                words = self._time.sub("", words)
            word = self._tail_words.suffix(words, len(words))
            rest = words[: len(words) - len(word)]
            if not word or (len(word) == 1 and not is_boundary(words, len(rest)) and not self._is_modal(word, rest)):
                return words
            words = rest

    def _is_modal(self, word: str, rest: str) -> bool:
        """比重|要 and 占比|将: behind a metric it stands for itself, though the dictionary has 重要."""
        return word in self._modals and rest.endswith(self._metric_ends)

    def find(self, words: str) -> tuple[Verb, ...]:
        """Verbs of two and more characters, left to right, side by side ones joined; names of statistics are skipped."""
        return self._find(words)

    def _find_all(self, words: str) -> tuple[Verb, ...]:
        found: list[Verb] = []
        at = 0
        while first := self._first.search(words, at):
            at = first.start()
            if words[at : at + START] not in self._starts and words[at] not in self._starts:
                at += 1
                continue
            name = self._names.prefix(words, at, len(words))
            verb = None if name else self._at(words, at)
            if verb is None or self._is_joined_to_noun(words, verb):
                at += len(name) or 1
                continue
            at = verb.end
            if not self._join(found, verb, words):
                found.append(verb)
        return tuple(found)

    def _is_joined_to_noun(self, words: str, verb: Verb) -> bool:
        """运输|和邮电部门: what a conjunction joins to a noun is a noun; 建设和|加快完善 joins two verbs."""
        if not (verb.text in self._nominal or verb.action.event):
            return False
        if words.startswith(self._named_joints, verb.end) and self.name_at(words, verb.end + 1, len(words)):
            return True  # 减税降费|、退税缓费
        joint = words.startswith(self._conjunctions, verb.end) and not words.startswith(self._alike, verb.end)
        if not joint or not is_boundary(words, verb.end + 1):
            return False
        behind = range(verb.end + 1, min(verb.end + MAX_ADVERB + 2, len(words)))
        return not any(self._at(words, at) for at in behind)

    def _at(self, words: str, at: int) -> Verb | None:
        for action in (*self._by_start.get(words[at : at + START], ()), *self._by_start.get(words[at], ())):
            end = at + len(action.action)
            if words.startswith(action.action, at) and not self._is_in_name(words, end, action) and self._opens(words, at, end):
                return self._with_prefix(words, Verb(at, end, action.action, action))
        return None

    def _is_in_name(self, words: str, end: int, action: Action) -> bool:
        """引领|型, 降低|额 and 造林|面积: with such a word behind it, a verb is part of a name."""
        if action.action in self._nominal and words.startswith(self._sizes, end):
            return True
        return words.startswith(self._kinds, end) and is_boundary(words, end + 1)

    def _stands(self, words: str, start: int, end: int) -> bool:
        if end - start >= 4 or (start == 0 and end == len(words)):
            return True
        return is_word(words, start, end)

    def _opens(self, words: str, at: int, end: int) -> bool:
        if self._stands(words, at, end) or (at == 1 and words[0] == self._new):
            return True
        if self._objects.prefix(words, at, len(words)) and is_boundary(words, at):
            return True
        if words[at:end] in self._spending and words.endswith(self._purses, 0, at) and words.endswith(self._funds):
            return True  # 省级财政|投入|勘查资金: the dictionary has 财政投入
        return at == 0 and self._before_place(words, end)

    def _before_place(self, words: str, end: int) -> bool:
        """建成区人民医院分院 opens with 建成, though the dictionary has 建成区."""
        return words.startswith(self._places, end) and is_boundary(words, end + 1)

    def _with_prefix(self, words: str, verb: Verb) -> Verb:
        """新 makes one verb with what follows it (新启用), and new things are work done."""
        ends = verb.end + 1 == len(words)
        if (verb.text in self._light or ends) and words.startswith(self._well, verb.end) and is_boundary(words, verb.end + 1):
            return verb._replace(end=verb.end + 1)
        if verb.start and words[verb.start - 1] == self._new and verb.plain and (verb.start == 1 or is_boundary(words, verb.start - 1)):
            return verb._replace(start=verb.start - 1, text=self._new + verb.text)
        return verb

    def _join(self, found: list[Verb], verb: Verb, words: str) -> bool:
        """Joins ``verb`` to the one before where they stand side by side, or with 和, 、 or 并 between."""
        if not found or not verb.plain:
            return False
        last = found[-1]
        between = words[last.end : verb.start]
        # 服务|覆盖学生10万人次: one that may be a noun is a verb where another one follows and nothing stands before it.
        opens = not between and last.text in self._nominal and verb.text not in self._nominal and not words[: last.start].strip()
        if not last.plain or (last.text in self._light and not opens) or last.text in self._issuing:
            return False
        described = verb.text in self._describing and self._of in words[verb.end :]
        given = verb.text in self._grants and last.text in self._paying  # 发放|补贴
        if described or given or (verb.text in self._attributive and verb.end < len(words)):
            return False
        if last.text in self._nominal and verb.text not in self._nominal and words[: last.start].strip():
            return False
        if between not in self._joints or (between and last.start > 0 and words[: last.start].strip()):
            return False
        measure: Measure = last.action.measure
        found[-1] = Verb(last.start, verb.end, words[last.start : verb.end], last.action.model_copy(update={"measure": measure}))
        return True
