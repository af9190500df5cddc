import type { Answer } from '@pharos/core/question';
import { expect, test } from 'vitest';
import { askTogether } from './ask-together.ts';

const answerOf = (name: string): Answer => ({ from: name, to: name, series: [] });
const recorded = () => {
  const requests: (readonly string[])[] = [];
  const ask = askTogether(async (widgets) => {
    requests.push(widgets);
    return widgets.map((widget) =>
      widget === 'bad'
        ? { widget, error: { code: 'query_timeout', message: 'slow' } }
        : { widget, answer: answerOf(widget) },
    );
  });
  return { requests, ask };
};

test('what is asked at the same time is one request, each widget once', async () => {
  const { requests, ask } = recorded();
  const answers = await Promise.all(['a', 'b', 'a'].map(ask));
  expect(answers.map(({ from }) => from)).toEqual(['a', 'b', 'a']);
  expect(requests).toEqual([['a', 'b']]);
  await ask('c');
  expect(requests).toEqual([['a', 'b'], ['c']]);
});

test('no request asks for more than the server takes', async () => {
  const { requests, ask } = recorded();
  await Promise.all(Array.from({ length: 120 }, (_, nth) => ask(`w${nth}`)));
  expect(requests.map(({ length }) => length)).toEqual([100, 20]);
});

test('one that cannot be answered fails alone', async () => {
  const { ask } = recorded();
  const [good, bad] = await Promise.allSettled([ask('a'), ask('bad')]);
  expect(good).toMatchObject({ status: 'fulfilled' });
  expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'query_timeout' } });
});

test('a request that fails, fails for all in it', async () => {
  const ask = askTogether(() => Promise.reject(new Error('offline')));
  const settled = await Promise.allSettled([ask('a'), ask('b')]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
