"""Measure everything and write docs/benchmarks.md: ``python -m bilateral_workshop.benchmarking BUILD``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from bilateral_cli.building import tex_setup
from bilateral_workshop.benchmarking import pdf, pipeline

LOCK = Path(__file__).with_name("requirements.lock")
PAGE = "docs/benchmarks.md"


def main(argv: list[str] | None = None) -> int:
    """Install what is measured beside ours, and measure. Return the exit status."""
    (build,) = sys.argv[1:] if argv is None else argv
    if shutil.which("hyperfine") is None:
        print("hyperfine is needed. On Debian: apt-get install hyperfine", file=sys.stderr)
        return 1
    pandoc = Path(build, "pandoc")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK), "--upgrade"]
    if tex_setup.install() or subprocess.run([*pip, "--target", str(pandoc)], check=False).returncode:
        return 1
    program = str(pandoc / "pypandoc/files/pandoc")
    return pipeline.main([program, "--write", PAGE]) or pdf.main(["--write", PAGE])


if __name__ == "__main__":
    sys.exit(main())
