import type { BrowserKey } from '@pharos/core/api/browser-keys';
import { Button } from '../../components/Button.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorLine } from '../../components/ErrorState.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { browserKeyTexts } from './browser-key-texts.ts';
import { changes, useChange } from './settings-api.ts';

interface SignedUsersDialogProps {
  project: string;
  browserKey: BrowserKey;
  onClose: () => void;
}

/** Makes the secret by which a server signs users, and says whether pages may name others. */
export function SignedUsersDialog({ project, browserKey, onClose }: SignedUsersDialogProps) {
  const t = useTexts(browserKeyTexts);
  const make = useChange(project, changes.makeSigningSecret, 'browser-keys');
  const set = useChange(project, changes.setSignedUsersOnly, 'browser-keys');
  const { id, name, hasSigningSecret } = browserKey;
  const signedUsersOnly = set.isPending ? set.variables.signedUsersOnly : browserKey.signedUsersOnly;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('signedTitle', { name })}
      description={t('signedHint')}
      actions={
        <Button variant="primary" onClick={onClose}>
          {t('done')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4 text-sm">
        <div className="flex flex-col items-start gap-2">
          <p className="text-soft">
            {t(make.data ? 'secretMade' : hasSigningSecret ? 'secretThere' : 'secretNone')}
          </p>
          {make.data ? (
            <CodeBlock code={make.data.signingSecret} label={t('secret')} />
          ) : (
            <Button busy={make.isPending} onClick={() => make.mutate(id)}>
              {t(hasSigningSecret ? 'replaceSecret' : 'makeSecret')}
            </Button>
          )}
        </div>
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            className="mt-0.5 size-4 accent-accent"
            checked={signedUsersOnly}
            disabled={!hasSigningSecret || set.isPending}
            onChange={(event) => set.mutate({ id, signedUsersOnly: event.target.checked })}
          />
          <span>
            {t('signedOnly')}
            <span className="block text-xs text-muted">{t('signedOnlyHint')}</span>
          </span>
        </label>
        <ErrorLine error={make.error ?? set.error} />
      </div>
    </Dialog>
  );
}
