source("common.R")
# Wilson's interval is that of prop.test without continuity correction.
def("cases", data.frame(successes = c(81, 15, 0, 1, 56, 48, 9, 20, 2500, 3), n = c(263, 148, 20, 29, 70, 80, 10, 20, 2800, 7)))
def("wilson", "function(level): lower and upper of prop.test(successes, n, correct = FALSE), a row a case")
wilson <- function(level) t(mapply(function(x, n) suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int, cases$successes, cases$n))
ref("proportions_wilson", "none", NULL, "stats", list(cases = cases, level95 = wilson(.95), level90 = wilson(.90)))
# Limits of run charts as Anhoej and Olesen (2014) define them.
def("useful", 10:120)
ref("run_chart_limits", "none", NULL, "stats", list(n_useful = useful, longest_run = round(log2(useful) + 3), crossings = qbinom(.05, useful - 1, .5)))
# The number of runs, counted over every arrangement of the two kinds.
def("count_runs", function(above, below) { n <- above + below; runs <- apply(combn(n, above), 2, function(at) { x <- rep(0, n); x[at] <- 1; 1 + sum(diff(x) != 0) }); tabulate(runs, n) / choose(n, above) })
pairs <- list(c(1, 9), c(3, 4), c(5, 5), c(4, 7), c(6, 6), c(2, 10), c(7, 8))
ref("run_counts", "none", NULL, "stats", lapply(pairs, function(p) list(above = p[1], below = p[2], probabilities = count_runs(p[1], p[2]))))
