import type { Sql } from '../sql.ts';
import type { Cursor } from './cursor.ts';

/** What is known at a place of a query. */
export interface Context {
  cursor: Cursor;
  /** Names of WITH that may be read from here, each with the name it is written as. */
  named: ReadonlyMap<string, string>;
  /** The rows that stand for a table's name; undefined for all that is no table of readers. */
  table(name: string): Sql | undefined;
}
