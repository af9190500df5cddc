/// <reference types="node" />
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlOf } from './copying.ts';

test('a copied request is read by a shell as it was meant, whatever its filter says', () => {
  const question = {
    metrics: ['cost'],
    from: '2026-11-25T12:00:00Z',
    to: '2026-11-26T12:00:00Z',
    search: `it's $HOME and "more" \`x\``,
  };
  const command = curlOf('https://pharos.example', question).replace(/^curl/, 'printf "%s\\0"');
  const args = execFileSync('sh', ['-c', command], {
    env: { PHAROS_SECRET_KEY: 'sk-1' },
    encoding: 'utf8',
  }).split('\0');
  expect(args.slice(0, 3)).toEqual([
    'https://pharos.example/api/v1/query',
    '-H',
    'Authorization: Bearer sk-1',
  ]);
  expect(JSON.parse(args[6] ?? '')).toEqual(question);
});
