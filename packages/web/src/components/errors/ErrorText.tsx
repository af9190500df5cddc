import type { ErrorGroup } from '@pharos/core/api/errors';
import { useTexts } from '../../i18n/i18n.ts';
import { errorWords } from './texts.ts';

/** An error in a line: its kind, and what it says. */
export function ErrorText({ type, message }: Pick<ErrorGroup, 'type' | 'message'>) {
  const t = useTexts(errorWords);
  return (
    <>
      {type && <span className="font-medium">{type} </span>}
      {message || (type ? '' : t('noMessage'))}
    </>
  );
}
