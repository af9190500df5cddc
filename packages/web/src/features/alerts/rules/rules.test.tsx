import { type RuleInput, ruleInputSchema } from '@pharos/core/alerts/rule';
import type { Question } from '@pharos/core/question';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const BY = { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'Ada' };
const HOUR = 3_600_000;

const STANDING = { evaluatedAt: '2026-01-01T00:00:00Z', error: null, groups: { ok: 3, firing: 2 } };

let server: ApiServer;
let rules: (RuleInput & typeof BY & { id: string })[];
beforeEach(async () => {
  setLanguage('en');
  rules = [];
  server = await startApiServer(({ path, method, body }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/alerts/rules/standings')
      return { body: { data: rules.map(({ id }) => ({ ruleId: id, ...STANDING })) } };
    if (path === '/api/v1/alerts/policies') return { body: { data: [] } };
    if (path === '/api/v1/metrics') return { body: { data: [] } };
    if (path === '/api/v1/questions') {
      const { questions } = body as { questions: Question[] };
      return { lines: questions.map((question, index) => ({ index, answer: answerTo(question) })) };
    }
    if (path === '/api/v1/alerts/rules' && method === 'GET') return { body: { data: rules } };
    if (path === '/api/v1/alerts/rules') {
      rules = [{ ...ruleInputSchema.parse(body), ...BY, id: 'r1' }];
      return { status: 201, body: rules[0] };
    }
    if (path === '/api/v1/alerts/rules/r1' && method === 'PUT') {
      rules = [{ ...ruleInputSchema.parse(body), ...BY, id: 'r1' }];
      return { body: rules[0] };
    }
    return undefined;
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

/** A tenth of all failed, but for two hours, in which it was a half. */
function answerTo({ from, to, metrics, bucketSeconds = 3600 }: Question) {
  const width = bucketSeconds * 1000;
  const count = Math.floor((Date.parse(to) - Date.parse(from)) / width);
  const buckets = Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(from) + i * width).toISOString(),
  );
  const rates = buckets.map((at) =>
    Date.parse(at) >= Date.parse(to) - 3 * HOUR && Date.parse(at) < Date.parse(to) - HOUR ? 0.5 : 0.1,
  );
  const figures = (metric: string) => (metric === 'errorRate' ? rates : buckets.map(() => 100));
  const points = Object.fromEntries(metrics.map((metric) => [metric, figures(metric)]));
  const totals = Object.fromEntries(metrics.map((metric) => [metric, 0.1]));
  return {
    ...{ from, to, bucketSeconds, buckets },
    series: [{ group: [], other: false, totals, exact: {}, points }],
  };
}

const field = (name: string) => screen.getByRole('textbox', { name });
const type = (name: string, value: string) => fireEvent.change(field(name), { target: { value } });

test('a rule is made: what is wrong stands beside its field, and it is told when it would have fired', async () => {
  openApp('/p/p1/alerts/rules/new');
  fireEvent.click(await screen.findByRole('button', { name: 'Create rule' }, PATIENCE));
  const problems = screen.getAllByRole('alert').map(({ textContent }) => textContent);
  expect(problems).toEqual(['Name it, in at most 120 characters.', 'A number that fits the others.']);

  type('Name', 'Too many errors');
  type('Limit, %', '20');
  await screen.findByText(/It would have fired once, for 2.?h/, {}, PATIENCE);
  expect(screen.getByRole('list', { name: 'Times it would have fired' }).textContent).toMatch(/^All/);
  fireEvent.change(screen.getByRole('slider', { name: 'Move the limit' }), { target: { value: '0.55' } });
  await screen.findByText('It would not have fired.', {}, PATIENCE);
  expect((field('Limit, %') as HTMLInputElement).value).toBe('55');

  fireEvent.click(screen.getByRole('button', { name: 'Create rule' }));
  const table = await screen.findByRole('table', { name: 'Rules' }, PATIENCE);
  expect(within(table).getByText(/^Error rate > 55.?% in 5 min$/)).toBeDefined();
  expect(rules).toMatchObject([{ name: 'Too many errors', watch: { condition: { limit: 0.55 } } }]);

  expect(await within(table).findByText('firing', {}, PATIENCE)).toBeDefined();
  fireEvent.click(within(table).getByRole('checkbox', { name: 'Too many errors: on' }));
  await vi.waitFor(() => expect(rules[0]?.enabled).toBe(false), PATIENCE);
});

test('what few rules say is folded away until it is wrong; a burn rate has its windows', async () => {
  openApp('/p/p1/alerts/rules/new');
  const kind = await screen.findByRole('combobox', { name: 'It is bad when the figure' }, PATIENCE);
  fireEvent.change(kind, { target: { value: 'burnRate' } });
  const [long] = screen.getAllByRole('textbox', { name: 'Over' });
  if (long) fireEvent.change(long, { target: { value: '1 min' } });
  const folded = screen.getByText('More').closest('details');
  expect(folded?.open).toBe(false);
  fireEvent.change(screen.getByLabelText('Waits for data'), { target: { value: '2 h' } });
  fireEvent.click(screen.getByRole('button', { name: 'Create rule' }));
  expect(screen.getByText('Shorter than the other.')).toBeDefined();
  expect(screen.getByText('A time of at most an hour.')).toBeDefined();
  expect(folded?.open).toBe(true);
});

test('what left its band elsewhere opens as a rule for the next time that it does', async () => {
  openApp('/p/p1/alerts/rules/new?name=gpt%3A%20slow&metric=modelLatencyP95&filter=model%3Agpt');
  fireEvent.click(await screen.findByRole('button', { name: 'Create rule' }, PATIENCE));
  await screen.findByRole('table', { name: 'Rules' }, PATIENCE);
  expect(rules).toMatchObject([
    {
      name: 'gpt: slow',
      watch: {
        ...{ metric: 'modelLatencyP95', windowSeconds: 3600, condition: { kind: 'anomaly' } },
        filters: [{ field: 'model', op: '=', values: ['gpt'] }],
      },
    },
  ]);
});

test('a template opens as a form that is filled, in the language of the reader', async () => {
  setLanguage('zh-CN');
  openApp('/p/p1/alerts/rules');
  fireEvent.click(await screen.findByText('模型供应商不可用', {}, PATIENCE));
  const name = (await screen.findByRole('textbox', { name: '名称' }, PATIENCE)) as HTMLInputElement;
  expect(name.value).toBe('模型供应商不可用');
  expect((screen.getByRole('textbox', { name: '阈值，%' }) as HTMLInputElement).value).toBe('80');
});
