import { describe, expect, test } from 'vitest';
import { SeenKeys } from './seen-keys.ts';

const keys = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `p\n${(from + i).toString(16).padStart(32, '0')}`);

describe('SeenKeys', () => {
  test('never calls an added key new, across slices', () => {
    const seen = new SeenKeys({ keysPerSlice: 1000, maxSlices: 8 });
    const added = keys(0, 5000);
    for (const key of added) seen.add(key);
    seen.setComplete();
    expect(added.filter((key) => seen.isNew(key))).toEqual([]);
  });

  test('calls all but a few of the never-added keys new', () => {
    const seen = new SeenKeys({ keysPerSlice: 10_000 });
    for (const key of keys(0, 10_000)) seen.add(key);
    seen.setComplete();
    const wrong = keys(10_000, 30_000).filter((key) => !seen.isNew(key)).length;
    expect(wrong / 20_000).toBeLessThan(0.01);
  });

  test('calls nothing new before it has heard of everything', () => {
    expect(new SeenKeys().isNew('p\nnever')).toBe(false);
  });

  test('knows that it no longer knows once it has forgotten a slice', () => {
    const seen = new SeenKeys({ keysPerSlice: 10, maxSlices: 2 });
    seen.setComplete();
    expect(seen.isNew('p\nnever')).toBe(true);
    for (const key of keys(0, 40)) seen.add(key);
    expect(seen.isNew('p\nnever')).toBe(false);
  });
});
