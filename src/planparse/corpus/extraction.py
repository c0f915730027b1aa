"""One document of many: read, reduced to what is asked for, and laid out as the output wants it. It runs in any process."""

from __future__ import annotations

import os
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from planparse import segmentation
from planparse.catalog.files import Format
from planparse.catalog.pieces import Piece, piece_of
from planparse.corpus.cache import Read, key_of, read_before, remember
from planparse.corpus.reading import Source, origin_of_source, read_corrected
from planparse.curation.file import Corrections
from planparse.curation.overlay import Outcome
from planparse.errors import PlanparseError
from planparse.export.parquet import rows_as_bytes
from planparse.lexicon import Lexicon
from planparse.models import Document, Generator, Target
from planparse.pipeline import DocumentSettings, read_document
from planparse.sources import text_of
from planparse.sources.find import name_in_message

Form = Format | Literal["parquet"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What all documents of a run have in common; ``cached`` says whether what was read before may be used, and is kept."""

    lexicon: Lexicon
    corrections: Corrections
    generator: Generator
    form: Form
    cached: bool = False


class Extracted(NamedTuple):
    """What one document gives: its piece of the output, how many targets that holds, how many corrections were laid over.

    ``problems`` are messages about the other corrections; ``year`` is the document's, ``kept`` how many bytes the cache grew by.
    """

    document: str
    sha256: str
    year: int | None
    piece: Piece
    targets: int
    applied: int = 0
    problems: tuple[str, ...] = ()
    kept: int = 0


class Failure(NamedTuple):
    """A document that could not be read, in the words of the message."""

    path: str
    fault: str
    remedy: str

    @property
    def error(self) -> PlanparseError:
        return PlanparseError(*self)


Result = Extracted | Failure


def extract_one(source: Source | PlanparseError, recipe: Recipe) -> Result:
    """What a document gives, or why it gives nothing: whatever is wrong with it, the others are still to be read."""
    if isinstance(source, PlanparseError):
        return failure_of(source)
    try:
        return _extracted(source, recipe)
    except PlanparseError as error:
        return failure_of(error)
    except Exception as error:
        return _own_fault(source, error)


def failure_of(error: PlanparseError) -> Failure:
    """An error that a document gave, in a form that goes from one process to another."""
    return Failure(error.path, error.fault, error.remedy)


def warm(lexicon: Lexicon) -> None:
    """Loads what every document needs, once for all processes that begin afterwards."""
    segmentation.load()
    read_document(text_of("新增公园1座。", path=""), lexicon, DocumentSettings(), "")


def _extracted(source: Source, recipe: Recipe) -> Extracted:
    (document, targets), outcomes, kept = _read(source, recipe)
    asked = recipe.generator
    chosen = [one for one in targets if asked.status in ("all", one.status) and one.confidence >= asked.min_confidence]
    problems = tuple(one.message(recipe.corrections.path) for one in outcomes if one.is_problem)
    return Extracted(
        document=document.id,
        sha256=document.sha256,
        year=document.period.start.year if document.period else None,
        piece=_piece(document, chosen, source, recipe, outcomes),
        targets=len(chosen),
        applied=sum(one.is_applied for one in outcomes),
        problems=problems,
        kept=kept,
    )


def _read(source: Source, recipe: Recipe) -> tuple[Read, tuple[Outcome, ...], int]:
    """The document and all its targets, from the cache or from its source; corrected ones are always read."""
    fingerprint = recipe.lexicon.fingerprint
    plain = recipe.cached and not recipe.corrections.of(source.document_id)
    key = key_of(source, fingerprint) if plain else None
    if key and (before := read_before(key)):
        return before, (), 0
    corrected = read_corrected(source, recipe.lexicon, recipe.corrections)
    document, targets = corrected.reading.as_written()
    kept = remember(key, document, targets, fingerprint) if key else 0
    return (document, targets), corrected.outcomes, kept


def _piece(document: Document, targets: Sequence[Target], source: Source, recipe: Recipe, outcomes: Sequence[Outcome]) -> Piece:
    if recipe.form == "parquet":
        return Piece(b"", rows_as_bytes(document, targets))
    # A document whose corrections somebody has to look at again each time is not sealed.
    sealed = all(one.standing == "applied" for one in outcomes)
    return piece_of(document, targets, recipe.form, origin_of_source(source, recipe.generator, recipe.corrections) if sealed else None)


def _own_fault(source: Source, error: Exception) -> Failure:
    """A fault of ours, with its place in the code."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"
    fault = f"a fault in planparse ({type(error).__name__} at {place}: {error})"
    return Failure(name_in_message(source.shown or source.path), fault, "report it with this file")
