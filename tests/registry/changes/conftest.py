"""Where the bank lies that the tests change."""

import sys
from pathlib import Path

# It lies beside the tests, not in the package.
sys.path.insert(0, str(Path(__file__).resolve().parent))
