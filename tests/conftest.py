"""One profile for every property test: the same examples on each run, and quick."""

from hypothesis import settings

settings.register_profile("steady", max_examples=60, derandomize=True, deadline=None, database=None)
settings.load_profile("steady")
