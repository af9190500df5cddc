import type { PresenceSettings } from '@pharos/core/api/presence';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRole } from '../../api/me.ts';
import { presenceSettingsQuery } from '../../api/presence.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { Field, Input } from '../../components/Input.tsx';
import { Section } from '../../components/Section.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { toast } from '../../components/Toast.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { MEASURES, type PresenceTyped, readPresence, typedOf } from './presence-form.ts';
import { presenceTexts } from './presence-texts.ts';
import { changes, useChange } from './settings-api.ts';

/** When a user is not online any more, and how many are expected in parallel. */
export function Presence({ project }: { project: string }) {
  const t = useTexts(presenceTexts);
  const { data, error } = useQuery(presenceSettingsQuery(project));
  return (
    <Section title={t('title')} hint={t('hint')}>
      {data ? (
        <PresenceForm key={JSON.stringify(data)} project={project} settings={data} />
      ) : (
        !error && <Skeleton className="h-24 max-w-md" />
      )}
      <ErrorLine error={error} />
    </Section>
  );
}

function PresenceForm({ project, settings }: { project: string; settings: PresenceSettings }) {
  const t = useTexts(presenceTexts);
  const may = atLeast(useRole(project), 'admin');
  const [typed, setTyped] = useState<PresenceTyped>(() => typedOf(settings));
  const set = useChange(project, changes.setPresence, 'presence-settings');
  const { settings: read, wrong } = readPresence(typed);
  const changed = JSON.stringify(typed) !== JSON.stringify(typedOf(settings));
  const input = (field: keyof PresenceTyped, error: string, placeholder = '') => (
    <Field label={t(field)} error={wrong.has(field) ? error : undefined}>
      {(ids) => (
        <Input
          {...ids}
          inputMode="numeric"
          value={typed[field]}
          placeholder={placeholder}
          maxLength={10}
          disabled={!may}
          onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <form
      className="flex max-w-2xl flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (read && changed) set.mutate(read, { onSuccess: () => toast(t('saved')) });
      }}
    >
      {input('window', t('windowWrong'))}
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
        {MEASURES.map((measure) => (
          <div key={measure}>{input(measure, t('expectedWrong'), t('nothing'))}</div>
        ))}
      </div>
      <Button
        type="submit"
        busy={set.isPending}
        disabled={!may || !changed || read === undefined}
        className="self-start"
      >
        {t('save')}
      </Button>
      <ErrorLine error={set.error} />
    </form>
  );
}
