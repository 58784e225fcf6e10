"""OpenAI's client for Python against a gateway: openai_client.py URL KEY SCENARIO, the result as one line of JSON."""

import json
import sys

import openai


def main(url: str, key: str, scenario: str) -> None:
    client = openai.OpenAI(api_key=key, base_url=f"{url}/v1", max_retries=0, timeout=30)
    print(json.dumps(SCENARIOS[scenario](client)))


def chat(client: openai.OpenAI, **more: object):
    messages = [{"role": "user", "content": "hello"}]
    return client.chat.completions.create(model="m", messages=messages, **more)


def whole(client: openai.OpenAI) -> object:
    answer = chat(client)
    return {"text": answer.choices[0].message.content, "tokens": answer.usage.total_tokens}


def streamed(client: openai.OpenAI) -> object:
    parts = [chunk.choices[0].delta.content for chunk in chat(client, stream=True)]
    return {"text": "".join(parts)}


def models(client: openai.OpenAI) -> object:
    return {"ids": [model.id for model in client.models.list()]}


def left(client: openai.OpenAI) -> object:
    stream = chat(client, stream=True)
    first = next(iter(stream)).choices[0].delta.content
    stream.close()
    return {"first": first}


def error(client: openai.OpenAI) -> object:
    try:
        for _ in chat(client, stream=True):
            pass
    except openai.APIStatusError as caught:
        return {"kind": type(caught).__name__, "status": caught.status_code, "code": caught.code}
    except openai.APIError as caught:
        return {"kind": type(caught).__name__, "code": caught.code}
    return {"kind": "none"}


SCENARIOS = {"whole": whole, "streamed": streamed, "models": models, "left": left, "error": error}

if __name__ == "__main__":
    main(*sys.argv[1:])
