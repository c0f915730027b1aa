"""The XML of Word as it is to be read: through wrappers that add nothing, and one of two forms of the same thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planparse.sources.word.numbering import tag

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS = frozenset(
    (
        *map(tag, ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")),
        *map(tag, ("hyperlink", "fldSimple", "dir", "bdo")),
        f"{MATH}oMathPara",
    )
)
_CHOICES = (f"{_COMPATIBILITY}Choice", f"{_COMPATIBILITY}Fallback")
_ONE_LINE = str.maketrans("\r\n", "  ")


def children(parent: Element) -> Iterator[Element]:
    """What stands in an element, seen through wrappers that add nothing to the text (links, insertions, controls).

    Where a file gives one thing twice, for newer and older programs, only the first of the two.
    """
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from children(child)
        elif child.tag == tag("ruby"):
            yield from _runs_of_ruby(child)
        elif child.tag == f"{_COMPATIBILITY}AlternateContent":
            choice = next((found for kind in _CHOICES if (found := child.find(kind)) is not None), None)
            if choice is not None:
                yield from children(choice)
        else:
            yield child


def own_text(piece: Element) -> str:
    """The characters of one piece of a run; a line end inside of words is only how the XML was laid out."""
    text: str = "".join(piece.xpath("text()")) if len(piece) else piece.text or ""
    return text.translate(_ONE_LINE)


def _runs_of_ruby(ruby: Element) -> Iterator[Element]:
    """The characters under a pronunciation aid, without the aid."""
    for run in ruby.iterfind(f"{tag('rubyBase')}/{tag('r')}"):
        yield from children(run)
