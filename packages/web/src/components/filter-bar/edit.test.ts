import { describe, expect, it } from 'vitest';
import { askOf, chipsOf, fieldsFor, problemIn, textOf, withTyped, withValue } from './edit.ts';

describe('filter text as chips', () => {
  it('is the same text again when nothing was changed', () => {
    const text = 'model:gpt-4.1,gpt-4o -kind:tool duration:>2s refund "two words"';
    expect(textOf(chipsOf(text))).toBe(text);
    expect(chipsOf(text).map((chip) => chip.text)).toEqual([
      'model:gpt-4.1,gpt-4o',
      '-kind:tool',
      'duration:>2s',
      'refund',
      '"two words"',
    ]);
  });
  it('takes what was typed, once', () => {
    expect(withTyped('status:error', 'status:error refund')).toEqual({ text: 'status:error refund' });
  });
  it('says what it does not understand and keeps the rest as it was', () => {
    expect(withTyped('status:error', 'duration:>soon')).toMatchObject({
      error: expect.stringContaining('soon'),
    });
  });
  it('keeps what a link carries and cannot be understood, to be changed or removed', () => {
    const chips = chipsOf('cost:>abc status:error');
    expect(chips.map(({ text }) => text)).toEqual(['status:error', 'cost:>abc']);
    expect(chips[1]?.problem).toContain('abc');
    expect(problemIn('cost:>abc')).toContain('abc');
    expect(problemIn('cost:>1 refund')).toBeUndefined();
  });
});

describe('what a draft asks for', () => {
  it('is a field until the colon', () => {
    expect(askOf('mod')).toEqual({ type: 'fields', text: 'mod', before: '' });
    expect(askOf('refund -ki')).toEqual({ type: 'fields', text: 'ki', before: 'refund -' });
  });
  it('is a value after it, also after a comma, an operator or an open quote', () => {
    expect(askOf('model:gp')).toMatchObject({ type: 'values', text: 'gp', before: 'model:' });
    expect(askOf('model:a,gp')).toMatchObject({ text: 'gp', before: 'model:a,' });
    expect(askOf('name:~ch')).toMatchObject({ text: 'ch', before: 'name:~' });
    expect(askOf('user:"Li Le')).toMatchObject({ text: 'Li Le', before: 'user:' });
    expect(askOf('attr.http.route:/c')).toMatchObject({ text: '/c', before: 'attr.http.route:' });
    expect(askOf('score."User feedback":g')).toMatchObject({
      field: { name: 'score.User feedback' },
      text: 'g',
      before: 'score."User feedback":',
    });
  });
  it('is a text when the field is unknown', () => {
    expect(askOf('https:x')).toMatchObject({ type: 'fields' });
  });
});

describe('suggestions', () => {
  it('put the fields that begin with the text first and find descriptions in any language', () => {
    expect(
      fieldsFor('s', (name) => name)
        .map((field) => field.name)
        .slice(0, 2),
    ).toEqual(['status', 'session']);
    expect(fieldsFor('模', (name) => (name === 'model' ? '模型' : '')).map((field) => field.name)).toEqual([
      'model',
    ]);
  });
  it('quote a chosen value where the language needs it', () => {
    expect(withValue('user:', 'Li Lei')).toBe('user:"Li Lei"');
    expect(withValue('model:', 'gpt-4.1')).toBe('model:gpt-4.1');
  });
});
