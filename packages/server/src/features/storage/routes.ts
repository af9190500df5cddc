import { type Storage, storageQuerySchema, storageSchema } from '@pharos/core/api/storage';
import { longer, RETENTION_KINDS, type Retention } from '@pharos/core/retention/kinds';
import { DAY_MS } from '@pharos/core/retention/past';
import {
  FORECAST_DAYS,
  type Forecast,
  forecastOf,
  fullInDays,
  growthOf,
} from '@pharos/core/storage/forecast';
import { keptDays } from '@pharos/core/storage/kinds';
import { mayRead } from '../../http/access.ts';
import type { Caller } from '../../http/auth.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { databaseBytes } from '../../store/records/catalogue.ts';
import type { RetentionSettings } from '../../store/records/retention.ts';
import type { TelemetryStorage } from '../../store/telemetry/storage/storage.ts';
import type { SizedKind } from './by-kind.ts';
import { administersAll } from './sees-all.ts';
import type { StoredKinds } from './stored-kinds.ts';

export interface StorageParts {
  kinds: StoredKinds;
  stored: Pick<TelemetryStorage, 'disk'>;
  settings: Pick<RetentionSettings, 'of' | 'own' | 'defaults'>;
}

/** What a project takes on disk, how fast that grows and where it leads. */
export const storage =
  (
    { records, clock }: Pick<Parts, 'records' | 'clock'>,
    { kinds: kindsOf, stored, settings }: StorageParts,
  ): Plugin =>
  (routes) => {
    /** Of all projects, for those who administer all of them. */
    async function serverOf(caller: Caller, today: number, signal: AbortSignal): Promise<Storage['server']> {
      if (!(await administersAll(records, caller))) return null;
      const kinds = await kindsOf(undefined, signal);
      const disk = await stored.disk({ signal });
      const forecast = forecastOf(kinds, longestOf(settings.defaults, await settings.own()));
      const full = disk && forecast && fullInDays(forecast, disk.freeBytes);
      return {
        bytes: kinds.reduce((sum, { bytes }) => sum + bytes, 0),
        recordsBytes: await databaseBytes(records),
        disk: disk ?? null,
        fullOn: full === undefined ? null : dayText(today + full),
      };
    }

    routes.get(
      '/api/v1/projects/:projectId/storage',
      {
        config: { access: mayRead },
        schema: {
          summary: 'What the project takes on disk by kind and by day, how that grows, and where it settles',
          description:
            'Bytes are on disk, after compression. What the project has together with others is shared out by rows. `server` is told to those alone who administer every project of this server.',
          querystring: storageQuerySchema,
          response: { 200: storageSchema },
        },
      },
      async ({ project, query, caller }, reply) => {
        const signal = clientGone(reply);
        const nowMs = clock.nowMs();
        const today = Math.floor(nowMs / DAY_MS);
        const retention = await settings.of(project);
        const kinds = await kindsOf(project, signal);
        const forecast = forecastOf(kinds, retention);
        return {
          asOf: new Date(nowMs).toISOString(),
          today: dayText(today),
          bytes: kinds.reduce((sum, { bytes }) => sum + bytes, 0),
          rows: kinds.reduce((sum, { rows }) => sum + rows, 0),
          kinds: kinds.map((kind) => ({
            ...cutTo(query.days, kind),
            keptDays: keptDays(kind.kind, retention),
            perDay: rounded(growthOf(kind)),
          })),
          forecast: forecast ? presented(forecast) : null,
          server: caller && (await serverOf(caller, today, signal)),
        };
      },
    );
  };

const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const rounded = (bytes: number | undefined): number | null =>
  bytes === undefined ? null : Math.round(bytes);

function cutTo(days: number, { byAge, older, ...kind }: SizedKind): SizedKind {
  const cut = byAge.slice(days).reduce((sum, bytes) => sum + bytes, older);
  return { ...kind, byAge: byAge.slice(0, days), older: cut };
}

const presented = (forecast: Forecast): NonNullable<Storage['forecast']> => ({
  perDay: Math.round(forecast.perDay),
  perDayForEver: Math.round(forecast.perDayForEver),
  inDays: FORECAST_DAYS.map((days) => ({ days, bytes: Math.round(forecast.bytesIn(days)) })),
  level: forecast.level === null ? null : Math.round(forecast.level),
  settledInDays: forecast.settledInDays,
});

/** Of each kind the most days for which any project keeps it. */
function longestOf(defaults: Retention, own: ReadonlyMap<string, Retention>): Retention {
  const all = [...own.values()];
  return Object.fromEntries(
    RETENTION_KINDS.map((kind) => [
      kind,
      all.reduce((most, each) => longer(most, each[kind]), defaults[kind]),
    ]),
  ) as Retention;
}
