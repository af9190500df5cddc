import { readIn } from '@pharos/core/local-text';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { dashboardsQuery } from '../../../api/dashboards.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Field } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { common } from '../../../i18n/common.ts';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { EVERY, USUAL_EVERY } from './address.ts';
import { wallTexts } from './texts.ts';

interface WallDialogProps {
  /** Ids of dashboards that are chosen from the start. */
  chosen: readonly string[];
  onClose: () => void;
}

/** Chooses what takes turns on a wall, and starts it. */
export function WallDialog({ chosen: first, onClose }: WallDialogProps) {
  const t = useTexts(wallTexts);
  const c = useTexts(common);
  const format = useFormat();
  const language = useLanguage();
  const project = useProject();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const query = useQuery(dashboardsQuery(project));
  const [chosen, setChosen] = useState(first);
  const [every, setEvery] = useState(USUAL_EVERY);
  const [tabs, setTabs] = useState(true);
  const start = () => {
    void document.documentElement.requestFullscreen?.().catch(() => {});
    // Of the address what is looked at goes along: range and values of variables.
    const kept = Object.entries(search).filter(([name]) => name === 'from' || name.startsWith('v.'));
    void navigate({
      to: '/p/$project/wall',
      params: { project },
      search: {
        ...Object.fromEntries(first.length > 0 ? kept : []),
        dashboards: chosen.join(','),
        tabs: tabs ? '1' : undefined,
        every: String(every),
      },
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      description={t('hint')}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" disabled={chosen.length === 0} onClick={start}>
            {t('start')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <fieldset className="flex flex-col gap-1">
          <legend className="pb-1 text-xs font-medium text-soft">{t('which')}</legend>
          <ErrorLine error={query.error} />
          {query.data?.map(({ id, title }) => (
            <label key={id} className="flex h-7 items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={chosen.includes(id)}
                onChange={(event) =>
                  setChosen(event.target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                }
              />
              <span className="min-w-0 truncate">{readIn(title, language)}</span>
            </label>
          ))}
        </fieldset>
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={tabs}
            onChange={(event) => setTabs(event.target.checked)}
          />
          {t('tabs')}
        </label>
        <Field label={t('every')}>
          {(ids) => (
            <Select
              {...ids}
              value={String(every)}
              options={EVERY.map((seconds) => ({
                value: String(seconds),
                label: format.period(seconds * 1000),
              }))}
              onChange={(next) => setEvery(Number(next))}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
