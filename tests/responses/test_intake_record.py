from covalue_measures.responses import IntakeRecord


def test_a_record_survives_json_and_holds_no_id(answers):
    written = answers.intake.model_dump_json()
    assert IntakeRecord.model_validate_json(written) == answers.intake
    assert "P-0017" not in written
