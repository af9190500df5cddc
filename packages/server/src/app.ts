import type { Clock } from '@pharos/core/time';
import type { FastifyBaseLogger } from 'fastify';
import { sql } from 'kysely';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Config } from './config.ts';
import { accounts } from './features/accounts/routes.ts';
import { keys } from './features/keys/routes.ts';
import { members } from './features/members/routes.ts';
import { createPriceOverrides } from './features/prices/overrides.ts';
import { prices } from './features/prices/routes.ts';
import { projects } from './features/projects/routes.ts';
import { views } from './features/views/routes.ts';
import { type FirstRun, firstRun } from './first-run.ts';
import { createAttemptLimit } from './http/attempt-limit.ts';
import { health } from './http/health.ts';
import { createKeyAuth, type KeyAuth } from './http/keys.ts';
import { createLogger } from './http/logger.ts';
import type { Parts } from './http/parts.ts';
import type { Plugin } from './http/routes.ts';
import { createServer, type HttpServer } from './http/server.ts';
import { createSessionCookie } from './http/session-cookie.ts';
import { createSessions, type Sessions } from './http/sessions.ts';
import { webApplication } from './http/static.ts';
import { type Ids, randomIds } from './ids.ts';
import { openRecords } from './store/records/open.ts';
import type { Records } from './store/records/tables.ts';

/** What tests put in place of the real thing. */
export interface Overrides {
  clock?: Clock;
  ids?: Ids;
  logger?: FastifyBaseLogger;
  /** An open store of records; whoever opened it closes it. */
  records?: Records;
  /** Mounted after all others. */
  plugins?: readonly Plugin[];
  webRoot?: string;
}

export interface App extends HttpServer {
  firstRun: FirstRun;
  sessions: Sessions;
  keys: KeyAuth;
  /** Finishes what is under way, then closes the stores. */
  close(): Promise<void>;
}

const WEB_ROOT = new URL('../../web/dist', import.meta.url).pathname;

/**
 * The composition root: opens the stores, makes the parts and plugs them together. The server is ready for requests
 * but does not listen yet.
 */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const clock = overrides.clock ?? { nowMs: Date.now };
  const ids = overrides.ids ?? randomIds;
  const logger = overrides.logger ?? createLogger(config.logLevel);
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });

  const records = overrides.records ?? (await openRecords(config));
  const closeRecords = async () => overrides.records ?? (await records.destroy());

  try {
    const keyAuth = createKeyAuth(records, clock);
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
    const told = await firstRun(records, config, clock, ids);

    const priceOverrides = createPriceOverrides(records, clock);
    const receivers: Plugin[] = [];
    const features: Plugin[] = [
      accounts(parts),
      projects(parts),
      members(parts),
      keys(parts),
      views(parts),
      prices(parts, priceOverrides),
    ];
    const stores = [{ name: 'records', check: () => sql`select 1`.execute(records) }];

    const http = await createServer({
      auth: parts,
      logger,
      maxBodyBytes: config.maxBodyBytes,
      trustProxy: config.trustProxy,
      https: config.publicUrl.startsWith('https:'),
      requestId: () => ids.id(),
      plugins: [
        health(stores, metrics),
        ...receivers,
        ...features,
        ...(overrides.plugins ?? []),
        webApplication(overrides.webRoot ?? WEB_ROOT),
      ],
    });

    return {
      ...http,
      firstRun: told,
      sessions: parts.sessions,
      keys: keyAuth,
      async close() {
        await http.server.close();
        await keyAuth.settle();
        await closeRecords();
      },
    };
  } catch (error) {
    await closeRecords();
    throw error;
  }
}
