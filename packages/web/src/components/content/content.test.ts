import { describe, expect, it } from 'vitest';
import { clampText } from './clamp.ts';
import { glimpse } from './glimpse.ts';
import { isEmbeddedImage, webUrl } from './safe-url.ts';

describe('a closed branch', () => {
  it('shows its first scalars, whatever their length', () => {
    expect(glimpse({ category: '服饰', gmv: 1284, rows: [1], note: null })).toBe(
      'category 服饰 · gmv 1284 · rows … · note null',
    );
    expect(glimpse([1, { a: 1 }, 'two\nlines'])).toBe('1 · … · two lines');
    expect(glimpse(['x'.repeat(100_000)]).length).toBeLessThan(200);
  });
});

describe('addresses from recorded text', () => {
  it('lead to the web or nowhere', () => {
    expect(webUrl('https://example.com/a')?.host).toBe('example.com');
    for (const text of [
      'javascript:alert(1)',
      ' JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      '/api/v1/me',
      '//x.y',
      '',
    ]) {
      expect(webUrl(text)).toBeUndefined();
    }
  });
  it('embed raster pictures only', () => {
    expect(isEmbeddedImage('data:image/png;base64,iVBORw0KGgo=')).toBe(true);
    expect(isEmbeddedImage('data:image/svg+xml;base64,PHN2Zz4=')).toBe(false);
  });
});

describe('a long text', () => {
  it('is shown whole when it is short', () => {
    expect(clampText('short')).toBeUndefined();
  });
  it('is cut at a number of characters, never inside one', () => {
    expect(clampText('ab😀'.repeat(100), { characters: 11, lines: 5 })).toBe('ab😀ab😀ab');
  });
  it('is cut at a number of lines', () => {
    expect(clampText(`${'line\n'.repeat(60)}`, { characters: 1000, lines: 2 })).toBe('line\nline');
  });
});
