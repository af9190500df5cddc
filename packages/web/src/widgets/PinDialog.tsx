import type { StoredDashboard } from '@pharos/core/api/dashboards';
import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { readIn } from '@pharos/core/local-text';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { dashboardChanges, dashboardQuery, dashboardsQuery, useDashboardChange } from '../api/dashboards.ts';
import { useRole } from '../api/me.ts';
import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { ErrorLine } from '../components/ErrorState.tsx';
import { Field, Input } from '../components/Input.tsx';
import { Select } from '../components/Select.tsx';
import { common } from '../i18n/common.ts';
import { useLanguage, useTexts } from '../i18n/i18n.ts';
import { atLeast } from '../rights.ts';
import { useProject } from '../use-project.ts';
import { pinTexts } from './pin/texts.ts';
import { emptyDashboard, hasNoRoom, withPinned } from './pin.ts';

const NEW = '';

interface PinDialogProps {
  widget: ChartWidget;
  onClose: () => void;
}

/** Puts a chart on a dashboard of the project, or on a new one. */
export function PinDialog({ widget, onClose }: PinDialogProps) {
  const t = useTexts(pinTexts);
  const c = useTexts(common);
  const language = useLanguage();
  const may = atLeast(useRole(useProject()), 'member');
  const pin = usePin(widget);
  const { chosen, own, document, place } = pin;
  if (!may) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('pinTitle')}
        actions={<Button onClick={onClose}>{c('close')}</Button>}
      >
        <p className="text-sm text-muted">{c('errorForbidden')}</p>
      </Dialog>
    );
  }
  if (pin.pinned) return <Pinned stored={pin.pinned} onAgain={pin.again} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('pinTitle')}
      description={t('pinHint')}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" busy={pin.busy} disabled={!pin.ready} onClick={pin.run}>
            {t('pinAction')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (pin.ready && !pin.busy) pin.run();
        }}
      >
        <Field label={t('pinName')}>
          {(ids) => (
            <Input
              {...ids}
              value={place.title}
              maxLength={120}
              onChange={(event) => pin.set({ title: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('pinTo')}>
          {(ids) => (
            <Select
              {...ids}
              value={chosen}
              options={[
                ...own.map(({ id, title }) => ({ value: id, label: readIn(title, language) })),
                { value: NEW, label: t('pinNew') },
              ]}
              onChange={(dashboard) => pin.set({ dashboard })}
            />
          )}
        </Field>
        {chosen === NEW && (
          <Field label={t('pinNewName')}>
            {(ids) => (
              <Input
                {...ids}
                value={place.name}
                maxLength={120}
                onChange={(event) => pin.set({ name: event.target.value })}
              />
            )}
          </Field>
        )}
        {document && document.tabs.length > 1 && (
          <Field label={t('pinTab')}>
            {(ids) => (
              <Select
                {...ids}
                value={place.tab ?? document.tabs[0]?.id ?? ''}
                options={document.tabs.map(({ id, title }) => ({
                  value: id,
                  label: readIn(title, language) || id,
                }))}
                onChange={(tab) => pin.set({ tab })}
              />
            )}
          </Field>
        )}
        {document && hasNoRoom(document) && (
          <p className="text-sm text-bad">{t('pinFull', { title: readIn(document.title, language) })}</p>
        )}
        <ErrorLine error={pin.error} />
      </form>
    </Dialog>
  );
}

interface Place {
  title: string;
  /** Undefined: the one that was changed last. */
  dashboard?: string | undefined;
  /** Undefined: the first. */
  tab?: string | undefined;
  /** Of a new dashboard. */
  name: string;
}

function usePin(widget: ChartWidget) {
  const language = useLanguage();
  const project = useProject();
  const first = readIn(widget.title, language);
  const [place, setPlace] = useState<Place>({ title: first, name: '' });
  const list = useQuery(dashboardsQuery(project));
  const own = (list.data ?? []).filter(({ source }) => source === 'own');
  const chosen = place.dashboard ?? own[0]?.id ?? NEW;
  const stored = useQuery({ ...dashboardQuery(project, chosen), enabled: chosen !== NEW });
  const document = chosen === NEW ? undefined : stored.data?.document;
  const create = useDashboardChange(project, dashboardChanges.create);
  const addTo = useDashboardChange(project, dashboardChanges.addTo);
  // Its words in both languages stay as long as nobody chooses others.
  const named = place.title === first ? widget : { ...widget, title: place.title.trim() };
  const id = `pin-${crypto.randomUUID().slice(0, 8)}`;
  const run = () => {
    if (chosen === NEW) create.mutate(withPinned(emptyDashboard(place.name.trim()), undefined, named, id));
    else
      addTo.mutate({
        id: chosen,
        add: (now) => withPinned(now, place.tab ?? now.tabs[0]?.id, named, id),
      });
  };
  return {
    ...{ place, own, chosen, document, run },
    set: (part: Partial<Place>) =>
      setPlace({ ...place, ...('dashboard' in part ? { tab: undefined } : {}), ...part }),
    ready:
      list.data !== undefined &&
      (chosen === NEW ? place.name.trim() !== '' : document !== undefined && !hasNoRoom(document)),
    busy: create.isPending || addTo.isPending,
    error: list.error ?? stored.error ?? create.error ?? addTo.error,
    pinned: create.data ?? addTo.data,
    again: () => {
      create.reset();
      addTo.reset();
    },
  };
}

interface PinnedProps {
  stored: StoredDashboard;
  onAgain: () => void;
  onClose: () => void;
}

/** It is there: to be looked at, or pinned elsewhere as well. */
function Pinned({ stored, onAgain, onClose }: PinnedProps) {
  const t = useTexts(pinTexts);
  const c = useTexts(common);
  const language = useLanguage();
  const project = useProject();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('pinned', { title: readIn(stored.title, language) })}
      actions={
        <>
          <Button onClick={onAgain}>{t('pinAgain')}</Button>
          <Button variant="primary" onClick={onClose}>
            {c('close')}
          </Button>
        </>
      }
    >
      <Link
        to="/p/$project/dashboards/$dashboardId"
        params={{ project, dashboardId: stored.id }}
        className="text-accent hover:underline"
      >
        {t('pinOpen')}
      </Link>
    </Dialog>
  );
}
