import { CONVENTIONS } from '@pharos/core/conventions/index';
import { createPriceBook } from '@pharos/core/pricing/price-book';
import { describe, expect, test } from 'vitest';
import type { SignalKind } from '../intake/request.ts';
import { hideUsersWith } from '../pseudonym.ts';
import { decode } from '../receive/decode.ts';
import { type PlainAttributes, protobufLogs, protobufMetrics, protobufTraces } from '../testing/otlp.ts';
import { createPrepare } from './prepare.ts';

const RECEIVED_MS = 1_790_000_000_000;
const NS = BigInt(RECEIVED_MS) * 1_000_000n;
const hide = hideUsersWith('secret');
const NAMES = [...new Set(CONVENTIONS.flatMap(({ text }) => text?.userId ?? []))];

/** All that is kept of a request, as it goes to disk. */
function kept(kind: SignalKind, body: Buffer): string {
  const batch = createPrepare()(
    decode('protobuf', kind, body, { receivedNs: NS, contentType: '', subject: '' }),
    { projectId: 'p', apiKeyId: 'k', receivedAtMs: RECEIVED_MS, version: 1n },
    createPriceBook(),
    hide,
  );
  expect(batch.rejected.count).toBe(0);
  const { spanRows, payloadRows, logRows, scoreRows, pointRows, patchRows } = batch;
  return Buffer.concat([spanRows, payloadRows, logRows, scoreRows, pointRows, patchRows]).toString('latin1');
}

const ids = { traceId: '5b8efff798038103d269b633813fc60c', spanId: '5b8efff798038103' };
const traces = (attributes: PlainAttributes, resource: PlainAttributes = {}) =>
  kept(
    'traces',
    protobufTraces(
      [
        {
          ...{ ...ids, startNs: NS, endNs: NS + 1n, attributes },
          events: [{ name: 'joined', timeNs: NS, attributes }],
          links: [{ ...ids, attributes }],
        },
      ],
      { resource },
    ),
  );
const logs = (attributes: PlainAttributes, resource: PlainAttributes = {}) =>
  kept('logs', protobufLogs([{ timeNs: NS, body: 'paid', attributes }], { resource }));
const points = (attributes: PlainAttributes, resource: PlainAttributes = {}) =>
  kept(
    'metrics',
    protobufMetrics([{ name: 'jobs', kind: 'gauge', points: [{ timeNs: NS, asDouble: 1, attributes }] }], {
      resource,
    }),
  );

describe.each([
  ['spans, their events and links', traces],
  ['log records', logs],
  ['metrics', points],
])('of %s', (_, told) => {
  test.each(NAMES)('%s is the pseudonym, whether it is stated or of the resource', (name) => {
    for (const rows of [told({ [name]: 'alice' }), told({}, { [name]: 'alice' })]) {
      expect(rows).toContain(hide('alice'));
      expect(rows).not.toContain('alice');
    }
  });

  test('each of several ids is hidden, and so is a number', () => {
    const rows = told({ 'user.id': 'alice', 'enduser.id': 'bob', user_id: 7_318_204, who: ['bob'] });
    expect(rows).not.toMatch(/alice|bob|7318204/);
    for (const id of ['alice', 'bob', '7318204']) expect(rows).toContain(hide(id));
  });

  test('an id is hidden wherever it is the whole of a text, and nothing else is', () => {
    const rows = told({ 'user.id': 'alice', metadata: '{"by":"alice","for":"alice b"}' });
    expect(rows).toContain(`{"by":"${hide('alice')}","for":"alice b"}`);
  });
});

test('A tag of a span that is its user is the pseudonym', () => {
  expect(traces({ 'langfuse.user.id': 'alice', 'langfuse.trace.tags': ['alice', 'refund'] })).not.toContain(
    'alice',
  );
});
