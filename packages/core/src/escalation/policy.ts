import { z } from 'zod';
import { labelName } from '../alerts/rule.ts';

const id = z.string().min(1).max(64);
/** Who is told: a channel, whoever a schedule has on call, or somebody. */
export const targetSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('channel'), id }),
  z.object({ type: z.literal('schedule'), id }),
  z.object({ type: z.literal('person'), id }),
]);
export type Target = z.output<typeof targetSchema>;

/** Who is told of what fires, when, and who next unless somebody takes it on. */
export const policyInputSchema = z.object({
  name: z.string().trim().min(1).max(120),
  /** Incidents with the same values of these are told together. Empty: all of them. */
  groupBy: z.array(labelName).max(10).default(['rule']),
  /** Time for others of a group to fire as well before the first message. */
  waitSeconds: z.number().int().min(0).max(3600).default(30),
  /** The least time between two messages that tell of more, or less, of a group. */
  intervalSeconds: z.number().int().min(10).max(86_400).default(300),
  /** Nobody took it on: they are told again after so long. 0: never. */
  repeatSeconds: z
    .number()
    .int()
    .min(0)
    .max(7 * 86_400)
    .default(4 * 3600),
  steps: z
    .array(
      z.object({
        targets: z.array(targetSchema).min(1).max(20),
        /** How long after the step before, unless somebody took it on until then. Of the first: before a round begins anew. */
        afterSeconds: z
          .number()
          .int()
          .min(0)
          .max(7 * 86_400)
          .default(900),
      }),
    )
    .min(1)
    .max(10),
  /** How many times the steps begin anew after the last of them. */
  rounds: z.number().int().min(0).max(20).default(0),
  /** Whether an end is told as well. */
  tellsEnd: z.boolean().default(true),
  /** Rules that name no policy are told by this one; of several the first. */
  isDefault: z.boolean().default(false),
});
export type PolicyInput = z.output<typeof policyInputSchema>;
export interface Policy extends PolicyInput {
  id: string;
}
