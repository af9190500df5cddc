import { ALERT_TEMPLATES } from '@pharos/core/alerts/templates';
import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { isMetricName, unitOfMetric } from '@pharos/core/metric-points/named';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { z } from 'zod';
import { alertDocumentQuery } from '../../../api/alerts.ts';
import { isFailure } from '../../../api/failure.ts';
import { useRole } from '../../../api/me.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorLine, ErrorState } from '../../../components/ErrorState.tsx';
import { Gone } from '../../../components/Gone.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { toast } from '../../../components/Toast.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { atLeast } from '../../../rights.ts';
import { Page } from '../../../shell/Page.tsx';
import { useUrlState } from '../../../url-state.ts';
import { useProject } from '../../../use-project.ts';
import { useDocumentForm } from '../use-document-form.ts';
import { Backtest } from './Backtest.tsx';
import { DeleteRule } from './DeleteRule.tsx';
import { ruleFormTexts } from './form-texts.ts';
import { RuleFields } from './RuleFields.tsx';
import { RuleStanding } from './RuleStanding.tsx';
import { formOf, formOfTemplate, formOfUsual, NEW_RULE, parseForm, type RuleForm } from './rule-form.ts';
import { ruleTexts } from './texts.ts';

const text = (most: number) => z.string().max(most).optional().catch(undefined);
/** `metric` and `filter`: what something watches whose usual is known already. */
const newSearch = z.object({ template: text(64), name: text(120), metric: text(300), filter: text(4096) });

/** A rule that is made, of a template, of what left its band elsewhere, or of nothing. */
export function NewRulePage() {
  const t = useTexts(ruleFormTexts);
  const { locale } = useFormat();
  const [{ template, name = '', metric, filter = '' }] = useUrlState(newSearch);
  const begun = ALERT_TEMPLATES.find((each) => each.name === template);
  const form = begun
    ? formOfTemplate(begun, locale)
    : metric !== undefined && isMetricName(metric)
      ? formOfUsual({ name, metric, filter })
      : NEW_RULE;
  return <Editor key={template ?? metric} title={t('newTitle')} begun={form} stored={undefined} />;
}

/** A rule that is there: how it stands, and how it may be otherwise. */
export function RulePage() {
  const t = useTexts(ruleFormTexts);
  const project = useProject();
  const { ruleId = '' } = useParams({ strict: false });
  const query = useQuery(alertDocumentQuery(project, 'rule', ruleId));
  const rule = query.data;
  if (rule) return <Editor key={rule.id} title={rule.name} begun={formOf(rule)} stored={rule} />;
  return (
    <Page title={t('newTitle')} heading={null}>
      {isFailure(query.error, 404) ? (
        <Gone
          title={t('gone')}
          back={{ to: '/p/$project/alerts/rules', params: { project } }}
          backLabel={t('back')}
        >
          {t('goneHint')}
        </Gone>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SkeletonRows rows={8} />
      )}
    </Page>
  );
}

interface EditorProps {
  title: string;
  begun: RuleForm;
  stored: StoredAlertDocument<'rule'> | undefined;
}

function Editor({ title, begun, stored }: EditorProps) {
  const t = useTexts(ruleFormTexts);
  const r = useTexts(ruleTexts);
  const c = useTexts(common);
  const project = useProject();
  const navigate = useNavigate();
  const may = atLeast(useRole(project), 'member');
  const { form, change, problems, submit, busy, error } = useDocumentForm({
    ...{ project, kind: 'rule', id: stored?.id, parse: parseForm, begun: () => begun },
    onSaved: () => {
      toast(t('saved'));
      void navigate({ to: '/p/$project/alerts/rules', params: { project } });
    },
  });
  // Its backtest goes by what it watches alone.
  const tried = parseForm({ ...form, name: 'x', runbook: '', labels: '' });
  const factor = unitOfMetric(form.metric) === 'ratio' ? 100 : 1;
  const setLimit = (limit: number) =>
    change({
      typed: { ...form.typed, limit: String(Number((limit * factor).toPrecision(6))), recovery: '' },
    });
  const crumb = (
    <Link
      key="rules"
      to="/p/$project/alerts/rules"
      params={{ project }}
      className="hover:text-ink hover:underline"
    >
      {r('rules')}
    </Link>
  );
  return (
    <Page
      title={title}
      crumbs={[crumb]}
      actions={
        may && (
          <>
            {stored && <DeleteRule project={project} rule={stored} />}
            <Button variant="primary" busy={busy} onClick={submit}>
              {stored ? c('save') : t('create')}
            </Button>
          </>
        )
      }
    >
      <ErrorLine error={error} />
      <div className="grid grid-cols-1 gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,34rem)_minmax(0,1fr)]">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <fieldset disabled={!may} className="contents">
            <RuleFields project={project} form={form} change={change} problems={problems} />
          </fieldset>
          {!may && <p className="pt-3 text-xs text-muted">{r('denied')}</p>}
          <button type="submit" hidden />
        </form>
        <div className="flex min-w-0 flex-col gap-8">
          <Backtest
            project={project}
            rule={'document' in tried ? tried.document : undefined}
            onLimit={setLimit}
          />
          {stored && <RuleStanding project={project} rule={stored} />}
        </div>
      </div>
    </Page>
  );
}
