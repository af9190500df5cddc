import type { Span, SpanKind } from '@pharos/core/span';

/** The kind of rows that stand for nothing: no reader ever sees one. */
export const VOID_KIND = 'void';

/**
 * What is left of a span at a start that it turned out not to have. A row's start is part of its key, so it cannot be
 * moved, and taking a row out costs the engine seconds; writing over it costs an insert.
 */
export const voidSpan = (span: Span): Span => ({
  ...span,
  endNs: span.startNs,
  kind: VOID_KIND as SpanKind,
  status: 'unset',
  statusMessage: '',
  error: undefined,
  usage: undefined,
  usageEstimated: false,
  usageTokenizer: '',
  clientCost: undefined,
  cost: undefined,
  timeToFirstTokenNs: undefined,
  userId: '',
  sessionId: '',
  tags: [],
  input: undefined,
  output: undefined,
  documents: [],
  toolDefinitions: [],
  attributes: new Map(),
  resource: new Map(),
  events: [],
  links: [],
});
