import type { Span } from '@pharos/core/span';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aSpan } from '../../testing/spans.ts';
import { RowEncoder } from './encode.ts';
import { patchPayloadRow, patchSpanRow } from './row-patch.ts';

const encoder = new RowEncoder();
const sender = { projectId: 'project', apiKeyId: 'key', version: 5n };
function encode(span: Span, { counted = true, covered = false } = {}, version = sender.version) {
  encoder.span(span, { ...sender, version }, { counted, covered });
  return encoder.take();
}

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 100, maxLength: 400 }));
const ns = fc.bigInt({ min: 0n, max: 2n ** 62n });

test('a patched span row is the row of the changed span', () => {
  fc.assert(
    fc.property(
      text,
      text,
      fc.record(
        {
          ...{ userId: text, sessionId: text, startNs: ns, durationNs: ns, ver: ns },
          counted: fc.boolean(),
          covered: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      (userId, sessionId, change) => {
        const span = aSpan({ userId, sessionId, tags: ['x'] });
        const { ver, counted, covered, durationNs, ...facts } = change;
        const changed = { ...span, ...facts };
        changed.endNs = changed.startNs + (durationNs ?? span.endNs - span.startNs);
        const before = encode(span).spanRows;
        const kept = before.slice();
        expect(patchSpanRow(before, change)).toEqual(encode(changed, { counted, covered }, ver).spanRows);
        expect(before).toEqual(kept);
      },
    ),
  );
});

test('a payload row moves to the day of another start', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (startNs) => {
      const span = aSpan({ input: { text: 'hello' } });
      const moved = encode({ ...span, startNs }).payloadRows;
      expect(new Uint8Array(patchPayloadRow(encode(span).payloadRows, startNs))).toEqual(moved);
    }),
  );
});

test('a span without text has no payload row to move', () => {
  const { payloadRows } = encode(aSpan());
  expect(payloadRows).toHaveLength(0);
  expect(patchPayloadRow(payloadRows, 1n)).toHaveLength(0);
});

test('a row that ends too early is refused', () => {
  expect(() => patchSpanRow(new Uint8Array(26), { counted: false })).toThrow(RangeError);
});
