from typing import Any

import pytest

from covalue_measures.exceptions import ModelError
from covalue_measures.psychometrics.structural.syntax import parse_model
from covalue_measures.psychometrics.structural.variables import find_variables

COLUMNS = ["explains1", "explains2", "explains3", "y1", "y2", "age", "sex"]


def variables(model: str, ordered: dict[str, int] | None = None) -> Any:
    return find_variables(parse_model(model), COLUMNS, ordered or {})


def test_roles():
    found = variables(
        "f =~ explains1 + explains2 + explains3\n y1 ~ f + age\n f ~ sex\n y2 ~~ y1",
        {"y1": 3, "explains2": 4},
    )
    assert found.latent == ("f",)
    assert found.observed == ("explains1", "explains2", "explains3", "y1", "age", "sex", "y2")
    assert found.covariates == ("age", "sex")
    assert found.outcomes == ("y1",)
    assert found.explaining == ()
    assert dict(found.categories) == {"explains2": 4, "y1": 3}
    assert found.indicators == {"f": ("explains1", "explains2", "explains3")}
    assert found.place("f") == 0


@pytest.mark.parametrize(
    ("model", "ordered", "message"),
    [
        (
            "f =~ explains1 + explain2",
            {},
            r"'explain2' in 'f=~explain2' \(line 1 of the model\) is neither a column of the data"
            r" nor a factor with indicators. Did you mean 'explains[123]'\?",
        ),
        ("f =~ y1 + y2\n g ~ age", {}, r"'g' in 'g~age' \(line 2 .*nor a factor with indicators"),
        ("f =~ y1 + y2\n f ~~ zzz", {}, r"indicators\.$"),
        ("age =~ y1 + y2", {}, "a factor 'age', which is a column of the data"),
        ("f =~ f + y1", {}, "'f=~f' .* explains a variable by itself"),
        ("y1 ~ y1", {}, "'y1~y1' .* explains a variable by itself"),
        ("f =~ y1\n y1 | t1", {}, "'y1' is not ordinal; ordinal are none"),
        ("f =~ y1 + y2\n y1 ~*~ y1", {"y2": 3}, r"'y1' is not ordinal; ordinal are \['y2'\]"),
        ("f =~ y1\n y1 | t3", {"y1": 3}, "has 3 categories, thus thresholds up to t2"),
        ("f =~ y1", {"agg": 3}, r"item 'agg' is not a column .* Did you mean 'age'\?"),
        ("f =~ y1", {"y1": 1}, "'y1' has 1 category; 2 are least"),
        ("y1 ~ sex", {"sex": 2}, "The covariate 'sex' is ordinal"),
        (
            "y1 ~ age + sex\n age ~~ age",
            {},
            "covariate 'age' has a .* 'age' and 'sex' would be uncorrelated. Add 'age ~~ sex', or",
        ),
        ("y1 ~ age + sex + y2\n sex ~~ age\n y2 ~~ age", {}, "Add 'sex ~~ y2'"),
        ("efa('e')*f =~ y1 + 1*y2", {}, "'f=~y2' .* none of them is fixed"),
        ("efa('e')*f =~ y1 + y2\n f =~ age", {}, "'f=~age' .* belong to the block"),
        (
            "efa('e')*f =~ y1 + y2\n efa('e')*g =~ y1 + age",
            {},
            r"The factors \['f', 'g'\] of the efa block 'e' need the same indicators",
        ),
    ],
)
def test_refuses_names_and_uses_that_do_not_fit(model, ordered, message):
    with pytest.raises(ModelError, match=message):
        variables(model, ordered)
