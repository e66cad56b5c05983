"""The six domains in which the CO-VALUE study found that coproduction creates value."""

from covalue_measures.schema.domain import Domain, Role

_SOURCE = "Forcino et al. (2024), The Permanente Journal, doi:10.7812/TPP/24.009"
_EVERYONE = (Role.SERVICE_USER, Role.FAMILY, Role.HEALTH_PROFESSIONAL)

#: In the order of the study. The titles are the study's; the definitions are this project's.
COVALUE_DOMAINS: tuple[Domain, ...] = (
    Domain(
        id="communication",
        title="Communication",
        definition=(
            "The extent to which service users, care partners and professionals exchange"
            " information, preferences and observations, in a way each understands and can act"
            " on, and reach shared plans."
        ),
        theme_id="CV2-T-COM",
        roles=_EVERYONE,
        source=_SOURCE,
    ),
    Domain(
        id="self_efficacy",
        title="Self-efficacy",
        definition=(
            "Confidence in one's ability to do the tasks that coproduction asks of one's role:"
            " to manage health and take part in care, or to invite and support partnership."
        ),
        theme_id="CV2-T-SEF",
        roles=_EVERYONE,
        source=_SOURCE,
    ),
    Domain(
        id="interconnectedness",
        title="Interconnectedness",
        definition=(
            "The extent to which the people involved in care and improvement are linked to one"
            " another by a shared plan, known roles and mutual respect."
        ),
        theme_id="CV2-T-INT",
        roles=_EVERYONE,
        source=_SOURCE,
    ),
    Domain(
        id="costs_of_care",
        title="Direct and indirect costs of health care utilization",
        definition=(
            "Money, time, effort and lost production that a role gives up to obtain or deliver"
            " care, and the strain felt from it."
        ),
        theme_id="CV2-T-CST",
        roles=_EVERYONE,
        source=_SOURCE,
    ),
    Domain(
        id="health_professional_experience",
        title="Health professional experience",
        definition=(
            "How professionals experience work in coproduced care: meaning and energy, control"
            " and time, teamwork, leadership support and strain."
        ),
        theme_id="CV2-T-HPX",
        roles=(Role.HEALTH_PROFESSIONAL,),
        source=_SOURCE,
    ),
    Domain(
        id="access_to_the_right_care",
        title="Access to the right care",
        definition=(
            "Ease of getting care that fits the need: the right service, at the right time,"
            " through the right channel, with the fewest steps."
        ),
        theme_id="CV2-T-ACC",
        roles=_EVERYONE,
        source=_SOURCE,
    ),
)
