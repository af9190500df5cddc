import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import { readIn } from '@pharos/core/local-text';
import { useNavigate } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { dashboardChanges, useDashboardChange } from '../../../api/dashboards.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorLine } from '../../../components/ErrorState.tsx';
import { Field } from '../../../components/Input.tsx';
import { TextArea } from '../../../components/TextArea.tsx';
import { common } from '../../../i18n/common.ts';
import { useLanguage, useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { type Problem, readDashboard } from './json.ts';
import { importTexts } from './texts.ts';

/** As much as the server takes. */
const MOST_BYTES = 256 * 1024;
const MOST_SHOWN = 8;

/** Brings a dashboard in from a file or a pasted text; what is wrong with it is told with its place. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(importTexts);
  const c = useTexts(common);
  const project = useProject();
  const navigate = useNavigate();
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [tooLarge, setTooLarge] = useState(false);
  const create = useDashboardChange(project, dashboardChanges.create);
  const read = text.trim() === '' ? undefined : readDashboard(text);
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    setTooLarge(chosen.size > MOST_BYTES);
    setText(chosen.size > MOST_BYTES ? '' : await chosen.text());
  };
  const submit = (document: Dashboard) =>
    create.mutate(document, {
      onSuccess: ({ id }) =>
        void navigate({
          to: '/p/$project/dashboards/$dashboardId',
          params: { project, dashboardId: id },
        }),
    });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('title')}
      description={t('hint')}
      actions={
        <>
          <Button onClick={onClose}>{c('cancel')}</Button>
          <Button
            variant="primary"
            busy={create.isPending}
            disabled={!read || !('document' in read)}
            onClick={() => read && 'document' in read && submit(read.document)}
          >
            {t('import')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <div>
          <Button onClick={() => file.current?.click()}>
            <FileUp className="size-4 text-muted" aria-hidden />
            {t('file')}
          </Button>
          <input
            ref={file}
            hidden
            type="file"
            accept=".json,application/json"
            aria-label={t('file')}
            onChange={(event) => void take(event.target.files?.[0])}
          />
        </div>
        <Field label={t('paste')}>
          {(ids) => (
            <TextArea
              {...ids}
              rows={8}
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onDrop={(event) => {
                const [dropped] = event.dataTransfer.files;
                if (!dropped) return;
                event.preventDefault();
                void take(dropped);
              }}
              className="scroll-thin font-mono text-xs"
            />
          )}
        </Field>
        <div role="status">
          {tooLarge && <p className="text-sm text-bad">{t('tooLarge')}</p>}
          {read &&
            ('document' in read ? <Good document={read.document} /> : <Bad problems={read.problems} />)}
        </div>
        <ErrorLine error={create.error} />
      </div>
    </Dialog>
  );
}

function Good({ document }: { document: Dashboard }) {
  const t = useTexts(importTexts);
  const language = useLanguage();
  const count = document.tabs.reduce((sum, { widgets }) => sum + widgets.length, 0);
  return (
    <p className="text-sm text-good">
      {t('good', { title: readIn(document.title, language), widgets: t('widgets', { count }) })}
    </p>
  );
}

function Bad({ problems }: { problems: readonly Problem[] }) {
  const t = useTexts(importTexts);
  const told = useProblemText();
  const left = problems.length - MOST_SHOWN;
  return (
    <>
      <p className="text-sm text-bad">{t('problems', { count: problems.length })}</p>
      <ul className="mt-1 flex flex-col gap-0.5 text-xs">
        {problems.slice(0, MOST_SHOWN).map((problem) => (
          <li key={`${problem.path} ${problem.message}`}>
            <code className="font-mono text-soft">{problem.path || t('whole')}</code>{' '}
            <span className="text-muted">{told(problem)}</span>
          </li>
        ))}
        {left > 0 && <li className="text-muted">{t('more', { count: left })}</li>}
      </ul>
    </>
  );
}

/** A problem in the reader's words; those that Pharos itself made keep theirs. */
function useProblemText(): (problem: Problem) => string {
  const t = useTexts(importTexts);
  return ({ code, message, wanted }) => {
    switch (code) {
      case 'json':
        return t('json', { message });
      case 'invalid_type':
        return t('wantsType', { wanted });
      case 'invalid_value':
        return t('wantsValue', { wanted });
      case 'too_big':
        return t('wantsLess', { wanted });
      case 'too_small':
        return t('wantsMore', { wanted });
      case 'invalid_union':
        return t('wantsForm');
      default:
        return message;
    }
  };
}
