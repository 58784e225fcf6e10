"""What the OpenAPI document says holds for requests that nobody thought of."""

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="the contract needs schemathesis")

from hypothesis import HealthCheck, Phase, settings  # noqa: E402

from app.api.schemas import LARGEST_INTEGER  # noqa: E402
from app.factory import create_app, create_service  # noqa: E402

from .conftest import AUTHORIZED, settings_with  # noqa: E402

# The largest number of tokens is a setting, which the document does not know.
SERVICE = create_service(settings_with(max_tokens=LARGEST_INTEGER))
SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", create_app(SERVICE), headers=AUTHORIZED)


@SCHEMA.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate(headers=AUTHORIZED)
