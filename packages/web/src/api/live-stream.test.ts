import type { LiveFrame, LiveTopic } from '@pharos/core/api/live';
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeSource } from '../testing/fake-source.ts';
import { useLive } from './live-stream.ts';

const TOPICS: readonly LiveTopic[] = ['runs'];
const OTHERS: readonly LiveTopic[] = ['errors'];
const AT = '2026-11-27T12:00:00.000Z';
const SNAPSHOT: LiveFrame = {
  ...{ at: AT, from: null, seq: 1 },
  changes: { runs: { total: 7, stale: false, set: [], gone: [] } },
};

beforeEach(() => {
  vi.stubGlobal('EventSource', FakeSource);
  FakeSource.all = [];
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it.each([
  { what: 'another project', next: { project: 'p2', topics: TOPICS } },
  { what: 'other topics', next: { project: 'p1', topics: OTHERS } },
])('what was seen is gone as soon as $what is followed, in no picture between', ({ next }) => {
  const told: (number | undefined)[] = [];
  const { rerender } = renderHook(
    ({ project, topics }) => {
      told.push(useLive(project, topics).view.runs?.total);
    },
    { initialProps: { project: 'p1', topics: TOPICS } },
  );
  act(() => FakeSource.all[0]?.says('snapshot', SNAPSHOT));
  expect(told.at(-1)).toBe(7);
  const before = told.length;
  rerender(next);
  expect(new Set(told.slice(before))).toEqual(new Set([undefined]));
  act(() => FakeSource.all[1]?.says('snapshot', SNAPSHOT));
  expect(told.at(-1)).toBe(7);
});
