import { keyCreatedSchema } from '@pharos/core/api/accounts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { useCallback, useState } from 'react';
import { api } from '../api/client.ts';
import { useRole } from '../api/me.ts';
import { Button } from '../components/Button.tsx';
import { CodeBlock } from '../components/CodeBlock.tsx';
import { ErrorLine } from '../components/ErrorState.tsx';
import { Tabs } from '../components/Tabs.tsx';
import { toast } from '../components/Toast.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { useProject } from '../use-project.ts';
import { onboarding } from './messages.ts';
import { snippets } from './snippets.ts';
import { useFirstTrace } from './use-first-span.ts';

/** How to send the first trace, with this server's address and a key filled in; opens it when it comes. */
export function Onboarding() {
  const t = useTexts(onboarding);
  const project = useProject();
  const navigate = useNavigate();
  const [secret, setSecret] = useState<string>();
  const [chosen, setChosen] = useState('curl');
  const open = useCallback(
    (traceId: string) => {
      toast(t('arrived'));
      void navigate({ to: '/p/$project/traces/$traceId', params: { project, traceId } });
    },
    [t, navigate, project],
  );
  useFirstTrace(project, open);
  const endpoint = window.location.origin;

  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 py-4">
      <div>
        <h2 className="flex flex-wrap items-center gap-3 text-xl font-semibold">
          {t('title')}
          <span role="status" className="inline-flex items-center gap-1.5 text-xs font-normal text-muted">
            <span aria-hidden className="size-2 animate-pulse-soft rounded-full bg-good-mark" />
            {t('listening')}
          </span>
        </h2>
        <p className="mt-1 text-soft">{t('intro')}</p>
      </div>
      <div className="grid gap-5 border-t pt-4 sm:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-1.5">
          <h3 className="text-xs font-medium text-soft">{t('endpoint')}</h3>
          <CodeBlock code={`${endpoint}/v1/traces`} label={t('endpoint')} />
          <p className="text-xs text-muted">{t('protocols')}</p>
        </div>
        <KeyMaker project={project} secret={secret} onSecret={setSecret} />
      </div>
      <Tabs
        label={t('choose')}
        value={chosen}
        onChange={setChosen}
        tabs={snippets(endpoint, secret ?? t('placeholder')).map(({ id, label, install, file, code }) => ({
          value: id,
          label,
          content: (
            <div className="flex flex-col gap-1.5 pt-4">
              {install && (
                <>
                  <p className="text-xs text-muted">{t('first')}</p>
                  <CodeBlock code={install} label={t('first')} />
                </>
              )}
              <p className="mt-1 text-xs text-muted">{file === 'shell' ? t('run') : t('inFile', { file })}</p>
              <CodeBlock code={code} label={label} />
            </div>
          ),
        }))}
      />
    </div>
  );
}

interface KeyMakerProps {
  project: string;
  secret: string | undefined;
  onSecret: (secret: string) => void;
}

function KeyMaker({ project, secret, onSecret }: KeyMakerProps) {
  const t = useTexts(onboarding);
  const role = useRole(project);
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationFn: () =>
      api.change(keyCreatedSchema, 'POST', `/api/v1/projects/${encodeURIComponent(project)}/keys`, {
        body: { name: t('keyName'), scopes: ['ingest'] },
      }),
    onSuccess: ({ secretKey }) => {
      onSecret(secretKey);
      void queryClient.invalidateQueries({ queryKey: ['keys', project] });
    },
  });
  const may = role === undefined || role === 'owner' || role === 'admin';
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <h3 className="text-xs font-medium text-soft">{t('key')}</h3>
      {secret ? (
        <>
          <CodeBlock code={secret} label={t('key')} />
          <p className="text-xs text-warn">{t('keyMade')}</p>
        </>
      ) : (
        <>
          <Button
            variant="primary"
            className="h-[42px] self-start"
            busy={create.isPending}
            disabled={!may}
            onClick={() => create.mutate()}
          >
            <KeyRound className="size-4" aria-hidden />
            {t('createKey')}
          </Button>
          <p className="text-xs text-muted">
            {may ? t('keyHint', { placeholder: t('placeholder') }) : t('keyDenied')}
          </p>
          <ErrorLine error={create.error} />
        </>
      )}
    </div>
  );
}
