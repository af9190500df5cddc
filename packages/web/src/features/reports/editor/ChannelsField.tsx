import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ChosenField } from '../../../components/form/ChosenField.tsx';
import { Part } from '../../../components/form/Part.tsx';
import { useChannelNames } from '../../../components/form/use-channel-names.ts';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import type { FormPart } from './form-part.ts';
import { editorTexts } from './texts.ts';

/** By whom a report is sent. */
export function ChannelsField({ project, form, change, problems }: FormPart & { project: string }) {
  const t = useTexts(editorTexts);
  const { channels, areKnown } = useChannelNames(project);
  const count = form.channels.length;
  if (!areKnown) {
    return (
      <Told name={t('channels')}>
        <Skeleton className="h-8 w-40" />
      </Told>
    );
  }
  if (channels.length === 0 && count === 0) {
    return (
      <Told name={t('channels')}>
        {t('noChannels')}{' '}
        <Link to="/p/$project/alerts/channels" params={{ project }} className="text-accent underline">
          {t('setUpChannels')}
        </Link>
      </Told>
    );
  }
  return (
    <ChosenField
      label={t('channels')}
      all={channels}
      chosen={form.channels}
      onChange={(next) => change({ channels: next })}
      error={problems.at('channels') ? t('wrongChannels') : undefined}
    />
  );
}

const Told = ({ name, children }: { name: string; children: ReactNode }) => (
  <Part name={name} error={undefined}>
    <div className="text-sm text-muted">{children}</div>
  </Part>
);
