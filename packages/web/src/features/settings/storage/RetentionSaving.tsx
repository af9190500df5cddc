import type { Retention } from '@pharos/core/retention/kinds';
import { MONTH_DAYS, savingOf } from '@pharos/core/storage/saving';
import { useQuery } from '@tanstack/react-query';
import { storageQuery } from '../../../api/storage.ts';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { storageTexts } from './storage-texts.ts';

const AHEAD = 90;

interface RetentionSavingProps {
  project: string;
  before: Retention;
  after: Retention;
}

/** What other days would do to the disk, as they are typed; nothing where that is not known. */
export function RetentionSaving({ project, before, after }: RetentionSavingProps) {
  const t = useTexts(storageTexts);
  const format = useFormat();
  const { data } = useQuery(storageQuery(project));
  const saving = data && savingOf(data.kinds, before, after);
  if (!saving) return null;
  const { before: old, after: next } = saving;
  const bytes = (value: number) => format.unit(Math.max(0, value), 'bytes');
  /** Nothing where both read the same. */
  const instead = (key: Parameters<typeof t>[0], before: number, after: number) => {
    const values = { days: AHEAD, before: bytes(before), after: bytes(after) };
    return values.before === values.after ? [] : [t(key, values)];
  };
  const [grew, grows] = [old, next].map(({ perDayForEver }) => perDayForEver * MONTH_DAYS) as [
    number,
    number,
  ];
  const inTheEnd =
    old.level === null
      ? next.level === null
        ? instead('savingSlower', grew, grows)
        : [t('savingBounded', { before: bytes(grew), after: bytes(next.level) })]
      : next.level === null
        ? [t('savingUnbounded', { before: bytes(old.level), after: bytes(grows) })]
        : instead('savingLevel', old.level, next.level);
  const lines = [...instead('savingInDays', old.bytesIn(AHEAD), next.bytesIn(AHEAD)), ...inTheEnd];
  if (lines.length === 0) return null;
  return (
    <div className="text-sm">
      <p className="mb-1 font-medium">{t('saving')}</p>
      <ul className="figures flex flex-col gap-1 text-soft">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
