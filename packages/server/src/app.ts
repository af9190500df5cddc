import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { priceSpan } from '@pharos/core/pricing/price';
import type { Span } from '@pharos/core/span';
import type { Clock } from '@pharos/core/time';
import type { FastifyBaseLogger } from 'fastify';
import { sql } from 'kysely';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createAnswers } from './answers/answers.ts';
import { watchAnswers } from './answers/meter.ts';
import { composeAgents } from './compose-agents.ts';
import { composeBackups } from './compose-backups.ts';
import { composeErasures } from './compose-erasures.ts';
import { composeExports } from './compose-exports.ts';
import { composeIngest, HELD_BODIES } from './compose-ingest.ts';
import { composeBus, composeFeeds, composeLive } from './compose-live.ts';
import { composePresence } from './compose-presence.ts';
import { composePrices } from './compose-prices.ts';
import { composeQuotas } from './compose-quotas.ts';
import { composeResorting } from './compose-resorting.ts';
import { composeRetention } from './compose-retention.ts';
import { composeTakers } from './compose-takers.ts';
import { composeTelling } from './compose-telling.ts';
import type { Config } from './config.ts';
import { createPriceOverrides } from './features/prices/overrides.ts';
import { createWasteAnswers } from './features/savings/waste.ts';
import { type FirstRun, firstRun } from './first-run.ts';
import type { Foundation } from './foundation.ts';
import { hidingAuthors } from './hidden-users.ts';
import { createAttemptLimit } from './http/attempt-limit.ts';
import type { Drain } from './http/drain.ts';
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
import { Jobs } from './jobs.ts';
import { createListening, type Listening } from './listening.ts';
import { engineOf, engineTold, opening, waitingFor } from './opening.ts';
import { createVersions } from './pipeline/versions.ts';
import { compat, features, receivers } from './plugins.ts';
import { createEstimator } from './receive/estimator.ts';
import { createRefusalCounter } from './receive/refusal-counter.ts';
import { dutyOf } from './roles.ts';
import { fileMedia } from './store/media/files.ts';
import { createLeases } from './store/records/leases.ts';
import { keepMedia } from './store/records/media.ts';
import { openRecords } from './store/records/open.ts';
import { createPseudonyms } from './store/records/pseudonyms.ts';
import type { Records } from './store/records/tables.ts';
import { watchRecords } from './store/records/watch.ts';
import { scopeTo } from './store/scope.ts';
import type { ScoreBook } from './store/telemetry/contract.ts';
import { openTelemetry, type Telemetry } from './store/telemetry/open.ts';
import { VERSION } from './version.ts';

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

export interface App extends HttpServer, Pick<Listening, 'listen'> {
  firstRun: FirstRun;
  parts: Parts;
  /** Answers whoever may read the data directory. */
  operator: RequestListener;
  /** Says so for `leaveMs`, takes nothing new, finishes what is under way within about `graceMs` in all, then closes the stores. */
  close(graceMs?: number, leaveMs?: number): Promise<void>;
}

const WEB_ROOT = fileURLToPath(new URL('../../web/dist', import.meta.url));
const DEFAULT_GRACE_MS = 5_000;
/** After so long without a word of whoever keeps the rollups, another process does. */
const ROLLUPS_LEASE_MS = 90_000;

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
  const { clock = { nowMs: Date.now }, ids = randomIds, logger = createLogger(config.logLevel) } = overrides;
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const jobs = new Jobs(dutyOf(config.role).jobs);

  const records =
    overrides.records ?? (await openRecords(config, waitingFor(logger, 'PostgreSQL', 'PHAROS_DATABASE_URL')));
  if (overrides.records === undefined) closing.push(() => records.destroy());
  const keyAuth = createKeyAuth(records, clock);
  closing.push(() => keyAuth.settle());
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
  const foundation: Foundation = { config, parts, metrics, closing, jobs, logger };
  const prices = createPriceOverrides(records, clock);
  const users = createPseudonyms(records, clock);
  const leases = createLeases(records, clock, ids.id());
  const told = await firstRun(records, config, clock, ids);

  const estimator = createEstimator();
  closing.push(() => estimator.close());
  const folding = {
    reprice: async (projectId: string, span: Span) => priceSpan(span, await prices.book(projectId)),
    estimate: estimator.estimate,
  };
  const telemetry =
    overrides.telemetry ??
    (await leases.alone('open telemetry', () =>
      opening(
        engineOf(config),
        openTelemetry({ ...config, mayStartDown: config.spoolMb > 0 }, clock, folding, engineTold(logger)),
      ),
    ));
  if (overrides.telemetry === undefined) closing.push(() => telemetry.close());
  telemetry.watch(metrics);
  watchHost(metrics, config.dataDir);
  watchRecords(metrics, records, clock);
  const { reader } = telemetry;
  const rollups = telemetry.rollupKeeper({
    lease: () => leases.hold('rollups', ROLLUPS_LEASE_MS),
    onError: (error) => logger.warn({ err: error }, 'sums of hours are made again in a moment'),
  });
  closing.push(() => rollups.stop());
  jobs.add(rollups, composeResorting({ ...foundation, telemetry, leases }));

  const retentions = composeRetention({ ...foundation, telemetry, leases });
  const bus = await composeBus(foundation);
  const answers = createAnswers({ reader, clock, bus, shared: telemetry.shared });
  watchAnswers(metrics, answers.kept);
  const quotas = await composeQuotas({ ...foundation, users, bus, reader });
  const feeds = composeFeeds(foundation);
  const agents = await composeAgents({ ...foundation, users, telemetry, answers, feeds });
  const presence = await composePresence({ ...foundation, telemetry });
  const live = composeLive({ ...foundation, agents, presence, feeds, telemetry });
  const nextVersion = createVersions(clock);
  const media = fileMedia(join(config.dataDir, 'media'));
  const writing =
    overrides.ingest && overrides.scoreBook
      ? {
          ingest: overrides.ingest,
          scoreBook: overrides.scoreBook,
          between: justSo,
          forgetTraces: async () => undefined,
          isStored: () => true,
          standIn: () => undefined,
        }
      : await composeIngest({
          ...{ ...foundation, telemetry, bus, nextVersion },
          prices: prices.of,
          userSecret: users.secretOf,
          taking: retentions.taking,
          // A key was asked for this project before anything was received.
          keepFiles: async (projectId, files) => {
            for (const file of files) await keepMedia({ ...parts, media }, scopeTo(projectId), file);
          },
        });
  const scoreBook = hidingAuthors(writing.scoreBook, users);
  const takers = composeTakers({
    ...{ ...foundation, telemetry, presence, scoreBook, users },
    taking: retentions.taking,
  });
  const { repricer, savings } = composePrices({
    ...foundation,
    telemetry,
    bus,
    prices,
    between: writing.between,
  });
  const erasures = composeErasures({
    ...{ ...foundation, telemetry, leases, bus, media },
    ...{ presence: presence.live, agents: agents.live, sumsRest: () => rollups.rest() },
    noteForgotten: () => agents.watcher.lookAnew(),
    forgetQuotas: (projectId) => quotas.book.forget(projectId),
    ...{ between: writing.between, forgetTraces: writing.forgetTraces, isStored: writing.isStored },
  });
  const backups = composeBackups({ ...foundation, telemetry: telemetry.backups });
  const { channels, reports } = await composeTelling({ ...foundation, reader, answers, agents, quotas });

  const exports = await composeExports({ ...foundation, reader });

  const { maxBodyBytes, maxMediaBytes } = config;
  const refused = createRefusalCounter(metrics);
  const receiving = {
    ingest: writing.ingest,
    envelope: (projectId: string, apiKeyId: string) => ({
      ...{ projectId, apiKeyId },
      receivedAtMs: clock.nowMs(),
      version: nextVersion(),
    }),
    budget: new ByteBudget(maxBodyBytes * HELD_BODIES, 'requests'),
  };
  const stores = [
    { name: 'records', check: () => sql`select 1`.execute(records) },
    { name: 'telemetry', check: () => telemetry.check(), standIn: () => writing.standIn() },
  ];
  const drain: Drain = { begun: false };
  const http = await createServer({
    ...{ auth: parts, logger, maxBodyBytes, role: config.role, drain },
    trustProxy: config.trustProxy,
    https: config.publicUrl.startsWith('https:'),
    requestId: () => ids.id(),
    plugins: [
      health({ role: config.role, version: VERSION, stores, metrics, drain }),
      ...receivers({ ...receiving, maxBodyBytes }, refused, telemetry.writer),
      ...features(parts, {
        ...{ reader, answers, scoreBook, overrides: prices, repricer, bus, quotas, agents, presence, live },
        ...{ retentions, erasures, stored: telemetry.storage },
        ...{ takers, reports, exports, users, savings, channels, waste: createWasteAnswers(reader, clock) },
      }),
      ...compat({ ...parts, reader, scoreBook, users, stores, media, maxMediaBytes }),
      ...(overrides.plugins ?? []),
      webApplication(overrides.webRoot ?? WEB_ROOT),
    ],
  });
  const listening = createListening({
    ...{ config, http, drain },
    grpc: {
      ...receiving,
      authenticate: (header) => keyAuth.require(header, 'ingest'),
      maxMessageBytes: maxBodyBytes,
      refused: refused('grpc'),
      onError: (error) => logger.error({ err: error }, 'a gRPC request failed'),
    },
  });
  await jobs.start();
  return {
    ...http,
    firstRun: told,
    parts,
    operator: backups.listener,
    listen: () => listening.listen(),
    async close(graceMs = DEFAULT_GRACE_MS, leaveMs = 0) {
      await listening.close(graceMs, leaveMs);
      await closeStores();
    },
  };
}

const justSo = <Result>(write: () => Promise<Result>): Promise<Result> => write();
