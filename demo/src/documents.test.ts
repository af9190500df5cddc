import { reportInputSchema } from '@pharos/core/reports/report';
import { expect, test } from 'vitest';
import { makeDocuments, REPORTS, RULES } from './documents.ts';
import { SendError, type Sender } from './send.ts';

test('what is asked for is what a server takes', () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
  for (const report of REPORTS) expect(reportInputSchema.safeParse(report).error).toBeUndefined();
});

test('rules and reports are made once, and each report has been made', async () => {
  const names = new Map<string, Set<string>>();
  const runs: string[] = [];
  const of = (path: string) => names.get(path) ?? new Set<string>();
  const sender: Sender = {
    refused: { count: 0, reason: '' },
    post: () => Promise.reject(new Error('nothing is sent')),
    get: (async (path: string) => ({ data: [...of(path)].map((name) => ({ name })) })) as Sender['get'],
    ask: (async (path: string, { name }: { name?: string }) => {
      if (name === undefined) runs.push(path);
      else names.set(path, of(path).add(name));
      return { id: name };
    }) as Sender['ask'],
  };
  expect(await makeDocuments(sender)).toEqual({ rules: RULES.length, reports: REPORTS.length });
  expect(await makeDocuments(sender)).toEqual({ rules: 0, reports: 0 });
  expect(runs).toEqual(REPORTS.map(({ name }) => `/api/v1/reports/${name}/runs`));
});

test('a key that may not make them makes none', async () => {
  const fail = () => Promise.reject(new SendError('not allowed', 403));
  expect(
    await makeDocuments({ refused: { count: 0, reason: '' }, post: fail, get: fail, ask: fail }),
  ).toBeUndefined();
});
