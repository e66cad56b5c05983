from covalue_measures.schema import COVALUE_DOMAINS, Role


def test_the_six_domains_of_the_study_in_its_order():
    assert [domain.title for domain in COVALUE_DOMAINS] == [
        "Communication",
        "Self-efficacy",
        "Interconnectedness",
        "Direct and indirect costs of health care utilization",
        "Health professional experience",
        "Access to the right care",
    ]


def test_each_domain_has_its_own_id_theme_and_definition():
    for field in ("id", "theme_id", "definition"):
        assert len({getattr(domain, field) for domain in COVALUE_DOMAINS}) == 6
    assert {domain.theme_id for domain in COVALUE_DOMAINS} == {
        f"CV2-T-{code}" for code in ("COM", "SEF", "INT", "CST", "HPX", "ACC")
    }


def test_roles_are_those_of_the_study():
    for domain in COVALUE_DOMAINS:
        assert Role.HEALTH_PROFESSIONAL in domain.roles
        assert Role.RESPONDENT not in domain.roles
    alone = [domain.id for domain in COVALUE_DOMAINS if len(domain.roles) == 1]
    assert alone == ["health_professional_experience"]
