import { NothingYet } from '../../components/NothingYet.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { presenceLines } from '../../onboarding/presence-lines.ts';
import { onlineTexts } from './texts.ts';

/** What would be here, and the two lines that bring it. */
export function NobodyOnline() {
  const t = useTexts(onlineTexts);
  return (
    <NothingYet
      title={t('empty')}
      hint={t('emptyHint')}
      code={presenceLines(window.location.origin)}
      codeLabel={t('emptyCode')}
      note={t('emptyKey')}
    />
  );
}
