"""What makes thousands of requests affordable here."""

from __future__ import annotations

import sys

# httpcore asks for this module with every request. Where it is not installed each time is a search
# of every folder of the path, which takes longer than the rest of the request.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]
