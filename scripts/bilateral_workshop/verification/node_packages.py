"""Install the validators that come from npm, by the npm of the virtual environment.

``python -m bilateral_workshop.verification.node_packages FOLDER``. No script of a package is run. Where they cannot be
had, the table of validators says so, and this is no failure.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

LOCKED = Path(__file__).with_name("node")
FILES = ("package.json", "package-lock.json")
READY = ".ready"
"""A file in the folder that is newer than the lock when all is installed."""
INSTALL = ("ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error")


def install(folder: Path) -> None:
    """Install them into ``folder``, unless they are there as the lock file has them."""
    ready = folder / READY
    if ready.exists() and ready.stat().st_mtime_ns >= (LOCKED / FILES[1]).stat().st_mtime_ns:
        return
    print(f"installing validators into {folder} (once)", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(LOCKED / name, folder / name)
    npm = Path(sysconfig.get_path("scripts"), "npm")
    if npm.exists() and subprocess.run([npm, "--prefix", folder, *INSTALL], check=False).returncode == 0:
        ready.touch()


if __name__ == "__main__":
    install(Path(sys.argv[1]))
