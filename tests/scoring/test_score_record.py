from costs_case import costs_bank

import covalue_measures as cm
from covalue_measures.schema.version_lines import version_lines
from covalue_measures.scoring import ScoreRecord

FORM = "communication_service_user@0.2.0/4a"


def scored(**said: object) -> ScoreRecord:
    form = cm.load_form(FORM)
    import_map = cm.ImportMap.model_validate(said)
    data = cm.simulate_responses(form, 20, seed=1)
    frame = data.to_frame(keyed=False).fillna(-98).astype(int)
    return cm.score_responses(cm.read_responses(frame, form, import_map=import_map)).record


def test_a_record_pins_the_release_and_each_score():
    form = cm.load_form(FORM)
    record = scored()
    assert (record.instrument, record.form) == (FORM, "4a")
    assert record.instrument_digest == form.digest
    lines = {line.name: line for line in version_lines(form.bank)}
    (score,) = record.scores
    assert score.rule == "4a/communication_4a_mean"
    assert (score.version, score.digest) == (lines[score.rule].version, lines[score.rule].digest)
    assert record.library_version == cm.__version__
    assert record.calibration is None


def test_a_record_pins_how_the_answers_were_collected_and_read():
    plain, paper = scored(), scored(mode="paper")
    assert (plain.mode, paper.mode) == (None, "paper")
    assert plain.import_map_digest != paper.import_map_digest
    assert plain.import_map_digest == cm.ImportMap().digest
    assert plain.data_fingerprint == paper.data_fingerprint


def test_a_record_says_whether_a_program_made_the_answers():
    form = cm.load_form(FORM)
    data = cm.simulate_responses(form, 20, seed=1)
    assert cm.score_responses(data).record.synthetic is True
    assert scored().synthetic is False
    assert scored(synthetic=True).synthetic is True


def test_a_record_names_units_and_the_price_basis():
    population = cm.Population(currency="USD", price_year=2025)
    result = cm.score_responses(cm.simulate_responses(costs_bank(), 20, population=population))
    assert result.record.price_basis == "USD 2025"
    units = {score.rule: score.unit for score in result.record.scores}
    assert units == {"money_sum": "USD 2025", "time_sum": "hours", "forgone_count": ""}
    assert list(units.values()) == [subscale.unit for subscale in result.subscales]
    assert ScoreRecord.model_validate_json(result.record.model_dump_json()) == result.record
    ratings = scored()
    assert (ratings.price_basis, ratings.scores[0].unit) == ("", "")


def test_a_record_comes_back_from_its_json():
    record = scored()
    assert ScoreRecord.model_validate_json(record.model_dump_json()) == record
