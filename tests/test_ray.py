"""Documents read on a Ray cluster of two nodes: what comes out is what one machine gives, whatever becomes of the workers."""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager
from itertools import islice

import pytest

from planparse import caching
from planparse.cli import main
from planparse.corpus import cluster

ray = pytest.importorskip("ray", reason="the extra ray is not installed")
parquet = pytest.importorskip("pyarrow.parquet", reason="the extra ray is not installed")

COUNT = 12
MARKED = "这一份会使读它的进程结束"
WITH_ITS_NODE = "连同所在的节点"


@contextmanager
def cluster_of(place, *cpus, **head):
    """Nodes of so many logical CPUs each. Their workers end as the documents of the tests tell them, see ``sitecustomize`` below."""
    (place / "sitecustomize.py").write_text(ENDS_WHEN_TOLD, encoding="utf-8")
    before = dict(os.environ)
    os.environ |= {"PYTHONPATH": str(place), "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0", "RAY_USAGE_STATS_ENABLED": "0"}
    # With its handlers of forks gRPC now and then ends the process that a head starts for a client from outside.
    os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"
    from ray.cluster_utils import Cluster

    nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": cpus[0], "include_dashboard": False, **head})
    try:
        for count in cpus[1:]:
            nodes.add_node(num_cpus=count)
        yield nodes
    finally:
        ray.shutdown()
        nodes.shutdown()
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="module")
def port():
    """One that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@pytest.fixture(scope="module")
def address(tmp_path_factory, port):
    with cluster_of(tmp_path_factory.mktemp("node"), 2, 2, ray_client_server_port=port) as nodes:
        yield nodes.address


ENDS_WHEN_TOLD = f"""
import os, signal, sys

class Ending:
    # Imported by a worker, planparse ends it on a document that says so: always, or the first time only.
    def find_spec(self, name, path=None, target=None):
        if name != "planparse.corpus.cluster":
            return None
        sys.meta_path.remove(self)
        from planparse.corpus import reading
        real = reading.read_source
        def read(path, shown=None, max_size=64, content=None):
            told = (content or b"").decode("utf-8", "replace")
            once = told.partition("once:")[2].split("\\n")[0]
            if {MARKED!r} in told and not (once and os.path.exists(once)):
                if once:
                    open(once, "w").close()
                # The process that started a worker is that of its node.
                os.kill(os.getppid() if {WITH_ITS_NODE!r} in told else os.getpid(), signal.SIGKILL)
            return real(path, shown, max_size, content)
        reading.read_source = read
        return None

if any("default_worker" in argument for argument in sys.orig_argv):
    sys.meta_path.insert(0, Ending())
"""


@pytest.fixture
def plans(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(caching, "cache_folder", lambda: tmp_path / "cache")
    for number in range(COUNT):
        folder = tmp_path / "plans" / f"{number % 2}"
        folder.mkdir(parents=True, exist_ok=True)
        said = f"{2020 + number % 3}年工作计划\n今年新建公园{number + 3}座。\n力争新增就业{number + 1}万人。\n"
        (folder / f"{number // 2}.txt").write_text(said, encoding="utf-8")
    return tmp_path / "plans"


def extract(output, *options):
    return main(["extract", "plans", "-o", output, "--format", "parquet", "--no-cache", *options])


def tell_to_end(document, once=""):
    """Lets a document end the process that reads it: always, or until a file is there."""
    told = f"{document.read_text(encoding='utf-8')}{MARKED}" + (f" once:{once}" if once else "")
    document.write_text(f"{told}\n", encoding="utf-8")


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_cluster_writes_the_bytes_of_one_machine(address, plans, tmp_path):
    (plans / "0" / "9.txt").write_bytes(b"")
    (tmp_path / "plans" / "corrections.yaml").write_text("", encoding="utf-8")
    assert extract("one") == 2
    assert extract("many", "--on", address) == 2
    assert files(tmp_path / "one") == files(tmp_path / "many")
    assert not ray.is_initialized()


def test_a_killed_worker_loses_no_document_and_doubles_none(address, plans, tmp_path):
    tell_to_end(plans / "1" / "3.txt", once=tmp_path / "ended")
    assert extract("one") == 0
    assert extract("many", "--on", address) == 0
    assert (tmp_path / "ended").exists(), "no worker was ended"
    assert files(tmp_path / "one") == files(tmp_path / "many")


def test_a_lost_node_loses_no_document_and_doubles_none(plans, tmp_path):
    document = plans / "1" / "3.txt"
    tell_to_end(document, once=tmp_path / "ended")
    document.write_text(document.read_text(encoding="utf-8") + WITH_ITS_NODE, encoding="utf-8")
    assert extract("one") == 0
    with cluster_of(tmp_path, 0, 1, 1) as nodes:
        assert extract("many", "--on", nodes.address) == 0
        alive = [node for node in nodes.worker_nodes if node.all_processes["raylet"][0].process.poll() is None]
    assert (tmp_path / "ended").exists() and len(alive) == 1, "no node was lost"
    assert files(tmp_path / "one") == files(tmp_path / "many")


def test_a_cluster_is_reached_from_outside(address, port, plans, tmp_path):
    assert extract("one") == 0
    assert extract("many", "--on", f"ray://127.0.0.1:{port}") == 0
    assert files(tmp_path / "one") == files(tmp_path / "many")


@pytest.mark.parametrize("failures", [1, 2])
def test_a_connection_that_fails_is_made_once_more(address, plans, monkeypatch, capsys, failures):
    real, left = ray.init, [ConnectionAbortedError("It failed:\nTraceback\nRuntimeError: no backend")] * failures

    def init(*given, **named):
        if left:
            raise left.pop()
        return real(*given, **named)

    monkeypatch.setattr(ray, "init", init)
    assert extract("many", "--on", address) == (0 if failures == 1 else 2)
    assert failures == 1 or "the cluster cannot be used (It failed: RuntimeError: no backend)" in capsys.readouterr().err
    assert not ray.is_initialized()


def test_a_run_that_was_broken_off_goes_on(address, plans, tmp_path, monkeypatch):
    real = cluster.Cluster.extract_all

    def broken_off(self, *given):
        yield from islice(real(self, *given), 5)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(cluster.Cluster, "extract_all", broken_off)
        assert extract("many", "--on", address) == 130
    assert not (tmp_path / "many" / "_planparse.json").exists()
    assert extract("many", "--on", address, "--resume") == 0
    assert extract("one") == 0
    assert files(tmp_path / "one") == files(tmp_path / "many")


def test_a_document_that_always_ends_its_worker_is_a_failure(address, plans, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_RETRIES", 1)
    tell_to_end(plans / "1" / "3.txt")
    assert extract("many", "--on", address) == 2
    (line,) = (tmp_path / "many" / "_failures.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["path"] == "plans/1/3.txt" and "process that read it was ended" in line
    assert json.loads((tmp_path / "many" / "_planparse.json").read_bytes())["documents"] == COUNT - 1


def test_documents_at_an_url_are_read_where_the_task_runs(address, plans, tmp_path):
    url = f"file://{plans.as_posix()}"
    assert main(["extract", url, "-o", "many", "--on", address]) == 0
    assert main(["extract", url, "-o", "one", "--format", "parquet"]) == 0
    assert files(tmp_path / "one") == files(tmp_path / "many")
    assert set(parquet.read_table("many")["path"].to_pylist()) == {f"{url}/{n % 2}/{n // 2}.txt" for n in range(COUNT)}


def test_a_dataset_of_files_becomes_one_of_targets(address, plans, tmp_path):
    from planparse.ray import extract_dataset

    (plans / "0" / "9.txt").write_bytes(b"")
    tell_to_end(plans / "1" / "3.txt", once=tmp_path / "ended")
    ray.init(address, log_to_driver=False, logging_level="ERROR")
    try:
        ray.data.DataContext.get_current().enable_progress_bars = False
        files = ray.data.read_binary_files(str(plans), include_paths=True)
        rows = extract_dataset(files, concurrency=1).take_all()
    finally:
        ray.shutdown()
    assert (tmp_path / "ended").exists(), "no worker was ended"
    assert extract("one") == 2
    (failed,) = (row for row in rows if row["fault"])
    assert failed["path"].endswith("0/9.txt")
    read = [(os.path.relpath(row["path"], tmp_path), row["span_start"], row["value"], row["year"]) for row in rows if not row["fault"]]
    expected = parquet.read_table("one").to_pylist()
    assert sorted(read) == sorted((row["path"], row["span_start"], row["value"], row["year"]) for row in expected)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["plans", "--on", "127.0.0.1:1"], "no cluster answers there; check host and port"),
        (["plans", "--on", "somewhere"], "somewhere is no address"),
        (["-", "--on", "local"], "standard input is one document"),
    ],
)
def test_what_cannot_be_is_one_line(plans, capsys, options, said):
    assert main(["extract", "-o", "out", *options]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
