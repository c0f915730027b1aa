"""Which policy field a target is filed under where each has only one: in sums, and in pictures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from planparse.findings.wording import Places
from planparse.messages import one_line
from planparse.models import Catalog, Document, Pillar, Target


class Fields:
    """Which pillar of a document stands for a target: one of the outermost headings that part the document's targets.

    A heading that all of them stand under (2025年工作安排) would part nothing. Of several documents each field names its document.
    """

    def __init__(self, catalog: Catalog, targets: Sequence[Target], places: Places) -> None:
        self._chains = {target.id: places.pillars(target) for target in targets}
        under: dict[str, list[Sequence[Pillar]]] = defaultdict(list)
        for target in targets:
            under[target.document].append(self._chains[target.id])
        self._depths = {document: _parting_depth(chains) for document, chains in under.items()}
        self._names = short_names([document for document in catalog.documents if document.id in under])

    def pillar(self, target: Target) -> Pillar | None:
        chain = self._chains[target.id][: self._depths[target.document] + 1]
        return chain[-1] if chain else None

    def name(self, target: Target, no_heading: str) -> str:
        """The title of the pillar; ``no_heading`` is what a target without one is filed under."""
        pillar = self.pillar(target)
        title = one_line(pillar.title) if pillar else no_heading
        return f"{self._names[target.document]} · {title}" if len(self._names) > 1 else title


def _parting_depth(chains: Sequence[Sequence[Pillar]]) -> int:
    """How far in, from 0, is the first heading that not all targets of a document share."""
    deepest = max(map(len, chains))
    return next((depth for depth in range(deepest) if len({chain[depth].id for chain in chains if len(chain) > depth}) > 1), 0)


def short_names(documents: Sequence[Document]) -> dict[str, str]:
    """What each document is called where there are several: its issuer, else its title, else its id, whichever is its own."""
    issuers, titles = (Counter(getattr(document, part) for document in documents) for part in ("issuer", "title"))
    return {document.id: one_line(_short_name(document, issuers, titles)) for document in documents}


def _short_name(document: Document, issuers: Counter[str | None], titles: Counter[str | None]) -> str:
    if document.issuer and issuers[document.issuer] == 1:
        return document.issuer
    return document.title if document.title and titles[document.title] == 1 else document.id
