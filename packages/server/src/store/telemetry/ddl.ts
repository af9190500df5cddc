import type { Layout } from './layout.ts';
import { type Declared, DURABLE, type Table } from './schema.ts';
import type { View } from './views.ts';

/** The definition of one column as CREATE and ALTER take it. */
export function columnDefinition({ name, type, codec, default: value }: Declared): string {
  return [name, type, value, codec && `CODEC(${codec})`].filter(Boolean).join(' ');
}

/** What creates a table where it is missing. */
export function createTable(table: Table, layout: Layout): string[] {
  const lines = [...table.columns, ...(table.derived ?? [])]
    .map(columnDefinition)
    .concat(table.indexes ?? []);
  const settings = Object.entries({ ...DURABLE, ...table.settings }).map(
    ([name, value]) => `${name} = ${value}`,
  );
  const definition = [
    `(\n  ${lines.join(',\n  ')}\n)`,
    `ENGINE = ${layout.engine(table)}`,
    table.partitionBy && `PARTITION BY ${table.partitionBy}`,
    `ORDER BY (${table.orderBy})`,
    table.ttl && `TTL ${table.ttl}`,
    `SETTINGS ${settings.join(', ')}`,
  ]
    .filter(Boolean)
    .join('\n');
  return [
    ...layout
      .places(table.name)
      .map((place) => `CREATE TABLE IF NOT EXISTS ${place}${layout.everywhere} ${definition}`),
    ...layout.over(table),
  ];
}

/** What creates a view where it is missing. It fills a table from rows of the same place. */
export function createView({ name, from, to, select }: View, layout: Layout): string[] {
  const [names, sources, targets] = [name, from, to].map((each) => layout.places(each));
  return (names ?? []).map((place, i) => {
    const source = sources?.[i] === from ? from : `${sources?.[i]} AS ${from}`;
    return `CREATE MATERIALIZED VIEW IF NOT EXISTS ${place}${layout.everywhere} TO ${targets?.[i]} AS\n${select(source)}`;
  });
}

/** What changes how rows lie: indexes, TTL, comments. */
export const alterStored = (table: string, change: string, layout: Layout): string[] =>
  layout.places(table).map((place) => `ALTER TABLE ${place}${layout.everywhere} ${change}`);

/** What adds to the columns of a table, where its rows lie and where it is read. */
export const alterColumns = (table: string, change: string, layout: Layout): string[] =>
  [...new Set([...layout.places(table), table])].map(
    (place) => `ALTER TABLE ${place}${layout.everywhere} ${change}`,
  );

/** SYNC, since one of the same name may be created at once. */
export const dropTable = (table: string, layout: Layout): string[] =>
  [...new Set([table, ...layout.places(table)])].map(
    (place) => `DROP TABLE IF EXISTS ${place}${layout.everywhere} SYNC`,
  );

export const dropView = (view: string, layout: Layout): string[] =>
  layout.places(view).map((place) => `DROP VIEW IF EXISTS ${place}${layout.everywhere} SYNC`);

/** What deletes rows. `where` must not name tables. */
export const deleteRows = (table: string, where: string, layout: Layout): string[] =>
  layout
    .places(table)
    .map(
      (place) =>
        `DELETE FROM ${place}${layout.everywhere} WHERE ${where} SETTINGS lightweight_deletes_sync = 2`,
    );
