import { expect } from 'vitest';
import { type OtlpSpan, protobufTraces } from '../../packages/server/src/testing/otlp.ts';
import { journey, journeys } from './journey.ts';
import { rowsOf } from './pages.ts';
import { hexId, nowNs, sendTraces } from './telemetry.ts';

const DAY_NS = 86_400_000_000_000n;
const noonNs = (daysAgo: bigint): bigint => (nowNs() / DAY_NS - daysAgo) * DAY_NS + DAY_NS / 2n;
const dayOf = (ns: bigint): string => new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 10);

const call = (model: string, startNs: bigint): OtlpSpan => ({
  ...{
    traceId: hexId(16),
    spanId: hexId(8),
    name: `chat ${model}`,
    startNs,
    endNs: startNs + 1_000_000_000n,
  },
  attributes: {
    ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': model },
    ...{ 'gen_ai.usage.input_tokens': 1_000, 'gen_ai.usage.output_tokens': 200 },
  },
});

/** What the console of OpenAI would export: a model that is traced, one without a price, and one that nobody traces. */
function exportsOf(days: readonly bigint[]): { name: string; mimeType: string; buffer: Buffer }[] {
  const at = (ns: bigint) => `${(ns / DAY_NS) * 86_400n},${(ns / DAY_NS + 1n) * 86_400n}`;
  const usage = days.flatMap((ns) => [
    `${at(ns)},2,gpt-4.1-2025-04-14,2000,400,0`,
    `${at(ns)},1,gpt-tomorrow,1000,200,0`,
  ]);
  const costs = days.flatMap((ns) => [
    `${at(ns)},0.0072,usd,"gpt-4.1-2025-04-14, input"`,
    `${at(ns)},0.05,usd,"gpt-tomorrow, input"`,
  ]);
  const file = (name: string, lines: string[]) => ({
    ...{ name, mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\n')}\nwhenever,,,\n`) },
  });
  return [
    file('completions_usage.csv', [
      'start_time,end_time,num_model_requests,model,input_tokens,output_tokens,input_cached_tokens',
      ...usage,
      `${at(days[0] ?? 0n)},3,o3,9000,900,0`,
    ]),
    file('cost.csv', ['start_time,end_time,amount_value,amount_currency,line_item', ...costs]),
  ];
}

journeys('Reconcile', () => {
  journey(
    'import a statement, see what was recognised, why it differs, and the traces behind a figure',
    async ({ project, owner }) => {
      const mine = await project('reconciled');
      const days = [3n, 2n, 1n].map(noonNs);
      const spans = days.flatMap((ns) => [
        ...[call('gpt-4.1', ns), call('gpt-4.1', ns + 1n)],
        call('gpt-tomorrow', ns),
      ]);
      expect(await sendTraces(mine, protobufTraces(spans))).toBe(200);

      const { page } = await owner(mine, 'usage');
      await page.getByRole('link', { name: 'Reconcile' }).click();
      await page.getByText('No statement yet').waitFor();
      await page.getByRole('button', { name: 'Import' }).click();
      const dialog = page.getByRole('dialog', { name: 'Import a statement' });
      const picture = { name: 'invoice.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0, 0]) };
      await dialog.locator('input[type=file]').setInputFiles([...exportsOf(days), picture]);
      await dialog.getByText('OpenAI usage').waitFor();
      await dialog.getByText('1 file was not taken').waitFor();
      await dialog.getByText('invoice.png').waitFor();
      await dialog.getByText('2 rows could not be read and are left out').waitFor();
      await dialog.getByText('start_time: “whenever” is no day').first().waitFor();
      await dialog.getByLabel('Name').fill('This week');
      await dialog.getByRole('button', { name: 'Import' }).click();

      const main = page.getByRole('main');
      await main.getByRole('heading', { name: 'This week' }).waitFor();
      await main.getByText('Calls of gpt-tomorrow have no price here').waitFor();
      await main.getByText('o3 was billed').waitFor();
      const summary = page.getByRole('table', { name: 'In all' });
      await summary.getByRole('row', { name: /^Requests 12 9 \+3/ }).waitFor();

      await page.reload();
      await main.getByText('Calls of gpt-tomorrow have no price here').waitFor();
      await page.getByLabel('Days begin in').selectOption('Asia/Shanghai');
      await page.waitForURL(/zone=Asia/);
      await page.getByLabel('Days begin in').selectOption('UTC');
      await page.waitForURL((url) => !url.searchParams.has('zone'));

      const [day = 0n] = days;
      await page.getByRole('link', { name: new RegExp(`^gpt-4.1, ${dayOf(day)}: .*difference 0`) }).click();
      await rowsOf(page, 'Traces, the newest first').first().waitFor();
      expect(await rowsOf(page, 'Traces, the newest first').count()).toBe(2);

      await page.goBack();
      await page.getByRole('button', { name: 'All statements' }).click();
      await rowsOf(page, 'Statements').filter({ hasText: 'This week' }).click();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await page.getByText('No statement yet').waitFor();
    },
  );

  journey('say which column is what of a file that nobody knows', async ({ project, owner }) => {
    const mine = await project('mapped');
    const day = noonNs(1n);
    await sendTraces(mine, protobufTraces([call('gpt-4.1', day)]));
    const { page } = await owner(mine, 'usage/reconcile');
    await page.getByRole('button', { name: 'Import' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import a statement' });
    await dialog
      .getByLabel('Or paste the text')
      .fill(`Date;Model;Prompt tokens;Completion tokens\n${dayOf(day)};gpt-4.1;1000;200\n`);
    await dialog.getByRole('button', { name: 'Read' }).click();
    await dialog.getByText('Say which column is what.').waitFor();
    expect(await dialog.getByLabel('Input tokens').inputValue()).toBe('Prompt tokens');
    await dialog.getByRole('button', { name: 'Read' }).click();
    await dialog.getByText('not told, UTC is assumed').waitFor();
    await dialog.getByRole('button', { name: 'Import' }).click();
    await page.getByText('Both sides agree.').waitFor();
  });
});
