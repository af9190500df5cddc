import type { Json } from '../facts.ts';

export interface Move {
  thought: string;
  tool: string;
  arguments: Json;
  result: Json;
  seconds: number;
  /** The tool reports a failure, and the agent goes on from there. */
  fails?: boolean;
}

export interface Task {
  title: string;
  request: string;
  moves: readonly Move[];
  review: string;
  summary: string;
}

const read = (path: string, thought: string, text: string): Move => ({
  thought,
  tool: 'read_file',
  arguments: { path },
  result: { path, text },
  seconds: 0.02,
});
const search = (pattern: string, thought: string, hits: readonly string[]): Move => ({
  thought,
  tool: 'search_code',
  arguments: { pattern },
  result: { matches: [...hits] },
  seconds: 0.3,
});
const edit = (path: string, thought: string, diff: string): Move => ({
  thought,
  tool: 'apply_patch',
  arguments: { path, diff },
  result: { applied: true, path },
  seconds: 0.05,
});
const tests = (thought: string, passed: number, failed: number, output = ''): Move => ({
  thought,
  tool: 'run_tests',
  arguments: { command: 'npm test -- --changed' },
  result: { passed, failed, output },
  seconds: 14,
  ...(failed > 0 ? { fails: true } : {}),
});

export const TASKS: readonly [Task, ...Task[]] = [
  {
    title: 'Basket total is one cent off',
    request:
      'Customers report that the basket shows $59.99 while we charge $60.00 when a 10 % voucher is applied. Find out why and fix it, with a test.',
    moves: [
      search('applyVoucher', 'The difference appears with vouchers, so I start where they are applied.', [
        'src/basket/voucher.ts:18',
        'src/checkout/charge.ts:44',
        'src/basket/voucher.test.ts:9',
      ]),
      read(
        'src/basket/voucher.ts',
        'The basket computes its own discount. I want to see how it rounds.',
        'export function applyVoucher(total: number, percent: number) {\n  return Math.floor(total * (100 - percent)) / 100;\n}',
      ),
      read(
        'src/checkout/charge.ts',
        'Math.floor there. The charge must round differently.',
        'const amount = Math.round(order.totalCents * (1 - voucher.percent / 100));',
      ),
      edit(
        'src/basket/voucher.test.ts',
        'Both work on different units and round differently. First a test that shows the difference.',
        "+test('basket and charge agree on the cent', () => {\n+  expect(discounted(6666, 10)).toBe(chargeAmount(6666, 10));\n+});",
      ),
      tests('The test should fail now.', 41, 1, 'AssertionError: expected 5999 to be 6000'),
      edit(
        'src/basket/voucher.ts',
        'It fails as expected. One function in whole cents, used by both sides, removes the cause.',
        '-export function applyVoucher(total: number, percent: number) {\n-  return Math.floor(total * (100 - percent)) / 100;\n-}\n+/** Cents after the discount, rounded half up once. */\n+export const discounted = (cents: number, percent: number) =>\n+  Math.round((cents * (100 - percent)) / 100);',
      ),
      edit(
        'src/checkout/charge.ts',
        'Now the charge uses the same function.',
        '-const amount = Math.round(order.totalCents * (1 - voucher.percent / 100));\n+const amount = discounted(order.totalCents, voucher.percent);',
      ),
      tests('All suites once more.', 42, 0),
    ],
    review:
      'The change removes a duplicated rounding rule instead of adding a third one. The test would have caught the report. Approve.',
    summary:
      'The basket rounded down in dollars while the charge rounded half up in cents. Both now call `discounted`, which works on whole cents and rounds once. Added a test that compares the two; 42 tests pass.',
  },
  {
    title: 'Search is slow for long queries',
    request:
      'p95 of /api/search went from 180 ms to 900 ms for queries with more than five words. Please find the cause and propose a fix.',
    moves: [
      search('fuzzyMatch\\(', 'Long queries only: something grows with the number of words.', [
        'src/search/rank.ts:31',
        'src/search/suggest.ts:12',
      ]),
      read(
        'src/search/rank.ts',
        'Ranking looks like the place.',
        'for (const word of words)\n  for (const other of words)\n    for (const doc of docs) score[doc.id] += fuzzyMatch(doc.title, word, other);',
      ),
      {
        thought:
          'Cubic in words and documents. Before I change it, a measurement with the real distribution of queries.',
        tool: 'run_command',
        arguments: { command: 'node bench/search.mjs --words 8' },
        result: { exit_code: 0, stdout: 'p50 612 ms  p95 907 ms  (8 words, 1200 documents)' },
        seconds: 21,
      },
      edit(
        'src/search/rank.ts',
        'Matches of a single word do not depend on the other words: compute them once and combine.',
        '-for (const word of words)\n-  for (const other of words)\n+const single = new Map(words.map((word) => [word, matchAll(docs, word)]));\n+for (const [word, hits] of single) combine(score, word, hits);',
      ),
      {
        thought: 'Measure again, same command.',
        tool: 'run_command',
        arguments: { command: 'node bench/search.mjs --words 8' },
        result: { exit_code: 0, stdout: 'p50 71 ms  p95 118 ms  (8 words, 1200 documents)' },
        seconds: 9,
      },
      tests('Ranking must not change for the known cases.', 87, 0),
    ],
    review:
      'Order of results is covered by the golden file, which did not change. One remark: bound the number of words, so that a pasted paragraph cannot bring it back. Approve with that change.',
    summary:
      'Ranking compared every word with every other word for every document. Each word is now matched once: p95 for eight words went from 907 ms to 118 ms, results unchanged (87 tests).',
  },
  {
    title: 'Flaky test: refund webhook',
    request:
      'refund-webhook.test.ts fails about once in twenty runs on CI. Make it reliable without a longer timeout.',
    moves: [
      read(
        'src/refunds/refund-webhook.test.ts',
        'Let me see what the test waits for.',
        "await post('/webhooks/refund', body);\nawait sleep(50);\nexpect(await refunds.count()).toBe(1);",
      ),
      read(
        'src/refunds/webhook.ts',
        'A sleep. What does the handler do after it answers?',
        'reply.code(202).send();\nawait queue.add(() => refunds.store(event));',
      ),
      tests(
        'I run it a few times to see the failure with my own eyes.',
        19,
        1,
        'expected 0 to be 1 after 50 ms',
      ),
      edit(
        'src/refunds/webhook.ts',
        'The queue has an idle promise that nobody exposes. The test can wait for it instead of for the clock.',
        '+export const settled = () => queue.onIdle();',
      ),
      edit(
        'src/refunds/refund-webhook.test.ts',
        'Wait for the work, not for time.',
        '-await sleep(50);\n+await settled();',
      ),
      tests('Two hundred runs.', 200, 0),
    ],
    review: 'Waits for the event itself, no timer left in the file. Approve.',
    summary:
      'The test slept 50 ms while the refund was stored after the reply. It now waits for the queue to be idle; 200 runs in a row passed.',
  },
  {
    title: 'Upgrade the date picker',
    request: 'Upgrade the date picker from 4 to 6 and fix what breaks. Keep the Chinese calendar labels.',
    moves: [
      search('date-picker', 'Where is it used?', [
        'src/pages/Orders.tsx:8',
        'src/pages/Reports.tsx:5',
        'src/components/DateRange.tsx:3',
      ]),
      {
        thought: 'Upgrade and let the type checker list what changed.',
        tool: 'run_command',
        arguments: { command: 'npm install date-picker@6 && npx tsc --noEmit' },
        result: {
          exit_code: 2,
          stderr:
            "src/components/DateRange.tsx(21,7): error TS2322: Type 'string' is not assignable to type 'Locale'.",
        },
        seconds: 33,
        fails: true,
      },
      read(
        'src/components/DateRange.tsx',
        'One error: locales are objects now.',
        '<DatePicker locale="zh-CN" onChange={setRange} />',
      ),
      edit(
        'src/components/DateRange.tsx',
        'The Chinese locale is exported by name in version 6.',
        '+import { zhCN } from \'date-picker/locales\';\n-<DatePicker locale="zh-CN"\n+<DatePicker locale={zhCN}',
      ),
      tests('Types are fine; now the suites.', 63, 0),
    ],
    review: 'Small and complete. Please check the month view in a browser before the release. Approve.',
    summary:
      'Date picker 6 wants a locale object instead of its name. Only DateRange.tsx was affected; the Chinese labels are kept and 63 tests pass.',
  },
];
