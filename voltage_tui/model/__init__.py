"""The vocabulary above the wire: frozen, cleaned, exact. Import from the module of the thing."""
