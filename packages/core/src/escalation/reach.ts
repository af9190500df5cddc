import { onCall, type ScheduleInput } from '../on-call/schedule.ts';
import type { Target } from './policy.ts';

export interface Reachable {
  schedules: ReadonlyMap<string, ScheduleInput>;
  /** The channels of a person. */
  contacts: ReadonlyMap<string, readonly string[]>;
}

/** The channels by which targets are told at a moment, each once; those of nobody on call and of people without a contact are none. */
export function channelsOf(
  targets: readonly Target[],
  { schedules, contacts }: Reachable,
  atMs: number,
): string[] {
  const of = ({ type, id }: Target): readonly string[] => {
    if (type === 'channel') return [id];
    const schedule = schedules.get(id);
    const person = type === 'person' ? id : schedule && onCall(schedule, atMs);
    return (person !== undefined && contacts.get(person)) || [];
  };
  return [...new Set(targets.flatMap(of))];
}
