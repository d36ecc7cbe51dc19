"""One profile for every property test: the same examples on each run, and quick. Nobody's real record."""

import os

import pytest
from hypothesis import settings

settings.register_profile("steady", max_examples=60, derandomize=True, deadline=None, database=None)
settings.load_profile("steady")
os.environ["TPI_EDU_RECORD"] = ":memory:"  # kernels that tests start inherit it


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a longer run look at more states of every figure."""
    parser.addoption("--states", type=int, default=12, help="states of each figure to compare in a browser")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Share the whole suite out; run what was asked for by name in this process, which is sooner there."""
    is_whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return (os.cpu_count() or 1) if is_whole else 0
