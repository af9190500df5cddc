import type { Driver } from '../driver.ts';

const QUERIES = {
  tables: `SELECT name, engine, as_select, partition_key,
  replace(engine_full, 'session_id, ', '') AS engine_full, comment FROM system.tables WHERE database = currentDatabase() ORDER BY name`,
  columns: `SELECT table, name, type, default_kind, default_expression, compression_codec FROM system.columns
WHERE database = currentDatabase() ORDER BY table, name`,
  indexes: `SELECT table, name, type_full, expr, granularity FROM system.data_skipping_indices
WHERE database = currentDatabase() ORDER BY table, name`,
};

/** All that the engine knows of the schema, but for the order of columns, and by which payloads are sorted: that is brought later (resort.ts). */
export async function catalogOf(driver: Driver): Promise<Record<keyof typeof QUERIES, unknown[]>> {
  const [tables, columns, indexes] = [
    await driver.query(QUERIES.tables),
    await driver.query(QUERIES.columns),
    await driver.query(QUERIES.indexes),
  ];
  return { tables, columns, indexes };
}
