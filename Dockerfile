# Two images. `service` grades; `cell` is what submissions run in.
#
#     docker build --target service -t grader .
#     docker build --target cell -t grader-cell .
#
# BASE_IMAGE is any image with Python 3.11 or newer, its venv module, and glibc.
ARG BASE_IMAGE=python:3.12-slim

# Everything is installed here, at the versions and hashes of uv.lock, and compiled; the images below only copy.
FROM ${BASE_IMAGE} AS build
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1
RUN python3 -m venv /opt/uv && /opt/uv/bin/python -m pip install --quiet --no-cache-dir "uv==0.13.9"
WORKDIR /opt/grader
COPY pyproject.toml uv.lock ./
RUN UV_PROJECT_ENVIRONMENT=/opt/cell /opt/uv/bin/uv sync --quiet --frozen --only-group cell
RUN UV_PROJECT_ENVIRONMENT=/opt/venv /opt/uv/bin/uv sync --quiet --frozen --no-dev --no-install-project

# Python, NumPy, SciPy, the shared libraries they need, and the cell program: nothing else. No shell, no set-uid file.
FROM build AS gather
COPY grader/sandbox/cell /opt/grader/cell
COPY deploy/gather.py ./
RUN python3 gather.py /opt/cell /opt/grader/cell /root-of-cell

FROM scratch AS cell
COPY --from=gather /root-of-cell /
ENV OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1
USER 60000:60000
STOPSIGNAL SIGKILL
# It is well while a child waits for a submission or runs one.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["/usr/bin/python3", "-I", "-S", "/cell/healthy.py"]
ENTRYPOINT ["/usr/bin/python3", "-I", "-B", "/cell/__main__.py"]
CMD ["--wait", "/run/grader/cells"]

# The project itself comes last and by itself: a change of it leaves all layers above as they are.
FROM build AS install
COPY . .
RUN UV_PROJECT_ENVIRONMENT=/opt/venv /opt/uv/bin/uv sync --quiet --frozen --no-dev --no-editable

FROM ${BASE_IMAGE} AS service
COPY --from=install /opt/venv /opt/venv
RUN mkdir /data /run/grader && chown 10001:10001 /data /run/grader
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 GRADER_DATA=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["grader"]
CMD ["serve", "--host", "0.0.0.0", "--data", "/data"]
