"""Runs a program on a pseudo terminal and types when it has printed what is waited for.

Reads from standard input a JSON document: {"argv", "folder", "variables", "steps": [[text, keys], ...]}. Prints
one with the exit code and all that the terminal showed, without control sequences.
"""

import fcntl
import json
import os
import pty
import re
import select
import struct
import sys
import termios
import time

TIME_LIMIT_S = 50
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>78]|\r|\x07")

task = json.load(sys.stdin)
pid, terminal = pty.fork()
if pid == 0:
    os.chdir(task["folder"])
    os.execve(task["argv"][0], task["argv"], {**os.environ, **task["variables"]})

fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
deadline = time.monotonic() + TIME_LIMIT_S
steps = list(task["steps"])
raw = b""
seen = 0
while True:
    ready, _, _ = select.select([terminal], [], [], max(0, deadline - time.monotonic()))
    if not ready:
        os.kill(pid, 9)
        break
    try:
        part = os.read(terminal, 65536)
    except OSError:  # Linux: the program has ended
        part = b""
    if part == b"":
        break
    raw += part
    text = CONTROL.sub("", raw.decode(errors="replace"))
    while steps and (found := text.find(steps[0][0], seen)) >= 0:
        seen = found + len(steps[0][0])
        os.write(terminal, steps.pop(0)[1].encode())

_, status = os.waitpid(pid, 0)
text = CONTROL.sub("", raw.decode(errors="replace"))
json.dump({"exit": os.waitstatus_to_exitcode(status), "screen": text, "waiting": steps}, sys.stdout)
