import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { priceSpan } from '@pharos/core/pricing/price';
import type { Clock } from '@pharos/core/time';
import type { FastifyBaseLogger } from 'fastify';
import { sql } from 'kysely';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createAnswers } from './answers/answers.ts';
import { watchAnswers } from './answers/meter.ts';
import { composeAgents } from './compose-agents.ts';
import { composeAlerts } from './compose-alerts.ts';
import { composeChannels } from './compose-channels.ts';
import { composeIngest, HELD_BODIES } from './compose-ingest.ts';
import { composeFeeds, composeLive } from './compose-live.ts';
import { composePresence } from './compose-presence.ts';
import { composeQuotas } from './compose-quotas.ts';
import { composeReports } from './compose-reports.ts';
import { composeTakers } from './compose-takers.ts';
import { type Config, localUrl } from './config.ts';
import { StartError } from './errors.ts';
import { createPriceOverrides } from './features/prices/overrides.ts';
import { Repricer } from './features/prices/repricer.ts';
import { createPdfs } from './features/reports/forms/pdf/pages.ts';
import { createSavings } from './features/savings/savings.ts';
import { createWasteAnswers } from './features/savings/waste.ts';
import { type FirstRun, firstRun } from './first-run.ts';
import { hidingAuthors } from './hidden-users.ts';
import { createAttemptLimit } from './http/attempt-limit.ts';
import { health } from './http/health.ts';
import { createKeyAuth } from './http/keys.ts';
import { createLogger } from './http/logger.ts';
import type { Parts } from './http/parts.ts';
import type { Plugin } from './http/routes.ts';
import { createServer, type HttpServer } from './http/server.ts';
import { createSessionCookie } from './http/session-cookie.ts';
import { createSessions } from './http/sessions.ts';
import { webApplication } from './http/static.ts';
import { watchHost } from './http/watch-host.ts';
import { type Ids, randomIds } from './ids.ts';
import { ByteBudget } from './intake/byte-budget.ts';
import type { Ingest } from './intake/request.ts';
import { createMemoryBus } from './live/memory-bus.ts';
import { createPngs } from './pictures/png.ts';
import { createVersions } from './pipeline/versions.ts';
import { compat, features, receivers } from './plugins.ts';
import { createEstimator } from './receive/estimator.ts';
import { type OtlpGrpcServer, serveOtlpGrpc } from './receive/otlp/grpc.ts';
import { createRefusalCounter } from './receive/refusal-counter.ts';
import { fileMedia } from './store/media/files.ts';
import { keepMedia } from './store/records/media.ts';
import { openRecords } from './store/records/open.ts';
import { createPseudonyms } from './store/records/pseudonyms.ts';
import type { Records } from './store/records/tables.ts';
import { watchRecords } from './store/records/watch.ts';
import { scopeTo } from './store/scope.ts';
import type { ScoreBook } from './store/telemetry/contract.ts';
import { openTelemetry, type Telemetry } from './store/telemetry/open.ts';

/** What tests put in place of the real thing. Whoever opened a store closes it. */
export interface Overrides {
  clock?: Clock;
  ids?: Ids;
  logger?: FastifyBaseLogger;
  records?: Records;
  telemetry?: Telemetry;
  /** In place of the workers and the writer. */
  ingest?: Ingest;
  scoreBook?: ScoreBook;
  /** Mounted after all others. */
  plugins?: readonly Plugin[];
  webRoot?: string;
}

export interface App extends HttpServer {
  firstRun: FirstRun;
  parts: Parts;
  /** Opens both ports. Where they are when given as 0 is in the answer. */
  listen(): Promise<{ url: string; grpcPort: number }>;
  /** Takes nothing new, finishes what is under way within about `graceMs`, then closes the stores. */
  close(graceMs?: number): Promise<void>;
}

const WEB_ROOT = fileURLToPath(new URL('../../web/dist', import.meta.url));
const DEFAULT_GRACE_MS = 5_000;

type Step = () => Promise<unknown>;

/**
 * The composition root: opens the stores, makes the parts and plugs them together. The server is ready for requests
 * but does not listen yet. What was opened is closed again when a later step fails.
 */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const closing: Step[] = [];
  const closeStores = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    return await compose(config, overrides, closing, closeStores);
  } catch (error) {
    await closeStores();
    throw error;
  }
}

async function compose(
  config: Config,
  overrides: Overrides,
  closing: Step[],
  closeStores: Step,
): Promise<App> {
  const clock = overrides.clock ?? { nowMs: Date.now };
  const ids = overrides.ids ?? randomIds;
  const logger = overrides.logger ?? createLogger(config.logLevel);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });

  const records = overrides.records ?? (await openRecords(config));
  if (overrides.records === undefined) closing.push(() => records.destroy());
  const keyAuth = createKeyAuth(records, clock);
  closing.push(() => keyAuth.settle());
  const overridden = createPriceOverrides(records, clock);
  const parts: Parts = {
    records,
    keys: keyAuth,
    clock,
    ids,
    sessions: createSessions(records, clock, ids),
    cookie: createSessionCookie(config.publicUrl),
    attempts: createAttemptLimit(clock),
    publicUrl: config.publicUrl,
  };
  const users = createPseudonyms(records, clock);
  const told = await firstRun(records, config, clock, ids);

  const estimator = createEstimator();
  closing.push(() => estimator.close());
  const telemetry =
    overrides.telemetry ??
    (await opening(
      'the telemetry store',
      openTelemetry(config, clock, {
        reprice: async (projectId, span) => priceSpan(span, await overridden.book(projectId)),
        estimate: estimator.estimate,
      }),
    ));
  if (overrides.telemetry === undefined) closing.push(() => telemetry.close());

  telemetry.watch(metrics);
  watchHost(metrics, config.dataDir);
  watchRecords(metrics, records, clock);
  const rollups = telemetry.keepRollups((error) =>
    logger.warn({ err: error }, 'sums of hours are made again in a moment'),
  );
  closing.push(() => rollups.stop());
  const bus = createMemoryBus();
  const answers = createAnswers({ reader: telemetry.reader, clock, bus, shared: telemetry.shared });
  watchAnswers(metrics, answers.kept);
  const quotas = await composeQuotas({
    ...{ config, parts, users, bus, metrics, closing, logger },
    reader: telemetry.reader,
  });
  const feeds = composeFeeds({ config, closing, logger });
  const agents = await composeAgents({
    ...{ config, parts, users, telemetry, answers, feeds, metrics, closing, logger },
  });
  const presence = await composePresence({ config, telemetry, parts, metrics, closing, logger });
  const live = composeLive({ agents, presence, feeds, telemetry, parts, metrics, logger });
  const nextVersion = createVersions(clock);
  const media = fileMedia(join(config.dataDir, 'media'));
  const writing =
    overrides.ingest && overrides.scoreBook
      ? {
          ingest: overrides.ingest,
          scoreBook: overrides.scoreBook,
          between: <Result>(write: () => Promise<Result>) => write(),
        }
      : composeIngest({
          config,
          telemetry,
          bus,
          metrics,
          closing,
          logger,
          prices: overridden.of,
          userSecret: users.secretOf,
          nextVersion,
          // A key was asked for this project before anything was received.
          keepFiles: async (projectId, files) => {
            for (const file of files) await keepMedia({ ...parts, media }, scopeTo(projectId), file);
          },
        });
  const { ingest } = writing;
  const scoreBook = hidingAuthors(writing.scoreBook, users);
  const takers = composeTakers({ parts, telemetry, presence, scoreBook, users, closing });
  const repricer = new Repricer({
    ...{ records, clock, bus, charges: telemetry.charges },
    exclusively: writing.between,
    onError: (error) => logger.error({ err: error }, 'stored spans could not be priced anew'),
  });
  closing.push(() => repricer.stop());
  repricer.start();
  const savings = createSavings({
    ...{ reader: telemetry.reader, clock, book: overridden.book },
    onError: (error) => logger.error({ err: error }, 'what could be saved was not worked out in full'),
  });
  closing.push(async () => savings.close());
  const pngs = createPngs();
  closing.push(() => pngs.close());
  const pdfs = createPdfs();
  closing.push(() => pdfs.close());
  const channels = await composeChannels({
    ...{ config, parts, answers, metrics, closing, logger },
    pngOf: pngs.pngOf,
    pdfOf: pdfs.pdfOf,
  });
  composeAlerts({
    ...{ parts, answers, agents, quotas, metrics, closing, logger },
    reader: telemetry.reader,
    courier: channels.courier,
  });
  const reports = composeReports({
    ...{ parts, answers, metrics, closing, logger },
    pdfOf: pdfs.pdfOf,
    reader: telemetry.reader,
    courier: channels.courier,
  });
  const envelope = (projectId: string, apiKeyId: string) => ({
    projectId,
    apiKeyId,
    receivedAtMs: clock.nowMs(),
    version: nextVersion(),
  });

  const refused = createRefusalCounter(metrics);
  const bodies = new ByteBudget(config.maxBodyBytes * HELD_BODIES, 'requests');
  const stores = [
    { name: 'records', check: () => sql`select 1`.execute(records) },
    { name: 'telemetry', check: () => telemetry.check() },
  ];

  const http = await createServer({
    auth: parts,
    logger,
    maxBodyBytes: config.maxBodyBytes,
    trustProxy: config.trustProxy,
    https: config.publicUrl.startsWith('https:'),
    requestId: () => ids.id(),
    plugins: [
      health(stores, metrics),
      ...receivers(
        { ingest, envelope, maxBodyBytes: config.maxBodyBytes, budget: bodies },
        refused,
        telemetry.writer,
      ),
      ...features(parts, {
        reader: telemetry.reader,
        answers,
        scoreBook,
        overrides: overridden,
        repricer,
        bus,
        quotas,
        agents,
        presence,
        live,
        takers,
        reports,
        users,
        savings,
        waste: createWasteAnswers(telemetry.reader, clock),
        channels,
      }),
      ...compat({
        ...parts,
        reader: telemetry.reader,
        scoreBook,
        users,
        stores,
        media,
        maxMediaBytes: config.maxMediaBytes,
      }),
      ...(overrides.plugins ?? []),
      webApplication(overrides.webRoot ?? WEB_ROOT),
    ],
  });

  let grpc: OtlpGrpcServer | undefined;
  return {
    ...http,
    firstRun: told,
    parts,
    async listen() {
      const port = await listenHttp(http, config);
      grpc = await serveOtlpGrpc({
        host: config.host,
        port: config.grpcPort,
        ingest,
        envelope,
        authenticate: (header) => keyAuth.require(header, 'ingest'),
        maxMessageBytes: config.maxBodyBytes,
        budget: bodies,
        refused: refused('grpc'),
        onError: (error) => logger.error({ err: error }, 'a gRPC request failed'),
      });
      return { url: localUrl(config.host, port), grpcPort: grpc.port };
    },
    async close(graceMs = DEFAULT_GRACE_MS) {
      const cut = setTimeout(() => http.server.server.closeAllConnections(), graceMs);
      await Promise.all([http.server.close(), grpc?.close(graceMs)]);
      clearTimeout(cut);
      await closeStores();
    },
  };
}

async function listenHttp({ server }: HttpServer, { host, port }: Config): Promise<number> {
  await server.listen({ host, port });
  const address = server.addresses()[0];
  return typeof address === 'object' ? address.port : port;
}

/** Says in one sentence what could not be opened. */
function opening<Store>(what: string, store: Promise<Store>): Promise<Store> {
  return store.catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`Cannot open ${what}: ${reason.replace(/\.$/, '')}.`, { cause: error });
  });
}
