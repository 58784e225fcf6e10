"""The application, for servers that are told where it is: `uvicorn app.main:app`."""

from .factory import create_app
from .settings import load_settings

app = create_app(load_settings())
