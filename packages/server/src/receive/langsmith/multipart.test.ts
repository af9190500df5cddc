import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { multipartParts } from './multipart.ts';

const TYPE = 'multipart/form-data; boundary=b1';
const text = (lines: string[], end = '\r\n') => Buffer.from(lines.join(end));
const read = (body: Uint8Array, type = TYPE) =>
  multipartParts(body, type).map(({ bytes, ...part }) => ({ ...part, text: Buffer.from(bytes).toString() }));

const part = (name: string, content: string) => [
  '--b1',
  `Content-Disposition: form-data; name="${name}"`,
  `Content-Type: application/json; length=${content.length}`,
  '',
  content,
];

describe('a multipart body', () => {
  test.each(['\r\n', '\n'])('is taken apart, whether its lines end in %j', (end) => {
    const body = text([...part('post.1', '{"a":1}'), ...part('post.1.inputs', ''), '--b1--', ''], end);
    expect(read(body)).toEqual([
      { name: 'post.1', contentType: 'application/json; length=7', encoding: '', text: '{"a":1}' },
      { name: 'post.1.inputs', contentType: 'application/json; length=0', encoding: '', text: '' },
    ]);
  });

  test('may name its parts and its boundary in other ways, and say more before and after', () => {
    const body = text([
      'a preamble',
      '--b 1  ',
      'content-encoding: gzip',
      'CONTENT-DISPOSITION: form-data; filename="x"; name=post.1',
      '',
      'line\r\n--b 12\r\n --b 1',
      '--b 1-- ',
      'an epilogue',
    ]);
    expect(read(body, 'multipart/form-data; charset=utf-8; Boundary="b 1"')).toEqual([
      { name: 'post.1', contentType: '', encoding: 'gzip', text: 'line\r\n--b 12\r\n --b 1' },
    ]);
  });

  test('may be empty, and need not end with a line break', () => {
    expect(read(text(['--b1--']))).toEqual([]);
    expect(read(text([...part('x', '1'), '--b1--']))).toHaveLength(1);
  });

  test('that was cut short anywhere is refused whole', () => {
    const body = text([...part('post.1', '{"a":1}'), ...part('post.1.inputs', '{"b":2}'), '--b1--']);
    for (let length = 0; length < body.length; length++)
      expect(() => read(body.subarray(0, length)), `${length} bytes`).toThrow(/cut short|does not hold/);
  });

  test.each([
    ['multipart/form-data', /must name a boundary/],
    ['multipart/form-data; boundary=', /must name a boundary/],
    [`multipart/form-data; boundary=${'x'.repeat(201)}`, /must name a boundary/],
    ['multipart/form-data; boundary=other', /does not hold the boundary/],
  ])('needs the boundary that it names: %s', (type, error) => {
    expect(() => read(text([...part('x', '1'), '--b1--']), type)).toThrow(error);
  });

  test.each<[string, string[], RegExp]>([
    ['no name', ['--b1', 'Content-Type: a/b', '', 'x', '--b1--'], /no name/],
    ['no end of headers', ['--b1', 'Content-Disposition: form-data; name="x"', '--b1--'], /do not end/],
    ['endless headers', ['--b1', `x: ${'y'.repeat(5000)}`, '', 'x', '--b1--'], /do not end/],
    [
      'text for bytes',
      ['--b1', 'Content-Disposition: x; name="x"', 'Content-Transfer-Encoding: base64', '', 'eA==', '--b1--'],
      /as they are/,
    ],
  ])('of parts with %s is refused', (_, lines, error) => {
    expect(() => read(text(lines))).toThrow(error);
  });

  test('has only so many parts', () => {
    const lines = Array.from({ length: 20_001 }, () => [
      '--b1',
      'Content-Disposition: x; name="x"',
      '',
      '',
    ]).flat();
    expect(() => read(text([...lines, '--b1--'], '\n'))).toThrow(/more than 20000 parts/);
  });

  test('of any bytes comes out as it went in, and takes no time that grows faster than it', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.from(each));
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 5 }), (contents) => {
        fc.pre(contents.every((content) => !content.includes('--b1')));
        const pieces = contents.flatMap((content, index) => [
          Buffer.from(`--b1\r\nContent-Disposition: form-data; name="p${index}"\r\n\r\n`),
          content,
          Buffer.from('\r\n'),
        ]);
        const parts = multipartParts(Buffer.concat([...pieces, Buffer.from('--b1--\r\n')]), TYPE);
        expect(parts.map((each) => Buffer.from(each.bytes))).toEqual(contents);
      }),
    );
    const hostile = Buffer.from('-'.repeat(4_000_000));
    const began = performance.now();
    expect(() => read(hostile, 'multipart/form-data; boundary=-')).toThrow(/boundary/);
    expect(() => read(Buffer.from('\n--b1x'.repeat(700_000)))).toThrow(/boundary/);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
