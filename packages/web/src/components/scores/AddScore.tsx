import type { ScoreCreate } from '@pharos/core/api/scores';
import { SCORE_TYPES } from '@pharos/core/score';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useRole } from '../../api/me.ts';
import { scoreConfigsQuery, useGiveScore } from '../../api/scores.ts';
import { suggestQuery } from '../../api/telemetry.ts';
import { common } from '../../i18n/common.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { atLeast } from '../../rights.ts';
import { useProject } from '../../use-project.ts';
import { Button } from '../Button.tsx';
import { ErrorLine } from '../ErrorState.tsx';
import { Field, Input } from '../Input.tsx';
import { Segmented } from '../Segmented.tsx';
import { TextArea } from '../TextArea.tsx';
import { configFor, EMPTY_FORM, judgementOfForm, type ScoreForm } from './form.ts';
import { scoreTexts } from './texts.ts';
import { ValueField } from './ValueField.tsx';

/** What can be judged here, the usual one first. */
export interface Target {
  value: 'span' | 'trace' | 'session';
  of: Pick<ScoreCreate, 'traceId' | 'spanId' | 'sessionId'>;
}

const LABELS = { span: 'ofSpan', trace: 'ofTrace', session: 'ofSession' } as const;

/** A button that opens a short form: an annotation in one's own name. Nothing for those who may only look. */
export function AddScore({ targets }: { targets: readonly [Target, ...Target[]] }) {
  const t = useTexts(scoreTexts);
  const [form, setForm] = useState<'unseen' | 'open' | 'closed'>('unseen');
  const mayEdit = atLeast(useRole(useProject()), 'member');
  if (!mayEdit) return null;
  if (form === 'open') return <AddForm targets={targets} onClose={() => setForm('closed')} />;
  return (
    <Button autoFocus={form === 'closed'} className="my-2 self-start" onClick={() => setForm('open')}>
      <Plus className="size-4 text-muted" aria-hidden />
      {t('add')}
    </Button>
  );
}

function AddForm({ targets, onClose }: { targets: readonly [Target, ...Target[]]; onClose: () => void }) {
  const t = useTexts(scoreTexts);
  const c = useTexts(common);
  const project = useProject();
  const [form, setForm] = useState<ScoreForm>(EMPTY_FORM);
  const [chosen, setChosen] = useState(targets[0].value);
  const configs = useQuery(scoreConfigsQuery(project)).data ?? [];
  const config = configFor(configs, form.name);
  const type = config?.type ?? form.type;
  const give = useGiveScore(project);
  const judgement = judgementOfForm(form, config);
  const set = (part: Partial<ScoreForm>) => setForm((before) => ({ ...before, ...part }));
  const target = targets.find(({ value }) => value === chosen) ?? targets[0];
  const submit = () => {
    if (judgement) give.mutate({ ...target.of, ...judgement }, { onSuccess: onClose });
  };
  return (
    <form
      aria-label={t('add')}
      className="my-3 grid gap-3 border-y py-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        // The keys of the page beneath, such as j for the next step, would throw away what was filled in.
        if (!event.metaKey && !event.ctrlKey) event.stopPropagation();
        if (event.key === 'Escape') onClose();
      }}
    >
      <NameField
        name={form.name}
        names={configs.filter(({ archived }) => !archived).map(({ name }) => name)}
        onName={(name) => set({ name })}
      />
      {!config && (
        <Labelled label={t('type')}>
          <Segmented
            label={t('type')}
            value={type}
            options={SCORE_TYPES.map((value) => ({ value, label: t(value) }))}
            onChange={(value) => set({ type: value, value: '' })}
          />
        </Labelled>
      )}
      <ValueField type={type} config={config} value={form.value} onValue={(value) => set({ value })} />
      <Field label={t('comment')}>
        {(ids) => (
          <TextArea
            {...ids}
            rows={2}
            maxLength={65_536}
            value={form.comment}
            onChange={(event) => set({ comment: event.target.value })}
          />
        )}
      </Field>
      {targets.length > 1 && (
        <Labelled label={t('target')}>
          <Segmented
            label={t('target')}
            value={target.value}
            options={targets.map(({ value }) => ({ value, label: t(LABELS[value]) }))}
            onChange={setChosen}
          />
        </Labelled>
      )}
      <ErrorLine error={give.error} />
      <p className="flex justify-end gap-2">
        <Button onClick={onClose}>{c('cancel')}</Button>
        <Button type="submit" variant="primary" busy={give.isPending} disabled={!judgement}>
          {c('save')}
        </Button>
      </p>
    </form>
  );
}

/** A group of buttons under its label; the group itself is named for screen readers. */
const Labelled = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex flex-col items-start gap-1">
    <span aria-hidden className="text-xs font-medium text-soft">
      {label}
    </span>
    {children}
  </div>
);

const KNOWN_MS = 90 * 86_400_000;

/** Names that have a config, and names that were scored of late, are offered; any other may be typed. */
function NameField({
  name,
  names,
  onName,
}: {
  name: string;
  names: readonly string[];
  onName: (name: string) => void;
}) {
  const t = useTexts(scoreTexts);
  const project = useProject();
  const listId = useId();
  const [from] = useState(() => new Date(Date.now() - KNOWN_MS).toISOString());
  const seen = useQuery(suggestQuery(project, 'score', '', { from, to: '' })).data ?? [];
  const offered = [...new Set([...names, ...seen.map(({ value }) => value)])];
  return (
    <Field label={t('name')}>
      {(ids) => (
        <>
          <Input
            {...ids}
            autoFocus
            list={listId}
            autoComplete="off"
            maxLength={200}
            value={name}
            onChange={(event) => onName(event.target.value)}
          />
          <datalist id={listId}>
            {offered.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
