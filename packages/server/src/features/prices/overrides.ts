import type { PriceOverride } from '@pharos/core/api/accounts';
import type { Clock } from '@pharos/core/time';
import { remember } from '../../store/records/remembered.ts';
import type { Records } from '../../store/records/tables.ts';
import { overridesOf } from './queries.ts';

/** The prices that a project set itself, as whoever prices spans needs them: at once, for every request. */
export interface PriceOverrides {
  of(projectId: string): Promise<readonly PriceOverride[]>;
  /** To be called when the project's prices were changed. */
  forget(projectId: string): void;
}

/** Remembers each project's prices for 30 s; the array stays the same object in between. */
export function createPriceOverrides(records: Records, clock: Clock): PriceOverrides {
  const known = remember(clock, (projectId) => overridesOf(records, projectId));
  return {
    of: async (projectId) => (await known.of(projectId)) ?? [],
    forget: known.forget,
  };
}
