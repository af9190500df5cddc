import { expect, test } from 'vitest';
import { readOptions } from './options.ts';
import { progressBar } from './progress.ts';

test('a secret key and the defaults are enough', () => {
  expect(readOptions([], { PHAROS_SECRET_KEY: 'sk' })).toEqual({
    target: { url: 'http://127.0.0.1:7070', authorization: 'Bearer sk' },
    days: 7,
    live: false,
    seed: 'pharos',
    endMs: undefined,
    users: 300,
    rate: 12,
  });
});

test('arguments win over the environment', () => {
  const options = readOptions(
    ['--url', 'https://pharos.example', '--days', '2', '--live', '--public-key', 'pk', '--secret-key', 's2'],
    { PHAROS_SECRET_KEY: 'sk', PHAROS_URL: 'http://other' },
  );
  expect(options).toMatchObject({ days: 2, live: true });
  expect(options?.target).toEqual({
    url: 'https://pharos.example',
    authorization: `Basic ${Buffer.from('pk:s2').toString('base64')}`,
  });
});

test.each([
  [[], 'Which project?'],
  [['--key', 'k', '--days', 'many'], '--days must be a number'],
  [['--key', 'k', '--url', 'pharos'], '--url must be'],
  [['--key', 'k', '--end', 'soon'], '--end must be'],
  [['--nonsense'], '--nonsense'],
])('%j is answered with a sentence', (args, message) => {
  expect(() => readOptions(args, {})).toThrow(message);
});

test('help needs no key', () => {
  expect(readOptions(['--help'], {})).toBeUndefined();
});

test('progress is one line on a terminal and a line a tenth elsewhere', () => {
  const written: string[] = [];
  const draw = progressBar({ isTTY: false, write: (text) => written.push(text) });
  for (const share of [0, 0.05, 0.31, 0.32, 1]) draw(share, 'spans');
  expect(written).toEqual(['0 %  spans\n', '30 %  spans\n', '100 %  spans\n']);
});
