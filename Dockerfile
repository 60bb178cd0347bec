# docs/operating/containers.md says how to build and run it.

FROM node:24-trixie-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json ./
COPY web ./web
COPY server/platform/pages ./server/platform/pages
RUN npm ci --no-audit --no-fund && npm run build \
  && npm prune --omit=dev --no-audit --no-fund && npm cache clean --force

FROM debian:trixie-slim
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin millet \
  && install -d -o millet -g millet -m 0700 /data
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY server ./server
COPY --from=packages /app/web/dist ./web/dist

ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=3000 \
  DATA_DIR=/data \
  PATH=/app/node_modules/.bin:$PATH \
  BUN_RUNTIME_TRANSPILER_CACHE_PATH=0

USER millet
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["bun", "server/cli/health.ts"]
ENTRYPOINT ["bun", "server/cli/main.ts"]
CMD ["start", "--empty"]
