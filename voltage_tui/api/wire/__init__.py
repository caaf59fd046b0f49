"""The shapes of the wire, read with pydantic, and how each becomes an object of `model`.

They stop here: nothing above `api` sees one. What is optional may be null or absent, unknown keys
are ignored, unknown enum values are kept; every text is cleaned as it is read (S-51).
"""
