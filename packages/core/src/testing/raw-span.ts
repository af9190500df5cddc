import type { Attributes, AttributeValue, RawSpan, SpanEvent } from '../span.ts';

const attributes = (values: Record<string, AttributeValue>): Attributes => new Map(Object.entries(values));

/** A span as received, with the attributes under test. */
export function aRawSpan(
  values: Record<string, AttributeValue> = {},
  overrides: Partial<Omit<RawSpan, 'attributes'>> = {},
): RawSpan {
  return {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: '00f067aa0ba902b7',
    parentSpanId: '',
    name: 'step',
    otelKind: 1,
    startNs: 1_800_000_000_000_000_000n,
    endNs: 1_800_000_001_000_000_000n,
    status: 'unset',
    statusMessage: '',
    attributes: attributes(values),
    events: [],
    links: [],
    resource: new Map(),
    scopeName: 'app',
    scopeVersion: '',
    ...overrides,
  };
}

/** An event `afterMs` after the start of {@link aRawSpan}. */
export const anEvent = (
  name: string,
  values: Record<string, AttributeValue> = {},
  afterMs = 0,
): SpanEvent => ({
  name,
  timeNs: 1_800_000_000_000_000_000n + BigInt(afterMs) * 1_000_000n,
  attributes: attributes(values),
});
