import type { Seal } from '../../secrets/seal.ts';
import type { Records } from './tables.ts';

/** Things that have secrets, sealed in a column of their table under the name of each as its owner. */
export interface Sealing {
  table: 'channels' | 'exports';
  ownerOf(id: string): string;
}

/**
 * Seals all secrets of a table with the key that seals now, so that older keys need not be listed any longer. What cannot be opened
 * stays as it is and is told; what somebody changes meanwhile is theirs.
 */
export async function reseal(
  records: Records,
  seal: Seal,
  { table, ownerOf }: Sealing,
  onError: (error: unknown) => void,
): Promise<void> {
  const rows = await records
    .selectFrom(table)
    .select(['id', 'sealed'])
    .where('sealed', 'is not', null)
    .execute();
  for (const { id, sealed } of rows) {
    if (sealed === null || seal.isCurrent(sealed)) continue;
    try {
      const anew = seal.seal(seal.open(sealed, ownerOf(id)), ownerOf(id));
      await records
        .updateTable(table)
        .set({ sealed: anew })
        .where('id', '=', id)
        .where('sealed', '=', sealed)
        .execute();
    } catch (error) {
      onError(error);
    }
  }
}
