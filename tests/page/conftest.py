"""The local page of a small partnership, for the tests to ask."""

import pytest

from tests.page.asking import Asking, serving
from tests.report.files import a_folder


@pytest.fixture(scope="session")
def _shared(tmp_path_factory):
    folder = a_folder(tmp_path_factory.mktemp("anytown"))
    with serving(folder) as served:
        yield served


@pytest.fixture
def asking(_shared):
    """A page that nothing is saved on."""
    return Asking(_shared)


@pytest.fixture
def own(tmp_path):
    """A page of a folder of its own, to save in."""
    with serving(a_folder(tmp_path)) as served:
        yield Asking(served)
