import { expect } from 'vitest';
import { type OtlpSpan, protobufTraces } from '../../packages/server/src/testing/otlp.ts';
import { journey, journeys } from './journey.ts';
import { rowsOf } from './pages.ts';
import { hexId, nowNs, sendTraces } from './telemetry.ts';

const SECOND = 1_000_000_000n;
const HOUR = 3_600n * SECOND;

/** Runs of a labelling agent: so many of one short call to a large model each; one that was cancelled after it cost 2 USD, and one that failed. */
function runs(count: number): Buffer {
  const start = nowNs() - HOUR;
  const usage = (agent: string, input: number, output: number) => ({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4.1',
    'gen_ai.provider.name': 'openai',
    'gen_ai.agent.name': agent,
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': output,
  });
  const run = (nth: number): OtlpSpan => {
    const startNs = start + BigInt(nth) * SECOND;
    const ids = { traceId: hexId(16), spanId: hexId(8) };
    return { ...ids, name: 'label', startNs, endNs: startNs + SECOND, attributes: usage('labels', 900, 100) };
  };
  const vain = (name: string, error: string, attributes: NonNullable<OtlpSpan['attributes']>): OtlpSpan[] => {
    const root = { traceId: hexId(16), spanId: hexId(8) };
    const author = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'author' };
    return [
      {
        ...{ ...root, name, startNs: start, endNs: start + 9n * SECOND },
        status: { code: 2, message: '' },
        attributes: { 'error.type': error, ...author },
      },
      {
        ...{ traceId: root.traceId, spanId: hexId(8), parentSpanId: root.spanId, name: 'chat gpt-4.1' },
        ...{ startNs: start + SECOND, endNs: start + 8n * SECOND, attributes },
      },
    ];
  };
  return protobufTraces([
    ...Array.from({ length: count }, (_, nth) => run(nth)),
    ...vain('write a book', 'AbortError', usage('author', 600_000, 100_000)),
    ...vain('write a poem', 'ValueError', usage('author', 9_000, 900)),
  ]);
}

journeys('Savings', () => {
  journey(
    'find what could be saved, see the traces behind it, and say what is not wanted',
    async ({ project, owner }) => {
      const mine = await project('savings');
      expect(await sendTraces(mine, runs(60))).toBe(200);
      const { page } = await owner(mine, 'usage/savings');
      const list = page.getByRole('list', { name: 'Suggestions, the largest first' });
      const rows = list.getByRole('button');
      await rows.first().waitFor();
      expect(await rows.count()).toBe(2);
      await rows.filter({ hasText: 'Try gpt-4.1-mini for the short tasks of labels' }).waitFor();

      // By keys alone: to the list, down, open, close.
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      const short = page.getByRole('complementary', {
        name: 'Try gpt-4.1-mini for the short tasks of labels',
      });
      await short.getByText('test the quality on your own cases').waitFor();
      expect(new URL(page.url()).searchParams.get('saving')).toMatch(/^[0-9a-f]{64}$/);
      await page.reload();
      await short.waitFor();
      await page.keyboard.press('Escape');
      await short.waitFor({ state: 'detached' });

      await rows.filter({ hasText: 'Runs of author are cancelled' }).click();
      const cancelled = page.getByRole('complementary', { name: 'Runs of author are cancelled' });
      await cancelled.getByRole('textbox', { name: 'Why not? (optional)' }).fill('They may leave.');
      await cancelled.getByRole('button', { name: 'Not for us' }).click();
      await cancelled.getByText('They may leave.').waitFor();
      expect(await rows.count()).toBe(1);
      await cancelled.getByRole('button', { name: 'Take up again' }).click();
      await expect.poll(() => rows.count()).toBe(2);

      await cancelled.getByRole('table').getByText('write a book').click();
      await page.getByRole('tree', { name: 'Steps of the trace' }).waitFor();
    },
  );

  journey('see what was spent for nothing, and on which traces', async ({ project, owner }) => {
    const mine = await project('waste');
    expect(await sendTraces(mine, runs(3))).toBe(200);
    const { page } = await owner(mine, 'usage?filter=agent%3Aauthor');
    // The filter goes along from part to part.
    await page.getByRole('link', { name: 'What-if' }).click();
    await page.waitForURL(/usage\/what-if\?.*filter=agent/);
    await page.getByRole('link', { name: 'Cost & tokens' }).click();
    await page.waitForURL(/usage\?.*filter=agent/);
    await page.getByRole('heading', { name: 'Spent for nothing' }).scrollIntoViewIfNeeded();
    await page.getByRole('button', { name: 'Show the traces of Failed runs' }).click();
    await rowsOf(page, 'Traces: Failed runs').filter({ hasText: 'write a poem' }).waitFor();
    await page.getByRole('button', { name: 'Show the traces of Abandoned runs' }).click();
    const rows = rowsOf(page, 'Traces: Abandoned runs');
    await rows.filter({ hasText: 'write a book' }).waitFor();
    expect(await rows.allTextContents()).toHaveLength(1);
    await rows.first().click();
    await page.getByRole('tree', { name: 'Steps of the trace' }).waitFor();
  });
});
