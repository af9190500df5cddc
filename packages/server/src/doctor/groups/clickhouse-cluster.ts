import { type Check, fine, type Seen, wrong } from '../check.ts';
import { counted } from '../words.ts';
import type { ClickHouse } from './clickhouse-rights.ts';

/** Past this a replica answers with what is no longer so. */
const MAX_LAG_SECONDS = 60;

type Cluster = ClickHouse & { cluster: string };
/** Says nothing of a server that is no cluster. */
const ofCluster =
  (look: (clickhouse: Cluster) => Promise<Seen>): Check<ClickHouse>['look'] =>
  ({ cluster, ...clickhouse }) =>
    cluster === undefined ? undefined : look({ ...clickhouse, cluster });

/** Of a deployment that names a cluster (PHAROS_CLICKHOUSE_CLUSTER). */
export const CLUSTER_CHECKS: readonly Check<ClickHouse>[] = [
  {
    name: 'cluster.defined',
    about: 'the cluster is defined',
    severity: 'failure',
    advice:
      'Name one of system.clusters in PHAROS_CLICKHOUSE_CLUSTER, or define it in <remote_servers> (deploy/compose/full/clickhouse).',
    look: ofCluster(async ({ engine, cluster }) => {
      const nodes = await engine.query<{ shard: number }>(
        'SELECT shard_num AS shard FROM system.clusters WHERE cluster = {cluster:String}',
        { cluster },
      );
      if (nodes.length === 0) return wrong(`${cluster} is not in system.clusters`);
      const shards = new Set(nodes.map(({ shard }) => shard)).size;
      return fine(`${cluster}: ${counted(shards, 'shard')}, ${counted(nodes.length, 'node')}`);
    }),
  },
  {
    name: 'cluster.macros',
    about: 'each node knows its shard and replica',
    severity: 'failure',
    advice:
      'Set <macros> shard and replica on every node, the replica different on each: they are in the paths of replicated tables.',
    look: ofCluster(async ({ engine }) => {
      const rows = await engine.query<{ macro: string; substitution: string }>(
        'SELECT macro, substitution FROM system.macros',
      );
      const macros = new Map(rows.map(({ macro, substitution }) => [macro, substitution]));
      const absent = ['shard', 'replica'].filter((name) => !macros.has(name));
      if (absent.length > 0) return wrong(`not set: ${absent.join(', ')}`);
      return fine(`shard ${macros.get('shard')}, replica ${macros.get('replica')}`);
    }),
  },
  {
    name: 'cluster.keeper',
    about: 'Keeper answers',
    severity: 'failure',
    advice:
      'See that a majority of the Keepers runs, and <zookeeper> of each node names them; GRANT SELECT ON system.zookeeper.',
    look: ofCluster(async ({ engine }) => {
      const rows = await engine.query<{ name: string }>(`SELECT name FROM system.zookeeper WHERE path = '/'`);
      return fine(`${counted(rows.length, 'path')} at its root`);
    }),
  },
  {
    name: 'cluster.nodes',
    about: 'every node answers',
    severity: 'failure',
    advice:
      'See that all nodes run, that they reach each other on port 9000, and that the cluster has the right user and password (<secret>).',
    look: ofCluster(async ({ engine, cluster }) => {
      const [row] = await engine.query<{ answered: string; versions: string[] }>(
        'SELECT count() AS answered, groupUniqArray(version()) AS versions FROM clusterAllReplicas({cluster:Identifier}, system.one)',
        { cluster },
      );
      const { answered = '0', versions = [] } = row ?? {};
      const found = `${counted(Number(answered), 'node')}, version ${versions.join(' and ')}`;
      return versions.length > 1
        ? wrong(found, { severity: 'warning', advice: 'Bring all nodes to one version.' })
        : fine(found);
    }),
  },
  {
    name: 'cluster.replicas',
    about: 'replicas can be written and are up to date',
    severity: 'failure',
    advice:
      'A replica that is read-only lost Keeper: SYSTEM RESTORE REPLICA after a loss. One that lags needs time, disk or network (docs/operations.md#replicas).',
    look: ofCluster(async ({ engine }) => {
      const replicas = await engine.query<{
        table: string;
        readonly: number;
        lag: string;
        active: number;
        total: number;
      }>(
        `SELECT table, is_readonly AS readonly, absolute_delay AS lag, active_replicas AS active, total_replicas AS total
         FROM system.replicas WHERE database = currentDatabase()`,
      );
      const isBad = replicas.filter(({ readonly, active, total }) => readonly === 1 || active < total);
      if (isBad.length > 0)
        return wrong(
          isBad
            .map(
              ({ table, readonly, active, total }) =>
                `${table}: ${readonly ? 'read-only' : `${active} of ${total} active`}`,
            )
            .join(', '),
        );
      const lag = Math.max(0, ...replicas.map((each) => Number(each.lag)));
      const found = `${counted(replicas.length, 'table')}, at most ${lag} s behind`;
      return lag > MAX_LAG_SECONDS ? wrong(found, { severity: 'warning' }) : fine(found);
    }),
  },
  {
    name: 'cluster.ddl',
    about: 'statements for the whole cluster come through',
    severity: 'warning',
    advice: 'Look at system.distributed_ddl_queue: a node that is gone holds up every ON CLUSTER statement.',
    look: ofCluster(async ({ engine, cluster }) => {
      const [row] = await engine.query<{ n: string }>(
        `SELECT count() AS n FROM system.distributed_ddl_queue
         WHERE cluster = {cluster:String} AND status != 'Finished' AND query_create_time < now() - 60`,
        { cluster },
      );
      return Number(row?.n ?? 0) > 0 ? wrong(`${row?.n} wait for more than a minute`) : fine('none waits');
    }),
  },
];
