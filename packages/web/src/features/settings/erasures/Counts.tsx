import type { Erased, Named } from '@pharos/core/api/erasures';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { erasureTexts, known } from './erasure-texts.ts';

/** What a reader looks for first; the rest follows as it is told. */
const FIRST = ['trace_index', 'spans', 'payloads', 'logs', 'scores', 'events', 'presence'];
const rank = ({ place }: { place: string }) => {
  const at = FIRST.indexOf(place);
  return at < 0 ? FIRST.length : at;
};

/** So many things of each place that has any. */
export function Counts({ title, of }: { title: string; of: readonly (Erased | Named)[] }) {
  const t = useTexts(erasureTexts);
  const format = useFormat();
  const found = of.filter(({ count }) => count > 0).sort((a, b) => rank(a) - rank(b));
  if (found.length === 0) return null;
  return (
    <div className="text-sm">
      <p className="mb-1 font-medium">{title}</p>
      <ul className="flex max-w-md flex-col gap-0.5">
        {found.map((each) => (
          <li key={each.place} className="flex justify-between gap-4">
            <span className="min-w-0 truncate">
              {known(t, `place_${each.place}`) ?? each.place}
              {'how' in each && each.how === 'rewritten' && (
                <span className="ml-1.5 text-xs text-muted">{t('rewritten')}</span>
              )}
            </span>
            <span className="figures text-soft">{format.count(each.count)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
