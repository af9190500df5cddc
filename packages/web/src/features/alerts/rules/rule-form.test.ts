import { ruleInputSchema } from '@pharos/core/alerts/rule';
import { ALERT_TEMPLATES } from '@pharos/core/alerts/templates';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formOf, formOfTemplate, NEW_RULE, parseForm, withMetric } from './rule-form.ts';

const more = [
  { kind: 'quotas', percent: 90, quota: 'q1' },
  { kind: 'agents', states: ['stuck'], agent: 'shop' },
  { kind: 'errors', happenings: ['new'], filters: [{ field: 'model', op: '=', values: ['a b'] }] },
  {
    ...{ kind: 'metric', metric: 'cost', by: ['user'], search: 'refund', maxGroups: 7 },
    condition: { kind: 'change', against: 'day', percent: 12.5, recoveryPercent: 3, leastChange: 0.07 },
  },
  {
    ...{ kind: 'metric', metric: 'successRate' },
    condition: {
      ...{ kind: 'burnRate', objective: 0.9995 },
      windows: [{ longSeconds: 7200, shortSeconds: 600, factor: 9 }],
    },
  },
].map((watch, i) => ({ watch, name: `rule ${i}`, delaySeconds: 90, labels: { team: 'a=b', tier: '1' } }));
const rules = [...ALERT_TEMPLATES.map(({ rule }) => ({ ...rule, name: 'n' })), ...more].map((rule) =>
  ruleInputSchema.parse(rule),
);

test('a rule that is opened and saved stays as it is', () => {
  for (const rule of rules) expect(parseForm(formOf(rule))).toEqual({ document: rule });
});

test('labels are kept, whatever they are', () => {
  const labels = fc.dictionary(fc.stringMatching(/^[A-Za-z_][\w.]{0,9}$/), fc.string({ maxLength: 20 }), {
    maxKeys: 5,
  });
  fc.assert(
    fc.property(labels, (labels) => {
      const rule = ruleInputSchema.parse({ ...rules[0], labels: { ...labels } });
      expect(parseForm(formOf(rule))).toEqual({ document: rule });
    }),
  );
});

test('a limit does not outlive the unit that it was typed in', () => {
  const form = { ...NEW_RULE, typed: { ...NEW_RULE.typed, limit: '5' } };
  expect(withMetric(form, 'successRate').typed).toBeUndefined();
  expect(withMetric(form, 'cost').typed?.limit).toBe('');
});

test('a template is a rule at once, named in the language of its reader', () => {
  for (const template of ALERT_TEMPLATES) {
    const parsed = parseForm(formOfTemplate(template, 'zh-CN'));
    expect(parsed).toMatchObject({ document: template.rule });
    expect('document' in parsed && parsed.document.name).toMatch(/[一-鿿]/);
  }
});

test('shares are typed in percent, durations with their unit', () => {
  const typed = { ...NEW_RULE.typed, limit: '5' };
  expect(parseForm({ ...NEW_RULE, name: 'n', window: '2 h', for: '90 s', typed })).toMatchObject({
    document: { forSeconds: 90, watch: { windowSeconds: 7200, condition: { limit: 0.05 } } },
  });
});

test.each([
  ['no name', {}, 'name'],
  ['no limit', { name: 'n' }, 'watch.condition.limit'],
  ['a window that is none', { name: 'n', window: 'long' }, 'watch.windowSeconds'],
  [
    'a short window that is longer than its long one',
    {
      ...{ name: 'n', metric: 'successRate', condition: 'burnRate' as const },
      windows: [{ long: '1 h', short: '2 h', factor: '6' }],
    },
    'watch.condition.windows.0.shortSeconds',
  ],
  ['more groups than there may be', { name: 'n', maxGroups: '9999' }, 'watch.maxGroups'],
  ['a delay of hours', { name: 'n', delay: '2 h' }, 'delaySeconds'],
  ['a label that is none', { name: 'n', labels: '9=a' }, 'labels'],
  ['errors that are searched', { name: 'n', kind: 'errors' as const, filter: 'timeout' }, 'watch.filters'],
  ['a runbook that is no address', { name: 'n', runbook: 'see wiki' }, 'runbook'],
])('what is wrong is known by its place: %s', (_, patch, path) => {
  const parsed = parseForm({ ...NEW_RULE, ...patch });
  expect('problems' in parsed && parsed.problems.at(path)).toBe(true);
});
