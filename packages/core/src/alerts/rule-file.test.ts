import fc from 'fast-check';
import { expect, test } from 'vitest';
import { METRICS } from '../metrics.ts';
import { ruleInputSchema } from './rule.ts';
import { planRules, ruleFileOf, ruleFileSchema } from './rule-file.ts';
import { ALERT_TEMPLATES } from './templates.ts';

const policies = [
  { id: 'p1', name: 'by day' },
  { id: 'p2', name: 'by night' },
];
const rules = fc
  .uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[a-z]{1,8}$/),
      template: fc.constantFrom(...ALERT_TEMPLATES),
      policy: fc.constantFrom(null, 'p1', 'p2'),
      forSeconds: fc.nat(86_400),
    }),
    { selector: ({ name }) => name, maxLength: 8 },
  )
  .map((all) =>
    all.map(({ template, ...own }) => ({
      ...ruleInputSchema.parse({ ...template.rule, ...own }),
      id: `id of ${own.name}`,
    })),
  );

test('a project that is written to a file and read from it stays as it is', () => {
  fc.assert(
    fc.property(rules, (kept) => {
      const file = ruleFileSchema.parse(JSON.parse(JSON.stringify(ruleFileOf(kept, policies))));
      const { plan, problems } = planRules(file, kept, policies);
      expect(problems).toEqual([]);
      expect(plan).toMatchObject({ made: [], changed: [], others: [] });
      expect(plan.unchanged).toHaveLength(kept.length);
    }),
  );
});

test('a file makes any project the one that it was written from', () => {
  fc.assert(
    fc.property(rules, rules, (wanted, kept) => {
      const { plan } = planRules(ruleFileOf(wanted, policies), kept, policies);
      const after = [...plan.made, ...plan.changed, ...plan.unchanged];
      expect(ruleFileOf(after, policies)).toEqual(ruleFileOf(wanted, policies));
      const gone = new Set(plan.others.map(({ name }) => name));
      expect(kept.filter(({ name }) => !wanted.some((each) => each.name === name))).toHaveLength(gone.size);
    }),
  );
});

test('what a file names that is not there, or is there twice, is told with its place', () => {
  const [template] = ALERT_TEMPLATES;
  const rule = (name: string, policy: string | null = null) =>
    ruleInputSchema.parse({ ...template?.rule, name, policy });
  const twice = [
    { ...rule('a'), id: '1' },
    { ...rule('a'), id: '2' },
  ];
  const file = ruleFileSchema.parse({ version: 1, rules: [rule('a'), rule('b', 'nobody')] });
  expect(planRules(file, twice, policies).problems).toEqual([
    { path: ['rules', 0, 'name'], message: 'there are 2 rules “a”' },
    { path: ['rules', 1, 'policy'], message: 'there is no policy “nobody”' },
  ]);
  const doubled = ruleFileSchema.safeParse({ version: 1, rules: [rule('a'), rule('a')] });
  expect(doubled.error?.issues.map(({ path }) => path)).toEqual([['rules', 1, 'name']]);
});

test('there are twelve templates, each of a name of its own, in both languages, by metrics that are there', () => {
  expect(new Set(ALERT_TEMPLATES.map(({ name }) => name)).size).toBe(12);
  const known = new Set(METRICS.map(({ name }) => name));
  for (const { title, about, rule } of ALERT_TEMPLATES) {
    expect([typeof title, typeof about]).toEqual(['object', 'object']);
    if (rule.watch.kind === 'metric') expect(known).toContain(rule.watch.metric);
  }
});
