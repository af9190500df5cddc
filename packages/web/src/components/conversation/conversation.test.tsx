import type { Json } from '@pharos/core/content';
import { conversationOf } from '@pharos/core/conversation';
import { anApiSpan } from '@pharos/core/testing/api-span';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../i18n/i18n.ts';
import { JsonTree } from '../content/JsonTree.tsx';
import { Media } from '../content/Media.tsx';
import { Conversation } from './Conversation.tsx';

afterEach(cleanup);
setLanguage('en');

const say = (text: string) =>
  render(
    <Conversation
      turns={conversationOf([
        anApiSpan({
          spanId: 'llm',
          kind: 'llm',
          input: 'hi',
          output: [{ role: 'assistant', parts: [{ type: 'text', text }] }],
        }),
      ])}
    />,
  ).container;

describe('recorded text', () => {
  it('never becomes markup, script or a request', () => {
    const page = say(
      '<img src=x onerror=alert(1)><script>alert(1)</script> ![p](https://evil.example/p.png) [go](javascript:alert(1)) [ok](https://example.com/)',
    );
    expect(page.querySelector('script, img, iframe, style')).toBeNull();
    expect(page.textContent).toContain('<script>alert(1)</script>');
    const links = [...page.querySelectorAll('a')];
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      'https://evil.example/p.png',
      'https://example.com/',
    ]);
    for (const link of links) expect(link.rel).toBe('noopener noreferrer nofollow');
  });

  it('shows its beginning when long, and all of it on demand', () => {
    const page = say(`start ${'x'.repeat(5000)} end`);
    expect(page.textContent).not.toContain(' end');
    fireEvent.click(screen.getByRole('button', { name: /Show all/ }));
    expect(page.textContent).toContain(' end');
  });

  it('takes its direction from its script', () => {
    expect(say('أين طردي؟').querySelector('[dir=auto]')?.textContent).toBeTruthy();
  });
});

describe('a tool call', () => {
  it('reads as a sentence with its result or its failure', () => {
    const { container } = render(
      <Conversation
        turns={conversationOf([
          anApiSpan({ spanId: 'agent', kind: 'agent' }),
          anApiSpan({
            spanId: 'tool',
            kind: 'tool',
            parentSpanId: 'agent',
            startMs: 1,
            toolName: 'lookup_order',
            input: { order: '88-1042', tags: ['a', 'b'] },
            status: 'error',
            statusMessage: 'timed out',
          }),
        ])}
      />,
    );
    expect(container.textContent).toContain('lookup_orderorder 88-1042tags a, b');
    expect(container.textContent).toContain('failed: timed out');
  });
});

describe('a picture', () => {
  it('is shown only on demand, and only when it is part of the recording', () => {
    const { container } = render(<Media type="image" url="data:image/png;base64,iVBORw0KGgo=" />);
    expect(container.querySelector('img')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Load' }));
    expect(container.querySelector('img')).not.toBeNull();
  });
});

describe('a JSON tree', () => {
  it('builds only what is opened, and opens JSON inside text', () => {
    const items = Array.from({ length: 5000 }, (_, i) => ({ id: i }));
    const { container } = render(<JsonTree value={{ list: items, inner: '{"deep":"found"}' } as Json} />);
    expect(container.querySelectorAll('button')).toHaveLength(2);
    expect(container.textContent).toContain('found');
    fireEvent.click(screen.getByRole('button', { name: /5000 items/ }));
    expect(container.querySelectorAll('button').length).toBeLessThan(120);
    fireEvent.click(screen.getByRole('button', { name: /Show 100 more/ }));
    expect(container.querySelectorAll('button').length).toBeGreaterThan(200);
  });
});
