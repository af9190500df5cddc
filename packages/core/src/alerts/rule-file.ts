import { z } from 'zod';
import { canonical } from '../canonical.ts';
import { groupBy } from '../group-by.ts';
import { ALERT_DOCUMENTS } from './documents.ts';
import { type RuleInput, ruleInputSchema } from './rule.ts';

/** All rules of a project, as they are written to a file. */
export const writtenRulesSchema = z.strictObject({
  version: z.literal(1),
  rules: z
    .array(
      ruleInputSchema.omit({ policy: true }).extend({ policy: z.string().max(120).nullable().default(null) }),
    )
    .max(ALERT_DOCUMENTS.rule.most),
});

/**
 * Rules as a file that is kept beside the code they watch: the same in every project, so that policies stand in it by name.
 * Rules are known by their names, of which a project may have one twice, and a file may not.
 */
export const ruleFileSchema = writtenRulesSchema.superRefine(({ rules }, context) => {
  const names = new Set<string>();
  for (const [i, { name }] of rules.entries()) {
    if (names.has(name))
      context.addIssue({
        code: 'custom',
        path: ['rules', i, 'name'],
        message: 'is the name of another rule as well',
      });
    names.add(name);
  }
});
export type RuleFile = z.output<typeof ruleFileSchema>;

interface Named {
  id: string;
  name: string;
}
type KeptRule = RuleInput & Named;

/** Rules as a file, in order of their names. A policy that is gone is none. */
export function ruleFileOf(rules: readonly RuleInput[], policies: readonly Named[]): RuleFile {
  const nameOf = new Map(policies.map(({ id, name }) => [id, name]));
  const written = rules.map((rule) => ({
    ...inputOf(rule),
    policy: rule.policy === null ? null : (nameOf.get(rule.policy) ?? null),
  }));
  return { version: 1, rules: written.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** What a file makes of the rules of a project. */
export interface RulePlan {
  made: RuleInput[];
  changed: KeptRule[];
  unchanged: KeptRule[];
  /** Rules that the file does not name. */
  others: KeptRule[];
}

/** What cannot be done with a file, and where in it. */
export interface RuleFileProblem {
  path: (string | number)[];
  message: string;
}

/** What becomes of the rules of a project by a file, and what stands in its way: nothing is done unless all of it can be. */
export function planRules(
  file: RuleFile,
  rules: readonly KeptRule[],
  policies: readonly Named[],
): { plan: RulePlan; problems: RuleFileProblem[] } {
  const plan: RulePlan = { made: [], changed: [], unchanged: [], others: [] };
  const problems: RuleFileProblem[] = [];
  const policiesBy = groupBy(policies, ({ name }) => name);
  const rulesBy = groupBy(rules, ({ name }) => name);
  for (const [i, { policy: policyName, ...rest }] of file.rules.entries()) {
    const policy = policyName === null ? [] : (policiesBy.get(policyName) ?? []);
    const kept = rulesBy.get(rest.name) ?? [];
    if (policyName !== null && policy.length !== 1)
      problems.push({ path: ['rules', i, 'policy'], message: unclear('policy', policyName, policy.length) });
    if (kept.length > 1)
      problems.push({ path: ['rules', i, 'name'], message: unclear('rule', rest.name, kept.length) });
    const input: RuleInput = { ...rest, policy: policy[0]?.id ?? null };
    const [old] = kept;
    if (old === undefined) plan.made.push(input);
    else if (canonical(inputOf(old)) === canonical(input)) plan.unchanged.push(old);
    else plan.changed.push({ ...input, id: old.id });
  }
  const named = new Set(file.rules.map(({ name }) => name));
  plan.others = rules.filter(({ name }) => !named.has(name));
  return { plan, problems };
}

const unclear = (what: string, name: string, count: number): string =>
  count === 0
    ? `there is no ${what} “${name}”`
    : `there are ${count} ${what === 'policy' ? 'policies' : 'rules'} “${name}”`;

/** A rule without what its store knows of it. */
const inputOf = (rule: RuleInput): RuleInput => ruleInputSchema.parse(rule);
