import { channelChanges, useChannelChange } from '../../../api/channels.ts';
import { Button } from '../../../components/Button.tsx';
import { useErrorText } from '../../../components/ErrorState.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { channelTexts } from './texts.ts';

/** Sends once more what was given up. */
export function ResendButton({ project, id }: { project: string; id: string }) {
  const t = useTexts(channelTexts);
  const errorText = useErrorText();
  const resend = useChannelChange(project, channelChanges.resend);
  const run = () => resend.mutate(id, { onError: (error) => toast(errorText(error), 'bad') });
  return (
    <Button className="!h-7" busy={resend.isPending} onClick={run}>
      {t('resend')}
    </Button>
  );
}
