import { ENOUGH_BYTES } from './deliver.ts';
import type { List, Load, Page } from './list.ts';
import { nextOf } from './next.ts';

const ENOUGH_ITEMS = 1000;

/**
 * As many pages as make a request worth its while, as if they were one: sources give a hundred things at a time, and a
 * commit costs much the same for a thousand.
 */
export async function gather(list: List, position: string | undefined): Promise<Page> {
  let gathered = await pageOf(list, position);
  while (gathered.next !== undefined && !isEnough(gathered.loads)) {
    const { loads, unread = [], ...place } = await pageOf(list, gathered.next);
    gathered = {
      ...place,
      loads: together([...gathered.loads, ...loads]),
      unread: [...(gathered.unread ?? []), ...unread],
    };
  }
  return gathered;
}

async function pageOf(list: List, position: string | undefined): Promise<Page> {
  const { next, ...page } = await list.page(position);
  return { ...page, next: nextOf(position, next) };
}

function isEnough(loads: readonly Load[]): boolean {
  let bytes = 0;
  for (const { values } of loads) {
    if (values.length >= ENOUGH_ITEMS) return true;
    for (const value of values) bytes += Buffer.byteLength(JSON.stringify(value));
  }
  return bytes >= ENOUGH_BYTES;
}

/** One load for all that goes through one door, in the order in which the doors were first met. */
export function together(loads: readonly Load[]): Load[] {
  const byDoor = new Map<string, { load: Load; values: Load['values'][number][] }>();
  for (const load of loads) {
    const key = `${load.kind} ${load.door.path}`;
    const known = byDoor.get(key);
    if (known) known.values.push(...load.values);
    else byDoor.set(key, { load, values: [...load.values] });
  }
  return [...byDoor.values()].map(({ load, values }) => ({ ...load, values }));
}
