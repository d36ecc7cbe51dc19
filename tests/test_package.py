"""The package as others install it: typed throughout, whole in its wheel, importable wherever it lies."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import tpi_edu

ROOT = Path(__file__).parents[1]


def run(*command, **options):
    done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_types_are_strictly_right():
    run("-m", "mypy", "--config-file", ROOT / "pyproject.toml", cwd=ROOT)


def test_the_wheel_holds_every_file_and_works_away_from_the_repository(tmp_path):
    source = tmp_path / "source"  # a copy: setuptools would take what an earlier build left behind
    shutil.copytree(ROOT / "tpi_edu", source / "tpi_edu", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    run("-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, source)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name.startswith(f"tpi_edu-{tpi_edu.__version__}-")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if name.startswith("tpi_edu/")}
        archive.extractall(tmp_path / "away")
    files = (
        path for path in (ROOT / "tpi_edu").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    assert names == {path.relative_to(ROOT).as_posix() for path in files}
    code = "import tpi_edu; tpi_edu.ReliefExplorer().words(); print(tpi_edu.__file__)"
    where = run("-c", code, cwd=tmp_path / "away", env={"PYTHONPATH": str(tmp_path / "away"), "PATH": ""})
    assert where.startswith(str(tmp_path))
