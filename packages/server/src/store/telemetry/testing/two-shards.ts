import type { Driver } from '../driver.ts';
import type { Layout } from '../layout.ts';

const SHARDS = ['shard_1', 'shard_2'] as const;
const INSERT = /^(\s*INSERT INTO )(\w+)/;
const DROP = /^DROP TABLE IF EXISTS (\w+) SYNC$/;

/**
 * Two databases, as two shards of a cluster would hold the rows, each of them filled by what `shardBy` of its table says. A table is
 * read as all of them together (Merge), and written through one that keeps nothing (Null) and has views onto both.
 */
const TWO_SHARDS: Layout = {
  places: (name) => SHARDS.map((shard) => `${shard}.${name}`),
  everywhere: '',
  engine: ({ engine }) => engine,
  over: ({ name, shardBy }) => [
    `CREATE TABLE IF NOT EXISTS ${name} AS ${SHARDS[0]}.${name} ENGINE = Merge(REGEXP('^shard_[12]$'), '^${name}$')`,
    `CREATE TABLE IF NOT EXISTS ${name}_in AS ${SHARDS[0]}.${name} ENGINE = Null`,
    ...SHARDS.map(
      (shard, i) => `CREATE MATERIALIZED VIEW IF NOT EXISTS ${name}_to_${shard} TO ${shard}.${name} AS
SELECT * FROM ${name}_in WHERE cityHash64(${shardBy}) % ${SHARDS.length} = ${i}`,
    ),
  ],
  system: (table) => `system.${table}`,
  databases: `database IN (${SHARDS.map((shard) => `'${shard}'`).join(', ')})`,
};

/** The engine with its rows on two shards. */
export async function overTwoShards(engine: Driver): Promise<Driver> {
  for (const shard of SHARDS) await engine.command(`CREATE DATABASE IF NOT EXISTS ${shard}`);
  return {
    kind: 'remote',
    layout: TWO_SHARDS,
    isUp: engine.isUp,
    query: (sql, params, options) => engine.query(sql, params, options),
    print: (sql, params, format, options) => engine.print(sql, params, format, options),
    async command(sql, params, options) {
      await engine.command(sql.replace(INSERT, '$1$2_in'), params, options);
      const dropped = DROP.exec(sql)?.[1];
      if (dropped === undefined) return;
      for (const table of [...SHARDS.map((shard) => `${dropped}_to_${shard}`), `${dropped}_in`])
        await engine.command(`DROP TABLE IF EXISTS ${table} SYNC`);
    },
    insert: (table, columns, rows) => engine.insert(`${table}_in`, columns, rows),
    close: () => engine.close(),
  };
}
