"""Figures, not verdicts: run with `pytest tests/benchmarks`, never part of the normal run."""
