"""Whether scores do what they were expected to do."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TypeAlias, cast

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from covalue_measures.callers import callers_level
from covalue_measures.exceptions import DataQualityWarning, ModelError, ResponseDataError
from covalue_measures.numerics.absolute_agreement import absolute_agreement
from covalue_measures.numerics.correlation_intervals import pearson_interval, spearman_interval
from covalue_measures.numerics.effect_sizes import (
    standardized_difference,
    standardized_difference_interval,
)
from covalue_measures.psychometrics.door import as_item_matrix
from covalue_measures.psychometrics.options import require_choice, require_share
from covalue_measures.psychometrics.validity.expectations import (
    CorrelationMethod,
    Expectation,
    Hypotheses,
    as_expectations,
)
from covalue_measures.psychometrics.validity.group_labels import Labels, as_labels
from covalue_measures.psychometrics.validity.hypothesis_results import (
    HypothesesResult,
    count_confirmed,
    rate_share,
)
from covalue_measures.schema.hypothesis import HypothesisPlan
from covalue_measures.typing import FloatArray
