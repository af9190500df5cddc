import { z } from 'zod';
import { labelName } from '../alerts/rule.ts';
import { agree, type Labels, matchersSchema, matches } from './matcher.ts';

/** While something that matches `source` fires, nobody is told of what matches `target` and agrees with it on `equal`. */
export const inhibitionInputSchema = z.object({
  name: z.string().trim().min(1).max(120),
  source: matchersSchema,
  target: matchersSchema,
  equal: z.array(labelName).max(10).default([]),
});
export type InhibitionInput = z.output<typeof inhibitionInputSchema>;
export interface Inhibition extends InhibitionInput {
  id: string;
}

export interface Fires {
  id: string;
  labels: Labels;
}

/**
 * What mutes what, of all that fires now: its id → the id of what it is a symptom of. As in Alertmanager something that is
 * source and target of one inhibition is not muted by another that is both as well: else two would mute one another.
 */
export function inhibited(
  firing: readonly Fires[],
  inhibitions: readonly InhibitionInput[],
): Map<string, string> {
  const muted = new Map<string, string>();
  for (const { source, target, equal } of inhibitions) {
    const sources = firing.filter(({ labels }) => matches(source, labels));
    for (const { id, labels } of firing) {
      if (muted.has(id) || !matches(target, labels)) continue;
      const isSource = matches(source, labels);
      const cause = sources.find(
        (each) =>
          each.id !== id && agree(equal, each.labels, labels) && !(isSource && matches(target, each.labels)),
      );
      if (cause) muted.set(id, cause.id);
    }
  }
  return muted;
}
