"""What the rules pass on: a number with all that its clause says of it, and the sentence that is being read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from planparse.lexicon.entries import Doubt
from planparse.models import Measure
from planparse.quantities.mentions import Mention
from planparse.targets.verbs import Verb

Extent = tuple[int, int]
"""A stretch of a sentence: where it begins and where it ends."""


@dataclass(slots=True)
class Frame:
    """One mention with what the clause says of it.

    ``subject`` is filled where the owner stands apart from the metric. ``left`` and ``right`` are the words on either side that
    are its own; ``subjects`` the items that a coordinated indicator names, for the numbers that follow; ``doubts`` what is ambiguous;
    ``predicate`` what the verb behind a counted noun does to it (2个小区|完成|立面美化); ``continues`` the number before of which
    the same statement says more (将增长5%，达到600亿元), ``produce`` the last one so far, in the paragraph, whose produce it measures.
    """

    mention: Mention
    indicator: str = ""
    subject: str | None = None
    action: str | None = None
    measure: Measure = "level"
    examples: tuple[str, ...] = ()
    each: str = ""
    rule: str = ""
    verb: Verb | None = None
    noun_first: bool = True
    baseline: bool = False
    threshold: bool = False
    aside: bool = False
    subjects: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    clause: Extent = (0, 0)
    predicate: str = ""
    left: str = ""
    right: str = ""
    continues: Frame | None = None
    produce: Frame | None = None

    @property
    def goes_on(self) -> bool:
        """Whether it is one more number of a bare series: 奖励100万元、40万元."""
        return not self.left and not self.right and self.rule.endswith("indicator from before")

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        entry = self.mention.entry
        return entry is not None and entry.dimension == "money"

    def name_only(self, grants: Collection[str], giving: str | None) -> None:
        """What is only named is done by no verb, save the one that counts it (抓好十项工作) or grants it (给予50万元)."""
        if giving != self.action:
            self.action, self.measure = giving, "level"
            return
        governed = self.verb is not None and self.action == self.verb.text
        if not (governed and self.mention.role == "classifier"):
            self.measure = "level"
        if not self.noun_first and self.action not in grants and not (governed and self.mention.role != "measure"):
            self.action = None

    def take_verb(self, other: Frame) -> None:
        """The verb of another number governs this one too."""
        self.verb, self.action, self.measure = other.verb, other.action, other.measure


@dataclass(slots=True)
class SentenceView:
    """The sentence that is being read: its characters, the same with names and asides masked, and the frames so far.

    ``base`` is where it begins in the document; all other offsets count from its own start.
    """

    text: str
    masked: str
    base: int
    frames: list[Frame] = field(default_factory=list)
