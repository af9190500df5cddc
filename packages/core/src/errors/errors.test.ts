import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { topFrame } from './frame.ts';
import { errorIdentity, errorKey } from './identity.ts';
import { messageTemplate } from './message.ts';

describe('the template of a message', () => {
  it.each([
    [
      'Rate limit reached for gpt-4.1 in organization org-Ab12cd34Ef56 on tokens per min (TPM): Limit 30000, Used 29,871. Please try again in 1.37s.',
      'Rate limit reached for gpt-4.1 in organization <id> on tokens per min (TPM): Limit <n>, Used <n>. Please try again in <n>s.',
    ],
    [
      'Error code: 429 - too many requests (req_011CSHoEeqs5C35K2UUqR7Fy)',
      'Error code: 429 - too many requests (<id>)',
    ],
    ['Request failed with status code 503', 'Request failed with status code 503'],
    ['429 Too Many Requests: retry in 20s', '429 Too Many Requests: retry in <n>s'],
    [
      '422 Unprocessable Entity: no order SA-17B-48213, UTF-8 expected',
      '422 Unprocessable Entity: no order <id>, UTF-8 expected',
    ],
    ['no order "#sa-21c-23743", nor gpt-5-mini', 'no order "#<id>", nor gpt-5-mini'],
    ['404 of 500 files are gone', '<n> of <n> files are gone'],
    ['HTTP 502 after 30000ms', 'HTTP 502 after <n>ms'],
    ['connect ECONNREFUSED 10.0.12.7:5432', 'connect ECONNREFUSED <ip>'],
    ['GET https://api.example.com/v1/users/42?token=abc failed', 'GET https://api.example.com failed'],
    ['no user 3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'no user <id>'],
    ['no row of ada@example.com at 2026-11-26T21:57:48.123Z', 'no row of <email> at <time>'],
    ["KeyError: 'customer_name'", "KeyError: 'customer_name'"],
    [
      'The model `claude-sonnet-4-5-20250929` does not exist',
      'The model `claude-sonnet-4-5-20250929` does not exist',
    ],
    ['object 0x7f3a91 at deadbeef01 is gone', 'object <id> at <id> is gone'],
    [`unexpected token in "${'x'.repeat(80)}"`, 'unexpected token in <text>'],
    ['线程 17 等待了 250 ms，超时', '线程 <n> 等待了 <n> ms，超时'],
    ['two\n  lines', 'two lines'],
  ])('of %s', (message, template) => {
    expect(messageTemplate(message)).toBe(template);
  });

  it('stays as it is', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom('status ', 'code: ', '<n>', '429', 'req_', '"', ' ', '-', '.', ':', 'a1', 'http://'),
      fc.integer().map(String),
      fc.uuid(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const template = messageTemplate(pieces.join(''));
        expect(messageTemplate(template)).toBe(template);
        expect(template.length).toBeLessThanOrEqual(300);
      }),
      { numRuns: 500 },
    );
  });

  it('tells the same of an error whatever ids and numbers are in it', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.nat(), fc.nat(), (id, other, n, m) => {
        const message = (id: string, n: number) => `no order ${id} within ${n} ms`;
        expect(messageTemplate(message(id, n))).toBe(messageTemplate(message(other, m)));
      }),
    );
  });

  it('takes no longer for what is made to be slow', () => {
    for (const text of ['"', 'a@a.', 'a1', '0.', '1,', 'status ', 'http://', '12:'])
      expect(messageTemplate(text.repeat(500_000)).length).toBeLessThanOrEqual(300);
  });
});

describe('the top frame', () => {
  it.each([
    [
      'Node, past libraries',
      `TypeError: x is not a function
    at Object.call (/app/node_modules/openai/core.js:12:3)
    at node:internal/process/task_queues:95:5
    at async answer (/app/src/agents/support.ts:48:21)
    at async main (/app/src/main.ts:3:1)`,
      'answer (agents/support.ts)',
    ],
    ['Node, without a function', 'Error: no\n    at /app/src/run.mjs:5:9', 'src/run.mjs'],
    [
      'a bundle',
      'Error: no\n    at t (https://example.com/assets/index-B2kd83Ds.js?v=1:1:52311)',
      't (assets/index-<hash>.js)',
    ],
    [
      'Firefox',
      'pay@https://example.com/src/pay.js:10:4\n@https://example.com/main.js:1:1',
      'pay (src/pay.js)',
    ],
    [
      'Python',
      `Traceback (most recent call last):
  File "/srv/app/main.py", line 10, in <module>
    run()
  File "/srv/app/agents/search.py", line 33, in look_up
    client.get(url)
  File "/usr/lib/python3.11/site-packages/httpx/_client.py", line 1041, in get
    return self.request(
httpx.ReadTimeout: timed out`,
      'look_up (agents/search.py)',
    ],
    [
      'Java',
      `java.lang.IllegalStateException: closed
	at java.base/java.util.Objects.requireNonNull(Objects.java:233)
	at com.shop.Orders.find(Orders.java:41)`,
      'com.shop.Orders.find (Orders.java)',
    ],
    [
      '.NET',
      `System.Exception: no
   at Shop.Orders.Find(String id) in /src/Shop/Orders.cs:line 12
   at Shop.Program.Main(String[] args) in /src/Shop/Program.cs:line 3`,
      'Shop.Orders.Find (Shop/Orders.cs)',
    ],
    [
      'Ruby',
      "app/orders.rb:12:in `find': no (RuntimeError)\n\tfrom app/main.rb:3:in `<main>'",
      'find (app/orders.rb)',
    ],
    [
      'Go',
      `goroutine 1 [running]:
main.find(...)
	/src/shop/orders.go:12 +0x1d`,
      'shop/orders.go',
    ],
    ['what is no stack trace', 'it went wrong', ''],
  ])('of %s', (_, stack, frame) => {
    expect(topFrame(stack)).toBe(frame);
  });

  it('does not move with lines, columns and where it is installed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.constantFrom('/app', '/srv/v2', 'C:\\app'), (line, column, root) => {
        expect(topFrame(`Error: no\n    at find (${root}/src/orders.ts:${line}:${column})`)).toBe(
          'find (src/orders.ts)',
        );
      }),
    );
  });

  it('is found at either end of a stack trace of fifty million characters', () => {
    const middle = '\n    at repeat (/app/node_modules/a/b.js:1:1)'.repeat(1_200_000);
    expect(topFrame(`Error: no\n    at find (/app/src/a.ts:1:1)${middle}`)).toBe('find (src/a.ts)');
    const python = '\n  File "/usr/lib/python3/site-packages/a/b.py", line 1, in f'.repeat(900_000);
    expect(topFrame(`Traceback${python}\n  File "/srv/app/c.py", line 3, in g`)).toBe('g (app/c.py)');
  });

  it('is found in any text, however long, or not at all', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => typeof topFrame(text) === 'string'));
    expect(topFrame(`${'    at '.repeat(200_000)}\n`.repeat(5))).toBe('');
  });
});

const failed = { status: 'error', statusMessage: '', name: 'step', model: '', toolName: '' } as const;
const error = (message: string, more = {}) =>
  errorIdentity({ ...failed, error: { type: 'TimeoutError', message, stack: '' }, ...more });

test('an error is told by its type, its message, what it went wrong in and its frame', () => {
  const first = error('no answer within 300 ms', { toolName: 'search' });
  expect(first).toEqual({
    type: 'TimeoutError',
    message: 'no answer within <n> ms',
    place: 'search',
    frame: '',
  });
  const key = (of: typeof first) => of && errorKey(of);
  expect(key(error('no answer within 5 ms', { toolName: 'search' }))).toBe(key(first));
  expect(key(error('no answer within 5 ms', { toolName: 'mail' }))).not.toBe(key(first));
  expect(key(error('no answer', { toolName: 'search' }))).not.toBe(key(first));
});

test('a step that went well is no error, and one without details is told by its status', () => {
  expect(errorIdentity({ ...failed, status: 'ok', error: undefined })).toBeUndefined();
  expect(errorIdentity({ ...failed, statusMessage: 'cancelled by 7', error: undefined })).toEqual({
    ...{ type: '', message: 'cancelled by <n>', place: 'step', frame: '' },
  });
});
