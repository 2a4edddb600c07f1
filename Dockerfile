# docker build -t entente . && docker run --rm --read-only -p 8080:8080 entente
#
# The image carries the shipped records as a database that nothing writes. A database of your own goes on a volume at
# /data: docs/operating.md.
FROM debian:bookworm-slim AS build
WORKDIR /src
COPY script/bootstrap script/
RUN script/bootstrap
COPY . .
RUN script/build \
 && strip build/entente \
 && build/entente init --journal=delete entente.db

FROM debian:bookworm-slim
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      libinih1 libjansson4 libmicrohttpd12 libnettle8 libsqlite3-0 zlib1g \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin entente \
 && install -d -o entente -g entente /data
COPY --from=build /src/build/entente /usr/local/bin/
COPY --from=build /src/entente.db /usr/share/entente/
ENV ENTENTE_DATABASE=/usr/share/entente/entente.db ENTENTE_READ_ONLY=true ENTENTE_LISTEN=0.0.0.0
USER 10001
EXPOSE 8080
STOPSIGNAL SIGTERM
# With another ENTENTE_PORT, give --health-cmd.
HEALTHCHECK --interval=10s --timeout=6s --start-period=5s CMD ["entente", "health", "--url", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["entente"]
CMD ["serve"]
