import type { MappingInput, Reading } from '@pharos/core/api/reconcile';
import { formOf } from '@pharos/core/reconcile/forms';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { ApiFailure } from '../../../api/failure.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Field, Input } from '../../../components/Input.tsx';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { FileChooser } from './FileChooser.tsx';
import { columnsOf, isJson } from './import-files.ts';
import { LeftFiles } from './LeftFiles.tsx';
import { MappingForm } from './MappingForm.tsx';
import { Preview } from './Preview.tsx';
import { importStatement, previewFiles, statementsQuery } from './reconcile-api.ts';
import { reconcileTexts } from './texts.ts';
import type { LeftFile, TextFile } from './unzip.ts';

interface ImportDialogProps {
  onClose: () => void;
  onImported: (id: string) => void;
}

interface Chosen {
  files: TextFile[];
  mapping?: MappingInput;
}

/** What is in JSON the server finds out. */
const isOfKnownForm = (file: TextFile): boolean =>
  isJson(file) || formOf(columnsOf(file).map((name) => name.toLowerCase())) !== undefined;

/** The files are of no known form: whoever has them must say which column is what. */
const isUnknownForm = (error: unknown): boolean =>
  error instanceof ApiFailure &&
  (error.details as { reason?: string } | undefined)?.reason === 'unknown-form';

/** Takes the files of a statement, shows what is recognised in them, and keeps it when that is right. */
export function ImportDialog({ onClose, onImported }: ImportDialogProps) {
  const t = useTexts(reconcileTexts);
  const c = useTexts(common);
  const project = useProject();
  const client = useQueryClient();
  const form = useId();
  const [chosen, setChosen] = useState<Chosen>();
  const [left, setLeft] = useState<readonly LeftFile[]>([]);
  const [name, setName] = useState('');
  const [isMapping, setMapping] = useState(false);
  const preview = useMutation({
    mutationFn: (of: Chosen): Promise<Reading> => previewFiles(project, of),
    onError: (error) => isUnknownForm(error) && setMapping(true),
    onSuccess: () => setMapping(false),
  });
  const keep = useMutation({
    mutationFn: (of: Chosen) => importStatement(project, { ...of, name }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: statementsQuery(project).queryKey });
      onImported(id);
    },
  });
  const read = (of: Chosen) => {
    setChosen(of);
    const isKnown = of.mapping !== undefined || of.files.every(isOfKnownForm);
    setMapping(!isKnown);
    if (isKnown) preview.mutate(of);
  };
  const reading = preview.data;
  const [first] = chosen?.files ?? [];
  const isCsv = first !== undefined && !isJson(first);
  const startAgain = () => {
    preview.reset();
    keep.reset();
    setMapping(false);
    setChosen(undefined);
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('importTitle')}
      description={t('importHint')}
      actions={
        <>
          {chosen && (
            <Button variant="quiet" className="mr-auto" onClick={startAgain}>
              {t('otherFiles')}
            </Button>
          )}
          <Button onClick={onClose}>{c('cancel')}</Button>
          {isMapping ? (
            <Button variant="primary" type="submit" form={form} busy={preview.isPending}>
              {t('readFiles')}
            </Button>
          ) : (
            <Button
              variant="primary"
              disabled={!reading || !chosen}
              busy={keep.isPending}
              onClick={() => chosen && keep.mutate(chosen)}
            >
              {t('import')}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {!chosen ? (
          <FileChooser
            onFiles={({ files, left: rest }) => {
              setLeft(rest);
              read({ files });
            }}
          />
        ) : (
          <>
            <LeftFiles left={left} />
            {preview.isPending && (
              <p role="status" className="text-sm text-muted">
                {t('reading')}
              </p>
            )}
            {preview.isError && <ErrorLine error={preview.error} />}
            {isMapping && first && isCsv && (
              <MappingForm
                id={form}
                columns={columnsOf(first)}
                onMapping={(mapping) => read({ files: chosen.files, mapping })}
              />
            )}
            {reading && !isMapping && (
              <>
                <Preview reading={reading} />
                {isCsv && chosen.mapping && (
                  <Button variant="quiet" className="self-start" onClick={() => setMapping(true)}>
                    {t('changeColumns')}
                  </Button>
                )}
                <Field label={t('name')} hint={t('nameHint')}>
                  {(ids) => (
                    <Input
                      {...ids}
                      maxLength={120}
                      value={name}
                      placeholder={first?.name}
                      onChange={(event) => setName(event.target.value)}
                    />
                  )}
                </Field>
              </>
            )}
            <ErrorLine error={keep.error} />
          </>
        )}
      </div>
    </Dialog>
  );
}
