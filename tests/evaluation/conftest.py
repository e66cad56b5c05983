import pytest

import covalue_measures as cm
from covalue_measures.schema import ItemBank

#: Few draws: what is tested is the path, not the number of factors.
QUICK = cm.EvaluationSettings(n_draws=3)


@pytest.fixture(scope="session")
def evidence(bfi_data: cm.ResponseData, bfi_bank: ItemBank) -> cm.EvidenceRecord:
    return cm.evaluate(bfi_data, bfi_bank, QUICK)
