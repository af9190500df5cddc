import { anApiSpan } from '@pharos/core/testing/api-span';
import { buildTraceTree } from '@pharos/core/trace-tree';
import { describe, expect, it } from 'vitest';
import { asideOf, plainJson } from './aside.ts';
import { curlOfTrace } from './copy.ts';
import { ancestorIds, matchesIn, neighbourAmong } from './find.ts';
import { traceSearch, windowOf, zoomText } from './trace-state.ts';

const tree = buildTraceTree([
  anApiSpan({ spanId: 'root' }),
  anApiSpan({
    spanId: 'a',
    parentSpanId: 'root',
    startMs: 1,
    status: 'error',
    statusMessage: '429 rate limit',
  }),
  anApiSpan({ spanId: 'b', parentSpanId: 'a', startMs: 2, name: '检索知识库' }),
  anApiSpan({ spanId: 'c', parentSpanId: 'root', startMs: 3, status: 'error' }),
]);
const node = (id: string) => tree.nodes.find((each) => each.span.spanId === id);
const errors = tree.nodes.filter((each) => each.span.status === 'error');

describe('searching in a trace', () => {
  it('finds names and messages whatever their case and script', () => {
    expect(matchesIn(tree, 'RATE').map((each) => each.span.spanId)).toEqual(['a']);
    expect(matchesIn(tree, '知识').map((each) => each.span.spanId)).toEqual(['b']);
    expect(matchesIn(tree, '  ')).toEqual([]);
  });
  it('walks from error to error and round the ends', () => {
    const walk = (from: string | undefined, step: 1 | -1) =>
      neighbourAmong(tree, errors, from === undefined ? undefined : node(from), step)?.span.spanId;
    expect(walk('root', 1)).toBe('a');
    expect(walk('b', 1)).toBe('c');
    expect(walk('c', 1)).toBe('a');
    expect(walk('b', -1)).toBe('a');
    expect(walk('root', -1)).toBe('c');
    expect(neighbourAmong(tree, [], node('a'), 1)).toBeUndefined();
  });
  it('knows what has to be unfolded to see a step', () => {
    const deep = node('b');
    expect(deep && ancestorIds(deep)).toEqual(['a', 'root']);
  });
});

describe('the address of a trace page', () => {
  it('keeps the zoom and falls back to the whole trace', () => {
    const { zoom } = traceSearch.parse({ zoom: zoomText({ fromMs: 1.23456, toMs: 20 }) });
    expect(windowOf(zoom, 100)).toEqual({ fromMs: 1.235, toMs: 20 });
    expect(windowOf(traceSearch.parse({ zoom: 'x' }).zoom, 100)).toEqual({ fromMs: 0, toMs: 100 });
    expect(windowOf('5-2', 100)).toEqual({ fromMs: 0, toMs: 100 });
  });
});

describe('copying as cURL', () => {
  it('cannot be led out of its quotes by a trace id', () => {
    const command = curlOfTrace('https://pharos.test', `x'; rm -rf / #`);
    expect(command.endsWith(`'https://pharos.test/api/v1/traces/x%27%3B%20rm%20-rf%20%2F%20%23'`)).toBe(true);
  });
});

describe('beside the name of a step', () => {
  const format = { compact: String };
  const aside = (over: Parameters<typeof anApiSpan>[0]) => asideOf(anApiSpan(over), format, 'stream');
  it('stand the error, else the model unless the row is called like it', () => {
    expect(aside({ spanId: 'a', status: 'error', statusMessage: '429' })).toBe('429');
    expect(aside({ spanId: 'a', kind: 'llm', name: 'answer', model: 'gpt-4.1' })).toContain('gpt-4.1');
    expect(
      aside({ spanId: 'a', kind: 'llm', name: 'chat gpt-4.1', model: 'gpt-4.1-2025-04-14' }),
    ).not.toContain('gpt');
  });
  it('stands JSON as words, also when it was cut', () => {
    expect(plainJson('{"path": "src/a.ts", "lines": [1, 2], "te')).toBe('path: src/a.ts, lines: 1, 2, te');
    expect(plainJson('three plain words')).toBe('three plain words');
  });
});
