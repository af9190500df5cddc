import { MAX_STATEMENT_BYTES } from '@pharos/core/api/reconcile';
import { Upload } from 'lucide-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { Button } from '../../../components/Button.tsx';
import { cx } from '../../../components/cx.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { type Taken, TooLarge, textsOf } from './import-files.ts';
import { LeftFiles } from './LeftFiles.tsx';
import { reconcileTexts } from './texts.ts';
import type { LeftFile } from './unzip.ts';

/** The first line of an export, as an example. */
const EXAMPLE = 'usage_date_utc,model_version,usage_input_tokens_no_cache,…';

/** Files that are dropped or chosen, or their text that is pasted. */
export function FileChooser({ onFiles }: { onFiles: (taken: Taken) => void }) {
  const t = useTexts(reconcileTexts);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<'tooLarge' | 'noFiles'>();
  const [left, setLeft] = useState<LeftFile[]>([]);
  const [pasted, setPasted] = useState('');
  const take = async (files: Iterable<File>) => {
    setProblem(undefined);
    setLeft([]);
    try {
      const taken = await textsOf(files);
      if (taken.files.length > 0) return onFiles(taken);
      setProblem('noFiles');
      setLeft(taken.left);
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      setProblem('tooLarge');
    }
  };
  const over = (event: DragEvent, next: boolean) => {
    event.preventDefault();
    setOver(next);
  };
  return (
    <div className="flex flex-col gap-3">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut for the button inside */}
      <div
        onDragOver={(event) => over(event, true)}
        onDragLeave={(event) => over(event, false)}
        onDrop={(event) => {
          over(event, false);
          void take(event.dataTransfer.files);
        }}
        className={cx(
          'flex flex-col items-center gap-2 rounded-lg border border-dashed px-4 py-7 text-center',
          isOver ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken',
        )}
      >
        <Upload className="size-5 text-muted" aria-hidden />
        <p className="text-sm text-soft">{t('drop')}</p>
        <Button onClick={() => input.current?.click()}>{t('choose')}</Button>
        <input
          ref={input}
          hidden
          type="file"
          multiple
          accept=".csv,.json,.tsv,.txt,.zip"
          aria-label={t('choose')}
          onChange={(event) => void take(event.target.files ?? [])}
        />
        <p className="text-xs text-muted">{t('forms')}</p>
      </div>
      {problem && (
        <p role="alert" className="text-sm text-bad">
          {t(problem, { mebibytes: MAX_STATEMENT_BYTES >> 20 })}
        </p>
      )}
      <LeftFiles left={left} />
      <label htmlFor={id} className="text-xs font-medium text-soft">
        {t('paste')}
      </label>
      <textarea
        id={id}
        rows={4}
        spellCheck={false}
        value={pasted}
        placeholder={EXAMPLE}
        onChange={(event) => setPasted(event.target.value)}
        className="w-full rounded-md border border-line bg-raised px-2.5 py-2 font-mono text-xs hover:border-line-strong"
      />
      <Button
        className="self-start"
        disabled={pasted.trim() === ''}
        onClick={() => onFiles({ files: [{ name: t('pasted'), content: pasted }], left: [] })}
      >
        {t('readFiles')}
      </Button>
    </div>
  );
}
