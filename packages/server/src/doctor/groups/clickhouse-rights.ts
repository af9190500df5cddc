import type { Driver } from '../../store/telemetry/driver.ts';
import { RowBinary } from '../../store/telemetry/row-binary.ts';

export interface ClickHouse {
  engine: Driver;
  /** Of PHAROS_CLICKHOUSE_CLUSTER. */
  cluster: string | undefined;
  nowMs(): number;
  randomHex(count: number): string;
}

/** Does with a table of its own what Pharos does with its own ones; what was done. Rejects at what may not be done. */
export async function tryRights({ engine, cluster, randomHex }: ClickHouse): Promise<string[]> {
  const table = `pharos_doctor_${randomHex(8)}`;
  // As Pharos does it: on all nodes, with replicas.
  const [on, kind] =
    cluster === undefined ? ['', 'MergeTree'] : [`ON CLUSTER \`${cluster}\``, 'ReplicatedMergeTree'];
  const row = new RowBinary();
  row.u8(1);
  const steps: [right: string, step: () => Promise<unknown>][] = [
    ['CREATE', () => engine.command(`CREATE TABLE ${table} ${on} (a UInt8) ENGINE = ${kind} ORDER BY a`)],
    ['INSERT', () => engine.insert(table, ['a'], [row.take()])],
    ['ALTER', () => engine.command(`ALTER TABLE ${table} ${on} ADD COLUMN b UInt8`)],
    ['SELECT', () => engine.query(`SELECT a, b FROM ${table}`)],
    ['TRUNCATE', () => engine.command(`TRUNCATE TABLE ${table} ${on}`)],
    ['DROP', () => engine.command(`DROP TABLE ${table} ${on} SYNC`)],
    ['KILL QUERY', () => engine.command('KILL QUERY WHERE query_id = {id:String}', { id: table })],
  ];
  const done: string[] = [];
  try {
    for (const [right, step] of steps) {
      await step().catch((cause: unknown) => {
        throw new Error(`${right} is refused:`, { cause });
      });
      done.push(right);
    }
  } catch (error) {
    await engine.command(`DROP TABLE IF EXISTS ${table} ${on} SYNC`).catch(() => undefined);
    throw error;
  }
  return done;
}
