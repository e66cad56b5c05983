"""Every error and warning that the package raises on purpose."""

__all__ = [
    "ConvergenceWarning",
    "DataQualityWarning",
    "DeprecatedNameWarning",
    "EvidenceError",
    "InstrumentError",
    "InsufficientDataError",
    "IntakeError",
    "MeasuresError",
    "MeasuresWarning",
    "MissingExtraError",
    "ModelError",
    "ModelSyntaxError",
    "RegistryError",
    "RegistryWarning",
    "ResponseDataError",
    "SecondOpinionWarning",
    "TamperedReleaseError",
]


class MeasuresError(Exception):
    """Root of the family; catch it to catch everything the package refuses."""


class InstrumentError(MeasuresError):
    """An instrument definition contradicts itself or the schema."""


class RegistryError(MeasuresError):
    """A bank, version or form cannot be found or read."""


class TamperedReleaseError(RegistryError):
    """A released definition is not what was released under that version."""


class IntakeError(MeasuresError):
    """A response file cannot be read as answers to the instrument.

    Parameters
    ----------
    message : str
        What is wrong, where, the value found and the values allowed.
    problems : tuple of str
        Every problem found, one sentence each; ``message`` shows the first ones.
    """

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems or (message,)


class ResponseDataError(MeasuresError):
    """Answers given in memory do not fit their instrument or the estimator."""


class InsufficientDataError(ResponseDataError):
    """Too few items, respondents or categories for the estimate asked for."""


class ModelSyntaxError(MeasuresError):
    """A model description cannot be read; the message names the line and what was expected."""


class ModelError(MeasuresError):
    """A model that does not fit its data or contradicts itself."""


class MissingExtraError(MeasuresError):
    """An optional package is not installed; the message names the extra."""


class EvidenceError(MeasuresError):
    """A stored evidence record cannot be read, or contradicts itself."""


class MeasuresWarning(UserWarning):
    """Root of the package's warnings."""


class ConvergenceWarning(MeasuresWarning):
    """An iterative estimate stopped before its criterion was met."""


class DataQualityWarning(MeasuresWarning):
    """The data allow the estimate, but something about them weakens it."""


class DeprecatedNameWarning(MeasuresWarning):
    """A public name that a later version will not have; the message says what to use instead."""


class RegistryWarning(MeasuresWarning):
    """A definition that was withdrawn or retired is used."""


class SecondOpinionWarning(MeasuresWarning):
    """Another program gives a different number for the same coefficient."""
