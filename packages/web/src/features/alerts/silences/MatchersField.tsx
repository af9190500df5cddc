import type { Matcher } from '@pharos/core/incidents/matcher';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { incidentsQuery } from '../../../api/incidents.ts';
import { Button, IconButton } from '../../../components/Button.tsx';
import { Input } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { NO_MATCHER } from './silence-form.ts';
import { silenceTexts } from './texts.ts';

const OPS = ['=', '!=', '~', '!~'] as const;
const MOST = 20;

interface MatchersFieldProps {
  legend: string;
  matchers: readonly Matcher[];
  onChange: (matchers: readonly Matcher[]) => void;
  /** Whether the label of a row is none. */
  isWrong: (row: number) => boolean;
}

/** Conditions on labels, all of which hold. Labels and values of what is open are offered. */
export function MatchersField({ legend, matchers, onChange, isWrong }: MatchersFieldProps) {
  const t = useTexts(silenceTexts);
  const id = useId();
  const project = useProject();
  const open = useInfiniteQuery(incidentsQuery(project, { state: 'open' })).data?.pages[0]?.data ?? [];
  const offered = open.flatMap(({ labels }) => Object.entries(labels));
  const labels = [...new Set(['rule', 'severity', 'kind', ...offered.map(([label]) => label)])];
  const valuesOf = (of: string) => [
    ...new Set(offered.filter(([label]) => label === of).map(([, value]) => value)),
  ];
  const set = (row: number, patch: Partial<Matcher>) =>
    onChange(matchers.map((each, i) => (i === row ? { ...each, ...patch } : each)));
  return (
    <fieldset className="flex min-w-0 flex-col items-start gap-1.5">
      <legend className="pb-1 text-xs font-medium text-soft">{legend}</legend>
      <datalist id={`${id}labels`}>
        {labels.map((label) => (
          <option key={label} value={label} />
        ))}
      </datalist>
      {matchers.map((matcher, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its position
        <div key={row} className="flex w-full flex-col gap-1">
          <div className="flex w-full items-center gap-2">
            <Input
              aria-label={t('matcherLabel', { row: row + 1 })}
              aria-invalid={isWrong(row) || undefined}
              className="!w-2/5 font-mono text-xs"
              list={`${id}labels`}
              maxLength={64}
              value={matcher.label}
              onChange={(event) => set(row, { label: event.target.value })}
            />
            <Select
              label={t('matcherOp', { row: row + 1 })}
              value={matcher.op}
              onChange={(op) => set(row, { op })}
              options={OPS.map((value) => ({ value, label: value }))}
            />
            <Input
              aria-label={t('matcherValue', { row: row + 1 })}
              className="flex-1 font-mono text-xs"
              list={`${id}values${row}`}
              maxLength={256}
              value={matcher.value}
              onChange={(event) => set(row, { value: event.target.value })}
            />
            <datalist id={`${id}values${row}`}>
              {valuesOf(matcher.label).map((value) => (
                <option key={value} value={value} />
              ))}
            </datalist>
            <IconButton
              label={t('matcherRemove', { row: row + 1 })}
              disabled={matchers.length === 1}
              onClick={() => onChange(matchers.filter((_, i) => i !== row))}
            >
              <X className="size-4" aria-hidden />
            </IconButton>
          </div>
          {isWrong(row) && (
            <p role="alert" className="text-xs text-bad">
              {t('wrongLabel')}
            </p>
          )}
        </div>
      ))}
      <p className="text-xs text-muted">{t('matchersHint')}</p>
      <Button disabled={matchers.length >= MOST} onClick={() => onChange([...matchers, NO_MATCHER])}>
        <Plus className="size-4 text-muted" aria-hidden />
        {t('matcherAdd')}
      </Button>
    </fieldset>
  );
}
