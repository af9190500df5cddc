import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { type ProjectScope, scopeTo } from '../store/scope.ts';

/** What a URL is signed for: one method on one path of a project, until it expires. */
export interface Signed {
  method: 'GET' | 'PUT';
  path: string;
  expiresAtMs: number;
}

/** What a signed URL carries. */
export const signatureQuery = z.object({
  expires: z.coerce.number().int().min(0),
  signature: z.string().max(128),
});

const signatureOf = (secret: string, { method, path, expiresAtMs }: Signed): Buffer =>
  createHmac('sha256', secret).update(`${method}\n${path}\n${expiresAtMs}`).digest();

/** The path with what proves that it was given by who knows the secret. */
export const signedPath = (secret: string, signed: Signed): string =>
  `${signed.path}?expires=${signed.expiresAtMs}&signature=${signatureOf(secret, signed).toString('base64url')}`;

/**
 * The right to a project that a signed URL stands for, given to somebody who had it.
 * @throws ApiError that does not say what is wrong; `secret` is undefined for what does not exist.
 */
export function admitSigned(
  projectId: string,
  secret: string | undefined,
  signed: Signed,
  signature: string,
  nowMs: number,
): ProjectScope {
  const given = Buffer.from(signature, 'base64url');
  const right = signatureOf(secret ?? '', signed);
  const isRight = given.length === right.length && timingSafeEqual(given, right);
  if (secret === undefined || !isRight || nowMs > signed.expiresAtMs)
    throw new ApiError('forbidden', { message: 'This URL was not given for this, or has expired.' });
  return scopeTo(projectId);
}
