import { expect } from 'vitest';
import { protobufTraces } from '../../packages/server/src/testing/otlp.ts';
import { journey, journeys } from './journey.ts';
import { hexId, nowNs, sendTraces } from './telemetry.ts';

const TAG = '<img src=x onerror="alert(1)">';
const SCRIPT = '<script>alert(2)</script>';
const MARKDOWN = [
  `Look: ${TAG}`,
  SCRIPT,
  '[a link](javascript:alert(3))',
  '![a picture](https://elsewhere.example/pixel.png)',
  '<iframe src="https://elsewhere.example/"></iframe>',
].join('\n\n');

const message = (role: string, content: string) =>
  JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);

function aHostileTrace() {
  const traceId = hexId(16);
  const endNs = nowNs();
  const body = protobufTraces([
    {
      traceId,
      spanId: hexId(8),
      name: `agent ${TAG}`,
      startNs: endNs - 1_000_000n,
      endNs,
      status: { code: 2, message: SCRIPT },
      attributes: [
        ['gen_ai.operation.name', 'chat'],
        ['gen_ai.request.model', `gpt-${TAG}`],
        ['gen_ai.input.messages', message('user', MARKDOWN)],
        ['gen_ai.output.messages', message('assistant', MARKDOWN)],
        ['user.id', SCRIPT],
        ['session.id', `../../${TAG}`],
        ['__proto__', 'of an attribute'],
        ['constructor', { prototype: { polluted: true }, ['__proto__']: { polluted: true } }],
        [TAG, SCRIPT],
      ],
    },
  ]);
  return { traceId, body };
}

journeys('Hostile content', () => {
  journey('is text on every page, runs nothing and reaches nobody', async ({ project, owner }) => {
    const mine = await project('hostile');
    const { traceId, body } = aHostileTrace();
    await sendTraces(mine, body);
    // What would run or leave ends up among the window's problems, which have to be none.
    const { page } = await owner(mine, `traces/${traceId}`);
    const details = page.getByRole('region', { name: 'Details of the step' });
    const main = page.getByRole('main');

    await details.getByRole('heading', { name: `agent ${TAG}` }).waitFor();
    await details.getByText(SCRIPT).first().waitFor();
    await details.getByText('a picture', { exact: true }).waitFor();
    await details.getByRole('tab', { name: 'Input · Output' }).click();
    for (const form of ['Formatted', 'Text', 'JSON']) {
      await details.getByRole('radio', { name: form }).first().click();
      await details.getByRole('radio', { name: form, checked: true }).first().waitFor();
      if (form !== 'JSON') await details.getByRole('tabpanel').getByText('alert(2)').first().waitFor();
    }
    await details.getByRole('tab', { name: 'Attributes' }).click();
    await details.getByText('__proto__', { exact: true }).first().waitFor();
    await details.getByText('of an attribute').waitFor();
    await page.getByRole('tab', { name: 'Conversation' }).first().click();
    await main.getByText(`Look: ${TAG}`).first().waitFor();

    expect(await main.locator('img, iframe, script, a[href^="javascript:" i]').count()).toBe(0);
    expect(await page.evaluate(() => 'polluted' in {})).toBe(false);

    // Errors are told without the numbers of one occurrence.
    const shown = { overview: 'alert(<n>)', traces: SCRIPT, sessions: TAG, users: SCRIPT };
    for (const [path, text] of Object.entries(shown)) {
      await page.goto(`/p/${mine.id}/${path}`);
      await main.getByText(text).first().waitFor();
      expect(await main.locator('img, iframe, script').count()).toBe(0);
    }
    await main.getByText(SCRIPT).first().click();
    await page.getByRole('heading', { name: SCRIPT }).waitFor();
  });
});
