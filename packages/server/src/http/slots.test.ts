import { expect, it } from 'vitest';
import { createSlots } from './slots.ts';

it('a slot is free again when its work is done, however it ends', async () => {
  const slots = createSlots(2);
  const ends: { resolve: () => void; reject: (reason: Error) => void }[] = [];
  const work = () => new Promise<void>((resolve, reject) => ends.push({ resolve, reject }));
  const first = slots.within('a', work);
  const second = slots.within('a', work);
  await expect(slots.within('a', work)).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 1 });
  const other = slots.within('b', work);
  ends[0]?.reject(new Error('failed'));
  await expect(first).rejects.toThrow('failed');
  const third = slots.within('a', work);
  await expect(slots.within('a', work)).rejects.toMatchObject({ code: 'rate_limited' });
  for (const { resolve } of ends) resolve();
  await Promise.all([second, third, other]);
  expect(ends).toHaveLength(4);
});
