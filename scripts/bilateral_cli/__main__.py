"""``python -m bilateral_cli`` is ``bilateral``."""

import sys

from bilateral_cli.main import start

sys.exit(start())
