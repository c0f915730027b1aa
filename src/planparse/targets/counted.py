"""A number before its noun: 新建3处过街天桥, 5条道路通车, 35项成果获得国家科学技术奖."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from planparse.lexicon import Lexicon
from planparse.quantities.mentions import Mention
from planparse.targets.clauses import Share
from planparse.targets.frames import Extent, Frame, SentenceView
from planparse.targets.measures import Measures
from planparse.targets.phrases import MAX_DESCRIPTION, SHORT_NOUN, Phrases
from planparse.targets.verbs import Verb

MAX_QUALIFIER = 16
"""A description before the number up to this length belongs to what is counted: 符合政策的8000万纳税人."""

SHORT_COUNTED = 4
"""A counted noun up to this length says too little where a verb governs: the words before the number narrow it (自贸区58条改革举措)."""

MAX_DOER = 14
"""Who does something has a name of up to this many characters."""

MAX_SPREAD = 20
"""So has what spreads to so many places."""


class _Government(NamedTuple):
    """What the verb before the number lets a verb behind the noun do.

    ``agentive`` verbs hand the work to the noun (推动企业上市), ``aims`` take the whole statement for their object (实现信号灯联网), any
    other verb governs alone. ``handed`` says that 为, 向 or the like stands there: what follows is whom something is done for.
    """

    verb: Verb | None
    agentive: bool
    aims: bool
    handed: bool

    @property
    def alone(self) -> bool:
        return self.verb is not None and not self.agentive and not self.aims


class CountedNoun:
    """Reads what a number counts from the words behind it."""

    def __init__(self, lexicon: Lexicon) -> None:
        sets = lexicon.sets
        self._sets = sets
        self._phrases = Phrases.of(lexicon)
        self._verbs = self._phrases.verbs
        self._measures = Measures.of(lexicon)
        self._agentive = frozenset(sets["agentive"])
        self._light = frozenset(sets["light_verbs"])
        self._nominal = frozenset(sets["nominal_verbs"])
        self._predicates = frozenset(sets["predicates"])
        self._own_verbs = self._predicates | self._light
        self._doers = (*sets["owner_ends"], *sets["doer_ends"])
        self._clausal = frozenset(sets["clausal_verbs"])
        self._cutting = frozenset(sets["cutting_verbs"])
        self._fund = lexicon.pattern("fund_and_use")
        self._hollow = frozenset(sets["hollow_nouns"])
        self._of = sets["attributive"][0]
        self._comma = sets["list_comma"][0]

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> CountedNoun:
        return CountedNoun(lexicon)

    def applies(self, mention: Mention, words: str, noun: str, attributive: bool) -> bool:
        """Whether the number counts the noun behind it, and not the words before it.

        Counts do where a noun stands there; amounts where nothing but a verb or examples stand before them, or 的 behind them
        (``attributive``).
        """
        if not self._phrases.is_noun(noun) or self._is_predicate(mention, words, noun) or self._moves_on(noun):
            return False
        if mention.role == "classifier" and words and self._is_done_to(words, noun):
            return False
        attained = self._verbs.leading(noun) if mention.role == "duration" else None
        if noun.startswith(self._sets["demonstratives"]) or (attained and attained.causative):
            return False  # 提前五年|实现目标
        if noun.startswith(self._sets["heading_verbs"]) and words.endswith(self._sets["toward"]):
            return False
        if mention.role != "measure" or not words or words.endswith(self._sets["example_marks"]):
            return True
        tail = self._verbs.tail(self._verbs.strip_tail_words(words))
        if tail and tail.action.role == "state":
            opens = tail.start == 0 or words[: tail.start].endswith(self._sets["copular"])
            return opens and len(tail.text) > 1
        if noun.startswith(tuple(self._cutting)):
            return False
        verbs = self._verbs.find(words)
        adjacent = bool(verbs) and not words[verbs[-1].end :]
        return adjacent or not verbs or attributive or not self._phrases.ends_metric(words)

    def _is_done_to(self, words: str, noun: str) -> bool:
        """水源工程30个|完工: a verb alone behind a number says what is done to the things before it."""
        alone = self._verbs.is_verb(noun) and noun not in self._sets["nominal_verbs"]
        return alone and self._verbs.tail(words) is None and not self._verbs.find(words)

    def _is_predicate(self, mention: Mention, words: str, noun: str) -> bool:
        """赤字率拟按2.8%安排: a verb directly behind a share, with the metric before it, is no noun."""
        if mention.role == "share" and words and noun.startswith(self._sets["copular"]):
            return True
        if mention.role != "share" or not self._phrases.ends_metric(self._verbs.strip_tail_words(words)):
            return False
        verbs = self._verbs.find(noun)
        return bool(verbs) and verbs[0].start == 0

    def _moves_on(self, noun: str) -> bool:
        """由40个|减少到现在的|30个: a change to another number is no noun."""
        leading = self._verbs.leading(noun)
        if leading is None:
            return False
        return self._verbs.moves_to(leading) or (leading.changes and noun.startswith(self._sets["resultatives"], leading.end))

    def read(self, view: SentenceView, share: Share, left: Extent, right: Extent, previous: Frame | None) -> Frame:
        """The frame of a number whose own words are ``left`` and ``right``; a bare series takes the verb of ``previous``."""
        words = view.masked[slice(*left)]
        frame = Frame(share.mention, noun_first=False, rule="number before noun", left=words, right=view.masked[slice(*right)])
        frame.verb = own = self._governing(words) or self._short(words, frame.right)
        sized = share.mention.role == "measure" and share.mention.right > share.mention.end and not share.joined
        if own is None and not words and not sized and previous and previous.verb and self._continues(share, previous, frame.right):
            frame.verb = previous.verb
            frame.rule += ", verb shared" if share.joined else ""
        government = self._government(frame.verb, words)
        noun, action = self._noun_phrase(view, right, government, share.mention)
        modal = self._phrases.modal_in(noun)
        if modal:
            said = self._verbs.find(noun[modal.end() :])
            noun, action = noun[: modal.start()], action or (said[-1].text if said else None)
        noun = next((noun.removesuffix(word) for word in self._sets["each_of_several"] if noun.endswith(word)), noun)
        noun = next((noun.removeprefix(size) for size in self._sets["size_phrases"] if noun.startswith(size)), noun)
        if noun.startswith(self._sets["statement_prepositions"]):
            noun = self._phrases.without_preposition(noun)
        stated = self._phrases.without_work(frame.right.rpartition(action)[2]) if action else ""
        if stated and noun.endswith(stated[-2:]) and not frame.right.startswith(noun):
            frame.predicate = stated
        spent = self._spent_on(view, right, own) if own and words.endswith(own.text) else ""
        if spent:
            noun, action = spent, None
        qualifier, frame.examples = self._qualifier(view, left, own, share.mention, noun)
        frame.each = self._each_of(qualifier, previous if share.joined and own is None else None)
        frame.indicator = (frame.each if not qualifier else "") + qualifier + noun
        if share.mention.role == "share" and qualifier.endswith(self._sets["scopes"]):
            frame.indicator = qualifier
        metric = self._metric_before(view, share, left, own)
        if metric:
            frame.indicator, frame.subject = metric, noun
        elif own and not qualifier:
            frame.subject = self._spread(view, left, own) or self._doer(view, left, own)
        frame.action = action or (frame.verb.text if frame.verb else None)
        rate = self._phrases.without_suffix(frame.indicator)
        frame.measure = self._measures.of_change(rate, share.mention) or self._measures.of_counted(frame.verb, action, share.mention)
        return frame

    def _each_of(self, qualifier: str, previous: Frame | None) -> str:
        """每个县|建设养老院1家、幼儿园2所: of what there is so much, for all numbers that its verb governs."""
        mark = next((mark for mark in self._sets["keeps_subject"] if qualifier.startswith(mark)), "")
        return qualifier if mark else previous.each if previous else ""

    def _metric_before(self, view: SentenceView, share: Share, left: Extent, verb: Verb | None) -> str:
        """设立总规模3亿元的基金, 信噪比达到70dB的传感器: the metric before the number, and behind it whose it is."""
        if share.mention.role not in ("measure", "share") or not view.masked.startswith(self._of, share.right[0]):
            return ""
        start = left[0] + (verb.end if verb and not verb.causative and verb.action.role == "plain" else 0)
        words = self._verbs.strip_tail_words(view.masked[start : left[1]])
        tail = self._verbs.tail(words)
        words = words[: tail.start] if tail and tail.action.role == "state" else words
        compared = words.endswith(self._sets["comparing"]) and not words.endswith(self._sets["share_phrases"])
        if compared or not self._phrases.ends_metric(words):
            return ""
        return self._phrases.phrase(view, start, start + len(words))

    def _spent_on(self, view: SentenceView, right: Extent, verb: Verb) -> str:
        """用30亿元|建设职工住宅, 投入100亿元|支持旅游产业发展: what money is spent on stands behind another verb."""
        leading = self._verbs.leading(view.masked[slice(*right)])
        spends = verb.text in self._sets["spending_verbs"] and not self._fund.match(view.masked[slice(*right)])
        return self._phrases.clean(view.text[right[0] + leading.end : right[1]]) if spends and leading else ""

    def _doer(self, view: SentenceView, left: Extent, verb: Verb) -> str | None:
        """物业服务|覆盖300个小区: who does it, where the text names them before the verb."""
        before = view.masked[left[0] : left[0] + verb.start]
        if not before or self._verbs.find(before) or self._comma in before:
            return None
        if self._phrases.begins_with_preposition(before):
            return self._phrases.beneficiary(before) or None
        doer = self._phrases.without_adverbs(self._phrases.phrase(view, left[0], left[0] + verb.start))
        return doer if 1 < len(doer) <= MAX_DOER and doer.endswith(self._doers) else None

    def _spread(self, view: SentenceView, left: Extent, verb: Verb) -> str | None:
        """医保异地结算试点|扩大到60个城市: what reaches so many of something."""
        words = view.masked[slice(*left)]
        if not self._verbs.moves_to(verb) or self._phrases.begins_with_preposition(words):
            return None
        leading = self._verbs.leading(words)
        start = left[0] + (leading.end if leading and leading.end < verb.start else 0)
        spread = self._phrases.without_adverbs(self._phrases.phrase(view, start, left[0] + verb.start))
        return spread if SHORT_NOUN <= len(spread) <= MAX_SPREAD else None

    def _continues(self, share: Share, previous: Frame, words: str) -> bool:
        """One verb over several counts: 打造10个集聚区、3个示范区, also over a comma where the second has no verb of its own."""
        if share.joined:
            return True
        follows = not previous.noun_first and previous.clause[1] >= share.left[0] - 1
        return follows and not any(verb.start > 0 and verb.text in self._own_verbs for verb in self._verbs.find(words))

    def _government(self, verb: Verb | None, words: str) -> _Government:
        agentive = verb is not None and verb.text in self._agentive
        aims = verb is not None and verb.causative and verb.action.measure == "level"
        return _Government(verb, agentive, aims, handed=words.endswith(self._sets["handed_to"]))

    def _governing(self, words: str) -> Verb | None:
        """The last plain verb before the number, or the last causative where no plain one follows it."""
        if self._phrases.ends_in_preposition(words):
            return None
        verbs = self._verbs.find(words)
        if words.endswith(self._of):
            return next((verb for verb in verbs if verb.start == 0), None)
        if words.endswith(self._sets["example_marks"]) and verbs and verbs[0].start == 0:
            verbs = tuple(verb for verb in verbs if verb.start == 0 or words[: verb.start].endswith(self._comma))
        if verbs and verbs[-1].end == len(words) and verbs[-1].text in self._sets["achieving_verbs"]:
            return verbs[-1]
        usable = [verb for verb in verbs if verb.start == 0 or verb.end == len(words) or not verb.action.event]
        plain = [verb for verb in usable if not verb.causative]
        leading = verbs[0] if verbs and verbs[0].start == 0 else None
        if leading and plain and plain[-1].text in self._nominal and plain[-1] is not leading and self._takes_work(leading):
            return leading
        if plain and (plain[-1].end >= usable[-1].start or usable[-1].causative):
            return plain[-1]
        return usable[-1] if usable else None

    def _short(self, words: str, behind: str) -> Verb | None:
        """我区有|20个口岸, 用|30亿元: a verb of one character before the number, unless something is done behind it (有2万户搬了家)."""
        tail = self._verbs.tail(words) if words.endswith(self._sets["short_verbs"]) else None
        done = any(mark in behind for mark in self._sets["aspect"])
        return tail if tail and tail.text in self._sets["short_verbs"] and not done else None

    def _takes_work(self, verb: Verb) -> bool:
        """实施|污水治理3个“三年行动”: what the first verb does may itself be named by a verb."""
        return verb.plain and not verb.action.event

    # -- the words between verb and number

    def _qualifier(self, view: SentenceView, left: Extent, verb: Verb | None, mention: Mention, noun: str) -> tuple[str, tuple[str, ...]]:
        """What stands between verb and number: examples (敦化路等), or words that narrow the noun (首批, 高校8%学科专业)."""
        start = left[0] + (verb.end if verb else 0)
        words = view.masked[start : left[1]]
        original = self._phrases.clean(view.text[start : left[1]])
        owner = self._owner(view, left, verb, mention)
        if not words:
            return owner, ()
        mark = next((mark for mark in self._sets["example_marks"] if words.endswith(mark)), None)
        if mark:
            return owner, self._items(original.removesuffix(mark))
        if original in self._sets["ordinals_of_batches"]:
            return original, ()
        if verb is None:
            return self._without_verb(words, original, mention, noun), ()
        if words.endswith(self._of):
            original = original.strip(self._of)
            narrows = len(original) < MAX_DESCRIPTION or self._says_little(noun)
            return owner + (original + self._of if original and narrows and self._comma not in words else ""), ()
        if mention.role == "share":
            return owner + ("" if owner and original in self._sets["regions"] else self._phrases.without_adverbs(original)), ()
        if self._comma in words:
            return owner, self._items(original)
        return owner + (original if self._says_little(noun) or self._narrows(original, noun) else ""), ()

    def _says_little(self, noun: str) -> bool:
        return len(noun) <= SHORT_NOUN or noun.startswith("“")

    def _narrows(self, words: str, noun: str) -> bool:
        """实施|自贸区|58条改革举措: words that are a noun alone, before a noun that is short; 制定|落实政策|9条措施 are none."""
        edges = (*self._sets["separators"], *self._sets["verb_complements"], *self._sets["points_back"])
        if len(noun) > SHORT_COUNTED or words.startswith(edges) or words.endswith(edges):
            return False
        return not any(verb.start == 0 or verb.end == len(words) for verb in self._verbs.find(words))

    def _without_verb(self, words: str, original: str, mention: Mention, noun: str) -> str:
        """The words before a number that no verb governs: an owner of a share, each of several, or the start of a short noun."""
        if mention.role == "share":
            return self._phrases.without_adverbs(original) if self._phrases.without_preposition(words) else ""
        if self._phrases.ends_in_preposition(words):
            return ""
        if len(noun) <= SHORT_NOUN and self._comma not in words and original not in self._sets["regions"]:
            return original
        if words.endswith(self._of) and len(words) <= MAX_QUALIFIER:
            return self._phrases.without_preposition(original) + self._of
        keeps = words.startswith(self._sets["keeps_subject"]) or mention.role == "measure"
        return original if keeps and not self._phrases.begins_with_preposition(words) else ""

    def _owner(self, view: SentenceView, left: Extent, verb: Verb | None, mention: Mention) -> str:
        """每个县|办好1所 multiplies the number; 工作站|覆盖85%的县 owns the share."""
        words = self._verbs.behind_causatives(view.masked[left[0] : left[0] + verb.end])[: -(verb.end - verb.start)] if verb else ""
        start = left[0] + (verb.start if verb else 0) - len(words)
        shared = mention.role == "share" and words and not self._phrases.begins_with_preposition(words)
        if not shared and not words.startswith(self._sets["keeps_subject"]):
            return ""
        return self._phrases.clean(self._phrases.without_adverbs(view.text[start : start + len(words)]))

    def _items(self, words: str) -> tuple[str, ...]:
        """The names in 甲路、乙路和丙路."""
        return tuple(part.strip() for part in self._phrases.coordinated(words) if part.strip())

    # -- the words behind the number

    def _noun_phrase(self, view: SentenceView, right: Extent, government: _Government, mention: Mention) -> tuple[str, str | None]:
        """The counted noun, and the verb behind it where that one governs (5条道路|通车, 1家医院|开展认证)."""
        words = view.masked[slice(*right)]
        fund = self._fund.match(words) if mention.entry and mention.entry.dimension == "money" else None
        if fund:
            return self._phrases.clean(view.text[right[0] : right[0] + fund.end()]), None
        done = self._done_at_a_rate(words) if mention.role == "share" else None
        if done:
            return self._phrases.clean(view.text[right[0] + done.end : right[1]]), done.text
        verbs = [verb for verb in self._verbs.find(words) if verb.start > 0 and not self._tells_kind(words, verb)]
        inner = next((verb for verb in verbs if self._splits(words, verb, government)), None)
        # A share is of those of whom something is true, so what is said of them belongs to it.
        said = self._phrases.statement_at(words)
        if government.agentive or (mention.role == "share" and not self._phrases.ends_metric(words[:said])):
            said = len(words)
        if said < (inner.start if inner else len(words)):
            return self._stated(view, right, said, government)
        leading = self._verbs.leading(words)
        work = leading is not None and leading.text in self._light and leading.text not in self._nominal
        if leading and work and government.verb is None and leading.end < len(words):
            return self._phrases.without_examples(self._phrases.clean(view.text[right[0] + leading.end : right[1]])), leading.text
        if inner is None:
            end = right[0] + words.find(self._of) if government.handed and words.find(self._of) > 0 else right[1]
            return self._whole_noun(view, (right[0], end), government.verb), None
        head = self._phrases.without_helpers(self._phrases.clean(view.text[right[0] : right[0] + inner.start]))
        if inner.end == len(words):
            return head, inner.text
        tail = self._phrases.clean(view.text[right[0] + inner.end : right[1]])
        tail = self._phrases.without_work(tail) if inner.text in self._sets["achieving_verbs"] else tail
        if inner.action.role == "award":
            return self._phrases.clean(tail + head), inner.text
        if government.alone or (government.verb and inner.text not in self._light):
            return head, None
        served = government.handed and mention.role != "share" and inner.text not in self._light
        cut = inner.text in self._cutting and inner.text not in self._light and mention.role != "share"
        told = words.startswith(self._sets["aspect"], inner.end)
        return (head if cut or served or told else head + tail), inner.text

    def _tells_kind(self, words: str, verb: Verb) -> bool:
        """320个|甬舟|共建|项目: between those who share a thing and the thing, the verb tells its kind."""
        joint = verb.text in self._sets["joint_verbs"] and verb.end < len(words)
        return joint and not words[: verb.start].endswith(self._doers)

    def _done_at_a_rate(self, words: str) -> Verb | None:
        """按6%的|幅度|压减|公用经费: the verb behind a rate, whose object is what the rate is of."""
        rate = next((noun for noun in self._sets["rate_nouns"] if words.startswith(noun)), "")
        verb = self._verbs.leading(words[len(rate) :]) if rate else None
        if verb is None or len(rate) + verb.end == len(words):
            return None
        return verb._replace(start=verb.start + len(rate), end=verb.end + len(rate))

    def _stated(self, view: SentenceView, right: Extent, said: int, government: _Government) -> tuple[str, str | None]:
        """40所学校|均已|通电: the noun up to where something is said of it, and the first verb that says it."""
        start = right[0] + said
        verbs = () if government.alone else self._verbs.find(view.masked[start : right[1]])
        noun = self._phrases.without_helpers(self._phrases.clean(view.text[right[0] : start]))
        said_of_it = [verb for verb in verbs if verb.text not in self._nominal or verb.end == right[1] - start]
        return noun, said_of_it[0].text if said_of_it else None

    def _splits(self, words: str, verb: Verb, government: _Government) -> bool:
        """Whether a verb behind the noun begins a statement of its own, or is only a part of the noun."""
        behind = words[verb.end :]
        nominal = verb.text in self._nominal
        if behind and words[: verb.start].endswith(self._of):
            return False  # 投资500万元以上的|技改项目
        if verb.action.role == "award":
            return not government.alone
        if verb.action.event and (not behind or behind in self._hollow):
            return not behind and not government.alone and self._phrases.leads_to_verb(words[: verb.start])
        if verb.causative and not behind:
            return not government.alone and not government.aims and not nominal
        if government.agentive and behind and verb.text in self._sets["attaining_verbs"]:
            return True
        if verb.causative or verb.action.role == "state":
            return verb.text in self._cutting if government.alone else self._states(verb, behind)
        if government.agentive and behind and (not (verb.action.event or nominal) or self._is_done_by(words[: verb.start], verb, behind)):
            return True
        if government.alone:
            return verb.text in self._cutting or verb.text in self._sets["attaining_verbs"]
        if not behind:
            return not government.aims
        begins = (verb.text in self._light and not nominal) or verb.text in self._cutting
        return begins or self._is_clause(verb, behind, government)

    def _is_done_by(self, doer: str, verb: Verb, object_: str) -> bool:
        """支持5家|企业|建设世界一流企业: a verb that may be a noun governs what is no work, behind those who can do it."""
        builds = verb.text in self._sets["building_verbs"] and len(object_) > SHORT_NOUN
        return builds and doer.endswith(self._doers) and not object_.endswith(self._sets["topic_ends"])

    def _is_clause(self, verb: Verb, behind: str, government: _Government) -> bool:
        """118家企业|退出|融资平台: where no verb stands before the number, one that makes no noun has what is counted for its subject."""
        clause = verb.text in self._clausal or behind.startswith(self._sets["aspect"])
        return government.verb is None and clause and self._of not in behind

    def _states(self, verb: Verb, behind: str) -> bool:
        """100个事项|实现|一次办好 states something of what is counted; in 5条道路实现|通车 the verb is the second one."""
        following = self._verbs.leading(behind)
        only_helps = following is not None and following.end == len(behind)
        return verb.text in self._predicates and bool(behind) and self._of not in behind and not only_helps

    def _whole_noun(self, view: SentenceView, right: Extent, verb: Verb | None) -> str:
        """推进5处变电站建设 counts 变电站: a verb behind the noun that only repeats the work is left out."""
        phrase = self._phrases.without_examples(self._phrases.clean(view.text[slice(*right)]))
        phrase = self._phrases.without_description(phrase)
        if verb is None or not (verb.causative or verb.text in self._light or verb.text in self._sets["quality_verbs"]):
            return phrase
        return phrase if phrase.endswith(self._sets["preliminary_work"]) else self._phrases.without_work(phrase)
