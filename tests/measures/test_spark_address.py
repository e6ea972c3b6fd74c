"""Where nobody answers at the address of a Spark that was named, that is said at once."""

import socket

import pytest

from specrules.measures.spark import NoSpark, check_reachable


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


@pytest.mark.parametrize(
    "address", ["sc://127.0.0.1:{}", "spark://127.0.0.1:{}", "sc://127.0.0.1:{}/;token=a"]
)
def test_a_spark_that_does_not_answer_is_named(address):
    address = address.format(free_port())
    with pytest.raises(NoSpark) as fault:
        check_reachable(address)
    assert str(fault.value) == (
        f"No Spark session could be had at {address}: nobody answers there. Correct SPECRULES_SPARK."
    )


@pytest.mark.parametrize("address", ["spark://127.0.0.1:seven", "sc://"])
def test_an_address_that_is_none_is_named(address):
    with pytest.raises(NoSpark):
        check_reachable(address)


@pytest.mark.parametrize("scheme", ["sc", "spark"])
def test_a_spark_that_answers_is_asked(scheme):
    with socket.create_server(("127.0.0.1", 0)) as server:
        check_reachable(f"{scheme}://127.0.0.1:{server.getsockname()[1]}")


@pytest.mark.parametrize("address", ["local[2]", "local-cluster[2,1,1024]", "yarn"])
def test_a_spark_that_is_started_here_has_no_address(address):
    check_reachable(address)
