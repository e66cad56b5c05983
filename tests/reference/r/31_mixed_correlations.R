source("common.R")
suppressPackageStartupMessages({library(psych); library(lavaan)})
def("sat", { x <- rd("sat_act.csv"); x[c("age", "ACT", "SATV", "SATQ")] <- x[c("age", "ACT", "SATV", "SATQ")] / 1000; x })
def("holes", { x <- sat; x$age[seq(3, 700, 7)] <- NA; x$education[seq(5, 700, 11)] <- NA; x$ACT[seq(2, 700, 5)] <- NA; x$gender[seq(8, 700, 9)] <- NA; x })
# lavCor's moments and their covariance, from a saturated model that is not fitted
def("moments", function(x, ordered, missing) {
  pairs <- outer(names(x), names(x), function(a, b) paste(a, "~~", b))
  fit <- lavaan::cfa(paste(pairs[lower.tri(pairs)], collapse = "\n"), x, ordered = ordered, estimator = "WLSMV", missing = missing, do.fit = FALSE, auto.var = TRUE)
  stats <- lavInspect(fit, "sampstat")
  list(nobs = lavInspect(fit, "nobs"), cov = unclass(stats$cov), mean = c(unclass(stats$mean)), thresholds = c(unclass(stats$th)), nacov = unclass(lavInspect(fit, "gamma")))
})
note <- "continuous columns divided by 1000: lavaan 0.6-14 leaves out a respondent whose bivariate density, which depends on the unit, is below 1.5e-8; in these units there is none. lavaan's row of a mean is that of minus the mean"
ref("mixed_lavaan_satact_thousandths", "sat_act.csv", names(sat), "lavaan", moments(na.omit(sat), c("gender", "education"), "listwise"), note)
ref("mixed_lavaan_satact_holes_pairwise", "sat_act.csv", names(sat), "lavaan", moments(holes, c("gender", "education"), "pairwise"), note)
# smoothing
def("three", matrix(c(1, .9, .7, .9, 1, .3, .7, .3, 1), 3, dimnames = list(c("a", "b", "c"), c("a", "b", "c"))))
def("six", { x <- matrix(c(1, .477, .644, .478, .651, .826, .477, 1, .516, .233, .682, .75, .644, .516, 1, .599, .581, .742, .478, .233, .599, 1, .741, .8, .651, .682, .581, .741, 1, .798, .826, .75, .742, .8, .798, 1), 6); dimnames(x) <- list(letters[1:6], letters[1:6]); x })
ref("smooth_psych_three", "none", NULL, "psych", list(given = three, smoothed = psych::cor.smooth(three)))
ref("smooth_psych_six", "none", NULL, "psych", list(given = six, smoothed = psych::cor.smooth(six)))
