"""What a number leaves unsaid: its indicator, its owner or its verb, taken from what stands before."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from planparse.lexicon import Lexicon
from planparse.segmentation import boundaries
from planparse.segmentation import words as words_of
from planparse.targets.clauses import Share
from planparse.targets.frames import Extent, Frame, SentenceView
from planparse.targets.measures import COUNTED, Measures
from planparse.targets.phrases import Phrases
from planparse.targets.verbs import Verb

CLAUSE_MARKS = "，,；：:"
COLON = "："
OPENING_BRACKETS = "（("
CLOSING_BRACKETS = ("）", ")")

MAX_LABEL = 12
"""A label before a colon (棉花：达到…) has up to this many characters."""

MAX_PLACE = 8
"""The names of places that share a metric (绵阳、宜宾) have up to this many characters."""

MAX_METRIC = 20
MAX_DESCRIBED = 24
"""A metric with a description before it (各企业修建的|住宅面积) has up to this many characters."""

MAX_OBJECT = 30

MAX_CLAUSES_BACK = 3
"""A topic is looked for in so many clauses before a number."""

MAX_TOPIC = 20
"""A clause that names a topic has up to this many characters."""

MAX_DEPENDENT = 8
"""A metric up to this length may lack the thing that it is a metric of."""


class Unsaid:
    """Fills what the words around a number do not say."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._phrases = Phrases.of(lexicon)
        self._verbs = self._phrases.verbs
        self._measures = Measures.of(lexicon)
        self._of = lexicon.sets["attributive"][0]
        self._generic = frozenset(lexicon.sets["generic_metrics"])
        self._nameless = frozenset((*lexicon.sets["empty_words"], *lexicon.sets["regions"], *lexicon.sets["time_alone"]))
        self._topical = frozenset(lexicon.sets["topical_metrics"])
        self._counts = frozenset(lexicon.sets["generic_counts"])
        self._states = frozenset((*lexicon.sets["having"], *lexicon.sets["achieving_verbs"]))
        self._purses = frozenset(lexicon.sets["purses"])
        self._things = frozenset((*lexicon.sets["thing_metrics"], *lexicon.sets["produce_metrics"]))
        self._listed_metric = lexicon.pattern("listed_metric")
        self._place = lexicon.pattern("place_alone")
        self._whole = lexicon.pattern("whole")
        self._level = lexicon.pattern("level_modifier")
        self._level_alone = lexicon.pattern("level_alone")
        self._ratio = lexicon.pattern("rate_head")
        self._rate = lexicon.pattern("rate_alone")

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> Unsaid:
        return Unsaid(lexicon)

    def fill(self, view: SentenceView, frame: Frame, share: Share, previous: Frame | None) -> None:
        """Completes a frame whose number stands behind its words, from the clause or the number before."""
        if frame.indicator in self._nameless or self._place.fullmatch(frame.indicator):
            frame.indicator = ""
        if not frame.indicator and not share.joined:
            named = self._clause_before(view, frame, share) or self._same_verb_before(view, frame, share)
            frame.indicator = named or self._who_before(view, frame, share)
        self._own(view, frame, share, previous)
        if not frame.indicator and not share.joined and self._starts_anew(view, frame, share, previous):
            frame.indicator = self._work_before(view, share)
        if previous is None:
            frame.indicator = frame.indicator or frame.action or self._before_bracket(view, share)
        elif not frame.indicator and frame.action and frame.mention.role == "classifier" and previous.indicator == previous.action:
            frame.indicator = frame.action
        elif not frame.indicator:
            self._take_indicator(frame, previous, share.joined)
        elif frame.indicator in self._generic and previous.indicator and frame.subject is None:
            repeated = share.joined or previous.indicator.endswith(frame.indicator)
            frame.subject = None if repeated else self._owner_before(view, share)
            if not frame.subject:
                self._take_owner(frame, previous)
        else:
            self._inherit(view, frame, share, previous)

    def _own(self, view: SentenceView, frame: Frame, share: Share, previous: Frame | None) -> None:
        """Whose the metric is, and of what whole or of which kind, as the words before say."""
        if frame.indicator in self._topical and not share.joined and frame.subject is None:
            frame.subject = self._topic_before(view, share)
        if frame.indicator in self._sets["thing_metrics"] and not share.joined and frame.subject is None:
            frame.subject = self.subject_before(view, share.left[0]) or None
        if previous is not None and frame.subject is None:
            self._name_owner(view, frame, previous)
            self._carry_subject(view, frame, share, previous)
        if frame.indicator in self._sets["metrics_of_the_last"] and frame.subject is None and view.frames:
            last = view.frames[-1].indicator
            frame.subject = next((last.removesuffix(end) for end in self._sets["spending_nouns"] if frame.indicator.startswith(end)), last)
        self._name_whole(view, frame, share)
        self._name_listed(view, frame, share)
        if previous is not None:
            self._name_counted(view, frame, share, previous)
        if frame.indicator.startswith(self._sets["share_verbs"]) and frame.subject is None:
            frame.subject = (self._has_whole(view.frames[-1]) if view.frames else self.subject_before(view, share.left[0])) or None
        if frame.subject and self._rate.fullmatch(frame.indicator):
            frame.indicator, frame.subject = frame.indicator + frame.subject, None
        purse = self._phrases.without_preposition(frame.indicator)
        frame.indicator = purse if purse in self._purses else frame.indicator
        if frame.indicator in self._purses and frame.verb and frame.verb.text in self._sets["spending_verbs"]:
            frame.subject, frame.indicator = frame.indicator, self._purpose(view, share) or frame.verb.text

    def _inherit(self, view: SentenceView, frame: Frame, share: Share, previous: Frame) -> None:
        """What a named frame still has from the number before: the noun of its level, its metric, its rate, its verb."""
        if frame.indicator.endswith(self._sets["lacking_noun_ends"]) and (level := self._level_in(frame.indicator)):
            frame.indicator = level
            self._take_noun(frame, previous, self._follows_part_mark(view, share))
        elif metric := self._metric_of_places(frame, previous):
            frame.indicator += metric
        elif share.joined and frame.mention.unit == previous.mention.unit and (ratio := self._ratio_of(frame, previous)):
            frame.indicator = ratio + frame.indicator
        elif share.joined and frame.rule == "noun alone" and (owner := self._plant_of(frame, previous)):
            frame.indicator = owner + frame.indicator
            frame.take_verb(previous)
        elif share.joined and frame.action and frame.action == previous.action:
            self._take_metric(frame, previous)
        elif frame.rule == "noun alone" and self._follows_part_mark(view, share):
            whole = next((one for one in reversed(view.frames) if one.mention.unit == frame.mention.unit), previous)
            self._take_metric(frame, whole)
            self._take_verb(view, frame, share, previous)
            grown = whole.mention.unit == frame.mention.unit == "%" and whole.verb is not None and whole.verb.changes
            if grown and frame.action is None and not self._phrases.ends_metric(frame.indicator):
                frame.take_verb(whole)  # 总产值增长6%，其中农业|3.5%
        elif frame.action is None and not self._take_produce(view, frame, share, previous):
            self._take_verb(view, frame, share, previous)
        elif frame.action is None and share.joined:
            frame.take_verb(previous)

    def _starts_anew(self, view: SentenceView, frame: Frame, share: Share, previous: Frame | None) -> bool:
        """实施渔港项目，每年新开工50个: whether the clause before, without a number, says what is counted, and not the last number."""
        if previous is None:
            return True
        cut, _ = self._last_clause(view.masked[: share.left[0]])
        counted = frame.mention.role == "classifier" and frame.mention.unit != previous.mention.unit
        return counted and share.left[0] > 0 and not _numbered(view, cut)

    def _take_indicator(self, frame: Frame, previous: Frame, joined: bool) -> None:
        """总量达到36家、增长5%: the second number measures what the first does."""
        frame.indicator, frame.subject, frame.subjects = previous.indicator, previous.subject, previous.subjects
        whose = self._has_share(frame, previous)
        if whose:
            frame.indicator, frame.subject = whose, None
        frame.rule += ", indicator from before"
        frame.continues = previous
        if not frame.action and joined and previous.noun_first:
            frame.take_verb(previous)

    def _has_share(self, frame: Frame, previous: Frame) -> str:
        """工业支出占总支出的38%，增长46%: it is what has the share that grows by so many percent, and not the share."""
        grows = frame.verb is not None and frame.verb.changes and frame.mention.unit == "%"
        if not grows or previous.rule != "share" or not previous.action:
            return ""
        return previous.indicator.partition(previous.action)[0] or previous.subject or ""

    def _has_whole(self, previous: Frame) -> str | None:
        """技改投资100亿元，占全部投资的比重达到30%: what has the share is what the number before measures."""
        shared = previous.indicator.startswith(self._sets["share_verbs"])
        return previous.subject if shared else previous.indicator

    def _name_whole(self, view: SentenceView, frame: Frame, share: Share) -> None:
        """在工业总产值中，国营占63.8%，私营的比重为0.4%: a part has its share in the whole that the sentence named."""
        named_whole = frame.rule.startswith("share")
        if named_whole or frame.mention.role != "share" or not frame.indicator or self._whole.search(frame.indicator):
            return
        of = next((of for of in self._sets["part_of_whole"] if frame.indicator.endswith(of)), "")
        if not of and frame.action not in self._sets["share_verbs"]:
            return
        named = [found.group() for found in self._whole.finditer(view.masked, 0, share.left[1])]
        if named:
            part = frame.indicator.removesuffix(of)
            frame.indicator = part + named[-1] + (of or self._sets["part_of_whole"][0])

    def _name_listed(self, view: SentenceView, frame: Frame, share: Share) -> None:
        """新增生产能力有：生铁10万吨、钢8万吨 lists by a metric, 汽车：年产能力9万辆 metrics of one thing."""
        at = view.masked.find(COLON, 0, share.left[1])
        if at < 0 or not frame.indicator or frame.subject is not None:
            return
        described, _, metric = frame.indicator.rpartition(self._of)
        if metric in self._things:
            label = self._phrases.phrase(view, *self._phrases.trim_left(view, 0, at))
            named = 0 < len(label) <= MAX_LABEL and not self._verbs.find(label) and not self._phrases.ends_metric(label)
            frame.subject = label if named and label not in described else None
            return
        listed = self._listed_metric.search(view.masked, 0, at)
        produced = self._are_produce(frame) or (frame.mention.role == "share" and frame.verb is not None and frame.verb.changes)
        if listed and produced and not self._phrases.ends_metric(frame.indicator):
            frame.indicator += listed.group("metric")

    def _name_counted(self, view: SentenceView, frame: Frame, share: Share, previous: Frame) -> None:
        """建设项目有57个，属于地方的是14个: with 的 and no noun before it, a number counts what the one before does."""
        alike = frame.mention.role == previous.mention.role == "classifier" and frame.mention.unit == previous.mention.unit
        if not alike or not frame.indicator or not self._lacks_noun(view.masked[slice(*share.left)]):
            return
        described, _, noun = previous.indicator.rpartition(self._of)
        if noun and not frame.indicator.endswith(noun) and (described or not self._lacks_noun(previous.left)):
            frame.indicator += self._of + noun

    def _lacks_noun(self, words: str) -> bool:
        """属于地方的|是, 继续建设的: words before a number that end in 的, whatever copula stands behind it."""
        words = self._verbs.strip_tail_words(words)
        for mark in (*self._sets["having"], *self._sets["copula"], *self._sets["copular"]):
            words = self._verbs.strip_tail_words(words.removesuffix(mark))
        return words.endswith(self._of)

    def _take_owner(self, frame: Frame, previous: Frame) -> None:
        """重点实验室15家、总数达36家: a general metric belongs to what was named before."""
        if previous.indicator.endswith(frame.indicator):
            frame.indicator, frame.subject = previous.indicator, previous.subject
            return
        frame.subject = previous.subject if previous.indicator in self._generic else self._thing_of(frame, previous)
        frame.rule += ", owner from before"

    def _thing_of(self, frame: Frame, previous: Frame) -> str:
        """粮食|播种面积1亿亩、产量800亿斤: what the metric before belongs to, this one does too."""
        if frame.indicator not in self._sets["thing_metrics"]:
            return previous.indicator
        ends = (metric for metric in (*self._sets["sown_areas"], *self._generic) if previous.indicator.endswith(metric))
        metric = max(ends, key=len, default="")
        thing = previous.indicator.removesuffix(metric)
        if not metric and self._phrases.ends_metric(previous.indicator):
            words = words_of(previous.indicator)
            thing = self._verbs.strip_tail_words("".join(words[:-1]))
            thing = next((thing.removesuffix(word) for word in self._sets["metric_modifiers"] if thing.endswith(word)), thing)
        return thing or previous.indicator

    def _owner_before(self, view: SentenceView, share: Share) -> str | None:
        """推进省属国企提质增效，营业收入增长6%: of whom the clause before speaks, where it holds no number."""
        cut, end = self._last_clause(view.masked[: share.left[0]])
        start, end = self._phrases.trim_left(view, cut, end)
        leading = self._verbs.leading(view.masked[start:end])
        start += leading.end if leading else 0
        return None if (cut == 0 and end == 0) or _numbered(view, cut) else self._first_owner(view.masked[start:end])

    def _first_owner(self, words: str) -> str | None:
        at = 0
        for word in words_of(words):
            at += len(word)
            if word.endswith(self._sets["owner_ends"]):
                return words[:at] if at <= MAX_LABEL else None
        return None

    def _name_owner(self, view: SentenceView, frame: Frame, previous: Frame) -> None:
        """示范项目运营成本降低20%、生产效率提高20%: a metric that always is of something, behind one that says of what."""
        dependent = self._sets["dependent_metrics"]
        if frame.subject or not frame.indicator.endswith(dependent) or previous not in view.frames[-1:]:
            return
        if len(frame.indicator) <= MAX_DEPENDENT and not self._owner_in(frame.indicator):
            inherited = previous.subject if previous.indicator.endswith(dependent) else None
            frame.subject = self._owner_in(previous.indicator) or inherited

    def _carry_subject(self, view: SentenceView, frame: Frame, share: Share, previous: Frame) -> None:
        """甲集群引进企业357家，建成厂房20座: who did the first did the second, which opens with its verb."""
        opens = frame.verb is not None and frame.verb.start == 0 and frame.rule == "number behind noun"
        joined = frame.rule == "noun alone" and share.joined
        served = previous.subject and any(mark + previous.subject in view.text for mark in self._sets["benefit_marks"])
        handed = (previous.subject or "").endswith(self._sets["handed_doers"])
        if (opens or joined) and not served and not handed and previous in view.frames[-1:] and previous.rule == "number behind noun":
            frame.subject = previous.subject

    def _owner_in(self, indicator: str) -> str | None:
        """示范项目|运营成本: the thing whose metric an indicator is."""
        if not (indicator.endswith(self._sets["dependent_metrics"]) or self._phrases.ends_metric(indicator)):
            return None
        words = words_of(indicator)
        for count in range(len(words) - 1, 0, -1):
            if words[count - 1].endswith(self._sets["owner_ends"]):
                return "".join(words[:count])
        return None

    def _metric_of_places(self, frame: Frame, previous: Frame) -> str:
        """甲市地区生产总值突破8000亿元，乙市|迈上5000亿元: the metric of one place is that of the next."""
        alike = frame.is_money and previous.is_money and frame.noun_first and len(frame.indicator) <= MAX_PLACE
        if not alike or self._verbs.find(frame.indicator) or self._phrases.ends_metric(frame.indicator):
            return ""
        return next((metric for metric in self._sets["metrics_of_places"] if previous.indicator.endswith(metric)), "")

    def _ratio_of(self, frame: Frame, previous: Frame) -> str:
        """每千人口|执业医师4.2人、护士4.6人: at what rate both are counted."""
        ratio = self._ratio.match(previous.indicator) if frame.mention.role == "classifier" else None
        return ratio.group() if ratio and not self._ratio.match(frame.indicator) else ""

    def _level_in(self, indicator: str) -> str:
        """省级, and 国家级 in 灵山湾等|国家级: the level, where nothing but it and its examples are named."""
        level = next(level for mark in self._sets["example_marks"] if (level := indicator.rpartition(mark)[2]))
        return level if self._level_alone.fullmatch(level) else ""

    def _plant_of(self, frame: Frame, previous: Frame) -> str:
        """燃煤电厂|脱硫改造、脱硝改造: to what the same is done that the number before names."""
        own, before = words_of(frame.indicator), words_of(previous.indicator)
        owned = [count for count, word in enumerate(before[:-2], 1) if word.endswith(self._sets["owner_ends"])]
        alike = bool(owned) and own[-1:] == before[-1:] and not any(word.endswith(self._sets["owner_ends"]) for word in own)
        return "".join(before[: owned[-1]]) if alike else ""

    def _take_noun(self, frame: Frame, previous: Frame, part: bool) -> None:
        """省级平台5家、市级20家: a modifier alone takes the noun of the one before; of a ``part`` that is all that was named."""
        noun = self._level.sub("", previous.indicator)
        if noun == previous.indicator and not (part or frame.indicator[:1].isnumeric()):
            return
        noun = noun.rpartition(self._of)[2] or noun
        frame.indicator += noun
        frame.rule += ", noun from before"
        if frame.action is None and previous.noun_first:
            frame.take_verb(previous)

    def _take_metric(self, frame: Frame, previous: Frame) -> None:
        """装备制造营业收入增长10%、航空航天增长20%: the metric of the first holds for the second."""
        if self._phrases.ends_metric(frame.indicator) or frame.mention.unit != previous.mention.unit:
            return
        owned = (metric for metric in self._generic if previous.indicator.endswith(metric) and metric != previous.indicator)
        frame.indicator += max(owned, key=len, default="")

    def _follows_part_mark(self, view: SentenceView, share: Share) -> bool:
        """算力总规模达到9万P，其中|智算8万P."""
        return view.masked[slice(*share.left)].lstrip(CLAUSE_MARKS + " ").startswith(self._sets["part_marks"])

    def _take_produce(self, view: SentenceView, frame: Frame, share: Share, previous: Frame) -> bool:
        """粮食产量达到3.6亿吨；棉花360万吨: one metric over the produce that a sentence lists, in the unit of the first or joined by 、."""
        if frame.rule != "noun alone" or frame.mention.role != "measure" or self._phrases.ends_metric(frame.indicator):
            return False
        metrics, here = self._sets["produce_metrics"], frame.mention
        if frame.indicator.endswith(metrics):
            return False
        alike = [one for one in reversed(view.frames) if one.mention.unit == here.unit and one.noun_first]
        joined = share.joined and self._are_produce(frame, previous)
        alike += [previous] if joined or previous.rule.endswith("indicator from before") else []
        listed = previous.verb is None or previous.verb.changes
        alike += [previous.produce] if listed and previous.produce and previous.produce.mention.unit == here.unit else []
        metric = next((metric for one in alike for metric in metrics if one.indicator.endswith(metric)), None)
        frame.indicator += metric or ""
        return metric is not None

    def _are_produce(self, *frames: Frame) -> bool:
        """煤炭地质储量2亿吨、天然气300亿立方米: whether all are amounts of what is brought forth."""
        return all(one.mention.entry and one.mention.entry.dimension in self._sets["produce_dimensions"] for one in frames)

    def _take_verb(self, view: SentenceView, frame: Frame, share: Share, previous: Frame) -> None:
        """认定瞪羚企业3家、专精特新企业15家: one verb over several nouns, and over a size in one (超50亿元企业2家)."""
        inside = previous.mention.start - view.base >= share.left[0] and len(view.frames) > 1
        previous = view.frames[-2] if inside and previous is view.frames[-1] else previous
        verb = previous.verb
        if verb is None or not (verb.plain or verb.text in self._states):
            return
        metric = self._phrases.ends_metric(frame.indicator)
        if self._is_part(view, frame, previous) and not metric:
            frame.take_verb(previous)
        elif not previous.noun_first:
            return
        elif self._same_work(frame, previous, verb, share.joined, metric) and (share.joined or previous in view.frames[-1:]):
            frame.verb, frame.action = verb, previous.action
            frame.measure = self._measures.of_verb(verb, frame.mention, counted=True)
        else:
            return
        frame.rule += ", verb shared"

    def _same_work(self, frame: Frame, previous: Frame, verb: Verb, joined: bool, metric: bool) -> bool:
        """Whether the verb reaches on: to anything that 、 joins but another metric, and across a comma to counts alone."""
        if joined:
            same = frame.mention.unit == previous.mention.unit
            grows = verb.changes and frame.mention.role == previous.mention.role == "measure" and not frame.is_money
            return not metric or grows or (same and (verb.action.measure == "output" or verb.causative))
        if frame.rule != "noun alone":
            return False
        roles = {frame.mention.role, previous.mention.role}
        grown = verb.changes and metric and previous.measure == verb.action.measure
        built = not metric and verb.action.measure == "output" and frame.mention.unit == previous.mention.unit
        measured = roles == {"measure"} and not frame.is_money and not previous.is_money
        return (roles == {"classifier"} and not metric) or (measured and (grown or built))

    def _is_part(self, view: SentenceView, frame: Frame, previous: Frame) -> bool:
        """引进人才3600名，其中教师1550名、医师1000名: parts in the unit of the whole share its verb."""
        here, before = frame.mention, previous.mention
        if here.role == "share":
            return False
        persons = here.entry and before.entry and here.entry.dimension == before.entry.dimension == "person"
        if here.unit != before.unit and not persons:
            return False
        return any(mark in view.masked[: here.start - view.base] for mark in self._sets["part_marks"])

    # -- the clause before

    def _clause_before(self, view: SentenceView, frame: Frame, share: Share) -> str:
        """工业所占的比重，一九五二年为41.5%: a metric or a label that ends the clause before, where that one has no number."""
        before = view.masked[: share.left[0]].rstrip(" \u3000")
        cut, end = self._last_clause(before)
        if _numbered(view, cut):
            return ""
        start, end = self._phrases.trim_left(view, cut, end)
        words = view.masked[start:end]
        label = before.endswith(("：", ":")) and len(words) <= MAX_LABEL
        verbs = self._verbs.find(words)
        spending = verbs[-1].text if verbs and verbs[-1].text in self._sets["spending_verbs"] else ""
        named = bool(spending) and words.endswith(self._of + spending)
        verbs = verbs[:-1] if named else verbs  # 用于教育的|投入: behind 的 a verb is a noun
        if label and not verbs:
            return self._phrases.phrase(view, start, end)
        moved = self._phrases.moved_metric(words)
        if moved != words and len(moved) <= MAX_DESCRIBED:
            return self._phrases.phrase(view, start, start + len(moved))
        if self._phrases.begins_with_preposition(words):
            return ""
        leading = verbs[0].end if verbs and verbs[0].start == 0 and verbs[0].changes else 0
        if leading and len(verbs) == 1 and frame.verb and frame.verb.changes and len(words) <= MAX_METRIC:
            return self._phrases.phrase(view, start + leading, end)
        described = self._of in words[verbs[-1].end :] if verbs and not leading else False
        if described and (named or self._phrases.ends_metric(words)) and len(words) <= MAX_DESCRIBED:
            return self._phrases.phrase(view, start, end)
        others = verbs[1:] if leading else verbs
        metric = self._metric_at(words[leading : others[0].start if others else len(words)])
        return self._phrases.phrase(view, start + leading, start + leading + metric) if metric <= MAX_METRIC else ""

    def _metric_at(self, words: str) -> int:
        """How long the metric is that the words begin with: 网络零售市场规模|连续9年居世界首位."""
        ends = sorted(boundaries(words), reverse=True)
        compared = self._sets["comparing"]
        return next((end for end in ends if end > 2 and self._phrases.ends_metric(words[:end]) and words[end - 1] not in compared), 0)

    def _who_before(self, view: SentenceView, frame: Frame, share: Share) -> str:
        """乡镇企业|要继续发展，年均增长11%: what the clause before, without a number, says is to do something."""
        cut, end = self._last_clause(view.masked[: share.left[0]])
        start, end = self._phrases.trim_left(view, cut, end)
        words = view.masked[start:end]
        named = self._phrases.who_is_to(words)
        changes = frame.verb is not None and frame.verb.changes
        if not changes or named == words or len(named) > MAX_TOPIC or _numbered(view, cut):
            return ""
        return self._phrases.phrase(view, start, start + len(named))

    def _topic_before(self, view: SentenceView, share: Share) -> str | None:
        """推进重大工程建设，全年完成投资2400亿元: what the clause before is about, where it holds no number."""
        cut = share.left[0]
        listed = max(view.masked.rfind(mark, *share.left) for mark in self._sets["list_comma"])
        own = (self._head_of(view, *share.left) or self._topic_of(view, share.left[0], listed)) if listed >= 0 else None
        if own:
            return own
        for _ in range(MAX_CLAUSES_BACK):
            cut, end = self._last_clause(view.masked[:cut])
            if end <= cut or _numbered(view, cut):
                return None
            topic = self._topic_of(view, *self._phrases.trim_left(view, cut, end))
            if topic:
                return topic
        return None

    def _topic_of(self, view: SentenceView, start: int, end: int) -> str | None:
        """加快建设|重大工程, 开工建设甲至乙等|高速公路: the object of a clause, or the general noun behind its examples."""
        leading = self._verbs.leading(view.masked[start:end])
        start += leading.end if leading else 0
        for mark in self._sets["example_marks"]:
            listed = view.masked.rfind(mark, start, end)
            start = listed + len(mark) if listed >= 0 else start
        topic = view.masked[start:end]
        named = topic.endswith(self._sets["topic_ends"]) and topic not in self._counts
        if not named or end - start > MAX_TOPIC or any(mark in view.text[start:end] for mark in self._sets["list_comma"]):
            return None
        return self._phrases.phrase(view, start, end)

    def _head_of(self, view: SentenceView, start: int, end: int) -> str:
        """省级重点项目|建立包联机制、完成投资50亿元: the subject of a clause, where it is something that metrics belong to."""
        start, end = self._phrases.trim_left(view, start, end)
        verbs = self._verbs.find(view.masked[start:end])
        head = view.masked[start : start + verbs[0].start] if verbs else ""
        named = head.endswith(self._sets["topic_ends"]) and len(head) <= MAX_TOPIC and head not in self._counts
        return self._phrases.phrase(view, start, start + len(head)) if named else ""

    def subject_before(self, view: SentenceView, start: int) -> str:
        """养老服务补贴|覆盖全县，安排资金2亿元: what the clause before says something of; empty where a verb opens it."""
        cut, end = self._last_clause(view.masked[:start])
        start, end = self._phrases.trim_left(view, cut, end)
        verbs = self._verbs.find(view.masked[start:end])
        if not verbs or verbs[0].start > MAX_TOPIC or self._phrases.begins_with_preposition(view.masked[start:end]):
            return ""
        said = next((verb for verb, after in pairwise(verbs) if verb.end != after.start), verbs[-1])
        head = said.start if verbs[0].start else 0  # 养老补贴|覆盖: of two verbs side by side the first is a noun here
        return self._phrases.without_helpers(self._phrases.phrase(view, start, start + head))

    def _purpose(self, view: SentenceView, share: Share) -> str:
        """实施校舍改造，中央财政将投入60亿元: what the clause before is about, or what its number counts (提高2万名教师待遇).

        为此 points back to what the sentence set out to do.
        """
        if any(mark in view.masked[slice(*share.left)] for mark in self._sets["to_that_end"]):
            opening = min((at for mark in CLAUSE_MARKS if (at := view.masked.find(mark)) > 0), default=0)
            if not any(frame.mention.start - view.base < opening for frame in view.frames):
                return self.object_before(view, opening)
        cut, _ = self._last_clause(view.masked[: share.left[0]])
        if _numbered(view, cut):
            counted = view.frames[-1]
            return counted.indicator if counted.mention.role in COUNTED and not counted.noun_first else ""
        words = self._phrases.without_preposition(self.object_before(view, share.left[0]))
        modal = self._phrases.modal_in(words)
        verb = next(iter(self._verbs.find(words[modal.end() :])), None) if modal else None
        return words[modal.end() + verb.end :] if modal and verb else words  # 各级政府要增加|社会保障投入

    def _same_verb_before(self, view: SentenceView, frame: Frame, share: Share) -> str:
        """发行超长期特别国债，今年先发行1万亿元: what the same verb governed before."""
        before = view.masked[: share.left[0]]
        verb = frame.action or ""
        at = before.rfind(verb) if len(verb) > 1 else -1
        if at < 0 or any(frame.mention.start - view.base > at for frame in view.frames):
            return ""
        end = min((found for mark in CLAUSE_MARKS if (found := before.find(mark, at)) >= 0), default=len(before))
        return self._phrases.phrase(view, at + len(verb), end) if end - at <= MAX_OBJECT else ""

    def _work_before(self, view: SentenceView, share: Share) -> str:
        """推进安居房建设，在保证工期的前提下，建成500套: what the sentence set out to do, where nothing else is named."""
        words = self.object_before(view, share.left[0])
        if self._phrases.begins_with_preposition(words):
            cut, _ = self._last_clause(view.masked[: share.left[0]])
            words = self.object_before(view, cut)
        elsewhere = any(mark in words for mark in (*self._sets["list_comma"], *OPENING_BRACKETS))
        works = len(words) > 1 and not elsewhere and not self._phrases.begins_with_preposition(words)
        return self._phrases.without_work(words) if works else ""

    def object_before(self, view: SentenceView, start: int) -> str:
        """加强税收征管，做到应收尽收: what the clause before was about."""
        cut, end = self._last_clause(view.masked[:start])
        start, end = self._phrases.trim_left(view, cut, end)
        leading = self._verbs.leading(view.masked[start:end])
        if end - start > MAX_OBJECT:
            return ""
        return self._phrases.phrase(view, start + (leading.end if leading else 0), end)

    def _before_bracket(self, view: SentenceView, share: Share) -> str:
        """一、产业发展类|（30个）: a bracket that holds no more than a number counts what stands before it."""
        opened = share.mention.left - view.base - 1
        behind = view.text[share.mention.right - view.base :]
        if opened < 0 or view.text[opened] not in OPENING_BRACKETS or not behind.startswith(CLOSING_BRACKETS):
            return ""
        words = self._verbs.strip_tail_words(view.masked[:opened])
        cut, end = self._last_clause(words)
        return self._phrases.phrase(view, *self._phrases.trim_left(view, cut, end)) if end - cut <= MAX_OBJECT else ""

    @staticmethod
    def _last_clause(before: str) -> Extent:
        clause = before.rstrip(CLAUSE_MARKS + " \u3000")
        return max(clause.rfind(mark) for mark in CLAUSE_MARKS) + 1, len(clause)


def _numbered(view: SentenceView, start: int) -> bool:
    """Whether a number that has been read stands in the clause that begins at ``start``, or behind it."""
    return any(frame.mention.start - view.base >= start - 1 for frame in view.frames)
