import type { Attributes, AttributeValue } from '@pharos/core/span';
import { MAX_ATTRIBUTES, MAX_VALUE_DEPTH, type PartBudget } from './limits.ts';
import { isObject } from './otlp/json-value.ts';

/** Reads attributes that are written as plain JSON objects, and counts what it had to leave out. */
export class PlainAttributes {
  readonly budget: PartBudget;
  /** Values left out since somebody last set this to 0. */
  dropped = 0;

  constructor(budget: PartBudget) {
    this.budget = budget;
  }

  read(source: unknown, into: Attributes = new Map()): Attributes {
    if (!isObject(source)) return into;
    for (const [key, value] of Object.entries(source)) {
      if (into.size < MAX_ATTRIBUTES) into.set(key, this.value(value, 1));
      else this.dropped++;
    }
    return into;
  }

  /** What nests too deeply becomes null and counts as left out. */
  value(source: unknown, depth = 1): AttributeValue {
    this.budget.part();
    if (typeof source !== 'object' || source === null) return (source ?? null) as AttributeValue;
    if (depth >= MAX_VALUE_DEPTH) {
      this.dropped++;
      return null;
    }
    if (Array.isArray(source)) return source.map((item) => this.value(item, depth + 1));
    // Without a prototype, so that no key of a sender can mean anything.
    const object: { [key: string]: AttributeValue } = Object.create(null);
    for (const [key, value] of Object.entries(source)) object[key] = this.value(value, depth + 1);
    return object;
  }
}
