import type { RepriceJob } from '@pharos/core/api/prices';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { askAgain } from '../../api/ask-again.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { Select } from '../../components/Select.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { priceTexts } from './price-texts.ts';
import { changes, isUnfinished, repriceJobsQuery, useChange } from './settings-api.ts';

const DAYS = ['7', '30', '90', '400'] as const;
const DAY_MS = 86_400_000;

/** Prices the spans that are stored by the prices of now: a run with its progress, which goes on when the page is left. */
export function RepriceSection({ project, may }: { project: string; may: boolean }) {
  const t = useTexts(priceTexts);
  const client = useQueryClient();
  const [days, setDays] = useState<(typeof DAYS)[number]>('30');
  const jobs = useQuery(repriceJobsQuery(project));
  const start = useChange(project, changes.startReprice, 'reprice-jobs');
  const cancel = useChange(project, changes.cancelReprice, 'reprice-jobs');
  const latest = jobs.data?.data[0];
  const running = latest !== undefined && isUnfinished(latest);
  const wasRunning = useRef(running);
  useEffect(() => {
    // What is shown anywhere of costs was asked before.
    if (wasRunning.current && !running) void askAgain(client, ['question', project], ['trace', project]);
    wasRunning.current = running;
  }, [running, client, project]);
  const begin = () => {
    const to = Date.now();
    const iso = (ms: number) => new Date(ms).toISOString();
    start.mutate({ from: iso(to - Number(days) * DAY_MS), to: iso(to) });
  };
  return (
    <Section title={t('reprice')} hint={t('repriceHint')}>
      {may && (
        <div className="flex items-center gap-2">
          <Select
            label={t('repriceRange')}
            value={days}
            onChange={setDays}
            options={DAYS.map((value) => ({ value, label: t('lastDays', { count: Number(value) }) }))}
          />
          <Button onClick={begin} busy={start.isPending} disabled={running}>
            {t('repriceStart')}
          </Button>
          {running && (
            <Button onClick={() => cancel.mutate(latest.id)} busy={cancel.isPending}>
              {t('repriceCancel')}
            </Button>
          )}
        </div>
      )}
      {latest && <Progress job={latest} />}
      <ErrorLine error={start.error ?? cancel.error} />
    </Section>
  );
}

function Progress({ job }: { job: RepriceJob }) {
  const t = useTexts(priceTexts);
  const format = useFormat();
  const count = (value: number) => format.exact(value, 'number');
  const share = job.state === 'done' ? 1 : job.spans === 0 ? 0 : Math.min(1, job.done / job.spans);
  return (
    <div className="flex max-w-2xl flex-col gap-1 text-sm" role="status">
      <progress
        aria-label={t('reprice')}
        value={share}
        max={1}
        className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-pressed [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-accent [&::-moz-progress-bar]:bg-accent"
      />
      <p className="figures text-soft">
        {t(`reprice_${job.state}`)} ·{' '}
        {t('repriceDone', { done: count(job.done), spans: count(job.spans), changed: count(job.changed) })}
        {job.changed > 0 && ` · ${format.money(job.before)} → ${format.money(job.after)}`}
      </p>
      {job.error && <p className="text-bad">{job.error}</p>}
    </div>
  );
}
