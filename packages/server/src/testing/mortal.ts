import type { KyselyPlugin } from 'kysely';
import type { Records } from '../store/records/tables.ts';

/** What meets a process that has died. */
export class Dead extends Error {}

/** A process that dies at one of its steps: a statement before it is made or after, or what else it says is one. */
export interface Mortal {
  /** Of the process: once it is dead, nothing of it is done any more, and no answer comes back. */
  records: Records;
  /** @throws Dead when the process is dead, or dies at this one */
  step(): void;
  die(): never;
  isDead(): boolean;
}

/** `diesAt`: at the so manieth step; undefined for one that lives until it is told otherwise. */
export function aMortal(records: Records, diesAt?: number): Mortal {
  let steps = 0;
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new Dead('dead');
  };
  const step = () => {
    if (dead || ++steps === diesAt) die();
  };
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      step();
      return node;
    },
    async transformResult({ result }) {
      step();
      return result;
    },
  };
  return { records: records.withPlugin(plugin), step, die, isDead: () => dead };
}
