# Bootstrap of confirmatory models: standard errors of estimates and of the standardized solution
# over 1000 draws of respondents, and the Bollen-Stine test.
source("common.R")
suppressPackageStartupMessages({library(lavaan)})
pk <- c("lavaan")
def("hs", rd("holzinger1939.csv")[, HS])
def("hs_mod", "visual =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed =~ x7 + x8 + x9")
def("dem", rd("political_democracy.csv"))
def("dem_mod", "ind60 =~ x1 + x2 + x3\n dem60 =~ y1 + y2 + y3 + y4\n dem65 =~ y5 + y6 + y7 + y8\n dem60 ~ ind60\n dem65 ~ ind60 + dem60\n y1 ~~ y5\n y2 ~~ y4 + y6\n y3 ~~ y7\n y4 ~~ y8\n y6 ~~ y8")
def("both", "function(f) c(est = parameterEstimates(f)$est, std = standardizedSolution(f, se = FALSE)$est.std)")
both <- function(f) c(est = parameterEstimates(f, se = FALSE)$est, std = standardizedSolution(f, se = FALSE)$est.std)
ref("bootstrap_hs_ml", "holzinger1939.csv", HS, pk, {
  fit <- cfa(hs_mod, hs)
  draws <- bootstrapLavaan(fit, R = 1000, FUN = both, iseed = 63)
  table <- as.data.frame(parameterEstimates(fit, se = FALSE))[, c("lhs", "op", "rhs", "est")]
  n <- nrow(table)
  fourth <- function(x) mean((x - mean(x))^4) / mean((x - mean(x))^2)^2
  list(draws = nrow(draws),
       estimates = cbind(table, se = apply(draws[, 1:n], 2, sd), kurtosis = apply(draws[, 1:n], 2, fourth)),
       standardized = list(se = apply(draws[, n + 1:n], 2, sd), kurtosis = apply(draws[, n + 1:n], 2, fourth)))
})
ref("bollen_stine_democracy_ml", "political_democracy.csv", NULL, pk, {
  fit <- sem(dem_mod, dem)
  chisq <- fitMeasures(fit, "chisq")[[1]]
  null <- as.vector(bootstrapLavaan(fit, R = 1000, type = "bollen.stine", FUN = fitMeasures, fit.measures = "chisq", iseed = 64))
  null <- null[is.finite(null)]
  list(draws = length(null), chisq = chisq, df = fitMeasures(fit, "df")[[1]], share = mean(null > chisq), mean = mean(null), sd = sd(null))
})
