"""Content is read when it is asked for: importing the package reads none of it."""

import subprocess
import sys

READS_NOTHING = """
import tomllib
def refuse(text):
    raise AssertionError("a content file was read: " + text[:60])
tomllib.loads = refuse
import tpi_edu
"""


def test_importing_the_package_reads_no_content() -> None:
    done = subprocess.run([sys.executable, "-c", READS_NOTHING], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
