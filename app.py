"""The server: `streamlit run app.py`, usually started by `python -m ui.launcher`."""

import streamlit as st
from starlette.middleware import Middleware

from ui.gate import Gate
from ui.routes import all_routes

app = st.App("main.py", routes=all_routes(), middleware=[Middleware(Gate)])
