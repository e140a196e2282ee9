"""What `make run` starts can be killed in parts or whole, and comes back."""

import signal
from collections.abc import Callable

import pytest

from tests.drills.running import Run, wait_for

pytestmark = pytest.mark.drill


def test_what_dies_is_started_again_and_nothing_is_left_after_a_stop(run_of: Callable[..., Run]) -> None:
    run = run_of()
    run.start()
    for part in ("web", "relay", "worker"):
        victim = run.kill(part)
        wait_for(
            lambda part=part, victim=victim: (
                all(p.pid != victim.pid for p in run.parts(part)) and bool(run.parts(part))
            ),
            f"another {part}",
        )
        assert "was killed by SIGKILL; it starts again in 1 s" in run.said()
    run.server("valkey").kill()
    wait_for(lambda: "Valkey had stopped and was started again" in run.said(), "another Valkey")
    run.server("postgresql").kill()
    wait_for(lambda: "PostgreSQL had stopped and was started again" in run.said(), "another PostgreSQL")
    assert run.stop() == 0
    assert run.said().rstrip().endswith("Redress has stopped.")
    assert not run.left_over()


def test_the_next_start_takes_over_what_a_killed_one_left(run_of: Callable[..., Run]) -> None:
    run = run_of()
    run.start()
    postgresql = run.server("postgresql").pid
    assert run.supervisor is not None
    run.supervisor.kill()
    run.supervisor.wait()
    assert run.left_over()
    run.start()
    assert "What an earlier run left behind was ended." in run.said()
    assert run.server("postgresql").pid == postgresql, "servers that run are taken as they are"
    assert run.stop(signal.SIGINT) == 0
    assert not run.left_over()


def test_a_second_start_from_the_same_folder_is_refused_in_one_line(run_of: Callable[..., Run]) -> None:
    run = run_of()
    run.start()
    second = run_of()
    second.data_dir = run.data_dir
    with pytest.raises(AssertionError, match="already runs"):
        second.start()
    assert second.supervisor is not None
    assert second.supervisor.returncode == 2
    assert not [line for line in run.said().splitlines() if "Traceback" in line]


@pytest.mark.parametrize(
    ("variable", "url", "words"),
    [
        ("REDRESS_DATABASE_URL", "postgresql://redress:secret@127.0.0.1:1/redress", "The database at"),
        ("REDRESS_DATABASE_URL", "mysql://somewhere/redress", "REDRESS_DATABASE_URL"),
        ("REDRESS_REDIS_URL", "redis://:secret@127.0.0.1:1/0", "The Redis server at"),
        ("REDRESS_REDIS_URL", "http://somewhere", "The Redis server at"),
    ],
)
def test_a_wrong_address_of_a_server_gets_one_line(
    run_of: Callable[..., Run], variable: str, url: str, words: str
) -> None:
    run = run_of(REDRESS_ENVIRONMENT="development", **{variable: url})
    told = run.flask("routes")
    assert told.returncode == 2
    assert len(told.stderr.strip().splitlines()) == 1
    assert words in told.stderr
    assert "secret" not in told.stderr
    assert not run.left_over()
