"""The scripts and styles that go with the package."""

from pathlib import Path

HERE = Path(__file__).parent


def read_asset(*names: str) -> str:
    """Return files of this folder, one after the other, as text."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)
