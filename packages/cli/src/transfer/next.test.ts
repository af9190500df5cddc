import { expect, test } from 'vitest';
import { readOptions } from '../options.ts';
import { Failure, UsageError } from '../world.ts';
import { gather } from './gather.ts';
import type { List } from './list.ts';

test('a source that gives the same page again and again is given up', async () => {
  let asked = 0;
  const list: List = {
    name: 'runs',
    page: async () => {
      asked += 1;
      return { loads: [], next: 'same' };
    },
  };
  await expect(gather(list, undefined)).rejects.toThrow(Failure);
  expect(asked).toBe(2);
});

test.each(['--from', '--to'])('a password in the address of %s is refused, and not repeated', (option) => {
  const args = [
    'import',
    'langfuse',
    option,
    'https://bob:s3cret@example.com',
    '--from-key',
    'pk:sk',
    '--key',
    'k',
  ];
  const read = () => readOptions(args, { env: { LANGFUSE_HOST: 'https://example.com' }, directory: '/' });
  expect(read).toThrow(UsageError);
  expect(read).not.toThrow(/s3cret/);
});
