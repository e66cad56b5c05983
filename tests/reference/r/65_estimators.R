# Estimators whose tests are adjusted in another way than those of the other scripts.
source("common.R")
suppressPackageStartupMessages({library(lavaan)})
pk <- c("lavaan")
def("hs", rd("holzinger1939.csv"))
def("bfi", rd("bfi.csv"))
def("hs_mod", "visual =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed =~ x7 + x8 + x9")
def("two", "agree =~ A1 + A2 + A3 + A4 + A5\n neuro =~ N1 + N2 + N3 + N4 + N5")
an <- c(paste0("A", 1:5), paste0("N", 1:5))
short <- function(fit) {
  keep <- c("chisq", "df", "chisq.scaled", "df.scaled", "chisq.scaling.factor", "baseline.chisq.scaled", "cfi.scaled", "tli.scaled", "rmsea.scaled", "srmr")
  found <- fitMeasures(fit)
  list(nobs = nobs(fit), fit_measures = as.list(found[intersect(keep, names(found))]),
       parameter_estimates = as.data.frame(parameterEstimates(fit)[, c("lhs", "op", "rhs", "est", "se")]),
       standardized_solution = as.data.frame(standardizedSolution(fit)[, c("lhs", "op", "rhs", "est.std", "se")]))
}
ref("estimators_hs_ulsm", "holzinger1939.csv", NULL, pk, short(cfa(hs_mod, hs, estimator = "ULSM", meanstructure = FALSE)))
ref("estimators_hs_mlmvs", "holzinger1939.csv", NULL, pk, short(cfa(hs_mod, hs, estimator = "MLMVS", meanstructure = FALSE)))
ref("estimators_bfi_wlsmvs", "bfi.csv", NULL, pk, short(cfa(two, bfi, estimator = "WLSMVS", ordered = an)))
ref("estimators_bfi_ulsm", "bfi.csv", NULL, pk, short(cfa(two, bfi, estimator = "ULSM", ordered = an)))
