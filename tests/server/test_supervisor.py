"""The supervisor with real children, in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.server.helpers import alive, line, processes_in, python, rest, until

pytestmark = pytest.mark.server

HEAD = """
import sys
from firstdesk.web.server.supervisor import Program, Supervisor, python
def program(name, script):
    return Program(name, python("-c", script, *sys.argv[1:]))
def say(text):
    print(text, flush=True)
"""
STEADY = """
import os, signal, sys, time
def end(*_):
    print("ends", flush=True); sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("runs as", os.getpid())
time.sleep(600)
"""
BOTH = f"""{HEAD}
steady = {STEADY!r}
sys.exit(Supervisor([program("web", steady), program("worker", steady)], say=say).run())
"""


def pids(process: subprocess.Popen[str], count: int) -> dict[str, int]:
    """The process numbers that the children print, by name."""
    found: dict[str, int] = {}
    while len(found) < count:
        text = line(process)
        assert text, "it ended"
        name, _, said = text.partition("|")
        if "runs as" in said:
            found[name.strip()] = int(said.split()[-1])
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_the_last_first(number: signal.Signals) -> None:
    with python(BOTH) as supervisor:
        children = pids(supervisor, 2)
        supervisor.send_signal(number)
        said = rest(supervisor)
        assert said.splitlines() == [" worker | ends", "    web | ends"]
        assert supervisor.returncode == 0
        assert not any(map(group, children.values())), "nor is a guardian left"


def test_children_die_with_a_killed_supervisor() -> None:
    with python(BOTH) as supervisor:
        children = pids(supervisor, 2)
        supervisor.kill()
        until(lambda: not any(map(alive, children.values())), 5)


def test_a_deaf_child_dies_with_a_killed_supervisor_too() -> None:
    """A web server that is still starting its workers can lose the wish to end."""
    web = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if (worker := os.fork()) == 0:
    time.sleep(600)
print("worker runs as", worker)
print("runs as", os.getpid())
time.sleep(600)
"""
    script = f"{HEAD}\nsys.exit(Supervisor([program('web', {web!r})], say=say, grace=1.5).run())"
    with python(script) as supervisor:
        worker = int(line(supervisor).split()[-1])
        child = pids(supervisor, 1)["web"]
        supervisor.kill()
        supervisor.wait()
        time.sleep(0.5)
        assert alive(child), "it has its time to end in order"
        until(lambda: not alive(child) and not alive(worker) and not group(child), 5)


def group(number: int) -> list[int]:
    """The living processes of a process group."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            stat = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat[2]) == number and stat[0] not in {"Z", "X"}:
            found.append(int(entry.name))
    return found


def test_without_the_kernels_help_a_guardian_does_it() -> None:
    """As on systems other than Linux."""
    start = f"""
import subprocess, sys
from firstdesk.web.server.children import LAUNCHER
run = "import runpy, sys; sys.platform = 'other'; sys.argv = sys.argv[1:];"
run += "runpy.run_path(sys.argv[0], run_name='__main__')"
subprocess.Popen(
    [sys.executable, "-c", run, LAUNCHER, "0", "-", "-", "15", "-",
     sys.executable, "-u", "-c", {STEADY!r}],
    stdin=subprocess.PIPE, start_new_session=True,
).wait()
"""
    with python(start) as owner:
        child = int(line(owner).split()[-1])
        assert len(group(child)) == 2, "the program and its guardian"
        owner.kill()
        until(lambda: not group(child), 5)
        assert line(owner) == "ends"


def test_one_that_dies_is_started_again_and_the_other_goes_on() -> None:
    with python(BOTH.replace("say=say", "say=say, pause=0.1")) as supervisor:
        first = pids(supervisor, 2)
        os.kill(first["worker"], signal.SIGKILL)
        assert line(supervisor) == "worker was ended by SIGKILL; starting it again in 0.1 s."
        second = pids(supervisor, 1)
        assert second["worker"] != first["worker"]
        assert alive(first["web"])
        supervisor.send_signal(signal.SIGINT)
        rest(supervisor)
        assert supervisor.returncode == 0


def test_one_that_keeps_dying_stops_all() -> None:
    script = f"""{HEAD}
programs = [program("web", {STEADY!r}), program("worker", "print('no luck'); raise SystemExit(3)")]
sys.exit(Supervisor(programs, say=say, pause=0.01).run())
"""
    with python(script) as supervisor:
        said = rest(supervisor)
        assert supervisor.returncode == 1
    assert said.count(" worker | no luck") == 6
    assert "starting it again in 0.16 s" in said, "each pause is twice the last"
    assert "worker stopped with 3 6 times in a row; everything is stopped." in said
    assert said.rstrip().endswith("web | ends")


def test_one_that_will_not_end_is_killed() -> None:
    deaf = "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    deaf += "print('runs as', os.getpid()); time.sleep(600)"
    script = f"{HEAD}\nsys.exit(Supervisor([program('web', {deaf!r})], say=say, grace=0.5).run())"
    with python(script) as supervisor:
        child = pids(supervisor, 1)["web"]
        begun = time.monotonic()
        supervisor.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        supervisor.send_signal(signal.SIGINT)  # an impatient second time changes nothing
        rest(supervisor)
        assert 0.4 < time.monotonic() - begun < 8
        assert supervisor.returncode == 0
        assert not alive(child)


def test_what_a_killed_child_leaves_gives_the_port_free() -> None:
    """A web server's workers would keep it, and the next web server could not listen."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    web = """
import os, socket, sys, time
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
if os.fork() == 0:
    time.sleep(600)
print("runs as", os.getpid())
time.sleep(600)
"""
    script = f"{HEAD}\nsys.exit(Supervisor([program('web', {web!r})], say=say, pause=0.05).run())"
    with python(script, port) as supervisor:
        first = pids(supervisor, 1)["web"]
        os.kill(first, signal.SIGKILL)
        assert "SIGKILL" in line(supervisor)
        second = pids(supervisor, 1)["web"]
        assert second != first
        supervisor.send_signal(signal.SIGINT)
        rest(supervisor)
    with socket.create_server(("127.0.0.1", port)):
        pass  # the last one's are gone as well


def test_what_it_needs_must_live() -> None:
    script = f"""{HEAD}
import time
end = time.monotonic() + 1.5
needs = {{"PostgreSQL": lambda: time.monotonic() < end}}
sys.exit(Supervisor([program("web", {STEADY!r})], say=say, needs=needs).run())
"""
    with python(script) as supervisor:
        child = pids(supervisor, 1)["web"]
        said = rest(supervisor)
        assert supervisor.returncode == 1
    assert said.splitlines()[0] == "PostgreSQL has stopped; everything is stopped."
    assert not alive(child)


def test_an_error_before_it_runs_leaves_no_child() -> None:
    script = f"""{HEAD}
with Supervisor([program("web", {STEADY!r}), program("worker", {STEADY!r})], say=say) as it:
    it.start("web")
    input_from_the_web = sys.stdin.readline()
    raise SystemExit("the address is wrong")
"""
    with python(script) as supervisor:
        said = rest(supervisor)
        assert supervisor.returncode == 1
    assert "the address is wrong" in said


def test_the_database_is_stopped_after_who_uses_it(place: Path) -> None:
    worker = """
import os, signal, sys, time, psycopg
def end(*_):
    with psycopg.connect(os.environ["URL"]) as connection:
        print("wrote", connection.execute("SELECT 6 * 7").fetchone()[0], flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("runs as", os.getpid())
time.sleep(600)
"""
    script = f"""{HEAD}
import os
from pathlib import Path
from firstdesk.web.server.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), durable=True)
with server as url:
    needs = {{"PostgreSQL": lambda: server.running}}
    programs = [program("worker", {worker!r})]
    code = Supervisor(programs, env=dict(os.environ, URL=url), say=say, needs=needs).run()
say("stopped")
sys.exit(code)
"""
    folder = place / "data"
    with python(script, folder) as supervisor:
        pids(supervisor, 1)
        supervisor.send_signal(signal.SIGTERM)
        assert rest(supervisor).splitlines() == [" worker | wrote 42", "stopped"]
        assert supervisor.returncode == 0
    assert processes_in(folder) == []
    # The same once more, killed: neither the worker nor the server stays.
    with python(script, folder) as supervisor:
        child = pids(supervisor, 1)["worker"]
        supervisor.kill()
        until(lambda: not alive(child) and not processes_in(folder), 5)
    # And when the database dies, the worker is not left to fail for ever.
    with python(script, folder) as supervisor:
        child = pids(supervisor, 1)["worker"]
        pid = int((folder / "pg" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        os.kill(pid, signal.SIGKILL)
        assert "PostgreSQL has stopped; everything is stopped." in rest(supervisor)
        assert supervisor.returncode == 1
        assert not alive(child)
