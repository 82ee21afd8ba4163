"""Make the virtual environment of the project: pinned packages with checked hashes, and the project itself.

It runs on the machine's own Python, before anything is installed, so it uses nothing but the standard library.
"""

import subprocess
import sys
import venv
from pathlib import Path

OLDEST, TOO_NEW = (3, 11), (3, 14)


def main(argv: "list[str] | None" = None) -> int:
    """Set up the environment in the folder named in ``argv``. Return 1 where this Python cannot."""
    arguments = sys.argv[1:] if argv is None else argv
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        found = "{}.{}".format(*sys.version_info[:2])
        sys.stderr.write(
            f"Python 3.11, 3.12 or 3.13 is needed; this is {found}. Install one and run: make PYTHON=python3.12\n"
        )
        return 1
    folder = Path(arguments[0])
    python = folder / "bin" / "python"
    if not python.exists():
        sys.stdout.write(f"setting up {folder} (once; about a minute)\n")
        sys.stdout.flush()
        try:
            venv.create(folder, with_pip=True)
        except (subprocess.CalledProcessError, OSError) as error:
            remedy = "On Debian: apt-get install python3-venv"
            sys.stderr.write(f"Python cannot make a virtual environment: {error}\n{remedy}\n")
            return 1
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    steps = [
        [*pip, "--require-hashes", "-r", "requirements.lock"],
        [*pip, "--no-deps", "--no-build-isolation", "-e", "."],
    ]
    return next((code for step in steps if (code := subprocess.run(step, check=False).returncode)), 0)


if __name__ == "__main__":
    sys.exit(main())
