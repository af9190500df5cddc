import type { Records } from '../../store/records/tables.ts';
import type { Targets } from './targets/targets.ts';

/**
 * Seals all keys of targets with the key that seals now, so that older ones need not be listed any longer. What cannot be opened
 * stays as it is and is told.
 */
export async function resealExports(
  records: Records,
  targets: Pick<Targets, 'sealedAnew'>,
  onError: (error: unknown) => void,
): Promise<void> {
  const rows = await records
    .selectFrom('exports')
    .select(['id', 'sealed'])
    .where('sealed', 'is not', null)
    .execute();
  for (const { id, sealed } of rows) {
    if (sealed === null) continue;
    try {
      const anew = targets.sealedAnew(id, sealed);
      if (anew === undefined) continue;
      await records
        .updateTable('exports')
        .set({ sealed: anew })
        .where('id', '=', id)
        .where('sealed', '=', sealed)
        .execute();
    } catch (error) {
      onError(error);
    }
  }
}
