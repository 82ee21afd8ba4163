"""Make the virtual environment of the project: pinned packages with checked hashes, and the project itself.

It runs on the machine's own Python, before anything is installed, so it uses nothing but the standard library.
"""

import re
import subprocess
import sys
import venv
from pathlib import Path

OLDEST, TOO_NEW = (3, 11), (3, 14)
LOCK = Path("requirements.lock")
READY = ".ready"
"""Name of the file in the environment that is newer than the lock when all is installed; make looks at it."""
LOG = "install.log"
"""Name of the file in the environment that keeps what pip says."""
DONE = re.compile(r"(Collecting|Processing|Ignoring|Requirement already satisfied:) ")
"""How a line of pip begins that tells of one more package."""
WIDTH = 24


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
        say(f"creating the virtual environment {folder} (once; all in all about a minute)")
        try:
            venv.create(folder, with_pip=True)
        except (subprocess.CalledProcessError, OSError) as error:
            remedy = "On Debian: apt-get install python3-venv"
            sys.stderr.write(f"Python cannot make a virtual environment: {error}\n{remedy}\n")
            return 1
    count = len(re.findall(r"(?m)^\S+==", LOCK.read_text("utf-8")))
    pip = [str(python), "-m", "pip", "install", "--progress-bar", "off", "--no-color", "--disable-pip-version-check"]
    log = folder / LOG
    log.write_text("", "utf-8")
    failed = install([*pip, "--require-hashes", "-r", str(LOCK)], f"installing {count} packages", log, count)
    failed = failed or install([*pip, "--no-deps", "--no-build-isolation", "-e", "."], "installing the press", log)
    if not failed:
        (folder / READY).touch()
    return failed


def install(command: "list[str]", doing: str, log: Path, count: int = 0) -> int:
    """Run pip, and say in a line what it does and how far it is; all that it says goes into ``log``.

    Where it fails, the end of that is printed. Returns its exit status.
    """
    terminal = sys.stdout.isatty()
    if not terminal:
        say(doing)
    seen, shown, stage = 0, "", doing
    with (
        log.open("a", encoding="utf-8") as file,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace"
        ) as pip,
    ):
        assert pip.stdout is not None
        for line in pip.stdout:
            file.write(line)
            seen += bool(DONE.match(line))
            stage = f"{doing}: unpacking" if line.startswith("Installing collected") else stage
            wanted = f"{bar(seen, count)}{stage}"
            if terminal and wanted != shown:
                sys.stdout.write(f"\r\x1b[K{wanted}")
                sys.stdout.flush()
                shown = wanted
    if terminal:
        say(f"\r\x1b[K{doing}: {'failed' if pip.returncode else 'done'}")
    if pip.returncode:
        last = log.read_text("utf-8").splitlines()[-20:]
        sys.stderr.write("\n".join([*last, f"pip has failed; {log} has all that it said", ""]))
    return pip.returncode


def bar(seen: int, count: int) -> str:
    """Return a bar and a counter, where there is something to count."""
    if not count:
        return ""
    full = WIDTH * min(seen, count) // count
    return f"[{'#' * full}{'-' * (WIDTH - full)}] {min(seen, count)} of {count} "


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
