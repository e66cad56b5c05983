source("common.R")
suppressPackageStartupMessages(library(psych))
def("bfi", read.csv(Sys.getenv("BFI_CSV", "../../../examples/bfi/bfi.csv"))); def("sat", rd("sat_act.csv"))
# Correlations of pairs of columns, over the rows with both.
def("pairs_sat", list(c("ACT", "SATV"), c("ACT", "SATQ"), c("SATV", "SATQ"), c("age", "SATQ"), c("education", "ACT")))
def("spearman_interval", function(r, n, level) tanh(atanh(r) + c(-1, 1) * qnorm((1 + level) / 2) * sqrt((1 + r^2 / 2) / (n - 3))))
def("one_pair", function(x, y, level) { ok <- complete.cases(x, y); p <- cor.test(x[ok], y[ok], conf.level = level); s <- cor(x[ok], y[ok], method = "spearman")
  list(n = sum(ok), pearson = unname(p$estimate), pearson_interval = as.vector(p$conf.int), spearman = s, spearman_interval = spearman_interval(s, sum(ok), level)) })
ref("hypotheses_correlations", "sat_act.csv", NULL, "stats", lapply(pairs_sat, function(p) c(list(first = p[1], second = p[2]), list(level95 = one_pair(sat[[p[1]]], sat[[p[2]]], .95), level90 = one_pair(sat[[p[1]]], sat[[p[2]]], .90)))),
  note = "cor.test for Pearson; Spearman's interval by the standard error of Bonett and Wright (2000)")
ref("hypotheses_corr_test_psych", "sat_act.csv", NULL, "psych", { r <- corr.test(sat, adjust = "none"); list(r = r$r, n = r$n, ci = r$ci[c("lower", "r", "upper")]) }, note = "psych::corr.test: pairwise, intervals by Fisher's transformation")
# Two groups.
def("pooled_d", function(a, b) (mean(a) - mean(b)) / sqrt(((length(a) - 1) * var(a) + (length(b) - 1) * var(b)) / (length(a) + length(b) - 2)))
def("d_interval", function(d, n1, n2, level) { root <- sqrt(n1 * n2 / (n1 + n2)); t <- d * root; df <- n1 + n2 - 2
  at <- function(p) uniroot(function(ncp) pt(t, df, ncp) - p, t + c(-12, 12), tol = 1e-13)$root / root
  c(at((1 + level) / 2), at((1 - level) / 2)) })
def("delong", function(a, b, level) { V1 <- sapply(a, function(x) mean((x > b) + (x == b) / 2)); V2 <- sapply(b, function(x) mean((a > x) + (a == x) / 2))
  auc <- mean(V1); se <- sqrt(var(V1) / length(a) + var(V2) / length(b)); c(auc, pmax(0, auc - qnorm((1 + level) / 2) * se), pmin(1, auc + qnorm((1 + level) / 2) * se)) })
def("two_groups", function(a, b, level) { a <- a[!is.na(a)]; b <- b[!is.na(b)]; t <- t.test(a, b, conf.level = level); w <- suppressWarnings(wilcox.test(a, b)); d <- pooled_d(a, b); z <- delong(a, b, level)
  list(n = c(length(a), length(b)), mean = c(mean(a), mean(b)), sd = c(sd(a), sd(b)), difference = mean(a) - mean(b), difference_interval = as.vector(t$conf.int), t = unname(t$statistic), df = unname(t$parameter), pvalue = t$p.value,
       d = d, d_interval = d_interval(d, length(a), length(b), level), wilcoxon_auc = unname(w$statistic) / (length(a) * length(b)), auc = z[1], auc_interval = z[2:3]) })
scores <- function(x) list(A = rowMeans(cbind(7 - x$A1, x[A[-1]])), N = rowMeans(x[N]), age = x$age)
def("by_gender", { s <- scores(bfi); lapply(s, function(v) list(women = v[bfi$gender == 2], men = v[bfi$gender == 1])) })
def("small", list(apart = list(c(5.1, 6.2, 7.4, 8), c(1, 2.5, 3.3)), same = list(c(1, 2, 3, 4, 5), c(3, 1, 5, 2, 4)), tied = list(c(1, 2, 2, 3, 3, 3), c(1, 1, 2, 2, 3)), uneven = list(c(10, 12), c(3, 4, 5, 9, 14, 11, 2, 6))))
ref("hypotheses_two_groups", "bfi.csv", NULL, "stats", c(lapply(by_gender, function(g) lapply(c(level95 = .95, level90 = .90), function(level) two_groups(g$women, g$men, level))), lapply(small, function(g) lapply(c(level95 = .95, level90 = .90), function(level) two_groups(g[[1]], g[[2]], level)))),
  note = "t.test, wilcox.test; d's interval by pt with uniroot; the area's interval by DeLong's variance, pair by pair")
ref("hypotheses_small_groups", "none", NULL, "stats", small)
# Several groups.
def("omega_squared", function(y, g) { t <- summary(aov(y ~ factor(g)))[[1]]; (t[1, 2] - t[1, 1] * t[2, 3]) / (sum(t[, 2]) + t[2, 3]) })
def("several", function(y, g) { ok <- complete.cases(y, g); y <- y[ok]; g <- g[ok]; w <- oneway.test(y ~ factor(g)); list(n = as.vector(table(g)), f = unname(w$statistic), df_between = unname(w$parameter[1]), df_within = unname(w$parameter[2]), pvalue = w$p.value, omega_squared = omega_squared(y, g)) })
ref("hypotheses_several_groups", "bfi.csv", NULL, "stats", { s <- scores(bfi); c(lapply(s, several, g = bfi$education), list(ACT = several(sat$ACT, sat$education), SATQ = several(sat$SATQ, sat$education), two = several(s$A, bfi$gender))) }, note = "oneway.test without equal variances, omega squared of aov")
# Agreement of two columns.
def("two", rd("two_occasions.csv")); def("anx", rd("irr_anxiety.csv"))
def("agreement", function(x, level) { r <- ICC(x, alpha = 1 - level, lmer = FALSE)$results["Single_random_raters", ]; c(r$ICC, r$`lower bound`, r$`upper bound`) })
ref("hypotheses_agreement", "two_occasions.csv", NULL, "psych", c(lapply(list(a = c("a1", "a2"), b = c("b1", "b2"), c = c("c1", "c2"), d = c("d1", "d2")), function(v) list(level95 = agreement(two[v], .95), level90 = agreement(two[v], .90))), list(anxiety = list(level95 = agreement(anx, .95)), sat = list(level95 = agreement(na.omit(sat[c("SATV", "SATQ")]), .95)))), note = "psych::ICC, two-way random, single, absolute agreement")
