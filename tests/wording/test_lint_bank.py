"""The rules that need more than a sentence, and how waivers meet findings."""

import pytest
from reference_values import BFI

from covalue_measures.exceptions import InstrumentError
from covalue_measures.registry import load_bank
from covalue_measures.schema import (
    Facet,
    LocalizedText,
    Provenance,
    ResponseOption,
)
from covalue_measures.schema.missing_reason import MissingReason
from covalue_measures.schema.waiver import Waiver
from covalue_measures.wording import lint_bank, lint_sentence


def in_both(text: str) -> LocalizedText:
    return LocalizedText.model_validate({"en": text, "sv": text})


def options(*labels: str) -> tuple[ResponseOption, ...]:
    return tuple(
        ResponseOption(
            code=f"o{value}",
            value=value,
            label=in_both(label),
        )
        for value, label in enumerate(labels)
    )


def test_the_bank_of_the_project_passes(bank):
    report = lint_bank(bank)
    assert report.bank == "communication_service_user@0.1.0"
    assert report.passes
    assert report.languages_not_read == ()
    assert [(r.form_id, r.language) for r in report.readability] == [
        *[(None, "en"), (None, "sv")],
        *[("4a", "en"), ("4a", "sv")],
    ]
    assert [(f.rule, f.level, f.path) for f in report.findings] == [("L17", "information", "bank")]
    assert report.informations == report.findings


def test_findings_carry_their_place_and_stand_in_order(with_item):
    report = lint_bank(with_item(stem="The nurse listened and never rushed me."))
    first = [f for f in report.findings if f.item_id == "comsu01"]
    assert [(f.rule, f.level, f.path, f.language) for f in first] == [
        ("L01", "error", "items.comsu01.stem", "en"),
        ("L02", "warning", "items.comsu01.stem", "en"),
        ("L18", "warning", "items.comsu01.stem", "sv"),
    ]
    assert first[0].found == ("listened and never",)
    assert first[0] in report.open_errors
    assert set(first[1:]) <= set(report.open_warnings)
    assert not report.passes


def test_retired_items_keep_their_wording(bank, with_item, with_fields):
    changed = with_item(stem="The nurse listened and left.", status="active")
    (subscale,) = bank.subscales
    retired = changed.items[0].model_copy(update={"status": "retired"})
    remaining = subscale.model_copy(update={"item_ids": subscale.item_ids[1:]})
    changed = with_fields(
        bank,
        items=(retired, *bank.items[1:]),
        subscales=(remaining,),
        scoring_rules=(),
        forms=(),
    )
    assert lint_bank(changed).passes


def test_what_stands_around_the_items_may_join_but_not_lead(bank):
    text = in_both("Think of doctors, nurses or staff. Surely he was not there.")
    changed = bank.model_copy(update={"instruction": text})
    found = [(f.rule, f.path) for f in lint_bank(changed).findings if f.language == "en"]
    assert found == [("L07", "instruction"), ("L21", "instruction")]


def test_a_language_that_is_not_known_is_named_and_not_read(bank, with_fields):
    (swedish,) = bank.translations
    stem = LocalizedText.model_validate({**dict(bank.items[0].stem.texts), "fi": "Ei ja ei."})
    items = (bank.items[0].model_copy(update={"stem": stem}), *bank.items[1:])
    (entry,) = [entry for entry in swedish.texts if entry.path == "items.comsu01.stem"]
    finnish = swedish.model_copy(update={"language": "fi", "texts": (entry,)})
    report = lint_bank(with_fields(bank, items=items, translations=(swedish, finnish)))
    assert report.languages_not_read == ("fi",)
    with pytest.raises(InstrumentError, match=r"'fi'; it knows \['en', 'sv'\]"):
        lint_sentence("Ei.", "fi")
    assert lint_sentence("Läkaren lyssnade och svarade.", "sv-SE")


class TestRecall:
    def test_a_scale_over_time_needs_a_period(self, with_item, found_by, with_scale):
        changed = with_item(recall=None)
        for kind, n_found in (("frequency", 2), ("difficulty", 2), ("agreement", 0), (None, 0)):
            found = found_by("L10", with_scale(changed, kind=kind))
            assert [f.item_id for f in found] == ["comsu01"] * n_found
        assert (
            "neither its recall, nor its stem, nor the instruction"
            in found_by("L10", with_scale(changed, kind="frequency"))[0].message
        )

    def test_the_stem_or_the_instruction_may_name_it(self, with_item, found_by, with_scale):
        stem = {
            "en": "In the past 3 months, the nurse listened.",
            "sv": "De senaste 3 månaderna har sköterskan lyssnat.",
        }
        changed = with_item(recall=None, stem=stem)
        assert found_by("L10", with_scale(changed, kind="frequency")) == []

    def test_two_places_are_one_too_many(self, with_item, found_by, with_scale):
        changed = with_item(stem="In the past 4 weeks, the nurse listened.")
        (finding,) = found_by("L10", with_scale(changed, kind="frequency"))
        assert finding.level == "error"
        assert finding.message == (
            'Names its period twice: in its recall ("In the past 3 months") and in its stem'
            ' ("past 4 weeks").'
        )

    def test_a_period_in_the_instruction_is_said_once(self, bank, found_by):
        text = in_both("Think about the past 3 months.")
        (finding,) = found_by("L10", bank.model_copy(update={"instruction": text}))
        assert (finding.path, finding.item_id) == ("instruction", None)
        assert "so do 15 of the items, from 'comsu01' on" in finding.message

    def test_confidence_is_asked_about_now(self, bank, found_by, with_scale, with_fields):
        found = found_by("L10", with_scale(kind="confidence"))
        assert len(found) == 2 * len(bank.items)
        assert "Confidence is asked about now" in found[0].message
        today = in_both("Think about how you feel today.")
        items = tuple(item.model_copy(update={"recall": None}) for item in bank.items)
        changed = with_fields(bank, items=items, instruction=today)
        assert found_by("L10", with_scale(changed, kind="confidence")) == []


class TestResponseScales:
    @pytest.mark.parametrize(
        ("labels", "message"),
        [
            (("Never", "Sometimes", "Always"), "Has 3 options"),
            (tuple("abcdefgh"), "Has 8 options"),
            (("Never", "1", "2", "Always"), 'options without words: "1", "2"'),
            (("Never", "Often", "often", "Always"), 'two options labelled "often"'),
            (
                ("Disagree", "Agree", "Agree a lot", "Strongly agree"),
                "Has 1 negative and 3 positive options",
            ),
        ],
    )
    def test_unbalanced_or_unlabelled(self, found_by, labels, message, with_scale):
        found = found_by("L16", with_scale(kind=None, options=options(*labels)))
        assert [(f.path, f.level, f.language) for f in found] == [
            ("response_scales.freq5", "warning", "en"),
            ("response_scales.freq5", "warning", "sv"),
        ][: len(found)]
        assert message in found[0].message

    def test_balanced_poles_in_both_languages(self, found_by, with_scale):
        english = "Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"
        swedish = (
            "Stämmer inte alls",
            "Stämmer dåligt",
            "Varken eller",
            "Stämmer bra",
            "Stämmer helt",
        )
        for labels in (english, swedish):
            assert found_by("L16", with_scale(kind="agreement", options=options(*labels))) == []
        leaning = options(*swedish[:1], *swedish[2:])
        found = found_by("L16", with_scale(kind="agreement", options=leaning))
        assert [f.language for f in found] == ["sv"]

    def test_yes_or_no_and_options_without_order_may_be_two(
        self, bank, found_by, with_scale, with_fields
    ):
        two = options("No", "Yes")
        assert found_by("L16", with_scale(kind="yes_no", options=two)) == []
        formative = bank.subscales[0].model_copy(update={"measurement_model": "formative"})
        listed = with_fields(
            bank, subscales=(formative,), structure=None, scoring_rules=(), forms=()
        )
        assert len(found_by("L16", with_scale(listed, options=two))) == 2
        assert found_by("L16", with_scale(listed, options=two, ordered=False)) == []


class TestKeying:
    def keyed(self, bank, n_negative):
        items = tuple(
            item.model_copy(update={"keying": "negative" if at < n_negative else "positive"})
            for at, item in enumerate(bank.items)
        )
        return bank.model_copy(update={"items": items})

    def test_more_than_one_in_five_is_a_warning(self, bank, found_by):
        assert found_by("L17", self.keyed(bank, 3)) == []
        warning, _ = found_by("L17", self.keyed(bank, 4))
        assert warning.level == "warning"
        assert warning.message.startswith("4 of 15 items are negatively keyed")
        assert warning.found == ("comsu01", "comsu02", "comsu03", "comsu04")

    def test_mixed_facets_and_one_direction_are_noted(self, bank, found_by):
        (mixed,) = found_by("L17", bank)
        assert mixed.found == ("explanation", "preferences")
        (one,) = found_by("L17", self.keyed(bank, 0))
        assert "one direction" in one.message
        assert one.level == "information"


class TestDrift:
    @pytest.mark.parametrize(
        ("english", "swedish", "difference"),
        [
            ("The nurse asked me.", "Sköterskan frågade inte mig.", "only 'sv' has a negation"),
            ("I had 2 visits.", "Jag hade 3 besök.", "numbers are 2 in 'en' and 3 in 'sv'"),
            ("The nurse called twice.", "Sköterskan ringde två gånger.", None),
            ("The team asked me.", "Någon frågade mig.", "agents are team in 'en' and none"),
            ("I asked the team.", "Du frågade teamet.", "first person in 'en' is the second"),
            ("Helping others gave me energy.", "Att hjälpa andra gav energi.", None),
            ("I left without a plan.", "Jag saknade en plan.", None),
        ],
    )
    def test_structure(self, with_item, found_by, english, swedish, difference):
        found = found_by("L18", with_item(stem={"en": english, "sv": swedish}))
        assert [f.language for f in found] == (["sv"] if difference else [])
        if difference:
            assert difference in found[0].message

    def test_periods(self, with_item, found_by):
        recall = {"en": "In the past 3 months", "sv": "Under de senaste 4 veckorna"}
        (finding,) = found_by("L18", with_item(recall=recall))
        assert "periods are 3 month in 'en' and 4 week in 'sv'" in finding.message


class TestNearDuplicates:
    copied = "When talking to me, the doctor used words that I could understand."

    def test_a_comparator_is_an_error(self, with_item, found_by):
        changed = with_item(
            stem="The doctor used words that I could understand when talking to me."
        )
        (finding,) = found_by("L19", changed, comparators=[self.copied, "Something else."])
        assert (finding.level, finding.item_id, finding.found) == (
            *("error", "comsu01"),
            (self.copied,),
        )
        assert found_by("L19", changed) == []

    def test_an_item_of_the_bank_is_a_warning(self, bank, with_item, found_by):
        (finding,) = found_by("L19", with_item(stem=dict(bank.items[1].stem.texts)["en"]))
        assert (finding.level, finding.item_id) == ("warning", "comsu02")
        assert "item 'comsu01' (similarity 1.00)" in finding.message

    def test_mirrored_items_of_other_roles_are_none(self, bank, found_by):
        items = tuple(item.model_copy(update={"pair_id": f"p_{item.id}"}) for item in bank.items)
        paired = bank.model_copy(update={"items": items})
        mirrored = tuple(
            item.model_copy(update={"role": "family", "id": f"x{item.id}"}) for item in items
        )
        other = bank.model_copy(update={"id": "other", "role": "family", "items": mirrored})
        assert found_by("L19", paired, other_banks=[paired, other]) == []
        found = found_by("L19", bank, other_banks=[other])
        assert {f.item_id for f in found} == {item.id for item in bank.items}
        assert "item 'other/xcomsu01'" in found[0].message


class TestIdentity:
    def test_an_item_names_the_theme_of_its_domain(self, with_item, found_by):
        other = Provenance(kind="deductive", theme_ids=("CV2-T-ACC",))
        (finding,) = found_by("L20", with_item(provenance=other))
        assert (finding.level, finding.path) == ("error", "items.comsu01.provenance")
        assert finding.message == (
            "Names the themes CV2-T-ACC, not 'CV2-T-COM', the theme of its domain."
        )

    def test_elicited_and_adopted_items_name_their_source(self, bank, with_item, found_by):
        elicited = Provenance(kind="elicited", theme_ids=("CV2-T-COM",))
        changed = with_item(provenance=elicited)
        assert found_by("L20", changed) == []
        unnamed = bank.provenance.model_copy(update={"source": None})
        (finding,) = found_by("L20", changed.model_copy(update={"provenance": unnamed}))
        assert "names a source" in finding.message

    def test_every_facet_has_an_item(self, bank, found_by):
        empty = Facet(id="empty", title=LocalizedText.model_validate({"en": "Empty"}))
        (finding,) = found_by("L20", bank.model_copy(update={"facets": (*bank.facets, empty)}))
        assert finding.path == "facets.empty"

    def test_other_domains_have_no_themes(self, found_by):
        assert found_by("L20", load_bank(BFI / "instrument")) == []


class TestWaivers:
    stem = "The nurse listened and answered."

    def test_an_items_waiver_keeps_its_findings(self, with_item):
        waiver = Waiver(rule="L01", reason="One act to those who see it.")
        report = lint_bank(with_item(stem=self.stem, waivers=(waiver,)))
        (kept,) = report.waived
        assert (kept.rule, kept.level, kept.waiver) == ("L01", "error", waiver.reason)
        assert report.open_errors == report.unused_waivers == ()

    @pytest.mark.parametrize("waived", [{"rule": "L02"}, {"rule": "L01", "language": "sv"}])
    def test_another_rule_or_language_keeps_nothing_and_is_reported(self, with_item, waived):
        waiver = Waiver(reason="Kept.", **waived)
        report = lint_bank(with_item(stem=self.stem, waivers=(waiver,)))
        assert [f.rule for f in report.open_errors] == ["L01"]
        (unused,) = report.unused_waivers
        assert (unused.item_id, unused.waiver) == ("comsu01", waiver)
        assert unused.message.startswith(f"The waiver of {waiver.rule}")
        assert unused.message.endswith("of item 'comsu01' waives nothing.")

    def test_a_banks_waiver_is_for_its_path_and_below(self, with_scale):
        changed = with_scale(kind=None, options=options("Never", "Sometimes", "Always"))
        for path, n_open in (
            *(("response_scales", 0), ("response_scales.freq5", 0)),
            *(("response_scales.fr", 2), ("instruction", 2)),
        ):
            waiver = Waiver(rule="L16", path=path, reason="Three fit a phone.")
            report = lint_bank(changed.model_copy(update={"waivers": (waiver,)}))
            assert len(report.open_warnings) == n_open
            assert len(report.unused_waivers) == (n_open > 0)

    def test_a_banks_waiver_does_not_reach_its_items(self, with_item):
        waiver = Waiver(rule="L01", path="items.comsu01", reason="Kept.")
        changed = with_item(stem=self.stem).model_copy(update={"waivers": (waiver,)})
        report = lint_bank(changed)
        assert len(report.open_errors) == len(report.unused_waivers) == 1


def test_supposing_is_fine_where_does_not_apply_is_an_answer(with_item, found_by, with_scale):
    changed = with_item(stem="When I disagreed, the doctor changed the plan.")
    assert found_by("L13", changed) == []
    missing = tuple(
        option
        for option in changed.response_scales[0].missing
        if option.reason is not MissingReason.NOT_APPLICABLE
    )
    assert len(found_by("L13", with_scale(changed, kind="frequency", missing=missing))) == 1
