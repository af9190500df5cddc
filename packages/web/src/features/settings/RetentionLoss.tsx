import type { RetentionPreview } from '@pharos/core/api/retention';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { retentionTexts } from './retention-texts.ts';

/** What a change would remove: rows, days, and about how much of the disk. */
export function RetentionLoss({ kinds }: Pick<RetentionPreview, 'kinds'>) {
  const t = useTexts(retentionTexts);
  const format = useFormat();
  if (kinds.length === 0) return <p className="text-sm text-muted">{t('wouldRemoveNothing')}</p>;
  return (
    <div className="text-sm">
      <p className="mb-1 font-medium">{t('wouldRemove')}</p>
      <ul className="flex flex-col gap-1">
        {kinds.map(({ kind, rows, days, firstDay, bytes }) => (
          <li key={kind} className="flex flex-wrap justify-between gap-x-4">
            <span>{t(kind)}</span>
            <span className="figures text-soft">
              {t('rowsOnDays', {
                rows: t('rows', { count: format.count(rows) }),
                days: format.count(days),
                first: firstDay,
              })}
              {' · '}
              {t('about', { bytes: format.unit(bytes, 'bytes') })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
