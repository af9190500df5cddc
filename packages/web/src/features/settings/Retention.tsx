import type { RetentionSettings } from '@pharos/core/api/retention';
import {
  type Retention as Days,
  isShorter,
  RETENTION_KINDS,
  retentionOf,
} from '@pharos/core/retention/kinds';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRole } from '../../api/me.ts';
import { retentionPreviewQuery, retentionQuery, setRetention } from '../../api/retention.ts';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Section } from '../../components/Section.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { toast } from '../../components/Toast.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { useSettled } from '../../use-settled.ts';
import { RetentionLoss } from './RetentionLoss.tsx';
import { RetentionRow } from './RetentionRow.tsx';
import { type RetentionTyped, readRetention, typedOf } from './retention-form.ts';
import { retentionTexts } from './retention-texts.ts';
import { useChange } from './settings-api.ts';
import { RetentionSaving } from './storage/RetentionSaving.tsx';

const SETTLED_MS = 400;

/** For how long the project keeps each kind of what it sends. */
export function Retention({ project }: { project: string }) {
  const t = useTexts(retentionTexts);
  const { data, error } = useQuery(retentionQuery(project));
  return (
    <Section title={t('title')} hint={t('hint')}>
      {data ? (
        <RetentionForm key={JSON.stringify(data.days)} project={project} settings={data} />
      ) : (
        !error && <Skeleton className="h-96 max-w-2xl" />
      )}
      <ErrorLine error={error} />
    </Section>
  );
}

function RetentionForm({ project, settings }: { project: string; settings: RetentionSettings }) {
  const t = useTexts(retentionTexts);
  const may = atLeast(useRole(project), 'admin');
  const [typed, setTyped] = useState<RetentionTyped>(() => typedOf(settings));
  const [asking, setAsking] = useState(false);
  const set = useChange(project, setRetention, 'retention');
  const { days, wrong } = readRetention(typed);
  const defaults = settings.defaults as Days;
  const effective = retentionOf(days, defaults);
  const changed = JSON.stringify(typed) !== JSON.stringify(typedOf(settings));
  const ready = may && changed && wrong.size === 0;
  const shorter = ready && isShorter(effective, settings.effective as Days);
  const asked = useSettled(JSON.stringify(days), SETTLED_MS);
  const loss = useQuery({ ...retentionPreviewQuery(project, JSON.parse(asked)), enabled: shorter });
  const known = shorter && asked === JSON.stringify(days) ? loss.data : undefined;
  const save = () =>
    set.mutate(days, {
      onSuccess() {
        setAsking(false);
        toast(t('saved'));
      },
    });
  return (
    <form
      className="flex max-w-2xl flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (shorter) setAsking(true);
        else if (ready) save();
      }}
    >
      {!may && <p className="text-sm text-muted">{t('denied')}</p>}
      <ul className="border-t">
        {RETENTION_KINDS.map((kind) => {
          const said = days[kind] === undefined ? defaults[kind] : days[kind];
          return (
            <RetentionRow
              key={kind}
              kind={kind}
              typed={typed[kind]}
              defaults={settings.defaults}
              bounded={!wrong.has(kind) && effective[kind] !== said ? effective[kind] : undefined}
              wrong={wrong.has(kind)}
              disabled={!may}
              onChange={(changed) => setTyped({ ...typed, [kind]: changed })}
            />
          );
        })}
      </ul>
      {shorter &&
        (known ? (
          <RetentionLoss kinds={known.kinds} />
        ) : (
          !loss.error && <Skeleton className="h-10 max-w-md" />
        ))}
      {ready && <RetentionSaving project={project} before={settings.effective as Days} after={effective} />}
      <ErrorLine error={shorter ? loss.error : undefined} />
      <Button
        type="submit"
        disabled={!ready || (shorter && known === undefined)}
        busy={set.isPending}
        className="self-start"
      >
        {t('save')}
      </Button>
      {!asking && <ErrorLine error={set.error} />}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('confirmTitle')}
        action={t('confirmAction')}
        busy={set.isPending}
        error={set.error}
        onConfirm={save}
      >
        <span className="mb-3 block">{t('confirmHint')}</span>
        {known && <RetentionLoss kinds={known.kinds} />}
      </ConfirmDialog>
    </form>
  );
}
