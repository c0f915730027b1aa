"""What several numbers of a clause share: 分别, a noun behind the last, a head before the first."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from planparse.lexicon import Lexicon
from planparse.segmentation import is_boundary
from planparse.segmentation import words as words_of
from planparse.targets.frames import Frame, SentenceView
from planparse.targets.phrases import Phrases

SHORT_ITEM = 4
"""Items up to this length lack the tail that the last one has: 城镇、农村居民收入."""

MAX_MODIFIER = 8
"""A noun phrase up to this length that ends in 级 is only a modifier: 8个国家级、36个省级专科."""


class Series:
    """Shared heads and tails."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = lexicon.sets
        self._phrases = Phrases.of(lexicon)
        self._verbs = self._phrases.verbs
        self._counts = frozenset(lexicon.sets["generic_counts"])
        self._broad = frozenset(lexicon.sets["broad_owners"])
        self._of = lexicon.sets["attributive"][0]
        self._light = frozenset(lexicon.sets["light_verbs"])
        self._level = lexicon.pattern("level_modifier")
        self._ratio = lexicon.pattern("ratio_head")

    @staticmethod
    @lru_cache(maxsize=4)
    def of(lexicon: Lexicon) -> Series:
        return Series(lexicon)

    def share(self, frames: list[Frame], closing: str) -> None:
        """Gives the frames of one clause what they have in common; ``closing`` are the words behind the last number."""
        self._distribute(frames)
        self._count_out(frames)
        self._close(frames, closing)
        for here, following in zip(reversed(frames[:-1]), reversed(frames[1:]), strict=True):
            if here.mention.right == following.mention.left and here.mention.role == following.mention.role == "classifier":
                self._count_together(here, following)
            if self._lacks_object(here, following):
                here.indicator = following.indicator.rpartition(self._of)[2] or following.indicator
            if here.noun_first or following.noun_first or not here.indicator:
                continue
            if here.is_money and following.left.endswith(self._sets["example_marks"]) and self._spends(here):
                # 投资25亿元|建设光伏、|储能等|3个产业园: the examples are of what the next number counts.
                here.indicator = following.indicator
                continue
            if here.indicator.endswith(self._sets["modifier_ends"]) and len(here.indicator) <= MAX_MODIFIER:
                here.indicator += self._level.sub("", following.indicator)
                here.rule += ", noun shared"
            elif here.verb is not None and here.verb is following.verb and here.verb.text in self._light:
                here.indicator += self._shared_event(here.indicator, following.indicator, following.right)
            elif here.verb is None and following.verb is None and here.action is None and following.predicate:
                here.action, here.measure, here.indicator = following.action, following.measure, here.indicator + following.predicate

    def take_turns(self, view: SentenceView, first: int) -> None:
        """出口525亿美元，进口591亿美元，分别增长10.5%和6.9%: as many numbers as things were named just before, one for each.

        ``first`` is the place of the first frame of the clause.
        """
        run = view.frames[first:]
        named = [frame for frame in view.frames[:first] if not frame.baseline][-len(run) :]
        if len(run) < 2 or len(named) != len(run) or len({frame.indicator for frame in run}) > 1:
            return
        said = view.masked[run[0].clause[0] : run[0].mention.left - view.base]
        each = any(word in said for word in self._sets["each_of_several"])
        owned = all(frame.subject == named[-1].indicator for frame in run)  # 企业200家、平台10个，总数分别达到1200家、60个
        taken = owned or all(frame.rule.endswith("indicator from before") for frame in run)
        told_apart = len({frame.indicator for frame in named}) == len(named)
        if each and taken and told_apart and not any(frame.continues and not frame.continues.baseline for frame in named):
            for frame, one in zip(run, named, strict=True):
                owner = (one.indicator, frame.indicator) if owned else (one.subject, one.indicator)
                (frame.subject, frame.indicator), frame.continues, frame.rule = owner, one, "distributed"

    def _count_out(self, frames: list[Frame]) -> None:
        """茶叶、水果、蔬菜三个产业分别增长9%、8%、7%: as many names as are counted, and as many numbers behind them."""
        for index, counted in enumerate(frames[:-2]):
            if counted.noun_first or counted.mention.value < 2:
                continue
            names = self._phrases.coordinated(counted.left)
            each = frames[index + 1 :]
            alike = len(names) > 1 and len({frame.indicator for frame in each}) == 1 and each[0].rule != "distributed"
            if counted.mention.value != len(names) or len(each) != len(names) or not alike:
                continue
            for name, frame in zip(names, each, strict=True):
                frame.indicator, frame.rule = self._phrases.clean(name) + frame.indicator, "distributed"

    def _close(self, frames: list[Frame], closing: str) -> None:
        """淘汰水泥200万吨、炼铁100万吨|等落后产能: the metric behind examples is that of each of them."""
        if not closing.startswith(self._sets["example_marks"]):
            return
        metric = closing.removeprefix(next(mark for mark in self._sets["example_marks"] if closing.startswith(mark)))
        if not metric.endswith(self._sets["produce_metrics"]):
            return
        for frame in reversed(frames):
            if not frame.noun_first or self._phrases.ends_metric(frame.indicator):
                return
            frame.indicator += metric

    def _spends(self, frame: Frame) -> bool:
        return frame.verb is not None and frame.verb.text in self._sets["spending_verbs"]

    @staticmethod
    def _count_together(here: Frame, following: Frame) -> None:
        """实施10大类55项实事: both numbers count the same, done by the same verb."""
        if here.verb is not None and following.verb is None:
            following.take_verb(here)
        here.take_verb(following)
        here.indicator, here.subject, here.noun_first = following.indicator, following.subject, False
        here.rule += ", noun shared"

    @staticmethod
    def _lacks_object(here: Frame, following: Frame) -> bool:
        """解决|800万人、500万头牲畜的饮水困难: a verb, and nothing but the next number behind it."""
        joined = following.mention.left - here.mention.right == 1 and not following.noun_first
        alone = here.noun_first and here.verb is not None and here.left == here.verb.text and here.verb.plain and not here.right
        return joined and alone and here.mention.role == "classifier" and here.rule.endswith("indicator from before")

    def _shared_event(self, here: str, following: str, right: str) -> str:
        """完成12条街道、5处广场照明改造: the work named behind the last noun (``right`` in full) is done to the first as well."""
        if self._verbs.find(here):
            return ""
        verbs = self._verbs.find(following)
        tokens, first = words_of(following), words_of(here)
        named = bool(verbs) and verbs[-1].action.event
        parallel = right.endswith(self._sets["event_tails"]) and tokens[:1] == first[:1]
        return "".join(tokens[len(first) :]) if (named or parallel) and 0 < len(first) < len(tokens) else ""

    def _distribute(self, frames: list[Frame]) -> None:
        """A、B和C分别增长5%、6%、7% gives each number its own subject; 均增长 gives all of them the same."""
        run: list[Frame] = []
        for frame in frames:
            if run and not self._repeats(frame, run[0]):
                self._give_subjects(run)
                run = []
            run.append(frame)
        self._give_subjects(run)

    @staticmethod
    def _repeats(frame: Frame, first: Frame) -> bool:
        return frame.rule.endswith("indicator from before") and frame.indicator == first.indicator and not frame.left

    def _give_subjects(self, run: list[Frame]) -> None:
        named = run[0].indicator
        subjects = run[0].subjects or self._pair(named) or self._singles(named, len(run)) if len(run) > 1 else ()
        if len(subjects) == len(run):
            for frame, subject in zip(run, subjects, strict=True):
                frame.indicator, frame.rule = subject, "distributed"
                if frame.subject and len(self._phrases.coordinated(frame.subject)) > 1:
                    frame.subject = None

    def _pair(self, indicator: str) -> tuple[str, ...]:
        """城乡居民收入分别增长5%和6%: one of towns and one of the country."""
        for both, *parts in (self._sets["paired_words"], self._sets["paired_allowances"], self._sets["paired_balances"]):
            if both in indicator:
                return tuple(indicator.replace(both, part) for part in parts)
        return ()

    def _singles(self, indicator: str, count: int) -> tuple[str, ...]:
        """粮肉奶产量分别达到8万吨、6万吨、5万吨: one character for each number, before one metric."""
        things, metric = indicator[:count], indicator[count:]
        alone = metric in self._sets["generic_metrics"] and all(len(word) == 1 for word in words_of(things))
        return tuple(thing + metric for thing in things) if alone and len(things) == count else ()

    def items(self, indicator: str) -> tuple[str, ...]:
        """The items of 城镇和农村居民收入 or 事故起数、死亡人数, each with the head or tail that they share; none for a single one."""
        items = self._phrases.coordinated(indicator)
        if len(items) < 2:
            return ()
        *others, last = items
        tail = self._shared_tail(others, last)
        if tail:
            mark = self._sets["example_marks"][0]  # 光电、医药|等产业|产值
            tail = tail.removeprefix(mark)
            return (*(item + tail for item in others), last.partition(mark)[0] + tail if mark in words_of(last) else last)
        head = self._shared_head(items)
        return (items[0], *(head + item for item in items[1:]))

    def _shared_tail(self, others: list[str], last: str) -> str:
        """The metric that only the last item names: 城镇和农村|居民收入, 通路村和通水村|的比例, 自来水和卫生厕所|普及率."""
        if any(self._phrases.ends_metric(item) for item in others):
            return ""
        phrase = next((phrase for phrase in self._sets["share_phrases"] if last.endswith(phrase)), "")
        if phrase and len(others[0]) > SHORT_ITEM:
            return phrase
        tokens = words_of(last)
        if all(len(item) <= SHORT_ITEM for item in others) and len(tokens) > 1:
            width = len(others[0])
            tail = last[width:] if is_boundary(last, width) else "".join(tokens[len(words_of(others[0])) :])
            if last[width - 1 : width] == others[0][-1] == tail[width - 1 : width]:
                tail = tail[width:]  # 铁路、公路|水路|投资: two words that are like the first item make up the last
            return tail or (tokens[-1] if tokens[-1] in self._counts else "")
        named = max((metric for metric in self._sets["generic_metrics"] if last.endswith(metric)), key=len, default="")
        metric = named or ("".join(tokens[-2:]) if len(tokens[-1]) == 1 else tokens[-1])
        return metric if self._phrases.ends_metric(metric) and metric != last else ""

    def _owner_of(self, first: list[str], second: str) -> list[str]:
        """重点企业|数控化率、研发工具普及率: the thing that the first metric is of, where the second names none."""
        ends = self._sets["owner_ends"]
        owned = [count for count, word in enumerate(first[:-1], 1) if word.endswith(ends)]
        named = any(word.endswith(ends) for word in words_of(second))
        return first[: owned[-1]] if owned and not named and self._phrases.ends_metric(second) else []

    def _shared_head(self, items: list[str]) -> str:
        """生产安全事故起数、死亡人数: what precedes the first metric is the head of the others, where they are shorter."""
        ratio = self._ratio.match(items[0])
        if ratio and not any(item.startswith(ratio.group()[:2]) for item in items[1:]):
            return ratio.group()
        place = next((region for region in self._sets["regions"] if items[0].startswith(region)), "")
        first, second = words_of(items[0].removeprefix(place)), items[1]
        longer = len("".join(first)) > len(second) + 1 and len(first) > 2 and self._phrases.ends_metric(second)
        width = len(words_of(second))
        if any(item in self._sets["standing_statistics"] for item in items[1:]):
            return ""
        if len(first[-1]) > 1 and second.endswith(first[-1]):
            return ""  # 小微企业贷款、绿色贷款: two kinds of one thing
        owners = self._owner_of(first, second) or (list(takewhile(self._broad.__contains__, first)) if longer else [])
        if owners:
            return place + "".join(owners)
        if not longer or len(first) <= width:
            return ""
        own = max(1, min(width, 2) - (len(first[-1]) > 1))
        return place + "".join(first[: len(first) - own])
