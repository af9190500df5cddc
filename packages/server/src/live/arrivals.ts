import type { OnlineUser } from '@pharos/core/presence/user';
import type { PresenceCursor, PresencePage } from './presence.ts';

/** A user in the order of arrivals. */
export interface Arrived {
  readonly userId: string;
  online: OnlineUser | undefined;
  /** Where they stand, as {@link Arrivals} keeps it. */
  place: Place | undefined;
}
interface Place {
  readonly sinceMs: number;
  readonly arrived: Arrived;
}

/** So many come, or come again, before they are put in order though nobody looks. */
const MAX_ADDED = 20_000;

const compare = (a: PresenceCursor, b: PresenceCursor): number =>
  b.sinceMs - a.sinceMs || (a.userId < b.userId ? 1 : a.userId > b.userId ? -1 : 0);
const cursorOf = ({ sinceMs, arrived }: Place): PresenceCursor => ({ sinceMs, userId: arrived.userId });
const order = (a: Place, b: Place): number => b.sinceMs - a.sinceMs || compare(cursorOf(a), cursorOf(b));

/**
 * Those who are online, who came last first. Who comes and goes is put in order only when somebody looks; heartbeats change
 * nothing here.
 */
export class Arrivals {
  #sorted: Place[] = [];
  #added: Place[] = [];
  #left = false;

  /** To be told when it may have changed since when somebody is online. */
  moved(arrived: Arrived): void {
    const { online, place } = arrived;
    if (online?.sinceMs === place?.sinceMs) return;
    if (place) this.#left = true;
    arrived.place = online && { sinceMs: online.sinceMs, arrived };
    if (arrived.place) this.#added.push(arrived.place);
    if (this.#added.length > MAX_ADDED) this.#settle();
  }

  page(limit: number, after: PresenceCursor | undefined): PresencePage {
    this.#settle();
    const from = after ? this.#firstAfter(after) : 0;
    const places = this.#sorted.slice(from, from + limit);
    const last = places.at(-1);
    return {
      users: places.flatMap(({ arrived }) => arrived.online ?? []),
      next: last && from + limit < this.#sorted.length ? cursorOf(last) : undefined,
    };
  }

  #settle(): void {
    const stands = (place: Place) => place.arrived.place === place;
    if (this.#left) {
      this.#sorted = this.#sorted.filter(stands);
      this.#added = this.#added.filter(stands);
      this.#left = false;
    }
    if (this.#added.length === 0) return;
    // Two runs in order, which sorting joins in one pass.
    this.#sorted = [...this.#added.sort(order), ...this.#sorted].sort(order);
    this.#added = [];
  }

  #firstAfter(cursor: PresenceCursor): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const place = this.#sorted[middle];
      if (place && compare(cursorOf(place), cursor) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
