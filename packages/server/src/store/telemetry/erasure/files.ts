import { any, render, type Sql, sql, text, texts, trusted } from '../read/sql.ts';
import type { Background } from '../rollups/roll-up.ts';
import { PAYLOADS, SPAN_PATCHES, SPANS } from '../schema.ts';
import type { Portion } from './places.ts';

/** By what texts name files: the id that Langfuse's SDKs write, or the SHA-256 of the content. */
export type FileRefs = readonly string[];

const IDS = `'langfuseMedia:[^@]{0,300}?id=([A-Za-z0-9_-]{22})'`;
/** Of what is called so in the same text. */
const HASHES = `'(?:^|[^0-9a-f])([0-9a-f]{64})(?:$|[^0-9a-f])'`;

const inMap = (map: string) => `arrayStringConcat(mapValues(${map}), ' ')`;
/** Where a file may be named, by table. */
const TEXTS: readonly (readonly [table: string, text: string])[] = [
  [PAYLOADS.name, `concat(input, ' ', output, ' ', details)`],
  [SPANS.name, `concat(${inMap('attrs')}, ' ', ${inMap('attrs_json')})`],
  [SPAN_PATCHES.name, 'patch'],
];

const named = (table: string, told: string, where: Sql): Sql =>
  sql`SELECT arrayJoin(arrayConcat(extractAll(told, ${trusted(IDS)}), extractAll(told, ${trusted(HASHES)}))) AS ref
FROM (SELECT ${trusted(told)} AS told FROM ${trusted(table)} WHERE ${where})
WHERE position(told, 'langfuseMedia:') > 0 OR position(told, 'sha256') > 0`;

const allNamed = (where: Sql): Sql =>
  TEXTS.map(([table, told]) => named(table, told, where)).reduce(
    (left, each) => sql`${left} UNION ALL ${each}`,
  );

/** Files that the texts of a portion name. */
export async function filesNamedIn(
  engine: Background,
  project: string,
  { traces, spans }: Portion,
): Promise<FileRefs> {
  const where: Sql[] = [];
  if (traces.length > 0) where.push(sql`trace_id IN ${texts(traces)}`);
  if (spans.length > 0)
    where.push(
      sql`concat(trace_id, '\\n', span_id) IN ${texts(spans.map((each) => `${each.traceId}\n${each.spanId}`))}`,
    );
  if (where.length === 0) return [];
  return refsIn(
    engine,
    sql`SELECT DISTINCT ref FROM (${allNamed(sql`project_id = ${text(project)} AND ${any(where)}`)})`,
  );
}

/** Reads the texts of the whole project. */
export const stillNamed = (engine: Background, project: string, refs: FileRefs): Promise<FileRefs> =>
  refs.length === 0
    ? Promise.resolve([])
    : refsIn(
        engine,
        sql`SELECT DISTINCT ref FROM (${allNamed(sql`project_id = ${text(project)}`)}) WHERE ref IN ${texts(refs)}`,
      );

async function refsIn(engine: Background, statement: Sql): Promise<FileRefs> {
  const { sql: asked, params } = render(statement);
  return (await engine.query<{ ref: string }>(asked, params)).map(({ ref }) => ref);
}
