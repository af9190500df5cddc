import type { Client, Server } from '../http.ts';
import type { List, Load, Row } from '../transfer/list.ts';

/** What of a source is wanted. */
export interface Scope {
  /** Names of its projects; all when there are none. */
  projects: readonly string[];
  since: string | undefined;
  until: string;
  /** The person who imports chose `until`; else it is the moment the import began. */
  untilGiven: boolean;
}

/** A system whose data Pharos takes over. */
export interface System {
  title: string;
  /** Where it is when nobody says so; by the variables of its own SDKs, else by its own address. */
  url: { env: readonly string[]; usual: string | undefined };
  /** The variables that together are its key, as its own SDKs have them. */
  key: { env: readonly string[]; advice: string; optional?: boolean };
  /** It has several projects behind one key. */
  hasProjects: boolean;
  headers(key: string): Server['headers'];
  /** Looks whether the source is one, and what it has. */
  lists(source: Client, scope: Scope): Promise<List[]>;
  /** A row of an export, as what Pharos takes; undefined for what is no row of this system. */
  load(row: Row, project: string | undefined): readonly Load[] | undefined;
}
