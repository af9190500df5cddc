import type { ErasurePreview } from '@pharos/core/api/erasures';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../../components/Button.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useChange } from '../settings-api.ts';
import { Counts } from './Counts.tsx';
import { erasureTexts } from './erasure-texts.ts';
import { askErasure, erasurePreviewQuery } from './erasures-api.ts';

/** Whom to erase: first what is stored of them is looked at, then the id is typed once more. */
export function EraseForm({ project }: { project: string }) {
  const t = useTexts(erasureTexts);
  const [typed, setTyped] = useState('');
  const [looked, setLooked] = useState<string>();
  const userId = typed.trim();
  return (
    <>
      <form
        className="flex max-w-md items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (userId !== '') setLooked(userId);
        }}
      >
        <div className="min-w-0 flex-1">
          <Field label={t('userId')}>
            {(ids) => (
              <Input
                {...ids}
                autoComplete="off"
                spellCheck={false}
                maxLength={1024}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Button type="submit" disabled={userId === ''}>
          {t('look')}
        </Button>
      </form>
      {looked !== undefined && looked === userId && (
        <Found
          key={looked}
          project={project}
          userId={looked}
          onBegun={() => {
            setTyped('');
            setLooked(undefined);
          }}
        />
      )}
    </>
  );
}

interface FoundProps {
  project: string;
  userId: string;
  onBegun: () => void;
}

function Found({ project, userId, onBegun }: FoundProps) {
  const t = useTexts(erasureTexts);
  const { data, error } = useQuery(erasurePreviewQuery(project, userId));
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState(false);
  const ask = useChange(project, askErasure, 'erasures');
  if (data === undefined) return error ? <ErrorLine error={error} /> : <Skeleton className="h-24 max-w-md" />;
  const confirm = () =>
    ask.mutate(
      { userId, reason },
      {
        onSuccess() {
          toast(t('begun'));
          onBegun();
        },
      },
    );
  return (
    <div className="flex max-w-md flex-col gap-3">
      <Stored preview={data} />
      <Field label={t('reason')} hint={t('reasonHint')}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <Button variant="danger" className="self-start" onClick={() => setAsking(true)}>
        {t('erase')}
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('confirmTitle')}
        action={t('erase')}
        typed={userId}
        busy={ask.isPending}
        error={ask.error}
        onConfirm={confirm}
      >
        <span className="mb-3 block">{t('confirmHint')}</span>
        <Stored preview={data} />
      </ConfirmDialog>
    </div>
  );
}

function Stored({ preview: { ids, found, named } }: { preview: ErasurePreview }) {
  const t = useTexts(erasureTexts);
  return (
    <div className="flex flex-col gap-2">
      {found.some(({ count }) => count > 0) ? (
        <Counts title={t('stored')} of={found} />
      ) : (
        <p className="text-sm text-muted">{t('nothing')}</p>
      )}
      {ids > 1 && <p className="text-xs text-muted">{t('pseudonym')}</p>}
      <Counts title={t('settings')} of={named} />
    </div>
  );
}
