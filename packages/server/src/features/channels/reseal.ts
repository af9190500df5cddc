import type { Seal } from '../../secrets/seal.ts';
import type { Records } from '../../store/records/tables.ts';
import { sealedAnew } from './sealed-config.ts';

/**
 * Seals all secrets with the key that seals now, so that older keys need not be listed any longer. What cannot be opened stays as it
 * is and is told; what somebody changes meanwhile is theirs.
 */
export async function resealChannels(
  records: Records,
  seal: Seal,
  onError: (error: unknown) => void,
): Promise<void> {
  const rows = await records
    .selectFrom('channels')
    .select(['id', 'sealed'])
    .where('sealed', 'is not', null)
    .execute();
  for (const { id, sealed } of rows) {
    if (sealed === null) continue;
    try {
      const anew = sealedAnew(seal, { id, sealed });
      if (anew === undefined) continue;
      await records
        .updateTable('channels')
        .set({ sealed: anew })
        .where('id', '=', id)
        .where('sealed', '=', sealed)
        .execute();
    } catch (error) {
      onError(error);
    }
  }
}
