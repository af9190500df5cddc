import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf, PAGE } from './document.ts';
import { type Pharos, startPharos } from './pharos.ts';
import { failuresOf, type Outcomes, runSdk } from './run.ts';
import { SDKS } from './sdks.ts';

let pharos: Pharos | undefined;
const outcomes = new Map<string, Outcomes>();

beforeAll(async () => {
  pharos = await startPharos();
});
afterAll(() => pharos?.stop());

describe.concurrent('Pharos, of an agent on', () => {
  it.for(SDKS)('$title, knows what it sent', async (sdk, { expect }) => {
    if (pharos === undefined) throw new Error('Pharos did not start.');
    const result = await runSdk(pharos, sdk);
    outcomes.set(sdk.title, result.outcomes);
    expect(failuresOf(result.outcomes)).toEqual([]);
  });
});

it('has it written down in docs/compatibility.md', () => {
  const rows = SDKS.flatMap((sdk) => {
    const seen = outcomes.get(sdk.title);
    return seen === undefined ? [] : [{ sdk, outcomes: seen }];
  });
  expect(documentOf(rows)).toBe(readFileSync(PAGE, 'utf8'));
});
