import type { Reading } from '@pharos/core/api/reconcile';
import { exactMoney } from '@pharos/core/format/money';
import { Badge } from '../../../components/Badge.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { reconcileTexts } from './texts.ts';

const SHOWN = 8;

/** What was recognised in the files, and what could not be read. */
export function Preview({ reading }: { reading: Reading }) {
  const t = useTexts(reconcileTexts);
  const format = useFormat();
  const { files, problems, models, costs, from, to, zone, zoneTold, provider, tokens, requests } = reading;
  const left = files.reduce((sum, file) => sum + file.left, 0);
  const facts = [
    [t('provider'), provider || t('anyProvider')],
    [t('days'), from === to ? from : `${from} – ${to}`],
    [t('zone'), zoneTold ? zone : t('zoneAssumed', { zone })],
    [t('models'), models.length === 0 ? t('notByModel') : models.slice(0, SHOWN).join(', ')],
    ...(requests === undefined ? [] : [[t('requests'), format.count(requests)]]),
    ...(tokens === undefined ? [] : [[t('tokens'), format.count(tokens)]]),
    ...costs.map(({ currency, cost }) => [t('cost'), exactMoney(cost, currency)]),
  ];
  return (
    <div className="flex flex-col gap-3 text-sm">
      <ul className="flex flex-col gap-1">
        {files.map((file) => (
          <li key={file.name} className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Badge tone="good">{t(`form_${file.form}` as 'form_mapped')}</Badge>
            <span className="min-w-0 truncate font-mono text-xs" title={file.name}>
              {file.name}
            </span>
            <span className="text-xs text-muted">{t('rows', { count: file.rows })}</span>
            {file.isPartial && <Badge tone="warn">{t('partial')}</Badge>}
          </li>
        ))}
      </ul>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(([name, value], i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: costs of two currencies have one name
          <div key={i} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {left > 0 && (
        <details open={left <= SHOWN}>
          <summary className="cursor-pointer text-warn">{t('leftOut', { count: left })}</summary>
          <ul className="mt-1 flex flex-col gap-0.5 text-xs">
            {problems.map(({ file, at, column, value, problem }) => (
              <li key={`${file} ${at} ${column}`} className="break-words">
                <span className="font-mono text-muted">
                  {file}:{at}
                </span>{' '}
                {t(`problem_${problem}`, { column, value })}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
