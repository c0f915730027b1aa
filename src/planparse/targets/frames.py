"""What a number measures: its indicator, the verb that governs it, and what it measures of it.

A number stands before its noun (新建3处过街天桥), behind it (引进重点企业10家), behind a metric and its verb (失业率控制在5.5%以内), or alone
in a series that goes on (分别增长5%、6%). Each of these is one reading here; which one holds is decided by what stands on either side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from planparse.lexicon import Lexicon
from planparse.models import Measure
from planparse.quantities.mentions import Mention
from planparse.segmentation import boundaries
from planparse.segmentation import words as words_of
from planparse.targets.clauses import BRACKETED, Clause, Share, Sharing, clauses_of, mask_brackets, mask_quotes
from planparse.targets.verbs import Verb, VerbTable


MAX_DESCRIPTION = 9
"""A description before 的 up to this length stays in an indicator."""


@dataclass(slots=True)
class Frame:
    """One mention with what the clause says of it. ``subject`` is filled where the owner stands apart from the metric."""

    mention: Mention
    indicator: str
    subject: str | None = None
    action: str | None = None
    measure: Measure = "level"
    examples: tuple[str, ...] = ()
    rule: str = ""
    baseline: bool = False
    threshold: bool = False
    noun_first: bool = True
    verb: Verb | None = None
    subjects: tuple[str, ...] = ()
    clause: tuple[int, int] = (0, 0)
    left: str = ""
    right: str = ""
    aside: bool = False
    modality: str | None = None


@dataclass(slots=True)
class _Sentence:
    """The sentence that is being read: its characters, masked, and the frames so far."""

    text: str
    masked: str
    base: int
    frames: list[Frame] = field(default_factory=list)

    def original(self, start: int, end: int) -> str:
        return self.text[start:end]


class FrameReader:
    """All the readings, compiled for one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.verbs = VerbTable.of(lexicon)
        self.sharing = Sharing(lexicon, self.verbs)
        sets = lexicon.sets
        self._sets = sets
        self._lead = tuple(sorted(sets["lead_words"], key=len, reverse=True))
        self._leading = sets["leading_marks"]
        self._trailing = tuple(sorted(sets["trailing_marks"], key=len, reverse=True))
        self._hollow = frozenset(sets["hollow_nouns"])
        self._generic = frozenset(sets["generic_metrics"])
        self._event_tails = tuple(sorted(sets["event_tails"], key=len, reverse=True))
        self._prepositions = tuple(sorted(sets["prepositions"], key=len, reverse=True))
        self._cutting = frozenset(sets["cutting_verbs"])
        self._metric_ends = sets["metric_ends"]
        self._bounds = tuple(bound.bound for bound in lexicon.bounds if bound.place == "after" and len(bound.bound) > 1)
        before = [bound for bound in lexicon.bounds if bound.place == "before" and len(bound.bound) > 1]
        self._far_bounds = tuple((bound.bound, bound.means) for bound in sorted(before, key=lambda bound: -len(bound.bound)))
        self._light = frozenset(sets["light_verbs"])
        self._nominal = frozenset(sets["nominal_verbs"])
        plans = "|".join(plan.plan for plan in lexicon.plans)
        self._time = re.compile(
            r"(?:到|至|截至)?(?:[0-9０-９]{4}|[一二][一二三四五六七八九〇零○]{3})年(?:底|末|内|前|上半年|[0-9]{1,2}月(?:底|末)?(?:前)?)*"
            rf"|(?:到|在)?[“‘](?:{plans})[”’](?:期间|时期|末|期末)?(?:以来)?|[0-9]{{1,2}}月底?前|{_ITEM_MARK.pattern}|[一二三四五六七八九十两0-9]{{1,2}}年(?:内|来|间|合计|平均|累计|共)?(?![期行规计制])"
        )

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> FrameReader:
        return FrameReader(lexicon)

    def read(self, sentence: str, base: int, mentions: Sequence[Mention], before: Frame | None) -> list[Frame]:
        """A frame for each mention of a sentence that begins at ``base``; ``before`` is the last frame of the same paragraph."""
        readable = mask_quotes(sentence, mentions, base)
        outer = mask_brackets(readable)
        reading = _Sentence(sentence, outer, base)
        for clause in clauses_of(readable, outer, mentions, base):
            first = len(reading.frames)
            reading.masked = readable if clause.aside else outer
            shares = self.sharing.shares(reading.masked, clause, base)
            for index, share in enumerate(shares):
                if clause.aside and reading.frames and self._includes(reading, share, reading.frames[-1]):
                    continue
                previous = reading.frames[-1] if reading.frames else before
                following = shares[index + 1] if index + 1 < len(shares) else None
                frame = self._read_share(reading, clause, share, following, previous, index)
                self._bound_by_adverb(reading, clause, share)
                frame.clause, frame.aside, frame.threshold = (clause.start, clause.end), clause.aside, share.threshold
                reading.frames.append(frame)
            self._share_heads(reading.frames[first:])
        self._name_topic(reading)
        return reading.frames

    def _bound_by_adverb(self, reading: _Sentence, clause: Clause, share: Share) -> None:
        """至少配备2名 is a minimum, though the verb stands between."""
        if share.mention.comparator == "eq" and any(
            word in reading.masked[clause.start : share.left[1]] for word in self._sets["adverbial_bounds"]
        ):
            share.mention.comparator = "min"

    def _includes(self, reading: _Sentence, share: Share, previous: Frame) -> bool:
        """增长4%（包括村办工业为6%）: an aside that widens or narrows what was measured gives it again, with the aside in its name."""
        words = self.verbs.strip_tail_words(reading.masked[slice(*share.left)]).removesuffix("为")
        if not words.startswith(self._sets["including"]) or previous.aside or share.mention.role != previous.mention.role or previous.mention.role != "share":
            return False
        frame = Frame(share.mention, f"{previous.indicator}（{words}）", action=previous.action, measure=previous.measure, verb=previous.verb, aside=True)
        frame.rule, frame.clause = "aside", share.left
        reading.frames.append(frame)
        return True

    def _name_topic(self, reading: _Sentence) -> None:
        """高速公路，开工2个项目，建成15个项目: a noun that opens the sentence owns what is counted by a general word."""
        opening = _TOPIC.match(reading.masked)
        if not opening or self.verbs.find(opening.group(1)) or opening.group(1) in self._lead:
            return
        for frame in reading.frames:
            if frame.indicator in self._sets["generic_counts"] and frame.subject is None:
                frame.subject = reading.original(*opening.span(1))

    # -- one mention

    def _read_share(
        self, reading: _Sentence, clause: Clause, share: Share, following: Share | None, previous: Frame | None, index: int
    ) -> Frame:
        left = self._trim_left(reading, *share.left)
        right = self._trim_right(reading, *share.right)
        words = reading.masked[slice(*left)]
        noun = reading.masked[slice(*right)]
        same_clause = previous if index else None
        if share.mention.implied:
            return self._implied(reading, share, left, right, previous)
        number_first = self._is_noun(noun) and not self._is_predicate(share.mention, words, noun)
        if number_first and self._number_first(share.mention, words, noun):
            frame = self._before_noun(reading, share, left, right, same_clause or previous, bool(index))
        else:
            frame = self._behind_noun(reading, share, left, previous, bool(index))
        if following is not None:
            self._baseline(reading, frame, share, following)
        return frame

    def _is_predicate(self, mention: Mention, words: str, noun: str) -> bool:
        """赤字率拟按2.8%安排: a verb directly behind a share, with the metric before it, is no noun."""
        if mention.role != "share" or not self._ends_metric(self.verbs.strip_tail_words(words)):
            return False
        verbs = self.verbs.find(noun)
        return bool(verbs) and verbs[0].start == 0

    def _number_first(self, mention: Mention, words: str, noun: str) -> bool:
        """Counts stand before their noun; amounts do where nothing but a verb or examples stand before them."""
        if mention.role in ("classifier", "place", "bare", "rank", "duration"):
            return True
        if mention.role == "share":
            return True
        if not words or words.endswith(self._sets["example_marks"]):
            return True
        tail = self.verbs.tail(self.verbs.strip_tail_words(words))
        if tail and tail.action.role == "state":
            return tail.start == 0 and len(tail.text) > 1
        verbs = self.verbs.find(words)
        return not noun.startswith(tuple(self._cutting)) and (bool(verbs) and not words[verbs[-1].end :] or not verbs or noun[0] == "的" or not self._ends_metric(words))

    def _ends_metric(self, words: str) -> bool:
        return words.endswith(self._metric_ends)

    # -- number before its noun

    def _before_noun(
        self, reading: _Sentence, share: Share, left: tuple[int, int], right: tuple[int, int], previous: Frame | None, joined: bool
    ) -> Frame:
        words = reading.masked[slice(*left)]
        verbs = self.verbs.find(words)
        verb = None if self._ends_in_preposition(words) else self._governing(words, verbs)
        rest = (verb.end + left[0], left[1]) if verb else left
        frame = Frame(share.mention, "", noun_first=False, rule="number before noun", left=words)
        frame.verb = verb
        if verb is None and not words and previous and joined and previous.verb:
            frame.verb = verb = previous.verb
            frame.rule = "number before noun, verb shared"
        elif verb is None and not words and previous and not previous.noun_first and previous.verb and previous.clause[1] >= share.left[0] - 1:
            frame.verb = verb = previous.verb
        noun, action = self._noun_phrase(reading, right, verb, share.mention)
        qualifier, frame.examples = self._qualifier(reading, rest, left, verb, share.mention, noun)
        frame.indicator = qualifier + noun
        frame.action = action or (verb.text if verb else None)
        frame.measure = self._measure_of(verb if not action else self._verb_named(action), share.mention, counted=True)
        if verb and not action and verb.text in self._sets["quality_verbs"] and share.mention.role != "share":
            frame.measure = "output"
        frame.right = reading.masked[slice(*right)]
        return frame

    def _ends_in_preposition(self, words: str) -> bool:
        """为|10323名老人 and 在|2个乡镇 hand the number to a verb behind it; in 引进留用 the last character is none."""
        word = next((word for word in self._prepositions if words.endswith(word)), None)
        return word is not None and self.verbs.tail(words) is None and len(words) - len(word) in boundaries(words)

    def _governing(self, words: str, verbs: Sequence[Verb]) -> Verb | None:
        """The last plain verb, or the last causative where no plain one follows it."""
        if words.endswith("的"):
            return next((verb for verb in verbs if verb.start == 0), None)
        usable = [verb for verb in verbs if verb.start == 0 or verb.end == len(words) or not verb.action.event]
        plain = [verb for verb in usable if verb.action.role != "causative"]
        if plain and (not usable or plain[-1].end >= usable[-1].start or usable[-1].causative):
            return plain[-1]
        return usable[-1] if usable else None

    def _qualifier(
        self, reading: _Sentence, rest: tuple[int, int], left: tuple[int, int], verb: Verb | None, mention: Mention, noun: str
    ) -> tuple[str, tuple[str, ...]]:
        """What stands between verb and number: examples (敦化路等), or words that narrow the noun (首批, 高校8%左右学科专业)."""
        words = reading.masked[slice(*rest)]
        original = self._clean(reading.original(*rest))
        lead = ""
        owner = reading.masked[left[0] : left[0] + verb.start] if verb else ""
        if owner.startswith(self._sets["keeps_subject"]) or (owner and mention.role == "share" and not owner.startswith(self._prepositions)):
            lead = self._clean(self._drop_adverbs(reading.original(left[0], left[0] + len(owner))))
        if not words:
            return lead, ()
        mark = next((mark for mark in self._sets["example_marks"] if words.endswith(mark)), None)
        if mark:
            return lead, self._examples(original.removesuffix(mark))
        if original in self._sets["ordinals_of_batches"]:
            return original, ()
        if words.endswith("的") and verb is not None:
            return f"{lead}{original}的", ()
        if mention.role == "share":
            return lead + self._drop_adverbs(original), ()
        if verb and "、" not in words and (len(noun) <= 2 or noun.startswith("“")):
            return lead + original, ()
        if self._ends_in_preposition(words):
            return lead, ()
        if verb is None and len(noun) <= 2 and "、" not in words and original not in self._sets["regions"] and mention.role != "share":
            return original, ()
        if verb is None and words.endswith("的") and len(words) <= 16:
            return f"{original}的", ()
        if verb is None:
            keeps = words.startswith(self._sets["keeps_subject"]) or mention.role == "measure"
            return (original if keeps and not words.startswith(self._prepositions) else ""), ()
        if "、" in words:
            return lead, self._examples(original)
        return lead, ()

    def _examples(self, words: str) -> tuple[str, ...]:
        parts = re.split(r"[、和及与]", words)
        return tuple(part.strip() for part in parts if part.strip())

    def _noun_phrase(self, reading: _Sentence, right: tuple[int, int], verb: Verb | None, mention: Mention) -> tuple[str, str | None]:
        """The counted noun, and the verb behind it where that one governs (5条道路通车, 1家医院开展认证)."""
        words = reading.masked[slice(*right)]
        verbs = [found for found in self.verbs.find(words) if found.start > 0]
        causative = verb is not None and verb.text in self._sets["agentive"]
        aims = verb is not None and verb.causative and verb.action.measure == "level"
        governed = verb is not None and not causative and not aims
        inner = next((found for found in verbs if self._splits(words, found, governed, causative, aims)), None)
        if inner is None:
            return self._without_tail(reading, right, verb), None
        head = self._without_helpers(self._clean(reading.original(right[0], right[0] + inner.start)))
        if inner.end == len(words):
            return head, inner.text
        tail = self._clean(reading.original(right[0] + inner.end, right[1]))
        if inner.action.role == "award":
            return self._clean(tail + head), inner.text
        if governed:
            return head, None
        if verb is not None and inner.text not in self._light:
            return head, None
        if mention.role == "share":
            return self._clean(reading.original(*right)), inner.text
        if inner.text in self._cutting and inner.text not in self._light:
            return head, inner.text
        return head + tail, inner.text

    def _without_helpers(self, phrase: str) -> str:
        """Without the adverbs and helping verbs at its end: 道路实现|通车, 机组全部|投产."""
        while True:
            phrase = self._drop_adverbs(phrase)
            place = _PLACE.search(phrase)
            if place and place.start() >= 2 and place.start() in boundaries(phrase):
                phrase = phrase[: place.start()]
            tail = self.verbs.tail(phrase)
            if tail is None or not tail.causative or tail.start == 0:
                return phrase
            phrase = phrase[: tail.start]

    def _splits(self, words: str, verb: Verb, governed: bool, causative: bool, aims: bool) -> bool:
        """Whether a verb behind the noun begins a statement of its own, or is only a part of the noun."""
        behind = words[verb.end :]
        if verb.action.role == "award":
            return not governed
        if verb.action.event and (not behind or behind in self._hollow):
            return False
        if verb.causative and not behind:
            return not governed and not aims and verb.text not in self._nominal
        if verb.causative or verb.action.role == "state":
            return governed and verb.text in self._cutting
        if causative and behind and not verb.action.event and verb.text not in self._nominal:
            return True
        if governed:
            return verb.text in self._cutting
        if not behind:
            return not aims
        return verb.text in self._sets["light_verbs"] or verb.text in self._cutting

    def _without_tail(self, reading: _Sentence, right: tuple[int, int], verb: Verb | None) -> str:
        """推进5处变电站建设 counts 变电站: a verb behind the noun that only repeats the work is left out."""
        phrase = self._without_clause(self._drop_examples(self._clean(reading.original(*right))))
        if verb is None:
            return phrase
        if not verb.causative and verb.text not in self._light:
            return phrase
        for tail in self._event_tails:
            if phrase.endswith(tail) and len(phrase) - len(tail) >= 2:
                return self._clean(phrase[: -len(tail)])
        return phrase

    def _without_clause(self, phrase: str) -> str:
        """基础力量雄厚、引领发展方向的优势学科: a long description says nothing that tells one indicator from another."""
        description, found, noun = phrase.rpartition("的")
        return noun if found and len(description) >= MAX_DESCRIPTION and len(noun) >= 4 else phrase

    # -- number behind its noun

    def _behind_noun(
        self, reading: _Sentence, share: Share, left: tuple[int, int], previous: Frame | None, joined: bool
    ) -> Frame:
        start = left[0]
        words = self.verbs.strip_tail_words(reading.masked[slice(*left)])
        frame = Frame(share.mention, "", rule="number behind noun", left=words)
        origin = next((mark for mark in self._sets["origin_marks"] if words.endswith(mark)), None)
        if origin:
            words = self.verbs.strip_tail_words(words[: -len(origin)])
            frame.baseline = True
        words = self._without_comparison(self._bounded_far(words, share.mention))
        tail = self.verbs.tail(words)
        if tail and not self._governs(words, tail):
            tail = None
        if self._compares(reading, frame, words, start, previous, tail):
            self._inherit(reading, frame, previous, joined, share)
            return frame
        if tail is not None:
            self._metric_with_verb(reading, frame, words, start, tail, share)
        else:
            self._noun_only(reading, frame, words, start, share, previous, joined)
        self._inherit(reading, frame, previous, joined, share)
        return frame

    def _bounded_far(self, words: str, mention: Mention) -> str:
        """占比不低于工资总量的70%: the bound and its number with what the share is of between them."""
        if mention.role != "share" or mention.comparator != "eq" or not words.endswith("的"):
            return words
        for bound, means in self._far_bounds:
            head, found, whole = words.rpartition(bound)
            if found and head and len(whole) <= 16:
                mention.comparator = means
                return self.verbs.strip_tail_words(head)
        return words

    def _compares(
        self, reading: _Sentence, frame: Frame, words: str, start: int, previous: Frame | None, tail: Verb | None
    ) -> bool:
        """高于全国0.6个百分点 and 占全国34.5%: the standard of comparison stands between the verb and the number."""
        for verbs, rule in ((self._sets["compare_verbs"], "gap"), (self._sets["share_verbs"], "share")):
            for verb in verbs:
                head, found, standard = words.rpartition(verb)
                if not found or not 1 <= len(standard) <= 12 or standard.endswith(self._sets["share_phrases"]):
                    continue
                if rule == "share" and (tail is not None or not {len(head), len(head) + 1} <= boundaries(words)):
                    continue
                frame.action, frame.rule = verb, rule
                head = self.verbs.strip_tail_words(head)
                named = self._phrase(reading, start, start + len(head)) if head else ""
                if rule == "share" and previous and not named:
                    frame.indicator, frame.subject = verb + standard, previous.indicator
                else:
                    frame.indicator = named + (verb + standard if rule == "share" else "")
                return True
        return False

    def _governs(self, words: str, tail: Verb) -> bool:
        """Whether the verb at the end governs, or is a noun (完成铁路投资, 森林抚育) that another verb or none governs."""
        if tail.action.role == "state":
            return True
        if self._is_change(tail):
            leading = self._leading_verb(words[: tail.start])
            return leading is None or leading.causative or leading.text not in self._light
        if tail.text in self._nominal:
            return False
        before = self.verbs.find(words[: tail.start])
        return not any(verb.start == 0 or verb.text in self._light for verb in before)

    def _without_comparison(self, words: str) -> str:
        """进出口总额比一九八五年增长: the base of a comparison is no part of what is measured."""
        tail = self.verbs.tail(words)
        if tail is None:
            return words
        head, verb = words[: tail.start], words[tail.start :]
        for mark in self._sets["comparing"]:
            before, found, base = head.rpartition(mark)
            if found and base and _COMPARED.search(base):
                return before + verb
        return words

    def _is_change(self, verb: Verb) -> bool:
        return verb.action.measure in ("increase", "decrease", "growth", "decline")

    def _leading_verb(self, words: str) -> Verb | None:
        verbs = self.verbs.find(words)
        return verbs[0] if verbs and verbs[0].start == 0 else None

    def _metric_with_verb(self, reading: _Sentence, frame: Frame, words: str, start: int, tail: Verb, share: Share) -> None:
        """地区生产总值增长5%: what stands before the verb is measured."""
        subject = self.verbs.strip_tail_words(words[: tail.start])
        frame.verb, frame.action = tail, tail.text
        offset, frame.rule = self._last_statement(subject), "metric and verb"
        subject = subject[offset:]
        leading = self._leading_verb(subject)
        while leading and leading.causative and leading.end < len(subject):
            offset += leading.end
            subject = subject[leading.end :]
            leading = self._leading_verb(subject)
        counted = share.mention.role in ("classifier", "bare", "measure", "place")
        if leading and leading.plain and counted and leading.end < len(subject) and not self._is_change(tail):
            if tail.action.role == "state" and not self._ends_metric(subject):
                frame.verb, frame.action = leading, leading.text
                offset += leading.end
                subject = subject[leading.end :]
        for mark in self._sets["object_marks"]:
            before, found, thing = subject.rpartition(mark)
            if found and thing and not before.endswith("、"):
                offset += len(subject) - len(thing)
                subject = thing
        frame.indicator = self._without_suffix(self._phrase(reading, start + offset, start + offset + len(subject)))
        frame.measure = self._measure_of(frame.verb, share.mention, counted=False)
        frame.subjects = self._list_of(frame.indicator)

    def _last_statement(self, subject: str) -> int:
        """打响新品牌、力争旅居人数|达600万: a word that leads a statement opens the one that counts."""
        place = subject.rfind("、") + 1
        opening = next((word for word in self._lead if len(word) > 1 and subject.startswith(word, place)), "")
        return place + len(opening) if place and opening else 0

    def _without_suffix(self, indicator: str) -> str:
        """经济增长预期目标为5% measures 经济增长."""
        for suffix in self._sets["metric_suffixes"]:
            if indicator.endswith(suffix) and len(indicator) - len(suffix) >= 2:
                return indicator[: -len(suffix)]
        return indicator

    def _noun_only(
        self, reading: _Sentence, frame: Frame, words: str, start: int, share: Share, previous: Frame | None, joined: bool
    ) -> None:
        """引进重点企业10家, 城镇调查失业率5.5%: a verb before the noun governs, or none does."""
        cut = self._last_item(words)
        verbs = self.verbs.find(words[cut:])
        verbs = [verb for verb in verbs if verb.end < len(words) - cut]
        rated = share.mention.role == "share" and self._ends_metric(words)
        index = next((i for i, verb in enumerate(verbs) if verb.plain and not rated and self._may_govern(words[cut:], verb)), None)
        if index is None:
            index = next((i for i, verb in enumerate(verbs) if verb.start == 0 or verb.action.role in ("award", "state")), None)
        bound = share.mention.bound
        if index is None:
            frame.indicator = self._phrase(reading, start, start + len(words))
            frame.subjects = self._list_of(frame.indicator)
            closing = self.verbs.tail(words)
            frame.action = bound or (closing.text if closing and closing.action.event and closing.start > 0 else None)
            frame.rule = "noun alone"
            frame.measure = self._measure_without_verb(frame.indicator, share.mention, bound)
            if frame.indicator.endswith(self._sets["named_increase"]) or frame.indicator in self._sets["named_increase"]:
                frame.measure, frame.action = "increase", frame.indicator[-4:-2]
            return
        verb = verbs[index]
        inner = next((later for later in verbs[index + 1 :] if verb.causative and (later.plain or later.action.role == "award") and not later.action.event), None)
        owner = ""
        if inner:
            owner = "" if verb.text in ("组织",) else ""
            verb = inner
        at = start + cut
        subject = self._drop_adverbs(self._phrase(reading, at, at + verb.start)) if verb.start and not inner else owner
        if subject.startswith(self._prepositions) and not subject.startswith(self._sets["keeps_subject"]):
            subject = ""
        named = self._phrase(reading, at + verb.end, start + len(words))
        if verbs[0].start == 0 and verbs[0].text in self._sets["agentive"] and verb is not verbs[0]:
            subject = ""
        frame.verb, frame.action = verb, verb.text
        frame.indicator = self._drop_examples(subject + named)
        frame.measure = self._measure_of(verb, share.mention, counted=not self._ends_metric(named))
        if bound and verb.causative and self._ends_metric(named):
            frame.action, frame.measure = bound, "level"
        frame.subjects = self._list_of(frame.indicator)
        if subject and (owners := self._list_of(subject)):
            frame.subjects = tuple(owner + named for owner in owners)
        if named.startswith(self._sets["fixed_statistics"]) or named.endswith(self._sets["named_increase"]):
            frame.measure = "increase"

    def _may_govern(self, words: str, verb: Verb) -> bool:
        """At its beginning any verb governs the clause; behind a subject only one that is no noun there (主业投资占比)."""
        if verb.start == 0:
            return True
        named = words[verb.end :]
        if self.verbs.strip_tail_words(words[: verb.start]) != words[: verb.start]:
            return True
        return not verb.action.event and verb.text not in self._nominal and named not in self._generic and len(named) > 1

    def _last_item(self, words: str) -> int:
        """Where the last of several coordinated statements begins: 加强治理、培育企业10家."""
        for place in range(len(words) - 1, 0, -1):
            if words[place] in "、并":
                verbs = self.verbs.find(words[place + 1 :])
                if verbs and verbs[0].start == 0 and not verbs[0].action.event and verbs[0].end < len(words) - place - 1:
                    before = self.verbs.find(words[:place])
                    if before and before[0].start == 0 and before[0].end < place:
                        return place + 1
        return 0

    def _inherit(self, reading: _Sentence, frame: Frame, previous: Frame | None, joined: bool, share: Share) -> None:
        """What a number leaves unsaid is taken from the one before: the indicator, its owner, or the verb."""
        if not frame.indicator and not joined:
            frame.indicator = self._clause_before(reading, share)
        if previous is None:
            frame.indicator = frame.indicator or frame.action or ""
            return
        bare = not frame.indicator
        if bare:
            frame.indicator, frame.subject = previous.indicator, previous.subject
            frame.subjects = previous.subjects
            frame.rule += ", indicator from before"
            if not frame.action and joined and previous.noun_first:
                frame.action, frame.verb, frame.measure = previous.action, previous.verb, previous.measure
        elif frame.indicator in self._generic and previous.indicator.endswith(frame.indicator):
            frame.indicator, frame.subject = previous.indicator, previous.subject
        elif frame.indicator in self._generic and previous.indicator:
            frame.subject = previous.indicator if previous.indicator not in self._generic else previous.subject
            frame.rule += ", owner from before"
        elif _LEVEL_ALONE.fullmatch(frame.indicator) and (shared := _LEVEL_HEAD.sub("", previous.indicator)) != previous.indicator:
            frame.indicator += shared
            frame.rule += ", noun from before"
            if frame.action is None and previous.noun_first:
                frame.action, frame.verb, frame.measure = previous.action, previous.verb, previous.measure
        elif joined and frame.action and frame.action == previous.action and not self._ends_metric(frame.indicator):
            frame.indicator += self._metric_of(previous.indicator)
        elif frame.action is None and self._is_part(reading, frame, previous):
            frame.verb, frame.action, frame.measure = previous.verb, previous.action, previous.measure
            frame.rule += ", verb shared"
        elif joined and frame.action is None and previous.verb and previous.noun_first and previous.verb.action.role == "plain":
            if not self._ends_metric(frame.indicator) or previous.verb.action.measure == "output" and share.mention.unit == previous.mention.unit:
                frame.verb, frame.action = previous.verb, previous.action
                frame.measure = self._measure_of(previous.verb, share.mention, counted=True)
                frame.rule += ", verb shared"
        elif not joined and frame.action is None and frame.rule == "noun alone" and share.mention.role == "classifier":
            if previous.verb and previous.noun_first and previous.verb.plain and previous.mention.role == "classifier" and not self._ends_metric(frame.indicator):
                frame.verb, frame.action = previous.verb, previous.action
                frame.measure = self._measure_of(previous.verb, share.mention, counted=True)

    @staticmethod
    def _same_kind(frame: Frame, previous: Frame) -> bool:
        here, before = frame.mention, previous.mention
        return here.unit == before.unit or bool(here.entry and before.entry and here.entry.dimension == before.entry.dimension == "person")

    def _is_part(self, reading: _Sentence, frame: Frame, previous: Frame) -> bool:
        """引进人才3600名，其中教师1550名、医师1000名: parts in the unit of the whole share its verb."""
        if previous.verb is None or not previous.verb.plain or frame.mention.role == "share" or not self._same_kind(frame, previous):
            return False
        before = reading.masked[: frame.mention.start - reading.base]
        return any(mark in before for mark in self._sets["part_marks"]) and not self._ends_metric(frame.indicator)

    def _clause_before(self, reading: _Sentence, share: Share) -> str:
        """工业所占的比重，一九五二年为41.5%: a metric that ends the clause before, where that one has no number of its own."""
        before = reading.masked[: share.left[0]].rstrip(" \u3000")
        clause = before.rstrip("，,：: ")
        cut = max(clause.rfind(mark) for mark in "，,；：:")
        if any(frame.mention.start - reading.base >= cut for frame in reading.frames):
            return ""
        words = reading.masked[cut + 1 : len(clause)]
        start, end = self._trim_left(reading, cut + 1, len(clause))
        label = before.endswith(("：", ":")) and end - start <= 12
        named = (label or self._ends_metric(words)) and not self.verbs.find(reading.masked[start:end])
        return self._phrase(reading, start, end) if named and end - start <= 20 else ""

    def _metric_of(self, indicator: str) -> str:
        """装备制造营业收入增长10%、航空航天增长20%: the metric of the first holds for the second."""
        return max((metric for metric in self._generic if indicator.endswith(metric) and len(indicator) > len(metric)), key=len, default="")

    def _baseline(self, reading: _Sentence, frame: Frame, share: Share, following: Share) -> None:
        """从40%提高到60%: the first number is where it stood; its verb is the change without 到."""
        between = reading.masked[share.right[0] : following.mention.left - reading.base]
        tail = self.verbs.tail(self.verbs.strip_tail_words(between))
        if tail and tail.text.endswith(self._sets["resultatives"]) and "、" not in between:
            frame.action = tail.text[:-1] or tail.text
            frame.baseline = True
        if frame.baseline:
            frame.measure, frame.rule = "level", "baseline"

    # -- implied quantities

    def _implied(self, reading: _Sentence, share: Share, left: tuple[int, int], right: tuple[int, int], previous: Frame | None) -> Frame:
        words = self.verbs.strip_tail_words(reading.masked[slice(*left)])
        frame = Frame(share.mention, "", rule="implied", measure=share.mention.measure or "level", left=words)
        verbs = self.verbs.find(words)
        verb = next((verb for verb in verbs if verb.causative or verb.start == 0), None)
        tail = self.verbs.tail(words)
        start = left[0]
        if tail and (tail.causative or tail.action.role == "state"):
            frame.action, frame.verb = tail.text, tail
            frame.indicator = self._phrase(reading, start, start + tail.start)
        elif verb:
            frame.action, frame.verb = verb.text, verb
            frame.indicator = self._phrase(reading, start, start + verb.start) + self._phrase(reading, start + verb.end, start + len(words))
        else:
            frame.indicator = self._phrase(reading, start, start + len(words))
        if not frame.indicator:
            frame.indicator = self._clean(reading.original(*right)) or self._object_before(reading, start)
        if not frame.indicator and previous:
            frame.indicator = previous.indicator
        return frame

    def _object_before(self, reading: _Sentence, start: int) -> str:
        """加强税收征管，做到应收尽收: what the clause before was about."""
        head = reading.masked[:start].rstrip("，, ")
        cut = max(head.rfind(mark) for mark in "，,；：:") + 1
        first, last = self._trim_left(reading, cut, len(head))
        leading = self._leading_verb(reading.masked[first:last])
        return self._phrase(reading, first + (leading.end if leading else 0), last) if last - first <= 30 else ""

    # -- series

    def _share_heads(self, frames: list[Frame]) -> None:
        """What several numbers of a clause share: 分别, a noun behind the last (8个国家级、36个省级专科), a head before the first."""
        self._distribute(frames)
        for here, following in zip(reversed(frames[:-1]), reversed(frames[1:]), strict=True):
            if here.noun_first or following.noun_first or not here.indicator:
                continue
            if here.indicator.endswith(self._sets["class_marks"]) and len(here.indicator) <= 6:
                tail = _LEVEL_HEAD.sub("", following.indicator)
                here.indicator += tail
                here.rule += ", noun shared"
            elif here.verb is not None and here.verb is following.verb and here.verb.text in self._sets["light_verbs"]:
                here.indicator += self._shared_event(here.indicator, following.indicator)

    def _shared_event(self, here: str, following: str) -> str:
        """完成22条重点道路、20处重点区域星级示范条块打造: the work named behind the last noun is done to the first as well."""
        verbs = self.verbs.find(following)
        if not verbs or not verbs[-1].action.event or self.verbs.find(here):
            return ""
        tokens = words_of(following)
        count = len(words_of(here))
        return "".join(tokens[count:]) if 0 < count < len(tokens) else ""

    def _distribute(self, frames: list[Frame]) -> None:
        """A、B和C分别增长5%、6%、7% gives each number its own subject; 均增长 gives all of them the same."""
        if not frames:
            return
        run = [frames[0]]
        for frame in frames[1:]:
            if frame.rule.endswith("indicator from before") and frame.indicator == run[0].indicator and not frame.left:
                run.append(frame)
                continue
            self._give_subjects(run)
            run = [frame]
        self._give_subjects(run)

    def _give_subjects(self, run: list[Frame]) -> None:
        subjects = run[0].subjects or self._paired(run[0].indicator)
        if len(run) < 2 or len(subjects) != len(run):
            return
        for frame, subject in zip(run, subjects, strict=True):
            frame.indicator = subject
            frame.rule = "distributed"

    def _paired(self, indicator: str) -> tuple[str, ...]:
        """城乡居民收入分别增长5%和6%: one of towns and one of the country."""
        both, *parts = self._sets["paired_words"]
        return tuple(indicator.replace(both, part) for part in parts) if both in indicator else ()

    def _list_of(self, indicator: str) -> tuple[str, ...]:
        """The items of 城镇和农村居民收入 or 事故起数、死亡人数, each with the head or tail that they share."""
        items = [item for item in re.split(r"、|和|与|及|以及", indicator) if item]
        if len(items) < 2:
            return ()
        shared = next((phrase for phrase in self._sets["share_phrases"] if items[-1].endswith(phrase)), "")
        if shared and not any(item.endswith(self._metric_ends) for item in items[:-1]) and len(items[0]) > 4:
            return (*(item + shared for item in items[:-1]), items[-1])
        last = words_of(items[-1])
        if all(len(item) <= 4 and not item.endswith(self._metric_ends) for item in items[:-1]) and len(last) > 1:
            head_length = len(words_of(items[0]))
            tail = "".join(last[head_length:])
            return (*(item + tail for item in items[:-1]), items[-1])
        first = words_of(items[0])
        if len(items[0]) > len(items[1]) + 1 and len(first) > 2 and items[1].endswith(self._metric_ends):
            head = self._shared_head(items)
            return (items[0], *(head + item for item in items[1:]))
        return tuple(items)

    def _shared_head(self, items: list[str]) -> str:
        """生产安全事故起数、死亡人数: what precedes the first metric is the head of the others, where they are shorter."""
        first = words_of(items[0])
        width = len(words_of(items[1]))
        return "".join(first[: max(0, len(first) - max(1, min(width, 2) - (len(first[-1]) > 1)))]) if len(first) > width else ""

    # -- measures

    def _measure_of(self, verb: Verb | None, mention: Mention, counted: bool) -> Measure:
        if verb is None:
            return "output" if counted and mention.role != "share" else "level"
        action = verb.action
        relative = mention.role == "share" and mention.unit not in ("个百分点", "百分点")
        if relative and action.relative:
            return action.relative
        if action.role == "causative" and counted and mention.role in ("classifier", "place", "bare", "measure"):
            return "output" if mention.unit != "元" else "level"
        if action.measure == "output" and mention.role == "share":
            return "level"
        return action.measure

    def _measure_without_verb(self, indicator: str, mention: Mention, bound: str | None) -> Measure:
        if indicator.endswith(self._sets["rate_ends"]) and mention.role == "share":
            return "growth"
        if bound or mention.role == "share" or self._ends_metric(indicator):
            return "level"
        return "output" if self.verbs.tail(indicator) else "level"

    def _verb_named(self, text: str) -> Verb | None:
        action = self.verbs.get(text) or self.verbs.get(text.removeprefix("新"))
        return Verb(0, len(text), text, action) if action else None

    # -- phrases

    def _is_noun(self, words: str) -> bool:
        return bool(words) and words not in self._hollow and not words.startswith(("以", "；", "、", "和", "与", "及", "并", "等"))

    def _trim_left(self, reading: _Sentence, start: int, end: int) -> tuple[int, int]:
        """Without the connectors, adverbs and times at its beginning."""
        masked = reading.masked
        while start < end:
            if masked[start] in " \u3000、：:的" or masked[start] == BRACKETED or masked[start] in self._sets["item_signs"]:
                start += 1
                continue
            time = self._time.match(reading.text, start, end)
            if time and time.end() > start and time.end() < end + 1:
                start = time.end()
                continue
            word = next((word for word in self._lead if masked.startswith(word, start) and start + len(word) <= end), None)
            if word is None or not self._lead_stands(masked, start, end, word):
                break
            start += len(word)
        while end > start and (masked[end - 1] in " \u3000" or masked[end - 1] == BRACKETED and not self._short_aside(reading, end)):
            end -= 1
        return start, end

    def _lead_stands(self, masked: str, start: int, end: int, word: str) -> bool:
        """加快 leads 加快推进…, but is the verb itself in 加快5条高铁建设; 重点 leads 重点培育…, but not 重点项目."""
        if len(word) == 1 and start + 1 < end and 1 not in boundaries(masked[start:end]):
            return False
        if word in self._sets["lead_adverbs"]:
            verb = self.verbs.find(masked[start + len(word) : end][:8])
            return bool(verb) and verb[0].start == 0
        return True

    def _trim_right(self, reading: _Sentence, start: int, end: int) -> tuple[int, int]:
        masked = reading.masked
        for mark in self._sets["vague_continuations"]:
            cut = masked.find(mark, start, end)
            end = cut if cut > start else end
        while start < end and (masked[start] in " \u3000的" or masked[start] == BRACKETED):
            start += 1
        bound = next((word for word in self._bounds if masked.startswith(word, start) and start + len(word) <= end), "")
        start += len(bound)
        while end > start and (masked[end - 1] in " \u3000、和与及的" or masked[end - 1] == BRACKETED and not self._short_aside(reading, end)):
            end -= 1
        return start, end

    def _short_aside(self, reading: _Sentence, end: int) -> bool:
        """县（市、区） is one word; a longer bracket says something of its own."""
        if reading.text[end - 1] not in "）)":
            return False
        opening = max(reading.text.rfind("（", 0, end), reading.text.rfind("(", 0, end))
        words = reading.text[opening + 1 : end - 1]
        return 0 < end - opening <= 7 and (words.isascii() or not any(char.isdigit() for char in words))

    def _phrase(self, reading: _Sentence, start: int, end: int) -> str:
        phrase = _REPRESENTED.sub("", self._clean(reading.original(start, end)))
        if phrase.startswith(self._sets["origin_marks"]) and phrase.endswith("中"):
            phrase = phrase[1:-1]
        return self._drop_examples(_TRAILING_TIME.sub("", phrase))

    def _clean(self, phrase: str) -> str:
        """Without footnote marks, and without function words at either end."""
        phrase = _FOOTNOTE.sub("", phrase).strip(" \u3000，、；。：:-—@/")
        if phrase.count("“") != phrase.count("”"):
            phrase = phrase.strip("“”")
        while phrase.startswith(self._leading) and len(phrase) > 1 and 1 in boundaries(phrase):
            phrase = phrase[1:].lstrip(" 、")
        while phrase.endswith(self._trailing) and len(phrase) > 1:
            word = next(word for word in self._trailing if phrase.endswith(word))
            phrase = phrase[: -len(word)].rstrip(" 、")
        return phrase

    def _drop_adverbs(self, phrase: str) -> str:
        phrase = self.verbs.strip_tail_words(phrase)
        while True:
            word = next((word for word in self._lead if len(word) > 1 and phrase.endswith(word)), None)
            if word is None:
                return phrase
            phrase = phrase[: -len(word)]

    def _drop_examples(self, phrase: str) -> str:
        """信用监管、信用就医等特色应用场景 is counted as 特色应用场景, where the general noun says enough by itself."""
        for mark in self._sets["example_marks"]:
            head, found, general = phrase.rpartition(mark)
            if found and head and len(general) >= 4 and not general.startswith(self._sets["kept_with_examples"]) and general[:1] not in "级" and not head.endswith(("高", "中", "初", "平", "同", "优")):
                return self._clean(general)
        return phrase


_REPRESENTED = re.compile(r"^以[^，。]{6,40}?为[^，。的]{1,4}的(?=.{4})")
_PLACE = re.compile(r"在[^在]{1,8}$")
_COMPARED = re.compile(r"年|预算|期间|时期|”|同期|上月|季度|计划|[0-9]")
_TRAILING_TIME = re.compile(r"(?:[0-9０-９]{4}|[一二][一二三四五六七八九〇零○]{3}|[一二三四五六七八九十两]{1,2}|[0-9]{1,2})年(?:内|间|底|末)?$")
_ITEM_MARK = re.compile(r"第?[一二三四五六七八九十]{1,3}(?:是(?:要)?|要)[，,]?")
_LEVEL_HEAD = re.compile(r"^[^级]{1,5}级")
_LEVEL_ALONE = re.compile(r"[国家省市州县区乡镇村、和]{1,6}级")
_TOPIC = re.compile(r"([一-龥“”]{2,10})，")
_FOOTNOTE = re.compile(r"[［\[〔][0-9０-９]{1,3}[］\]〕]")
