import type { ProjectScope } from '../../scope.ts';
import type { Driver, QueryOptions } from '../driver.ts';
import { type Disk, diskOf } from './disk.ts';
import { type Stored, storedOf } from './stored.ts';
import { STORED_TABLES } from './tables.ts';

type Asked = Pick<QueryOptions, 'signal'>;

/** What the store takes on disk. */
export interface TelemetryStorage {
  /** Of a project; undefined: of all of them together. */
  stored(scope: ProjectScope | undefined, asked?: Asked): Promise<Stored[]>;
  /** Room where it lies; undefined: nothing tells it. */
  disk(asked?: Asked): Promise<Disk | undefined>;
}

export const createTelemetryStorage = (driver: Driver): TelemetryStorage => ({
  stored: (scope, asked) => storedOf(driver, scope, STORED_TABLES, asked),
  disk: (asked) => diskOf(driver, asked),
});
