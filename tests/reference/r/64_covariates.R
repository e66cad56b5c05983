# Models with observed predictors whose moments are estimated along with the others, and an ordinal
# item with predictors.
source("common.R")
suppressPackageStartupMessages({library(lavaan)})
pk <- c("lavaan")
def("hs", rd("holzinger1939.csv"))
def("hm", rd("holzinger1939_miss.csv"))
def("bfi", rd("bfi.csv"))
def("nn", "c('N1', 'N2', 'N3', 'N4', 'N5')")
def("mimic", "visual =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed =~ x7 + x8 + x9\n visual ~ ageyr + sex\n textual ~ ageyr + sex")
nn <- c("N1", "N2", "N3", "N4", "N5")
short <- function(fit) {
  keep <- c("chisq", "df", "chisq.scaled", "chisq.scaling.factor", "baseline.chisq", "baseline.df", "cfi", "tli", "rmsea", "srmr")
  found <- fitMeasures(fit)
  list(nobs = nobs(fit), fit_measures = as.list(found[intersect(keep, names(found))]),
       parameter_estimates = as.data.frame(parameterEstimates(fit)[, c("lhs", "op", "rhs", "est", "se")]),
       standardized_solution = as.data.frame(standardizedSolution(fit)[, c("lhs", "op", "rhs", "est.std", "se")]))
}
ref("covariates_hs_mlm", "holzinger1939.csv", NULL, pk, short(sem(mimic, hs, estimator = "MLM", fixed.x = FALSE, meanstructure = FALSE)))
ref("covariates_hs_mlr", "holzinger1939.csv", NULL, pk, short(sem(mimic, hs, estimator = "MLR", fixed.x = FALSE)))
ref("covariates_hs_fiml", "holzinger1939_miss.csv", NULL, pk, short(sem("visual =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n visual ~ x9\n textual ~ x9 + visual", hm, missing = "fiml", fixed.x = FALSE)))
ref("covariates_bfi_wlsmv", "bfi.csv", NULL, pk, short(sem("neuro =~ N1 + N2 + N3 + N4 + N5\n neuro ~ E1", bfi, estimator = "WLSMV", ordered = nn, conditional.x = FALSE, fixed.x = FALSE)))
ref("covariates_bfi_wlsmv_theta", "bfi.csv", NULL, pk, short(sem("neuro =~ N1 + N2 + N3 + N4 + N5\n education ~ neuro + E1\n neuro ~ E1", bfi, estimator = "WLSMV", ordered = c(nn, "education"), parameterization = "theta", conditional.x = FALSE, fixed.x = FALSE)))
