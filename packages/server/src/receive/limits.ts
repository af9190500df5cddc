import { type Attributes, NO_END_TIME } from '@pharos/core/span';
import { TooLarge } from '../intake/errors.ts';

/** What one request may hold. Beyond these a span is cut and marked, never the whole request lost. */
export const MAX_ATTRIBUTES = 1000;
export const MAX_EVENTS = 128;
export const MAX_LINKS = 128;
export const MAX_VALUE_DEPTH = 64;

/**
 * Attribute values, spans, events and links together. A few bytes on the wire become a hundred in memory, so
 * the size of a body alone does not bound what it costs; no honest request of 20 MiB comes near this.
 */
export const MAX_PARTS_PER_REQUEST = 2_000_000;

/** Counts the things of one request that take memory; throws TooLarge when they are too many. */
export class PartBudget {
  private parts = 0;

  part(): void {
    if (++this.parts > MAX_PARTS_PER_REQUEST)
      throw new TooLarge(`more than ${MAX_PARTS_PER_REQUEST} values in one request`);
  }
}

/** Attributes that Pharos itself puts on a span to say what was changed on the way in. */
export const MARKS = {
  droppedAttributes: 'pharos.dropped_attributes',
  droppedEvents: 'pharos.dropped_events',
  droppedLinks: 'pharos.dropped_links',
  /** Nanoseconds by which the end lay before the start. */
  clockSkew: 'pharos.clock_skew',
  noEndTime: NO_END_TIME,
} as const;

/** Says how many were left out, by us or already by the SDK; nothing when none were. */
export function markDropped(attributes: Attributes, mark: string, count: number): void {
  if (count > 0) attributes.set(mark, count);
}

/** Control characters, and halves of a character alone. */
const NOT_PLAIN = /[\p{Cc}\p{Cs}]/u;

/** Text that can stand as an id: keys are put together of ids, and what cannot be written as UTF-8 is not read back. */
export const isPlainId = (value: unknown, longest: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longest && !NOT_PLAIN.test(value);

/** Stands for an id of the wrong size or form until its span is refused. */
export const BAD_ID = '?';
export const isNoId = (id: string): boolean => id === '' || id === BAD_ID;
