import type { PostgresPoolClient } from 'kysely';
import { MIGRATIONS } from '../../store/records/migrations/all.ts';
import { MAX_CONNECTIONS, openRemote } from '../../store/records/remote.ts';
import { markIn, refuseNewer, SCHEMA } from '../../store/schema-version.ts';
import { fine, type Group, wrong } from '../check.ts';
import { clockCheck } from '../clock-skew.ts';
import { counted } from '../words.ts';

interface Postgres {
  one<Row>(sql: string): Promise<Row>;
  all<Row>(sql: string): Promise<Row[]>;
  nowMs(): number;
}

const OLDEST_VERSION = 13;

/** Tries what migrations and stores do, and takes all of it back. */
const TRY_RIGHTS = [
  'BEGIN',
  'CREATE TABLE pharos_doctor (id int PRIMARY KEY, note text)',
  'CREATE INDEX ON pharos_doctor (note)',
  "INSERT INTO pharos_doctor VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET note = 'y'",
  'UPDATE pharos_doctor SET note = NULL',
  'DELETE FROM pharos_doctor',
  'ALTER TABLE pharos_doctor ADD COLUMN more jsonb',
  'SELECT pg_try_advisory_xact_lock(1)',
];

/** The PostgreSQL that holds records. */
export const POSTGRES: Group<Postgres> = {
  title: 'PostgreSQL',
  async open({ config: { databaseUrl }, nowMs }) {
    if (databaseUrl === undefined) return undefined;
    const pool = openRemote(databaseUrl);
    let client: PostgresPoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      await pool.end();
      throw error;
    }
    const all = async <Row>(sql: string): Promise<Row[]> => (await client.query<Row>(sql, [])).rows;
    const one = async <Row>(sql: string): Promise<Row> => {
      const [row] = await all<Row>(sql);
      if (row === undefined) throw new Error('PostgreSQL gave an empty answer.');
      return row;
    };
    const { host, pathname } = new URL(databaseUrl);
    const close = () => {
      client.release();
      return pool.end();
    };
    return { subject: { one, all, nowMs }, found: `${host}${pathname}`, close };
  },
  reach: {
    name: 'postgres.reached',
    about: 'it answers to this user',
    advice: 'PHAROS_DATABASE_URL is postgres://user:password@host:5432/database; see that the server runs.',
  },
  checks: [
    {
      name: 'postgres.version',
      about: 'version',
      severity: 'failure',
      advice: `Use PostgreSQL ${OLDEST_VERSION} or newer.`,
      async look({ one }) {
        const { version } = await one<{ version: string }>(
          "SELECT current_setting('server_version') AS version",
        );
        return Number.parseInt(version, 10) < OLDEST_VERSION ? wrong(version) : fine(version);
      },
    },
    {
      name: 'postgres.primary',
      about: 'it can be written',
      severity: 'failure',
      advice:
        'Name the primary in PHAROS_DATABASE_URL (with target_session_attrs=read-write of your pooler, or a service that follows it).',
      async look({ one }) {
        const state = await one<{ standby: boolean; readonly: string }>(
          `SELECT pg_is_in_recovery() AS standby, current_setting('default_transaction_read_only') AS readonly`,
        );
        if (state.standby) return wrong('it is a standby');
        return state.readonly === 'on'
          ? wrong('transactions are read-only for this user')
          : fine('a primary');
      },
    },
    {
      name: 'postgres.rights',
      about: 'its user may make and change tables',
      severity: 'failure',
      advice:
        'Make the user the owner of the database: ALTER DATABASE <database> OWNER TO <user>; GRANT ALL ON SCHEMA public TO <user>.',
      async look({ all }) {
        try {
          for (const statement of TRY_RIGHTS) await all(statement);
        } finally {
          await all('ROLLBACK');
        }
        return fine('yes');
      },
    },
    {
      name: 'postgres.migrations',
      about: 'this version may use its schema',
      severity: 'failure',
      advice: 'Run the version of Pharos that is named, or a newer one (docs/upgrade.md#going-back).',
      async look({ one, all }) {
        const { there, mark } = await one<{ there: string | null; mark: string | null }>(
          `SELECT to_regclass('pharos_migrations') AS there, obj_description(to_regclass('pharos_migrations'), 'pg_class') AS mark`,
        );
        if (there === null) return fine('empty: made at the first start');
        refuseNewer(markIn(mark), SCHEMA);
        const done = await all<{ name: string }>('SELECT name FROM pharos_migrations ORDER BY name');
        const known = new Set(Object.keys(MIGRATIONS));
        const newer = done.filter(({ name }) => !known.has(name));
        const pending = known.size + newer.length - done.length;
        return fine(
          [
            pending === 0 ? `all ${known.size} steps done` : `${counted(pending, 'step')} at the next start`,
            ...(newer.length > 0
              ? [`${newer.length} of a newer version, beside which this one may run`]
              : []),
          ].join(', '),
        );
      },
    },
    {
      name: 'postgres.connections',
      about: 'connections that are left',
      severity: 'warning',
      advice: `Each Pharos server opens up to ${MAX_CONNECTIONS}: raise max_connections, or put a pooler in session mode before it.`,
      async look({ one }) {
        const { used, most } = await one<{ used: number; most: number }>(
          `SELECT (SELECT count(*)::int FROM pg_stat_activity) AS used, current_setting('max_connections')::int AS most`,
        );
        const found = `${used} of ${most} in use`;
        return most - used < 2 * MAX_CONNECTIONS ? wrong(found) : fine(found);
      },
    },
    {
      name: 'postgres.durability',
      about: 'what it commits is on disk',
      severity: 'warning',
      advice:
        'Set fsync = on, full_page_writes = on and synchronous_commit = on: users and keys must survive a power cut.',
      async look({ one }) {
        const settings = await one<Record<string, string>>(
          `SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes,
                  current_setting('synchronous_commit') AS synchronous_commit`,
        );
        const off = Object.entries(settings).filter(([, value]) => value === 'off');
        return off.length > 0 ? wrong(off.map(([name]) => `${name} = off`).join(', ')) : fine('yes');
      },
    },
    clockCheck('postgres.clock', async ({ one }) =>
      Number((await one<{ ms: string }>('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms')).ms),
    ),
  ],
};
