"""The JavaScript and CSS that stand beside this file."""

from pathlib import Path

HERE = Path(__file__).parent


def read_asset(*names: str) -> str:
    """Return these files as one text; anywidget would keep every view of a path alive."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)
