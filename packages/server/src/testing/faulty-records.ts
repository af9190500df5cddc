import type { KyselyPlugin } from 'kysely';
import type { Records } from '../store/records/tables.ts';

/** A store of records that hangs or fails when a test says so. */
export interface FaultyRecords {
  records: Records;
  /**
   * The next answer is held back until released. It keeps its connection, so that a store of only one, the embedded
   * one, stands still meanwhile.
   */
  holdNext(): { reached: Promise<void>; release(): void };
  /** From now on every query fails, or none. */
  setDown(down: boolean): void;
}

export function faultyRecords(records: Records): FaultyRecords {
  let down = false;
  let hold: (() => Promise<void>) | undefined;
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      if (down) throw new Error('the records are down');
      return node;
    },
    async transformResult({ result }) {
      const holding = hold;
      hold = undefined;
      await holding?.();
      return result;
    },
  };
  return {
    records: records.withPlugin(plugin),
    holdNext() {
      let release = () => {};
      const released = new Promise<void>((resolve) => {
        release = resolve;
      });
      const reached = new Promise<void>((resolve) => {
        hold = () => {
          resolve();
          return released;
        };
      });
      return { reached, release };
    },
    setDown(value) {
      down = value;
    },
  };
}
