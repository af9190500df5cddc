import type { Table } from './schema.ts';

/** Where the rows of the store lie, and how statements that change more than rows reach all of it. */
export interface Layout {
  /** Where the rows of a table, or a view that fills it, lie: what DDL and deletions name. Several stand for shards. */
  places(name: string): readonly string[];
  /** Follows the name in DDL and in deletions. */
  readonly everywhere: string;
  /** The engine clause of the tables where rows lie. */
  engine(table: Table): string;
  /** What makes the table that is read and written, over the places of its rows; nothing where they are the same. */
  over(table: Table): readonly string[];
  /** A table of the engine's own about all of its servers, such as `parts`. */
  system(table: string): string;
  /** A condition on `database` in such a table: where rows lie. */
  readonly databases: string;
}

/** One server, or the engine in this process. */
export const ONE_SERVER: Layout = {
  places: (name) => [name],
  everywhere: '',
  engine: ({ engine }) => engine,
  over: () => [],
  system: (table) => `system.${table}`,
  databases: 'database = currentDatabase()',
};

/** The name of a table where its rows lie, without that of a database. */
export const storedName = (name: string, layout: Layout): string =>
  layout.places(name)[0]?.split('.').at(-1) ?? name;

const ENGINE = /^(\w+)(?:\((.*)\))?$/;

/**
 * Shards of replicas, under the cluster's name in the configuration of the servers, whose macros {shard} and {replica} tell them
 * apart. A row lies on the shard that `shardBy` of its table says, in `<table>_local`; `<table>` is all of them.
 */
export const clustered = (cluster: string): Layout => ({
  places: (name) => [`${name}_local`],
  everywhere: ` ON CLUSTER '${cluster}'`,
  engine({ name, engine }) {
    const [, family, args] = ENGINE.exec(engine) ?? [];
    // Told in full, so that a replica which is added later finds the others.
    const replica = `'/clickhouse/tables/{shard}/{database}/${name}', '{replica}'`;
    return `Replicated${family}(${[replica, args].filter(Boolean).join(', ')})`;
  },
  over: ({ name, shardBy }) => [
    `CREATE TABLE IF NOT EXISTS ${name} ON CLUSTER '${cluster}' AS ${name}_local
ENGINE = Distributed('${cluster}', currentDatabase(), ${name}_local, cityHash64(${shardBy}))`,
  ],
  system: (table) => `clusterAllReplicas('${cluster}', system.${table})`,
  databases: 'database = currentDatabase()',
});
