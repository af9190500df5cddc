import type { Channel } from '@pharos/core/api/channels';
import { channelChanges, useChannelChange } from '../../../api/channels.ts';
import { Button } from '../../../components/Button.tsx';
import { useErrorText } from '../../../components/ErrorState.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { channelTexts } from './texts.ts';

/** What became of a test, in words. */
export interface Tested {
  text: string;
  arrived: boolean;
}

interface TestButtonProps {
  project: string;
  channel: Channel;
  onTested: (tested: Tested) => void;
}

/** Sends a test by a channel. */
export function TestButton({ project, channel: { id, name }, onTested }: TestButtonProps) {
  const t = useTexts(channelTexts);
  const errorText = useErrorText();
  const test = useChannelChange(project, channelChanges.test);
  const run = () =>
    test.mutate(id, {
      onSuccess: ({ result, reason = '' }) =>
        onTested({ text: t(`tested_${result}`, { name, reason }), arrived: result === 'delivered' }),
      onError: (error) => onTested({ text: errorText(error), arrived: false }),
    });
  return (
    <Button className="!h-7" busy={test.isPending} aria-label={t('testOf', { name })} onClick={run}>
      {t('test')}
    </Button>
  );
}
