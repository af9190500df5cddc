import { expect, test } from 'vitest';
import { Together } from './together.ts';

/** Answers a group when it is told to. */
function groups(limits = { group: 3, waiting: 4 }) {
  const asked: { calls: readonly string[]; answer(): void; fail(): void }[] = [];
  const together = new Together<string, string>(
    (calls) =>
      new Promise((resolve, reject) => {
        const answer = () => resolve(calls.map((call) => `${call}!`));
        asked.push({ calls, answer, fail: () => reject(new Error('no')) });
      }),
    limits,
    () => new Error('full'),
  );
  return { together, asked };
}

test('a call is answered at once, and those that come meanwhile together, so many at a time', async () => {
  const { together, asked } = groups();
  const answers = ['a', 'b', 'c', 'd', 'e'].map((call) => together.call(call));
  expect(asked.map(({ calls }) => calls)).toEqual([['a']]);
  asked[0]?.answer();
  expect(await answers[0]).toBe('a!');
  await expect.poll(() => asked[1]?.calls).toEqual(['b', 'c', 'd']);
  asked[1]?.answer();
  await expect.poll(() => asked[2]?.calls).toEqual(['e']);
  expect(together.idle).toBe(false);
  asked[2]?.answer();
  expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!', 'd!', 'e!']);
  await together.drain();
  expect(together.idle).toBe(true);
});

test('a group that fails fails alone, and who finds no room is refused', async () => {
  const { together, asked } = groups({ group: 1, waiting: 1 });
  const first = together.call('a');
  const second = together.call('b');
  await expect(together.call('c')).rejects.toThrow('full');
  asked[0]?.fail();
  await expect(first).rejects.toThrow('no');
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.answer();
  expect(await second).toBe('b!');
});
