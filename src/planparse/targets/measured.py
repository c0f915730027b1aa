"""A number behind its noun or metric: 引进重点企业10家, 失业率控制在5.5%以内, 增速高于全国0.6个百分点."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from planparse.lexicon import Lexicon
from planparse.quantities.matching import alternation
from planparse.quantities.mentions import Mention
from planparse.segmentation import is_boundary, is_word
from planparse.targets.clauses import Share
from planparse.targets.frames import Extent, Frame, SentenceView
from planparse.targets.measures import COUNTED, Measures
from planparse.targets.phrases import Phrases
from planparse.targets.series import Series
from planparse.targets.verbs import Verb

MAX_STANDARD = 12
"""What a gap or a share is compared with has up to this many characters."""

COMPOUND = 4
"""A causative verb of so many characters is no noun behind a subject: 全市层面|统筹推进|重大项目."""

CLAUSE_END = "，,"

MAX_WHOLE = 16
"""So has what a share is of, between its bound and its number."""


class _Words(NamedTuple):
    """The words before a number, as they stand in the masked sentence from ``start`` on."""

    text: str
    start: int


class MeasuredNoun:
    """Reads what a number measures from the words before it."""

    def __init__(self, lexicon: Lexicon) -> None:
        sets = lexicon.sets
        self._sets = sets
        self._phrases = Phrases.of(lexicon)
        self._verbs = self._phrases.verbs
        self._measures = Measures.of(lexicon)
        self._series = Series.of(lexicon)
        self._light = frozenset(sets["light_verbs"])
        self._arranging = frozenset(sets["arranging_verbs"])
        self._attributive = frozenset(sets["attributive_verbs"])
        self._nominal = frozenset(sets["nominal_verbs"])
        self._inside = frozenset(sets["verbs_of_names"])
        self._doers = (*sets["owner_ends"], *sets["doer_ends"])
        self._generic = frozenset(sets["generic_metrics"])
        self._of = sets["attributive"][0]
        self._comma = sets["list_comma"][0]
        self._of_last_year = lexicon.pattern("of_last_year")
        self._compares = alternation(sets["compare_verbs"])
        self._circumstance = lexicon.pattern("circumstance")
        self._origin, self._with_focus = lexicon.pattern("origin"), lexicon.pattern("with_focus")
        self._reaching = lexicon.pattern("reaching")
        self._base = lexicon.pattern("comparison_base")
        self._on_base, self._ground = lexicon.pattern("on_base"), min(sets["grounds"], key=len)
        before = [bound for bound in lexicon.bounds if bound.place == "before" and len(bound.bound) > 1]
        self._bounds = sorted(before, key=lambda bound: -len(bound.bound))

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> MeasuredNoun:
        return MeasuredNoun(lexicon)

    def read(self, view: SentenceView, share: Share, left: Extent, previous: Frame | None) -> Frame:
        """The frame of a number whose own words are ``left``; its indicator is empty where they name none."""
        text = self._verbs.strip_tail_words(view.masked[slice(*left)])
        text = self._verbs.strip_tail_words(self._of_last_year.sub("", text))
        frame = Frame(share.mention, rule="number behind noun", left=text)
        origin = next((mark for mark in self._sets["origin_marks"] if text.endswith(mark)), None) or self._dated_base(view, left, text)
        origin = origin or self._described_base(view, share, text)
        if origin:
            text = self._verbs.strip_tail_words(text[: -len(origin)])
            frame.baseline = True
        if self._heads_for(view, frame, share, _Words(text, left[0])):
            return frame
        words = _Words(self._without_comparison(self._bounded_whole(text, share.mention), share.mention), left[0])
        words = self._without_copula(words)
        tail = self._verbs.tail(words.text)
        bounded = share.mention.bound is not None or (tail is not None and words.text.endswith(self._of, 0, tail.start))
        spent = tail is not None and bounded and tail.text in self._sets["spending_nouns"]
        moved = tail is not None and tail.changes and share.mention.role == "share"
        if tail and (spent or not (moved or self._governs(words.text, tail))):
            tail = None  # 研发经费|投入|突破30亿元, 用于科技的|投入|90亿元: before a bound that is a verb it is a noun, and behind 的
        if self._is_gap(view, frame, words) or (tail is None and self._is_part_of_whole(view, frame, words, previous)):
            return frame
        if tail is not None:
            self._metric_with_verb(view, frame, words, tail)
        else:
            self._noun(view, frame, words)
        return frame

    def _heads_for(self, view: SentenceView, frame: Frame, share: Share, words: _Words) -> bool:
        """推动制造业产值|向1.2万亿元|迈进: what heads for a number stands before 向, and the verb behind it."""
        if not words.text.endswith(self._sets["toward"]):
            return False
        mark = next(mark for mark in self._sets["toward"] if words.text.endswith(mark))
        behind = share.mention.right - view.base
        verb = next((verb for verb in self._sets["heading_verbs"] if view.masked.startswith(verb, behind)), "")
        if not verb:
            return False
        heading = words.text.removesuffix(mark)
        leading = self._verbs.leading(heading)
        start = words.start + (leading.end if leading and leading.end < len(heading) else 0)
        frame.indicator = self._phrases.phrase(view, *self._phrases.trim_left(view, start, words.start + len(heading)))
        frame.action, frame.rule = verb, "metric and verb"
        return True

    def _dated_base(self, view: SentenceView, left: Extent, text: str) -> str | None:
        """比|2020年的12万吨增加: a number with its own past time behind 比 is where something stood."""
        dated = view.masked.endswith(self._of, *left) and not text.endswith(self._sets["share_phrases"])
        return next((mark for mark in self._sets["comparing"] if text.endswith(mark)), None) if dated else None

    def _described_base(self, view: SentenceView, share: Share, text: str) -> str | None:
        """起征点|从月销售额|10万元提高到15万元: where something stood may be described before its number."""
        behind = view.masked[share.mention.right - view.base :]
        return self._origin_in(text) if self._reaching.match(behind) else None

    def _origin_in(self, text: str) -> str | None:
        """受教育年限|从10.2年: from 从, a word of its own, to the end."""
        found = self._origin.search(text)
        return found.group() if found and is_word(text, found.start(), found.start() + 1) else None

    # -- comparisons

    def _bounded_whole(self, words: str, mention: Mention) -> str:
        """占比不低于工资总量的70%: the bound and its number with what the share is of between them."""
        if mention.role != "share" or not words.endswith(self._of):
            return words
        for bound in self._bounds:
            head, found, whole = words.rpartition(bound.bound)
            if found and head and len(whole) <= MAX_WHOLE and mention.comparator in ("eq", bound.means):
                mention.comparator = bound.means
                return self._verbs.strip_tail_words(head)
        for state in self._sets["states_of_whole"]:
            head, found, whole = words.rpartition(state)
            based = whole.removesuffix(self._of) in self._sets["bases_in_time"] or self._phrases.ends_metric(
                self._verbs.strip_tail_words(head)
            )
            if found and based and 0 < len(whole) <= MAX_WHOLE:
                return head + state
        return words

    def _without_comparison(self, words: str, mention: Mention) -> str:
        """进出口总额比一九八五年|增长: the base of a comparison is no part of what is measured."""
        tail = self._verbs.tail(words)
        if tail is None:
            return words
        head = words[: tail.start]
        named = self._verbs.strip_tail_words(head)
        held = mention.role == "bare" or (mention.role == "share" and tail.action.role == "state")
        ratio = held and named.endswith(self._sets["ratio_names"])
        if ratio or named.endswith(self._sets["share_phrases"]):
            return words
        bare = self.off_base(named)
        if bare != named:
            head = self._verbs.strip_tail_words(bare)
            head = next((head.removesuffix(mark) for mark in self._sets["copular"] if head.endswith(mark)), head)
        return self.without_base(head) + words[tail.start :]

    def _without_copula(self, words: _Words) -> _Words:
        """余额预期增长均|为12%: it is the change before the adverb that the number measures."""
        copula = self._verbs.tail(words.text) if words.text.endswith(self._sets["resultatives"]) else None
        if copula is None or copula.text not in self._sets["resultatives"]:
            return words
        before = words.text[: copula.start]
        bare = self._verbs.strip_tail_words(before)
        change = self._verbs.tail(bare) if bare != before else None
        return _Words(bare, words.start) if change and change.changes else words

    def off_base(self, words: str) -> str:
        """消费规模|在2025年基础上: the base that a change starts from is no part of what changes."""
        return self._on_base.sub("", words) if self._ground in words else words

    def without_base(self, words: str) -> str:
        """进出口总额比上年|翻番: as before a verb, so before a word that implies the number."""
        if words.endswith(self._sets["share_phrases"]):
            return words
        words = self.off_base(words)
        for mark in self._sets["comparing"]:
            before, found, base = words.rpartition(mark)
            if base in self._sets["metric_ends"]:
                continue  # 放电|比容量
            if found and (self._base.search(base) if base else is_boundary(words, len(before))):
                return before
            if found and base and is_word(words, len(before), len(before) + len(mark)):
                return before
        return words

    def _is_gap(self, view: SentenceView, frame: Frame, words: _Words) -> bool:
        """高于全国0.6个百分点: the standard stands between the verb and the number, and what is compared before the verb."""
        for verb in self._sets["compare_verbs"] if self._compares.search(words.text) else ():
            head, found, standard = words.text.rpartition(verb)
            if found and not standard:
                head, standard = self._compared_standard(head)
            graded = verb in self._sets["better_verbs"] and any(end in standard for end in self._sets["ratio_ends"])
            if found and not graded and self._is_standard(standard) and not head.endswith(self._sets["negations"]):
                frame.action, frame.rule = verb, "gap"
                frame.indicator = self._head_phrase(view, words, head)
                return True
        return False

    def _compared_standard(self, head: str) -> tuple[str, str]:
        """占比|比全省|高出10个百分点: behind 比 the standard stands before the verb."""
        for mark in self._sets["comparing"]:
            before, found, standard = head.rpartition(mark)
            if found and is_boundary(head, len(before)) and is_boundary(head, len(before) + len(mark)):
                return before, standard
        return head, ""

    def _is_part_of_whole(self, view: SentenceView, frame: Frame, words: _Words, previous: Frame | None) -> bool:
        """民生支出占一般公共预算80%; 占全国34.5% is a share of what was named before."""
        for verb in self._sets["share_verbs"]:
            head, found, whole = words.text.rpartition(verb)
            ratio = words.text.endswith(self._sets["share_phrases"])
            if not found or ratio or not self._is_standard(whole) or not is_word(words.text, len(head), len(head) + len(verb)):
                continue
            frame.action, frame.rule = verb, "share"
            named = self._head_phrase(view, words, head)
            frame.indicator = named + verb + self._phrases.clean(whole)
            if previous and not named:
                frame.subject = previous.indicator
            return True
        return False

    def _is_standard(self, words: str) -> bool:
        return 1 <= len(words) <= MAX_STANDARD and not words.endswith(self._sets["share_phrases"])

    def _head_phrase(self, view: SentenceView, words: _Words, head: str) -> str:
        head = self._verbs.strip_tail_words(head)
        return self._phrases.phrase(view, words.start, words.start + len(head)) if head else ""

    # -- a metric and its verb

    def _governs(self, words: str, tail: Verb) -> bool:
        """Whether the verb at the end governs, or is a noun (完成铁路投资, 森林抚育) that another verb or none governs."""
        if tail.action.role == "state":
            return True
        if tail.text in self._nominal and self._verbs.is_verb(words[: tail.start]):
            return False  # 新增|减税降费
        if tail.changes:
            leading = self._verbs.leading(words[: tail.start])
            return leading is None or leading.causative or leading.text not in self._light
        if tail.text in self._nominal:
            return False
        before = self._verbs.find(words[: tail.start])
        return not any(verb.start == 0 or verb.text in self._light or verb.text in self._arranging for verb in before)

    def _metric_with_verb(self, view: SentenceView, frame: Frame, words: _Words, tail: Verb) -> None:
        """地区生产总值增长5%: what stands before the verb is measured."""
        subject = self._verbs.strip_tail_words(words.text[: tail.start])
        end = words.start + len(subject)
        frame.verb, frame.action, frame.rule = tail, tail.text, "metric and verb"
        subject = self._verbs.behind_causatives(subject[self._last_statement(subject) :])
        moved = self._phrases.moved_metric(subject.rstrip(CLAUSE_END))
        if len(moved) < len(subject.rstrip(CLAUSE_END)):
            subject, end = moved, end - len(subject) + len(moved)
        # 受教育年限从10.2年|提高到11.3年: where something stood is no part of it, be it a quantity or not.
        origin = self._origin_in(subject) if self._verbs.moves_to(tail) else None
        subject, end = (subject.removesuffix(origin), end - len(origin)) if origin else (subject, end)
        leading = self._verbs.leading(subject)
        if leading and self._governs_count(frame.mention, subject, leading, tail):
            frame.verb, frame.action = leading, leading.text
            subject = subject[leading.end :]
        elif leading and tail.changes and leading.text in (*self._arranging, *self._light) and leading.end < len(subject):
            subject = subject[leading.end :]
        subject = self._behind(subject, (*self._sets["object_marks"], *self._sets["causing_marks"], *self._sets["stating_marks"]))
        owner, subject = self._achieved_by(subject)
        planned = next((word for word in self._sets["planning_words"] if subject.startswith(word)), "")
        subject = subject[len(planned) :] if self._phrases.ends_metric(subject) else subject
        phrase = self._phrases.phrase(view, *self._phrases.trim_left(view, end - len(subject), end))
        phrase = self._without_mark(phrase, "topic_marks") if tail.plain and not tail.changes else phrase
        phrase = self._phrases.without_place(phrase) if tail.plain and not tail.changes else phrase
        if self._circumstance.match(view.masked, frame.mention.right - view.base):
            bare = self._phrases.without_preposition(phrase)  # 在|能源增长3%的情况下
            timed = bare in self._sets["time_alone"] or any(char.isdigit() for char in bare)
            phrase = phrase if timed else bare
        if tail.text in self._sets["spending_verbs"]:
            phrase = self._phrases.without_time(self._phrases.without_helpers(phrase))  # 省财政|四年统筹|安排200亿元
        frame.indicator = phrase + tail.text if phrase in self._sets["growth_names"] else self._phrases.without_suffix(phrase)
        frame.measure = self._measures.of_change(frame.indicator, frame.mention) or self._measures.of_verb(
            frame.verb, frame.mention, counted=False
        )
        frame.subject = owner or frame.subject
        frame.subjects = self._series.items(frame.indicator)

    def _achieved_by(self, subject: str) -> tuple[str, str]:
        """示范企业|实现|运营成本降低20%: whose metric it is, apart from the metric."""
        for verb in self._sets["attaining_marks"]:
            owner, found, metric = subject.rpartition(verb)
            if found and owner.endswith(self._sets["owner_ends"]) and self._phrases.ends_metric(metric):
                return self._phrases.without_adverbs(self._phrases.clean(owner)), metric
        return "", subject

    def _without_mark(self, phrase: str, marks: str) -> str:
        """对|拖欠企业的款项要清偿一半, 由|中央代地方发债40亿元: what such a mark puts before its verb."""
        mark = next((mark for mark in self._sets[marks] if phrase.startswith(mark)), "")
        return phrase.removeprefix(mark) if mark and is_word(phrase, 0, len(mark)) else phrase

    def _governs_count(self, mention: Mention, subject: str, leading: Verb, tail: Verb) -> bool:
        """培育企业达到10家 is work and no state: the verb before the counted noun governs, and not 达到."""
        counted = mention.role in COUNTED and leading.plain and leading.end < len(subject)
        described = self._of in subject[leading.end :]
        return counted and tail.action.role == "state" and not described and not self._phrases.ends_metric(subject)

    def _last_statement(self, subject: str) -> int:
        """打响新品牌、力争旅居人数|达600万: a word that leads a statement opens the one that counts."""
        place = subject.rfind(self._comma) + 1
        if subject.endswith(self._sets["finished_predicates"], 0, max(place - 1, 0)):
            return place
        opening = self._phrases.lead_at(subject, place) if place else ""
        return place + len(opening) if len(opening) > 1 else 0

    def _behind(self, subject: str, marks: tuple[str, ...]) -> str:
        """坚决把|文件|压减三分之一: what such a mark puts before its verb."""
        for mark in marks:
            before, found, thing = subject.rpartition(mark)
            stands = is_word(subject, len(before), len(before) + len(mark)) if found and thing else False
            if stands and not before.endswith(self._comma):
                subject = thing
        return subject

    # -- a noun without a verb behind it

    def _noun(self, view: SentenceView, frame: Frame, words: _Words) -> None:
        """引进重点企业10家, 城镇调查失业率5.5%: a verb before the noun governs, or none does."""
        cut = self._last_item(words.text)
        clause = _Words(words.text[cut:], words.start + cut)
        verbs = [verb for verb in self._verbs.find(clause.text) if verb.end < len(clause.text)]
        verb = self._governing(clause.text, verbs, frame.mention)
        if verb is None:
            self._noun_alone(view, frame, words)
            return
        own = self._handed_over(clause.text, verb, verbs) or verb
        subject = self._subject(view, clause, own, verbs[0]) if own is verb else self._handed_to(view, clause, verb, own)
        named = self._phrases.phrase(view, *self._phrases.behind_time(view, clause.start + own.end, clause.start + len(clause.text)))
        frame.verb, frame.action = own, own.text
        frame.indicator, frame.subject = self._phrases.without_examples(named), subject or None
        frame.measure = self._measures.of_verb(own, frame.mention, counted=not self._phrases.ends_metric(named))
        if frame.mention.bound and own.causative and self._phrases.ends_metric(named):
            frame.action, frame.measure = frame.mention.bound, "level"
        if named.endswith(self._sets["balances"]):
            frame.measure = "level"
        if named.startswith(self._sets["fixed_statistics"]) or named.endswith(self._sets["named_increase"]):
            frame.measure = "increase"
        owners = self._series.items(subject)
        frame.subjects = tuple(owner + named for owner in owners) or self._series.items(frame.indicator)

    def _governing(self, words: str, verbs: Sequence[Verb], mention: Mention) -> Verb | None:
        """The first verb that can govern; a rate keeps the verbs in its name (公民具备科学素质比例)."""
        rated = mention.role == "share" and self._phrases.ends_metric(words)
        verbs = self._outside_descriptions(words, verbs)
        plain = None if rated else next((verb for verb in verbs if verb.plain and self._may_govern(words, verb)), None)
        achieves = self._sets["achieving_verbs"]
        if rated:
            described = self._sets["describing_verbs"]
            verbs = [verb for verb in verbs if verb.changes or not (verb.plain or verb.text in described)]
        able = [verb for verb in verbs if not self._describes(words, verb)]
        other = (verb for verb in able if verb.start == 0 or verb.action.role in ("award", "state") or verb.text in achieves)
        compound = (verb for verb in able if verb.causative and len(verb.text) >= COMPOUND)
        return plain or next(other, None) or next(compound, None)

    def _outside_descriptions(self, words: str, verbs: Sequence[Verb]) -> Sequence[Verb]:
        """国家|用于提高收购价格的|支出: verbs of a description govern nothing."""
        end = words.rfind(self._of)
        opening = next((verb.start for verb in verbs if verb.text in self._sets["describing_verbs"] and verb.end < end), None)
        if opening is None or end + 1 == len(words):
            return verbs
        return [verb for verb in verbs if not opening <= verb.start < end]

    def _describes(self, words: str, verb: Verb) -> bool:
        """通车|总里程, 增长|预期目标: with nothing but a general metric or the mark of a goal behind it, a verb is part of the name."""
        named = words[verb.end :]
        if named.partition("（")[0] in self._sets["noun_suffixes"]:
            return True  # 起降|点100个, 起降|场（点）20个
        return (verb.text in self._attributive and named in self._generic) or named in self._sets["metric_suffixes"]

    def _may_govern(self, words: str, verb: Verb) -> bool:
        """At its beginning any verb governs the clause; behind a subject only one that is no noun there (主业投资占比)."""
        if self._describes(words, verb):
            return False
        if verb.start == 0 or self._verbs.strip_tail_words(words[: verb.start]) != words[: verb.start]:
            return True
        if self._with_focus.fullmatch(words[: verb.start]):
            return True  # 以公租房为重点|建设住房3600套
        if verb.text in (*self._arranging, *self._sets["spending_verbs"]) and words[: verb.start] in self._sets["purses"]:
            return True
        named = words[verb.end :]
        if verb.changes and len(named) > 1 and words.endswith(self._sets["classes_of_people"], 0, verb.start):
            return True  # 农民|增加|收入20亿元
        if verb.text.startswith(self._sets["finite_verbs"]) and len(named) > 1:
            return named not in self._generic
        noun = verb.action.event or verb.text in self._nominal or named in self._generic or len(named) == 1
        return not noun

    def _handed_over(self, words: str, verb: Verb, verbs: Sequence[Verb]) -> Verb | None:
        """组织企业|参加|展会300场, 引导社会资本|建设|充电桩5万个: the verb that a causative one hands over to."""
        if not verb.causative:
            return None
        later = verbs[verbs.index(verb) + 1 :]
        able = (one for one in later if one.plain or one.action.role == "award")
        handed = (
            one
            for one in able
            if one.start == verb.end or words.endswith(self._sets["handed_doers"], 0, one.start) or not self._in_noun(one)
        )
        return next(handed, None)

    def _in_noun(self, verb: Verb) -> bool:
        return verb.action.event or verb.text in self._inside

    def _subject(self, view: SentenceView, clause: _Words, verb: Verb, first: Verb) -> str:
        """Who does it, where the text names them before the verb: 庆阳数据中心集群|引进企业357家."""
        if verb.start == 0:
            return ""
        if first.start == 0 and first.text in self._sets["agentive"]:
            return self._handed_to(view, clause, first, verb)
        asked = first.text in self._sets["agentive"] and clause.text.endswith(self._sets["handed_doers"], 0, verb.start)
        start = first.end if asked and first.end <= verb.start else 0
        before = self._behind(clause.text[start : verb.start], self._sets["causing_marks"])
        handed = verb.start - len(self._verbs.behind_causatives(before + verb.text).removesuffix(verb.text))
        subject = self._phrases.without_adverbs(self._phrases.phrase(view, clause.start + handed, clause.start + verb.start))
        subject = self._phrases.without_time(subject)
        if (
            len(subject) < 2
            or subject in (*self._sets["time_alone"], *self._sets["pronouns"], *self._sets["ordinals_of_batches"])
            or self._phrases.lead_at(subject, 0) == subject
            or self._verbs.is_verb(subject)
        ):
            return ""
        placed = self._phrases.begins_with_preposition(subject) and not subject.startswith(self._sets["keeps_subject"])
        return self._phrases.beneficiary(subject) if placed else subject

    def _handed_to(self, view: SentenceView, clause: _Words, verb: Verb, own: Verb) -> str:
        """推动|省属高校|新增博士点40个: to whom the work is handed over, where they are named."""
        named = self._phrases.phrase(view, clause.start + verb.end, clause.start + own.start)
        named = self._phrases.without_adverbs(named)
        return named if named.endswith(self._doers) and not self._verbs.find(named) else ""

    def _noun_alone(self, view: SentenceView, frame: Frame, words: _Words) -> None:
        frame.rule = "noun alone"
        if self._is_had(view, frame, words):
            return
        named = self._without_mark(self._phrases.phrase(view, words.start, words.start + len(words.text)), "doer_marks")
        frame.indicator = self._phrases.without_suffix(named)
        frame.subjects = self._series.items(frame.indicator)
        closing = self._verbs.tail(words.text)
        event = closing is not None and closing.action.event and closing.start > 0
        alone = closing is not None and closing.start == 0 and closing.plain and closing.text not in self._sets["names_holding_verbs"]
        frame.action = frame.mention.bound or (closing.text if closing and (event or alone) else None)
        changed = self._measures.of_change(frame.indicator, frame.mention) if frame.indicator != named else None
        frame.measure = changed or self._measures.of_metric(frame.indicator, frame.mention)
        sought = next((verb for verb in self._sets["seeking_verbs"] if view.masked.endswith(verb, 0, words.start)), None)
        if sought and frame.indicator.endswith(self._sets["sought_funds"]) and frame.action is None:
            frame.action, frame.measure = sought, "output"
        increase = self._sets["named_increase"]
        if frame.indicator.endswith(increase):
            frame.measure, frame.action = "increase", self._verbs.find_any(frame.indicator)

    def _is_had(self, view: SentenceView, frame: Frame, words: _Words) -> bool:
        """全省|有|高校120所: how many of something a place has."""
        holder = next((region for region in self._sets["regions"] if words.text.startswith(region)), "")
        having = next((verb for verb in self._sets["having"] if words.text.startswith(verb, len(holder))), "") if holder else ""
        start = len(holder) + len(having)
        if not having or start == len(words.text) or not is_word(words.text, len(holder), start):
            return False
        frame.subject, frame.action, frame.measure = holder, having, "level"
        frame.indicator = self._phrases.phrase(view, words.start + start, words.start + len(words.text))
        return True

    def _last_item(self, words: str) -> int:
        """Where the last of several coordinated statements begins: 加强治理、培育企业10家."""
        for place in range(len(words) - 1, 0, -1):
            if words[place] not in self._sets["statement_marks"]:
                continue
            last = self._verbs.leading(words[place + 1 :])
            if last is None or last.action.event or last.end >= len(words) - place - 1:
                continue
            before = next((verb for verb in self._verbs.find(words[:place]) if verb.start == 0 or verb.plain), None)
            if before is not None and before.end < place:
                return place + 1
        return 0
