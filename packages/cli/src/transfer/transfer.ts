import type { Client } from '../http.ts';
import { Stopped } from '../world.ts';
import { deliver } from './deliver.ts';
import { gather } from './gather.ts';
import type { List, Page } from './list.ts';
import type { Progress } from './progress.ts';
import type { StateFile } from './state.ts';
import { countRefusals } from './tally.ts';

export interface Transfer {
  lists: readonly List[];
  /** Undefined for a dry run: all is read, nothing is written. */
  target: Client | undefined;
  file: StateFile;
  progress: Progress;
  stop: AbortSignal;
}

/**
 * Moves every list that is not done, some pages at a time; the position is saved when all of them is acknowledged. Pages
 * that were begun are sent again by the next run, which changes nothing.
 * @throws Stopped
 */
export async function transfer(transfer: Transfer): Promise<void> {
  for (const list of transfer.lists) {
    const { done = false } = transfer.file.state.lists[list.name] ?? {};
    if (!done) await move(list, transfer);
  }
}

async function move(list: List, { target, file, progress, stop }: Transfer): Promise<void> {
  const { tally, lists } = file.state;
  const halt = () => {
    if (stop.aborted) throw new Stopped();
  };
  progress.begin(list.name);
  let coming: Promise<Page> | undefined = gather(list, lists[list.name]?.position ?? undefined);
  while (coming) {
    const page: Page = await coming;
    // What comes next is read while this is written. That it fails is of interest when it is its turn.
    coming = page.next === undefined ? undefined : gather(list, page.next);
    coming?.catch(() => undefined);
    countRefusals(tally, page.unread ?? []);
    for (const load of page.loads) {
      halt();
      const refused = target ? await deliver(target, load, halt) : [];
      tally.taken[load.kind] = (tally.taken[load.kind] ?? 0) + load.values.length - refused.length;
      countRefusals(tally, refused);
      progress.moved(load.values.length, page.progress);
    }
    lists[list.name] = { position: page.next ?? null, done: page.next === undefined };
    if (target) await file.save();
    if (coming) halt();
  }
  progress.end();
}
