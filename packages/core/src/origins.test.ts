import { expect, test } from 'vitest';
import { allowsOrigin, originPattern } from './origins.ts';

test.each([
  ['https://app.example.com', 'https://app.example.com'],
  [' HTTPS://App.Example.com:443/ ', 'https://app.example.com'],
  ['http://localhost:3000', 'http://localhost:3000'],
  ['http://127.0.0.1:80', 'http://127.0.0.1'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
  ['https://*.example.com', 'https://*.example.com'],
  ['https://*.example.com:8443', 'https://*.example.com:8443'],
])('%s is the origin %s', (text, pattern) => {
  expect(originPattern(text)).toBe(pattern);
});

test.each([
  '',
  '*',
  'null',
  'example.com',
  'https://*',
  'https://*.com',
  'https://*.0.0.1',
  'https://a.*.example.com',
  'https://example.com/path',
  'https://user@example.com',
  'https://例子.com',
  'https://example.com:65536',
  'ftp://example.com',
  'https://example.com https://evil.example',
])('%j is none', (text) => {
  expect(originPattern(text)).toBeUndefined();
});

test('an exact origin means itself alone: its scheme, its host, its port', () => {
  const patterns = ['https://app.example.com'];
  expect(allowsOrigin(patterns, 'https://app.example.com')).toBe(true);
  for (const other of [
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://example.com',
    'https://app.example.com.evil.example',
    'https://evil.example/https://app.example.com',
    'null',
    '',
  ])
    expect([other, allowsOrigin(patterns, other)]).toEqual([other, false]);
});

test('a wildcard means every name below, however deep, and not the name itself', () => {
  const patterns = ['https://*.example.com'];
  for (const own of ['https://a.example.com', 'https://b.a.example.com'])
    expect([own, allowsOrigin(patterns, own)]).toEqual([own, true]);
  for (const other of [
    'https://example.com',
    'https://.example.com',
    'https://evilexample.com',
    'https://a.example.com.evil.example',
    'https://a.example.com:8443',
    'http://a.example.com',
    'https://*.example.com',
  ])
    expect([other, allowsOrigin(patterns, other)]).toEqual([other, false]);
});

test('no pattern means nobody', () => {
  expect(allowsOrigin([], 'https://app.example.com')).toBe(false);
});
