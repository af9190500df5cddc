import { expect, it } from 'vitest';
import { authorizationOf, sha256 } from './signature.ts';

/** The examples of AWS' own documentation: "Signature Calculations for the Authorization Header". */
const KEY = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const host = 'examplebucket.s3.amazonaws.com';
const date = '20130524T000000Z';

it.each([
  [
    'PUT',
    '/test%24file.text',
    { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
    'Welcome to Amazon S3.',
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  ],
  [
    'GET',
    '/test.txt',
    { range: 'bytes=0-9' },
    '',
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
  [
    'GET',
    '/?max-keys=2&prefix=J',
    {},
    '',
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ],
])('signs %s %s as the specification does', (method, path, more: Record<string, string>, body, signature) => {
  const bodySha256 = sha256(body);
  const headers = { host, 'x-amz-content-sha256': bodySha256, 'x-amz-date': date, ...more };
  const request = { method, url: new URL(`https://${host}${path}`), headers, bodySha256 };
  expect(authorizationOf(request, KEY, date)).toMatch(new RegExp(`,Signature=${signature}$`));
});
