import { describe, expect, it } from 'vitest';
import { askedOf, mainAgent } from './title.ts';

describe('what a trace was asked', () => {
  it('is the text itself, or the question wrapped in arguments, cut or not', () => {
    expect(askedOf('Where is my parcel?')).toBe('Where is my parcel?');
    expect(askedOf('{"question":"我的 \\"订单\\"？"}')).toBe('我的 "订单"？');
    expect(askedOf('{"question":"Hi, my order A-1009 arr')).toBe('Hi, my order A-1009 arr');
    expect(askedOf('{"question":"cut in an escape\\')).toBe('cut in an escape');
  });
  it('is nothing when the input is other data', () => {
    expect(askedOf('{"id":42}')).toBe('');
    expect(askedOf('[1,2,3]')).toBe('');
  });
});

describe('who answered', () => {
  it('is the agent that the trace is named after, else the first', () => {
    const agents = ['code-reviewer', 'coding-agent'];
    expect(mainAgent({ name: 'invoke_agent coding-agent', agents })).toBe('coding-agent');
    expect(mainAgent({ name: 'coding-agent', agents })).toBe('coding-agent');
    expect(mainAgent({ name: 'POST /chat', agents })).toBe('code-reviewer');
    expect(mainAgent({ name: 'POST /chat', agents: [] })).toBeUndefined();
  });
});
