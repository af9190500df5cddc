import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ErasureReceipt } from '@pharos/core/api/erasures';
import { canonical } from '@pharos/core/canonical';
import type { Records } from '../../store/records/tables.ts';

/** What signs receipts of a project and makes hashes of ids; it never leaves the records. Made when it is first needed. */
export async function secretOf(
  records: Records,
  projectId: string,
  newSecret: () => string,
): Promise<string> {
  await records
    .insertInto('erasureSecrets')
    .values({ projectId, secret: newSecret() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await records
    .selectFrom('erasureSecrets')
    .select('secret')
    .where('projectId', '=', projectId)
    .executeTakeFirstOrThrow();
  return row.secret;
}

const hmac = (secret: string, purpose: string, text: string): string =>
  createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('hex');

/** By what an erasure tells whose it was: whoever knows the id can show that it is theirs, with the server's help. */
export const subjectOf = (secret: string, userId: string): string => hmac(secret, 'user', userId);

export const signed = (secret: string, receipt: Omit<ErasureReceipt, 'signature'>): ErasureReceipt => ({
  ...receipt,
  signature: hmac(secret, 'receipt', canonical(receipt)),
});

/** Whether a receipt is as it was signed. */
export function isGenuine(secret: string, { signature, ...receipt }: ErasureReceipt): boolean {
  const [said, made] = [signature, signed(secret, receipt).signature].map((each) => Buffer.from(each)) as [
    Buffer,
    Buffer,
  ];
  return said.length === made.length && timingSafeEqual(said, made);
}

/** What stays, whoever is erased. */
export const KEPT: ErasureReceipt['kept'] = [
  {
    what: 'backups',
    why: 'Backups that were made before hold the data until they age out. Whoever restores one erases the user again.',
  },
  {
    what: 'exports',
    why: 'Files that were given out, as exports or downloads, are where they were put.',
  },
  {
    what: 'replacedFiles',
    why: 'The telemetry engine deletes the files that it has written anew by itself, some minutes later.',
  },
  {
    what: 'sums',
    why: 'Sums of hours stay, without the user: they tell how much was used, and of nobody.',
  },
  {
    what: 'others',
    why: 'Spans that name another user stay theirs, also in a trace that both share, and so does what is told of such a trace as a whole. Their texts are not searched for this user.',
  },
  {
    what: 'quotaCounters',
    why: 'What counts towards a quota in the window that runs is kept in memory until the window ends.',
  },
  {
    what: 'audit',
    why: 'The audit log stays: of the user it holds a pseudonym or the hash above, never the id.',
  },
  {
    what: 'later',
    why: 'What was stored after the erasure had ended is none of it.',
  },
];
