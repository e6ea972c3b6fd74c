import pytest

from tests.spec.making import a_library


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """The small catalogue."""
    return a_library(tmp_path_factory.mktemp("rules"))
