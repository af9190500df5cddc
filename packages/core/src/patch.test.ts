import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from './content.ts';
import { foldPatches, type Patchable } from './patch.ts';
import type { SpanPatch } from './span.ts';

const nothing: Patchable = {
  input: undefined,
  output: undefined,
  model: '',
  provider: '',
  usage: undefined,
  userId: '',
  sessionId: '',
};

const says = (role: Message['role'], text: string): Message => ({ role, parts: [{ type: 'text', text }] });
const patch = (timeNs: bigint, facts: Partial<SpanPatch>): SpanPatch => ({
  traceId: 't',
  spanId: 's',
  timeNs,
  ...facts,
});

describe('patches of one span', () => {
  const system = patch(1n, { inputMessages: [says('system', 'Be kind.')] });
  const user = patch(2n, { inputMessages: [says('user', 'Hi')] });
  const answer = patch(3n, { outputMessages: [says('assistant', 'Hello!')] });

  it('become one conversation in order of time', () => {
    expect(foldPatches(nothing, [answer, user, system])).toMatchObject({
      input: { messages: [says('system', 'Be kind.'), says('user', 'Hi')] },
      output: { messages: [says('assistant', 'Hello!')] },
    });
  });

  it('do not say again what the span says itself', () => {
    const base: Patchable = {
      ...nothing,
      input: { messages: [says('system', 'Be kind.'), says('user', 'Hi')] },
      output: { text: 'Hello!' },
    };
    expect(foldPatches(base, [user, answer])).toMatchObject({
      input: base.input,
      output: { messages: [says('assistant', 'Hello!')] },
    });
  });

  it('keep what was said twice', () => {
    const again = patch(3n, { inputMessages: [says('user', 'Hi')] });
    expect(foldPatches(nothing, [user, again]).input).toEqual({
      messages: [says('user', 'Hi'), says('user', 'Hi')],
    });
  });

  it('let the latest statement of a fact win', () => {
    const early = patch(1n, { model: 'a', userId: 'u1', usage: { input: 1, total: 1 } });
    const late = patch(2n, { model: 'b' });
    expect(foldPatches({ ...nothing, provider: 'openai' }, [late, early])).toMatchObject({
      model: 'b',
      provider: 'openai',
      userId: 'u1',
      usage: { input: 1, total: 1 },
    });
  });
});

describe('folding any patches', () => {
  const message = fc
    .tuple(fc.constantFrom<Message['role']>('system', 'user', 'assistant'), fc.constantFrom('a', 'b', 'c'))
    .map(([role, text]) => says(role, text));
  const messages = fc.array(message, { maxLength: 3 });
  const content = fc.oneof(
    messages.map((list) => ({ messages: list })),
    fc.constantFrom({ text: 'a' }, { json: { b: 1 } }),
  );
  const facts: fc.Arbitrary<Partial<SpanPatch>> = fc.record(
    {
      input: content,
      output: content,
      inputMessages: messages,
      outputMessages: messages,
      model: fc.constantFrom('m1', 'm2'),
      usage: fc.record({ total: fc.nat(9) }),
      sessionId: fc.constantFrom('s1', 's2'),
    },
    { requiredKeys: [] },
  );
  const patches = fc.array(
    fc.tuple(fc.bigInt({ min: 0n, max: 4n }), facts).map(([timeNs, known]) => patch(timeNs, known)),
    { maxLength: 6 },
  );
  const base = fc
    .record({ input: fc.option(content, { nil: undefined }), output: fc.option(content, { nil: undefined }) })
    .map((known): Patchable => ({ ...nothing, ...known }));

  it('depends on the set alone, not on order or redelivery', () => {
    fc.assert(
      fc.property(base, patches, fc.infiniteStream(fc.nat()), (span, set, random) => {
        const draw = random[Symbol.iterator]();
        const shuffled = [...set, ...set]
          .map((one) => ({ one, at: draw.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(foldPatches(span, shuffled)).toEqual(foldPatches(span, set));
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(base, patches, (span, set) => {
        const once = foldPatches(span, set);
        expect(foldPatches(once, set)).toEqual(once);
      }),
    );
  });

  it('ends alike when a part of them was folded before the rest came', () => {
    const told = fc.array(
      fc
        .tuple(fc.bigInt({ min: 0n, max: 9n }), messages)
        .map(([timeNs, inputMessages]) => patch(timeNs, { inputMessages })),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(told, fc.nat(6), (set, count) => {
        const early = foldPatches(nothing, set.slice(0, count));
        expect(foldPatches(early, set)).toEqual(foldPatches(nothing, set));
      }),
    );
  });
});
