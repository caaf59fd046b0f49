"""`python -m voltage_tui` is the same as `voltage-tui`."""

import sys

from voltage_tui.cli.main import main

sys.exit(main())
