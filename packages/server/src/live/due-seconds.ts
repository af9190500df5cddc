/**
 * When something is due to happen to each of many things: seconds are turned over one by one, so that no call looks at all
 * of them. What is due happens up to a second late.
 */
export class DueSeconds<Thing> {
  readonly #due = new Map<number, Thing[]>();
  /** The earliest second in which a thing is looked at. */
  readonly #scheduled = new Map<Thing, number>();
  readonly #happen: (thing: Thing, nowMs: number) => void;
  #second = Number.NEGATIVE_INFINITY;

  /** `happen` is told of each thing whose time may have come, and says again when it is due next. */
  constructor(happen: (thing: Thing, nowMs: number) => void) {
    this.#happen = happen;
  }

  /** A thing that is put off is looked at when it was due first, so that what is put off often costs nothing. */
  at(thing: Thing, atMs: number): void {
    const second = Math.ceil(atMs / 1000);
    const scheduled = this.#scheduled.get(thing);
    if (scheduled !== undefined && scheduled <= second) return;
    this.#scheduled.set(thing, second);
    const things = this.#due.get(second);
    if (things) things.push(thing);
    else this.#due.set(second, [thing]);
  }

  /** Does what is due by now. */
  turn(nowMs: number): void {
    const now = Math.floor(nowMs / 1000);
    if (now <= this.#second) return;
    this.#second = now;
    for (const [second, things] of this.#due) {
      if (second > now) continue;
      this.#due.delete(second);
      for (const thing of things) {
        if (this.#scheduled.get(thing) !== second) continue;
        this.#scheduled.delete(thing);
        this.#happen(thing, nowMs);
      }
    }
  }
}
