import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type OtlpSpan, protobufTraces } from '../../packages/server/src/testing/otlp.ts';
import { journey, journeys } from './journey.ts';
import { rowsOf } from './pages.ts';
import type { TestProject } from './product.ts';
import { hexId, nowNs, sendTraces } from './telemetry.ts';

const HOUR = 3_600_000_000_000n;
const DAYS = 12;
/** In hours before now. */
const SURGE = { from: 30, to: 27 };

/**
 * Twelve days of calls, one an hour of the large model and ten of the small one, which once needs nine times as many for three
 * hours: from when to when.
 */
async function twelveDays(project: TestProject): Promise<{ from: string; to: string }> {
  const end = nowNs();
  const spans: OtlpSpan[] = [];
  const call = (hour: number, model: string, user: string, input: number) =>
    spans.push({
      traceId: hexId(16),
      spanId: hexId(8),
      name: `chat ${model}`,
      startNs: end - BigInt(hour) * HOUR - HOUR / 2n,
      endNs: end - BigInt(hour) * HOUR - HOUR / 2n + 1_000_000_000n,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': model,
        'gen_ai.usage.input_tokens': input,
        'gen_ai.usage.output_tokens': 100,
        'user.id': user,
      },
    });
  for (let hour = 0; hour < DAYS * 24; hour++) {
    call(hour, 'gpt-4.1', `user-${hour % 3}`, 4000);
    const isSurge = hour <= SURGE.from && hour > SURGE.to;
    for (let n = 0; n < (isSurge ? 90 : 10); n++) call(hour, 'gpt-4.1-mini', 'robot', 9000);
  }
  for (let at = 0; at < spans.length; at += 1000)
    expect(await sendTraces(project, protobufTraces(spans.slice(at, at + 1000)))).toBe(200);
  const before = (hours: number) => new Date(Number((end - BigInt(hours) * HOUR) / 1_000_000n)).toISOString();
  return { from: before(SURGE.from + 1), to: before(SURGE.to) };
}

const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

journeys('Usage & cost', () => {
  journey(
    'leads from what was spent to who spent it and to the traces behind it',
    async ({ project, owner }) => {
      const mine = await project('a spender');
      const surge = await twelveDays(mine);
      const { page } = await owner(mine, 'usage?from=7d');
      const main = page.getByRole('main');

      await main.getByText(/Expected by/).waitFor();
      await main.getByText(/it was off by/).waitFor();
      const odd = main.getByRole('list', { name: 'What was not as usual' });
      await odd
        .getByText(/is usual/)
        .first()
        .waitFor();
      const told = await odd.getByRole('link').evaluateAll((links) =>
        links.map((link) => {
          const { searchParams } = new URL((link as HTMLAnchorElement).href);
          return { from: searchParams.get('from') ?? '', to: searchParams.get('to') ?? '' };
        }),
      );
      expect(told.length).toBeGreaterThan(0);
      expect(told.filter(({ from, to }) => from < surge.to && to > surge.from)).toEqual(told);
      const models = rowsOf(page, 'By Model');
      await models.filter({ hasText: 'gpt-4.1-mini' }).waitFor();
      expect(await models.allTextContents()).toHaveLength(2);

      await main.getByRole('combobox', { name: 'Split by' }).selectOption('user');
      await rowsOf(page, 'By User').filter({ hasText: 'robot' }).waitFor();
      expect(parameter(page, 'by')).toBe('user');
      await main.getByRole('radio', { name: 'Tokens' }).click();
      await page.waitForFunction(() => location.search.includes('measure=tokens'));

      const download = page.waitForEvent('download');
      await main.getByRole('button', { name: 'Download' }).click();
      await page.getByRole('menuitem', { name: 'CSV' }).click();
      const file = await readFile(await (await download).path(), 'utf8');
      expect(file.split('\n')[0]).toBe(
        '"time","user","rest","tokens","tokens_previous","cost","cost_previous","modelCalls","modelCalls_previous","cachedReadTokens","cachedReadTokens_previous","outputTokens","outputTokens_previous"',
      );
      expect(file).toContain('"robot"');

      await page.reload();
      await rowsOf(page, 'By User').filter({ hasText: 'robot' }).click();
      await page.waitForURL(/\/traces\?/);
      expect(parameter(page, 'filter')).toBe('user:robot');
    },
  );
});
