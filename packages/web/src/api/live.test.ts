import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeSource } from '../testing/fake-source.ts';
import { type LiveState, listenForTraces } from './live.ts';

let states: LiveState[];
let heard: string[];
let stop: () => void;
const source = (n: number) => FakeSource.all[n] as FakeSource;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeSource);
  FakeSource.all = [];
  states = [];
  heard = [];
  stop = listenForTraces('p 1', {
    onTraces: (ids) => heard.push(...ids),
    onState: (state) => states.push(state),
  });
  source(0).opens();
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('hears what arrives in its project, and nothing that is no event of ours', () => {
  expect(source(0).url).toBe('/api/v1/live/traces?project=p%201');
  source(0).says('traces', { traceIds: ['a', 'b'] });
  source(0).says('traces', { other: 1 });
  expect(heard).toEqual(['a', 'b']);
});

it('renews its stream without a gap and without showing it', () => {
  source(0).says('renew', {});
  source(0).says('traces', { traceIds: ['before'] });
  expect(source(0).readyState).toBe(1);
  source(1).opens();
  expect(source(0).readyState).toBe(FakeSource.CLOSED);
  source(1).says('traces', { traceIds: ['after'] });
  expect(heard).toEqual(['before', 'after']);
  expect(new Set(states)).toEqual(new Set(['connecting', 'open']));
  source(1).says('renew', {});
  expect(FakeSource.all).toHaveLength(3);
});

it('stays with the old stream when the new one is refused, and says so when that ends', () => {
  source(0).says('renew', {});
  source(1).fails(FakeSource.CLOSED);
  expect(states.at(-1)).toBe('open');
  source(0).fails(0);
  expect(states.at(-1)).toBe('lost');
  source(0).opens();
  expect(states.at(-1)).toBe('open');
});

it('tries again after five seconds when it is refused for good', () => {
  source(0).fails(FakeSource.CLOSED);
  vi.advanceTimersByTime(4_999);
  expect(FakeSource.all).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(FakeSource.all).toHaveLength(2);
});

it('ends both streams when nobody listens any more', () => {
  source(0).says('renew', {});
  stop();
  expect(FakeSource.all.map(({ readyState }) => readyState)).toEqual([2, 2]);
});
