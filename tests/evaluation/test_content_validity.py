import pytest
from content_validity_cases import ITEMS, demo_bank, entry, log_of, review, round_of, with_revision

from covalue_measures.evaluation.content_validity import rate_content_validity
from covalue_measures.evaluation.content_validity_rating import ContentValidityRating
from covalue_measures.evaluation.content_validity_rules import load_content_validity_rules
from covalue_measures.exceptions import InstrumentError, ResponseDataError
from covalue_measures.records.content_validity_round import ContentValidityRound, aspect_of
from covalue_measures.schema import Role

BANK = demo_bank()
RULES = load_content_validity_rules("cosmin_2018")


def panel(n: int, group: str = "service_user", **n_relevant: int):
    """Return the reviews of ``n`` raters, of whom so many find each item relevant."""
    counts = n_relevant or dict.fromkeys(ITEMS, n)
    ratings = [{name: 4 if k < m else 1 for name, m in counts.items()} for k in range(n)]
    return [review(f"{group[0]}{k}", group, **given) for k, given in enumerate(ratings)]


def survey(criterion: str, n: int = 50, group: str = "service_user", **fields: object):
    """Return a round about one question in which everyone agrees."""
    counts = fields.pop("n_relevant", {})
    return round_of(
        *panel(n, group, **counts),
        **({"criterion": criterion, "aspect": aspect_of(criterion)} | fields),
    )


def interviews(n: int, language: str = "en", role: Role = Role.SERVICE_USER):
    """Return interviews about every item without a problem."""
    return [
        entry(f"{language}{k}", item, language=language, role=role)
        for k in range(n)
        for item in ITEMS
    ]


def rated(*rounds: ContentValidityRound, log=None, **options: object) -> ContentValidityRating:
    return rate_content_validity(rounds, log, instrument=BANK, **options)


def test_the_rules_are_the_ten_questions() -> None:
    assert [aspect_of(rule.id) for rule in RULES.criteria] == (
        ["relevance"] * 5 + ["comprehensiveness"] + ["comprehensibility"] * 4
    )
    assert [rule.id for rule in RULES.criteria if rule.default] == [
        "relevant_to_construct",
        "key_concepts_included",
        "items_understood",
    ]
    codes = [code for rule in RULES.criteria for code in rule.codes]
    assert len(codes) == len(set(codes)) == 8


# COSMIN: interviews 7 and 4 a group, surveys 50 and 30, whoever judges.
@pytest.mark.parametrize(
    ("method", "n", "expected"),
    [
        ("interviews", 7, "very good"),
        ("interviews", 6, "adequate"),
        ("interviews", 4, "adequate"),
        ("interviews", 3, "doubtful"),
        ("survey", 50, "very good"),
        ("survey", 49, "adequate"),
        ("survey", 30, "adequate"),
        ("survey", 29, "doubtful"),
    ],
)
def test_sample_sizes(method: str, n: int, expected: str) -> None:
    assert RULES.sample_adequacy(method, "population", n) == expected
    assert RULES.sample_adequacy(method, "experts", n) == expected


def test_all_that_can_be_shown() -> None:
    rounds = [
        survey(rule.id, language=language)
        for rule in RULES.criteria
        if rule.id not in ("recall_period_appropriate", "key_concepts_included")
        for language in ("en", "sv")
    ]
    rounds.append(survey("key_concepts_included", n_relevant={"a": 50, "b": 50}))
    log = log_of(*interviews(7), *interviews(7, "sv"))
    rating = rated(*rounds, log=log, elicited_from=[Role.SERVICE_USER])
    assert (rating.rating, rating.adequacy, rating.development) == ("+", "very good", "")
    assert [aspect.rating for aspect in rating.aspects] == ["+", "+", "+"]
    assert rating.instrument == "demo@0.1.0"
    recall = rating.criterion("recall_period_appropriate")
    assert (recall.applies, recall.rating, recall.adequacy) == (False, "?", None)
    assert ContentValidityRating.model_validate_json(rating.model_dump_json()) == rating


def test_nothing_to_go_by() -> None:
    rating = rated()
    assert (rating.rating, rating.adequacy) == ("?", None)
    assert {criterion.rating for criterion in rating.criteria} == {"?"}
    assert rating.criterion("items_understood").reason == "No source can tell."
    assert rating.unconfirmed


# 85% of four items are four; of seven, six.
@pytest.mark.parametrize(
    ("n_relevant", "expected"),
    [
        ({"de01": 50, "de02": 50, "de03": 50, "de04": 39}, "+"),
        ({"de01": 50, "de02": 50, "de03": 50, "de04": 38}, "-"),
        ({"de01": 50, "de02": 50, "de03": 50}, "?"),
        ({"de01": 50, "de02": 50, "de03": 38}, "-"),
    ],
)
def test_items_that_were_not_judged_leave_it_open(
    n_relevant: dict[str, int], expected: str
) -> None:
    rating = rated(survey("relevant_to_construct", n_relevant=n_relevant))
    criterion = rating.criterion("relevant_to_construct")
    (source,) = criterion.sources
    assert criterion.rating == source.rating == expected
    assert (source.n_items, source.n_judged, source.n) == (4, len(n_relevant), 50)
    assert source.adequacy == {"+": "very good", "?": None}.get(
        expected, "doubtful" if len(n_relevant) < 4 else "very good"
    )


def test_the_retired_item_is_not_asked_for() -> None:
    n_relevant = dict.fromkeys((*ITEMS, "de05"), 50)
    rating = rated(survey("relevant_to_construct", n_relevant=n_relevant))
    (source,) = rating.criterion("relevant_to_construct").sources
    assert (source.n_items, source.n_judged) == (4, 4)


@pytest.mark.filterwarnings("ignore:Fewer than 3 raters")
def test_two_raters_judge_nothing() -> None:
    rating = rated(survey("relevant_to_construct", 2))
    (source,) = rating.criterion("relevant_to_construct").sources
    assert (source.rating, source.n_judged, source.n) == ("?", 0, 0)


def test_sources_that_disagree() -> None:
    bad = dict.fromkeys(ITEMS, 20)
    rating = rated(
        round_of(*panel(50), *panel(30, "methodologist", **bad)),
    )
    criterion = rating.criterion("relevant_to_construct")
    assert [source.rating for source in criterion.sources] == ["+", "-"]
    assert [source.judges for source in criterion.sources] == ["population", "experts"]
    assert (criterion.rating, criterion.adequacy) == ("±", "adequate")
    assert criterion.reason == "1 source sufficient, 1 source insufficient."
    assert (rating.aspects[0].rating, rating.rating) == ("±", "±")


def test_only_the_people_it_is_for_judge_what_they_understand() -> None:
    rating = rated(survey("items_understood", group="health_professional"))
    criterion = rating.criterion("items_understood")
    assert (criterion.rating, criterion.sources[0].adequacy) == ("?", None)
    assert criterion.sources[0].reason.startswith("Does not count")
    professionals = demo_bank(
        role="health_professional",
        items=[
            item | {"role": "health_professional"} for item in BANK.model_dump(mode="json")["items"]
        ],
    )
    rounds = [
        survey("items_understood", group="health_professional", language=language)
        for language in ("en", "sv")
    ]
    other = rate_content_validity(rounds, None, instrument=professionals)
    assert other.criterion("items_understood").rating == "+"


def test_a_bank_for_any_respondent_takes_all_but_methodologists() -> None:
    anyone = demo_bank(
        role="respondent",
        items=[item | {"role": "respondent"} for item in BANK.model_dump(mode="json")["items"]],
    )
    rounds = [
        survey("items_understood", group=group)
        for group in ("service_user", "family", "health_professional", "methodologist")
    ]
    rounds = [entry.model_copy(update={"round": k}) for k, entry in enumerate(rounds, start=1)]
    log = log_of(*interviews(7, role=Role.RESPONDENT))
    rating = rate_content_validity(rounds, log, instrument=anyone)
    judges = {s.group: s.judges for s in rating.criterion("items_understood").sources}
    assert [group for group, judge in judges.items() if judge == "experts"] == ["methodologist"]
    assert set(judges) == {
        "service_user",
        "family",
        "health_professional",
        "methodologist",
        "respondent",
    }


def test_each_language_is_a_text_of_its_own() -> None:
    english = log_of(*interviews(7))
    criterion = rated(log=english).criterion("items_understood")
    assert criterion.rating == "?"
    assert criterion.reason == (
        "1 source sufficient, 0 sources insufficient. No source in sv, which is a text of its own."
    )
    both = log_of(*interviews(7), *interviews(4, "sv"))
    criterion = rated(log=both).criterion("items_understood")
    assert (criterion.rating, criterion.adequacy) == ("+", "adequate")
    # Relevance is not a question about wording.
    assert rated(survey("relevant_to_construct")).criterion("relevant_to_construct").rating == "+"


def test_problems_speak_to_their_question() -> None:
    both = [*interviews(7), *interviews(7, "sv")]
    log = log_of(*both, entry("en9", "de01", 2, code="response_categories", stage="response"))
    rating = rated(log=log)
    assert rating.criterion("options_match_question").rating == "±"
    for question in ("instructions_understood", "items_understood", "wording_appropriate"):
        assert rating.criterion(question).rating == "+"
    assert (
        rated(log=log_of(*both, entry("en9", "de01", 1, code="response_categories")))
        .criterion("options_match_question")
        .rating
        == "+"
    )


def test_a_new_wording_must_be_tried_anew() -> None:
    log = log_of(*interviews(7), *interviews(7, "sv"))
    rating = rate_content_validity([], log, instrument=with_revision(BANK, "de01", 2))
    criterion = rating.criterion("items_understood")
    assert criterion.rating == "?"
    assert [source.n_judged for source in criterion.sources] == [3, 3]


def test_the_worst_counts() -> None:
    rating = rated(
        survey("relevant_to_construct", 50),
        survey("relevant_to_population", 30),
        survey("relevant_to_context", 10),
    )
    assert [c.adequacy for c in rating.criteria[:3]] == ["very good", "adequate", "doubtful"]
    relevance = rating.aspects[0]
    assert (relevance.rating, relevance.adequacy) == ("?", "doubtful")
    assert relevance.reason.endswith("1 of 4 questions are open.")


def test_without_elicitation_adequacy_is_capped() -> None:
    capped = rated(survey("relevant_to_construct"))
    assert capped.adequacy == "doubtful"
    assert capped.development.startswith("At most doubtful: the concepts were not elicited")
    assert "(service_user)" in capped.development
    others = rated(survey("relevant_to_construct"), elicited_from=[Role.HEALTH_PROFESSIONAL])
    assert others.adequacy == "doubtful"
    free = rated(survey("relevant_to_construct"), elicited_from=[Role.SERVICE_USER])
    assert (free.adequacy, free.development) == ("very good", "")


def test_facets_are_rated_for_comprehensiveness() -> None:
    whole = survey("key_concepts_included", n_relevant={"demo": 45})
    facets = survey("key_concepts_included", n_relevant={"a": 50, "b": 20})
    assert rated(whole).criterion("key_concepts_included").rating == "+"
    assert rated(facets).criterion("key_concepts_included").rating == "-"
    with pytest.raises(ResponseDataError, match=r"about comprehensiveness rates 'c'.*it has a, b"):
        rated(survey("key_concepts_included", n_relevant={"c": 50}))


def test_records_that_do_not_count_are_named() -> None:
    rating = rated(
        survey("relevant_to_construct", bank="demo@0.0.9"),
        survey("relevant_to_construct", form="2a"),
        round_of(*panel(9), aspect="essential"),
    )
    assert rating.left_out == (
        "Round 1 about relevant_to_construct (en) is about demo@0.0.9.",
        "Round 1 about relevant_to_construct (en) is about the form '2a'.",
        "Round 1 about essential (en) answers none of the questions.",
    )
    assert rating.rating == "?"


def test_the_last_round_of_a_group_counts() -> None:
    bad = dict.fromkeys(ITEMS, 10)
    rounds = (
        survey("relevant_to_construct", round=2),
        survey("relevant_to_construct", n_relevant=bad),
        survey("relevant_to_construct", group="methodologist"),
    )
    sources = rated(*rounds).criterion("relevant_to_construct").sources
    assert [(s.group, s.round, s.rating) for s in sources] == [
        ("service_user", 2, "+"),
        ("methodologist", 1, "+"),
    ]


def test_records_about_another_bank_are_refused() -> None:
    with pytest.raises(ResponseDataError, match="about bank 'other', and 'demo' is rated"):
        rated(survey("relevant_to_construct", bank="other@0.1.0"))
    with pytest.raises(ResponseDataError, match="about bank 'other', and 'demo' is rated"):
        rated(log=log_of(entry("i01", "de01"), bank="other"))
    with pytest.raises(ResponseDataError, match=r"rates 'de99', which bank 'demo@0\.1\.0'"):
        rated(survey("relevant_to_construct", n_relevant={"de99": 50}))


def test_an_unknown_rule_set_lists_the_known() -> None:
    with pytest.raises(InstrumentError, match=r"'cosmin_1'; there are \['cosmin_2018'\]"):
        load_content_validity_rules("cosmin_1")


def test_an_unknown_question_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="has no question 'beauty'"):
        rated().criterion("beauty")
