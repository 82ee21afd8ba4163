"""Measure this pipeline beside plain Sphinx and pandoc, on volumes of several sizes, and what an editor waits for."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bilateral_workshop.benchmarking import corpus, editing, goals, languages, peers, report
from bilateral_workshop.benchmarking.commands import Place, tasks
from bilateral_workshop.benchmarking.rounds import run_rounds

ROUNDS = {25: 3, 100: 3, 400: 2}
"""How often each size is measured: the largest takes plain Sphinx some minutes."""
MARKS = ("<!-- formats begin -->", "<!-- formats end -->")


def main(argv: list[str] | None = None) -> int:
    """Measure, and print or write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pandoc", type=Path, help="pandoc's program")
    parser.add_argument("--chapters", type=int, nargs="+", default=list(ROUNDS), help="sizes (default: 25 100 400)")
    parser.add_argument("--rounds", type=int, help="how often each is measured (default: 3, of 400 chapters 2)")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the results between the marks of this page")
    arguments = parser.parse_args(argv)
    said = subprocess.run([arguments.pandoc, "--version"], check=True, capture_output=True, text=True).stdout
    results: report.Results = {}
    waited: dict[str, list[float]] = {}

    def publish() -> None:
        """Publish what has been measured so far: what fails later takes no half an hour with it."""
        tables = [report.formats_table(results)]
        tables += [report.growth_table(results)] if len(results) > 1 else []
        tables += [report.editing_table(waited)] if waited else []
        tables.append(f"Measured with {report.versions(said.splitlines()[0])}")
        report.publish("\n\n".join(tables), arguments.write, MARKS)
        goals.publish(goals.reached(results, waited), arguments.write)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in arguments.chapters:
            print(f"{size} chapters", flush=True)
            ours, sphinx, pandoc = (folder / f"{kind}-{size}" for kind in ("ours", "sphinx", "pandoc"))
            place = Place(ours, sphinx, pandoc, arguments.pandoc, folder)
            corpus.main([str(place.volume), "--chapters", str(size)])
            peers.write_sphinx(place.volume, place.sphinx)
            peers.write_pandoc(place.volume, place.pandoc)
            results[size] = run_rounds(tasks(), place, arguments.rounds or ROUNDS.get(size, 3))
        publish()
        for part, rounds in ((editing, 5), (languages, 3)):
            own = folder / part.__name__.rpartition(".")[2]
            print(own.name, flush=True)
            own.mkdir()
            waited |= part.measure(own, rounds)
            publish()
    return 0


if __name__ == "__main__":
    sys.exit(main())
