import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { Plus } from 'lucide-react';
import { Button } from '../../../components/Button.tsx';
import { ZoneInput } from '../../../components/form/ZoneInput.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { useZone } from '../../../format/zone.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { FormDialog } from '../FormDialog.tsx';
import { useDocumentForm } from '../use-document-form.ts';
import { LayerField } from './LayerField.tsx';
import { OverridesField } from './OverridesField.tsx';
import { formOf, type LayerForm, newForm, newLayer, parseForm } from './schedule-form.ts';
import { TypedShifts } from './TypedShifts.tsx';
import { escalationTexts } from './texts.ts';
import { useNames } from './use-names.ts';

const MOST_LAYERS = 10;

interface ScheduleDialogProps {
  project: string;
  /** The schedule to be changed; else a new one is made. */
  schedule: StoredAlertDocument<'schedule'> | undefined;
  onClose: () => void;
}

/** Makes or changes an on-call schedule. */
export function ScheduleDialog({ project, schedule, onClose }: ScheduleDialogProps) {
  const t = useTexts(escalationTexts);
  const zone = useZone();
  const { people } = useNames(project);
  const { form, change, problems, ...dialog } = useDocumentForm({
    ...{ project, kind: 'schedule', id: schedule?.id, parse: parseForm, onSaved: onClose },
    begun: () => (schedule ? formOf(schedule) : newForm(zone, Date.now())),
  });
  const setLayer = (at: number, patch: Partial<LayerForm>) =>
    change({ layers: form.layers.map((each, i) => (i === at ? { ...each, ...patch } : each)) });
  const last = form.layers.at(-1);
  return (
    <FormDialog
      title={schedule ? t('edit', { name: schedule.name }) : t('newSchedule')}
      {...dialog}
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('name')} error={problems.at('name') ? t('wrongName') : undefined}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={120}
              value={form.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('timeZone')} error={problems.at('timeZone') ? t('wrongZone') : undefined}>
          {(ids) => (
            <ZoneInput {...ids} value={form.timeZone} onChange={(timeZone) => change({ timeZone })} />
          )}
        </Field>
      </div>
      {form.layers.map((layer, i) => (
        <LayerField
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its position
          key={i}
          number={i + 1}
          layer={layer}
          people={people}
          onChange={(patch) => setLayer(i, patch)}
          onRemove={
            form.layers.length > 1
              ? () => change({ layers: form.layers.filter((_, other) => other !== i) })
              : undefined
          }
          isWrong={(path) => problems.at(`layers.${i}.${path}`)}
        />
      ))}
      <span>
        <Button
          disabled={form.layers.length >= MOST_LAYERS}
          onClick={() => change({ layers: [...form.layers, newLayer(last?.startsOn ?? '')] })}
        >
          <Plus className="size-4 text-muted" aria-hidden />
          {t('addLayer')}
        </Button>
      </span>
      <OverridesField
        overrides={form.overrides}
        people={people}
        onChange={(overrides) => change({ overrides })}
        problems={problems}
      />
      <TypedShifts form={form} people={people} />
    </FormDialog>
  );
}
