"""What is assumed about the people and the items of a simulation."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from covalue_measures.schema import InstrumentLike, Role, as_instrument
from covalue_measures.schema.model import Definition


def _rises(interval: tuple[float, float]) -> tuple[float, float]:
    if interval[0] > interval[1]:
        raise ValueError(f"a range goes from low to high, not from {interval[0]} to {interval[1]}")
    return interval


_Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
_InnerShare: TypeAlias = Annotated[float, Field(gt=0, lt=1)]
_Positive: TypeAlias = Annotated[float, Field(gt=0, allow_inf_nan=False)]
_Rate: TypeAlias = Annotated[float, Field(ge=0, le=0.2)]
#: Lowest and highest value; each item or factor gets one of its own from between them.
ShareRange: TypeAlias = Annotated[tuple[_Share, _Share], AfterValidator(_rises)]
InnerShareRange: TypeAlias = Annotated[tuple[_InnerShare, _InnerShare], AfterValidator(_rises)]
PositiveRange: TypeAlias = Annotated[tuple[_Positive, _Positive], AfterValidator(_rises)]

#: The most that the four rates of missing answers may add up to.
_MOST_MISSING = 0.4

_LOADINGS = (0.55, 0.85)
_LOADINGS_OF_ACCESS = (0.44, 0.68)
_SITE_ICC = (0.02, 0.10)
_SITE_ICC_OF_PROFESSIONALS = (0.05, 0.15)


class Population(Definition):
    """Assumptions behind synthetic answers, each with a default that published studies suggest.

    The defaults give four items a coefficient alpha of about .75 to .88, eight items of .82 to
    .93, and four to eight items on access .65 to .80. A range says from where to where the values
    of single items or factors lie.
    """

    #: Sites, in turn in Sweden (SE) and in the United States (US).
    n_sites: int = Field(default=4, ge=2, le=500)
    #: Share of the variance of every factor that lies between the sites of a country. None: .02
    #: to .10, and .05 to .15 for health professionals. A score shows it times its reliability.
    site_icc: ShareRange | None = None
    #: Mean in Sweden minus mean in the United States, in standard deviations of a factor and in
    #: the direction of better experience.
    country_shift: float = Field(default=-0.3, ge=-2, le=2)

    #: Standardized loadings of reflective items. None: .55 to .85, and .44 to .68 for access.
    loadings: InnerShareRange | None = None
    #: Correlations between the factors of an instrument, at the same site.
    factor_correlations: ShareRange = (0.30, 0.60)
    #: Of a bifactor structure: share of an item's common variance that the general factor has.
    general_share: ShareRange = (0.60, 0.80)
    #: Share of the best answer to a reflective item.
    ceiling: InnerShareRange = (0.15, 0.45)
    #: Share of the lowest answer to an item about strain or cost.
    floor: InnerShareRange = (0.30, 0.60)

    #: Loadings of formative items on the need for care, all that they have in common.
    need_loadings: ShareRange = (0.20, 0.45)
    #: Correlation between a lower need for care and better experience.
    need_correlation: float = Field(default=0.20, ge=-0.5, le=0.5)
    #: Share of amounts that are the smallest possible, mostly zero.
    zero_share: InnerShareRange = (0.40, 0.75)
    #: Medians of the other amounts, by unit; at most a quarter of what the scale allows.
    count_median: PositiveRange = (1.5, 4.0)
    hours_median: PositiveRange = (2.0, 8.0)
    currency_median: PositiveRange = (100.0, 800.0)
    #: Standard deviation of the logarithms of the other amounts.
    amount_spread: PositiveRange = (0.8, 1.3)
    #: Currency and price year of amounts of money.
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "SEK"
    price_year: int = Field(default=2026, ge=1900, le=2200)
    #: Share of the first option of a scale without order, mostly "no".
    first_option: InnerShareRange = (0.70, 0.90)

    #: Average rates of the kinds of missing answers, where a response scale has them.
    skipped_rate: _Rate = 0.015
    not_applicable_rate: _Rate = 0.02
    dont_know_rate: _Rate = 0.01
    declined_rate: _Rate = 0.005
    #: How much oftener the last item is skipped than the one in the middle, and how much more
    #: rarely the first.
    late_skipping: float = Field(default=0.5, ge=0, le=0.5)
    #: Share of respondents who stop before the end.
    break_off_share: _Share = 0.03
    #: Share of respondents who answer without reading.
    careless_share: _Share = 0.03
    #: Share of them who mark the same position everywhere; the others answer at random.
    straight_lining_share: _Share = 0.5

    #: Correlation between two occasions of what is behind the answers, for ``simulate_retest``.
    retest_reliability: float = Field(default=0.85, ge=0, le=1)

    @model_validator(mode="after")
    def _leaves_answers(self) -> "Population":
        total = sum(
            (self.skipped_rate, self.not_applicable_rate, self.dont_know_rate, self.declined_rate)
        )
        if total > _MOST_MISSING:
            raise ValueError(
                f"the rates of missing answers add up to {total:g}; at most {_MOST_MISSING} is"
                " allowed"
            )
        return self

    def loadings_for(self, definition: InstrumentLike) -> tuple[float, float]:
        """Return the range of the loadings of an instrument's reflective items."""
        if self.loadings is not None:
            return self.loadings
        is_access = as_instrument(definition).bank.domain == "access_to_the_right_care"
        return _LOADINGS_OF_ACCESS if is_access else _LOADINGS

    def site_icc_for(self, definition: InstrumentLike) -> tuple[float, float]:
        """Return the range of the share of sites in an instrument's factors."""
        if self.site_icc is not None:
            return self.site_icc
        is_professional = as_instrument(definition).bank.role is Role.HEALTH_PROFESSIONAL
        return _SITE_ICC_OF_PROFESSIONALS if is_professional else _SITE_ICC

    def describe(self, definition: InstrumentLike) -> str:
        """Return every assumption about the answers to an instrument in one line."""
        chosen = {
            "loadings": self.loadings_for(definition),
            "site_icc": self.site_icc_for(definition),
        }
        return ", ".join(
            f"{name} {_shown(chosen.get(name, getattr(self, name)))}"
            for name in type(self).model_fields
        )


def _shown(value: object) -> str:
    return f"{value[0]:g} to {value[1]:g}" if isinstance(value, tuple) else str(value)
