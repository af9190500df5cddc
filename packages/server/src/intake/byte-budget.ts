import { Overloaded } from './errors.ts';

/** Bytes that may be held at one time; whoever comes when it is full is told to come again. */
export class ByteBudget {
  readonly max: number;
  private readonly what: string;
  private used = 0;

  /** `what` completes the sentence "too many … wait". */
  constructor(max: number, what: string) {
    this.max = max;
    this.what = what;
  }

  get held(): number {
    return this.used;
  }

  /** Throws Overloaded when there is no room. One piece larger than the budget may pass when it is alone. */
  take(bytes: number): void {
    if (this.used > 0 && this.used + bytes > this.max) throw new Overloaded(`too many ${this.what} wait`, 1);
    this.used += bytes;
  }

  give(bytes: number): void {
    this.used -= bytes;
  }
}
