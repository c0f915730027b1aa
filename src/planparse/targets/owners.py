"""Whose a number is, where the sentence says that apart from what it measures: a region, a purse, who acts, what the sentence is about."""

from __future__ import annotations

from functools import lru_cache

from planparse.lexicon import Lexicon
from planparse.quantities.matching import Words
from planparse.segmentation import is_boundary
from planparse.targets.frames import Frame, SentenceView
from planparse.targets.phrases import Phrases


class Owners:
    """What a sentence as a whole adds to its frames."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._phrases = Phrases.of(lexicon)
        self._verbs = self._phrases.verbs
        self._topic = lexicon.pattern("topic")
        self._agent = lexicon.pattern("agent")
        self._beneficiary = lexicon.pattern("beneficiary_clause")
        self._agents = (*lexicon.sets["owner_ends"], *lexicon.sets["doer_ends"])
        self._holders = Words((*lexicon.sets["regions"], *lexicon.sets["purses"]))
        self._generic_counts = frozenset(lexicon.sets["generic_counts"])
        self._of = lexicon.sets["attributive"][0]

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> Owners:
        return Owners(lexicon)

    def name(self, view: SentenceView) -> None:
        """Fills the subjects that the frames of a sentence lack."""
        for frame in view.frames:
            self._split_holder(frame)
        self._name_agent(view)
        self._name_topic(view)
        self._name_beneficiary(view)

    def _split_holder(self, frame: Frame) -> None:
        """全省|算力规模, 县财政|专项资金: the region or the purse is whose it is; 全国重点实验室 is a name."""
        holder = self._holders.prefix(frame.indicator, 0, len(frame.indicator))
        metric = frame.indicator[len(holder) :].lstrip(self._of)
        awarded = frame.verb is not None and frame.verb.action.role == "award"
        named = awarded or metric.startswith(self._sets["national_names"])
        if holder and frame.subject is None and not named and len(metric) > 1 and is_boundary(frame.indicator, len(holder)):
            frame.subject, frame.indicator = holder, metric

    def _name_agent(self, view: SentenceView) -> None:
        """华光集团要做强主业，力争营收达到100亿元: who opens the sentence owns the metrics in it that name no other."""
        unowned = [frame for frame in view.frames if frame.noun_first and frame.subject is None and frame.measure == "level"]
        agent = self._agent.match(view.masked) if unowned else None
        if agent and agent.group(1).endswith(self._agents):
            for frame in unowned:
                frame.subject = view.text[slice(*agent.span(1))]

    def _name_topic(self, view: SentenceView) -> None:
        """高速公路，开工2个项目，建成15个项目: a noun that opens the sentence owns what is counted by a general word.

        So it does where that is the owner of a metric: 围绕产业升级，建设项目30个，年度投资80亿元.
        """
        unowned = [frame for frame in view.frames if (frame.subject or frame.indicator) in self._generic_counts]
        opening = self._topic.match(view.masked) if unowned else None
        if not opening:
            return
        topic = opening.group(1)
        aim = next((word for word in self._sets["aims_of_work"] if topic.startswith(word)), "")
        if not aim and (self._verbs.find(topic) or self._phrases.lead_at(topic, 0) == topic):
            return
        for frame in unowned:
            frame.subject = view.text[opening.start(1) + len(aim) : opening.end(1)] + (frame.subject or "")

    def _name_beneficiary(self, view: SentenceView) -> None:
        """面向企业和居民，提供免费课程100门: for whom something is done owns what is done for them in the clause behind it."""
        for found in self._beneficiary.finditer(view.masked):
            served = self._phrases.clean(view.text[slice(*found.span("served"))])
            for frame in view.frames:
                behind = found.end() <= frame.clause[0] + 1 and not view.masked[found.end() : frame.clause[0]].strip("，")
                if behind and frame.subject is None and frame.verb is not None and frame.verb.plain and not self._verbs.find(served):
                    frame.subject = served
