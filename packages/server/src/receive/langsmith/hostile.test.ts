import { createPriceBook } from '@pharos/core/pricing/price-book';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPrepare } from '../../pipeline/prepare.ts';
import { decodeRuns } from './decode.ts';
import { decodeRunParts } from './decode-multipart.ts';

const NOW_MS = 1_790_000_000_000;
const context = (more: { contentType?: string; subject?: string } = {}) => ({
  receivedNs: BigInt(NOW_MS) * 1_000_000n,
  contentType: '',
  subject: '',
  ...more,
});
const envelope = { projectId: 'p', apiKeyId: 'k', receivedAtMs: NOW_MS, version: 1n };
const prepare = createPrepare();
const prices = createPriceBook();

const KEYS = [
  'id',
  'trace_id',
  'parent_run_id',
  'dotted_order',
  'name',
  'run_type',
  'start_time',
  'end_time',
  'inputs',
  'outputs',
  'extra',
  'events',
  'error',
  'serialized',
  'tags',
  'attachments',
  'session_name',
  '__proto__',
];
const INNER = [
  'metadata',
  'runtime',
  'invocation_params',
  'usage_metadata',
  'ls_model_name',
  'tools',
  'messages',
  'generations',
  'message',
  'kwargs',
  'response_metadata',
  'choices',
  'llm_output',
  'token_usage',
  'usage',
  'model',
  'name',
  'time',
  'input_tokens',
  'prompt_tokens',
  'input_token_details',
  'cache_read',
  'photo',
  'constructor',
  '__proto__',
];
const leaf = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1e308,
    0.5,
    '',
    'x',
    '\u0000',
    '2026-09-21T14:13:20Z',
    1_790_000_000_000,
    'llm',
    'chain',
  ),
  fc.string({ maxLength: 5 }),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    // Entries, so that a prototype is only named in the text.
    fc
      .array(fc.tuple(fc.constantFrom(...INNER), tie('value')), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));
const run = fc
  .array(fc.tuple(fc.constantFrom(...KEYS), fc.oneof(leaf, value)), { maxLength: 12 })
  .map((entries) => Object.fromEntries(entries));

/** All that a worker does; what is wrong with single runs is counted, and nothing is the server's fault. */
function take(decode: () => ReturnType<typeof decodeRuns>, count: number): void {
  const batch = decode();
  const taken = batch.fragments.length;
  expect(taken + batch.rejected.count).toBe(count);
  const { rejected } = prepare(batch, envelope, prices);
  expect(rejected.counts.failed, rejected.reasons.join('; ')).toBeUndefined();
}

describe('runs of any shape', () => {
  test('as JSON are taken or refused one by one', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 4 }), fc.array(run, { maxLength: 4 }), (post, patch) => {
        const body = Buffer.from(JSON.stringify({ post, patch }));
        take(() => decodeRuns(body, context()), post.length + patch.length);
      }),
      { numRuns: 400 },
    );
    fc.assert(
      fc.property(run, (patch) =>
        take(() => decodeRuns(Buffer.from(JSON.stringify(patch)), context({ subject: 'run-1' })), 1),
      ),
    );
  });

  test('in parts are too', () => {
    const parts = fc.uniqueArray(fc.tuple(fc.constantFrom('post', 'patch'), fc.nat(3), run), {
      selector: ([verb, id]) => `${verb}.${id}`,
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        parts,
        fc.constantFrom('inputs', 'outputs', 'extra', 'events', 'error'),
        value,
        (runs, field, more) => {
          const part = (name: string, content: unknown) =>
            `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${JSON.stringify(content)}\r\n`;
          const body = runs.map(
            ([verb, id, sent]) => part(`${verb}.${id}`, sent) + part(`${verb}.${id}.${field}`, more),
          );
          const bytes = Buffer.from(`${body.join('')}--b--`);
          take(
            () => decodeRunParts(bytes, context({ contentType: 'multipart/form-data; boundary=b' })),
            runs.length,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
