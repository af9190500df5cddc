import { type Savings, type Suggestion, savingsSchema } from '@pharos/core/api/savings';
import { sumDecimals } from '@pharos/core/pricing/decimal';
import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aCost, aModelCall, aSpan, failedWith } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

let store: ReadStore;
let app: TestApp;
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const NS = 1_000_000_000n;
const HOUR = 3_600;
/** Seconds before the clock's now. */
const ago = (seconds: number) => BigInt(app.clock.nowMs()) * 1_000_000n - BigInt(seconds) * NS;
let ids = 0;
const id = () => `${++ids}`.padStart(16, '0');

/** A call of gpt-4.1 at its list price, 2 USD a million tokens in and 8 out, in a trace of its own. */
function call(seconds: number, input: number, output: number, facts: Partial<Span> = {}): Span {
  const micros = (amount: number) => `0.${String(amount).padStart(6, '0')}`;
  const startNs = ago(seconds);
  const spanId = id();
  return aModelCall({
    ...{ traceId: `trace-${spanId}`, spanId, startNs, endNs: startNs + NS },
    usage: { input, output, total: input + output },
    cost: {
      ...{ input: micros(input * 2), output: micros(output * 8), total: micros(input * 2 + output * 8) },
      ...{ currency: 'USD', priceId: 'openai/gpt-4.1', priceVersion: '' },
    },
    ...facts,
  });
}
const times = <Item>(count: number, make: (i: number) => Item): Item[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** A prompt that takes 8,000 bytes where it is stored, all but the last few of which are the same. */
function sharedPrompt(i: number): Span['input'] {
  const prompt = (text: string) => ({
    messages: [
      { role: 'system' as const, parts: [{ type: 'text' as const, text }] },
      { role: 'user' as const, parts: [{ type: 'text' as const, text: `question ${i + 100}` }] },
    ],
  });
  const around = JSON.stringify(prompt('')).length;
  return prompt('Be kind. '.repeat(1_000).slice(0, 8_000 - around));
}

const planted = (): Span[] => [
  // Forty prompts of 2,000 tokens, ten seconds apart, that share their first 7,900 of 8,000 bytes.
  ...times(40, (i) => call(HOUR - 10 * i, 2_000, 400, { agentName: 'faq', input: sharedPrompt(i) })),
  // Eight conversations of four turns a minute apart, each turn with all before it.
  ...times(8, (s) =>
    times(4, (turn) =>
      call(2 * HOUR - 60 * turn, 2_000 + 600 * turn, 100, { agentName: 'chat', sessionId: `session ${s}` }),
    ),
  ).flat(),
  // Sixty labels.
  ...times(60, (i) => call(3 * HOUR + i, 200, 10, { agentName: 'labels' })),
  // One that failed and was made again, and a run that was cancelled.
  aSpan({ traceId: 'again', spanId: 'again', kind: 'agent', name: 'plan', startNs: ago(4 * HOUR) }),
  call(4 * HOUR, 1, 1, {
    traceId: 'again',
    parentSpanId: 'again',
    cost: aCost('0.5'),
    agentName: 'planner',
    ...failedWith('Timeout'),
  }),
  call(4 * HOUR - 9, 1, 1, {
    traceId: 'again',
    parentSpanId: 'again',
    cost: aCost('0.5'),
    agentName: 'planner',
  }),
  aSpan({
    traceId: 'left',
    spanId: 'left',
    kind: 'agent',
    name: 'write',
    agentName: 'writer',
    startNs: ago(5 * HOUR),
    ...failedWith('AbortError'),
  }),
  call(5 * HOUR, 1, 1, { traceId: 'left', parentSpanId: 'left', cost: aCost('0.75') }),
  // A prompt of 1,000 tokens that became one of 2,500 in its second version.
  ...times(30, (i) => call(30 * HOUR + i, 1_000, 400, { promptName: 'greet', promptVersion: '1' })),
  ...times(30, (i) => call(6 * HOUR + i, 2_500, 400, { promptName: 'greet', promptVersion: '2' })),
];

const url = (project: string, rest = '') => {
  const now = app.clock.nowMs();
  const range = `from=${new Date(now - 86_400_000).toISOString()}&to=${new Date(now).toISOString()}`;
  return `/api/v1/usage/savings?project=${project}&${range}&least=0${rest}`;
};
async function asked(project: string, rest = '', who: Client = app.owner): Promise<Savings> {
  for (;;) {
    const savings = (await who.get(url(project, `&waitSeconds=25${rest}`))).as(savingsSchema);
    if (savings.state === 'done') return savings;
  }
}
const by = ({ suggestions }: Savings, detector: Suggestion['detector']) =>
  suggestions.filter((each) => each.detector === detector);

describe('what is planted is found', () => {
  let savings: Savings;
  let spans: Span[];
  beforeAll(async () => {
    spans = planted();
    await store.put(app.projectId, { spans });
    savings = await asked(app.projectId);
  });

  test('each cause once, the largest first, with its money to the last digit', () => {
    expect(savings.missing).toEqual([]);
    expect(savings.suggestions.map(({ detector, money }) => [detector, money])).toEqual([
      ['abandoned', '0.75'],
      ['retries', '0.5'],
      // 39 of 40 calls begin with 6,912 of 8,000 bytes, 1,728 of 2,000 tokens: at 2.00 less 0.50 a million.
      ['prefixes', '0.101088'],
      // In each of 8 conversations 2,000, 2,600 and 3,200 tokens asked a second time, at the same difference.
      ['histories', '0.0936'],
      // 1,500 tokens more in 30 calls at 2.00 a million.
      ['grownPrompts', '0.09'],
      // 60 times 200 and 10 tokens at 2.00 and 8.00 a million, less the same at 0.40 and 1.60.
      ['shortTasks', '0.02304'],
    ]);
  });

  test('the total is that of all, and of 30 days thirty times that of one', () => {
    expect(savings.money).toBe(sumDecimals(savings.suggestions.map(({ money }) => money)));
    expect(savings.per30Days).toBe(sumDecimals(savings.suggestions.map(({ per30Days }) => per30Days)));
    expect(by(savings, 'abandoned')[0]?.per30Days).toBe('22.5');
  });

  test('what it is a share of is all that was spent in the range', () => {
    const spent = spans
      .filter(({ startNs }) => startNs >= ago(86_400))
      .flatMap(({ cost }) => cost?.total ?? []);
    expect(savings.cost).toBe(sumDecimals(spent));
  });

  test('with words, a filter and the traces behind it', () => {
    const [short] = by(savings, 'shortTasks');
    expect(short).toMatchObject({
      title: 'Try gpt-4.1-mini for the short tasks of labels',
      certainty: 'toTest',
      filter: 'provider:openai model:gpt-4.1 agent:labels name:"chat gpt-4.1"',
    });
    expect(short?.why).toContain('60 calls of gpt-4.1');
    expect(short?.traces).toHaveLength(5);
    expect(short?.traces[0]).toMatchObject({ name: 'chat gpt-4.1', money: '0.000384', cost: '0.00048' });
    expect(by(savings, 'grownPrompts')[0]?.why).toContain('from 1 to 2');
    expect(by(savings, 'prefixes')[0]?.figures).toMatchObject({
      tokens: { count: 1_728 },
      sharing: { share: 39 / 40 },
    });
    expect(by(savings, 'retries')[0]?.traces[0]?.traceId).toBe('again');
  });

  test('nothing changes when all is sent again', async () => {
    await store.put(app.projectId, { spans });
    // An answer is kept for ten minutes.
    app.clock.advance(601_000);
    const again = await asked(app.projectId);
    expect(again.computedAt).not.toBe(savings.computedAt);
    expect(again.suggestions).toEqual(savings.suggestions);
    expect(again.money).toBe(savings.money);
  });

  test('a filter and a threshold leave out the others', async () => {
    const labels = await asked(app.projectId, '&filter=agent:labels');
    expect(labels.suggestions.map(({ detector, money }) => [detector, money])).toEqual([
      ['shortTasks', '0.02304'],
    ]);
    const large = (
      await app.owner.get(url(app.projectId, '&waitSeconds=25').replace('least=0', 'least=10'))
    ).as(savingsSchema);
    expect(large.suggestions.map(({ detector }) => detector)).toEqual(['abandoned', 'retries']);
  });

  test('one that is dismissed is marked with who and counts no more, until it is taken up again', async () => {
    const key = savings.suggestions[0]?.key ?? '';
    const path = `/api/v1/usage/savings/dismissals?project=${app.projectId}`;
    const viewer = await app.aMember('viewer');
    expect((await viewer.post(path, { key })).status).toBe(403);
    const member = await app.aMember('member');
    expect((await member.post(path, { key: 'x' })).status).toBe(400);
    expect((await member.post(path, { key, reason: 'they may leave' })).status).toBe(204);
    const without = await asked(app.projectId);
    expect(without.suggestions[0]?.dismissed).toMatchObject({ by: 'a member', reason: 'they may leave' });
    expect(without.money).toBe(sumDecimals([savings.money, '-0.75']));
    expect((await member.delete(`${path}&key=${key}`)).status).toBe(204);
    expect((await member.delete(`${path}&key=${key}`)).status).toBe(404);
    expect((await asked(app.projectId)).money).toBe(savings.money);
  });
});

test('of a history that would have to be written into a cache, the cost of that is taken off', async () => {
  const { projectId, owner } = await app.aSecondProject();
  const turns = times(8, (s) =>
    times(4, (turn) =>
      call(HOUR - 60 * turn, 2_000 + 600 * turn, 100, {
        ...{
          agentName: 'chat',
          sessionId: `session ${s}`,
          provider: 'anthropic',
          model: 'claude-sonnet-4-5',
        },
      }),
    ),
  ).flat();
  await store.put(projectId, { spans: turns });
  const [found] = by(await asked(projectId, '', owner), 'histories');
  // Of 8 conversations 7,800 tokens at 3.00 less 0.30 a million, less 2,000 and 3 times 600 at 3.75 less 3.00.
  expect(found?.money).toBe('0.14568');
});

test('nothing is suggested where there is nothing to save', async () => {
  const { projectId, owner } = await app.aSecondProject();
  const clean = times(60, (i) => {
    const root = aSpan({
      traceId: `clean ${i}`,
      spanId: `root ${i}`,
      kind: 'agent',
      name: 'write',
      startNs: ago(HOUR + i),
    });
    const usage = { input: 300, cachedRead: 1_500, output: 600, total: 2_400 };
    const input = { text: `${i} `.repeat(2_000) };
    return [
      root,
      call(HOUR + i, 300, 600, { traceId: `clean ${i}`, parentSpanId: `root ${i}`, usage, input }),
    ];
  }).flat();
  await store.put(projectId, { spans: clean });
  const savings = await asked(projectId, '', owner);
  expect(savings.suggestions).toEqual([]);
  expect(savings.money).toBe('0');
  expect(savings.cost).toBe('0.324');
});

test('whoever does not wait is told how far it is, and gets the answer later', async () => {
  const { projectId, owner } = await app.aSecondProject();
  const first = (await owner.get(url(projectId, '&waitSeconds=0'))).as(savingsSchema);
  expect(first).toMatchObject({ state: 'running', suggestions: [], computedAt: null });
  expect(first.progress.done).toBeLessThanOrEqual(first.progress.of);
  expect((await asked(projectId, '', owner)).state).toBe('done');
});

test('a range that ends now is worked out once, however often and whenever one asks meanwhile', async () => {
  const { projectId, owner } = await app.aSecondProject();
  const ask = async () =>
    (await owner.get(`/api/v1/usage/savings?project=${projectId}&waitSeconds=0`)).as(savingsSchema);
  const first = await ask();
  let last = first;
  const soon = async () => {
    app.clock.advance(2_000);
    last = await ask();
    return last.state;
  };
  await expect.poll(soon, { timeout: 20_000 }).toBe('done');
  // Of the range as it was when it was begun.
  expect([last.from, last.to]).toEqual([first.from, first.to]);
});

test('one may say anew why a suggestion is dismissed, also where no other can be dismissed any more', async () => {
  const { projectId, owner } = await app.aSecondProject();
  const keyOf = (i: number) => i.toString(16).padStart(64, '0');
  const dismiss = async (i: number) =>
    (
      await owner.post(`/api/v1/usage/savings/dismissals?project=${projectId}`, {
        key: keyOf(i),
        reason: 'known',
      })
    ).status;
  await app.records
    .insertInto('savingDismissals')
    .values(
      times(999, (i) => ({
        ...{ projectId, key: keyOf(i), reason: '', dismissedBy: '', dismissedAt: new Date(0) },
      })),
    )
    .execute();
  expect(await dismiss(999)).toBe(204);
  expect(await dismiss(1_000)).toBe(409);
  expect([await dismiss(999), await dismiss(0)]).toEqual([204, 204]);
});
