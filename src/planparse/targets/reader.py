"""From the numbers of a sentence to frames: what each measures, and the verb that governs it.

A number stands before its noun, behind it, behind a metric and its verb, or alone in a series that goes on. Each of these has
its module; here it is decided which one reads a number, and what the sentence as a whole adds.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from planparse.lexicon import Lexicon
from planparse.quantities.matching import alternation
from planparse.quantities.mentions import Mention
from planparse.targets.clauses import Clause, Share, Sharing, clauses_of, mask_brackets, mask_quotes
from planparse.targets.counted import CountedNoun
from planparse.targets.frames import Extent, Frame, SentenceView
from planparse.targets.measured import MeasuredNoun
from planparse.targets.owners import Owners
from planparse.targets.phrases import Phrases
from planparse.targets.series import Series
from planparse.targets.unsaid import CLAUSE_MARKS, Unsaid


class FrameReader:
    """All the readings, compiled for one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._phrases = Phrases.of(lexicon)
        self._verbs = self._phrases.verbs
        self._sharing = Sharing(lexicon, self._verbs)
        self._counted = CountedNoun.of(lexicon)
        self._measured = MeasuredNoun.of(lexicon)
        self._unsaid = Unsaid.of(lexicon)
        self._series = Series.of(lexicon)
        self._owners = Owners.of(lexicon)
        self._opened_quote = lexicon.pattern("opened_quote")
        self._use_behind = lexicon.pattern("use_behind")
        self._drawn_from = lexicon.pattern("drawn_from")
        self._of = lexicon.sets["attributive"][0]
        self._adverb = alternation((*lexicon.sets["adverbial_bounds"], *lexicon.sets["about_a_share"]))

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> FrameReader:
        return FrameReader(lexicon)

    def read(self, sentence: str, base: int, mentions: Sequence[Mention], before: Frame | None) -> list[Frame]:
        """A frame for each mention of a sentence that begins at ``base``; ``before`` is the last frame of the same paragraph."""
        readable = mask_quotes(sentence, mentions, base)
        outer = mask_brackets(readable)
        view = SentenceView(sentence, outer, base)
        for clause in clauses_of(readable, outer, mentions, base):
            view.masked = readable if clause.aside else outer
            self._read_clause(view, clause, before)
        self._owners.name(view)
        return view.frames

    def _read_clause(self, view: SentenceView, clause: Clause, before: Frame | None) -> None:
        first = len(view.frames)
        shares = self._sharing.shares(view.masked, clause, view.base)
        for share, following in zip(shares, [*shares[1:], None], strict=True):
            previous = view.frames[-1] if view.frames else before
            frame = self._variant(view, clause, share) or self._read_share(view, share, following, previous)
            frame.produce = self._produce(frame) or (previous.produce if previous else None)
            frame.clause, frame.aside, frame.threshold = (clause.start, clause.end), clause.aside, share.threshold
            self._bound_by_adverb(view, clause, share)
            view.frames.append(frame)
        closing = view.masked[slice(*shares[-1].right)] if shares else ""
        self._series.share(view.frames[first:], closing)
        self._series.take_turns(view, first)

    def _produce(self, frame: Frame) -> Frame | None:
        """The frame itself where it says how much is brought forth: 原煤产量7亿吨."""
        return frame if frame.mention.role == "measure" and frame.indicator.endswith(self._sets["produce_metrics"]) else None

    def _read_share(self, view: SentenceView, share: Share, following: Share | None, previous: Frame | None) -> Frame:
        left = self._phrases.trim_left(view, *share.left)
        right = self._phrases.trim_right(view, share.right[0] + self._counts_a_set(view, share), share.right[1])
        if share.mention.implied:
            return self._implied(view, share, left, right, previous)
        attributive = view.masked.startswith(self._of, share.right[0])
        if self._counted.applies(share.mention, view.masked[slice(*left)], view.masked[slice(*right)], attributive):
            frame = self._counted.read(view, share, left, right, previous)
            self._take_whole(view, frame, right, previous)
            end = right[0] + len(frame.indicator) if view.masked.startswith(frame.indicator, right[0]) else right[1]
            self._take_purpose_behind(view, frame, share, (end, right[1]))
        else:
            frame = self._measured.read(view, share, left, previous)
            self._unsaid.fill(view, frame, share, previous)
            self._take_verb_behind(frame, view.masked[slice(*right)])
            self._take_purpose_behind(view, frame, share, right)
        if following is not None:
            self._mark_baseline(view, frame, share, following)
        return frame

    def _counts_a_set(self, view: SentenceView, share: Share) -> bool:
        """6|大|基础信息资源库: the sign between a number without a unit and its noun belongs to neither."""
        return share.mention.unit is None and view.masked.startswith(self._sets["set_marks"], share.right[0])

    def _take_verb_behind(self, frame: Frame, words: str) -> None:
        """赤字率拟按2.8%|安排, 水源工程30个|完工: a verb alone behind a share or a count governs it."""
        able = frame.action is None and frame.mention.role in ("share", "classifier")
        verb = self._verbs.leading(words) if able else None
        if verb and verb.end == len(words):
            frame.action = verb.text
            if frame.mention.role == "classifier":
                frame.measure = verb.action.measure

    def _take_whole(self, view: SentenceView, frame: Frame, right: Extent, previous: Frame | None) -> None:
        """人均筹资增加30元，一半|用于大病保险: a share that is used for something is one of the amount before it."""
        adverb = self._phrases.lead_at(view.masked, right[0])
        start = right[0] + len(adverb)
        if frame.mention.role != "share" or not view.masked.startswith(self._sets["used_for"], start):
            return
        drawn = self._drawn_from.match(frame.left)
        whole = drawn.group("whole") if drawn else "" if self._verbs.find(frame.left) else frame.left
        if len(whole) > 1:
            frame.indicator = self._phrases.clean(whole) + self._phrases.phrase(view, start, right[1])
            frame.action, frame.subject = None, None
        elif previous is not None and previous.mention.role != "share":
            frame.indicator = self._phrases.phrase(view, *right) + self._of + previous.indicator

    def _take_purpose_behind(self, view: SentenceView, frame: Frame, share: Share, right: Extent) -> None:
        """安排219亿元|支持|企业破产, 安排43亿元，用于|危房改造: where nothing before money names its use, words behind it do."""
        spends = frame.verb is not None and frame.verb.text in (*self._sets["spending_verbs"], *self._sets["arranging_verbs"])
        if spends and frame.indicator in self._sets["money_nouns"]:
            self._name_money(view, frame, share, right)
            return
        use = self._use_behind.match(view.masked, right[0])
        purse = use is not None and frame.subject in self._sets["purses"]
        borrowed = purse and (frame.indicator not in view.masked or self._follows_at_once(view, right[0]))
        if not spends or frame.verb is None or (frame.indicator != frame.verb.text and not borrowed):
            return
        leading = self._verbs.leading(view.masked[slice(*right)])
        if leading and leading.end < right[1] - right[0]:
            frame.indicator = self._phrases.phrase(view, right[0] + leading.end, right[1])
        elif use:
            frame.indicator = self._phrases.phrase(view, *use.span("use"))

    def _follows_at_once(self, view: SentenceView, at: int) -> bool:
        """每年出资1亿元|用于园区建设: no comma before the use, and no clause in the sentence that says for what it is (为支持改水，…)."""
        return view.masked[at : at + 1] not in CLAUSE_MARKS and not self._phrases.begins_with_preposition(view.masked.strip())

    def _name_money(self, view: SentenceView, frame: Frame, share: Share, right: Extent) -> None:
        """筹措|资金|80亿元，实施民生工程, 养老补贴覆盖全县，县财政安排|资金|2亿元: money is told apart by what it is for."""
        use = self._use_behind.match(view.masked, right[0])
        named = self._phrases.phrase(view, *use.span("use")) if use else ""
        if not named and frame.subject in self._sets["purses"]:
            named = self._unsaid.subject_before(view, share.left[0])
        frame.indicator = named + frame.indicator

    def _mark_baseline(self, view: SentenceView, frame: Frame, share: Share, following: Share) -> None:
        """从40%提高到60%: the first number is where it stood; its verb is the change without 到."""
        between = view.masked[share.right[0] : following.mention.left - view.base]
        tail = self._verbs.tail(self._verbs.strip_tail_words(between))
        reached = tail is not None and tail.text.endswith(self._sets["resultatives"])
        raised = frame.verb is not None and frame.verb.changes  # 增加5元|至|93元: by how much, and then to what
        copula = tail is not None and not frame.baseline and tail.text in (self._sets["resultatives"] if raised else self._sets["copula"])
        if tail and reached and not copula and not any(comma in between for comma in self._sets["list_comma"]):
            frame.action = tail.text[:-1] or tail.text
            frame.baseline = True
        if frame.baseline:
            frame.measure, frame.rule = "level", "baseline"

    def _implied(self, view: SentenceView, share: Share, left: Extent, right: Extent, previous: Frame | None) -> Frame:
        """实现城乡供水全覆盖: what is covered, cleared or doubled stands before the word, or was named before."""
        start, words = left[0], self._verbs.strip_tail_words(view.masked[slice(*left)])
        words = self._measured.without_base(words)
        frame = Frame(share.mention, rule="implied", measure=share.mention.measure or "level", left=words)
        tail = self._verbs.tail(words)
        if tail is None or not (tail.causative or tail.action.role == "state"):
            tail = next((verb for verb in self._verbs.find(words) if verb.causative or verb.start == 0), None)
        if tail:
            frame.verb, frame.action = tail, tail.text
            parts = ((start, start + tail.start), (start + tail.end, start + len(words)))
            frame.indicator = "".join(self._phrases.without_adverbs(self._phrases.phrase(view, *part)) for part in parts)
        else:
            frame.indicator = self._phrases.phrase(view, start, start + len(words))
        frame.indicator = self._measured.off_base(self._attained(frame, self._phrases.without_preposition(frame.indicator)))
        if not frame.indicator:
            behind = self._phrases.clean(view.text[slice(*right)])
            frame.indicator = behind if self._phrases.is_noun(behind) else ""
        if not frame.indicator:
            said = view.frames[-1].indicator if view.frames else self._unsaid.object_before(view, start)
            frame.indicator = said or (previous.indicator if previous else "")
        return frame

    def _attained(self, frame: Frame, indicator: str) -> str:
        """推动企业加快|实现|研发机构全覆盖: who is to attain it, and what; of “双清零” the quotation mark says nothing."""
        indicator = self._opened_quote.sub("", indicator)
        for mark in self._sets["attaining_marks"]:
            owner, found, thing = indicator.rpartition(mark)
            if found:
                frame.action = mark
                return self._phrases.without_helpers(self._verbs.strip_tail_words(owner)) + thing
        return indicator

    # -- what the sentence adds

    def _bound_by_adverb(self, view: SentenceView, clause: Clause, share: Share) -> None:
        """至少配备2名 is a minimum, though the verb stands between; an adverb further left reaches the number where no verb does."""
        words = view.masked[clause.start : share.left[1]]
        if share.mention.comparator != "eq" or not self._adverb.search(words):
            return
        own = view.masked[slice(*share.left)]
        words = own if self._verbs.find(own) else words
        if any(word in words for word in self._sets["adverbial_bounds"]):
            share.mention.comparator = "min"
        elif any(word in words for word in self._sets["about_a_share"]):
            share.mention.comparator = "about"

    def _variant(self, view: SentenceView, clause: Clause, share: Share) -> Frame | None:
        """增长4%（包括村办工业为6%）: an aside that widens or narrows what was measured gives it again, with itself in the name."""
        if not clause.aside or not view.frames:
            return None
        previous = next((one for one in reversed(view.frames) if one.mention.end <= share.mention.start), view.frames[-1])
        words = self._verbs.strip_tail_words(view.masked[slice(*share.left)])
        for copula in self._sets["copula"]:
            words = words.removesuffix(copula)
        alike = share.mention.unit == previous.mention.unit
        if not words.startswith(self._sets["including"]) or previous.aside or not alike:
            return None
        frame = Frame(share.mention, f"{previous.indicator}（{words}）", rule="aside", noun_first=previous.noun_first)
        frame.take_verb(previous)
        return frame
