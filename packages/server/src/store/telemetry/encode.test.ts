import type { Content, Json } from '@pharos/core/content';
import type { Attributes, AttributeValue, Span } from '@pharos/core/span';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aSpan } from '../../testing/spans.ts';
import { NO_ROWS } from './contract.ts';
import type { Driver } from './driver.ts';
import { RowEncoder } from './encode.ts';
import { type StoredPayload, type StoredRow, storedSpan } from './stored-span.ts';
import { openTestEngine } from './testing/engines.ts';
import { NO_FOLDING } from './testing/no-folding.ts';
import { EngineWriter } from './writer.ts';

let driver: Driver;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ driver, close } = await openTestEngine());
});
afterAll(() => close());

interface Row extends StoredRow, StoredPayload {
  input_preview: string;
  output_preview: string;
}

let next = 0;
/** Encodes, stores and reads one span. */
async function store(facts: Partial<Span>): Promise<Row> {
  const spanId = `span-${next++}`;
  const encoder = new RowEncoder();
  encoder.span(aSpan({ ...facts, spanId }), { projectId: 'p', apiKeyId: 'key', version: 1n });
  const { spanRows, payloadRows } = encoder.take();
  const writer = new EngineWriter(driver, NO_FOLDING);
  await writer.append({ ...NO_ROWS, spans: [spanRows], payloads: [payloadRows] });
  const [span] = await driver.query<Row>(
    'SELECT *, toUnixTimestamp64Nano(start_time) AS start_ns FROM spans WHERE span_id = {spanId:String}',
    { spanId },
  );
  const [payload] = await driver.query<Row>(
    'SELECT input, output, details FROM payloads WHERE span_id = {spanId:String}',
    {
      spanId,
    },
  );
  return { ...(span as Row), input: '', output: '', details: '', ...payload };
}
const attributes = (entries: Iterable<[string, AttributeValue]>): Attributes => new Map(entries);

test('a value of fifty million characters is cut with a mark', async () => {
  const huge = '世'.repeat(50_000_000);
  const row = await store({
    input: { messages: [{ role: 'user', parts: [{ type: 'text', text: huge }] }] },
    output: { text: huge },
    attributes: attributes([['huge', huge]]),
    statusMessage: huge,
  });
  const { input, output, attributes: stored } = storedSpan(row, row);
  const cut = (text: string, limit: number) => {
    expect(text).toMatch(/世… \[cut: 50000000 characters\]$/);
    expect(text.length).toBeLessThanOrEqual(limit);
  };
  cut((output as { text: string }).text, 1_000_000);
  const message = (input as { messages: { parts: { text: string }[] }[] }).messages[0];
  cut(message?.parts[0]?.text ?? '', 1_000_000);
  cut(stored.get('huge') as string, 16_384);
});

test('a list of a million items and ten thousand levels end with a mark', async () => {
  let deep: Json = 'core';
  for (let i = 0; i < 10_000; i++) deep = [deep];
  const row = await store({ input: { json: Array(1_000_000).fill('item') }, output: { json: deep } });
  expect(row.input.length).toBeLessThan(2_000_000);
  expect(JSON.parse(row.input).json.at(-1)).toMatch(/^… \[cut: \d+ more\]$/);
  expect(row.output).toContain('[cut: nested too deep]');
});

test('what was cut is stored again as it is', async () => {
  const first = storedSpan(
    (await store({
      input: { text: 'x'.repeat(5_000_000) },
      attributes: attributes([['a', 'y'.repeat(50_000)]]),
    })) as Row,
    undefined,
  );
  const row = await store({ input: { text: 'x'.repeat(5_000_000) }, attributes: first.attributes });
  const again = await store({ ...storedSpan(row, row) });
  expect(again.input).toBe(row.input);
  expect(again.attrs).toEqual(row.attrs);
});

test('of too many attributes the first thousand are kept, with a mark', async () => {
  const many = attributes(Array.from({ length: 20_000 }, (_, i) => [`key-${i}`, 'v']));
  const { attrs } = await store({ attributes: many });
  expect(Object.keys(attrs)).toHaveLength(1001);
  expect(attrs).toMatchObject({ 'key-999': 'v', '…': '[cut: 19000 more]' });
});

test('lone surrogates and NUL do not break a row or its neighbours', async () => {
  const row = await store({
    name: 'a\ud800b',
    userId: '\0',
    input: { text: 'x\udc00' },
    attributes: attributes([['\ud800', '\udfff\0']]),
  });
  expect(row).toMatchObject({ name: 'a\ufffdb', user_id: '\0', attrs: { '\ufffd': '\ufffd\0' } });
  expect(JSON.parse(row.input).text).toHaveLength(2);
});

test('words are stored as they are written, not as escapes', async () => {
  expect((await store({ input: { text: '你好 "quoted"' } })).input).toBe('{"text":"你好 \\"quoted\\""}');
});

test('big integers, booleans, null, lists and objects keep their types', async () => {
  const values: [string, AttributeValue][] = [
    ['big', 2n ** 60n],
    ['yes', true],
    ['none', null],
    ['list', [1, 'a', 2n ** 60n]],
    ['__proto__', { a: 1 }],
    ['number', 1.5],
    ['text', '1.5'],
  ];
  const row = await store({ attributes: attributes(values) });
  expect(row.attrs_json).toMatchObject({
    big: '1152921504606846976',
    yes: 'true',
    list: '[1,"a",1152921504606846976]',
  });
  const stored = storedSpan(row, row).attributes;
  expect(stored.get('big')).toBe(2n ** 60n);
  expect(stored.get('yes')).toBe(true);
  expect(stored.get('__proto__')).toEqual({ a: 1 });
  expect([stored.get('number'), stored.get('text')]).toEqual([1.5, '1.5']);
});

test.each([
  ['0', '0'],
  ['0.000000000001', '0.000000000001'],
  ['999.999999999999', '999.999999999999'],
  ['1000.000000000001', '1000.000000000001'],
  ['123456.5', '123456.5'],
  ['-3.25', '-3.25'],
  ['99999999', '999999.999999999999'],
  ['1.0000000000019', '1.000000000001'],
  ['not money', '0'],
])('the amount %s is stored as %s', async (total, stored) => {
  const { cost_total } = await store({ cost: { total, currency: 'USD', priceId: 'x', priceVersion: '' } });
  expect(cost_total).toBe(stored);
});

test.each<[string, Content, string, string]>([
  [
    'the last words of the user and of the assistant',
    {
      messages: [
        { role: 'user', parts: [{ type: 'text', text: 'first' }] },
        { role: 'user', parts: [{ type: 'text', text: '  two\n\nlines ' }] },
        { role: 'assistant', parts: [{ type: 'text', text: 'answer' }] },
      ],
    },
    'two lines',
    'answer',
  ],
  [
    'the tool that was called when nobody spoke',
    { messages: [{ role: 'assistant', parts: [{ type: 'toolCall', name: 'search', arguments: {} }] }] },
    'search()',
    'search()',
  ],
  ['JSON as it is', { json: { a: '订单' } }, '{"a":"订单"}', '{"a":"订单"}'],
  ['at most 200 whole characters', { text: `${'x'.repeat(199)}🚀` }, 'x'.repeat(199), 'x'.repeat(199)],
])('a preview shows %s', async (_, content, input, output) => {
  expect(await store({ input: content, output: content })).toMatchObject({
    input_preview: input,
    output_preview: output,
  });
});

test('a span that cannot be encoded leaves its neighbours whole', async () => {
  const encoder = new RowEncoder();
  const sender = { projectId: 'p', apiKeyId: 'key', version: 1n };
  const good = aSpan({ spanId: 'good-1', input: { text: 'a' } });
  const first = encoder.span(good, sender);
  const broken = { ...good, spanId: 'broken', resource: undefined } as unknown as Span;
  expect(() => encoder.span(broken, sender)).toThrow(TypeError);
  const second = encoder.span({ ...good, spanId: 'good-2' }, sender);
  expect(second.spanRowEnd).toBe(2 * first.spanRowEnd);
  expect(second.payloadRowEnd).toBe(2 * first.payloadRowEnd);
});
