import type { Clock } from '@pharos/core/time';
import { FORGOTTEN_MS, type LiveRegisters, REGISTER_LIMITS, type RegisterLimits } from './registers.ts';

interface Owner {
  toldAtMs: number;
  kinds: Map<string, Map<string, string>>;
}

/** Registers of one process, which leads by itself. */
export function createMemoryRegisters(clock: Clock, limits: RegisterLimits = REGISTER_LIMITS): LiveRegisters {
  const owners = new Map<string, Owner>();
  let size = 0;
  let dropped = 0;

  const kindOf = (name: string, kind: string): Map<string, string> | undefined => {
    let owner = owners.get(name);
    if (owner === undefined) {
      if (owners.size >= limits.maxOwners) return undefined;
      owner = { toldAtMs: 0, kinds: new Map() };
      owners.set(name, owner);
    }
    owner.toldAtMs = clock.nowMs();
    let registers = owner.kinds.get(kind);
    if (registers === undefined) {
      registers = new Map();
      owner.kinds.set(kind, registers);
    }
    return registers;
  };

  return {
    async raise(owner, kind, told) {
      const registers = kindOf(owner, kind);
      for (const [name, value] of told) {
        const known = registers?.get(name);
        const room = registers !== undefined && registers.size < limits.maxOfKind && size < limits.maxInAll;
        if (known === undefined && !room) dropped += 1;
        else if (known === undefined || value > known) {
          registers?.set(name, value);
          if (known === undefined) size += 1;
        }
      }
    },
    read: async (owner, kind) => new Map(owners.get(owner)?.kinds.get(kind)),
    async forget(owner, kind, told) {
      const registers = owners.get(owner)?.kinds.get(kind);
      for (const [name, value] of told) {
        if (registers?.get(name) === value && registers.delete(name)) size -= 1;
      }
    },
    async owners() {
      const since = clock.nowMs() - FORGOTTEN_MS;
      for (const [name, { toldAtMs, kinds }] of owners) {
        if (toldAtMs > since) continue;
        for (const registers of kinds.values()) size -= registers.size;
        owners.delete(name);
      }
      return [...owners.keys()];
    },
    lead: async () => true,
    get dropped() {
      return dropped;
    },
    async close() {
      owners.clear();
      size = 0;
    },
  };
}
