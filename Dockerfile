# One image for every part of Pendopo; the command says which: run, bot, worker, panel, migrate ...
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/pendopo
COPY requirements/run.lock requirements/run.lock
RUN /opt/pendopo/bin/pip install --no-cache-dir --disable-pip-version-check \
    --require-hashes --only-binary :all: -r requirements/run.lock
COPY pyproject.toml README.md ./
COPY admin admin
COPY bot bot
COPY knowledge knowledge
COPY office office
COPY pendopo pendopo
COPY register register
RUN /opt/pendopo/bin/pip install --no-cache-dir --disable-pip-version-check \
    --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --no-create-home pendopo \
    && install -d -o pendopo -g pendopo -m 700 /data
COPY --from=build /opt/pendopo /opt/pendopo
ENV PATH=/opt/pendopo/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PENDOPO_DATA_DIR=/data \
    PENDOPO_PANEL_HOST=0.0.0.0 \
    PENDOPO_WEBHOOK_HOST=0.0.0.0
USER pendopo
WORKDIR /data
VOLUME /data
EXPOSE 8080 8082
ENTRYPOINT ["pendopo"]
CMD ["run"]
