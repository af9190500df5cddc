import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCredentials } from './credentials.ts';

const read = (headers: Record<string, string>) => readCredentials((name) => headers[name]);

it('finds no key where there is none', () => {
  expect(read({})).toBeUndefined();
  expect(read({ authorization: '   ', 'x-api-key': '' })).toBeUndefined();
});

it('reads back any secret that fits into a header, as it is or percent-encoded', () => {
  const visible = fc.stringMatching(/^[\x21-\x24\x26-\x7e]{1,64}$/);
  fc.assert(
    fc.property(visible, visible, (secret, other) => {
      const publicKey = other.replaceAll(':', '_');
      const basic = Buffer.from(`${publicKey}:${secret}`).toString('base64');
      expect(read({ authorization: `Bearer ${secret}` })?.secret).toBe(secret);
      expect(read({ authorization: encodeURIComponent(`Bearer ${secret}`) })?.secret).toBe(secret);
      expect(read({ authorization: `Basic ${basic}` })).toEqual({ secret, publicKey });
      expect(read({ 'x-api-key': secret })?.secret).toBe(secret);
    }),
  );
});

it('never fails, whatever is sent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const name of ['authorization', 'x-api-key', 'api_key', 'x-auth-token']) read({ [name]: text });
      read({ authorization: `Basic ${text}` });
    }),
  );
});
