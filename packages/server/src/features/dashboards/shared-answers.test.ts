import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApp } from '../../testing/test-app.ts';
import { aChart, aDocument } from './testing/documents.ts';
import { ofCalls, openShareApp, type ShareApp } from './testing/share-app.ts';

let test: ShareApp;
beforeAll(async () => {
  test = await openShareApp();
});
afterAll(() => test.close());

describe('what is asked through a link', () => {
  it('fails by itself where there is no such chart, or none that can be answered', async () => {
    const text = { kind: 'text' as const, id: 'text', place: { x: 6, y: 0, w: 6, h: 2 }, markdown: 'Hello' };
    const many = aChart('many', { mark: 'line', dimensions: [], bucketSeconds: 1, range: '30d' });
    const values = Array.from({ length: 30 }, String);
    const fill = { name: 'constructor', label: 'Fill', type: 'text' as const, values };
    const filled = aChart('filled', { filter: 'attr.x:$constructor' });
    const over = aChart('over', { filter: 'attr.x:$constructor,$constructor' });
    const widgets = [aChart('calls'), text, many, filled, over];
    const { id } = await test.make({ ...aDocument('Odd', widgets), variables: [fill] });
    const { token } = await test.linkTo(id);
    const data = await test.answers(
      token,
      'calls',
      'nothing',
      'text',
      'many',
      'filled',
      'over',
      '__proto__',
      'calls',
    );
    expect(data.map(({ widget, answer, error }) => [widget, answer ? 'answered' : error?.code])).toEqual([
      ['calls', 'answered'],
      ['nothing', 'not_found'],
      ['text', 'not_found'],
      ['many', 'invalid_request'],
      ['filled', 'answered'],
      ['over', 'invalid_request'],
      ['__proto__', 'not_found'],
    ]);
    expect(data[3]?.error?.message).toContain('buckets');
  });

  it('names widgets and nothing else: a question, a project or a range in the request is not heard', async () => {
    const { id } = await test.make(ofCalls());
    const { token } = await test.linkTo(id);
    const theirs = {
      project: test.second.projectId,
      projectId: test.second.projectId,
      range: '30d',
      values: { user: ['bob'] },
      filters: [],
      questions: [{ metrics: ['cost'], from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z' }],
    };
    const url = `/api/v1/shared/${token}/answers?project=${test.second.projectId}`;
    const plain = await test.ask(token, ['calls']);
    const asked = [...test.asked];
    const tampered = await test.nobody.post(url, { widgets: ['calls'], ...theirs });
    expect(tampered.text).toBe(plain.text);
    // It is the same Question, so its answer is there.
    expect(test.asked).toEqual(asked);
    expect(asked.at(-1)?.scope).toBe(test.projectId);
  });

  it.each([
    ['nothing', undefined],
    ['no widgets', []],
    ['what is no list', 'calls'],
    ['what is no name', [{ metrics: ['cost'] }]],
    ['more than a dashboard has', Array.from({ length: 101 }, String)],
    ['a name without end', ['x'.repeat(41)]],
  ])('is refused when it is %s', async (_, widgets) => {
    const { token } = await test.linkTo('cost');
    expect((await test.ask(token, widgets)).at('error.code')).toBe('invalid_request');
  });

  it('is refused when it is too large', async () => {
    const { token } = await test.linkTo('cost');
    expect((await test.ask(token, ['calls'], { more: 'x'.repeat(20_000) })).status).toBe(413);
  });

  it('is the same for all who look within a moment', async () => {
    const { id } = await test.make(ofCalls());
    const { token } = await test.linkTo(id, { range: '24h' });
    await test.ask(token, ['calls']);
    const asked = [...test.asked];
    test.clock.advance(1);
    await test.ask(token, ['calls']);
    expect(test.asked).toEqual(asked);
    test.clock.advance(30_000);
    await test.ask(token, ['calls']);
    expect(test.asked).toHaveLength(asked.length + 1);
    expect(test.asked.at(-1)?.question.to).not.toBe(asked.at(-1)?.question.to);
  });
});

describe('whoever leaves', () => {
  it('is not worked for any longer', async () => {
    let began: (signal: AbortSignal | undefined) => void = () => undefined;
    const beginning = new Promise<AbortSignal | undefined>((resolve) => {
      began = resolve;
    });
    const reader = {
      ...test.store.telemetry.reader,
      ask: (_: unknown, __: unknown, signal?: AbortSignal) => {
        began(signal);
        return new Promise<never>((_, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason)),
        );
      },
    };
    const apart = await testApp({}, { telemetry: { ...test.store.telemetry, reader } });
    const { token } = await test.linkTo('cost', {}, apart.owner, apart.projectId);
    const leaving = new AbortController();
    const origin = await apart.app.server.listen({ host: '127.0.0.1', port: 0 });
    const request = fetch(`${origin}/api/v1/shared/${token}/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ widgets: ['total'] }),
      signal: leaving.signal,
    });
    const signal = await beginning;
    expect(signal?.aborted).toBe(false);
    leaving.abort();
    await expect(request).rejects.toThrow();
    await expect.poll(() => signal?.aborted).toBe(true);
    await apart.close();
  });
});
