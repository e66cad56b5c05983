# Rscript tests/reference/r/41_loading_standard_errors.R . tests/reference/values/lavaan_efa_standard_errors.json
#
# Standard errors of rotated, standardized loadings by lavaan's own map from unrotated parameters to
# rotated and standardized ones, differentiated centrally and extrapolated to a step of 0. lavaan
# itself takes forward differences with a step of .001 of rotations that stop at a gradient of 1e-5;
# its map is called here with 1e-6 or 1e-7, near the smallest that it reaches in double precision.
suppressMessages({library(lavaan); library(jsonlite)})
root <- commandArgs(TRUE)[1]
hs <- read.csv(file.path(root, "tests/reference/data/holzinger1939.csv"))[, paste0("x", 1:9)]
bfi <- na.omit(read.csv(file.path(root, "examples/bfi/bfi.csv"))[, 1:25])
errors <- function(data, m, rotation, tol, step, max_iter) {
  fit <- lavaan::efa(data, nfactors = m, rotation = rotation, output = "lavaan",
                     rotation.args = list(rstarts = 30))
  fit@Options$rotation.args$gpa.tol <- tol
  fit@Options$rotation.args$max.iter <- max_iter
  map <- function(x) lavaan:::lav_standardize_all_x(x, lavobject = fit, rotation = TRUE)
  x <- fit@optim$x
  slopes <- function(h) sapply(seq_along(x), function(i) {
    e <- replace(numeric(length(x)), i, h)
    (map(x + e) - map(x - e)) / (2 * h)
  })
  J <- (4 * slopes(step / 2) - slopes(step)) / 3
  se <- sqrt(diag(J %*% fit@vcov$vcov %*% t(J)))
  pt <- standardizedSolution(fit)
  list(lhs = pt$lhs, op = pt$op, rhs = pt$rhs, est = map(x), se = se, se_lavaan = pt$se)
}
values <- list()
set.seed(1)
# Geomin bends sharply, and so needs the smaller step.
values$hs9_varimax <- errors(hs, 3, "varimax", 1e-6, 2e-2, 10000L)
values$hs9_oblimin <- errors(hs, 3, "oblimin", 1e-6, 2e-2, 10000L)
values$hs9_geomin <- errors(hs, 3, "geomin", 1e-7, 3e-3, 10000L)
values$bfi25_geomin <- errors(bfi, 5, "geomin", 1e-7, 4e-3, 2000L)
write_json(list(id = "lavaan_efa_standard_errors", versions = list(R = "4.2.2", lavaan = as.character(packageVersion("lavaan"))),
  note = "geomin epsilon .001; varimax with Kaiser weights; see tests/reference/r/41_loading_standard_errors.R",
  values = values), commandArgs(TRUE)[2], digits = NA, auto_unbox = TRUE)
