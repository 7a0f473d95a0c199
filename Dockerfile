# The service with its console. Sources run as they are; only the console is built.
FROM node:24-slim AS console
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The console's build needs no package's install script.
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src ./src
RUN node node_modules/vite/bin/vite.js build src/console

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY LICENSE README.md ./
COPY connectors ./connectors
COPY migrations ./migrations
COPY src ./src
COPY --from=console /app/dist/console ./dist/console
# The cache of compiled code, see src/wiring/compileCache.js.
RUN mkdir -p /data node_modules/.cache/rollcall && chown node:node /data node_modules/.cache/rollcall

USER node
ENV ROLLCALL_HOST=0.0.0.0 ROLLCALL_PORT=8080 ROLLCALL_DATA_DIR=/data ROLLCALL_LOG_FORMAT=json
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.ROLLCALL_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# The flags of `npm start`. `all`, `serve` or `worker` may follow.
ENTRYPOINT ["node", "--max-old-space-size=160", "--max-semi-space-size=4", "--import", "./src/wiring/compileCache.js", "src/main.ts"]
