import type { ProjectScope } from '../../scope.ts';
import type { Param, Queries, QueryOptions } from '../driver.ts';
import { quoted } from '../literals.ts';
import { TABLES } from '../schema.ts';
import { VOID_KIND } from '../void-span.ts';

/** Types that a value is bound as. */
type BindType =
  | 'String'
  | 'Array(String)'
  | 'Float64'
  | 'Array(Float64)'
  | 'Int64'
  | 'Array(Int64)'
  | 'UInt64'
  | 'UInt32'
  | "DateTime64(9, 'UTC')";

class Bound {
  readonly type: BindType;
  readonly value: Param;
  constructor(type: BindType, value: Param) {
    this.type = type;
    this.value = value;
  }
}

type Piece = string | Bound;

/**
 * A piece of SQL. The only ways to make one are the {@link sql} tag, whose interpolated values are bound parameters
 * or other pieces, and {@link trusted}, for text of our own tables. A plain string cannot be interpolated.
 */
export class Sql {
  readonly pieces: readonly Piece[];
  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces;
  }
}

export function sql(strings: TemplateStringsArray, ...values: (Sql | Bound)[]): Sql {
  const pieces: Piece[] = [strings[0] ?? ''];
  values.forEach((value, i) => {
    if (value instanceof Sql) pieces.push(...value.pieces);
    else pieces.push(value);
    pieces.push(strings[i + 1] ?? '');
  });
  return new Sql(pieces);
}

/** Text written in this source, such as an entry of a table of columns. Never a reader's. */
export const trusted = (text: string): Sql => new Sql([text]);

export const join = (parts: readonly Sql[], separator: string): Sql =>
  new Sql(parts.flatMap((part, i) => (i === 0 ? part.pieces : [separator, ...part.pieces])));

/** All of the conditions; true when there are none. */
export const all = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`1` : sql`(${join(conditions, ' AND ')})`;
export const any = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`0` : sql`(${join(conditions, ' OR ')})`;

export const text = (value: string) => new Bound('String', value);
export const texts = (values: readonly string[]) => new Bound('Array(String)', values);
export const float = (value: number) => new Bound('Float64', value);
export const floats = (values: readonly number[]) => new Bound('Array(Float64)', values);
export const integer = (value: number | bigint) => new Bound('Int64', value);
export const unsigned = (value: bigint) => new Bound('UInt64', value);
export const integers = (values: readonly number[]) => new Bound('Array(Int64)', values);

/** The engine's times end with the year 2262; what lies beyond is brought to that edge. */
export const LAST_NS = 2n ** 63n - 1n;

/** A point in time, in nanoseconds since the epoch. */
export function time(ns: bigint): Sql {
  const bounded = ns < 0n ? 0n : ns > LAST_NS ? LAST_NS : ns;
  return sql`fromUnixTimestamp64Nano(${integer(bounded)}, 'UTC')`;
}

export interface Statement {
  sql: string;
  params: Record<string, Param>;
}

/** The text with each value as a parameter of its own; a value used twice is bound once. */
export function render(fragment: Sql): Statement {
  const names = new Map<Bound, string>();
  const params: Record<string, Param> = {};
  const parts = fragment.pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    let name = names.get(piece);
    if (name === undefined) {
      name = `p${names.size}`;
      names.set(piece, name);
      params[name] = piece.value;
    }
    return `{${name}:${piece.type}}`;
  });
  return { sql: parts.join(''), params };
}

export const run = <Row>(engine: Queries, fragment: Sql, options?: QueryOptions): Promise<Row[]> => {
  const statement = render(fragment);
  return engine.query<Row>(statement.sql, statement.params, options);
};

export type Table =
  | 'spans'
  | 'payloads'
  | 'logs'
  | 'scores'
  | 'trace_index'
  | 'agent_states'
  | 'agent_runs'
  | 'error_index'
  | 'metric_points'
  | 'metric_keys'
  | 'presence'
  | 'events'
  | 'user_activity'
  | 'user_index'
  | `rollup_hours_${string}`
  | `rollups_${string}`;

/**
 * Rows of one project: the only place where a table is named, so that no query exists without a scope. Stale versions
 * of a row are among them.
 */
export const rowsOf = (scope: ProjectScope, table: Table, ...where: Sql[]): Sql =>
  sql`${trusted(table)} WHERE ${all([...ofProject(scope, table), ...where])}`;

/** The newest version of each row of one project. */
export const latestOf = (scope: ProjectScope, table: Table, ...where: Sql[]): Sql =>
  sql`${trusted(table)} FINAL WHERE ${all([...ofProject(scope, table), ...where])}`;

/**
 * The newest version of each row of one project, for expressions that somebody else wrote: rows of others are dropped before
 * anything else is computed (PREWHERE). Where conditions are equals the engine may look at theirs first, and an
 * expression that fails would tell what it failed on.
 */
export const guardedRowsOf = (scope: ProjectScope, table: Table): Sql => {
  const [own, ...others] = ofProject(scope, table);
  return sql`${trusted(table)} FINAL PREWHERE ${own ?? sql`0`} WHERE ${all(others)}`;
};

/**
 * A second wall, as a setting of the statement: whatever a query reads of our tables, the engine reads no row of another
 * project.
 */
export const onlyRowsOf = (scope: ProjectScope): Sql => {
  const condition = quoted(`project_id = ${quoted(scope)}`);
  // By whichever of its names the engine reads a table.
  const names = TABLES.flatMap(({ name }) => [name, `${name}_local`]);
  const filters = names.map((name) => `${quoted(name)}: ${condition}`);
  return new Sql([`additional_table_filters = {${filters.join(', ')}}`]);
};

const NO_VOIDS = trusted(`kind != '${VOID_KIND}'`);
const ofProject = (scope: ProjectScope, table: Table): Sql[] => {
  const own = sql`project_id = ${text(scope)}`;
  return table === 'spans' ? [own, NO_VOIDS] : [own];
};

/** A span never changes its partition, so versions need not be looked for in other partitions. */
export const FINAL_WITHIN_PARTITIONS = trusted('SETTINGS do_not_merge_across_partitions_select_final = 1');

/** Half-open [from, to) over a column of times. */
export const within = (column: Sql, range: { fromNs: bigint; toNs: bigint }): Sql =>
  sql`${column} >= ${time(range.fromNs)} AND ${column} < ${time(range.toNs)}`;

const NAME = /^[\p{L}\p{M}\p{N}_ %()/+#-]+$/u;
const NUMBER = /^(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?$/;

/** A name that a reader chose, in quotes that nothing in it can end. @throws TypeError for any that could. */
export function named(name: string): Sql {
  if (!NAME.test(name)) throw new TypeError('not a name');
  return new Sql([`\`${name}\``]);
}

/** A number that a reader wrote. @throws TypeError for anything else. */
export function numeral(digits: string): Sql {
  if (!NUMBER.test(digits)) throw new TypeError('not a number');
  return new Sql([digits]);
}
