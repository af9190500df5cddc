import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../components/Button.tsx';
import { Input } from '../../components/Input.tsx';
import { useQuotaWords } from '../../components/quotas/use-words.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { formTexts } from './form-texts.ts';
import { thresholdTyped } from './quota-form.ts';

interface ThresholdFieldProps {
  thresholds: readonly number[];
  onChange: (thresholds: number[]) => void;
}

const MOST = 10;

/** Shares of the limit as chips; one more is typed. */
export function ThresholdField({ thresholds, onChange }: ThresholdFieldProps) {
  const t = useTexts(formTexts);
  const words = useQuotaWords();
  const [draft, setDraft] = useState('');
  const typed = thresholdTyped(draft);
  const bad = draft.trim() !== '' && (typed === undefined || thresholds.length >= MOST);
  const add = () => {
    if (typed === undefined || bad) return;
    onChange([...new Set([...thresholds, typed])].sort((a, b) => a - b));
    setDraft('');
  };
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1 text-xs font-medium text-soft">{t('thresholds')}</legend>
      <div className="flex flex-wrap items-center gap-1.5">
        {thresholds.map((each) => {
          const percent = words.percent(each / 100);
          return (
            <span
              key={each}
              className="figures inline-flex h-7 items-center gap-0.5 rounded-md bg-pressed pl-2 text-sm"
            >
              {percent}
              <IconButton
                label={t('removeThreshold', { percent })}
                className="size-7"
                onClick={() => onChange(thresholds.filter((other) => other !== each))}
              >
                <X className="size-3.5" aria-hidden />
              </IconButton>
            </span>
          );
        })}
        <span className="flex items-center gap-1">
          <Input
            aria-label={t('addThreshold')}
            aria-invalid={bad || undefined}
            inputMode="numeric"
            placeholder="%"
            className="figures !w-16 text-right"
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
          <IconButton label={t('addThreshold')} disabled={typed === undefined || bad} onClick={add}>
            <Plus className="size-4" aria-hidden />
          </IconButton>
        </span>
      </div>
      <p role={bad ? 'alert' : undefined} className={bad ? 'text-xs text-bad' : 'text-xs text-muted'}>
        {t(bad ? 'thresholdInvalid' : 'thresholdsHint')}
      </p>
    </fieldset>
  );
}
