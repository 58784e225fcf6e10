from pydantic import SecretStr


def report_errors(dsn: SecretStr | None, *, deployment: str | None) -> None:
    """Unexpected errors go to Sentry where SENTRY_DSN is set: without bodies, headers or values."""
    if dsn is None:
        return
    # It costs memory and time to import, and most run without it.
    import sentry_sdk

    sentry_sdk.init(
        dsn.get_secret_value(),
        release=deployment,
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        default_integrations=True,
        before_send=_without_request,
    )


def _without_request(event: dict, _: object) -> dict:
    event.pop("request", None)
    return event
