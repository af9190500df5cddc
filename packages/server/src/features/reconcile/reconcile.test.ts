import { readingSchema, reconciliationSchema, statementSchema } from '@pharos/core/api/reconcile';
import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aModelCall, aSpan } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';
import { readFiles } from './read-files.ts';

const ns = (iso: string) => BigInt(Date.parse(iso)) * 1_000_000n;
const cost = (total: string): Span['cost'] => ({ total, currency: 'USD', priceId: 'a/b', priceVersion: '' });
let made = 0;
const call = (at: string, facts: Partial<Span> = {}): Span => {
  made += 1;
  return aModelCall({
    ...{ traceId: `trace${made}`, spanId: `span${made}`, startNs: ns(at), endNs: ns(at) + 1_000_000_000n },
    ...{
      model: 'gpt-4o-2024-08-06',
      usage: { input: 60, cachedRead: 40, output: 15, reasoning: 5, total: 120 },
    },
    cost: cost('0.0005'),
    ...facts,
  });
};

const USAGE = [
  'start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,model,input_tokens,output_tokens,input_cached_tokens,input_uncached_tokens',
  '1777593600,1777680000,2026-05-01T00:00:00+00:00,2026-05-02T00:00:00+00:00,proj,3.0,gpt-4o-2024-08-06,300.0,60.0,120.0,180.0',
  '1777680000,1777766400,2026-05-02T00:00:00+00:00,2026-05-03T00:00:00+00:00,,,,,,,',
  '1777766400,1777852800,2026-05-03T00:00:00+00:00,2026-05-04T00:00:00+00:00,proj,1.0,"gpt-5-mini-2025-08-07",50,10,0,50',
].join('\n');
const COSTS = [
  'start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item',
  '1777593600,1777680000,,,0.0010,usd,"gpt-4o-2024-08-06, input"',
  '1777593600,1777680000,,,0.0005,usd,"gpt-4o-2024-08-06, output"',
  '1777766400,1777852800,,,0.25,usd,"gpt-5-mini-2025-08-07, output"',
].join('\r\n');
const deep = `${'{"data":['.repeat(100_000)}${']}'.repeat(100_000)}`;
const files = [
  { name: 'completions_usage.csv', content: `\uFEFF${USAGE}\n` },
  { name: 'cost.csv', content: COSTS },
];

let store: ReadStore;
let test: TestApp;
let url: (path?: string) => string;
beforeAll(async () => {
  store = await openReadStore();
  test = await testApp({}, { telemetry: store.telemetry });
  url = (path = '') => `/api/v1/reconcile${path}${path.includes('?') ? '&' : '?'}project=${test.projectId}`;
  const repeated = call('2026-05-01T10:00:00Z', { kind: 'agent' });
  await store.put(test.projectId, {
    spans: [
      call('2026-05-01T00:00:00Z', { environment: 'production' }),
      call('2026-05-01T12:00:00Z', { environment: 'production' }),
      call('2026-05-01T23:59:59Z', { environment: 'staging' }),
      call('2026-05-03T08:00:00Z', {
        ...{ model: 'gpt-5-mini', usage: { input: 50, output: 10, total: 60 }, cost: undefined },
      }),
      call('2026-05-03T08:00:00Z', { provider: 'azure', cost: cost('7') }),
      call('2026-05-03T08:00:00Z', { model: 'deepseek-chat', cost: cost('8') }),
      aSpan({ traceId: 'plain', startNs: ns('2026-05-01T12:00:00Z') }),
    ],
    uncounted: [repeated],
  });
  await store.put('theirs', { spans: [call('2026-05-01T12:00:00Z')] });
});
afterAll(async () => {
  await test.close();
  await store.close();
});

const imported = async (body: object, by: Client = test.owner) => {
  const answer = await by.post(url(), { ...body });
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([201, expect.any(String)]);
  return answer.as(statementSchema);
};
const compared = async (id: string, query = '') =>
  (await test.owner.get(url(`/${id}${query}`))).as(reconciliationSchema);

describe('importing a statement', () => {
  it('shows what is recognised before anything is kept', async () => {
    const preview = (await test.owner.post(url('/preview'), { files })).as(readingSchema);
    expect(preview).toMatchObject({
      ...{ provider: 'openai', zone: 'UTC', from: '2026-05-01', to: '2026-05-03', problems: [] },
      ...{ requests: 4, tokens: 420, costs: [{ currency: 'USD', cost: '0.2515' }] },
      models: ['gpt-4o-2024-08-06', 'gpt-5-mini-2025-08-07'],
      files: [
        { name: 'completions_usage.csv', form: 'openai-usage', rows: 3, empty: 1, left: 0 },
        { name: 'cost.csv', form: 'openai-costs', rows: 3, empty: 0, left: 0 },
      ],
    });
    expect((await test.owner.get(url())).at('data')).toEqual([]);
  });

  it('keeps it, lists the latest first, and deletes it', async () => {
    const first = await imported({ name: 'May', files });
    test.clock.advance(1000);
    const second = await imported({ files });
    const list = (await test.owner.get(url())).as(z.object({ data: z.array(statementSchema) })).data;
    expect(list.map(({ id, name }) => [id, name])).toEqual([
      [second.id, 'completions_usage.csv'],
      [first.id, 'May'],
    ]);
    expect(list[1]).toEqual(first);
    expect((await test.owner.delete(url(`/${second.id}`))).status).toBe(204);
    expect((await test.owner.delete(url(`/${second.id}`))).status).toBe(404);
    expect((await test.owner.get(url(`/${second.id}`))).status).toBe(404);
    expect((await test.owner.get(url())).at('data.length')).toBe(1);
  });

  it('names rows by their line, and loses nothing else', async () => {
    const content = USAGE.replace('3.0,gpt-4o', 'three,gpt-4o').concat('\nyesterday,,,,,1,x,1,1,0,1');
    const preview = await test.owner.post(url('/preview'), { files: [{ name: 'a.csv', content }] });
    expect(preview.at('problems')).toEqual([
      { file: 'a.csv', at: '2', column: 'num_model_requests', value: 'three', problem: 'count' },
      { file: 'a.csv', at: '5', column: 'start_time', value: 'yesterday', problem: 'day' },
    ]);
    expect([preview.at('tokens'), preview.at('files.0.left')]).toEqual([60, 2]);
  });

  it('reads what is separated by semicolons or tabs, quoted over lines', async () => {
    const mapping = { day: 'Tag', model: 'Modell', output: 'Aus' };
    const content = 'Tag;Modell;Aus\n2026-05-01;"a\nb";7\n2026-05-02;c;8';
    const preview = await test.owner.post(url('/preview'), { files: [{ name: 'a', content }], mapping });
    expect(preview.at('models')).toEqual(['a\nb', 'c']);
    expect(preview.at('problems')).toEqual([]);
    const tabs = await test.owner.post(url('/preview'), {
      files: [{ name: 'a', content: content.replaceAll(';', '\t') }],
      mapping,
    });
    expect([tabs.at('tokens'), tabs.at('zoneTold'), tabs.at('files.0.form')]).toEqual([15, false, 'mapped']);
  });

  it.each([
    [
      'no form',
      [{ name: 'a.csv', content: 'x,y\n1,2' }],
      /“a\.csv” is none of the exports.*columns are x, y/,
    ],
    ['empty', [{ name: 'a.csv', content: '' }], /“a\.csv” is empty/],
    [
      'a quote that is left open',
      [{ name: 'a.csv', content: `${USAGE}\n1777852800,,,,proj,1,"gpt-4o,1,1,0,1\n` }],
      /“a\.csv” is a broken CSV: at line 5/,
    ],
    [
      'a row without an end',
      [{ name: 'a.csv', content: `${USAGE}\n"${'x\n'.repeat(50_000)}"` }],
      /“a\.csv” is a broken CSV/,
    ],
    ['JSON without a bottom', [{ name: 'a.json', content: deep }], /none of the exports/],
    ['broken JSON', [{ name: 'a.json', content: '{"data": [' }], /no JSON/],
    ['other JSON', [{ name: 'a.json', content: '{"usage": 1}' }], /none of the exports.*none/],
    ['nothing in it', [{ name: 'a.csv', content: USAGE.split('\n', 1)[0] ?? '' }], /no usage and no cost/],
    ['the same file twice', [files[0], files[0]], /given twice/],
    [
      'two providers',
      [files[0], { name: 'd.csv', content: 'utc_date,model,cost,currency\n20260501,x,1,CNY' }],
      /“d\.csv” is of another provider/,
    ],
  ])('says what is wrong: %s', async (_, wrong, message) => {
    const answer = await test.owner.post(url(), { files: wrong });
    expect([answer.status, answer.at('error.code')]).toEqual([400, 'invalid_request']);
    expect(answer.at('error.message')).toMatch(message);
  });

  it('is for members; viewers and keys that read may look', async () => {
    const { id } = await imported({ files });
    const viewer = await test.aMember('viewer');
    const key = test.withKey(await test.aKey(['read']));
    const strangers = (await test.aSecondProject()).owner;
    for (const who of [viewer, key]) {
      expect((await who.get(url(`/${id}`))).status).toBe(200);
      for (const path of ['', '/preview']) expect((await who.post(url(path), { files })).status).toBe(403);
      expect((await who.delete(url(`/${id}`))).status).toBe(403);
    }
    await imported({ files }, await test.aMember('member'));
    expect((await strangers.get(url(`/${id}`))).status).toBe(404);
    expect((await test.nobody.get(url(`/${id}`))).status).toBe(401);
  });

  it('reads a large file in turns with others, and refuses one that is too large', async () => {
    const [header = '', row = ''] = USAGE.split('\n');
    const content = [header, ...Array.from({ length: 12_000 }, () => row)].join('\n');
    let turns = 0;
    const beat = setInterval(() => {
      turns += 1;
    }, 1);
    const { lines } = await readFiles(
      { files: [{ name: 'large.csv', content }] },
      new AbortController().signal,
    );
    clearInterval(beat);
    expect(lines).toMatchObject([{ requests: 36_000 }]);
    expect(turns).toBeGreaterThan(5);
    const tooLarge = await test.owner.post(url(), { files: [{ name: 'a', content: 'x'.repeat(19 << 20) }] });
    expect([tooLarge.status, tooLarge.at('error.code')]).toEqual([413, 'payload_too_large']);
  });
});

it('reading ends when nobody waits for it any more', async () => {
  const [header = '', row = ''] = USAGE.split('\n');
  const content = [header, ...Array.from({ length: 12_000 }, () => row)].join('\n');
  const left = new AbortController();
  const reading = readFiles({ files: [{ name: 'large.csv', content }] }, left.signal);
  left.abort(new Error('gone'));
  await expect(reading).rejects.toThrow('gone');
});

describe('comparing', () => {
  it('agrees where both agree, counts each token once, and says what is unpriced', async () => {
    const { id } = await imported({ files });
    const { comparison } = await compared(id);
    expect(comparison.total).toEqual({
      stated: { requests: 4, input: 230, cachedRead: 120, output: 70, tokens: 420, cost: '0.2515' },
      measured: { requests: 4, input: 230, cachedRead: 120, output: 70, tokens: 420, cost: '0.0015' },
      difference: { requests: 0, input: 0, cachedRead: 0, output: 0, tokens: 0, cost: '0.25' },
    });
    expect(comparison.models.map(({ key, name, difference }) => [key, name, difference.cost])).toEqual([
      ['openai/gpt-5-mini', 'gpt-5-mini', '0.25'],
      ['openai/gpt-4o', 'gpt-4o-2024-08-06', '0'],
    ]);
    expect(comparison.causes).toMatchObject([
      { kind: 'unpriced', cost: '0.25', share: 1, keys: ['openai/gpt-5-mini'], days: ['2026-05-03'] },
    ]);
  });

  it('by other days, of some spans only, and with names that mean the same', async () => {
    const { id } = await imported({ files });
    const shanghai = await compared(id, '?zone=Asia%2FShanghai');
    const days = shanghai.comparison.cells.map(({ day, measured }) => [day, measured.requests]);
    expect([shanghai.zone, new Map(days as [string, number][])]).toEqual([
      'Asia/Shanghai',
      new Map([
        ['2026-05-01', 2],
        ['2026-05-02', 1],
        ['2026-05-03', 1],
      ]),
    ]);
    const production = await compared(id, '?filter=environment%3Aproduction');
    expect(production.comparison.total.measured).toMatchObject({ requests: 2, cost: '0.001' });
    const same = await compared(id, '?same=gpt-5-mini-2025-08-07%3Dgpt-4o');
    expect(same.comparison.models.map(({ key }) => key)).toContain('openai/gpt-4o');
    for (const wrong of ['zone=Nowhere', 'filter=refund', 'filter=nothing%3Ahere', 'same=a'])
      expect((await test.owner.get(url(`/${id}?${wrong}`))).status).toBe(400);
  });

  it('turns currencies into dollars by the project’s own rates, and says which it cannot', async () => {
    const deepseek = 'utc_date,model,wallet_type,cost,currency\n20260503,deepseek-chat,Paid,50,CNY\n';
    const { id } = await imported({ files: [{ name: 'cost-2026-5.csv', content: deepseek }] });
    expect((await compared(id)).comparison).toMatchObject({
      currencies: [{ currency: 'CNY', cost: '50', inDollars: false }],
      total: { difference: {} },
    });
    await test.owner.put(`/api/v1/projects/${test.projectId}/exchange-rates`, {
      ...{ currency: 'CNY', from: '2026-05-01', usd: '0.16' },
    });
    expect((await compared(id)).comparison.total).toEqual({
      ...{ stated: { cost: '8' }, measured: { cost: '8' }, difference: { cost: '0' } },
    });
  });

  it('by days that begin at a quarter of an hour', async () => {
    const day = 'Day,Model,Out\n2026-06-01,gpt-4o,1\n2026-06-02,gpt-4o,1';
    const mapping = { day: 'Day', model: 'Model', output: 'Out', provider: 'openai', zone: 'Asia/Kathmandu' };
    await store.put(test.projectId, {
      spans: ['10:00', '14:59', '15:00', '15:10'].map((time) => call(`2026-06-01T18:${time}Z`)),
    });
    const { id } = await imported({ files: [{ name: 'a.csv', content: day }], mapping });
    const { comparison } = await compared(id);
    expect(comparison.cells.map(({ day, measured }) => [day, measured.output]).sort()).toEqual([
      ['2026-06-01', 40],
      ['2026-06-02', 40],
    ]);
  });

  it('is a file for a spreadsheet with every model and day, where an answer holds those most apart', async () => {
    const rows = Array.from({ length: 6_000 }, (_, i) => `2026-07-0${1 + (i % 6)},model-${i},${i}`);
    const content = ['Day,Model,Out', ...rows].join('\n');
    const mapping = { day: 'Day', model: 'Model', output: 'Out', provider: 'openai', zone: 'UTC' };
    const { id } = await imported({ files: [{ name: 'a.csv', content }], mapping });
    const { comparison } = await compared(id);
    expect([comparison.cells.length, comparison.cut]).toEqual([5_000, 1_000]);
    const csv = await test.owner.get(url(`/${id}/export`));
    expect(csv.text.trim().split('\r\n')).toHaveLength(6_001);
  });

  it('is a file for a spreadsheet', async () => {
    const { id } = await imported({ files });
    const csv = await test.owner.get(url(`/${id}/export`));
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const [header = '', ...rows] = csv.text.trim().split('\r\n');
    expect(header.split(',').slice(0, 5)).toEqual([
      ...['day', 'model', 'requests_stated', 'requests_measured', 'requests_difference'],
    ]);
    expect(rows[0]).toBe(
      '2026-05-01,gpt-4o-2024-08-06,3,3,0,180,180,0,120,120,0,,,,60,60,0,360,360,0,0.0015,0.0015,0',
    );
    expect(rows).toHaveLength(2);
  });
});
