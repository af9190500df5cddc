import { EXPORT_FILE_FORMATS, EXPORT_KINDS } from '@pharos/core/exports/export';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../../components/Button.tsx';
import { Checkbox } from '../../../components/Checkbox.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { ZoneInput } from '../../../components/form/ZoneInput.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useChange } from '../settings-api.ts';
import { DayFields } from './DayFields.tsx';
import { type ExportForm, emptyExport, readExport, targetOf } from './export-form.ts';
import { exportTexts } from './export-texts.ts';
import { exportChanges } from './exports-api.ts';
import { TargetFields } from './TargetFields.tsx';

interface NewExportDialogProps {
  project: string;
  /** Whether the server writes to its own disk. */
  disk: boolean;
  onClose: () => void;
}

const EVERY = ['once', 'hour', 'day'] as const;

/** Asks what is exported, when and where to. */
export function NewExportDialog({ project, disk, onClose }: NewExportDialogProps) {
  const t = useTexts(exportTexts);
  const c = useTexts(common);
  const [form, setForm] = useState<ExportForm>(() =>
    emptyExport(Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone, disk),
  );
  const change = (changed: Partial<ExportForm>) => {
    setForm({ ...form, ...changed });
    test.reset();
  };
  const create = useChange(project, exportChanges.create, 'exports');
  const test = useMutation({ mutationFn: () => exportChanges.test(project, targetOf(form)) });
  const { input, wrong } = readExport(form);
  const submit = () => {
    if (wrong.size === 0 && !create.isPending) create.mutate(input, { onSuccess: onClose });
  };
  const isTargetWrong = [
    'directory',
    'endpoint',
    'region',
    'bucket',
    'prefix',
    'accessKeyId',
    'secretAccessKey',
  ].some((name) => wrong.has(name));
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('newExport')}
      actions={
        <>
          <Button onClick={() => test.mutate()} busy={test.isPending} disabled={isTargetWrong}>
            {t('test')}
          </Button>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" busy={create.isPending} disabled={wrong.size > 0} onClick={submit}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={t('name')}>
          {(ids) => (
            <Input
              {...ids}
              value={form.name}
              maxLength={120}
              placeholder={t('namePlaceholder')}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <fieldset className="flex flex-wrap gap-x-4 gap-y-1.5">
          <legend className="pb-1 text-xs font-medium text-soft">{t('kinds')}</legend>
          {EXPORT_KINDS.map((kind) => (
            <Checkbox
              key={kind}
              label={t(kind)}
              checked={form.kinds.includes(kind)}
              onChange={(checked) =>
                change({
                  kinds: EXPORT_KINDS.filter((each) => (each === kind ? checked : form.kinds.includes(each))),
                })
              }
            />
          ))}
          {form.kinds.includes('spans') && (
            <Checkbox label={t('texts')} checked={form.texts} onChange={(texts) => change({ texts })} />
          )}
        </fieldset>
        <div className="flex flex-wrap items-end gap-3">
          <Segmented
            label={t('format')}
            value={form.format}
            onChange={(format) => change({ format })}
            options={EXPORT_FILE_FORMATS.map((value) => ({ value, label: t(value) }))}
          />
          <Segmented
            label={t('every')}
            value={form.every}
            onChange={(every) => change({ every })}
            options={EVERY.map((value) => ({ value, label: t(value) }))}
          />
        </div>
        <div className="flex flex-wrap items-start gap-3">
          {form.every === 'once' ? (
            <DayFields days={form.days} onChange={(days) => change({ days })} wrong={wrong.has('from')} />
          ) : (
            <>
              <Field label={t('timeZone')} error={wrong.has('timeZone') ? t('wrong') : undefined}>
                {(ids) => (
                  <ZoneInput {...ids} value={form.timeZone} onChange={(timeZone) => change({ timeZone })} />
                )}
              </Field>
              <Field
                label={t('delay')}
                hint={t('delayHint')}
                error={wrong.has('delayMinutes') ? t('wrong') : undefined}
              >
                {(ids) => (
                  <Input
                    {...ids}
                    inputMode="numeric"
                    className="w-24"
                    value={form.delayMinutes}
                    onChange={(event) => change({ delayMinutes: event.target.value })}
                  />
                )}
              </Field>
            </>
          )}
        </div>
        <TargetFields form={form} disk={disk} wrong={wrong} onChange={change} />
        {test.data && (
          <p role="status" className={test.data.ok ? 'text-sm text-good' : 'text-sm text-bad'}>
            {test.data.ok ? t('testOk') : test.data.reason}
          </p>
        )}
        <ErrorLine error={test.error ?? create.error} />
      </form>
    </Dialog>
  );
}
