"""The shapes of the wire, read with pydantic, and how each becomes an object of `model`.

They stop here: nothing above `api` sees one. What is optional may be null or absent, unknown keys
are ignored, unknown enum values are kept; every text is cleaned as it is read (S-51).
"""

import os

# Plugins are code of whatever else is installed, which would see everything that is read, and
# looking for them takes as long as a few shapes. pydantic asks for this before each shape.
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
