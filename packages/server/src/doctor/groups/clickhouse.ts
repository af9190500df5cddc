import type { Queries } from '../../store/telemetry/driver.ts';
import { openRemote } from '../../store/telemetry/remote-driver.ts';
import { type Check, fine, type Group, wrong } from '../check.ts';
import { clockCheck } from '../clock-skew.ts';
import { bytes, counted, percent } from '../words.ts';
import { CLUSTER_CHECKS } from './clickhouse-cluster.ts';
import { type ClickHouse, tryRights } from './clickhouse-rights.ts';

/** What Pharos's SQL is tested with, and the oldest that has the text index it makes. */
const TESTED_VERSION = [26, 7] as const;
const OLDEST_MAJOR = 26;

/** Settings of the user's profile that break what Pharos does; of others it brings its own. */
const TRAPS: readonly { setting: string; isTrap(value: number): boolean; why: string }[] = [
  { setting: 'readonly', isTrap: (value) => value !== 0, why: 'nothing can be written' },
  {
    setting: 'max_memory_usage',
    isTrap: (value) => value > 0 && value < 2 ** 30,
    why: 'less than 1 GB a query',
  },
  { setting: 'max_result_rows', isTrap: (value) => value > 0, why: 'long answers fail' },
  { setting: 'max_result_bytes', isTrap: (value) => value > 0, why: 'large answers fail' },
  { setting: 'max_rows_to_read', isTrap: (value) => value > 0, why: 'long ranges fail' },
  { setting: 'max_bytes_to_read', isTrap: (value) => value > 0, why: 'long ranges fail' },
  { setting: 'join_use_nulls', isTrap: (value) => value !== 0, why: 'answers change their types' },
];

const one = async <Row>(engine: Queries, sql: string, params = {}): Promise<Row> => {
  const [row] = await engine.query<Row>(sql, params);
  if (row === undefined) throw new Error('ClickHouse gave an empty answer.');
  return row;
};

const CHECKS: readonly Check<ClickHouse>[] = [
  {
    name: 'clickhouse.version',
    about: 'version',
    severity: 'warning',
    advice: `Use ClickHouse ${TESTED_VERSION.join('.')} or newer: with it Pharos is tested.`,
    async look({ engine }) {
      const { version } = await one<{ version: string }>(engine, 'SELECT version() AS version');
      const [major = 0, minor = 0] = version.split('.').map(Number);
      if (major < OLDEST_MAJOR) return wrong(version, { severity: 'failure' });
      const isOlder = major === TESTED_VERSION[0] && minor < TESTED_VERSION[1];
      return isOlder ? wrong(version) : fine(version);
    },
  },
  {
    name: 'clickhouse.rights',
    about: 'its user may do what Pharos does',
    severity: 'failure',
    advice:
      'GRANT SELECT, INSERT, ALTER, CREATE, DROP, TRUNCATE, OPTIMIZE ON <database>.* and KILL QUERY ON *.* TO <user>; of a cluster CLUSTER, REMOTE ON *.* as well.',
    look: async (clickhouse) => fine((await tryRights(clickhouse)).join(', ')),
  },
  {
    name: 'clickhouse.system',
    about: 'its user may look at the system tables',
    severity: 'warning',
    advice: 'GRANT SELECT ON system.* TO <user>: without it figures of the engine are missing at /metrics.',
    async look({ engine }) {
      const tables = ['parts', 'merges', 'processes', 'disks'];
      for (const table of tables) await engine.query(`SELECT 1 FROM system.${table} LIMIT 1`);
      return fine(tables.join(', '));
    },
  },
  {
    name: 'clickhouse.profile',
    about: "settings of the user's profile",
    severity: 'failure',
    advice: 'Give the user a profile without these settings.',
    async look({ engine }) {
      const rows = await engine.query<{ name: string; value: string }>(
        'SELECT name, value FROM system.settings WHERE name IN ({names:Array(String)})',
        { names: TRAPS.map(({ setting }) => setting) },
      );
      const values = new Map(rows.map(({ name, value }) => [name, Number(value)]));
      const traps = TRAPS.filter(({ setting, isTrap }) => isTrap(values.get(setting) ?? 0));
      if (traps.length === 0) return fine('none that breaks anything');
      return wrong(
        traps.map(({ setting, why }) => `${setting} = ${values.get(setting)} (${why})`).join(', '),
      );
    },
  },
  {
    name: 'clickhouse.free',
    about: 'free space of its disks',
    severity: 'warning',
    advice:
      'Add disks, or drop the partitions of the oldest days: a full disk refuses inserts (docs/operations.md#diskfillingup).',
    async look({ engine }) {
      const disks = await engine.query<{ name: string; free: string; total: string }>(
        `SELECT name, free_space AS free, total_space AS total FROM system.disks WHERE type = 'Local' AND total_space > 0`,
      );
      const told = disks.map(
        ({ name, free, total }) =>
          `${name} ${bytes(Number(free))} (${percent(Number(free) / Number(total))})`,
      );
      const share = Math.min(1, ...disks.map(({ free, total }) => Number(free) / Number(total)));
      if (share < 0.03) return wrong(told.join(', '), { severity: 'failure' });
      return share < 0.15 ? wrong(told.join(', ')) : fine(told.join(', ') || 'of objects, without an end');
    },
  },
  {
    name: 'clickhouse.parts',
    about: 'merges keep up',
    severity: 'warning',
    advice:
      'See docs/operations.md#mergesbehind: too many parts slow reads, and past 3,000 in a partition inserts are refused.',
    async look({ engine }) {
      const { most } = await one<{ most: string }>(
        engine,
        `SELECT max(n) AS most FROM (SELECT count() AS n FROM system.parts WHERE database = currentDatabase() AND active GROUP BY table, partition_id)`,
      );
      const found = `${counted(Number(most), 'part')} in the fullest partition`;
      return Number(most) > 300 ? wrong(found) : fine(found);
    },
  },
  {
    name: 'clickhouse.mutations',
    about: 'changes of tables come to an end',
    severity: 'warning',
    advice: 'Read latest_fail_reason in system.mutations; KILL MUTATION ends one that can never succeed.',
    async look({ engine }) {
      const { failing } = await one<{ failing: string }>(
        engine,
        `SELECT count() AS failing FROM system.mutations WHERE database = currentDatabase() AND NOT is_done AND latest_fail_reason != ''`,
      );
      return Number(failing) > 0
        ? wrong(`${counted(Number(failing), 'mutation')} failing`)
        : fine('none fails');
    },
  },
  clockCheck('clickhouse.clock', async ({ engine }) =>
    Number((await one<{ ms: string }>(engine, 'SELECT toUnixTimestamp64Milli(now64(3)) AS ms')).ms),
  ),
];

/** The ClickHouse server or cluster that holds telemetry. */
export const CLICKHOUSE: Group<ClickHouse> = {
  title: 'ClickHouse',
  async open({ config, nowMs, randomHex }) {
    if (config.clickhouseUrl === undefined) return undefined;
    const engine = await openRemote({ urls: config.clickhouseUrl });
    const subject: ClickHouse = { engine, cluster: config.clickhouseCluster, nowMs, randomHex };
    return {
      subject,
      found: config.clickhouseUrl.map((url) => new URL(url).host).join(', '),
      close: () => engine.close(),
    };
  },
  reach: {
    name: 'clickhouse.reached',
    about: 'it answers to this user',
    advice: 'PHAROS_CLICKHOUSE_URL is http(s)://user:password@host:8123/database; see that the server runs.',
  },
  checks: [...CHECKS, ...CLUSTER_CHECKS],
};
