/** One row of an export: its cells by column, and where it stands, for whoever looks it up. */
export interface SourceRow {
  /** `12` for a line of text, `data.3.results.1` in JSON. */
  at: string;
  cells: ReadonlyMap<string, string>;
}

/** Fields within fields, and pages within pages: no export has them deeper, and hostile ones are without end. */
const MAX_DEPTH = 3;
/** Fields of one row. */
const MAX_FIELDS = 200;
type Dict = Record<string, unknown>;
const isDict = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function flatten(value: Dict, into: Map<string, string>, prefix = '', depth = 1): void {
  for (const [key, inner] of Object.entries(value)) {
    const name = `${prefix}${key}`.toLowerCase();
    if (into.size >= MAX_FIELDS) return;
    if (isDict(inner)) {
      if (depth < MAX_DEPTH) flatten(inner, into, `${name}.`, depth + 1);
    } else if (typeof inner === 'string' || typeof inner === 'number' || typeof inner === 'boolean') {
      into.set(name, String(inner));
    } else {
      into.set(name, '');
    }
  }
}

/** A page of buckets, pages in an array, or buckets in an array: each bucket with its place. */
function* bucketsOf(value: unknown, path = '', depth = 1): Generator<{ bucket: Dict; path: string }> {
  const items = Array.isArray(value) ? value : isDict(value) && Array.isArray(value.data) ? value.data : [];
  const base = Array.isArray(value) ? path : `${path}data.`;
  for (const [i, item] of items.entries()) {
    if (!isDict(item)) continue;
    if (Array.isArray(item.results)) yield { bucket: item, path: `${base}${i}.` };
    else if (Array.isArray(item.data) && depth < MAX_DEPTH) {
      yield* bucketsOf(item, `${base}${i}.`, depth + 1);
    }
  }
}

/**
 * The rows of a JSON export: every result of every bucket, with the times of its bucket. A bucket without results makes
 * one row of its times alone, since it says that the day is covered. Columns are paths such as `amount.value`.
 */
export function* jsonRows(value: unknown): Generator<SourceRow> {
  for (const { bucket, path } of bucketsOf(value)) {
    const { results, ...times } = bucket;
    const ofBucket = new Map<string, string>();
    flatten(times, ofBucket);
    const of = (result: unknown, at: string): SourceRow => {
      const cells = new Map(ofBucket);
      if (isDict(result)) flatten(result, cells);
      return { at, cells };
    };
    const found = results as unknown[];
    if (found.length === 0) yield of({}, path.slice(0, -1));
    for (const [i, result] of found.entries()) yield of(result, `${path}results.${i}`);
  }
}

/** Whether the last page says that there is another: the rest of the statement is missing. */
export function hasMore(value: unknown): boolean {
  const last = Array.isArray(value) ? value.at(-1) : value;
  return isDict(last) && last.has_more === true;
}
