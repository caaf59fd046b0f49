"""The Voltage API as typed Python.

`connect` makes a client; `client` is what callers use, one attribute per kind of resource;
`errors` is everything that can go wrong. Nothing is imported here, so that naming the package
costs nothing: pydantic comes with the first answer that is read, httpx with the first request
that really goes over a network.
"""
