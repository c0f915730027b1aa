"""Phrases without what does not belong to them: connectors, adverbs, times, asides, examples."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

from planparse.lexicon import Lexicon
from planparse.quantities.matching import Words, alternation
from planparse.segmentation import is_boundary, is_word
from planparse.segmentation import words as words_of
from planparse.targets.clauses import BRACKETED
from planparse.targets.frames import Extent, SentenceView
from planparse.targets.verbs import VerbTable

MAX_DESCRIPTION = 9
"""A description before 的 up to this length stays in an indicator."""

MIN_GENERAL = 4
"""The general noun behind 等 says enough by itself from this length on."""

MAX_GENERAL_METRIC = 7
"""A metric up to this length behind 等 says nothing of what it is a metric of."""

MAX_BENEFICIARY = 12
"""Those for whom something is done have a name of up to this many characters."""

SHORT_NOUN = 2
"""A noun up to this length says too little: the words before the number belong to it (城乡供水15项实事)."""

MAX_WORD_ASIDE = 7
"""A bracket up to this length, its signs counted, is part of the word before it: 县（市、区）."""

_SPACE = frozenset(sign for sign in map(chr, range(0x3001)) if sign.isspace())
_EDGE = "".join(sorted(_SPACE)) + "，、；。：:-—@/"


class Phrases:
    """How a stretch of a sentence becomes the words of an indicator."""

    def __init__(self, lexicon: Lexicon) -> None:
        sets = lexicon.sets
        self.verbs = VerbTable.of(lexicon)
        self._sets = sets
        self._modals = alternation(sets["modals"])
        self._leads = Words(sets["lead_words"])
        self._leading = sets["leading_marks"]
        self._trailing = tuple(sorted(sets["trailing_marks"], key=len, reverse=True))
        self._prepositions = Words(sets["prepositions"])
        self._metric_ends = sets["metric_ends"]
        self._attributive = frozenset(sets["attributive_verbs"])
        self._generic_counts = frozenset(sets["generic_counts"])
        self._hollow = frozenset(sets["hollow_nouns"])
        self._of = sets["attributive"][0]
        self._aspect = sets["aspect"][0]
        self._left_edge = _SPACE | {BRACKETED, self._of, *sets["list_comma"], "：", ":", *sets["item_signs"]}
        self._right_edge = _SPACE | {self._of, *sets["separators"]}
        self._behind_number = _SPACE | {self._of, BRACKETED}
        self._bounds = tuple(bound.bound for bound in lexicon.bounds if bound.place == "after" and len(bound.bound) > 1)
        self._time_starts = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十两“‘" + "".join(sets["time_starts"]))
        self._graded = lexicon.pattern("graded_noun")
        self._leading_time = lexicon.pattern("leading_time")
        self._trailing_time = lexicon.pattern("trailing_time")
        self._representing = lexicon.pattern("representing")
        self._footnote = lexicon.pattern("footnote")
        self._event_tails = tuple(sorted(sets["event_tails"], key=len, reverse=True))
        said = ("statement_adverbs", "statement_prepositions", "appointing_verbs")
        self._statement = alternation((*(word for name in said for word in sets[name]), self._aspect))
        self._coordination = lexicon.pattern("coordination")
        self._leading_place = lexicon.pattern("leading_place")
        self._place = lexicon.pattern("place_phrase")

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> Phrases:
        return Phrases(lexicon)

    # -- what kind of words they are

    def lead_at(self, words: str, at: int) -> str:
        """The connector or adverb at a place; empty if there is none."""
        return self._leads.prefix(words, at, len(words))

    def ends_metric(self, words: str) -> bool:
        """Whether the words name something that is measured (…率, …总额) and not things that are counted."""
        return words.endswith(self._metric_ends)

    def is_noun(self, words: str) -> bool:
        """Whether the words behind a number can be what it counts; 水平 or 目标 alone are not."""
        named = words.startswith(self._sets["like_conjunctions"]) or self._representing.match(words) is not None
        return bool(words) and words not in self._hollow and (named or not words.startswith(self._sets["no_noun_starts"]))

    def ends_in_preposition(self, words: str) -> bool:
        """为|10323名老人 and 在|2个乡镇 hand the number to a verb behind it; in 引进留用 the last character is none."""
        word = self._prepositions.suffix(words, len(words))
        return bool(word) and self.verbs.tail(words) is None and is_boundary(words, len(words) - len(word))

    def leads_to_verb(self, words: str) -> bool:
        """典型经验|在全国|推广, 卫生院|加快|建设: behind a place or a helping verb, a verb that might be a noun makes a statement."""
        found = self._place.search(words)
        if found is not None and found.start() >= 2 and is_boundary(words, found.start()):
            return True
        helper = self.verbs.tail(words)
        return helper is not None and helper.causative and helper.start >= 2 and is_boundary(words, helper.start)

    def statement_at(self, words: str) -> int:
        """Where something begins to be said of a counted noun: 40所学校|均已通电; at the end where nothing is."""
        if not self._statement.search(words, 2):
            return len(words)
        parts = words_of(words)
        starts = list(itertools.accumulate(map(len, parts), initial=0))
        for index, (start, word) in enumerate(zip(starts, parts, strict=False)):
            if start >= 2 and self._tells_apart(word, words[start:]):
                return start
            if start < 2 or self._of in words[start:]:
                continue
            if word in self._sets["statement_adverbs"] or self._places(parts, index, words[start:]):
                return start
            done = index - 1 - (parts[index - 1] in self._sets["verb_complements"])
            if word == self._aspect and done > 0 and starts[done] >= 2:
                return starts[done]
        return len(words)

    def _tells_apart(self, word: str, words: str) -> bool:
        """三个部门|对执行中的问题进行检查, 12个社区|确定为新的试点: what is said holds 的, and is no description of a noun all the same."""
        if words.startswith(self._sets["appointing_verbs"]):
            return True
        return word in self._sets["statement_prepositions"] and any(verb in words for verb in self._sets["dealing_verbs"])

    def _places(self, parts: Sequence[str], index: int, words: str) -> bool:
        """在|海外|设立分支机构: a preposition with a word behind it, and a verb behind that; 在研项目 has neither."""
        preposition = parts[index] in self._sets["statement_prepositions"] and len(parts[index + 1 : index + 2]) == 1
        return preposition and len(parts[index + 1]) > 1 and bool(self.verbs.find(words[len(parts[index]) :]))

    def begins_with_preposition(self, words: str) -> bool:
        """Whether the words are where, for whom or with what, and so no subject."""
        opening = len(self._prepositions.prefix(words, 0, len(words)))
        return opening > 0 and (opening > 1 or is_boundary(words, 1))

    def beneficiary(self, words: str) -> str:
        """为|既有住宅|加装电梯: for whom or what something is done; empty where the words before a verb say no such thing."""
        if not words.startswith(self._sets["benefit_marks"]) or not is_boundary(words, 1):
            return ""
        named = self.without_adverbs(self.clean(words[1:]))
        return named if 1 < len(named) <= MAX_BENEFICIARY and not self.verbs.find(named) else ""

    # -- stretches of a sentence

    def trim_left(self, view: SentenceView, start: int, end: int) -> Extent:
        """Words before a number without the connectors, adverbs and times at their beginning."""
        while start < end:
            step = self._leading_length(view, start, end)
            if not step:
                break
            start += step
        while end > start and self._is_edge(view, end, _SPACE):
            end -= 1
        return start, end

    def _time_at(self, view: SentenceView, start: int, end: int) -> re.Match[str] | None:
        return self._leading_time.match(view.text, start, end) if start < end and view.text[start] in self._time_starts else None

    def behind_time(self, view: SentenceView, start: int, end: int) -> Extent:
        """完成|2026年前|裁减员额2万: an object without the time that opens it."""
        time = self._time_at(view, start, end)
        closed = time is not None and view.masked.endswith(self._sets["time_closings"], start, time.end())
        return (time.end() if time and closed else start), end

    def _leading_length(self, view: SentenceView, start: int, end: int) -> int:
        if view.masked[start] in self._left_edge:
            return 1
        if view.masked.startswith(self._sets["like_leads"], start):
            return 0
        time = self._time_at(view, start, end)
        if time and time.end() > start:
            return time.end() - start
        masked = view.masked
        place = self._leading_place.match(masked, start, end)
        if place and place.end() < end and not masked.startswith(self._of, place.end()):
            return place.end() - start
        if self.verbs.name_at(masked, start, end):
            return 0
        word = self._leads.prefix(masked, start, end)
        return len(word) if word and self._leads_on(masked, start, end, word) else 0

    def _leads_on(self, masked: str, start: int, end: int, word: str) -> bool:
        """加快 leads 加快推进…, but is the verb itself in 加快5条高铁建设; 重点 leads 重点培育…, but not 重点项目."""
        begins = masked.startswith(self._sets["noun_endings"], start + len(word))  # 成功率 does not begin with 成功
        stands = (len(word) > 1 and not begins) or start + len(word) >= end or is_boundary(masked[start:end], len(word))
        if not stands and word not in self._sets["lead_adverbs"]:
            return False
        if word in self._sets["lead_adverbs"]:
            verb = self.verbs.find(masked[start + len(word) : end][:8])
            timed = self._leading_time.match(masked, start + len(word), end)
            leads = bool(verb) and verb[0].start == 0 and not self._names_kind(masked[start + len(word) : end], verb[0].text)
            # 可减轻 is a word of the segmenter, and so is 再贷款; only a verb that is no noun stands alone in one.
            leads = leads and (stands or verb[0].text not in self._sets["nominal_verbs"])
            handed = masked.startswith(self._sets["object_marks"], start + len(word))
            return leads or handed or (stands and bool(timed and timed.end() > start + len(word)))
        return True

    def _names_kind(self, words: str, verb: str) -> bool:
        """重点|研发项目: a verb that says of what kind the noun behind it is."""
        return verb in self._attributive and words[len(verb) :] in self._generic_counts

    def trim_right(self, view: SentenceView, start: int, end: int) -> Extent:
        """Words behind a number without its bounds, and without what goes on vaguely (、若干…)."""
        masked = view.masked
        for mark in self._sets["vague_continuations"]:
            cut = masked.find(mark, start, end)
            end = cut if cut > start else end
        while start < end and masked[start] in self._behind_number:
            start += 1
        if masked.startswith(self._bounds, start, end):
            start += len(next(word for word in self._bounds if masked.startswith(word, start, end)))
        while end > start and self._is_edge(view, end, self._right_edge):
            end -= 1
        if masked.endswith(self._bounds, start, end):
            closing = end - len(next(word for word in self._bounds if masked.endswith(word, start, end)))
            if masked[closing - 1 : closing] not in self._sets["level_after_bound"]:
                end = closing
        return start, end

    def _is_edge(self, view: SentenceView, end: int, edge: frozenset[str]) -> bool:
        last = view.masked[end - 1]
        return last in edge or (last == BRACKETED and not self._is_word_aside(view, end))

    def _is_word_aside(self, view: SentenceView, end: int) -> bool:
        """县（市、区） is one word; a longer bracket says something of its own."""
        if view.text[end - 1] not in "）)":
            return False
        opening = max(view.text.rfind("（", 0, end), view.text.rfind("(", 0, end))
        words = view.text[opening + 1 : end - 1]
        return 0 < end - opening <= MAX_WORD_ASIDE and (words.isascii() or not any(char.isdigit() for char in words))

    def phrase(self, view: SentenceView, start: int, end: int) -> str:
        """``text[start:end]`` as an indicator."""
        phrase = self._representing.sub("", self.clean(view.text[start:end]))
        if phrase.startswith(self._sets["origin_marks"]) and phrase.endswith(self._sets["inside_marks"]):
            phrase = phrase[1:-1]
        return self.without_examples(self.without_time(phrase))

    def without_time(self, phrase: str) -> str:
        """Without a time at its end: 全国各单位|五年."""
        return self._trailing_time.sub("", phrase)

    # -- words

    def coordinated(self, phrase: str) -> list[str]:
        """The parts of a coordination, cut at its conjunctions: 普及率 and 和兴路 hold none."""
        if not self._coordination.search(phrase):
            return [phrase] if phrase else []
        parts, last = [""], phrase.rfind(self._sets["list_comma"][0])
        at = 0
        for word in words_of(phrase):
            at += len(word)
            # 软件和信息技术服务业、电子制造业: 和 stands before the last item, and so inside a name where 、 follows.
            if self._coordination.fullmatch(word) and (word in self._sets["list_comma"] or at > last):
                parts.append("")
            else:
                parts[-1] += word
        return [part for part in parts if part]

    def clean(self, phrase: str) -> str:
        """Without footnote marks, and without function words at either end."""
        phrase = self._footnote.sub("", phrase).strip(_EDGE)
        if phrase.count("“") != phrase.count("”"):
            phrase = phrase.strip("“”" + _EDGE)
        phrase = phrase.removeprefix(self._aspect)
        while phrase.startswith(self._leading) and len(phrase) > 1 and is_boundary(phrase, 1):
            phrase = phrase[1:].lstrip(_EDGE)
        while phrase.endswith(self._trailing) and len(phrase) > 1:
            rest = phrase[: -len(next(word for word in self._trailing if phrase.endswith(word)))]
            if not is_boundary(phrase, len(rest)):
                break
            phrase = rest.rstrip(_EDGE)
        return phrase

    def without_suffix(self, indicator: str) -> str:
        """经济增长预期目标为5% measures 经济增长."""
        for suffix in self._sets["metric_suffixes"]:
            if indicator.endswith(suffix) and len(indicator) - len(suffix) >= 2:
                return indicator[: -len(suffix)].removesuffix(self._of)
        return indicator

    def modal_in(self, words: str) -> re.Match[str] | None:
        """36个|水利项目|要|加快建设: the 要 or 将 behind a noun, where it is a word of its own."""
        found = (match for match in self._modals.finditer(words) if match.start() > 1)
        return next((match for match in found if is_word(words, match.start(), match.end())), None)

    def who_is_to(self, words: str) -> str:
        """乡镇企业|要继续发展: of a statement of what something is to do, the words that name it; else all of them."""
        modal = None if self.ends_metric(words) else self.modal_in(words)
        said = self.verbs.find(words[modal.end() :]) if modal else ()
        return words[: modal.start()] if modal and said and modal.end() + said[-1].end == len(words) else words

    def moved_metric(self, words: str) -> str:
        """投向智能的比例|逐年提高: of a statement of how a metric moves, the metric; else all of the words."""
        verbs = self.verbs.find(words)
        moves = bool(verbs) and verbs[-1].changes and verbs[-1].end == len(words)
        metric = self.verbs.strip_tail_words(words[: verbs[-1].start]) if moves else ""
        return metric if self.ends_metric(metric) else words

    def without_preposition(self, phrase: str) -> str:
        """Without the preposition that opens it: 对|已谋划."""
        opening = len(self._prepositions.prefix(phrase, 0, len(phrase)))
        return phrase[opening:] if opening > 0 and is_boundary(phrase, opening) else phrase

    def without_adverbs(self, phrase: str) -> str:
        """Without the adverbs at its end."""
        phrase = self.verbs.strip_tail_words(phrase)
        while len(word := self._leads.suffix(phrase, len(phrase))) > 1:
            phrase = phrase[: -len(word)]
        return phrase

    def without_place(self, phrase: str) -> str:
        """Without the place at its end: 人口|在城镇."""
        place = self._place.search(phrase)
        return phrase[: place.start()] if place and place.start() >= 2 and is_boundary(phrase, place.start()) else phrase

    def without_helpers(self, phrase: str) -> str:
        """Without the adverbs, places and helping verbs at its end: 道路实现|通车, 机组全部|投产, 人口在城镇|落户."""
        while True:
            phrase = self.without_place(self.without_adverbs(phrase))
            tail = self.verbs.tail(phrase)
            if tail is None or not tail.causative or tail.start == 0 or not is_boundary(phrase, tail.start):
                return phrase
            phrase = phrase[: tail.start]

    def without_examples(self, phrase: str) -> str:
        """信用监管、信用就医等特色应用场景 is counted as 特色应用场景, where the general noun says enough by itself."""
        for mark in self._sets["example_marks"]:
            head, found, general = phrase.rpartition(mark)
            if found and head and general in self._sets["aims_named"]:
                return self.clean(head)
            if not found or not head or len(general) < MIN_GENERAL or head.endswith(self._sets["graded"]):
                continue
            if len(general) <= MAX_GENERAL_METRIC and self.ends_metric(general):
                continue  # 智能终端、智能体等应用普及率: the examples tell whose the metric is
            if not general.startswith((*self._sets["kept_with_examples"], *self._sets["class_marks"])):
                return self.clean(general)
        return phrase

    def without_work(self, phrase: str) -> str:
        """住房建设 is counted as 住房."""
        for tail in self._event_tails:
            if phrase.endswith(tail) and len(phrase) - len(tail) >= SHORT_NOUN:
                return self.clean(phrase[: -len(tail)])
        return phrase

    def without_description(self, phrase: str) -> str:
        """具有重症救治能力的|县级急救点: a noun that names its level is told apart without a long description."""
        description, found, noun = phrase.rpartition(self._of)
        told = self._graded.match(noun) is not None and len(noun) >= MIN_GENERAL
        return noun if found and told and len(description) >= MAX_DESCRIPTION and not self._is_work(noun) else phrase

    def _is_work(self, noun: str) -> bool:
        """安全标准的|制定修订工作: what names nothing but the work."""
        verbs = self.verbs.find(noun)
        rest = noun[verbs[-1].end :] if verbs and verbs[0].start == 0 else noun
        return not rest or rest in self._sets["work_words"]
