"""A platform's hooks, against the service as a process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import TOKEN

FOLDER = Path(__file__).parents[1]


@pytest.fixture
def variables() -> Iterator[dict[str, str]]:
    """Of a service that runs."""
    given = {"AIDEP_TOKEN": TOKEN, "PORT": "0", "HOST": "127.0.0.1", "SNAPSHOTS": "true"}
    with subprocess.Popen(
        [sys.executable, "-m", "app"],
        cwd=FOLDER,
        env={**os.environ, **given},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        lines = (json.loads(line) for line in process.stdout)
        port = next(line["address"]["port"] for line in lines if line["message"] == "listening")
        yield {**os.environ, **given, "PORT": str(port)}
        process.terminate()
        process.stdout.read()


def run(variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app.snapshots", *arguments]
    return subprocess.run(
        command, cwd=FOLDER, env=variables, capture_output=True, text=True, check=False
    )


def test_it_is_put_to_sleep_when_ready_and_woken(variables: dict[str, str]) -> None:
    for step in ("sleep", "wake", "sleep", "wake"):
        done = run(variables, step)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_stranger_and_an_unknown_step_are_refused(variables: dict[str, str]) -> None:
    assert run({**variables, "AIDEP_TOKEN": "other"}, "wake").returncode == 1
    assert run(variables, "nap").returncode == 2
