import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { askAgain } from './ask-again.ts';

test('what was asked before a change and is still on its way does not count as asked after it', async () => {
  const client = new QueryClient();
  const answers: ((value: string) => void)[] = [];
  const observer = new QueryObserver(client, {
    queryKey: ['scores'],
    queryFn: ({ signal }) => {
      void signal;
      return new Promise<string>((resolve) => answers.push(resolve));
    },
  });
  const stop = observer.subscribe(() => undefined);
  expect(answers).toHaveLength(1);
  const done = askAgain(client, ['scores']);
  await expect.poll(() => answers.length).toBe(2);
  answers[0]?.('before');
  answers[1]?.('after');
  await done;
  expect(observer.getCurrentResult().data).toBe('after');
  stop();
});
