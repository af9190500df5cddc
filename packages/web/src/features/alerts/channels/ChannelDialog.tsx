import type { Channel } from '@pharos/core/api/channels';
import { CHANNEL_KINDS } from '@pharos/core/channels/config';
import { LANGUAGES } from '@pharos/core/language';
import { useState } from 'react';
import { channelChanges, useChannelChange } from '../../../api/channels.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { Select } from '../../../components/Select.tsx';
import { common } from '../../../i18n/common.ts';
import { LANGUAGE_NAMES, useTexts } from '../../../i18n/i18n.ts';
import { CHANNEL_FIELDS } from './channel-fields.ts';
import { type ChannelForm, formOf, newForm, parseForm } from './channel-form.ts';
import { channelTexts } from './texts.ts';
import { ValueField } from './ValueField.tsx';

interface ChannelDialogProps {
  project: string;
  /** The channel to be changed; else a new one is made. */
  channel: Channel | undefined;
  onClose: () => void;
}

/** Makes or changes a channel; what is asked depends on its kind. */
export function ChannelDialog({ project, channel, onClose }: ChannelDialogProps) {
  const t = useTexts(channelTexts);
  const c = useTexts(common);
  const [form, setForm] = useState<ChannelForm>(() => (channel ? formOf(channel) : newForm()));
  const [isTried, setTried] = useState(false);
  const create = useChannelChange(project, channelChanges.create);
  const update = useChannelChange(project, channelChanges.update);
  const change = (patch: Partial<ChannelForm>) => setForm((before) => ({ ...before, ...patch }));
  const parsed = parseForm(form);
  const wrong = isTried && 'problems' in parsed ? parsed.problems : new Set<string>();
  const submit = () => {
    setTried(true);
    if (!('channel' in parsed)) return;
    const { kind: _, ...changed } = parsed.channel;
    if (channel) update.mutate({ id: channel.id, ...changed }, { onSuccess: onClose });
    else create.mutate(parsed.channel, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={channel ? t('editTitle', { name: channel.name }) : t('newTitle')}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button variant="primary" busy={create.isPending || update.isPending} onClick={submit}>
            {channel ? c('save') : t('create')}
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
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('kind')}>
            {(ids) => (
              <Select
                {...ids}
                disabled={channel !== undefined}
                value={form.kind}
                onChange={(kind) => change({ kind })}
                options={CHANNEL_KINDS.map((value) => ({ value, label: t(`kind_${value}`) }))}
              />
            )}
          </Field>
          <Field label={t('name')} error={wrong.has('name') ? t('wrong_name') : undefined}>
            {(ids) => (
              <Input
                {...ids}
                maxLength={120}
                placeholder={t('namePlaceholder')}
                value={form.name}
                onChange={(event) => change({ name: event.target.value })}
              />
            )}
          </Field>
        </div>
        {CHANNEL_FIELDS[form.kind].map((field) => (
          <ValueField
            key={`${form.kind} ${field.name}`}
            field={field}
            form={form}
            onChange={change}
            isWrong={wrong.has(field.name)}
          />
        ))}
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <Field label={t('language')} hint={t('languageHint')}>
            {(ids) => (
              <Select
                {...ids}
                value={form.language}
                onChange={(language) => change({ language })}
                options={[
                  { value: '', label: t('anyLanguage') },
                  ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
                ]}
              />
            )}
          </Field>
          <label className="flex h-8 items-center gap-2 self-start text-sm sm:mt-5">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={form.enabled}
              onChange={(event) => change({ enabled: event.target.checked })}
            />
            {t('enabled')}
          </label>
        </div>
        <button type="submit" hidden />
        <ErrorLine error={create.error ?? update.error} />
      </form>
    </Dialog>
  );
}
