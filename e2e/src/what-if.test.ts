import { expect } from 'vitest';
import { protobufTraces } from '../../packages/server/src/testing/otlp.ts';
import { journey, journeys } from './journey.ts';
import type { TestProject } from './product.ts';
import { hexId, nowNs, sendTraces } from './telemetry.ts';

/** Twenty calls of 100 000 tokens in and 10 000 out: 0.28 dollars each. */
async function someCalls(project: TestProject): Promise<void> {
  const spans = Array.from({ length: 20 }, (_, nth) => {
    const startNs = nowNs() - BigInt(nth + 1) * 600_000_000_000n;
    return {
      ...{
        traceId: hexId(16),
        spanId: hexId(8),
        name: 'chat gpt-4.1',
        startNs,
        endNs: startNs + 900_000_000n,
      },
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4.1',
        'gen_ai.usage.input_tokens': 100_000,
        'gen_ai.usage.output_tokens': 10_000,
      },
    };
  });
  expect(await sendTraces(project, protobufTraces(spans))).toBe(200);
}

journeys('what-if', () => {
  journey(
    'another model is chosen, its cost stands beside what was measured, and the address keeps it',
    async ({ project, owner }) => {
      const mine = await project('a what-if');
      await someCalls(mine);
      const { page } = await owner(mine, 'usage/what-if?from=24h');
      const scenario = page.getByRole('region', { name: 'Scenario 1' });
      await scenario.getByText('$5.60').waitFor();
      await scenario.getByRole('button', { name: 'By: Same model' }).click();
      await page.getByRole('combobox', { name: 'By' }).fill('gpt-4.1-mini');
      await page.keyboard.press('Enter');
      await scenario.getByText('$1.12').waitFor();
      expect(page.url()).toContain('gpt-4.1-mini');
      await page.reload();
      await scenario.getByText('$1.12').waitFor();
      await page.getByRole('table', { name: 'Side by side' }).getByText('$4.48').waitFor();
      await page.getByRole('radio', { name: 'Compare all' }).click();
      const models = page.getByRole('list', { name: /cheapest first/ });
      await models.getByText('gpt-4.1-nano', { exact: true }).first().waitFor();
    },
  );
});
