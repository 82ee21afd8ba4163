"""Write what is generated from the model: the JSON schema of the data file, and the references in ``docs/``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bilateral_workshop.documentation import schema_file

if __name__ == "__main__":
    schema_file.main(["source/data/relations.schema.json"])
    pages = sorted(map(str, Path("docs").glob("*.md")))
    sys.exit(subprocess.run([sys.executable, "-m", "cogapp", "-r", *pages], check=False).returncode)
