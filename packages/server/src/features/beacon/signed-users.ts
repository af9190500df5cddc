import { createHmac, timingSafeEqual } from 'node:crypto';
import { userClaimsSchema } from '@pharos/core/api/beacon';
import { z } from 'zod';
import type { TakeReports } from '../../http/read-reports.ts';

/** Which user is who they are said to be, or why that is not known of any. */
export type Proof = { userId: string } | { fault: string };

/**
 * What a token proves: a JWT that was signed with the secret by HMAC-SHA256. What it says of its algorithm is not asked: there is one.
 */
export function proofOf(token: string | undefined, secret: string, nowMs: number): Proof {
  if (token === undefined) {
    return { fault: 'userToken: this key takes users whom your server signed, and no token came' };
  }
  const [header = '', claims = '', signature = '', ...rest] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const right = createHmac('sha256', secret).update(`${header}.${claims}`).digest();
  if (rest.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) {
    return { fault: 'userToken: it was not signed with the signing secret of this key' };
  }
  const read = userClaimsSchema.safeParse(jsonOf(Buffer.from(claims, 'base64url').toString()));
  if (!read.success) return { fault: 'userToken: it names no userId, or no exp in seconds' };
  const { userId, exp } = read.data;
  return exp * 1000 > nowMs ? { userId } : { fault: 'userToken: it has expired' };
}

/** Takes what is of nobody or of the user who is proven; the rest is refused item by item. */
export const ofProven =
  (take: TakeReports, proof: Proof): TakeReports =>
  async (project, items) => {
    const faults = items.map((item) => faultOf(item, proof));
    const places = [...items.keys()].filter((index) => faults[index] === undefined);
    const { accepted, refused } = await take(
      project,
      places.map((index) => items[index]),
    );
    const all = [
      ...faults.flatMap((message, index) => (message === undefined ? [] : { index, message })),
      ...refused.map(({ index, message }) => ({ index: places[index] ?? index, message })),
    ];
    return { accepted, refused: all.sort((a, b) => a.index - b.index) };
  };

const claimed = z.looseObject({ userId: z.string().min(1) });

function faultOf(item: unknown, proof: Proof): string | undefined {
  const { data } = claimed.safeParse(item);
  if (data === undefined) return undefined;
  if ('fault' in proof) return proof.fault;
  return data.userId === proof.userId ? undefined : 'userId: the token is of another user';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
