import pytest
from pydantic import ValidationError

from covalue_measures.schema import ItemBank, MissingReason, Role, source_digest

DOUBLED = [
    ("facets", "facet", "a"),
    ("response_scales", "response scale", "freq3"),
    ("items", "item", "de01"),
    ("subscales", "subscale", "total"),
    ("scoring_rules", "scoring rule", "total_mean"),
    ("forms", "form", "2a"),
]


@pytest.mark.parametrize(("field", "name", "entry_id"), DOUBLED)
def test_ids_are_distinct_within_their_kind(content, parse, field, name, entry_id):
    content[field].append(content[field][0])
    with pytest.raises(ValidationError, match=f"bank 'demo' has two {name}s '{entry_id}'"):
        parse(content)


def test_a_language_is_translated_once(content, parse):
    content["translations"].append(content["translations"][0])
    with pytest.raises(ValidationError, match="bank 'demo' has two translations 'sv'"):
        parse(content)


REFUSED = [
    (
        "items.0.facet",
        "c",
        r"item 'de01' names the facet 'c', which bank 'demo' does not define;"
        r" it defines \['a', 'b'\]",
    ),
    (
        "items.0.response_scale",
        "freq5",
        r"item 'de01' names the response scale 'freq5', which bank 'demo' does not define;"
        r" it defines \['freq3', 'places'\]",
    ),
    ("items.0.role", "family", "item 'de01' is for role 'family', its bank for 'service_user'"),
    (
        "items.0.status",
        "retired",
        r"subscale 'total' of bank 'demo' names retired items \['de01'\]",
    ),
    (
        "subscales.0.item_ids",
        ["de01", "de09"],
        r"subscale 'total' of bank 'demo' names unknown items \['de09'\]",
    ),
    (
        "subscales.0.item_ids",
        ["de01", "de04"],
        "subscale 'total' of bank 'demo' holds item 'de04', whose options have no order",
    ),
    (
        "scoring_rules.0.subscale_id",
        "part",
        "scoring rule 'total_mean' of bank 'demo' scores subscale 'part', which is not defined",
    ),
    (
        "scoring_rules.0.minimum_answered",
        4,
        "scoring rule 'total_mean' of bank 'demo' needs 4 answers of 3 items",
    ),
    (
        "forms.0.scoring_rules.0",
        {
            "id": "mean",
            "version": "0.1.0",
            "title": {"en": "Mean"},
            "subscale_id": "total",
            "method": "mean",
            "minimum_answered": 3,
        },
        "scoring rule 'mean' of form '2a' needs 3 answers of 2 items",
    ),
    (
        "structure",
        None,
        r"must state a structure exactly when it has reflective subscales; it has \['total'\]",
    ),
    (
        "subscales.0.measurement_model",
        "formative",
        "must state a structure exactly when it has reflective subscales; it has none",
    ),
    (
        "structure.subscale_ids",
        ["part"],
        r"the structure of bank 'demo' names \['part'\], which are not reflective subscales",
    ),
    ("title", {"sv": "Demo"}, "title has no text in the base language 'en'"),
    (
        "forms.0.subscales.0.title",
        {"sv": "Summa"},
        "forms.2a.subscales.total.title has no text in the base language 'en'",
    ),
    (
        "title",
        {"en": "Demo", "sv": "Demo"},
        "title has a text in 'sv', which no translation declares",
    ),
    (
        "items.0.stem",
        {"en": "Statement de01."},
        "items.de01.stem has no text in 'sv', which a translation declares",
    ),
    (
        "translations.0.texts.0.path",
        "items.de09.stem",
        "translation 'sv' holds 'items.de09.stem', which bank 'demo' does not have",
    ),
    (
        "translations.0.texts.0.path",
        "items.de02.stem",
        "translation 'sv' holds 'items.de02.stem' twice",
    ),
    ("translations.0.language", "en", "bank 'demo' has a translation into its base language"),
    ("format_version", "2", "Input should be '1'"),
    ("status", "final", "Input should be 'draft', 'candidate', 'released' or 'retired'"),
    ("role", "doctor", "Input should be 'service_user', 'family', 'health_professional'"),
    ("items.0.keying", "reverse", "Input should be 'positive' or 'negative'"),
    ("items.0.revision", 0, "greater than or equal to 1"),
    ("items.0.id", "DE01", "String should match pattern"),
    ("items.0.color", "red", "items.0.color\n  Extra inputs are not permitted"),
    ("items", [], "at least 1 item"),
    ("scoring_rules.0.method", "median", "Input should be 'sum', 'mean' or 'count'"),
    ("scoring_rules.0.minimum_answered", 0, "greater than or equal to 1"),
]


@pytest.mark.parametrize(("path", "value", "message"), REFUSED)
def test_contradictions_are_refused(put, parse, path, value, message):
    with pytest.raises(ValidationError, match=message):
        parse(put(path, value))


def test_a_form_is_checked_like_a_bank(content, parse):
    form = content["forms"][0]
    form["item_ids"] = form["subscales"][0]["item_ids"] = ["de01", "de09"]
    message = r"subscale 'total' of form '2a' names unknown items \['de09'\]"
    with pytest.raises(ValidationError, match=message):
        parse(content)


def test_a_text_without_its_language_is_refused(put, parse):
    with pytest.raises(ValidationError, match="title\n  Input should be an object"):
        parse(put("title", "Demo"))


def test_a_retired_item_may_stay_in_the_bank_outside_its_subscales(content, parse):
    content["items"][3]["status"] = "retired"
    assert parse(content).item("de04").status == "retired"


def test_a_formative_bank_claims_no_structure(content, parse):
    del content["structure"]
    content["subscales"][0]["measurement_model"] = "formative"
    assert parse(content).structure is None


def test_every_text_has_a_path_and_each_path_stands_once(bank: ItemBank):
    paths = [path for path, _ in bank.texts()]
    assert len(paths) == len(set(paths))
    assert paths == [
        "title",
        "construct_definition",
        "instruction",
        "facets.a.title",
        "facets.a.definition",
        "facets.b.title",
        "response_scales.freq3.options.nev.label",
        "response_scales.freq3.options.som.label",
        "response_scales.freq3.options.alw.label",
        "response_scales.freq3.missing.na.label",
        "response_scales.places.options.home.label",
        "response_scales.places.options.away.label",
        *(f"items.de0{n}.{field}" for n in range(1, 5) for field in ("stem", "recall")),
        "subscales.total.title",
        "scoring_rules.total_mean.title",
        "forms.2a.title",
        "forms.2a.subscales.total.title",
        "forms.2a.scoring_rules.total_mean.title",
    ]


def test_items_and_their_response_scales_are_looked_up(bank: ItemBank):
    item = bank.item("de02")
    assert item.is_reversed
    assert not bank.item("de01").is_reversed
    assert bank.response_scale(item).missing[0].reason is MissingReason.NOT_APPLICABLE
    assert bank.response_scale(bank.item("de04")).id == "places"
    with pytest.raises(KeyError, match="bank 'demo' has no item 'de09'"):
        bank.item("de09")


def test_name_version_and_languages(bank: ItemBank):
    assert bank.reference == "demo@0.1.0"
    assert bank.languages == ("en", "sv")
    assert bank.role is Role.SERVICE_USER


def test_a_text_is_stale_when_it_was_never_translated_or_its_source_changed(content, parse):
    translated = {f"items.de0{number}.stem" for number in (1, 2, 3)}
    bank = parse(content)
    stale = set(bank.stale_texts("sv"))
    assert not stale & translated
    assert stale == {path for path, _ in bank.texts()} - translated

    content["items"][1]["stem"]["en"] = "Statement de02, reworded."
    assert set(parse(content).stale_texts("sv")) == stale | {"items.de02.stem"}

    renewed = source_digest("Statement de02, reworded.")
    content["translations"][0]["texts"][1]["source"] = renewed
    assert set(parse(content).stale_texts("sv")) == stale


def test_everything_is_stale_in_a_language_without_translation(bank: ItemBank):
    assert bank.stale_texts("de") == tuple(path for path, _ in bank.texts())


def test_json_schema_is_closed_and_names_what_is_required():
    schema = ItemBank.model_json_schema()
    closed = [schema, *schema["$defs"].values()]
    models = [entry for entry in closed if "properties" in entry]
    assert len(models) > 10
    assert all(entry["additionalProperties"] is False for entry in models)
    assert {"id", "version", "items", "license", "provenance"} <= set(schema["required"])
    assert schema["properties"]["version"]["pattern"].startswith("^")
    assert schema["$defs"]["Role"]["enum"] == [role.value for role in Role]
