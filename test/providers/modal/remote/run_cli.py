"""Runs commands of the real Modal CLI against a stand-in of Modal's control plane on the loopback interface.

    python run_cli.py < INPUT

INPUT is JSON: `{"commands": [[ARGUMENT, ...], ...], "answers": {METHOD: MESSAGE}, "errors": {METHOD: [STATUS, TEXT]},
"config": TEXT}`. Messages are in protobuf's JSON form with the names of the .proto file; methods without one answer an
empty message with ids. `config`, where it is given, is the client's configuration file, to which the address of the
stand-in is added. Prints a JSON list with `{"args", "code", "stdout", "stderr", "requests"}` for each command.
"""

import asyncio
import json
import os
import sys
import tempfile

from google.protobuf import message_factory
from google.protobuf.json_format import MessageToDict, ParseDict
from grpclib.const import Cardinality, Handler, Status
from grpclib.exceptions import GRPCError
from grpclib.server import Server
from modal_proto import api_pb2

SERVICE = api_pb2.DESCRIPTOR.services_by_name["ModalClient"]

# The client checks that an id begins with the letters of its kind.
PREFIXES = {"app_id": "ap", "environment_id": "en", "secret_id": "st", "volume_id": "vo"}


class ControlPlane:
    """Answers every method of the published service, and keeps what was asked."""

    def __init__(self, answers, errors):
        self.answers = answers
        self.errors = errors
        self.requests = []

    def __mapping__(self):
        return {f"/{SERVICE.full_name}/{method.name}": self.handler(method) for method in SERVICE.methods}

    def handler(self, method):
        async def handle(stream):
            request = await stream.recv_message()
            if request is not None:
                message = MessageToDict(request, preserving_proto_field_name=True)
                self.requests.append({"method": method.name, "message": message})
            if method.name in self.errors:
                status, text = self.errors[method.name]
                raise GRPCError(Status[status], text)
            answer = message_factory.GetMessageClass(method.output_type)()
            for field in answer.DESCRIPTOR.fields:
                if field.name in PREFIXES:
                    setattr(answer, field.name, f"{PREFIXES[field.name]}-{'0' * 22}")
            ParseDict(self.answers.get(method.name, {}), answer)
            await stream.send_message(answer)

        return Handler(
            handle,
            Cardinality.UNARY_STREAM if method.server_streaming else Cardinality.UNARY_UNARY,
            message_factory.GetMessageClass(method.input_type),
            message_factory.GetMessageClass(method.output_type),
        )


async def run(args, plane, config):
    server = Server([plane])
    await server.start("127.0.0.1", 0)
    port = server._server.sockets[0].getsockname()[1]
    variables = {
        "MODAL_TOKEN_ID": "ak-test",
        "MODAL_TOKEN_SECRET": "as-test",
        **os.environ,
        "MODAL_SERVER_URL": f"http://127.0.0.1:{port}",
    }
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write("" if config is None else f'{config}\nserver_url = "http://127.0.0.1:{port}"\n')
        file.flush()
        return await ended(args, plane, server, {**variables, "MODAL_CONFIG_PATH": file.name})


async def ended(args, plane, server, variables):
    before = len(plane.requests)
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "modal", *args],
        env=variables,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    stdout, stderr = await process.communicate()
    server.close()
    await server.wait_closed()
    return {
        "args": args,
        "code": process.returncode,
        "stdout": stdout.decode(),
        "stderr": stderr.decode(),
        "requests": plane.requests[before:],
    }


async def main():
    given = json.load(sys.stdin)
    plane = ControlPlane(given.get("answers", {}), given.get("errors", {}))
    print(json.dumps([await run(args, plane, given.get("config")) for args in given["commands"]]))


asyncio.run(main())
