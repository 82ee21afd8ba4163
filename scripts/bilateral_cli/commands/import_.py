"""Take records from a spreadsheet."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bilateral_cli import options


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.volume()
@click.option("--kind", help="The collection of its records; the name of FILE without it: series.csv, visits.csv.")
@click.option("--source", required=True, help="Key of the source in references.bib.")
@click.option("--retrieved", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day when FILE was fetched.")
@click.option("--licence", required=True, help="The licence of FILE, in words.")
@click.option("--write", is_flag=True, help="Write; without it, it is only shown what would be.")
def command(  # noqa: PLR0917  (click calls it by names)
    file: Path, volume: Path, kind: str | None, source: str, retrieved: object, licence: str, *, write: bool
) -> int:
    """Take records from a spreadsheet.

    FILE is a CSV file whose first row names fields of one kind of record; docs/data.md tells how. Shown are the field
    of each column and how much is new. All rows are judged with the volume; where one is wrong, nothing is written.
    What is there already is left alone, and so are comments and order of the data file.
    """
    from bilateral.importing import Origin, open_sheet, plan_of  # late: see the docstring of the package
    from bilateral.problems import did_you_mean
    from bilateral.reading import DATA_FILE, FaultyVolumeError

    name, data = kind or file.stem, volume / DATA_FILE
    try:
        sheet = open_sheet(volume, file, name)
        if source not in sheet.sources:  # told once, and not at every value that would rest on it
            hint = did_you_mean(source, sheet.sources) or "; add it there first."
            raise click.UsageError(f"no source '{source}' in the bibliography{hint}")
        wide = max(len(heading) for heading, _ in sheet.mapping)
        for heading, field in sheet.mapping:
            print(f"{heading:{wide}}  {field}")
        plan = plan_of(sheet, Origin(source, f"{retrieved:%Y-%m-%d}", licence))
    except KeyError:
        raise click.UsageError(
            f"'{name}' is no kind of record; name one by --kind, such as series or visits."
        ) from None
    except FaultyVolumeError as error:
        print(error, file=sys.stderr)
        count = len(error.problems)
        print(f"{count} problem{'s' if count != 1 else ''} in {file}; nothing is written", file=sys.stderr)
        return 1
    print(f"New: records {plan.records}, values {plan.parts}; rows that are there already: {plan.known}.")
    if not plan.records and not plan.parts:
        print(f"{data} stays as it is.")
    elif write:
        beside = data.with_suffix(".new")
        beside.write_bytes(plan.text.encode())
        beside.replace(data)  # in one step: the file is the work of years
        print(f"{data} has them now.")
    else:
        print("Nothing is written; add --write.")
    return 0
