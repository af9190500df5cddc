import { z } from 'zod';
import { policyInputSchema } from '../escalation/policy.ts';
import { inhibitionInputSchema } from '../incidents/inhibition.ts';
import { silenceInputSchema } from '../incidents/silence.ts';
import { scheduleInputSchema } from '../on-call/schedule.ts';
import { ruleInputSchema } from './rule.ts';

/** By which channels somebody is reached. */
const contactInputSchema = z.object({
  person: z.string().min(1).max(64),
  channels: z.array(z.string().min(1).max(64)).min(1).max(10),
});

/** What a project says of its alerts, each kind with its schema and how many there may be. */
export const ALERT_DOCUMENTS = {
  rule: { schema: ruleInputSchema, most: 2_000 },
  silence: { schema: silenceInputSchema, most: 1_000 },
  inhibition: { schema: inhibitionInputSchema, most: 200 },
  policy: { schema: policyInputSchema, most: 200 },
  schedule: { schema: scheduleInputSchema, most: 200 },
  contact: { schema: contactInputSchema, most: 500 },
} as const;
export type AlertDocumentKind = keyof typeof ALERT_DOCUMENTS;
export type AlertDocument<Kind extends AlertDocumentKind = AlertDocumentKind> = z.output<
  (typeof ALERT_DOCUMENTS)[Kind]['schema']
>;

export interface Reference {
  kind: 'policy' | 'schedule' | 'channel' | 'person';
  id: string;
}

/** What a document names that has to be there, each once. */
export function referencesOf(kind: AlertDocumentKind, document: AlertDocument): Reference[] {
  const all = REFERENCES[kind](document as never);
  return all.filter(
    (each, i) => all.findIndex(({ kind: other, id }) => other === each.kind && id === each.id) === i,
  );
}

const REFERENCES: { [Kind in AlertDocumentKind]: (document: AlertDocument<Kind>) => Reference[] } = {
  rule: ({ policy }) => (policy === null ? [] : [{ kind: 'policy', id: policy }]),
  silence: () => [],
  inhibition: () => [],
  policy: ({ steps }) => steps.flatMap(({ targets }) => targets.map(({ type, id }) => ({ kind: type, id }))),
  schedule: ({ layers, overrides }) =>
    [...layers.flatMap(({ people }) => people), ...overrides.map(({ person }) => person)].map((id) => ({
      kind: 'person',
      id,
    })),
  contact: ({ person, channels }) => [
    { kind: 'person', id: person },
    ...channels.map((id) => ({ kind: 'channel' as const, id })),
  ],
};
