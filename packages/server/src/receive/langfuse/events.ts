import { OBSERVATION_TYPES } from '@pharos/core/fragments/langfuse';
import type { JsonRecord } from '@pharos/core/message-parts';

/** An event that tells of a trace or an observation. */
interface Telling {
  /** `trace`, or a type of observation. */
  type: string;
  update: boolean;
}

/** What each type of event tells, for those that tell of a trace or an observation. */
const TELLING = new Map<string, Telling>([
  ['trace-create', { type: 'trace', update: false }],
  ...OBSERVATION_TYPES.flatMap((type): [string, Telling][] => [
    [`${type}-create`, { type, update: false }],
    [`${type}-update`, { type, update: true }],
  ]),
]);

/** In the events of an earlier release the body says what is observed. */
const LEGACY = new Map([
  ['observation-create', false],
  ['observation-update', true],
]);

/** Undefined for an event of another purpose. */
export function tellingOf(eventType: string, body: JsonRecord): Telling | undefined {
  const update = LEGACY.get(eventType);
  if (update === undefined) return TELLING.get(eventType);
  return { type: typeof body.type === 'string' ? body.type.toLowerCase() : 'span', update };
}
