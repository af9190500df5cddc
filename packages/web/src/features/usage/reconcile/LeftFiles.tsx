import { MAX_FILES } from '@pharos/core/api/reconcile';
import { useTexts } from '../../../i18n/i18n.ts';
import { reconcileTexts } from './texts.ts';
import type { LeftFile } from './unzip.ts';

const SHOWN = 8;

/** Files that were not taken, each with why. */
export function LeftFiles({ left }: { left: readonly LeftFile[] }) {
  const t = useTexts(reconcileTexts);
  if (left.length === 0) return null;
  return (
    <div role="status" className="text-sm">
      <p className="text-warn">
        <span aria-hidden className="mr-1.5">
          ▲
        </span>
        {t('leftFiles', { count: left.length })}
      </p>
      <ul className="mt-1 flex flex-col gap-0.5 text-xs">
        {left.slice(0, SHOWN).map(({ name, why }, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: folders may hold files of one name
          <li key={nth} className="break-words">
            <span className="font-mono">{name}</span>{' '}
            <span className="text-muted">{t(`left_${why}`, { most: MAX_FILES })}</span>
          </li>
        ))}
        {left.length > SHOWN && <li className="text-muted">{t('more', { count: left.length - SHOWN })}</li>}
      </ul>
    </div>
  );
}
