import type { Suggestion } from '@pharos/core/api/savings';
import { useState } from 'react';
import { useRole } from '../../../api/me.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Input } from '../../../components/Input.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { useProject } from '../../../use-project.ts';
import { useDismissal } from './savings-api.ts';
import { savingsTexts } from './texts.ts';

/** Who does not want a suggestion, and the way to say so or to take it up again. */
export function Dismissal({ suggestion: { key, dismissed } }: { suggestion: Suggestion }) {
  const t = useTexts(savingsTexts);
  const format = useFormat();
  const project = useProject();
  const may = atLeast(useRole(project), 'member');
  const [reason, setReason] = useState('');
  const change = useDismissal(project);
  if (!may && !dismissed) return null;
  return (
    <section className="flex flex-col gap-2 border-t pt-4">
      {dismissed && (
        <p className="text-sm text-soft">
          {t('dismissedBy', { name: dismissed.by, when: format.dateTime(Date.parse(dismissed.at)) })}
          {dismissed.reason && <span className="block [overflow-wrap:anywhere]">“{dismissed.reason}”</span>}
        </p>
      )}
      {may && (
        <form
          className="flex flex-wrap items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate({ key, dismiss: !dismissed, reason });
          }}
        >
          {!dismissed && (
            <Input
              aria-label={t('reason')}
              placeholder={t('reason')}
              maxLength={500}
              className="min-w-40 flex-1"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
          <Button type="submit" busy={change.isPending}>
            {t(dismissed ? 'restore' : 'dismiss')}
          </Button>
        </form>
      )}
      {!dismissed && <p className="text-xs text-muted">{t('dismissHint')}</p>}
      <ErrorLine error={change.error} />
    </section>
  );
}
