/** A way in: where telemetry arrives, and where people and programs ask. */
export const DOORS = ['ingest', 'query'] as const;
export type Door = (typeof DOORS)[number];

/** A store that has to answer before requests make sense. */
export type NeededStore = 'records' | 'telemetry';

export interface Duty {
  doors: readonly Door[];
  /** Does what nobody waits for. */
  jobs: boolean;
  /** Whoever receives knows its keys, prices and secrets for minutes while the records do not answer. */
  needs: readonly NeededStore[];
}

/** What a process is there for. There may be any number of each, for none holds the only copy of anything. */
export const ROLES = {
  all: { doors: DOORS, jobs: true, needs: ['records', 'telemetry'] },
  ingest: { doors: ['ingest'], jobs: false, needs: ['telemetry'] },
  query: { doors: ['query'], jobs: false, needs: ['records', 'telemetry'] },
  jobs: { doors: [], jobs: true, needs: ['records', 'telemetry'] },
} as const satisfies Record<string, Duty>;

export type ProcessRole = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as [ProcessRole, ...ProcessRole[]];

/** As the table says it, for whoever asks of any role. */
export const dutyOf = (role: ProcessRole): Duty => ROLES[role];

/** The roles that serve one of these doors, the one for everything left out. */
export const rolesServing = (doors: readonly Door[]): ProcessRole[] =>
  ROLE_NAMES.filter((role) => role !== 'all' && dutyOf(role).doors.some((door) => doors.includes(door)));
