import { writeFile } from 'node:fs/promises';
import { Session } from 'chdb';
import type { Driver, Param } from '../driver.ts';
import { EngineError, engineError } from '../engine-errors.ts';
import { clustered } from '../layout.ts';
import { bindLiterals } from '../literals.ts';
import { migrate } from '../migrate.ts';
import { clusterSettings } from '../settings.ts';

const CLUSTER = 'planned';
const LAYOUT = clustered(CLUSTER);
/** Nothing listens there. */
const NOWHERE = '<host>127.0.0.1</host><port>9</port>';
/** The shards do not answer: all that comes before asking them went well. */
const UNREACHED: ReadonlySet<number | undefined> = new Set([210, 279, 519]);

/** A configuration of the engine that names a cluster of two shards of two replicas, none of which there is. */
export async function writeClusterConfig(path: string): Promise<string> {
  const shard = `<shard>${`<replica>${NOWHERE}</replica>`.repeat(2)}</shard>`;
  await writeFile(
    path,
    `<clickhouse><remote_servers><${CLUSTER}>${shard.repeat(2)}</${CLUSTER}></remote_servers></clickhouse>`,
  );
  return path;
}

/**
 * Of a cluster that cannot run here, as much as can: its tables stand in a database of their own, distributed tables over those of the
 * shard. Statements of DDL are parsed as they are written and run without what needs other servers; those that read and write rows are
 * planned over the distributed tables, up to where the shards would be asked.
 */
export class PlannedCluster {
  readonly #session: Session;

  constructor(path: string) {
    this.#session = new Session(path);
  }

  async open(): Promise<this> {
    await this.#run(`CREATE DATABASE IF NOT EXISTS ${CLUSTER}`);
    await this.#run(`USE ${CLUSTER}`);
    const settings = { ...clusterSettings('readers'), connections_with_failover_max_tries: 1 };
    for (const [name, value] of Object.entries(settings))
      await this.#run(`SET ${name} = ${typeof value === 'number' ? value : `'${value}'`}`);
    await migrate(this.#asDriver(), { textIndex: true });
    return this;
  }

  close(): void {
    this.#session.close();
  }

  /** @throws EngineError when the cluster would not take the statement. */
  async plan(sql: string, params?: Record<string, Param>): Promise<void> {
    // To explain a statement the engine changes settings.
    const bound = bindLiterals(sql, params)
      .trim()
      .replace(/\breadonly = \d, /, '');
    await this.#run(`EXPLAIN AST ${bound}`);
    const select = /^(?:INSERT|WITH|SELECT)/.test(bound) && /^(WITH|SELECT) /m.exec(bound);
    if (select) await this.#planned(bound.slice(select.index));
  }

  async #planned(sql: string): Promise<void> {
    await unlessUnreached(this.#run(`EXPLAIN ${sql}`));
  }

  async #run<Row>(sql: string): Promise<Row[]> {
    try {
      const answer = (await this.#session.queryAsync(sql, { format: 'JSONEachRow' })).text().trim();
      return answer === '' ? [] : answer.split('\n').map((line) => JSON.parse(line) as Row);
    } catch (error) {
      throw engineError(error, 0);
    }
  }

  /** As much of a driver as migrations need. */
  #asDriver(): Driver {
    const unused = () => Promise.reject(new Error('migrations do not need it'));
    return {
      ...{ kind: 'remote', layout: LAYOUT, isUp: true, insert: unused, print: unused, close: unused },
      query: async (sql, params) => (await unlessUnreached(this.#run(bindLiterals(sql, params)))) ?? [],
      command: async (sql, params) => {
        if (sql.startsWith('INSERT')) return this.plan(sql, params);
        await this.#run(`EXPLAIN AST ${sql}`);
        await this.#run(withoutOthers(sql));
      },
    };
  }
}

const unlessUnreached = <Answer>(answer: Promise<Answer>): Promise<Answer | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof EngineError && UNREACHED.has(error.code)) return undefined;
    throw error;
  });

/** The same of one server. */
const withoutOthers = (sql: string): string =>
  sql
    .replace(LAYOUT.everywhere, '')
    .replace(/Replicated(\w*MergeTree)\('[^']*', '\{replica\}'(?:, )?/, '$1(');

/** A driver that answers what `engine` does, once the cluster would take the statement. */
export const alsoPlanned = (engine: Driver, cluster: PlannedCluster): Driver => ({
  kind: engine.kind,
  layout: engine.layout,
  isUp: engine.isUp,
  async query(sql, params, options) {
    await cluster.plan(sql, params);
    return engine.query(sql, params, options);
  },
  async print(sql, params, format, options) {
    await cluster.plan(sql, params);
    return engine.print(sql, params, format, options);
  },
  async command(sql, params, options) {
    if (/^\s*INSERT/.test(sql)) await cluster.plan(sql, params);
    return engine.command(sql, params, options);
  },
  insert: (table, columns, rows) => engine.insert(table, columns, rows),
  close: () => engine.close(),
});
