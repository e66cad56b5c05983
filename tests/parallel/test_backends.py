import functools
import os
from collections.abc import Sequence
from importlib import import_module

import joblib
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from covalue_measures.parallel import Backend, JoblibBackend, SerialBackend
from covalue_measures.parallel.threads import one_thread

SEEDS = np.random.SeedSequence(3).spawn(12)


def decompose(seed: np.random.SeedSequence) -> np.ndarray:
    """Return numbers whose last digits depend on the number of threads."""
    values = np.random.default_rng(seed).standard_normal((400, 60))
    return np.linalg.eigvalsh(values.T @ values)


def threads_and_process(_task: int) -> tuple[int, int]:
    # Other libraries' OpenMP pools, where any are loaded, have a number a thread.
    pools = import_module("threadpoolctl").threadpool_info()
    blas = [pool["num_threads"] for pool in pools if pool["user_api"] == "blas"]
    return max(blas, default=1), os.getpid()


def scaled(factor: float, task: float) -> float:
    return factor * task


def failing(task: int) -> int:
    raise ArithmeticError(f"task {task}")


def outcomes(backend: Backend, tasks: Sequence[np.random.SeedSequence]) -> np.ndarray:
    return np.stack(backend.map(decompose, tasks, step="decompositions"))


@pytest.fixture(scope="module")
def expected() -> np.ndarray:
    return outcomes(SerialBackend(), SEEDS)


@pytest.mark.parametrize("engine", ["threading", "loky", "multiprocessing"])
def test_every_engine_gives_the_same_bits(engine: str, expected: np.ndarray) -> None:
    with joblib.parallel_config(backend=engine, n_jobs=2):
        assert_array_equal(outcomes(JoblibBackend(), SEEDS), expected)


@pytest.mark.parametrize("n_jobs", [None, 1, 2])
def test_the_number_of_workers_changes_nothing(n_jobs: int | None, expected: np.ndarray) -> None:
    assert_array_equal(outcomes(JoblibBackend(n_jobs), SEEDS), expected)


@pytest.mark.parametrize(("engine", "is_elsewhere"), [("threading", False), ("loky", True)])
def test_the_users_engine_is_used_with_one_thread_a_worker(engine: str, is_elsewhere: bool) -> None:
    with joblib.parallel_config(backend=engine, n_jobs=2):
        found = JoblibBackend().map(threads_and_process, range(6), step="questions")
    assert {threads for threads, _ in found} == {1}
    assert all((process != os.getpid()) == is_elsewhere for _, process in found)


@pytest.mark.parametrize("backend", [SerialBackend(), JoblibBackend(), JoblibBackend(2)])
def test_threads_are_given_back(backend: Backend) -> None:
    limits = import_module("threadpoolctl").threadpool_limits
    with limits(2):
        before = threads_and_process(0)
        assert backend.map(threads_and_process, [1], step="one")[0][0] == 1
        assert threads_and_process(0) == before


@pytest.mark.parametrize("engine", ["threading", "loky", "multiprocessing"])
def test_progress_is_told_in_order(engine: str) -> None:
    told: list[tuple[str, int, int]] = []
    with joblib.parallel_config(backend=engine, n_jobs=2):
        doubled = JoblibBackend().map(
            functools.partial(scaled, 2.0),
            range(5),
            step="doubling",
            progress=lambda *step: told.append(step),
        )
    assert doubled == [0, 2, 4, 6, 8]
    assert told == [("doubling", done, 5) for done in range(1, 6)]


@pytest.mark.parametrize("backend", [SerialBackend(), JoblibBackend(), JoblibBackend(2)])
def test_no_task_is_no_work(backend: Backend) -> None:
    assert backend.map(failing, [], step="nothing") == []


@pytest.mark.parametrize("backend", [SerialBackend(), JoblibBackend(), JoblibBackend(2)])
def test_an_error_in_a_task_comes_back(backend: Backend) -> None:
    with pytest.raises(ArithmeticError, match="task 7"):
        backend.map(failing, [7], step="failures")


def test_who_ends_early_does_not_lift_the_limit_of_others() -> None:
    with import_module("threadpoolctl").threadpool_limits(2):
        before = threads_and_process(0)
        early, late = one_thread(), one_thread()
        early.__enter__()
        late.__enter__()
        early.__exit__(None, None, None)
        assert threads_and_process(0)[0] == 1
        late.__exit__(None, None, None)
        assert threads_and_process(0) == before
