"""What holds for the program here as for every test of its screen."""

from tests.ui.conftest import _nothing_is_timed  # noqa: F401 - a fixture
