# CPU image: page and API on port 8000, index in the volume /data, runs as a plain user.
FROM python:3.12-slim

# PyTorch's own index has builds without GPU libraries; they are gigabytes smaller.
ARG PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu

WORKDIR /app
COPY pyproject.toml constraints.txt README.md ./
COPY qa ./qa
RUN pip install --no-cache-dir --constraint constraints.txt . \
    && useradd --uid 10001 --no-create-home qa \
    && mkdir /data && chown qa /data
COPY seeds ./seeds

ENV QA_INDEX_DIR=/data QA_HOST=0.0.0.0 QA_ALLOW_REMOTE=1 QA_OFFLINE=1
USER qa
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["qa", "serve"]
