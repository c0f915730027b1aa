"""What is the same and what is not in the names of indicators: the words in which all plans would say it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

import yaml

from planparse.models import Target


@dataclass(frozen=True)
class Words:
    """What is the same and what is not in the names of indicators, as ``same_indicators.yaml`` says it."""

    same: Mapping[str, str]
    whole: Mapping[str, str]
    places: re.Pattern[str]
    changes: re.Pattern[str]
    light: re.Pattern[str]
    contrasts: Sequence[re.Pattern[str]]
    apart: re.Pattern[str]
    units: Mapping[str, str]

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Words:
        said = yaml.safe_load((files("planparse.pairing") / "data" / "same_indicators.yaml").read_text("utf-8"))
        return Words(
            same=_first_names(entry["names"] for entry in said["same"]),
            whole=_first_names(entry["names"] for entry in said["whole"]),
            places=re.compile(f"^(?:{_any_of(said['places']).pattern})"),
            changes=_any_of(said["changes"]),
            light=re.compile(f"{_any_of(said['light']).pattern}|(?:{_any_of(said['endings']).pattern})$"),
            contrasts=[*map(_any_of, said["contrasts"]), re.compile(rf"[{said['numerals']}]+|[0-9.]+[A-Za-z]*")],
            apart=_any_of(said["apart"]),
            units=_first_names(said["units"]),
        )

    @cached_property
    def _same(self) -> re.Pattern[str]:
        return _any_of([*self.same, *self.same.values()])

    def name(self, target: Target, whole: bool) -> str:
        """The name of what is measured, with its subject if the whole is wanted, in the words in which all plans would say it.

        城镇新增就业, 新增城镇就业人数 and 全市城镇新增就业人数 are one name. What remains is never empty.
        """
        said = unicodedata.normalize("NFKC", f"{(whole and target.subject) or ''}{target.indicator}")
        said = _YEARS.sub("", _ASIDE.sub("", said))
        name = self.places.sub("", self._renamed(said)) or said
        name = self.changes.sub("", name) or name
        name = self._renamed(name)
        return self.whole.get(name, name) if target.measure == "growth" else name

    def _renamed(self, name: str) -> str:
        """Twice, because one entry may use the words of another: 单位GDP能耗 by way of 单位生产总值能耗."""
        for _ in range(2):
            name = self._same.sub(lambda found: self.same.get(found[0], found[0]), name)
        return name


_YEARS = re.compile(r"(?:19|20)[0-9]{2}年?(?:底|末)?")
_ASIDE = re.compile(r"[\s“”\"'‘’《》「」·、,，()（）]")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+&]*|\w")


def core_of(name: str) -> str:
    return Words.load().light.sub("", name) or name


def tokens_of(name: str) -> Counter[str]:
    """Characters, and words of Latin letters whole."""
    return Counter(_TOKEN.findall(name)) or Counter([name])


def _first_names(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    return {_plain(name): _plain(names[0]) for names in groups for name in names}


def _plain(name: str) -> str:
    return _ASIDE.sub("", unicodedata.normalize("NFKC", name))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))))


def same_unit(one: str | None, other: str | None) -> bool:
    """Whether numbers in these units can be subtracted as they are: 人 and 名, but not 个 and 家."""
    return standard_unit(one) == standard_unit(other)


def standard_unit(unit: str | None) -> str | None:
    return Words.load().units.get(unit, unit) if unit else None
