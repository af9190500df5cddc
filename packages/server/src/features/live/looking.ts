import type { TopicView, View, WritableView } from '@pharos/core/live/view';
import { inTime } from '../../in-time.ts';

/** One is waited for so long; what comes later is seen the next time. */
const PATIENCE_MS = 250;

/** Looks at one topic of a project, one look at a time. */
export class Looking<Item> {
  readonly #look: () => Promise<Omit<TopicView<Item>, 'stale'>>;
  readonly #onError: (error: unknown) => void;
  #seen: TopicView<Item> | undefined;
  #underWay: Promise<void> | undefined;

  constructor(look: () => Promise<Omit<TopicView<Item>, 'stale'>>, onError: (error: unknown) => void) {
    this.#look = look;
    this.#onError = onError;
  }

  /** What is seen now, or, when that takes its time, what was seen before; undefined when nothing was. Never rejects. */
  async now(): Promise<TopicView<Item> | undefined> {
    this.#underWay ??= this.#lookAnew().finally(() => {
      this.#underWay = undefined;
    });
    await inTime(this.#underWay, PATIENCE_MS).catch(() => undefined);
    return this.#seen;
  }

  async #lookAnew(): Promise<void> {
    try {
      this.#seen = { ...(await this.#look()), stale: false };
    } catch (error) {
      this.#onError(error);
      this.#seen = { total: 0, items: new Map(), ...this.#seen, stale: true };
    }
  }
}

export type Lookings<Items> = { readonly [Topic in keyof Items]: Looking<Items[Topic]> };

/** Looks at some topics at once. */
export async function lookAt<Items>(
  lookings: Lookings<Items>,
  topics: readonly (keyof Items)[],
): Promise<View<Items>> {
  const view: WritableView<Items> = {};
  const look = async <Topic extends keyof Items>(topic: Topic) => {
    const seen = await lookings[topic].now();
    if (seen) view[topic] = seen;
  };
  await Promise.all(topics.map(look));
  return view;
}
