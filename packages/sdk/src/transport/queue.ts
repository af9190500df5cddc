interface Held<Item> {
  item: Item;
  bytes: number;
}

/**
 * What waits to be sent, oldest first, never more than `maxItems` and `maxBytes`: when there is no room the oldest goes,
 * since what has just happened is what somebody looks for. `dropped` counts those that went.
 */
export class BoundedQueue<Item> {
  dropped = 0;
  #held: Held<Item>[] = [];
  #bytes = 0;

  readonly #maxItems: number;
  readonly #maxBytes: number;

  constructor(maxItems: number, maxBytes: number) {
    this.#maxItems = maxItems;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#held.length;
  }

  push(item: Item, bytes: number): void {
    this.#held.push({ item, bytes });
    this.#bytes += bytes;
    this.#makeRoom();
  }

  /** Takes the oldest: at most so many, and together at most so many bytes, but at least one if there is one. */
  take(maxItems: number, maxBytes: number): Held<Item>[] {
    let count = 0;
    let bytes = 0;
    for (const held of this.#held) {
      if (count === maxItems || (count > 0 && bytes + held.bytes > maxBytes)) break;
      bytes += held.bytes;
      count++;
    }
    this.#bytes -= bytes;
    return this.#held.splice(0, count);
  }

  /** Puts back what was taken and could not be sent, before all others. */
  giveBack(taken: readonly Held<Item>[]): void {
    this.#held.unshift(...taken);
    for (const { bytes } of taken) this.#bytes += bytes;
    this.#makeRoom();
  }

  #makeRoom(): void {
    let count = 0;
    while (
      count < this.#held.length &&
      (this.#held.length - count > this.#maxItems || this.#bytes > this.#maxBytes)
    ) {
      this.#bytes -= this.#held[count]?.bytes ?? 0;
      count++;
    }
    if (count === 0) return;
    this.#held.splice(0, count);
    this.dropped += count;
  }
}
