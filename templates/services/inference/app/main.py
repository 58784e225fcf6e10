"""The application, for servers that are told where it is: `uvicorn app.main:app`."""

from .factory import create_app, create_service
from .settings import load_settings

app = create_app(create_service(load_settings()))
