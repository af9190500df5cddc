import type { ErasureReceipt } from '@pharos/core/api/erasures';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { When } from '../../../components/values.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { fileName, saveFile } from '../../../save-file.ts';
import { Counts } from './Counts.tsx';
import { ErasureStand } from './ErasureTable.tsx';
import { erasureTexts, known } from './erasure-texts.ts';
import { erasureQuery } from './erasures-api.ts';

const save = (receipt: ErasureReceipt) =>
  saveFile(
    fileName(`erasure-${receipt.id}`, 'json'),
    'application/json',
    `${JSON.stringify(receipt, null, 2)}\n`,
  );

/** An erasure as far as it is, and its receipt. */
export function ErasureDialog({
  project,
  id,
  onClose,
}: {
  project: string;
  id: string;
  onClose: () => void;
}) {
  const t = useTexts(erasureTexts);
  const { data, error } = useQuery(erasureQuery(project, id));
  const receipt = data?.receipt ?? undefined;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t(receipt ? 'receipt' : 'erasing')}
      actions={receipt && <Button onClick={() => save(receipt)}>{t('download')}</Button>}
    >
      {data ? (
        <div className="flex flex-col gap-4 pb-2 text-sm">
          <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-4 gap-y-1">
            <Row name={t('state')}>
              <ErasureStand {...data} />
            </Row>
            <Row name={t('askedBy')}>
              {data.askedBy} · <When at={data.askedAt} relative={false} />
            </Row>
            <Row name={t('finished')}>
              <When at={data.finishedAt} relative={false} />
            </Row>
            {data.reason !== '' && <Row name={t('reason')}>{data.reason}</Row>}
            <Row name={t('subject')}>
              <span className="font-mono text-xs break-all" title={t('subjectHint')}>
                {data.subject}
              </span>
            </Row>
            {receipt && (
              <Row name={t('signature')}>
                <span className="font-mono text-xs break-all">{receipt.signature}</span>
              </Row>
            )}
          </dl>
          {data.erased.some(({ count }) => count > 0) ? (
            <Counts title={t('erased')} of={data.erased} />
          ) : (
            <p className="text-muted">{t('erasedNothing')}</p>
          )}
          {receipt && <Counts title={t('named')} of={receipt.named} />}
          {receipt && (
            <div>
              <p className="mb-1 font-medium">{t('kept')}</p>
              <ul className="flex list-disc flex-col gap-1 pl-4 text-soft">
                {receipt.kept.map(({ what, why }) => (
                  <li key={what}>{known(t, `kept_${what}`) ?? why}</li>
                ))}
              </ul>
            </div>
          )}
        </div>
      ) : error ? (
        <ErrorLine error={error} />
      ) : (
        <Skeleton className="h-64" />
      )}
    </Dialog>
  );
}

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </>
);
