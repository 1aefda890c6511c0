"""入口 — `python -m gongkai.cli`."""

import sys

from gongkai.cli.main import main

sys.exit(main(sys.argv[1:]))
