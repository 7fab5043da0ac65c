# syntax=docker/dockerfile:1
# Builds the pages, then keeps only what a server runs. A digest names one exact image; Dependabot proposes newer ones.
FROM node:24-bookworm-slim@sha256:a9f5f7c91a432850b2a8a7797adf5eadb6c733ceed61167806cee7ea7fbc29df AS base
WORKDIR /app

FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run --silent build:page

FROM base AS packages
COPY package.json package-lock.json .npmrc ./
# The image has Node 24: the optional packages bring it to other machines.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund && rm -rf node_modules/.cache

FROM base AS runtime
ARG VERSION=unknown
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="Callback platform" \
      org.opencontainers.image.description="Calls the business first, then connects the visitor" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
# sqlite3 is for people who look into the database.
RUN apt-get update \
    && apt-get install -y --no-install-recommends sqlite3 \
    && rm -rf /var/lib/apt/lists/* /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx \
    && mkdir data \
    && chown 1000:1000 data
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/package.json package.json
COPY --from=build /app/dist/page dist/page
COPY --from=build /app/contract contract
COPY --from=build /app/languages languages
COPY --from=build /app/simulator simulator
COPY --from=build /app/backend backend
ENV HOST=0.0.0.0 \
    LOG_FILE=/tmp/app.log
VOLUME /app/data
EXPOSE 8501
USER 1000:1000
# The server ends its work within ten seconds.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||8501)+'/health').then(a=>process.exit(a.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "backend/start.js"]
