"""What a user can meet: each error is one line that names the file, the fault and the remedy."""

from __future__ import annotations

from planparse.messages import one_line
from planparse.translation import Message, filled, in_english, translated


class PlanparseError(Exception):
    """Base of all errors that a user can cause.

    ``str(error)`` is ``PATH: what is wrong; what to do``, ready to be printed after ``planparse: ``, in the language of the locale.
    ``fault`` and ``remedy`` are English everywhere, for programs. ``values`` stand in the places that both name in braces.
    """

    def __init__(self, path: str, fault: str, remedy: str, **values: object) -> None:
        said = translated("{path}: {fault}; {remedy}")
        super().__init__(one_line(said.format(path=path, fault=translated(fault, **values), remedy=translated(remedy, **values))))
        self.path = path
        with in_english():
            self.fault = filled(fault, values)
            self.remedy = filled(remedy, values)

    @property
    def in_english(self) -> str:
        """The same line whatever the locale, for what programs read."""
        return one_line(f"{self.path}: {self.fault}; {self.remedy}")


class Fault(ValueError):
    """What is wrong with a value, for who catches it to say where: ``says`` is the message."""

    def __init__(self, text: str, /, **values: object) -> None:
        self.says = Message(text, **values)
        super().__init__(text)


class SourceError(PlanparseError):
    """A source that cannot be read."""


class LexiconError(PlanparseError):
    """A lexicon file that is not what the loader expects."""


class SettingsError(PlanparseError):
    """A settings file or option that does not fit."""


class CatalogError(PlanparseError):
    """A catalog file that cannot be read, written or validated."""


class CorrectionsError(PlanparseError):
    """A corrections file that cannot be read, or a correction that does not fit its target."""


class CorrectionsWarning(UserWarning):
    """A correction that was not laid over, or that the rules have left behind."""


class ClusterError(PlanparseError):
    """A cluster that does not answer, was lost, or has another version."""


class MissingExtraError(PlanparseError):
    """An optional package is needed and not installed.

    ``extra`` is the extra of planparse that brings it; ``package`` stands in its place where that is for the user to choose.
    """

    def __init__(self, path: str, what: str, extra: str | None = None, *, package: str | None = None) -> None:
        wanted = package or f'"planparse[{extra}]"'
        super().__init__(path, f"{what} needs an optional package", f"install it with: pip install {wanted}")
