# Invariance of binary items across groups, and of items across occasions.
source("common.R")
suppressPackageStartupMessages({library(lavaan); library(semTools)})
pk <- c("lavaan", "semTools")
def("one", "function(f) list(fit_measures, parameter_estimates)")
one <- function(f) list(fit_measures = fitMeasures(f), parameter_estimates = as.data.frame(parameterEstimates(f)))
def("chain", "function(model, levels, ...) for each level: measEq.syntax(configural.model=model, ID.fac='std.lv', ..., group.equal/long.equal=level); cfa(as.character(syntax)); adjacent lavTestLRT")
chain <- function(model, data, levels, across, ordered = NULL, fit = list(), ...) {
  fits <- list(); syn <- list()
  for (k in names(levels)) {
    args <- list(configural.model = model, data = data, ID.fac = "std.lv", ...)
    if (!is.null(ordered)) args <- c(args, list(ordered = ordered, parameterization = "theta", ID.cat = "Wu.Estabrook.2016"))
    args[[across]] <- levels[[k]]
    syn[[k]] <- as.character(do.call("measEq.syntax", args))
    fits[[k]] <- do.call("cfa", c(list(model = syn[[k]], data = data), if (!is.null(ordered)) list(ordered = ordered, parameterization = "theta", estimator = "WLSMV"), fit))
  }
  l <- list(); nm <- names(fits)
  for (i in 2:length(nm)) l[[paste(nm[i - 1], nm[i], sep = "_vs_")]] <- tryCatch(as.data.frame(lavTestLRT(fits[[i - 1]], fits[[i]])), error = function(e) list(error = conditionMessage(e)))
  list(levels = lapply(fits, one), syntax = syn, lrt_adjacent = l)
}
def("verbal", rd("verbal_aggression.csv"))
V <- names(verbal)[1:6]
def("verbal_mod", paste("f =~", paste(V, collapse = " + ")))
BIN <- list(configural = "", thr_load = c("thresholds", "loadings"), thr_load_int = c("thresholds", "loadings", "intercepts"), strict = c("thresholds", "loadings", "intercepts", "residuals"))
ref("invariance_binary_verbal6_gender_theta", "verbal_aggression.csv", c(V, "gender"), pk, chain(verbal_mod, verbal, BIN, "group.equal", ordered = V, group = "gender", fit = list(group = "gender")))
def("pd", rd("political_democracy.csv"))
def("dem_mod", "dem60 =~ y1 + y2 + y3 + y4\n dem65 =~ y5 + y6 + y7 + y8\n y1 ~~ y5\n y2 ~~ y6\n y3 ~~ y7\n y4 ~~ y8")
LONG <- list(configural = "", metric = "loadings", scalar = c("loadings", "intercepts"), strict = c("loadings", "intercepts", "residuals"))
ref("longitudinal_democracy_ml", "political_democracy.csv", NULL, pk, chain(dem_mod, pd, LONG, "long.equal", longFacNames = list(dem = c("dem60", "dem65"))))
ref("longitudinal_democracy_mlr", "political_democracy.csv", NULL, pk, chain(dem_mod, pd, LONG, "long.equal", longFacNames = list(dem = c("dem60", "dem65")), fit = list(estimator = "MLR")))
# Ordinal answers on two occasions: drawn once, kept as data/two_occasions.csv.
if (!file.exists(file.path(DAT, "two_occasions.csv"))) {
  set.seed(61)
  pop <- "f1 =~ .8*a1 + .7*b1 + .6*c1 + .7*d1\n f2 =~ .8*a2 + .7*b2 + .6*c2 + .7*d2\n f1 ~~ 1*f1 + .6*f2\n f2 ~~ 1.3*f2\n f2 ~ .4*1\n a1 ~~ .15*a2\n b1 ~~ .15*b2\n c1 ~~ .15*c2\n d1 ~~ .15*d2\n a1 ~~ .36*a1\n b1 ~~ .51*b1\n c1 ~~ .64*c1\n d1 ~~ .51*d1\n a2 ~~ .36*a2\n b2 ~~ .51*b2\n c2 ~~ .64*c2\n d2 ~~ .8*d2\n c2 ~ .3*1"
  x <- simulateData(pop, sample.nobs = 600)
  cut4 <- function(v) as.integer(cut(v, c(-Inf, -1, 0, .9, Inf)))
  write.csv(as.data.frame(lapply(x, cut4)), file.path(DAT, "two_occasions.csv"), row.names = FALSE)
}
def("occ", rd("two_occasions.csv"))
def("occ_mod", "f1 =~ a1 + b1 + c1 + d1\n f2 =~ a2 + b2 + c2 + d2\n a1 ~~ a2\n b1 ~~ b2\n c1 ~~ c2\n d1 ~~ d2")
OLONG <- list(configural = "", thresholds = "thresholds", thr_load = c("thresholds", "loadings"), thr_load_int = c("thresholds", "loadings", "intercepts"), strict = c("thresholds", "loadings", "intercepts", "residuals"))
ref("longitudinal_ordinal_theta", "two_occasions.csv", NULL, pk, chain(occ_mod, occ, OLONG, "long.equal", ordered = names(occ), longFacNames = list(f = c("f1", "f2")), longIndNames = list(a = c("a1", "a2"), b = c("b1", "b2"), c = c("c1", "c2"), d = c("d1", "d2"))))
