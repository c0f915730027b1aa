"""Numbers that nobody would track: sums of what the text lists, sizes of named things, conditions, support standards, populations."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from planparse.lexicon import Lexicon
from planparse.quantities.matching import alternation
from planparse.quantities.numerals import DIGITS
from planparse.segmentation import is_word
from planparse.targets.frames import Frame
from planparse.targets.phrases import Phrases

MAX_PEOPLE = 6
"""The name of a people (江苏人民, 陇原儿女) ends within so many characters of the number."""

MAX_SUM = 6
"""A noun up to this length behind a list of names only sums them up."""

NATION = 1_000_000_000
MOST_OF_A_NATION = 500_000_000
"""No plan promises something to so many of a class of people: 八亿农民 are all of them."""

_CLAUSE_MARKS = "，；："
_CLAUSES = re.compile(f"[{_CLAUSE_MARKS}]")
_INDENT = " \u3000"


class Around(NamedTuple):
    """A number as written, and the words around it: ``said`` in its sentence so far, ``before`` and ``behind`` it in its clause,
    ``later`` in its sentence."""

    number: str
    said: str
    before: str
    behind: str
    later: str

    @staticmethod
    def of(text: str, base: int, end: int, frame: Frame) -> Around:
        """Those of a frame whose sentence is ``text[base:end]``."""
        mention = frame.mention
        return Around(
            number=text[mention.start : mention.end],
            said=text[base : mention.start],
            before=text[base + frame.clause[0] : mention.start].lstrip(_INDENT),
            behind=text[mention.right : base + frame.clause[1]],
            later=text[mention.right : end],
        )


class Naming:
    """What a lexicon says of numbers that only name."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = sets = lexicon.sets
        self._phrases = Phrases.of(lexicon)
        self._verbs = self._phrases.verbs
        self._of = sets["attributive"][0]
        self._comma = sets["list_comma"]
        self._sums = frozenset(sets["sums_up"])
        self._listed = frozenset(sets["sums_up_list"])
        self._existing = frozenset(sets["existing_uses"])
        self._strong_grants, self._grants = alternation(sets["strong_grants"]), alternation(sets["grants"])
        self._compares, self._ground = alternation(sets["compare_verbs"]), alternation(sets["ground_marks"])
        self._giving = alternation(sets["giving_verbs"])
        self._caps, self._grant_words = alternation(sets["caps"]), alternation(sets["grant_words"])
        self._parts = lexicon.pattern("enumerated_parts")
        self._intends = alternation(sets["words_of_intent"])
        self._shortcoming = lexicon.pattern("shortcoming")
        self._condition_tail = lexicon.pattern("condition_tail")
        self._described_before = lexicon.pattern("described_before")
        self._described_behind = lexicon.pattern("described_behind")
        self._grant_parts = lexicon.pattern("grant_parts")
        self._enabling = lexicon.pattern("enabling")
        self._announces, self._stands = lexicon.pattern("announces_list"), lexicon.pattern("standing_share")
        self._proviso, self._consequence = lexicon.pattern("proviso"), lexicon.pattern("consequence")
        self._predicated = lexicon.pattern("predicated")
        self._recipients = alternation(sets["recipients"])
        self._of_each = "".join(sets["each_one"])
        self._grant_ahead, self._recipient_cap = lexicon.pattern("grant_ahead"), lexicon.pattern("recipient_cap")
        self._covered, self._grant_term = lexicon.pattern("class_covered"), lexicon.pattern("grant_term")
        self._nominated, self._equated = lexicon.pattern("nomination_quota"), lexicon.pattern("equated")
        self._amount_and_bound = lexicon.pattern("amount_and_bound")
        self._recipient_most = lexicon.pattern("recipient_most")
        self._given_to_each, self._rate_for_each = lexicon.pattern("given_to_each"), lexicon.pattern("rate_for_each")
        self._share_granted, self._each_granted = lexicon.pattern("share_granted"), lexicon.pattern("each_granted")
        self._hypothetical, self._applied_for = lexicon.pattern("hypothetical"), lexicon.pattern("applied_for")

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> Naming:
        return Naming(lexicon)

    # -- whatever the section says

    def is_context(self, around: Around, frame: Frame) -> bool:
        """Whether a number is context in a plan and in a review alike."""
        role = frame.mention.role
        if frame.mention.unit in self._sets["sums_up_units"] or frame.action in self._existing:
            return True
        if frame.mention.unit in self._sets["kinds"] and around.behind[:1].isnumeric():
            return True
        if role in ("classifier", "bare") and (self._parts.search(around.said) or self._is_granted_each(around, frame)):
            return True
        if role == "measure" and self._measures_a_thing(around, frame):
            return True
        if self._equated.search(around.before) or self._is_term(around, frame):
            return True
        if self._is_condition(around, frame) or self._is_restated(around) or self._is_given_each(around, frame):
            return True
        if role in ("classifier", "bare") and self._counts_no_target(around, frame):
            return True
        return self._is_grant(around, frame)

    def _is_term(self, around: Around, frame: Frame) -> bool:
        """贴息期限不超过2年, 50户以上自然村全覆盖, 推荐项目不超过10个: on what terms something is granted, of what class, to how many."""
        if frame.mention.role == "classifier" and self._limits_applicants(around, frame):
            return True
        if frame.mention.right > frame.mention.end and self._covered.match(around.later):
            return True
        changed = frame.verb is not None and (frame.verb.changes or self._verbs.moves_to(frame.verb))
        return not changed and self._grant_term.search(frame.indicator) is not None

    def _limits_applicants(self, around: Around, frame: Frame) -> bool:
        """项目下设课题数不超过5个, 各市推荐项目不超过10个: how a project that applies is made up, and how many may."""
        return frame.indicator.endswith(self._sets["applicant_limits"]) or self._nominated.search(around.before) is not None

    def _is_condition(self, around: Around, frame: Frame) -> bool:
        """对服务企业超过10家|的机构给予100万元奖励, 面积在300平方米以内|的，给予补贴: how much it takes to be granted something."""
        if self._opens_condition(around) or self._falls_short(around):
            return True
        required = frame.mention.comparator != "eq" or around.before.endswith(self._sets["condition_verbs"])
        tail = self._condition_tail.match(around.later) if required else None
        if tail is None:
            return False
        if self._applied_for.search(around.later):
            return True
        if self._is_conditional(around.said):
            return self._strong_grants.search(around.later) is not None or self._grant_words.search(around.later) is not None
        granted = self._strong_grants.search(around.later) or self._grant_ahead.search(around.later)
        return tail.group("closed") is not None and granted is not None

    def _falls_short(self, around: Around) -> bool:
        """亩均税收低于5万元|的园区限期整改: which of them, by a metric that is too low, unless such ones are made."""
        metric = next((around.before.removesuffix(bound) for bound in self._sets["short_bounds"] if around.before.endswith(bound)), "")
        named = bool(metric) and not metric.endswith(self._sets["negations"]) and self._verbs.leading(metric) is None
        return named and self._shortcoming.match(around.later) is not None

    def _opens_condition(self, around: Around) -> bool:
        """对零售额达到5000万元、1亿元|的企业，分别奖励10万元: all that stands between 对 and the comma is what it takes."""
        if self._grant_ahead.search(around.later) is None:
            return False
        last = max(around.said.rfind(mark) for mark in _CLAUSE_MARKS) + 1
        if not around.said[last:].lstrip(_INDENT).startswith(self._sets["condition_heads"]):
            return False
        needed, _, granted = around.later.partition("，")
        named = self._of in needed and self._grant_ahead.search(needed) is None
        return named and self._grant_ahead.search(granted) is not None

    def _is_given_each(self, around: Around, frame: Frame) -> bool:
        """每个奖励20万元, 单个企业每年奖励不超过3项, 按每人1500元标准给予补贴: what each one gets."""
        if not self._recipients.search(around.before):
            return False
        prize = around.before.endswith(self._sets["prizes"]) and self._grant_ahead.match(around.later.lstrip(self._of_each))
        if prize or self._given_to_each.search(around.before):
            return True
        if self._rate_for_each.search(around.before) and around.later.startswith(self._sets["rate_nouns_behind"]):
            return True
        capped = self._recipient_cap.search(around.before)
        granted = self._grant_words.search(around.said) or self._strong_grants.search(around.said)
        most = frame.is_money and self._recipient_most.search(around.before) is not None
        return most or (capped is not None and granted is not None)

    def _is_restated(self, around: Around) -> bool:
        """不低于50万元（含|50万元）: the bound once more, to say that it counts."""
        opened = next((mark for mark in self._sets["including_itself"] if around.said.endswith(mark)), "")
        return bool(opened) and around.said.removesuffix(opened).endswith(around.number)

    def _counts_no_target(self, around: Around, frame: Frame) -> bool:
        pointed = frame.mention.role == "classifier" and around.before.rstrip(_INDENT).removesuffix(self._of).endswith(
            self._sets["points_back"]
        )
        if pointed and not self._amount_and_bound.search(around.before):
            return True
        if self._announces.match(around.later) or (around.before.endswith(self._sets["in_all"]) and around.behind in self._sums):
            return True
        if frame.noun_first:
            return False
        if self._is_nation(around, frame) or (frame.verb is None and self._is_framed(around, frame)):
            return True
        return self._sums_up(around.number[0], frame) or (frame.mention.role == "bare" and self._is_population(frame))

    def _is_nation(self, around: Around, frame: Frame) -> bool:
        """保障14亿人|的粮食安全: as many as a whole nation are those whom everything is for."""
        persons = frame.mention.entry is not None and frame.mention.entry.dimension == "person"
        return persons and frame.mention.value >= NATION and around.behind.startswith(self._of)

    def _is_framed(self, around: Around, frame: Frame) -> bool:
        """聚焦28条产业链, 重点|面向全县3万名师生: where or for whom work is done, unless a bound says for how many it has to be."""
        frames = self._sets["frames_of_work"]
        led = frame.left.removeprefix(self._phrases.lead_at(frame.left, 0))
        return around.before.startswith(frames) or (led.startswith(frames) and frame.mention.bound is None)

    def _sums_up(self, numeral: str, frame: Frame) -> bool:
        if frame.indicator in self._sums or frame.right.startswith(self._sets["sums_up_heads"]):
            return True
        noun = frame.right.partition(self._of)[0]
        if numeral in DIGITS and (noun in self._sums or noun in self._listed or frame.indicator in self._listed):
            return True
        comma = self._sets["list_comma"]
        listed = any(mark in frame.left for mark in comma) and not frame.left.endswith((*self._sets["example_marks"], *comma))
        return listed and len(frame.indicator) <= MAX_SUM and frame.indicator.endswith(self._sets["sums_up_list"])

    def _is_population(self, frame: Frame) -> bool:
        """给8500万江苏人民温暖; 人口20万以上的县."""
        names, peoples = self._sets["population_names"], self._sets["peoples"]
        whole = frame.mention.value >= MOST_OF_A_NATION and frame.right.startswith(self._sets["classes_of_people"])
        named = whole or frame.right.startswith(names) or any(people in frame.right[:MAX_PEOPLE] for people in peoples)
        bounded = frame.mention.bound is not None or frame.mention.right > frame.mention.end
        return named or (bounded and frame.left.endswith(self._sets["metric_ends"]))

    def _measures_a_thing(self, around: Around, frame: Frame) -> bool:
        mention = frame.mention
        if frame.right.startswith(self._sets["parts_of_amounts"]) or around.before.endswith(self._sets["each"]):
            return True
        if frame.noun_first:
            return False
        if not frame.is_money:
            voltage = mention.entry is not None and mention.entry.dimension == "voltage"
            return voltage or frame.verb is None or self._is_size(frame)
        return mention.right > mention.end or self._is_size(frame)

    def _is_size(self, frame: Frame) -> bool:
        """The size of a thing that is only named: 推进10万亩灌区前期工作, 建设兰州石化120万吨乙烯项目."""
        if frame.right.endswith(self._sets["preliminary_work"]):
            return True
        if frame.examples and frame.verb:
            return False
        entry = frame.mention.entry
        capacity = entry is not None and entry.dimension in self._sets["capacity_dimensions"]
        return capacity and frame.right.endswith(self._sets["capacity_things"]) and not (frame.verb and frame.verb.causative)

    def _is_granted_each(self, around: Around, frame: Frame) -> bool:
        """每认定1家|高新技术企业，奖励孵化器10万元: for what something is granted."""
        one = frame.mention.value == 1 and self._each_granted.search(around.before)
        return bool(one) and self._grant_words.search(around.later) is not None

    def _is_grant(self, around: Around, frame: Frame) -> bool:
        """对首次入库的企业给予50万元奖励: a standard of support and no target of the plan."""
        if not frame.is_money and frame.mention.role != "share":
            return False
        before, said = around.before, around.said
        paid_in_parts = self._strong_grants.search(said) is not None and self._grant_parts.search(said) is not None
        if paid_in_parts or self._strong_grants.search(before) or self._applied_for.match(around.behind):
            return True
        if frame.mention.role == "share" and self._share_granted.match(around.later):
            # 按总投入的30%，提供补助: over a comma only a rate
            return around.behind != "" or before.startswith(self._sets["at_a_rate"])
        granted = self._phrases.clean(around.behind).startswith(self._sets["granted_nouns"])
        if granted and self._grants.search(before):
            return True
        if self._caps.search(before) and self._grant_words.search(said):
            return True
        return self._is_conditional(said) and self._is_granted(before, around.behind)

    def giving(self, around: Around, frame: Frame) -> str | None:
        """给予 in 按合同额的8%|给予奖励, 奖励 in 一次性奖励|50万元: the verb of a standard of support."""
        if not self._is_grant(around, frame) or frame.action in self._sets["giving_verbs"]:
            return frame.action
        before = list(self._giving.finditer(around.before))
        gives = around.behind.startswith(self._sets["strong_grants"])
        found = before[-1] if before and not gives else self._giving.search(around.behind)
        return found.group() if found else frame.action

    def _is_granted(self, before: str, behind: str) -> bool:
        adverbs = self._sets["grant_adverbs"]
        while before.endswith(adverbs):
            before = before[: -len(next(word for word in adverbs if before.endswith(word)))]
        return before.endswith(self._sets["grant_words"]) or self._strong_grants.search(behind) is not None

    def _is_conditional(self, words: str) -> bool:
        """Whether a clause of the sentence so far opens with 对, 凡 or 符合, or an earlier one closes with 的 (三年内上市的，)."""
        *earlier, last = (clause.lstrip(_INDENT) for clause in _CLAUSES.split(words))
        opened = any(clause.startswith(self._sets["condition_heads"]) for clause in (*earlier, last))
        return opened or any(clause.endswith(self._of) for clause in earlier)

    # -- in the middle of a plan

    def is_base(self, around: Around) -> bool:
        """在连续两年增长13%|的基础上, 高于前五年递增4.3%|的水平: where something stood, from which a plan sets out."""
        if around.behind.startswith(self._sets["grounds"]):
            return self._ground.search(around.before) is not None
        return around.behind.startswith(self._sets["levels_compared"]) and self._compares.search(around.before) is not None

    def is_standing(self, around: Around, frame: Frame) -> bool:
        """我国有2.9亿在校学生, 我区每年接待游客近3亿人次: how things stand, in the middle of a plan."""
        if around.before.startswith(self._sets["still_having"]) or self._stands.match(around.behind):
            return True
        if around.said.lstrip(_INDENT).startswith(self._sets["own_regions"]) and not self._intends.search(around.said):
            return True
        region = next((region for region in self._sets["regions"] if around.before.startswith(region)), None)
        if region is None or frame.mention.bound is not None:
            return False  # 全市有实绩企业突破|650家 aims at a number
        having = next((verb for verb in self._sets["having"] if around.before.startswith(verb, len(region))), "")
        return bool(having) and is_word(around.before, len(region), len(region) + len(having))  # 全国|有效|灌溉面积

    def is_only_named(self, around: Around, frame: Frame) -> bool:
        """Whether a number in a plan only says which things are meant, or how large they are."""
        role = frame.mention.role
        if self._is_supposed(around, frame):
            return True
        if role == "share":
            return around.behind.startswith(self._sets["share_phrases"]) and around.before.startswith(self._sets["at_a_rate"])
        if role in ("measure", "bare") and self._is_one_of_many(around, frame):
            return True
        if role in ("classifier", "bare") and self._is_described(around):
            return True
        if role != "share" and frame.verb is None and around.behind.startswith(self._sets["size_phrases"]):
            return True
        if frame.noun_first:
            return frame.verb is None and frame.indicator in self._sets["standing_groups"]
        return role == "classifier" and (self._sizes_a_group(frame) or self._tells_which(around, frame))

    def _is_supposed(self, around: Around, frame: Frame) -> bool:
        """只要保持8%的增速，就…, 6.5%的增速就能实现充分就业, 9亿劳动力是最大的优势: what would do or what there is, no promise."""
        if self._proviso.search(around.before) and self._consequence.match(around.later):
            return True
        if self._hypothetical.search(around.said):
            return True
        if frame.mention.role == "share" and self._enabling.match(around.behind):
            return True
        opens = not around.before or around.before.endswith(self._comma)
        return opens and frame.verb is None and self._predicated.match(around.later) is not None

    def _is_described(self, around: Around) -> bool:
        """打造以四个集聚区为主体的格局."""
        return self._described_before.search(around.before) is not None and self._described_behind.match(around.behind) is not None

    def _is_one_of_many(self, around: Around, frame: Frame) -> bool:
        """一批产值超500亿元的集群: how large each of an unknown number has to be."""
        return any(word in around.before for word in self._sets["unknown_numbers"]) and frame.mention.comparator != "eq"

    def _sizes_a_group(self, frame: Frame) -> bool:
        """20人以上的自然村."""
        mention = frame.mention
        persons = mention.entry is not None and mention.entry.dimension == "person"
        return persons and mention.right > mention.end and frame.right.startswith(self._sets["group_nouns"])

    def _tells_which(self, around: Around, frame: Frame) -> bool:
        if frame.verb is None and (self._owns_metric(around, frame) or around.before.startswith(self._sets["existing_uses"])):
            return True
        governed = frame.action is not None and (frame.verb is None or frame.action != frame.verb.text)
        if governed or frame.mention.comparator != "eq" or frame.left.endswith(self._sets["example_marks"]):
            return False
        kinds = frame.mention.unit in self._sets["kinds"] and not self._delivers(frame)
        return kinds or self._counts_names(around, frame)

    def _delivers(self, frame: Frame) -> bool:
        return frame.verb is not None and frame.verb.plain and frame.verb.text not in self._sets["quality_verbs"]

    def _owns_metric(self, around: Around, frame: Frame) -> bool:
        """8个产业集群产值突破6100亿元: the next number is what is measured, of so many."""
        measured = any(char.isnumeric() for char in around.behind[len(frame.right) :])
        return measured and self._phrases.ends_metric(frame.right)

    def _counts_names(self, around: Around, frame: Frame) -> bool:
        """黄河、长城、太行三个…: as many as the names before it, with no verb that delivers them."""
        words = frame.left
        if frame.verb is None and around.before == words and self._verbs.find(frame.right):
            return False
        leading = self._verbs.leading(words)
        if leading and leading.plain and leading.text not in self._sets["quality_verbs"]:
            return False
        counts = (words.count(self._sets["list_comma"][0]) + 1, len(self._phrases.coordinated(words)))
        return any(count == frame.mention.value and count > 1 for count in counts)
