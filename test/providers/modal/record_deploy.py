"""Deploys apps with the real Modal client against a stand-in of Modal's control plane on the loopback
interface, and prints what the client asked of it.

    python record_deploy.py FILE ...

Prints a JSON list with one entry for each file: `{"file", "code", "output", "requests"}`. A request is
`{"method", "message"}`, the message in protobuf's JSON form with the names of the .proto file.
"""

import asyncio
import json
import os
import sys

from google.protobuf import message_factory
from google.protobuf.json_format import MessageToDict
from grpclib.const import Cardinality, Handler
from grpclib.server import Server
from modal_proto import api_pb2

SERVICE = api_pb2.DESCRIPTOR.services_by_name["ModalClient"]

# The client checks that an id begins with the letters of its kind.
PREFIXES = {
    "app_id": "ap",
    "class_id": "cs",
    "environment_id": "en",
    "function_id": "fu",
    "image_id": "im",
    "mount_id": "mo",
    "secret_id": "st",
    "volume_id": "vo",
}

# "No such app": the first deploy of a name.
EMPTY = {"AppGetByDeploymentName", "AppGetLayout"}


class ControlPlane:
    """Answers every method of the published service, and keeps what was asked."""

    def __init__(self):
        self.requests = []

    def __mapping__(self):
        return {f"/{SERVICE.full_name}/{method.name}": self.handler(method) for method in SERVICE.methods}

    def handler(self, method):
        async def handle(stream):
            request = await stream.recv_message()
            if request is not None:
                message = MessageToDict(request, preserving_proto_field_name=True)
                self.requests.append({"method": method.name, "message": message})
            answer = message_factory.GetMessageClass(method.output_type)()
            self.fill(method.name, request, answer)
            await stream.send_message(answer)

        return Handler(
            handle,
            Cardinality.UNARY_STREAM if method.server_streaming else Cardinality.UNARY_UNARY,
            message_factory.GetMessageClass(method.input_type),
            message_factory.GetMessageClass(method.output_type),
        )

    def fill(self, name, request, answer):
        if name in EMPTY:
            return
        for field in answer.DESCRIPTOR.fields:
            if field.name in PREFIXES:
                setattr(answer, field.name, f"{PREFIXES[field.name]}-{len(self.requests)}")
        if name == "EnvironmentGetOrCreate":
            answer.metadata.settings.image_builder_version = "2025.06"
        elif name.startswith("Image"):
            answer.result.status = api_pb2.GenericResult.GENERIC_STATUS_SUCCESS
        elif name == "MountPutFile":
            answer.exists = True
        elif name == "FunctionPrecreate":
            answer.handle_metadata.function_name = request.function_name
        elif name == "FunctionCreate":
            self.fill_function(request, answer)

    def fill_function(self, request, answer):
        answer.function_id = request.existing_function_id
        ranked = request.function_data.ranked_functions
        function = ranked[0].function if ranked else request.function
        # Older clients do not read the function back.
        if "function_data" in answer.DESCRIPTOR.fields_by_name:
            answer.function_data.CopyFrom(request.function_data)
            if not ranked:
                answer.function_data.ranked_functions.add().function.CopyFrom(function)
        answer.handle_metadata.function_name = function.function_name
        for name, definition in function.method_definitions.items():
            method = answer.handle_metadata.method_handle_metadata[name]
            method.function_name = definition.function_name
            method.web_url = "https://acme--label.modal.run"


async def deploy(file):
    plane = ControlPlane()
    server = Server([plane])
    await server.start("127.0.0.1", 0)
    port = server._server.sockets[0].getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "modal", "deploy", file],
        env={
            **os.environ,
            "MODAL_SERVER_URL": f"http://127.0.0.1:{port}",
            "MODAL_TOKEN_ID": "ak-test",
            "MODAL_TOKEN_SECRET": "as-test",
            "MODAL_CONFIG_PATH": os.devnull,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    server.close()
    await server.wait_closed()
    return {
        "file": file,
        "code": process.returncode,
        "output": output.decode(),
        "requests": plane.requests,
    }


async def main(files):
    print(json.dumps([await deploy(file) for file in files]))


asyncio.run(main(sys.argv[1:]))
