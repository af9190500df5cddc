/** Why live registers cannot be read or changed just now. */
export class RegistersUnavailable extends Error {
  override readonly name = 'RegistersUnavailable';
}

export type Register = readonly [name: string, value: string];

/**
 * Registers that all processes of a server share, in memory or in Redis: each keeps the greatest text that it was ever told, so what
 * is told again or in another order changes nothing. An owner, which is a project, sees only its own; each kind of its registers has
 * room for itself. Every method rejects with {@link RegistersUnavailable}, soon, when it cannot do its work.
 */
export interface LiveRegisters {
  /** What finds no room is counted in `dropped`. */
  raise(owner: string, kind: string, registers: readonly Register[]): Promise<void>;
  read(owner: string, kind: string): Promise<Map<string, string>>;
  /** Forgets registers, unless they have been raised meanwhile. */
  forget(owner: string, kind: string, registers: readonly Register[]): Promise<void>;
  /** Those who have been told something within a day. */
  owners(): Promise<string[]>;
  /** Whether the holder may do what one process does for all of them: it may until `forMs` from now, and ask again before. */
  lead(holder: string, forMs: number): Promise<boolean>;
  readonly dropped: number;
  close(): Promise<void>;
}

/** How much there is room for. */
export interface RegisterLimits {
  /** Of one kind of an owner. */
  maxOfKind: number;
  /** Of all owners, in memory. */
  maxInAll: number;
  maxOwners: number;
}
export const REGISTER_LIMITS: RegisterLimits = { maxOfKind: 60_000, maxInAll: 300_000, maxOwners: 10_000 };

/** An owner of whom nothing was heard for so long has no registers any more. */
export const FORGOTTEN_MS = 86_400_000;
